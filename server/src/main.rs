//! The program `vigie`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let command = server::cli::Command::parse();
    server::cli::run(command)
}
