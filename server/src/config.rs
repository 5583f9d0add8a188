//! What the server is told at start: options, then the environment, then the configuration file, then defaults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ipnet::IpNet;
use serde::Deserialize;

pub const DEFAULT_DATABASE: &str = "sqlite://vigie.db";
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);

/// What may be set, wherever it is set. Every field of the file is optional.
#[derive(Debug, Default, Clone, Deserialize, clap::Args)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Address to listen on [default: 127.0.0.1:3000]
    #[arg(long)]
    pub listen: Option<SocketAddr>,

    /// `sqlite://file` or `postgres://…` [default: sqlite://vigie.db]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database: Option<String>,

    /// Address under which people reach the portal: <https://support.example.com>
    #[arg(long, env = "VIGIE_BASE_URL")]
    pub base_url: Option<String>,

    /// Reverse proxies whose X-Forwarded-For is believed (CIDR; repeat for several)
    #[arg(long = "trusted-proxy", value_name = "CIDR")]
    #[serde(default)]
    pub trusted_proxies: Vec<IpNet>,

    /// Inner networks that probes may reach (CIDR; repeat for several); never this machine itself
    #[arg(long = "probe-network", value_name = "CIDR")]
    #[serde(default)]
    pub probe_networks: Vec<IpNet>,

    /// Folder of the files that people send [default: `files` beside the SQLite database, else `vigie-files`]
    #[arg(long, value_name = "DIR")]
    pub files: Option<PathBuf>,

    /// Virus scanner, one word an option: it reads the file on its input; exit 0 accepts, 1 refuses
    #[arg(
        long = "scan-command",
        value_name = "WORD",
        allow_hyphen_values = true,
        hide_short_help = true
    )]
    #[serde(default)]
    pub scan_command: Vec<String>,

    /// Connections at once, in total [default: what the system allows, at most 20000]
    #[arg(long, hide_short_help = true)]
    pub max_connections: Option<usize>,

    /// Connections at once from one address; proxies and this machine are exempt [default: 100]
    #[arg(long, hide_short_help = true)]
    pub max_connections_per_address: Option<usize>,
}

/// What the server goes by.
#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    pub database: String,
    /// Without a trailing slash; None on a loopback listener that nobody gave one.
    pub base_url: Option<String>,
    pub trusted_proxies: Vec<IpNet>,
    /// Inner networks that probes may reach.
    pub probe_networks: Vec<IpNet>,
    /// Folder of the files that people send.
    pub files: PathBuf,
    /// The virus scanner's command, word by word; none when empty.
    pub scan_command: Vec<String>,
    pub max_connections: Option<usize>,
    pub max_connections_per_address: usize,
    /// The demonstration's probes look at targets on this machine; nobody else's may.
    pub probes_reach_loopback: bool,
}

impl Options {
    /// The same, with what the file says where nothing else did.
    pub fn with_file(self, file: Option<&Path>) -> anyhow::Result<Options> {
        let Some(file) = file else { return Ok(self) };
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let file_says: Options =
            toml::from_str(&text).with_context(|| format!("{} does not fit", file.display()))?;
        Ok(Options {
            listen: self.listen.or(file_says.listen),
            database: self.database.or(file_says.database),
            base_url: self.base_url.or(file_says.base_url),
            trusted_proxies: if self.trusted_proxies.is_empty() {
                file_says.trusted_proxies
            } else {
                self.trusted_proxies
            },
            probe_networks: if self.probe_networks.is_empty() {
                file_says.probe_networks
            } else {
                self.probe_networks
            },
            files: self.files.or(file_says.files),
            scan_command: if self.scan_command.is_empty() {
                file_says.scan_command
            } else {
                self.scan_command
            },
            max_connections: self.max_connections.or(file_says.max_connections),
            max_connections_per_address: self
                .max_connections_per_address
                .or(file_says.max_connections_per_address),
        })
    }

    /// Checked, with the defaults filled in.
    pub fn settle(self) -> anyhow::Result<Settings> {
        let listen = self.listen.unwrap_or(DEFAULT_LISTEN);
        let base_url = self
            .base_url
            .map(|url| checked_base_url(&url))
            .transpose()?;
        let is_https = base_url
            .as_ref()
            .is_some_and(|url| url.starts_with("https://"));
        if !listen.ip().is_loopback() && !is_https {
            bail!(
                "refusing to listen on {listen}: beyond this machine people must reach Vigie over https, or signing in \
                 cannot work. Give the address that your proxy serves, --base-url https://…, or listen on 127.0.0.1"
            );
        }
        let database = self.database.unwrap_or_else(|| DEFAULT_DATABASE.to_owned());
        Ok(Settings {
            listen,
            files: self.files.unwrap_or_else(|| files_beside(&database)),
            scan_command: self.scan_command,
            database,
            base_url,
            trusted_proxies: self.trusted_proxies,
            probe_networks: self.probe_networks,
            max_connections: self.max_connections,
            max_connections_per_address: self.max_connections_per_address.unwrap_or(100),
            probes_reach_loopback: false,
        })
    }
}

