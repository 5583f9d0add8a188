//! A list of steps that are all taken, whatever the others say, and the summary at their end.

use std::time::{Duration, Instant};

use anyhow::bail;

#[derive(Default)]
pub struct Steps {
    taken: Vec<Step>,
}

struct Step {
    name: &'static str,
    result: anyhow::Result<()>,
    took: Duration,
}

impl Steps {
    pub fn take(&mut self, name: &'static str, work: impl FnOnce() -> anyhow::Result<()>) {
        let started = Instant::now();
        let result = work();
        let took = started.elapsed();
        self.taken.push(Step { name, result, took });
    }

    /// Prints one line a step; fails when one of them did.
    pub fn summarise(self) -> anyhow::Result<()> {
        println!("\nSummary");
        for step in &self.taken {
            let outcome = if step.result.is_ok() {
                "passed"
            } else {
                "FAILED"
            };
            let seconds = step.took.as_secs();
            println!("  {outcome}  {:<32} {seconds:>4} s", step.name);
        }
        let failures: Vec<_> = self
            .taken
            .iter()
            .filter_map(|step| step.result.as_ref().err())
            .map(|error| format!("{error:#}"))
            .collect();
        if !failures.is_empty() {
            bail!("{}", failures.join("\n       "));
        }
        Ok(())
    }
}
