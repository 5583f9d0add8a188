//! `cargo xtask demo`: from a fresh clone to a portal that lives.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;

use crate::build;
use crate::workspace::Workspace;

/// Does not return: the server takes this process' place, so that Ctrl-C reaches it alone.
pub fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    build::development(workspace)?;
    let binary = workspace.server_binary("debug");
    let error = Command::new(&binary).arg("demo").args(arguments).exec();
    Err(error).with_context(|| format!("{} did not start", binary.display()))
}
