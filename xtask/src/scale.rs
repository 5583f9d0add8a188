//! The provider outgrown: 150 clients, 200,000 interventions, two million events, on each engine; how long pages take.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};

use crate::build;
use crate::packages;
use crate::workspace::{Workspace, output_of};

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub clients: u32,
    pub interventions: u32,
}

/// What the portal is made for.
pub const WHOLE: Size = Size {
    clients: 150,
    interventions: 200_000,
};

/// A row of the table: what, figure, target.
pub type Row = [String; 3];

/// Builds what it needs, measures, and prints the table.
pub fn run_all(workspace: &Workspace, size: Size) -> anyhow::Result<()> {
    packages::install_npm(workspace)?;
    packages::install_system()?;
    build::release(workspace)?;
    for [what, figure, target] in measure(workspace, size)? {
        println!("{what:<72} {figure}  [{target}]");
    }
    Ok(())
}

/// The rows of both engines. The release binary is there.
pub fn measure(workspace: &Workspace, size: Size) -> anyhow::Result<Vec<Row>> {
    let folder = std::env::temp_dir().join(format!("vigie-scale-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = on_both(workspace, size, &folder);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn on_both(workspace: &Workspace, size: Size, folder: &Path) -> anyhow::Result<Vec<Row>> {
    let file = folder.join("vigie.db");
    std::fs::File::create_new(&file)?;
    let sqlite = format!("sqlite://{}", file.display());
    let mut rows = measure_one(workspace, size, "SQLite", &sqlite)?;
    std::fs::remove_file(file)?;
    let cluster = Cluster::start()?;
    rows.extend(measure_one(workspace, size, "PostgreSQL", &cluster.url())?);
    Ok(rows)
}

fn measure_one(
    workspace: &Workspace,
    size: Size,
    engine: &str,
    url: &str,
) -> anyhow::Result<Vec<Row>> {
    eprintln!(
        "{engine}: living through the years of {} clients",
        size.clients
    );
    let made = output_of(
        workspace
            .cargo(["bench", "--package", "server", "--bench", "scale", "--"])
            .args([
                url,
                &size.clients.to_string(),
                &size.interventions.to_string(),
            ]),
    )?;
    eprintln!("{engine}: {}", made.trim());
    let printed = output_of(
        Command::new("node")
            .current_dir(workspace.end2end())
            .arg("bench/scale.mjs")
            .arg(workspace.server_binary("release"))
            .args([url, engine]),
    )?;
    serde_json::from_str(&printed).context("the rows of bench/scale.mjs")
}

/// A PostgreSQL of its own, on a socket only; it ends with this value.
struct Cluster {
    keeper: Child,
    folder: PathBuf,
}

/// As an administrator would set it for two gigabytes, save that nothing is flushed: only reading is measured.
const SCRIPT: &str = r#"
    trap '' INT HUP TERM
    exec 2>&1
    folder=$(mktemp -d "${TMPDIR:-/tmp}/vigie-scale-pg-XXXXXX") || exit 1
    echo "$folder"
    "$1/initdb" --pgdata="$folder/data" --username=vigie --auth=trust --encoding=UTF8 --locale=C \
        --locale-provider=icu --icu-locale=fr-FR --no-sync >"$folder/log" \
    && "$1/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --silent --wait start --options="\
        -c listen_addresses='' -c unix_socket_directories='$folder' -c shared_buffers=512MB \
        -c max_wal_size=4GB -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
    && "$1/createdb" --host="$folder" --username=vigie vigie \
    && echo ready && cat >/dev/null
    tail -20 "$folder/log"
    "$1/pg_ctl" --pgdata="$folder/data" --silent --mode=immediate stop
    rm -rf "$folder"
"#;

impl Cluster {
    fn start() -> anyhow::Result<Cluster> {
        // PostgreSQL refuses to run as root.
        let as_root = output_of(Command::new("id").arg("-u"))?.trim() == "0";
        let mut command = Command::new(if as_root { "runuser" } else { "sh" });
        if as_root {
            command.args(["-u", "postgres", "--", "sh"]);
        }
        let mut keeper = command
            .args(["-c", SCRIPT, "vigie-scale-cluster"])
            .arg(packages::postgresql_binaries()?)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting PostgreSQL")?;
        let output = keeper.stdout.take().context("its output")?;
        let mut lines = BufReader::new(output).lines();
        let folder = lines
            .next()
            .context("PostgreSQL's script ended at once")??;
        for line in lines {
            let line = line?;
            if line == "ready" {
                return Ok(Cluster {
                    keeper,
                    folder: folder.into(),
                });
            }
            eprintln!("{line}");
        }
        bail!("PostgreSQL did not start");
    }

    fn url(&self) -> String {
        format!(
            "postgres://vigie@localhost/vigie?host={}",
            self.folder.display()
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The script stops the cluster when nobody holds its standard input any more.
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("PostgreSQL's script: {error}");
        }
    }
}
