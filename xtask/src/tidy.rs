//! The house rules that neither the compiler nor clippy checks, read from the sources' text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::workspace::{Workspace, files_below};

/// Words that must not stand in the code of a folder, and why.
struct Wall {
    folder: &'static str,
    forbidden: &'static [&'static str],
    /// Files, and folders with a slash at their end.
    except: &'static [&'static str],
    because: &'static str,
}

const WALLS: [Wall; 4] = [
    Wall {
        folder: "app/src/domain",
        forbidden: &[
            "leptos",
            "crate::backend",
            "crate::answer",
            "crate::ui",
            "crate::text",
            "web_sys",
        ],
        except: &[],
        because: "the domain depends on nothing above it",
    },
    Wall {
        folder: "app/src",
        forbidden: &[
            "sqlx", "tokio", "axum::", "reqwest", "hyper::", "std::fs", "std::net",
        ],
        except: &[],
        because: "app has no IO",
    },
    Wall {
        folder: "app/src",
        forbidden: &["leptos_axum"],
        except: &["app/src/answer.rs", "app/src/answer/"],
        because: "only answer.rs knows the server's framework",
    },
    Wall {
        folder: "server/src",
        forbidden: &["Utc::now", "SystemTime::now", "Local::now"],
        except: &["server/src/clock.rs"],
        because: "the clock is the only caller of \"now\"",
    },
];

/// Fails with every breach, each with its file and line.
pub fn check(workspace: &Workspace) -> anyhow::Result<()> {
    let mut breaches = Vec::new();
    for source in sources(&workspace.root)? {
        let name = source
            .strip_prefix(&workspace.root)?
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&source)?;
        breaches.extend(breaches_of(&name, &text));
    }
    if breaches.is_empty() {
        return Ok(());
    }
    bail!(
        "tidy: {} breaches\n  {}",
        breaches.len(),
        breaches.join("\n  ")
    );
}

fn breaches_of(name: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if !text.trim_start().starts_with("//!") {
        breaches.push(format!(
            "{name}:1: a module opens with `//!` and one sentence of purpose"
        ));
    }
    for wall in &WALLS {
        let is_excepted = wall.except.iter().any(|except| name.starts_with(except));
        if !name.starts_with(&format!("{}/", wall.folder)) || is_excepted {
            continue;
        }
        for (number, line) in code_lines(text) {
            for word in wall.forbidden.iter().filter(|word| names(line, word)) {
                breaches.push(format!("{name}:{number}: `{word}`: {}", wall.because));
            }
        }
    }
    breaches
}

/// The lines that are not comments, numbered from one.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// True when the line holds the word, and not only as a part of a longer one.
fn names(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(is_part) && (word.ends_with(':') || !after.is_some_and(is_part))
    })
}

fn sources(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in ["app", "server", "xtask"] {
        found.extend(files_below(&root.join(folder))?);
    }
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    Ok(found)
}

#[cfg(test)]
mod tests {
    //! Each wall goes red on a planted breach, and stays green on what only looks like one.

    use super::breaches_of;

    #[track_caller]
    fn check(name: &str, line: &str, expected: usize) {
        let text = format!("//! A module.\n{line}\n");
        assert_eq!(breaches_of(name, &text).len(), expected, "{name}: {line}");
    }

    #[test]
    fn walls() {
        check("app/src/domain/coverage.rs", "use leptos::prelude::*;", 1);
        check(
            "app/src/domain/coverage.rs",
            "use crate::backend::Asker;",
            1,
        );
        check(
            "app/src/domain/coverage.rs",
            "use super::contract::Terms;",
            0,
        );
        check("app/src/status/page.rs", "use leptos::prelude::*;", 0);
        check("app/src/status/page.rs", "let rows = sqlx::query(TEXT);", 1);
        check("app/src/status/page.rs", "use leptos_axum::redirect;", 1);
        check("app/src/answer.rs", "use leptos_axum::redirect;", 0);
        check("app/src/answer/page.rs", "use leptos_axum::redirect;", 0);
        check("server/src/live.rs", "let now = chrono::Utc::now();", 1);
        check(
            "server/src/live.rs",
            "// not Utc::now: the clock is given",
            0,
        );
        check("server/src/live.rs", "fn utc_nowhere() {}", 0);
        check("server/src/clock.rs", "chrono::Utc::now()", 0);
    }

    #[test]
    fn a_module_says_what_it_is_for() {
        assert_eq!(
            breaches_of("server/src/live.rs", "use std::fmt;\n").len(),
            1
        );
        assert_eq!(breaches_of("server/src/live.rs", "//! Streams.\n").len(), 0);
    }
}
