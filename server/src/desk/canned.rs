//! Texts that the desk writes often: kept for the whole provider, filled in for one intervention.

use app::answer::{AppError, FieldError, FieldProblem};
use app::backend::Answer;
use app::backend::canned::{
    BODY_LENGTH, Canned, CannedAnswer, CannedBackend, CannedInput, MOST, TITLE_LENGTH,
};
use app::domain::access::{Asker, Lang, StaffAsker, StaffRole};
use app::domain::canned::{CannedMatter, CannedUse, Filling, unknown_names};
use app::domain::ids::{ClientId, InterventionId};

use super::staff;
use crate::interventions::{opening, reading};
use crate::store::{Scope, Store, Tx, ids};

use queries::CannedRow;
pub use queries::STATEMENTS;

/// The canned answers over the store.
#[derive(Clone)]
pub struct DeskAnswers {
    store: Store,
}

impl DeskAnswers {
    pub fn new(store: Store) -> Self {
        DeskAnswers { store }
    }
}

impl CannedBackend for DeskAnswers {
    fn all<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Canned> {
        Box::pin(async move {
            let may_write = may_write(staff(asker)?);
            let answers = self
                .store
                .read(Scope::Staff, |tx| Box::pin(serving(tx)))
                .await?;
            Ok(Canned {
                answers,
                may_write,
                request_id: opening::new_request_id(),
            })
        })
    }

    fn one<'a>(&'a self, asker: &'a Asker, id: i64) -> Answer<'a, CannedAnswer> {
        Box::pin(async move {
            writer(asker)?;
            let read = self.store.read(Scope::Staff, move |tx| {
                Box::pin(async move { serving_one(tx, id).await })
            });
            read.await
        })
    }

    fn keep<'a>(&'a self, asker: &'a Asker, input: CannedInput) -> Answer<'a, ()> {
        Box::pin(async move {
            let staff = writer(asker)?.clone();
            let checked = Checked::of(&input)?;
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { keep(tx, &staff, &input, &checked).await })
            });
            write.await
        })
    }

    fn retire<'a>(&'a self, asker: &'a Asker, id: i64) -> Answer<'a, ()> {
        Box::pin(async move {
            let staff = writer(asker)?.staff;
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move {
                    let now = tx.now_ms();
                    queries::retire(tx, id, now, staff).await?;
                    Ok(())
                })
            });
            write.await
        })
    }

    fn filled<'a>(&'a self, asker: &'a Asker, reference: &'a str, id: i64) -> Answer<'a, String> {
        Box::pin(async move {
            let (staff, reference) = (staff(asker)?.clone(), reference.to_owned());
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { filled(tx, &staff, &reference, id).await })
            });
            read.await
        })
    }
}

fn may_write(staff: &StaffAsker) -> bool {
    staff.role >= StaffRole::Dispatcher
}

fn writer(asker: &Asker) -> Result<&StaffAsker, AppError> {
    let staff = staff(asker)?;
    may_write(staff).then_some(staff).ok_or(AppError::Forbidden)
}

fn answer(row: CannedRow) -> CannedAnswer {
    CannedAnswer {
        id: row.id,
        gesture: CannedUse::from_code(&row.gesture),
        matter: CannedMatter::from_code(&row.matter),
        title: row.title,
        title_en: row.title_en,
        body: row.body,
        body_en: row.body_en,
        version: row.version,
        changed_by: row.changed_by,
    }
}

/// All that serve, by title.
pub(super) async fn serving(tx: &mut Tx) -> Result<Vec<CannedAnswer>, AppError> {
    let rows = queries::serving(tx).await?;
    Ok(rows.into_iter().map(answer).collect())
}

async fn serving_one(tx: &mut Tx, id: i64) -> Result<CannedAnswer, AppError> {
    let row = queries::one(tx, id).await?;
    row.map(answer).ok_or(AppError::NotFound)
}

