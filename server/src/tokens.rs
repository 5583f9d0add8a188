//! Tokens of machines: 256 bits, printed once, kept as a hash.

use crate::account::hash_token;
use crate::store::{Scope, Store, StoreError, Tx, ids};

pub use queries::STATEMENTS;

/// Which clients a new token may write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clients {
    All,
    /// By slug.
    These(Vec<String>),
}

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("there is no client `{0}`")]
    UnknownClient(String),
    #[error("`{0}` is no name for a source: use 2 to 60 of a-z, 0-9 and -")]
    Name(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a token for the source of that name, and the source if there is none; returns its only copy.
pub async fn create_ingest(
    store: &Store,
    name: &str,
    clients: Clients,
) -> Result<String, TokenError> {
    let fits = (2..=60).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !fits {
        return Err(TokenError::Name(name.to_owned()));
    }
    let token = crate::http::random_text(32);
    let (hash, name) = (hash_token(&token), name.to_owned());
    store
        .write(Scope::System, move |tx| {
            Box::pin(async move { add(tx, &name, &hash, clients).await })
        })
        .await?;
    Ok(token)
}

async fn add(tx: &mut Tx, name: &str, hash: &str, clients: Clients) -> Result<(), TokenError> {
    let now = tx.now_ms();
    let all = clients == Clients::All;
    let mut allowed = Vec::new();
    if let Clients::These(slugs) = clients {
        for slug in slugs {
            let (client,) = queries::client(tx, &slug)
                .await?
                .ok_or(TokenError::UnknownClient(slug))?;
            allowed.push(client);
        }
    }
    let source = match queries::source(tx, name).await? {
        Some((source,)) => source,
        None => {
            let source = ids::next();
            queries::add_source(tx, source, name, now).await?;
            source
        }
    };
    // What a token may write is within what its source may: giving one gives the other.
    if all {
        queries::open_source(tx, source).await?;
    }
    for client in &allowed {
        queries::allow_source(tx, source, *client).await?;
    }
    let token = ids::next();
    queries::add_token(tx, token, hash, name, source, i64::from(all), now).await?;
    for client in allowed {
        queries::allow_token(tx, token, client).await?;
    }
    Ok(())
}

mod queries {
    crate::queries! {
        maybe client(slug: &str) -> (i64,) = "SELECT id FROM clients WHERE slug = $1 AND retired_at IS NULL";

        maybe source(key: &str) -> (i64,) = "SELECT id FROM sources WHERE key = $1";

        run add_source(id: i64, key: &str, now: i64) = "
            INSERT INTO sources (id, key, name, kind, origin, created_at)
            VALUES ($1, $2, $2, 'alertmanager', 'command', $3)";

        run open_source(id: i64) = "UPDATE sources SET all_clients = 1 WHERE id = $1";

        run allow_source(source: i64, client: i64) = "
            INSERT INTO source_clients (source_id, client_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

        run add_token(id: i64, hash: &str, name: &str, source: i64, all_clients: i64, now: i64) = "
            INSERT INTO tokens (id, hash, kind, name, source_id, all_clients, created_at)
            VALUES ($1, $2, 'ingest', $3, $4, $5, $6)";

        run allow_token(token: i64, client: i64) = "
            INSERT INTO token_clients (token_id, client_id) VALUES ($1, $2)";
    }
}
