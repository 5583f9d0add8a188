//! What a page knows of the request that it answers: who asks, in which language, with which draft.

use std::sync::Arc;

use leptos::oco::Oco;

use crate::answer::{AppError, FieldProblem};
use crate::domain::access::{Asker, ContactView, Lang, Theme};
use crate::text::errors::field_problem;

/// One request, as far as pages are concerned. Provided by the server as a context; cheap to clone.
#[derive(Debug, Clone)]
pub struct Visit {
    pub lang: Lang,
    pub theme: Theme,
    /// Who is signed in, if anybody.
    pub asker: Option<Arc<Asker>>,
    /// Set when staff look as that asker: they only read.
    pub view: Option<Arc<ContactView>>,
    /// Path and query as asked for.
    pub path: Arc<str>,
    /// For `nonce=` of the scripts of this page, and nowhere else.
    pub nonce: Arc<str>,
    /// Where the request came from, proxies seen through; for throttling and the list of sessions.
    pub address: Arc<str>,
    pub user_agent: Arc<str>,
    /// The form that was refused just before, or that a text was put into, with what was typed.
    pub draft: Option<Arc<FormDraft>>,
}

/// A form to go on with: what was typed (never a secret), and why the server refused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormDraft {
    /// Name of the server function that it was sent to.
    pub form: String,
    pub fields: Vec<(String, String)>,
    /// None: nothing was refused, a text was put into it.
    pub refusal: Option<AppError>,
}

impl Visit {
    /// Nobody, who asked for nothing: where no request is at hand.
    pub fn anonymous() -> Self {
        Visit {
            lang: Lang::default(),
            theme: Theme::default(),
            asker: None,
            view: None,
            path: "/".into(),
            nonce: "".into(),
            address: "".into(),
            user_agent: "".into(),
            draft: None,
        }
    }

    /// Whose session it is: the asker, or who looks in its place.
    pub fn signed_in(&self) -> Option<Asker> {
        match &self.view {
            Some(view) => Some(Asker::Staff(view.staff.clone())),
            None => self.asker.as_deref().cloned(),
        }
    }

    /// The draft of that form, when this page is the answer to its refusal.
    pub fn draft_of(&self, form: &str) -> Option<&FormDraft> {
        self.draft.as_deref().filter(|draft| draft.form == form)
    }

    /// What was typed in that field of that form, or nothing.
    pub fn typed(&self, form: &str, field: &str) -> Option<String> {
        self.draft_of(form)
            .and_then(|draft| draft.value(field))
            .map(str::to_owned)
    }

    /// What is wrong with that field of that form, if anything.
    pub fn problem(&self, form: &str, field: &str) -> Option<FieldProblem> {
        self.draft_of(form).and_then(|draft| draft.problem(field))
    }

    /// The same as a sentence for the field's `error`.
    pub fn problem_text(&self, form: &str, field: &str) -> Option<Oco<'static, str>> {
        self.problem(form, field)
            .map(|problem| Oco::Borrowed(field_problem(self.lang, problem)))
    }
}

impl FormDraft {
    /// The first value of that field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.as_str())
    }

    /// What is wrong with that field.
    pub fn problem(&self, field: &str) -> Option<FieldProblem> {
        let Some(AppError::Invalid { fields }) = &self.refusal else {
            return None;
        };
        fields
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.problem)
    }
}

/// Whether that is a path of this portal: never another site's, whatever the browser makes of it.
pub fn is_own_path(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// Where to sign in, and come back to that path of the portal.
pub fn sign_in_address(next: &str) -> String {
    let mut address = "/sign-in".to_owned();
    if next == "/" || !is_own_path(next) {
        return address;
    }
    address.push_str("?next=");
    for byte in next.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                address.push(char::from(byte))
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{is_own_path, sign_in_address};

    #[test]
    fn signing_in_comes_back() {
        assert_eq!(sign_in_address("/"), "/sign-in");
        assert_eq!(sign_in_address("//evil.example"), "/sign-in");
        assert_eq!(
            sign_in_address("/status/erp?draft=a1"),
            "/sign-in?next=%2Fstatus%2Ferp%3Fdraft%3Da1"
        );
    }

    #[test]
    fn only_paths_of_this_portal_are_followed() {
        for (path, own) in [
            ("/", true),
            ("/status/erp?tab=1", true),
            ("", false),
            ("status", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/a\\b", false),
            ("https://evil.example/", false),
            ("/a\r\nSet-Cookie: x", false),
            ("/a b", false),
            ("/\t/evil.example", false),
        ] {
            assert_eq!(is_own_path(path), own, "{path:?}");
        }
    }
}
