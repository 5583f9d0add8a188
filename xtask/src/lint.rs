//! `cargo xtask lint`: format, lints, the walls between the crates, the house rules, the dependencies.

use std::process::Command;

use crate::steps::Steps;
use crate::workspace::{Workspace, run};
use crate::{bundles, packages, tidy};

/// The profile of the bundles, so that procedural macros are compiled once for both.
const WASM: [&str; 4] = [
    "--target",
    "wasm32-unknown-unknown",
    "--profile",
    "wasm-release",
];
const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];
/// The domain and the seam alone: no Leptos, no server.
const CORE: [&str; 3] = ["--package", "app", "--no-default-features"];

pub fn run_all(workspace: &Workspace) -> anyhow::Result<()> {
    bundles::ensure_target()?;
    let mut steps = Steps::default();
    steps.take("Format", || {
        run(&mut workspace.cargo(["fmt", "--all", "--check"]))
    });
    steps.take("House rules", || tidy::check(workspace));
    steps.take("Clippy", || {
        let mut clippy = workspace.cargo(["clippy", "--workspace", "--all-targets"]);
        run(clippy.args(DENY_WARNINGS))
    });
    steps.take("Clippy, the browser's half", || {
        let mut clippy = for_the_browser(workspace, "clippy");
        run(clippy.args(["--features", "forms"]).args(DENY_WARNINGS))
    });
    steps.take("Walls: app without Leptos", || {
        run(workspace.cargo(["check"]).args(CORE))
    });
    steps.take("Walls: the same, for wasm32", || {
        run(&mut for_the_browser(workspace, "check"))
    });
    steps.take("Dependencies", || check_dependencies(workspace));
    steps.summarise()
}

fn for_the_browser(workspace: &Workspace, command: &str) -> Command {
    let mut command = workspace.cargo([command]);
    command
        .args(CORE)
        .args(WASM)
        .arg("--target-dir")
        .arg(workspace.wasm_target());
    command
}

fn check_dependencies(workspace: &Workspace) -> anyhow::Result<()> {
    if !packages::has_program("cargo-deny") {
        println!("cargo-deny: not checked (not installed)");
        return Ok(());
    }
    run(Command::new("cargo-deny")
        .args(["--offline", "check", "bans", "licenses", "sources"])
        .current_dir(&workspace.root))
}
