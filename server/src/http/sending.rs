//! A form that carries files beside its fields: read to its end, so that what was typed is never lost because of
//! what was chosen.

use app::answer::{AppError, FieldProblem};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use tokio::sync::SemaphorePermit;

use super::table::BODY_LIMIT;
use crate::files::{AT_ONCE, Accepted, Files, LARGEST};

/// What such a form brought.
pub struct Sending<'a> {
    /// The fields, and the names of the files under their own field, as a form without files sends them.
    pub typed: Bytes,
    /// The files, looked at; or why they are not taken.
    pub files: Result<Vec<Accepted>, AppError>,
    /// Among those who send now: to be held for as long as the files are in memory.
    pub place: Option<SemaphorePermit<'a>>,
}

/// Whether that is such a form.
pub fn is_multipart(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type.is_some_and(|content_type| content_type.starts_with("multipart/form-data"))
}

/// Reads it. Without a place to keep files in, they are passed over.
///
/// # Errors
/// It is no such form, or its fields alone are too long.
pub async fn read(request: Request, keep: Option<&Files>) -> Result<Sending<'_>, AppError> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| AppError::Unfit { status: 415 })?;
    let mut typed: Vec<(String, String)> = Vec::new();
    let mut length = 0;
    let mut taken = Taken {
        keep,
        place: None,
        files: Ok(Vec::new()),
    };
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => {
                taken.refuse(unreadable(&error));
                break;
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            None => {
                let text = field.text().await.map_err(|error| unreadable(&error))?;
                length += name.len() + text.len();
                if length > BODY_LIMIT {
                    return Err(AppError::Unfit { status: 413 });
                }
                typed.push((name, text));
            }
            Some(file) => {
                length += file.len();
                let is_file = taken.take(field, &file).await;
                if is_file && length <= BODY_LIMIT {
                    typed.push((name, file));
                }
            }
        }
    }
    let typed = serde_urlencoded::to_string(&typed).unwrap_or_default();
    Ok(Sending {
        typed: typed.into(),
        files: taken.files,
        place: taken.place,
    })
}

struct Taken<'a> {
    keep: Option<&'a Files>,
    /// Among those who send now, from the first file on.
    place: Option<SemaphorePermit<'a>>,
    files: Result<Vec<Accepted>, AppError>,
}

impl Taken<'_> {
    /// The first thing that is wrong is the one that is told.
    fn refuse(&mut self, error: AppError) {
        if self.files.is_ok() {
            self.files = Err(error);
            self.place = None;
        }
    }

    /// Reads one file to its end; whether there was one: a browser sends an empty field when nothing was chosen.
    async fn take(&mut self, field: Field<'_>, name: &str) -> bool {
        let bytes = match whole(field).await {
            Ok(bytes) => bytes,
            Err(error) => {
                self.refuse(error);
                return true;
            }
        };
        if name.is_empty() && bytes.is_empty() {
            return false;
        }
        if let Err(error) = self.look(name, bytes).await {
            self.refuse(error);
        }
        true
    }

    async fn look(&mut self, name: &str, bytes: Bytes) -> Result<(), AppError> {
        let (Some(keep), Ok(files)) = (self.keep, &mut self.files) else {
            return Ok(());
        };
        if self.place.is_none() {
            self.place = Some(keep.place()?);
        }
        if files.len() == AT_ONCE {
            return Err(AppError::field("file", FieldProblem::Full));
        }
        files.push(keep.look(name, bytes).await?);
        Ok(())
    }
}

/// The bytes of one file; what is longer than a file may be is read and dropped.
async fn whole(mut field: Field<'_>) -> Result<Bytes, AppError> {
    let mut bytes = BytesMut::new();
    let mut is_too_large = false;
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) if !is_too_large && bytes.len() + chunk.len() <= LARGEST => {
                bytes.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => {
                is_too_large = true;
                bytes = BytesMut::new();
            }
            Ok(None) => break,
            Err(error) => return Err(unreadable(&error)),
        }
    }
    if is_too_large {
        return Err(AppError::field("file", FieldProblem::TooLarge));
    }
    Ok(bytes.freeze())
}

/// Why a part could not be read.
fn unreadable(error: &MultipartError) -> AppError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return AppError::field("file", FieldProblem::TooLarge);
    }
    AppError::Unfit { status: 400 }
}
