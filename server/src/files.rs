//! Files that people send: looked at, kept, handed out again, forgotten.
//!
//! # Layout
//! - [`media`]: what a file is, by its content; what is accepted
//! - [`scan`]: the provider's own scanner, when one is configured
//! - here: the store of bytes, a folder by default

pub mod media;
pub mod scan;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::Context;
use app::answer::{AppError, FieldProblem};
use app::domain::ids::ClientId;
use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::config::Settings;
use crate::digest;
use crate::refusal;
use scan::Scanner;

/// Bytes of one file at most.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// Files in one sending at most.
pub const AT_ONCE: usize = 5;
/// Files of one intervention at most.
pub const OF_ONE: i64 = 50;
/// Bytes of all files of a client at most.
pub const QUOTA: i64 = 2 * 1024 * 1024 * 1024;
/// Sendings that are read at the same time: each may hold all its files in memory.
const SENDINGS: usize = 3;

/// The store of bytes.
#[derive(Clone)]
pub struct Files {
    folder: Arc<Path>,
    objects: Arc<OnceLock<LocalFileSystem>>,
    scanner: Option<Arc<Scanner>>,
    room: Arc<Semaphore>,
}

/// A file that was looked at and may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub name: String,
    pub media_type: &'static str,
    pub sha256: String,
    pub bytes: Bytes,
}

impl Files {
    /// The store that the settings name; its folder is made when it is first needed.
    ///
    /// # Errors
    /// The scanner's command begins with an empty word.
    pub fn open(settings: &Settings) -> anyhow::Result<Files> {
        Ok(Files {
            folder: settings.files.clone().into(),
            objects: Arc::default(),
            scanner: Scanner::new(&settings.scan_command)?.map(Arc::new),
            room: Arc::new(Semaphore::new(SENDINGS)),
        })
    }

    /// Makes the folder, so that whoever starts the server learns at once that it cannot be made.
    ///
    /// # Errors
    /// Which folder, and why not.
    pub fn prepare(&self) -> anyhow::Result<&dyn ObjectStore> {
        if let Some(objects) = self.objects.get() {
            return Ok(objects);
        }
        let folder = &self.folder;
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder of files {}", folder.display()))?;
        private(folder)?;
        let objects = LocalFileSystem::new_with_prefix(folder)
            .with_context(|| format!("cannot use the folder of files {}", folder.display()))?
            .with_automatic_cleanup(true);
        Ok(self.objects.get_or_init(|| objects))
    }

    fn objects(&self) -> Result<&dyn ObjectStore, AppError> {
        self.prepare().map_err(|error| {
            tracing::error!(%error, "the files are out of reach");
            AppError::Busy
        })
    }

    /// A place among those who send now.
    ///
    /// # Errors
    /// [`AppError::Busy`] when there is none.
    pub fn place(&self) -> Result<SemaphorePermit<'_>, AppError> {
        self.room.try_acquire().map_err(|_| AppError::Busy)
    }

    /// Looks at a file: what it is, whether that is what its name says, whether the scanner minds.
    ///
    /// # Errors
    /// Why it is not accepted, at the field `file`.
    pub async fn look(&self, name: &str, bytes: Bytes) -> Result<Accepted, AppError> {
        if bytes.is_empty() {
            return Err(AppError::field("file", FieldProblem::Missing));
        }
        if bytes.len() > LARGEST {
            return Err(AppError::field("file", FieldProblem::TooLarge));
        }
        let name = media::safe_name(name);
        let media_type =
            media::accepted(&name, &bytes).map_err(|problem| AppError::field("file", problem))?;
        if let Some(scanner) = &self.scanner {
            scanner.scan(bytes.clone()).await?;
        }
        Ok(Accepted {
            name,
            media_type,
            sha256: digest::sha256(&bytes),
            bytes,
        })
    }

    /// Keeps the bytes. The same ones of the same client are kept once; clients share nothing.
    ///
    /// # Errors
    /// [`AppError::Busy`] when there is no room: nothing is kept then.
    pub async fn keep(&self, client: ClientId, file: &Accepted) -> Result<(), AppError> {
        let key = key(client, &file.sha256);
        match self.objects()?.put(&key, file.bytes.clone().into()).await {
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::error!(%error, "a file could not be kept");
                Err(AppError::Busy)
            }
        }
    }

    /// Keeps the bytes again, if somebody who had brought the same ones forgot them meanwhile.
    ///
    /// # Errors
    /// As [`Files::keep`].
    pub async fn keep_still(&self, client: ClientId, file: &Accepted) -> Result<(), AppError> {
        match self.objects()?.head(&key(client, &file.sha256)).await {
            Ok(_) => Ok(()),
            Err(_) => self.keep(client, file).await,
        }
    }

    /// The bytes, checked against what was kept.
    ///
    /// # Errors
    /// They are gone, or no longer the same.
    pub async fn bytes(&self, client: ClientId, sha256: &str) -> Result<Bytes, AppError> {
        let found = self.objects()?.get(&key(client, sha256)).await;
        let found = found.map_err(|error| refusal::internal(&error))?;
        let bytes = found
            .bytes()
            .await
            .map_err(|error| refusal::internal(&error))?;
        if digest::sha256(&bytes) != sha256 {
            return Err(refusal::internal(
                &"a file is not what was kept under its name",
            ));
        }
        Ok(bytes)
    }

    /// Forgets the bytes; what is not there is forgotten already.
    pub async fn forget(&self, client: ClientId, sha256: &str) {
        let Ok(objects) = self.objects() else { return };
        match objects.delete(&key(client, sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => tracing::error!(%error, "a file could not be deleted"),
        }
    }
}

fn key(client: ClientId, sha256: &str) -> Key {
    Key::from(format!("{client}/{sha256}"))
}

/// Readable by the server's own user only.
fn private(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(folder, mode)
        .with_context(|| format!("cannot protect the folder of files {}", folder.display()))
}
