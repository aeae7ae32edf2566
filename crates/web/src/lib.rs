//! The browser app inside the program. It knows files and nothing of HTTP: the server asks for an address and gets
//! the bytes with what to say about them.
//!
//! A release build has `ui/dist` in it, compressed at build time. A development build reads `ui/dist` at each
//! request, so that a change in the browser app needs no new program.

mod embedded;
mod folder;
#[cfg(test)]
mod listing;
mod site;

use std::borrow::Cow;
use std::path::Path;

/// A file of the browser app, dressed for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The content, in the encoding named by `encoding`.
    pub bytes: Cow<'static, [u8]>,
    /// For the `Content-Type` header.
    pub content_type: &'static str,
    /// For the `Content-Encoding` header; `None` when the bytes are plain.
    pub encoding: Option<&'static str>,
    /// For the `ETag` header, with its quotes; differs per encoding.
    pub etag: String,
    /// Whether the content can never change under this address. Everything else must be asked for again each
    /// time (`no-cache`), which the `ETag` makes cheap.
    pub immutable: bool,
}

/// The file at `path` (with or without its leading slash, without query), in the best encoding that
/// `accept_encoding` allows. An address of a page, which is one without a dot in its last part, gives `index.html`:
/// the app finds out by itself what to show. `None` when there is no such file.
///
/// Answers depend on `Accept-Encoding`, so replies need `Vary: Accept-Encoding`.
pub fn asset(path: &str, accept_encoding: &str) -> Option<Asset> {
    let path = path.trim_start_matches('/');
    let find = |address: &str| {
        if cfg!(embedded) {
            embedded::find(address, accept_encoding)
        } else {
            folder::find(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/dist")), address)
        }
    };
    if path.is_empty() {
        return find("index.html");
    }
    find(path).or_else(|| if is_page(path) { find("index.html") } else { None })
}

fn is_page(path: &str) -> bool {
    !path.starts_with("assets/") && !path.rsplit('/').next().unwrap_or("").contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_files() {
        for (path, page) in [
            ("", true),
            ("deals", true),
            ("deals/0195", true),
            ("assets/gone", false),
            ("assets/app-1a2b.js", false),
            ("favicon.ico", false),
        ] {
            assert_eq!(is_page(path), page, "{path}");
        }
    }

    #[test]
    fn every_page_answers_with_or_without_a_built_app() {
        let home = asset("/", "").expect("a page");
        assert_eq!(home.content_type, "text/html; charset=utf-8");
        assert!(!home.immutable);
        assert_eq!(asset("/deals/0195", ""), Some(home));
        assert_eq!(asset("/assets/no-such-file.js", ""), None);
        assert_eq!(asset("/../Cargo.toml", ""), None);
    }
}
