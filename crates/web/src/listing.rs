//! Which files belong to the site. Used by the build script only.

use std::io;
use std::path::Path;

/// All files below `folder` with their address relative to it, in a fixed order. Names that start with a dot
/// (stamps, editor files) are not part of the site.
pub fn files(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let address = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{address}/"), found)?;
        } else {
            found.push((address, std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_listed_without_dot_files_and_in_order() {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(root.path().join("b")).expect("made");
        for name in ["c.txt", "b/a.txt", ".hidden"] {
            std::fs::write(root.path().join(name), name).expect("written");
        }
        let names: Vec<String> =
            files(root.path()).expect("listed").into_iter().map(|(address, _)| address).collect();
        assert_eq!(names, ["b/a.txt", "c.txt"]);
    }
}
