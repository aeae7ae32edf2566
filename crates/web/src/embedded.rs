//! Files that are part of the program.

use std::borrow::Cow;

use crate::{Asset, site};

struct File {
    address: &'static str,
    etag: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

pub fn find(address: &str, accept_encoding: &str) -> Option<Asset> {
    let file = FILES.iter().find(|file| file.address == address)?;
    let twins = [("br", file.brotli), ("gzip", file.gzip)];
    let (encoding, bytes) = twins
        .into_iter()
        .find_map(|(name, bytes)| Some((Some(name), bytes.filter(|_| accepts(accept_encoding, name))?)))
        .unwrap_or((None, file.plain));
    let etag = match encoding {
        Some(name) => format!("\"{}-{name}\"", file.etag),
        None => format!("\"{}\"", file.etag),
    };
    Some(Asset {
        bytes: Cow::Borrowed(bytes),
        content_type: site::content_type(address),
        encoding,
        etag,
        immutable: site::immutable(address),
    })
}

/// Whether an `Accept-Encoding` header allows `name`: listed, or covered by `*`, and not weighed zero.
fn accepts(header: &str, name: &str) -> bool {
    let weight_of = |wanted: &str| {
        header.split(',').find_map(|part| {
            let mut parts = part.split(';');
            if !parts.next()?.trim().eq_ignore_ascii_case(wanted) {
                return None;
            }
            let weight = parts.find_map(|parameter| parameter.trim().strip_prefix("q=").map(str::trim));
            Some(weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0)))
        })
    };
    weight_of(name).or_else(|| weight_of("*")).unwrap_or(false)
}

#[cfg(all(test, not(embedded)))]
mod tests {
    use std::io::Read as _;

    use super::*;

    const SCRIPT: &str = include_str!("../tests/site/assets/app-1a2b3c4d.js");

    #[test]
    fn the_header_is_weighed() {
        for (header, gzip) in [
            ("", false),
            ("gzip", true),
            ("deflate, GZIP;q=0.5", true),
            ("br, gzip;q=0", false),
            ("*", true),
            ("*;q=0", false),
            ("gzip;q=0, *", false),
            ("gzip;q=words", false),
        ] {
            assert_eq!(accepts(header, "gzip"), gzip, "{header}");
        }
    }

    #[test]
    fn each_encoding_carries_the_same_content_under_its_own_tag() {
        let plain = find("assets/app-1a2b3c4d.js", "").expect("the file");
        assert_eq!((plain.encoding, plain.bytes.as_ref()), (None, SCRIPT.as_bytes()));
        assert_eq!(plain.content_type, "text/javascript; charset=utf-8");
        assert!(plain.immutable);

        let gzip = find("assets/app-1a2b3c4d.js", "gzip").expect("the file");
        let mut text = String::new();
        flate2::read::GzDecoder::new(gzip.bytes.as_ref()).read_to_string(&mut text).expect("gzip");
        assert_eq!((gzip.encoding, text.as_str()), (Some("gzip"), SCRIPT));

        let brotli = find("assets/app-1a2b3c4d.js", "gzip, deflate, br").expect("the file");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli.bytes.as_ref(), &mut unpacked).expect("brotli");
        assert_eq!((brotli.encoding, unpacked.as_slice()), (Some("br"), SCRIPT.as_bytes()));

        assert_ne!(plain.etag, gzip.etag);
        assert_ne!(gzip.etag, brotli.etag);
    }

    #[test]
    fn a_file_that_does_not_shrink_stays_plain() {
        let tiny = find("robots.txt", "br, gzip").expect("the file");
        assert_eq!(tiny.encoding, None);
        assert!(!tiny.immutable);
        assert_eq!(find("nothing.txt", "br"), None);
    }
}
