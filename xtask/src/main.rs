//! The project's own commands: `cargo xtask demo | test | build | lint | bench`.
//!
//! Layout
//! - `workspace`: where things are, and how a command is run
//! - `bundles`: the browser's two bundles, from Rust to compressed files
//! - `packages`: what npm and the system's packages must bring
//! - `steps`: several checks, one summary
//! - `build`, `demo`, `test`, `lint`, `bench`, `scale`: one command each
//! - `tidy`: the house rules that no other tool checks

mod bench;
mod build;
mod bundles;
mod demo;
mod lint;
mod packages;
mod scale;
mod steps;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of the project")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything, then start a realistic provider with three clients
    Demo {
        /// Passed to `vigie demo`, such as `--listen 127.0.0.1:3000`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Install what the tests need, then run every test
    Test {
        /// Passed to Playwright, such as the name of one spec
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        playwright: Vec<String>,
    },
    /// Build the browser's bundles and the server
    Build {
        /// Optimise, and end at `target/release/vigie`
        #[arg(long)]
        release: bool,
    },
    /// Check format, lints, the walls between the crates, and the house rules
    Lint,
    /// Measure the release build: the rules, rates, bytes of a first load, latency to an open browser, memory
    Bench,
    /// Measure the pages of a grown provider on both engines; a part of `bench`
    Scale {
        #[arg(long, default_value_t = scale::WHOLE.clients)]
        clients: u32,
        #[arg(long, default_value_t = scale::WHOLE.interventions)]
        interventions: u32,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match command {
        Command::Demo { arguments } => demo::run(&workspace, &arguments),
        Command::Test { playwright } => test::run_all(&workspace, &playwright),
        Command::Build { release: true } => build::release(&workspace),
        Command::Build { release: false } => build::development(&workspace),
        Command::Lint => lint::run_all(&workspace),
        Command::Bench => bench::run_all(&workspace),
        Command::Scale {
            clients,
            interventions,
        } => {
            let size = scale::Size {
                clients,
                interventions,
            };
            scale::run_all(&workspace, size)
        }
    }
}
