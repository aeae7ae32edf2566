//! What each step did, how long it took, and the line at the end.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
}

impl Count {
    /// A step that is one check by itself.
    pub fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[derive(Default)]
pub struct Report {
    steps: Vec<(&'static str, Duration, Count, Option<String>)>,
}

impl Report {
    /// Does a step and goes on, whatever comes of it. An error counts as one failed check.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<Count>) {
        println!("\n── {name} ──");
        let start = Instant::now();
        let (count, trouble) = match work() {
            Ok(count) => (count, None),
            Err(error) => {
                println!("{name}: {error:#}");
                (Count::one(false), Some(format!("{error:#}")))
            }
        };
        let took = start.elapsed();
        println!("── {name}: {}, {:.1} s ──", verdict(count), took.as_secs_f64());
        self.steps.push((name, took, count, trouble));
    }

    pub fn total(&self) -> Count {
        let mut total = Count::default();
        self.steps.iter().for_each(|step| total += step.2);
        total
    }

    /// The table of steps, and the closing line alone on its own.
    pub fn summary(&self) -> String {
        let mut text = String::from("\nstep                     seconds   passed   failed\n");
        for (name, took, count, trouble) in &self.steps {
            text.push_str(&format!(
                "{name:<22}{:>10.1}{:>9}{:>9}",
                took.as_secs_f64(),
                count.passed,
                count.failed
            ));
            if let Some(first) = trouble.as_deref().and_then(|trouble| trouble.lines().next()) {
                text.push_str(&format!("   {first}"));
            }
            text.push('\n');
        }
        let seconds = self.steps.iter().map(|step| step.1).sum::<Duration>().as_secs_f64();
        let total = self.total();
        text.push_str(&format!("all{seconds:>29.1}\n\n{} passed, {} failed\n", total.passed, total.failed));
        text
    }
}

fn verdict(count: Count) -> String {
    if count.failed == 0 {
        format!("{} passed", count.passed)
    } else {
        format!("{} FAILED, {} passed", count.failed, count.passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_is_counted_and_the_others_go_on() {
        let mut report = Report::default();
        report.step("broken", || anyhow::bail!("no such\nthing"));
        report.step("fine", || Ok(Count { passed: 41, failed: 0 }));
        report.step("check", || Ok(Count::one(true)));
        let summary = report.summary();
        assert_eq!(summary.lines().last(), Some("42 passed, 1 failed"));
        assert!(summary.contains("no such\n"), "{summary}");
    }
}
