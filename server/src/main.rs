//! The program `vigie`.

#![recursion_limit = "512"]

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// A page is thousands of small strings: half of its time went into the system's allocator, which also kept what
/// passwords had needed.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let command = server::cli::Command::parse();
    server::cli::run(command)
}
