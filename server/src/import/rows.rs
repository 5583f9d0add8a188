//! Rows as the import compares them: what is stored beside what is wanted.

use sqlx::FromRow;

/// A row that an import may write.
pub trait Record: Clone {
    /// Columns that the file decides, with their values in words.
    fn fields(&self) -> Vec<(&'static str, String)>;

    /// Who wrote it last: `import` or `desk`; rows without an owner of their own say `import`.
    fn origin(&self) -> &str {
        "import"
    }

    fn retired(&self) -> bool {
        false
    }
}

/// Lists columns for [`Record::fields`].
macro_rules! fields {
    ($row:ident: $($column:ident),+ $(,)?) => {
        vec![$((stringify!($column), InWords::in_words(&$row.$column))),+]
    };
}

trait InWords {
    fn in_words(&self) -> String;
}

impl InWords for String {
    fn in_words(&self) -> String {
        const SHOWN: usize = 80;
        match self.char_indices().nth(SHOWN) {
            // Only for telling apart: long texts differ by their digest.
            Some((end, _)) => format!("{}… [{}]", &self[..end], &crate::digest::sha256(self)[..8]),
            None => self.clone(),
        }
    }
}

impl InWords for i64 {
    fn in_words(&self) -> String {
        self.to_string()
    }
}

impl<T: InWords> InWords for Option<T> {
    fn in_words(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), T::in_words)
    }
}

fn retirement(retired_at: Option<i64>) -> (&'static str, String) {
    let word = if retired_at.is_some() { "yes" } else { "no" };
    ("retired", word.to_owned())
}

#[derive(Debug, Clone, FromRow)]
pub struct ProviderRow {
    pub name: String,
    pub legal_name: String,
    pub legal_mentions: String,
    pub logo_svg: String,
    pub phone_day: String,
    pub phone_day_hours: String,
    pub phone_on_call: String,
    pub email: String,
    pub time_zone: String,
    pub lost_time_band: i64,
    pub demo: i64,
    pub origin: String,
}

impl Record for ProviderRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        fields!(self: name, legal_name, legal_mentions, logo_svg, phone_day, phone_day_hours, phone_on_call, email, time_zone, lost_time_band, demo)
    }
    fn origin(&self) -> &str {
        &self.origin
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct StaffRow {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub role: String,
    /// The person's own choice after the first import.
    pub language: String,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for StaffRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: name, role);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct ClientRow {
    pub id: i64,
    pub slug: String,
    pub code: String,
    pub name: String,
    pub time_zone: String,
    pub head_count: Option<i64>,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for ClientRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: code, name, time_zone, head_count);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct SiteRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub city: String,
    pub time_zone: String,
    pub holiday_zone: String,
    pub good_friday: i64,
    pub position: i64,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for SiteRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: name, city, time_zone, holiday_zone, good_friday, position);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct ContactRow {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub phone: String,
    /// The person's own choice after the first import.
    pub language: String,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for ContactRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: name, phone);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct MembershipRow {
    pub contact_id: i64,
    pub role: String,
    pub visibility: String,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for MembershipRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: role, visibility);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct ComponentRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub description: String,
    pub category: String,
    pub position: i64,
    pub other_supervision: String,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for ComponentRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: name, description, category, position, other_supervision);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct CheckRow {
    pub id: i64,
    pub component_id: i64,
    pub key: String,
    pub kind: String,
    pub target: String,
    pub expectation: String,
    pub interval_ms: i64,
    pub timeout_ms: i64,
    pub confirm_down: i64,
    pub confirm_up: i64,
    pub confirm_every_ms: i64,
    pub vantage: String,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for CheckRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(
            self: kind, target, expectation, interval_ms, timeout_ms, confirm_down, confirm_up,
            confirm_every_ms, vantage
        );
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct TemplateRow {
    pub key: String,
    pub title: String,
    pub terms: String,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for TemplateRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: title, terms);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct ContractRow {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for ContractRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(self: title);
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

/// Immutable, save for its status.
#[derive(Debug, Clone, FromRow)]
pub struct VersionRow {
    pub id: i64,
    pub contract_id: i64,
    pub version: i64,
    pub status: String,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub renewal: String,
    pub last_notice_at: Option<i64>,
    pub terms: String,
    pub terms_sha256: String,
}

impl Record for VersionRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        fields!(self: status)
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct SourceRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub all_clients: i64,
    pub watchdog: String,
    pub watchdog_grace_ms: i64,
    pub repeat_interval_ms: i64,
    pub origin: String,
    pub retired_at: Option<i64>,
}

impl Record for SourceRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = fields!(
            self: name, all_clients, watchdog, watchdog_grace_ms, repeat_interval_ms
        );
        fields.push(retirement(self.retired_at));
        fields
    }
    fn origin(&self) -> &str {
        &self.origin
    }
    fn retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

#[derive(Debug, Clone, FromRow)]
pub struct RuleRow {
    pub id: i64,
    pub source_id: i64,
    pub key: String,
    pub position: i64,
    /// A JSON object.
    pub matchers: String,
    pub client_id: i64,
    pub component_id: i64,
    pub state: Option<String>,
    pub origin: String,
}

impl Record for RuleRow {
    fn fields(&self) -> Vec<(&'static str, String)> {
        fields!(self: position, matchers, client_id, component_id, state)
    }
    fn origin(&self) -> &str {
        &self.origin
    }
}

/// Two ends of a link: a membership's site, a component's parent, a source's client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, FromRow)]
pub struct LinkRow {
    pub from_id: i64,
    pub to_id: i64,
}
