//! `cargo xtask lint`: format, lints, the walls between the crates, the house rules, the dependencies.

use std::process::Command;

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
    let wasm_target = workspace.wasm_target();

    run(&mut workspace.cargo(["fmt", "--all", "--check"]))?;
    tidy::check(workspace)?;

    run(workspace
        .cargo(["clippy", "--workspace", "--all-targets"])
        .args(DENY_WARNINGS))?;
    run(workspace
        .cargo(["clippy"])
        .args(CORE)
        .args(["--features", "forms"])
        .args(WASM)
        .arg("--target-dir")
        .arg(&wasm_target)
        .args(DENY_WARNINGS))?;

    run(workspace.cargo(["check"]).args(CORE))?;
    run(workspace
        .cargo(["check"])
        .args(CORE)
        .args(WASM)
        .arg("--target-dir")
        .arg(&wasm_target))?;

    check_dependencies(workspace)?;
    println!("lint: all is well");
    Ok(())
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
