//! Files of `ui/dist` as they are on the disk now, for development.

use std::borrow::Cow;
use std::path::Path;

use crate::{Asset, site};

const NOT_BUILT: &str = include_str!("not_built.html");

pub fn find(dist: &Path, address: &str) -> Option<Asset> {
    // Names that start with a dot are not part of the site, and `..` would lead out of it.
    if address.split('/').any(|part| part.is_empty() || part.starts_with('.') || part.contains('\\')) {
        return None;
    }
    let bytes = match std::fs::read(dist.join(address)) {
        Ok(bytes) => Cow::Owned(bytes),
        Err(_) if address == "index.html" => Cow::Borrowed(NOT_BUILT.as_bytes()),
        Err(_) => return None,
    };
    Some(Asset {
        content_type: site::content_type(address),
        encoding: None,
        etag: format!("\"{:016x}\"", site::fingerprint(&bytes)),
        immutable: site::immutable(address),
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_files_and_nothing_outside() {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::write(root.path().join("secret.txt"), "no").expect("written");
        let dist = root.path().join("dist");
        assert_eq!(find(&dist, "index.html").expect("always a page").bytes.as_ref(), NOT_BUILT.as_bytes());

        std::fs::create_dir_all(dist.join("assets")).expect("made");
        std::fs::write(dist.join("index.html"), "<p>first").expect("written");
        std::fs::write(dist.join(".stamp"), "1").expect("written");
        std::fs::write(dist.join("assets/a.css"), "a{}").expect("written");
        let first = find(&dist, "index.html").expect("the page");
        assert_eq!(first.bytes.as_ref(), b"<p>first");
        assert_eq!(find(&dist, "assets/a.css").expect("the file").content_type, "text/css; charset=utf-8");

        std::fs::write(dist.join("index.html"), "<p>second").expect("written");
        assert_ne!(find(&dist, "index.html").expect("the page").etag, first.etag);

        for outside in
            ["../secret.txt", ".stamp", "assets/../../secret.txt", "/secret.txt", "assets", "..\\secret.txt"]
        {
            assert_eq!(find(&dist, outside), None, "{outside}");
        }
    }
}
