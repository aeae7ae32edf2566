//! What is shipped: the program, and what a browser loads first.

use std::path::Path;
use std::process::Stdio;

use anyhow::Result;

use crate::{process, repository};

/// The section of sizes.
pub fn measured(program: &Path) -> Result<String> {
    let size = std::fs::metadata(program)?.len();
    let mut text =
        format!("### Sizes\n\n- The program, with the browser app inside: {:.1} MB\n", size as f64 / 1e6);
    let dist = repository::root().join("ui/dist");
    if dist.join("index.html").exists() {
        let first = first_load(&dist)?;
        text.push_str(&format!(
            "- Initial JavaScript and CSS, gzipped: {:.0} kB (aim: 250 kB)\n",
            first as f64 / 1e3
        ));
    }
    Ok(text)
}

/// The bytes of all files in a folder and the folders in it.
pub fn of_folder(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        sum += if about.is_dir() { of_folder(&entry.path())? } else { about.len() };
    }
    Ok(sum)
}

/// The gzipped size of all scripts and styles that the page names itself.
fn first_load(dist: &Path) -> Result<u64> {
    let page = std::fs::read_to_string(dist.join("index.html"))?;
    let mut sum = 0;
    for name in named(&page) {
        let mut gzip = process::command("gzip", dist);
        let told =
            gzip.args(["-9", "-c"]).arg(name.trim_start_matches('/')).stderr(Stdio::inherit()).output()?;
        anyhow::ensure!(told.status.success(), "cannot compress {name}");
        sum += told.stdout.len() as u64;
    }
    Ok(sum)
}

/// `src` and `href` of a page that are scripts or styles.
fn named(page: &str) -> Vec<&str> {
    let quoted = page.split(['"', '\'']).skip(1).step_by(2);
    quoted.filter(|name| name.ends_with(".js") || name.ends_with(".css")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_of_a_folder_count() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("in")).expect("a folder in it");
        std::fs::write(folder.path().join("one"), [0; 10]).expect("a file");
        std::fs::write(folder.path().join("in/two"), [0; 7]).expect("another");
        assert_eq!(of_folder(folder.path()).expect("its size"), 17);
    }

    #[test]
    fn scripts_styles_and_preloads_are_found() {
        let page = r#"<script src="/scheme.js"></script><link rel="icon" href="/favicon.svg">
            <link rel="modulepreload" crossorigin href="/assets/a.js"><link rel="stylesheet" href="/assets/b.css">"#;
        assert_eq!(named(page), ["/scheme.js", "/assets/a.js", "/assets/b.css"]);
    }
}
