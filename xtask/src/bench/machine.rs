//! The machine that a figure comes from.

use std::fs::File;
use std::io::Write as _;
use std::time::Instant;

use anyhow::Result;

/// In a line: processors, memory, system, how long the disk takes to keep something, what else is running.
pub fn described() -> Result<String> {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let value = |text: &str, name: &str| -> Option<String> {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processors = std::thread::available_parallelism()?;
    let model = value(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown".into());
    let memory = value(&read("/proc/meminfo"), "MemTotal")
        .and_then(|kb| kb.trim_end_matches(" kB").parse::<u64>().ok())
        .map_or_else(|| "?".into(), |kb| (kb / 1_000_000).to_string());
    let busy = read("/proc/loadavg").split(' ').next().unwrap_or("?").to_owned();
    let sync = sync_time()?;
    Ok(format!(
        "{processors} processors ({model}), {memory} GB of memory, {} {}; one fsync takes {sync:.1} ms; load average before: {busy}",
        std::env::consts::OS,
        std::env::consts::ARCH
    ))
}

/// The median time of an fsync after a small write, in milliseconds.
fn sync_time() -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let mut file = File::create(folder.path().join("sync"))?;
    let mut times = Vec::new();
    for _ in 0..51 {
        file.write_all(&[0; 4096])?;
        let begin = Instant::now();
        file.sync_data()?;
        times.push(begin.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}
