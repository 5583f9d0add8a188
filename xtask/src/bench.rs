//! `cargo xtask bench`: the figures of the README's table, measured on the release build.

use std::process::Command;

use anyhow::{Context, bail};

use crate::build;
use crate::packages;
use crate::scale;
use crate::workspace::{Workspace, output_of, run};

/// The benchmarks of `app/benches/contract.rs`: what each is in the table, and its target.
const RULES: [(&str, &str, &str); 6] = [
    (
        "deadline_of_a_year_office_hours",
        "deadline across a year, office hours",
        "≤ 10 µs",
    ),
    (
        "deadline_of_a_year_office_hours_20_pauses",
        "the same with 20 pauses",
        "≤ 10 µs",
    ),
    (
        "deadline_of_a_year_round_the_clock",
        "deadline across a year, round the clock",
        "≤ 10 µs",
    ),
    (
        "deadline_of_a_year_round_the_clock_20_pauses",
        "the same with 20 pauses",
        "≤ 10 µs",
    ),
    (
        "verdict_on_500_items_2000_components",
        "verdict, 500 scope items, 2,000 components",
        "≤ 20 µs",
    ),
    (
        "matrix_of_500_items_2000_components",
        "coverage matrix of 2,000 components",
        "≤ 5 ms",
    ),
];

pub fn run_all(workspace: &Workspace) -> anyhow::Result<()> {
    if !packages::has_program("wrk") {
        bail!("the load generator wrk is missing: apt-get install wrk");
    }
    packages::install_npm(workspace)?;
    packages::install_system()?;
    build::release(workspace)?;
    let mut rows = measure_rules(workspace)?;
    rows.extend(scale::measure(workspace, scale::WHOLE)?);
    run(Command::new("node")
        .current_dir(workspace.end2end())
        .arg("bench/bench.mjs")
        .arg(workspace.server_binary("release"))
        .env("BENCH_ROWS", serde_json::to_string(&rows)?))
}

/// The rules of the domain, as rows of the table: what, median, target.
fn measure_rules(workspace: &Workspace) -> anyhow::Result<Vec<[String; 3]>> {
    let printed = output_of(&mut workspace.cargo([
        "bench",
        "--package",
        "app",
        "--no-default-features",
        "--bench",
        "contract",
    ]))?;
    let row = |(name, what, target): &(&str, &str, &str)| {
        let median = median(&printed, name)
            .with_context(|| format!("the benchmark {name} printed no median"))?;
        Ok([
            what.to_string(),
            format!("p50 {median}"),
            target.to_string(),
        ])
    };
    RULES.iter().map(row).collect()
}

/// The third column of a benchmark's line in divan's table.
fn median<'a>(printed: &'a str, name: &str) -> Option<&'a str> {
    let columns = printed
        .lines()
        .map(|line| line.split('│').map(str::trim).collect::<Vec<_>>())
        .find(|columns| columns[0].split_whitespace().nth(1) == Some(name))?;
    columns.get(2).copied()
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn medians_are_read_from_the_table() {
        let printed = "\
Timer precision: 20 ns
contract            fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ deadline         2.312 µs      │ 33.39 µs      │ 2.373 µs      │ 2.701 µs      │ 100     │ 100
╰─ deadline_longer  1.921 ms      │ 70 ms         │ 16.38 ms      │ 15.26 ms      │ 100     │ 100
";
        assert_eq!(median(printed, "deadline"), Some("2.373 µs"));
        assert_eq!(median(printed, "deadline_longer"), Some("16.38 ms"));
        assert_eq!(median(printed, "verdict"), None);
    }
}
