//! What the tests need beside Rust: npm packages, and the system's real browser, database and monitoring.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::workspace::{Workspace, run, succeeds};

/// A package of Debian's, and the file by which it is known to be there.
struct SystemPackage {
    name: &'static str,
    program: &'static str,
}

const SYSTEM_PACKAGES: [SystemPackage; 5] = [
    SystemPackage {
        name: "chromium",
        program: "/usr/bin/chromium",
    },
    // The version stands in the path: any will do.
    SystemPackage {
        name: "postgresql",
        program: "/usr/lib/postgresql/*/bin/initdb",
    },
    SystemPackage {
        name: "prometheus",
        program: "/usr/bin/prometheus",
    },
    SystemPackage {
        name: "prometheus-alertmanager",
        program: "/usr/bin/prometheus-alertmanager",
    },
    SystemPackage {
        name: "prometheus-blackbox-exporter",
        program: "/usr/bin/prometheus-blackbox-exporter",
    },
];

/// Units that Debian would start at the next boot.
const SERVICES: [&str; 4] = [
    "postgresql",
    "prometheus",
    "prometheus-alertmanager",
    "prometheus-blackbox-exporter",
];

/// Installs exactly what `end2end/package-lock.json` says, when it is not there yet.
pub fn install_npm(workspace: &Workspace) -> anyhow::Result<()> {
    let folder = workspace.end2end();
    let wanted = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules").join(".installed-lock.json");
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        // The browser is the system's.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(&folder))
    .context("the tests and the optimiser need Node.js 20 with npm")?;
    fs::write(installed, wanted)?;
    Ok(())
}

/// Installs what is missing when that is possible; otherwise says how, and fails.
pub fn install_system() -> anyhow::Result<()> {
    let missing: Vec<_> = SYSTEM_PACKAGES
        .iter()
        .filter(|package| !is_there(package.program))
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!(
        "apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    if !Path::new("/etc/debian_version").exists() {
        bail!(
            "the tests need {}, where Debian has them: {}",
            missing.join(", "),
            SYSTEM_PACKAGES.map(|package| package.program).join(", ")
        );
    }
    if !is_root() {
        bail!("the tests need packages of the system. Install them with:\n\n    sudo {by_hand}\n");
    }
    let quiet = QuietServices::begin()?;
    run(apt_get().arg("update"))?;
    run(apt_get()
        .args(["install", "--yes", "--no-install-recommends"])
        .args(&missing))?;
    quiet.end(&missing)
}

/// While it lasts, a package that brings a service may not start it.
struct QuietServices {
    /// Ours to remove; none when the machine already forbids it.
    policy: Option<PathBuf>,
}

impl QuietServices {
    fn begin() -> anyhow::Result<Self> {
        let policy = PathBuf::from("/usr/sbin/policy-rc.d");
        if policy.exists() {
            return Ok(Self { policy: None });
        }
        fs::write(&policy, "#!/bin/sh\nexit 101\n")?;
        run(Command::new("chmod").arg("755").arg(&policy))?;
        Ok(Self {
            policy: Some(policy),
        })
    }

    /// Nothing was started; nor shall it be at the next boot.
    fn end(self, installed: &[&str]) -> anyhow::Result<()> {
        if !Path::new("/run/systemd/system").exists() {
            return Ok(());
        }
        for service in SERVICES
            .iter()
            .filter(|service| installed.contains(service))
        {
            run(Command::new("systemctl").args(["disable", service]))?;
        }
        Ok(())
    }
}

impl Drop for QuietServices {
    fn drop(&mut self) {
        if let Some(policy) = &self.policy
            && let Err(error) = fs::remove_file(policy)
        {
            eprintln!("{} must be removed by hand: {error}", policy.display());
        }
    }
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn is_there(program: &str) -> bool {
    match program.split_once('*') {
        None => Path::new(program).exists(),
        Some((before, after)) => fs::read_dir(before).is_ok_and(|entries| {
            entries.flatten().any(|entry| {
                let mut path = entry.path().into_os_string();
                path.push(after);
                Path::new(&path).exists()
            })
        }),
    }
}

/// The folder of `initdb` and `pg_ctl`, of the newest version there.
pub fn postgresql_binaries() -> anyhow::Result<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    folders.sort();
    folders.pop().context("there is no PostgreSQL server")
}

/// True when a program answers to `--version`.
pub fn has_program(name: &str) -> bool {
    succeeds(Command::new(name).arg("--version"))
}
