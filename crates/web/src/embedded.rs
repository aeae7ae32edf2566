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

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

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
        for file in FILES {
            let plain = find(file.address, "").expect("the file");
            assert_eq!(plain.encoding, None);

            let gzip = find(file.address, "gzip").expect("the file");
            if gzip.encoding == Some("gzip") {
                let mut unpacked = Vec::new();
                flate2::read::GzDecoder::new(gzip.bytes.as_ref()).read_to_end(&mut unpacked).expect("gzip");
                assert!(unpacked == plain.bytes.as_ref(), "{}", file.address);
                assert_ne!(plain.etag, gzip.etag);
            }
            let brotli = find(file.address, "gzip, deflate, br").expect("the file");
            if brotli.encoding == Some("br") {
                let mut unpacked = Vec::new();
                brotli::BrotliDecompress(&mut brotli.bytes.as_ref(), &mut unpacked).expect("brotli");
                assert!(unpacked == plain.bytes.as_ref(), "{}", file.address);
                assert_ne!(gzip.etag, brotli.etag);
            }
        }
    }

    #[cfg(not(embedded))]
    #[test]
    fn what_shrinks_is_sent_small_and_what_does_not_stays_plain() {
        let script = find("assets/app-1a2b3c4d.js", "gzip, deflate, br").expect("the file");
        assert_eq!((script.encoding, script.immutable), (Some("br"), true));
        assert_eq!(script.content_type, "text/javascript; charset=utf-8");
        let tiny = find("robots.txt", "br, gzip").expect("the file");
        assert_eq!((tiny.encoding, tiny.immutable), (None, false));
        assert_eq!(find("nothing.txt", "br"), None);
    }
}
