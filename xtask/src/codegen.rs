//! The files that are generated from the program, and whether the committed ones are in step with it.

use anyhow::{Context as _, Result};

use crate::report::Count;
use crate::{browser_app, process, program, repository};

const DOCUMENT: &str = "api/openapi.json";
const CLIENT: &str = "ui/src/api/schema.d.ts";

/// The pages of the manual about the numbers: their languages.
const LANGUAGES: [&str; 2] = ["en", "nl"];

/// Writes all of them anew.
pub fn run() -> Result<std::process::ExitCode> {
    let document = program::openapi()?;
    std::fs::create_dir_all(repository::root().join("api"))?;
    std::fs::write(repository::root().join(DOCUMENT), document)?;
    generate_client()?;
    println!("{DOCUMENT} and {CLIENT} are written");
    for language in LANGUAGES {
        let page = numbers_page(language);
        std::fs::write(repository::root().join(&page), program::numbers(language)?)?;
        println!("{page} is written");
    }
    Ok(std::process::ExitCode::SUCCESS)
}

/// Whether the committed document is what the program says now.
pub fn document_in_step() -> Result<Count> {
    let fresh = program::openapi()?;
    let committed = std::fs::read_to_string(repository::root().join(DOCUMENT)).with_context(|| DOCUMENT)?;
    Ok(judge(DOCUMENT, &committed, &fresh))
}

/// Whether the committed client is what comes out of the committed document.
pub fn client_in_step() -> Result<Count> {
    let path = repository::root().join(CLIENT);
    let committed = std::fs::read_to_string(&path).with_context(|| CLIENT)?;
    let generated = generate_client().and_then(|()| Ok(std::fs::read_to_string(&path)?));
    // Checking changes nothing.
    std::fs::write(&path, &committed)?;
    Ok(judge(CLIENT, &committed, &generated?))
}

/// Whether it is in step is a test of `crates/measure`.
fn numbers_page(language: &str) -> String {
    format!("docs/user/numbers.{language}.md")
}

fn generate_client() -> Result<()> {
    browser_app::install_packages("ui")?;
    process::run(&mut process::npm("ui", &["run", "--silent", "gen"]))
}

fn judge(file: &str, committed: &str, fresh: &str) -> Count {
    if committed == fresh {
        return Count::one(true);
    }
    let differs = committed.lines().zip(fresh.lines()).take_while(|(old, new)| old == new).count();
    println!(
        "{file} is not in step with the program, first at line {}; run `cargo xtask codegen`",
        differs + 1
    );
    Count::one(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_difference_fails() {
        assert_eq!(judge("a", "1\n2\n", "1\n2\n"), Count::one(true));
        assert_eq!(judge("a", "1\n2\n", "1\n3\n"), Count::one(false));
        assert_eq!(judge("a", "1\n2\n", "1\n2"), Count::one(false));
    }
}
