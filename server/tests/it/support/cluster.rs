//! A PostgreSQL cluster for the run: made by `initdb`, on a socket only, gone with the test process.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, anyhow, bail};
use server::clock::Clock;
use server::store::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const TEMPLATE: &str = "vigie_template";

/// The address of a new, migrated, empty database.
pub async fn fresh_database() -> anyhow::Result<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let cluster = cluster()?;
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    cluster
        .administer(format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
        .await?;
    Ok(cluster.url(&name))
}

pub async fn drop_database(url: &str) -> anyhow::Result<()> {
    let path = url
        .split("localhost/")
        .nth(1)
        .context("a test's database is at localhost")?;
    let name = path.split('?').next().unwrap_or(path);
    cluster()?
        .administer(format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
}

struct Cluster {
    folder: PathBuf,
    /// Its standard input is what keeps the cluster alive: the system closes it when this process
    /// ends, however it ends, and the script then stops the cluster and removes it.
    _keeper: Child,
}

impl Cluster {
    fn url(&self, database: &str) -> String {
        format!(
            "postgres://vigie@localhost/{database}?host={}",
            self.folder.display()
        )
    }

    async fn administer(&self, statement: String) -> anyhow::Result<()> {
        let mut connection = PgConnection::connect(&self.url("postgres")).await?;
        connection.execute(AssertSqlSafe(statement)).await?;
        connection.close().await?;
        Ok(())
    }
}

fn cluster() -> anyhow::Result<&'static Cluster> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(|| start().map_err(|error| format!("{error:#}")));
    cluster.as_ref().map_err(|error| anyhow!("{error}"))
}

fn start() -> anyhow::Result<Cluster> {
    let binaries = binaries()?;
    let mut keeper = keeper(&binaries)?;
    let output = keeper
        .stdout
        .take()
        .context("the cluster's script has an output")?;
    let mut lines = BufReader::new(output).lines();
    let folder = lines
        .next()
        .context("the cluster's script ended at once")??;
    let mut said = Vec::new();
    for line in lines {
        let line = line?;
        if line == "ready" {
            let cluster = Cluster {
                folder: folder.into(),
                _keeper: keeper,
            };
            make_template(&cluster)?;
            return Ok(cluster);
        }
        said.push(line);
    }
    bail!("PostgreSQL did not start:\n{}", said.join("\n"))
}

/// ICU's French order in the cluster, so that a query that relies on the order of bytes without
/// saying `COLLATE "C"` shows.
const SCRIPT: &str = r#"
    trap '' INT HUP TERM
    exec 2>&1
    folder=$(mktemp -d "${TMPDIR:-/tmp}/vigie-pg-XXXXXX") || exit 1
    echo "$folder"
    "$1/initdb" --pgdata="$folder/data" --username=vigie --auth=trust --encoding=UTF8 --locale=C \
        --locale-provider=icu --icu-locale=fr-FR --no-sync >"$folder/log" \
    && "$1/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --silent --wait start --options="\
        -c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=300 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c deadlock_timeout=100ms" \
    && echo ready && cat >/dev/null
    cat "$folder/log"
    "$1/pg_ctl" --pgdata="$folder/data" --silent --mode=immediate stop
    rm -rf "$folder"
"#;

fn keeper(binaries: &Path) -> anyhow::Result<Child> {
    // PostgreSQL refuses to run as root.
    let as_root = rustix::process::geteuid().is_root();
    let mut command = if as_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command
        .args(["-c", SCRIPT, "vigie-test-cluster"])
        .arg(binaries)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command.spawn().context("starting PostgreSQL for the tests")
}

/// Where `initdb` and `pg_ctl` are: the newest of Debian's folders, else the path.
fn binaries() -> anyhow::Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).collect::<Vec<_>>();
    let mut found: Vec<PathBuf> = debian
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    found.sort_by_key(|folder| version_number(folder));
    let newest = found.pop();
    let found = newest.or_else(|| {
        on_path
            .into_iter()
            .find(|folder| folder.join("initdb").exists())
    });
    found.context(
        "the tests need PostgreSQL's server: apt-get install --no-install-recommends postgresql",
    )
}

fn version_number(binaries: &Path) -> u32 {
    let version = binaries
        .parent()
        .and_then(Path::file_name)
        .and_then(|name| name.to_str());
    version
        .and_then(|version| version.parse().ok())
        .unwrap_or(0)
}

/// Migrates once; each test's database is a copy. On a thread of its own, since the tests that
/// wait for it are inside a runtime already.
fn make_template(cluster: &Cluster) -> anyhow::Result<()> {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            cluster
                .administer(format!("CREATE DATABASE {TEMPLATE}"))
                .await?;
            let store = Store::open(&cluster.url(TEMPLATE), Clock::system()).await?;
            store.close().await;
            Ok(())
        })
    };
    std::thread::scope(|scope| scope.spawn(work).join())
        .unwrap_or_else(|_| bail!("the template database could not be made"))
}
