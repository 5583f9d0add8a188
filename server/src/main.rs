//! The program `vigie`.

#![recursion_limit = "512"]

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let command = server::cli::Command::parse();
    server::cli::run(command)
}
