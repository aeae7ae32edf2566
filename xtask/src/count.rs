//! Reading the number of tests out of what the test runners say.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process::Told;
use crate::report::Count;

/// Of `cargo test` (a line `test result:` per binary) and of `cargo nextest` (one line `Summary`). A run that failed
/// without naming a failed test, such as one that does not compile, counts as one failure.
pub fn of_cargo(told: &Told) -> Count {
    let mut count = Count::default();
    for line in told.text.lines() {
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix("test result:") {
            count.passed += before(rest, "passed");
            count.failed += before(rest, "failed");
        } else if line.starts_with("Summary [") {
            count.passed += before(line, "passed");
            count.failed += before(line, "failed") + before(line, "timed out");
        }
    }
    honest(count, told.success)
}

/// Of vitest's JSON report.
pub fn of_vitest(report: &str, success: bool) -> Result<Count> {
    let report: Value = serde_json::from_str(report).context("vitest's report is no JSON")?;
    let number = |name: &str| report[name].as_u64().with_context(|| format!("vitest's report has no {name}"));
    Ok(honest(Count { passed: number("numPassedTests")?, failed: number("numFailedTests")? }, success))
}

/// Of Playwright's JSON report. A test that passed only at its second attempt is a failed one.
pub fn of_playwright(report: &str, success: bool) -> Result<Count> {
    let report: Value = serde_json::from_str(report).context("Playwright's report is no JSON")?;
    let number = |name: &str| {
        report["stats"][name].as_u64().with_context(|| format!("Playwright's report has no {name}"))
    };
    Ok(honest(
        Count { passed: number("expected")?, failed: number("unexpected")? + number("flaky")? },
        success,
    ))
}

fn honest(mut count: Count, success: bool) -> Count {
    if !success && count.failed == 0 {
        count.failed = 1;
    }
    count
}

/// The number right before `word`, 0 when there is none.
fn before(line: &str, word: &str) -> u64 {
    line.split(word)
        .next()
        .filter(|start| start.len() < line.len())
        .and_then(|start| {
            start.trim_end().rsplit(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cargo(text: &str, success: bool) -> (u64, u64) {
        let count = of_cargo(&Told { success, text: text.into() });
        (count.passed, count.failed)
    }

    #[test]
    fn each_runner_is_understood() {
        let plain = "running 2 tests\ntest result: ok. 7 passed; 0 failed; 0 ignored; 0 measured\n\
                     test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured\n";
        assert_eq!(cargo(plain, false), (10, 2));
        let nextest = "     Summary [   0.052s] 12 tests run: 11 passed (1 slow), 1 failed, 0 skipped\n";
        assert_eq!(cargo(nextest, false), (11, 1));
        let stuck = "     Summary [  60.0s] 3/4 tests run: 1 passed, 1 failed, 1 timed out, 0 skipped\n";
        assert_eq!(cargo(stuck, false), (1, 2));
        assert_eq!(cargo("error[E0425]: cannot find value", false), (0, 1));
        assert_eq!(cargo("", true), (0, 0));

        let vitest = of_vitest(r#"{"numPassedTests": 5, "numFailedTests": 1}"#, false).expect("counted");
        assert_eq!(vitest, Count { passed: 5, failed: 1 });
        let playwright = r#"{"stats": {"expected": 4, "unexpected": 0, "flaky": 1, "skipped": 0}}"#;
        assert_eq!(of_playwright(playwright, true).expect("counted"), Count { passed: 4, failed: 1 });
    }

    #[test]
    fn a_report_without_numbers_is_an_error() {
        assert!(of_vitest("{}", true).is_err());
        assert!(of_playwright("", false).is_err());
    }
}
