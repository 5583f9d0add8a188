//! The error that may cross the wire: closed, serialisable, without the text of any inner error.

#[cfg(feature = "ssr")]
pub mod page;

use serde::{Deserialize, Serialize};

/// Why a call was refused, in terms that the person or program who asked may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in (401).
    SignInNeeded,
    /// E-mail or password is wrong, or there is no such account: one answer for all (401).
    WrongCredentials,
    /// Too many failed attempts; try again after that many seconds (429).
    Throttled { retry_after_s: u32 },
    /// The asker's role does not allow it on an object that it may see (403).
    Forbidden,
    /// Staff look at the portal as a contact: they change nothing, and leave before they go elsewhere (403).
    OnlyLooking,
    /// Unknown, or another client's: nobody can tell which (404).
    NotFound,
    /// One or more fields do not fit (422).
    Invalid { fields: Vec<FieldError> },
    /// Somebody changed it meanwhile (409).
    Conflict,
    /// The state of the intervention does not allow this act (409).
    NotNow { state: String },
    /// A link that was used, has expired or never existed (410).
    LinkDead,
    /// The request itself cannot be taken, whoever asks: wrong method (405), too large (413), an
    /// encoding that is not read here (415), sent from another site (403).
    Unfit { status: u16 },
    /// The server is overloaded or its disk is full: try again later; nothing was kept (503).
    Busy,
    /// Our fault (500); the correlation id finds it in the log.
    Internal { correlation: String },
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    pub problem: FieldProblem,
}

/// What is wrong with it; the catalogue of words has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    Missing,
    TooShort,
    TooLong,
    Unknown,
    NotAnEmail,
    NotAPhoneNumber,
    InTheFuture,
    TooOld,
    DoesNotMatch,
    TooCommon,
    NotADate,
    NotANumber,
    /// No hours of a day that can be read.
    NotHours,
    /// An interval that ends before it starts.
    Reversed,
    Overlaps,
    /// No delay that can be read.
    NotADelay,
    /// A promise beside "no commitment", a restoration that the line cannot promise…
    Contradicts,
    /// Something of that name is there already.
    Taken,
    /// It is quoted elsewhere.
    Quoted,
    /// It must come after what it follows.
    TooEarly,
    /// A file of a kind that is not accepted.
    NotThatKind,
    /// A file whose content is not what its name announces.
    NotWhatItsNameSays,
    TooLarge,
    /// As many, or as much, as there may be.
    Full,
    /// The provider's scanner minds.
    Infected,
    /// A reason that says again what is to be erased.
    Repeats,
}

impl AppError {
    /// One field that does not fit.
    pub fn field(field: &str, problem: FieldProblem) -> Self {
        AppError::Invalid {
            fields: vec![FieldError {
                field: field.to_owned(),
                problem,
            }],
        }
    }

    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            AppError::SignInNeeded | AppError::WrongCredentials => 401,
            AppError::Forbidden | AppError::OnlyLooking => 403,
            AppError::NotFound => 404,
            AppError::Conflict | AppError::NotNow { .. } => 409,
            AppError::LinkDead => 410,
            AppError::Invalid { .. } => 422,
            AppError::Throttled { .. } => 429,
            AppError::Internal { .. } => 500,
            AppError::Busy => 503,
            AppError::Unfit { status } => *status,
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for AppError {}
