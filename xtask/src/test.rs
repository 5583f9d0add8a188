//! `cargo xtask test`: every test there is, from a fresh clone. Nothing is skipped silently.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::bundles::{self, Optimise};
use crate::packages;
use crate::workspace::{Workspace, run};

/// One part of the tests, as the summary shows it.
struct Step {
    name: &'static str,
    result: anyhow::Result<()>,
    took: Duration,
}

pub fn run_all(workspace: &Workspace, playwright: &[String]) -> anyhow::Result<()> {
    packages::install_npm(workspace)?;
    packages::install_system()?;
    bundles::build(workspace, Optimise::No)?;
    // Compiled apart from being run: a failure below is then a test's.
    run_cargo_test(workspace, &["--no-run"])?;

    let mut steps = Vec::new();
    steps.push(step("Rust, on SQLite and PostgreSQL", || {
        run_cargo_test(workspace, &["--no-fail-fast"])
    }));
    steps.push(step("TypeScript, types", || {
        run(&mut npx(workspace, "tsc"))
    }));
    steps.push(step("Journeys in Chromium", || {
        run(npx(workspace, "playwright")
            .arg("test")
            .args(playwright)
            .env("VIGIE_BIN", workspace.server_binary("debug")))
    }));
    summarise(&steps)
}

fn run_cargo_test(workspace: &Workspace, arguments: &[&str]) -> anyhow::Result<()> {
    run(workspace.cargo(["test", "--workspace"]).args(arguments))
}

fn npx(workspace: &Workspace, program: &str) -> Command {
    let mut command = Command::new(workspace.end2end().join("node_modules/.bin").join(program));
    command.current_dir(workspace.end2end());
    command
}

fn step(name: &'static str, work: impl FnOnce() -> anyhow::Result<()>) -> Step {
    let started = Instant::now();
    let result = work();
    Step {
        name,
        result,
        took: started.elapsed(),
    }
}

fn summarise(steps: &[Step]) -> anyhow::Result<()> {
    println!("\nSummary");
    for step in steps {
        let outcome = if step.result.is_ok() {
            "passed"
        } else {
            "FAILED"
        };
        println!(
            "  {outcome}  {:<32} {:>4} s",
            step.name,
            step.took.as_secs()
        );
    }
    let failures: Vec<_> = steps
        .iter()
        .filter_map(|step| step.result.as_ref().err())
        .map(|error| format!("{error:#}"))
        .collect();
    if !failures.is_empty() {
        bail!("{}", failures.join("\n       "));
    }
    Ok(())
}
