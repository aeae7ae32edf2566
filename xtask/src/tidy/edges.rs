//! Which room may use which. The drawing is in docs/architecture.md; a new edge is a decision.

use toml::{Table, Value};

use super::{Problem, Source};

struct Room {
    manifest: &'static str,
    /// Rooms it may use.
    rooms: &'static [&'static str],
    /// The only outside crates it may use; `None`: any.
    crates: Option<&'static [&'static str]>,
}

const ROOMS: &[Room] = &[
    Room {
        manifest: "crates/domain/Cargo.toml",
        rooms: &[],
        crates: Some(&[
            "deunicode",
            "jiff",
            "proptest",
            "rust_decimal",
            "schemars",
            "serde",
            "serde_json",
            "thiserror",
            "uuid",
        ]),
    },
    Room {
        manifest: "crates/measure/Cargo.toml",
        rooms: &["trechter-domain"],
        crates: Some(&[
            "hashbrown",
            "insta",
            "jiff",
            "proptest",
            "rust_decimal",
            "schemars",
            "serde",
            "serde_json",
            "statrs",
            "thiserror",
            "uuid",
        ]),
    },
    Room { manifest: "crates/store/Cargo.toml", rooms: &["trechter-domain"], crates: None },
    Room {
        manifest: "crates/server/Cargo.toml",
        rooms: &["trechter-domain", "trechter-measure", "trechter-store", "trechter-web"],
        crates: None,
    },
    Room { manifest: "crates/web/Cargo.toml", rooms: &[], crates: None },
    Room { manifest: "xtask/Cargo.toml", rooms: &[], crates: None },
];

/// Crates that speak SQL belong into one room.
const DATABASES: &[&str] = &["rusqlite", "postgres", "tokio-postgres", "sqlx", "sea-query", "diesel"];
const DATABASE_ROOM: &str = "crates/store/Cargo.toml";

pub fn check(sources: &[Source]) -> Vec<Problem> {
    let manifests = sources.iter().filter(|source| source.path.ends_with("/Cargo.toml"));
    manifests.flat_map(|manifest| of_manifest(&manifest.path, &manifest.text)).collect()
}

fn of_manifest(path: &str, text: &str) -> Vec<Problem> {
    let Some(room) = ROOMS.iter().find(|room| room.manifest == path) else {
        return vec![Problem::new(
            path,
            "this room is not drawn in docs/architecture.md and xtask/src/tidy/edges.rs",
        )];
    };
    let manifest = match text.parse::<Table>() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Problem::new(path, format!("is no TOML: {error}"))],
    };
    let mut problems = Vec::new();
    for name in dependencies(&manifest) {
        let ours = name.starts_with("trechter");
        if ours && !room.rooms.contains(&name.as_str()) {
            problems.push(Problem::new(path, format!("may not use the room {name}")));
        }
        if !ours && room.crates.is_some_and(|allowed| !allowed.contains(&name.as_str())) {
            problems.push(Problem::new(path, format!("may not use the crate {name}: this room stays pure")));
        }
        if DATABASES.contains(&name.as_str()) && path != DATABASE_ROOM {
            problems.push(Problem::new(path, format!("may not use {name}: only crates/store speaks SQL")));
        }
    }
    problems
}

/// The names of all packages that a manifest asks for, whatever for and on whatever platform.
fn dependencies(manifest: &Table) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in manifest {
        let Value::Table(table) = value else { continue };
        match key.as_str() {
            "dependencies" | "dev-dependencies" | "build-dependencies" => {
                for (name, dependency) in table {
                    let renamed = dependency.get("package").and_then(Value::as_str);
                    names.push(renamed.unwrap_or(name).to_owned());
                }
            }
            "target" => {
                names.extend(table.values().filter_map(Value::as_table).flat_map(dependencies));
            }
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        of_manifest(path, text).len()
    }

    #[test]
    fn only_drawn_edges_pass() {
        let domain = "crates/domain/Cargo.toml";
        assert_eq!(
            problems(domain, "[dependencies]\nserde.workspace = true\n[dev-dependencies]\nproptest = \"1\""),
            0
        );
        assert_eq!(problems(domain, "[dependencies]\ntokio = \"1\""), 1);
        assert_eq!(problems(domain, "[dependencies]\ntrechter-store.workspace = true"), 1);
        assert_eq!(problems(domain, "[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\""), 1);
        assert_eq!(problems(domain, "[dependencies]\nserde = { package = \"tokio\", version = \"1\" }"), 1);

        assert_eq!(
            problems("crates/store/Cargo.toml", "[dependencies]\ntrechter-domain = \"0\"\nrusqlite = \"0\""),
            0
        );
        assert_eq!(problems("crates/store/Cargo.toml", "[dependencies]\ntrechter = \"0\""), 1);
        assert_eq!(
            problems("crates/server/Cargo.toml", "[dependencies]\ntrechter-web = \"0\"\naxum = \"0\""),
            0
        );
        assert_eq!(
            problems("crates/measure/Cargo.toml", "[dependencies]\ntrechter-domain = \"0\"\nstatrs = \"0\""),
            0
        );
        assert_eq!(problems("crates/measure/Cargo.toml", "[dependencies]\ntokio = \"1\""), 1);
        assert_eq!(problems("crates/server/Cargo.toml", "[dependencies]\nrusqlite = \"0\""), 1);
        assert_eq!(problems("crates/web/Cargo.toml", "[build-dependencies]\ntrechter-domain = \"0\""), 1);
    }

    #[test]
    fn an_unknown_room_or_a_broken_manifest_is_told() {
        assert_eq!(problems("crates/helpers/Cargo.toml", ""), 1);
        assert_eq!(problems("crates/web/Cargo.toml", "[dependencies"), 1);
    }
}
