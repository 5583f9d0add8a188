//! `cargo xtask bench`: the figures of the README's table, measured on the release build.

use std::process::Command;

use anyhow::bail;

use crate::build;
use crate::packages;
use crate::workspace::{Workspace, run};

pub fn run_all(workspace: &Workspace) -> anyhow::Result<()> {
    if !packages::has_program("wrk") {
        bail!("the load generator wrk is missing: apt-get install wrk");
    }
    packages::install_npm(workspace)?;
    packages::install_system()?;
    build::release(workspace)?;
    run(Command::new("node")
        .current_dir(workspace.end2end())
        .arg("bench/bench.mjs")
        .arg(workspace.server_binary("release")))
}