impl Settings {
    /// Settings of a server on this machine only, for tests and the demonstration.
    pub fn local(database: &str) -> Settings {
        Settings {
            listen: DEFAULT_LISTEN,
            database: database.to_owned(),
            files: files_beside(database),
            scan_command: Vec::new(),
            base_url: None,
            trusted_proxies: Vec::new(),
            probe_networks: Vec::new(),
            max_connections: None,
            max_connections_per_address: 100,
            probes_reach_loopback: false,
        }
    }

    /// Whether people reach the portal over https.
    pub fn is_https(&self) -> bool {
        self.base_url
            .as_ref()
            .is_some_and(|url| url.starts_with("https://"))
    }

    /// Where people reach the portal; links in print and mail are made from it, never from a request.
    pub fn public_address(&self) -> String {
        self.base_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen))
    }
}

/// Beside a database file; a database elsewhere has no place for files.
fn files_beside(database: &str) -> PathBuf {
    let file = database.strip_prefix("sqlite:").map(|rest| {
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        Path::new(rest.split('?').next().unwrap_or_default())
    });
    match file {
        Some(file) => file.with_file_name("files"),
        None => PathBuf::from("vigie-files"),
    }
}

/// Scheme and host, nothing after them.
fn checked_base_url(url: &str) -> anyhow::Result<String> {
    let trimmed = url.trim_end_matches('/');
    let parsed: axum::http::Uri = trimmed
        .parse()
        .with_context(|| format!("`{url}` is no address"))?;
    let scheme_fits = matches!(parsed.scheme_str(), Some("http" | "https"));
    let path_is_empty = matches!(parsed.path(), "" | "/") && parsed.query().is_none();
    if !scheme_fits || parsed.host().is_none_or(str::is_empty) || !path_is_empty {
        bail!(
            "`{url}` is no base URL: give a scheme and a host, as in https://support.example.com"
        );
    }
    Ok(trimmed.to_owned())
}

/// Path of the configuration file, for commands that take one.
#[derive(Debug, Default, Clone, clap::Args)]
pub struct ConfigFile {
    /// Configuration file (TOML): the same names as the options, with underscores
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn options(listen: &str, base_url: Option<&str>) -> Options {
        Options {
            listen: Some(listen.parse().unwrap()),
            base_url: base_url.map(str::to_owned),
            ..Options::default()
        }
    }

    #[test]
    fn beyond_this_machine_only_with_https() {
        for (listen, base_url, accepted) in [
            ("127.0.0.1:3000", None, true),
            ("[::1]:3000", None, true),
            ("0.0.0.0:3000", None, false),
            ("0.0.0.0:3000", Some("http://vigie.example"), false),
            ("0.0.0.0:3000", Some("https://vigie.example"), true),
            ("127.0.0.1:3000", Some("https://vigie.example/path"), false),
            ("127.0.0.1:3000", Some("vigie.example"), false),
        ] {
            assert_eq!(
                options(listen, base_url).settle().is_ok(),
                accepted,
                "{listen} {base_url:?}"
            );
        }
    }

    #[test]
    fn files_stand_beside_the_database() {
        for (database, files) in [
            ("sqlite://vigie.db", "files"),
            ("sqlite:///srv/vigie/vigie.db?mode=rwc", "/srv/vigie/files"),
            ("postgres://vigie@db/vigie", "vigie-files"),
        ] {
            assert_eq!(files_beside(database), Path::new(files), "{database}");
        }
    }

    #[test]
    fn options_win_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vigie.toml");
        std::fs::write(
            &file,
            "listen = \"127.0.0.1:4000\"\ndatabase = \"sqlite://other.db\"\n",
        )
        .unwrap();
        let settings = options("127.0.0.1:5000", None)
            .with_file(Some(&file))
            .unwrap()
            .settle()
            .unwrap();
        assert_eq!(settings.listen.port(), 5000);
        assert_eq!(settings.database, "sqlite://other.db");
    }
}