/// What was posted, trimmed and checked.
#[derive(Clone)]
struct Checked {
    gesture: &'static str,
    matter: &'static str,
    title: String,
    title_en: String,
    body: String,
    body_en: String,
}

impl Checked {
    fn of(input: &CannedInput) -> Result<Checked, AppError> {
        let mut wrong = Vec::new();
        let gesture = listed("gesture", &input.gesture, &mut wrong, |code| {
            CannedUse::from_code(code).map(CannedUse::code)
        });
        let matter = listed("matter", &input.matter, &mut wrong, |code| {
            CannedMatter::from_code(code).map(CannedMatter::code)
        });
        let checked = Checked {
            gesture,
            matter,
            title: words("title", &input.title, TITLE_LENGTH, &mut wrong),
            title_en: words("title_en", &input.title_en, TITLE_LENGTH, &mut wrong),
            body: words("body", &input.body, BODY_LENGTH, &mut wrong),
            body_en: words("body_en", &input.body_en, BODY_LENGTH, &mut wrong),
        };
        for (field, text) in [("body", &checked.body), ("body_en", &checked.body_en)] {
            if !unknown_names(text).is_empty() {
                wrong.push(problem(field, FieldProblem::Unknown));
            }
        }
        if wrong.is_empty() {
            Ok(checked)
        } else {
            Err(AppError::Invalid { fields: wrong })
        }
    }
}

fn problem(field: &str, problem: FieldProblem) -> FieldError {
    FieldError {
        field: field.to_owned(),
        problem,
    }
}

/// The code of a closed list; empty is "whatever".
fn listed(
    field: &str,
    typed: &str,
    wrong: &mut Vec<FieldError>,
    code: impl Fn(&str) -> Option<&'static str>,
) -> &'static str {
    match typed.trim() {
        "" => "",
        typed => code(typed).unwrap_or_else(|| {
            wrong.push(problem(field, FieldProblem::Unknown));
            ""
        }),
    }
}

fn words(field: &str, typed: &str, longest: usize, wrong: &mut Vec<FieldError>) -> String {
    // A form sends its lines ended as on paper tape.
    let typed = typed.replace("\r\n", "\n");
    let typed = typed.trim();
    if typed.is_empty() {
        wrong.push(problem(field, FieldProblem::Missing));
    }
    if typed.chars().count() > longest {
        wrong.push(problem(field, FieldProblem::TooLong));
    }
    typed.to_owned()
}

async fn keep(
    tx: &mut Tx,
    staff: &StaffAsker,
    input: &CannedInput,
    checked: &Checked,
) -> Result<(), AppError> {
    let now = tx.now_ms();
    if !input.id.trim().is_empty() {
        let id = input.id.trim().parse().map_err(|_| AppError::NotFound)?;
        let seen: i64 = input
            .expected_version
            .trim()
            .parse()
            .map_err(|_| AppError::Conflict)?;
        serving_one(tx, id).await?;
        let changed = queries::change(
            tx,
            id,
            seen,
            checked.gesture,
            checked.matter,
            &checked.title,
            &checked.title_en,
            &checked.body,
            &checked.body_en,
            now,
            staff.staff,
        )
        .await?;
        return if changed == 1 {
            Ok(())
        } else {
            Err(AppError::Conflict)
        };
    }
    let request_id = input.request_id.trim();
    if request_id.is_empty() || request_id.len() > 80 {
        return Err(AppError::field("request_id", FieldProblem::Missing));
    }
    // One after the other, so that a form sent twice finds the first.
    tx.alone("canned_answers", 0).await?;
    if queries::by_request(tx, request_id).await?.is_some() {
        return Ok(());
    }
    let (serving,) = queries::how_many(tx).await?;
    if usize::try_from(serving).unwrap_or(usize::MAX) >= MOST {
        return Err(AppError::field("title", FieldProblem::Full));
    }
    queries::add(
        tx,
        ids::next(),
        request_id,
        checked.gesture,
        checked.matter,
        &checked.title,
        &checked.title_en,
        &checked.body,
        &checked.body_en,
        now,
        staff.staff,
    )
    .await?;
    Ok(())
}

