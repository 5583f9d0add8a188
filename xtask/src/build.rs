//! `cargo xtask build`: the bundles first, then the server that embeds them.

use crate::bundles::{self, Optimise};
use crate::workspace::{Workspace, run};

/// What demo and tests run: one profile for all of them.
pub fn development(workspace: &Workspace) -> anyhow::Result<()> {
    bundles::build(workspace, Optimise::No)?;
    run(&mut workspace.cargo(["build", "--package", "server", "--bin", "vigie"]))
}

/// What is delivered: one self-contained file.
pub fn release(workspace: &Workspace) -> anyhow::Result<()> {
    bundles::build(workspace, Optimise::Yes)?;
    run(&mut workspace.cargo([
        "build",
        "--release",
        "--package",
        "server",
        "--bin",
        "vigie",
    ]))?;
    let binary = workspace.server_binary("release");
    let size = std::fs::metadata(&binary)?.len();
    println!("{} ({:.1} MB)", binary.display(), size as f64 / 1e6);
    Ok(())
}
