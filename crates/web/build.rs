//! Writes the table of embedded files. A release build embeds `ui/dist`; a development build embeds only the small
//! site of the tests, because it reads `ui/dist` from the disk when asked: so a change in the browser app compiles
//! no Rust at all, while the code for embedded files is still compiled and tested.

#[path = "src/listing.rs"]
mod listing;
#[path = "src/site.rs"]
#[allow(dead_code)]
mod site;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Shown when the program was built before the browser app was.
const NOT_BUILT: &str = include_str!("src/not_built.html");

fn main() -> io::Result<()> {
    println!("cargo::rustc-check-cfg=cfg(embedded)");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let folder = if release {
        println!("cargo::rustc-cfg=embedded");
        here.join("../../ui/dist")
    } else {
        here.join("tests/site")
    };
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/listing.rs");
    println!("cargo::rerun-if-changed=src/site.rs");
    println!("cargo::rerun-if-changed=src/not_built.html");

    let mut files = if folder.is_dir() { listing::files(&folder)? } else { Vec::new() };
    if !files.iter().any(|(address, _)| address == "index.html") {
        files.push(("index.html".into(), NOT_BUILT.into()));
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("table.rs"), table(&out, &files)?)
}

/// The table as Rust source, its bytes in files of their own beside it.
fn table(out: &Path, files: &[(String, Vec<u8>)]) -> io::Result<String> {
    let mut source = String::from("&[\n");
    for (number, (address, bytes)) in files.iter().enumerate() {
        let keep = |ending: &str, bytes: &[u8]| -> io::Result<PathBuf> {
            let path = out.join(format!("{number}.{ending}"));
            fs::write(&path, bytes)?;
            Ok(path)
        };
        let plain = keep("plain", bytes)?;
        // A smaller twin is kept only when it is clearly smaller: pictures and fonts are compressed already.
        let twin = |ending: &str, packed: Vec<u8>| -> io::Result<String> {
            if packed.len() + packed.len() / 20 >= bytes.len() {
                return Ok("None".into());
            }
            Ok(format!("Some(include_bytes!({:?}))", keep(ending, &packed)?))
        };
        let gzip = twin("gz", gzip(bytes)?)?;
        let brotli = twin("br", brotli(bytes)?)?;
        let etag = format!("{:016x}", site::fingerprint(bytes));
        let _ = writeln!(
            source,
            "File {{ address: {address:?}, etag: {etag:?}, plain: include_bytes!({plain:?}), gzip: {gzip}, brotli: {brotli} }},"
        );
    }
    source.push_str("]\n");
    Ok(source)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 10, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut bytes, &mut packed, &parameters)?;
    Ok(packed)
}
