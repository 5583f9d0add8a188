//! `cargo xtask test`: every test there is, from a fresh clone. Nothing is skipped silently.

use std::process::Command;

use crate::bundles::{self, Optimise};
use crate::packages;
use crate::steps::Steps;
use crate::workspace::{Workspace, run};

pub fn run_all(workspace: &Workspace, playwright: &[String]) -> anyhow::Result<()> {
    packages::install_npm(workspace)?;
    packages::install_system()?;
    bundles::build(workspace, Optimise::No)?;
    // Compiled apart from being run: a failure below is then a test's.
    run_cargo_test(workspace, &["--no-run"])?;

    let mut steps = Steps::default();
    steps.take("Rust, on SQLite and PostgreSQL", || {
        run_cargo_test(workspace, &["--no-fail-fast"])
    });
    steps.take("TypeScript, types", || {
        run(&mut npm_program(workspace, "tsc"))
    });
    steps.take("Journeys in Chromium", || {
        run(npm_program(workspace, "playwright")
            .arg("test")
            .args(playwright)
            .env("VIGIE_BIN", workspace.server_binary("debug")))
    });
    steps.summarise()
}

fn run_cargo_test(workspace: &Workspace, arguments: &[&str]) -> anyhow::Result<()> {
    run(workspace.cargo(["test", "--workspace"]).args(arguments))
}

fn npm_program(workspace: &Workspace, name: &str) -> Command {
    let folder = workspace.end2end();
    let mut command = Command::new(folder.join("node_modules/.bin").join(name));
    command.current_dir(folder);
    command
}
