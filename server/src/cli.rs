//! The commands of `vigie`: what each takes, and one clear sentence when it cannot be done.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::clock::Clock;
use crate::config::{ConfigFile, DEFAULT_DATABASE, Options, Settings};
use crate::demo::{self, DemoArguments};
use crate::http::listener::{self, Caps};
use crate::import::command::ImportArguments;
use crate::store::Store;
use crate::tokens::{self, Clients};
use crate::wiring::Services;
use crate::{account, http, import};

/// Client portal and status page of a managed-IT-services provider.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, about)]
pub struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Starts the server
    Serve(Serve),
    /// A provider with three clients, really supervised: to look at Vigie, on this machine only
    Demo(DemoArguments),
    /// Provider, clients, contracts and components from a file: all of it, or nothing
    Import(Import),
    /// Keys of monitoring systems
    #[command(subcommand)]
    Token(Token),
    /// Accounts: who may sign in, and new one-time links
    #[command(subcommand)]
    User(User),
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    file: ConfigFile,
}

#[derive(Debug, Args)]
struct Database {
    /// `sqlite://file` or `postgres://…`
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, default_value = DEFAULT_DATABASE)]
    database: String,
}

#[derive(Debug, Args)]
struct Import {
    #[command(flatten)]
    arguments: ImportArguments,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Subcommand)]
enum Token {
    /// Makes a token and prints it, once, alone on a line
    Create(CreateToken),
}

#[derive(Debug, Args)]
struct CreateToken {
    /// Clients that it may write to: slugs with commas between them, or `all`
    #[arg(long, value_delimiter = ',', required = true)]
    clients: Vec<String>,
    /// What it opens
    #[arg(long, value_enum)]
    kind: TokenKind,
    /// The source that it speaks for; made if there is none of that name
    #[arg(long)]
    name: String,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TokenKind {
    /// Alerts of a monitoring system
    Ingest,
}

#[derive(Debug, Subcommand)]
enum User {
    /// Lists who may sign in
    List(Database),
    /// Prints a new one-time link for that address; older ones end
    Invite(Invite),
}

#[derive(Debug, Args)]
struct Invite {
    /// E-mail address of the account
    email: String,
    /// Address under which people reach the portal
    #[arg(long, env = "VIGIE_BASE_URL", default_value = "http://127.0.0.1:3000")]
    base_url: String,
    #[command(flatten)]
    database: Database,
}

/// Runs a command to its end.
pub fn run(command: Command) -> ExitCode {
    start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&anyhow::Error::new(error).context("cannot start")),
    };
    match runtime.block_on(act(command.action)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

async fn act(action: Action) -> anyhow::Result<()> {
    match action {
        Action::Serve(serve) => {
            let settings = serve
                .options
                .with_file(serve.file.config.as_deref())?
                .settle()?;
            serve_until_told(settings, |_| Ok(())).await
        }
        Action::Demo(arguments) => {
            let settings = demo::prepare(&arguments).await?;
            serve_until_told(settings, |settings| say(&demo::welcome(settings))).await
        }
        Action::Import(Import {
            arguments,
            database,
        }) => {
            let report = import::command::run(&arguments, &database.database).await?;
            Ok(say(report.trim_end())?)
        }
        Action::Token(Token::Create(create)) => create_token(create).await,
        Action::User(User::List(database)) => list_users(database).await,
        Action::User(User::Invite(invite)) => invite_again(invite).await,
    }
}

/// Serves until SIGINT or SIGTERM, then lets open answers finish.
pub async fn serve_until_told(
    settings: Settings,
    ready: impl FnOnce(&Settings) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let store = open(&settings.database).await?;
    let listener = listen(&settings).await?;
    let stopping = CancellationToken::new();
    let services = Services::new(settings.clone(), store.clone(), stopping.clone()).await?;
    let router = http::router(services.clone())?;
    services.start();
    ready(&settings)?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    let caps = Caps::new(&settings);
    let told = tokio::spawn(wait_until_told(stopping.clone()));
    listener::serve(listener, router, caps, stopping).await;
    told.abort();
    store.close().await;
    Ok(())
}

/// Takes the address, or says who cannot have it and why.
pub async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(settings.listen).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "{} is in use already: is another vigie running? Stop it, or choose another address with --listen",
            settings.listen
        ),
        Err(error) => Err(error).with_context(|| format!("cannot listen on {}", settings.listen)),
    }
}

async fn open(database: &str) -> anyhow::Result<Store> {
    Store::open(database, Clock::system())
        .await
        .context("cannot open the database")
}

async fn wait_until_told(stopping: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping");
    stopping.cancel();
}

async fn create_token(create: CreateToken) -> anyhow::Result<()> {
    let TokenKind::Ingest = create.kind;
    let store = open(&create.database.database).await?;
    let clients = match create.clients.as_slice() {
        [all] if all == "all" => Clients::All,
        slugs => Clients::These(slugs.to_vec()),
    };
    let token = tokens::create_ingest(&store, &create.name, clients).await?;
    say(&token)?;
    store.close().await;
    Ok(())
}

async fn list_users(database: Database) -> anyhow::Result<()> {
    let store = open(&database.database).await?;
    for user in account::everyone(&store).await? {
        let state = if user.is_active { "active" } else { "invited" };
        say(&format!(
            "{}\t{}\t{}\t{state}",
            user.email, user.name, user.kind
        ))?;
    }
    store.close().await;
    Ok(())
}

async fn invite_again(invite: Invite) -> anyhow::Result<()> {
    let store = open(&invite.database.database).await?;
    let path = account::links::invite_by_email(&store, &invite.email).await?;
    let Some(path) = path else {
        bail!("nobody has an account with the address {}", invite.email)
    };
    say(&format!("{}{path}", invite.base_url.trim_end_matches('/')))?;
    store.close().await;
    Ok(())
}

/// One line on the standard output: what a command answers.
pub fn say(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{line}")
}

fn failed(error: &anyhow::Error) -> ExitCode {
    // Nobody is left to tell when this cannot be written.
    let _written = writeln!(std::io::stderr().lock(), "vigie: {error:#}");
    ExitCode::FAILURE
}

fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A process that has a log already keeps it.
    let _started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