/// In the language of who asked for it: what they read is what is written.
async fn filled(
    tx: &mut Tx,
    staff: &StaffAsker,
    reference: &str,
    id: i64,
) -> Result<String, AppError> {
    let head = reading::find(tx, reference)
        .await?
        .ok_or(AppError::NotFound)?;
    let canned = serving_one(tx, id).await?;
    let (client, intervention) = (ClientId(head.client_id), InterventionId(head.id));
    let named = queries::named(tx, client, intervention).await?;
    let named = named.ok_or(AppError::NotFound)?;
    let filling = Filling {
        reference: head.reference,
        contact: named.contact.unwrap_or_default(),
        component: named.component.unwrap_or_default(),
        technician: staff.name.clone(),
    };
    let language = named.language.as_deref().and_then(Lang::from_tag);
    let body = match language.unwrap_or_default() {
        Lang::Fr => canned.body,
        Lang::En => canned.body_en,
    };
    Ok(filling.fill(&body))
}

mod queries {
    use app::domain::ids::{ClientId, InterventionId, StaffId};

    #[derive(Debug, sqlx::FromRow)]
    pub struct CannedRow {
        pub id: i64,
        pub gesture: String,
        pub matter: String,
        pub title: String,
        pub title_en: String,
        pub body: String,
        pub body_en: String,
        pub version: i64,
        pub changed_by: String,
    }

    #[derive(Debug, sqlx::FromRow)]
    pub struct NamedRow {
        pub contact: Option<String>,
        pub language: Option<String>,
        pub component: Option<String>,
    }

    crate::queries! {
        all serving() -> CannedRow = "
            SELECT a.id, a.gesture, a.matter, a.title, a.title_en, a.body, a.body_en, a.version, s.name AS changed_by
            FROM canned_answers a JOIN staff s ON s.id = a.updated_by
            WHERE a.retired_at IS NULL ORDER BY a.title COLLATE \"C\", a.id";

        maybe one(id: i64) -> CannedRow = "
            SELECT a.id, a.gesture, a.matter, a.title, a.title_en, a.body, a.body_en, a.version, s.name AS changed_by
            FROM canned_answers a JOIN staff s ON s.id = a.updated_by
            WHERE a.id = $1 AND a.retired_at IS NULL";

        maybe by_request(request_id: &str) -> (i64,) = "
            SELECT id FROM canned_answers WHERE request_id = $1";

        one how_many() -> (i64,) = "
            SELECT COUNT(*) FROM canned_answers WHERE retired_at IS NULL";

        run add(
            id: i64, request_id: &str, gesture: &str, matter: &str, title: &str, title_en: &str, body: &str,
            body_en: &str, now: i64, staff: StaffId
        ) = "
            INSERT INTO canned_answers (id, request_id, gesture, matter, title, title_en, body, body_en, version,
                updated_at, updated_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)";

        run change(
            id: i64, seen: i64, gesture: &str, matter: &str, title: &str, title_en: &str, body: &str, body_en: &str,
            now: i64, staff: StaffId
        ) = "
            UPDATE canned_answers SET gesture = $3, matter = $4, title = $5, title_en = $6, body = $7, body_en = $8,
                version = version + 1, updated_at = $9, updated_by = $10
            WHERE id = $1 AND version = $2 AND retired_at IS NULL";

        run retire(id: i64, now: i64, staff: StaffId) = "
            UPDATE canned_answers SET retired_at = $2, updated_at = $2, updated_by = $3
            WHERE id = $1 AND retired_at IS NULL";

        /// Whom and what a text about it names.
        maybe named(client: ClientId, intervention: InterventionId) -> NamedRow = "
            SELECT r.name AS contact, r.language, c.name AS component
            FROM interventions i
            LEFT JOIN contacts r ON r.id = i.requester_contact_id
            LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
            WHERE i.client_id = $1 AND i.id = $2";
    }
}
