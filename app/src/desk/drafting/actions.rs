//! What the forms of contracts post to: one act each, on a draft as it was seen.

use std::str::FromStr;

use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::line::DAYS;
use super::{address, line_address};
use crate::answer::page::{asker, backend, go_to, visit};
use crate::answer::{AppError, FieldError, FieldProblem};
use crate::backend::drafting::{By, DraftAt, Drafting, NewContract};
use crate::domain::component::{Category, Key};
use crate::domain::contract::checks::{self, Fault, Period};
use crate::domain::contract::editing::{Edit, LineFacts, TypedHours};
use crate::domain::contract::written::{day_spans, target, week_of};
use crate::domain::contract::{
    Activity, Billing, Clause, ClockStart, HourRule, Polarity, Priority, PriorityTargets, Renewal,
    ScopeItem, ServiceHours, ServiceLine,
};
use crate::domain::folding::fold_text;

/// Which draft, and as it was seen.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Posted {
    pub client: String,
    pub draft: String,
    pub expected_version: String,
    /// Key of a line, where the act is about one.
    pub line: String,
}

/// Dates as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedPeriod {
    pub starts: String,
    pub ends: String,
    pub renewal: String,
    pub last_notice: String,
}

/// The plain facts of a line as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedFacts {
    pub title: String,
    pub clause: String,
    pub price: String,
    pub billing: String,
    pub unit: String,
    pub minimum: String,
    pub amount: String,
    pub clock_start: String,
    pub vendor_follow_up: String,
}

/// The week as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedHours {
    pub always: String,
    pub closed_on_holidays: String,
    pub day1: String,
    pub day2: String,
    pub day3: String,
    pub day4: String,
    pub day5: String,
    pub day6: String,
    pub day7: String,
}

/// The grid as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedTargets {
    pub p1_response: String,
    pub p1_restoration: String,
    pub p1_curative: String,
    pub p1_none: String,
    pub p2_response: String,
    pub p2_restoration: String,
    pub p2_curative: String,
    pub p2_none: String,
    pub p3_response: String,
    pub p3_restoration: String,
    pub p3_curative: String,
    pub p3_none: String,
    pub p4_response: String,
    pub p4_restoration: String,
    pub p4_curative: String,
    pub p4_none: String,
}

/// A scope item as typed; empty means any.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedItem {
    pub polarity: String,
    pub component: String,
    pub category: String,
    pub site: String,
    pub activity: String,
    pub clause: String,
    pub note: String,
}

/// Starts a contract; leads to its draft.
#[server(prefix = "/fn", endpoint = "create_contract")]
pub async fn create_contract(
    #[server(default)] client: String,
    #[server(default)] template: String,
    #[server(default)] number: String,
    #[server(default)] title: String,
    #[server(flatten)] period: PostedPeriod,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let number = wrong.text("number", &number, 40);
    let title = wrong.text("title", &title, 200);
    let period = wrong.period(&period);
    wrong.refuse()?;
    let new = NewContract {
        template: (!template.is_empty()).then_some(template),
        number,
        title,
        period,
    };
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    let draft = backend::<Drafting>().0.create(by, &client, new).await?;
    go_to(&address(&client, draft));
    Ok(())
}

/// Starts the next version of a contract; leads to its draft.
#[server(prefix = "/fn", endpoint = "prepare_version")]
pub async fn prepare_version(
    #[server(default)] client: String,
    #[server(default)] number: String,
) -> Result<(), AppError> {
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    let draft = backend::<Drafting>()
        .0
        .prepare(by, &client, &number)
        .await?;
    go_to(&address(&client, draft));
    Ok(())
}

/// Title and dates.
#[server(prefix = "/fn", endpoint = "save_draft")]
pub async fn save_draft(
    #[server(flatten)] posted: Posted,
    #[server(default)] title: String,
    #[server(default)] observation_hours: String,
    #[server(flatten)] period: PostedPeriod,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let title = wrong.text("title", &title, 200);
    let period = wrong.period(&period);
    let observation_hours = wrong.number("observation_hours", &observation_hours, 0..=10_000);
    wrong.refuse()?;
    edit(
        &posted,
        Edit::Head {
            title,
            period,
            observation_hours,
        },
    )
    .await?;
    go_to(&format!("{}#head", posted.page()));
    Ok(())
}

/// Adds a clause, or changes the one that it replaces.
#[server(prefix = "/fn", endpoint = "put_clause")]
pub async fn put_clause(
    #[server(flatten)] posted: Posted,
    #[server(default)] replaces: String,
    #[server(default)] reference: String,
    #[server(default)] title: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let clause = Clause {
        reference: wrong.text("reference", &reference, 20),
        title: wrong.text("title", &title, 200),
        text: wrong.optional("text", &text, 8_000),
    };
    wrong.refuse()?;
    let replaces = (!replaces.is_empty()).then_some(replaces);
    edit(&posted, Edit::PutClause { replaces, clause }).await?;
    go_to(&format!("{}#clauses", posted.page()));
    Ok(())
}

/// Removes a clause that nothing quotes.
#[server(prefix = "/fn", endpoint = "remove_clause")]
pub async fn remove_clause(
    #[server(flatten)] posted: Posted,
    #[server(default)] reference: String,
) -> Result<(), AppError> {
    edit(&posted, Edit::RemoveClause { reference }).await?;
    go_to(&format!("{}#clauses", posted.page()));
    Ok(())
}

/// Adds a line; leads to it.
#[server(prefix = "/fn", endpoint = "add_line")]
pub async fn add_line(
    #[server(flatten)] posted: Posted,
    #[server(default)] service: String,
    #[server(default)] title: String,
    #[server(default)] clause: String,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let title = wrong.text("title", &title, 200);
    let service = wrong.one_of(
        "service",
        ServiceLine::from_code(&service),
        ServiceLine::Corrective,
    );
    wrong.refuse()?;
    let key = key_of(&title).ok_or_else(|| AppError::field("title", FieldProblem::TooShort))?;
    edit(
        &posted,
        Edit::AddLine {
            key: key.clone(),
            service,
            title,
            clause,
        },
    )
    .await?;
    go_to(&line_address(&posted.client, posted.id(), key.as_str()));
    Ok(())
}

/// Removes a line.
#[server(prefix = "/fn", endpoint = "remove_line")]
pub async fn remove_line(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    edit(
        &posted,
        Edit::RemoveLine {
            line: posted.key()?,
        },
    )
    .await?;
    go_to(&format!("{}#lines", posted.page()));
    Ok(())
}

/// Title, clause, price, billing of a line.
#[server(prefix = "/fn", endpoint = "save_line")]
pub async fn save_line(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] facts: PostedFacts,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let typed = LineFacts {
        title: wrong.text("title", &facts.title, 200),
        clause: wrong.optional("clause", &facts.clause, 20),
        price: wrong.optional("price", &facts.price, 200),
        billing: wrong.billing(&facts),
        clock_start: wrong.one_of(
            "clock_start",
            ClockStart::from_code(&facts.clock_start),
            ClockStart::Declaration,
        ),
        vendor_follow_up: !facts.vendor_follow_up.is_empty(),
    };
    wrong.refuse()?;
    edit(
        &posted,
        Edit::Line {
            line: posted.key()?,
            facts: typed,
        },
    )
    .await?;
    go_to(&posted.line_page("facts"));
    Ok(())
}

/// When people of a line work.
#[server(prefix = "/fn", endpoint = "save_hours")]
pub async fn save_hours(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] hours: PostedHours,
) -> Result<(), AppError> {
    let hours = typed_hours(&hours)?;
    edit(
        &posted,
        Edit::Hours {
            line: posted.key()?,
            hours,
        },
    )
    .await?;
    go_to(&posted.line_page("hours"));
    Ok(())
}

/// What a line promises.
#[server(prefix = "/fn", endpoint = "save_targets")]
pub async fn save_targets(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] targets: PostedTargets,
) -> Result<(), AppError> {
    let targets = typed_targets(&targets)?;
    edit(
        &posted,
        Edit::Targets {
            line: posted.key()?,
            targets,
        },
    )
    .await?;
    go_to(&posted.line_page("targets"));
    Ok(())
}

/// Puts something in, or leaves it out.
#[server(prefix = "/fn", endpoint = "add_scope_item")]
pub async fn add_scope_item(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] item: PostedItem,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let item = ScopeItem {
        polarity: wrong.one_of(
            "polarity",
            Polarity::from_code(&item.polarity),
            Polarity::Included,
        ),
        component: wrong.any_of("component", &item.component, |text| Key::new(text).ok()),
        category: wrong.any_of("category", &item.category, Category::from_code),
        site: wrong.any_of("site", &item.site, |text| Key::new(text).ok()),
        activity: wrong.any_of("activity", &item.activity, Activity::from_code),
        clause: wrong.text("clause", &item.clause, 20),
        note: wrong.optional("note", &item.note, 300),
    };
    wrong.refuse()?;
    edit(
        &posted,
        Edit::AddScope {
            line: posted.key()?,
            item,
        },
    )
    .await?;
    go_to(&posted.line_page("scope"));
    Ok(())
}

/// Takes an item out of the scope.
#[server(prefix = "/fn", endpoint = "remove_scope_item")]
pub async fn remove_scope_item(
    #[server(flatten)] posted: Posted,
    #[server(default)] index: String,
) -> Result<(), AppError> {
    let index = index.parse().map_err(|_| AppError::NotFound)?;
    edit(
        &posted,
        Edit::RemoveScope {
            line: posted.key()?,
            index,
        },
    )
    .await?;
    go_to(&posted.line_page("scope"));
    Ok(())
}

/// Makes it a version; leads to the client's contracts.
#[server(prefix = "/fn", endpoint = "publish_draft")]
pub async fn publish_draft(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    backend::<Drafting>().0.publish(by, &posted.at()?).await?;
    go_to(&format!("/desk/clients/{}/contract", posted.client));
    Ok(())
}

/// Forgets it.
#[server(prefix = "/fn", endpoint = "discard_draft")]
pub async fn discard_draft(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    backend::<Drafting>().0.discard(by, &posted.at()?).await?;
    go_to(&format!("/desk/clients/{}", posted.client));
    Ok(())
}

async fn edit(posted: &Posted, edit: Edit) -> Result<(), AppError> {
    backend::<Drafting>()
        .0
        .edit(&*asker()?, &posted.at()?, edit)
        .await
}

impl Posted {
    fn at(&self) -> Result<DraftAt, AppError> {
        let revision = self
            .expected_version
            .trim()
            .parse()
            .map_err(|_| AppError::Conflict)?;
        Ok(DraftAt {
            client: self.client.clone(),
            draft: self.id(),
            revision,
        })
    }

    /// Zero is no draft's.
    fn id(&self) -> i64 {
        self.draft.trim().parse().unwrap_or_default()
    }

    fn key(&self) -> Result<Key, AppError> {
        Key::new(self.line.clone()).map_err(|_| AppError::NotFound)
    }

    fn page(&self) -> String {
        address(&self.client, self.id())
    }

    fn line_page(&self, part: &str) -> String {
        format!(
            "{}#{part}",
            line_address(&self.client, self.id(), &self.line)
        )
    }
}

/// What a line is called in addresses: "maintenance-des-serveurs".
fn key_of(title: &str) -> Option<Key> {
    let plain: String = fold_text(title)
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let key: String = words.join("-").chars().take(60).collect();
    Key::new(key.trim_end_matches('-')).ok()
}

/// Fields that do not fit, gathered so that all are told at once.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn note(&mut self, field: &str, problem: FieldProblem) {
        self.0.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    }

    fn refuse(self) -> Result<(), AppError> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(AppError::Invalid { fields: self.0 })
    }

    fn text(&mut self, field: &str, typed: &str, longest: usize) -> String {
        let text = self.optional(field, typed, longest);
        if text.is_empty() {
            self.note(field, FieldProblem::Missing);
        }
        text
    }

    fn optional(&mut self, field: &str, typed: &str, longest: usize) -> String {
        let text = typed.trim();
        if text.chars().count() > longest {
            self.note(field, FieldProblem::TooLong);
        }
        text.to_owned()
    }

    fn number(&mut self, field: &str, typed: &str, range: std::ops::RangeInclusive<u32>) -> u32 {
        let number = typed
            .trim()
            .parse()
            .ok()
            .filter(|number| range.contains(number));
        if number.is_none() {
            let missing = typed.trim().is_empty();
            self.note(
                field,
                if missing {
                    FieldProblem::Missing
                } else {
                    FieldProblem::NotANumber
                },
            );
        }
        number.unwrap_or_default()
    }

    /// `instead` is never stored: a refusal follows.
    fn one_of<T>(&mut self, field: &str, found: Option<T>, instead: T) -> T {
        if found.is_none() {
            self.note(field, FieldProblem::Unknown);
        }
        found.unwrap_or(instead)
    }

    fn any_of<T>(
        &mut self,
        field: &str,
        typed: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if typed.is_empty() {
            return None;
        }
        let found = read(typed);
        if found.is_none() {
            self.note(field, FieldProblem::Unknown);
        }
        found
    }

    fn date(&mut self, field: &str, typed: &str) -> Option<NaiveDate> {
        if typed.trim().is_empty() {
            return None;
        }
        let date = NaiveDate::from_str(typed.trim()).ok();
        if date.is_none() {
            self.note(field, FieldProblem::NotADate);
        }
        date
    }

    fn period(&mut self, typed: &PostedPeriod) -> Period {
        if typed.starts.trim().is_empty() {
            self.note("starts", FieldProblem::Missing);
        }
        Period {
            starts: self.date("starts", &typed.starts).unwrap_or_default(),
            ends: self.date("ends", &typed.ends),
            renewal: self.one_of("renewal", Renewal::from_code(&typed.renewal), Renewal::None),
            last_notice: self.date("last_notice", &typed.last_notice),
        }
    }

    fn billing(&mut self, typed: &PostedFacts) -> Billing {
        match typed.billing.as_str() {
            "included" => Billing::Included,
            "chargeable" => Billing::Chargeable,
            "hour_book" => {
                let mut minutes = |field: &str, typed: &str| {
                    u16::try_from(self.number(field, typed, 1..=1440)).unwrap_or_default()
                };
                Billing::HourBook(HourRule {
                    unit_minutes: minutes("unit", &typed.unit),
                    minimum_minutes: minutes("minimum", &typed.minimum),
                    travel_minutes: 0,
                    out_of_hours_percent: 0,
                    approval_above_minutes: None,
                })
            }
            "fixed" => {
                let cents = cents_of(&typed.amount);
                if cents.is_none() {
                    self.note("amount", FieldProblem::NotANumber);
                }
                Billing::Fixed {
                    cents: cents.unwrap_or_default(),
                }
            }
            _ => {
                self.note("billing", FieldProblem::Unknown);
                Billing::Included
            }
        }
    }
}

/// "120", "99,50", "1 250.00 €" in cents.
fn cents_of(typed: &str) -> Option<u32> {
    let plain: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '€')
        .map(|letter| if letter == ',' { '.' } else { letter })
        .collect();
    let (euros, cents) = plain.split_once('.').unwrap_or((&plain, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(euros) || !digits(cents) || cents.len() > 2 {
        return None;
    }
    let cents: u32 = match cents.len() {
        1 => cents.parse::<u32>().ok()? * 10,
        _ => cents.parse().ok()?,
    };
    euros
        .parse::<u32>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)
}

fn typed_hours(typed: &PostedHours) -> Result<TypedHours, AppError> {
    let mut wrong = Wrong::default();
    let texts = [
        &typed.day1,
        &typed.day2,
        &typed.day3,
        &typed.day4,
        &typed.day5,
        &typed.day6,
        &typed.day7,
    ];
    let mut days: [Vec<(u16, u16)>; 7] = Default::default();
    for ((field, text), day) in DAYS.into_iter().zip(texts).zip(&mut days) {
        match day_spans(text) {
            Some(spans) => *day = spans,
            None => wrong.note(field, FieldProblem::NotHours),
        }
    }
    let always = !typed.always.is_empty();
    let hours = ServiceHours {
        always,
        week: week_of(&days),
        ..ServiceHours::default()
    };
    for fault in checks::hours(&hours) {
        match fault {
            Fault::ReversedInterval { day } => {
                wrong.note(DAYS[usize::from(day) - 1], FieldProblem::Reversed)
            }
            Fault::OverlappingIntervals { day } => {
                wrong.note(DAYS[usize::from(day) - 1], FieldProblem::Overlaps)
            }
            // A line may be open at no hour until it is published.
            _ => {}
        }
    }
    wrong.refuse()?;
    Ok(TypedHours {
        always,
        week: hours.week,
        closed_on_holidays: !typed.closed_on_holidays.is_empty(),
    })
}

/// An empty grid commits to nothing; otherwise every level has its row, and says what it promises or that it does not.
fn typed_targets(typed: &PostedTargets) -> Result<Vec<PriorityTargets>, AppError> {
    let rows = [
        (
            Priority::P1,
            [
                &typed.p1_response,
                &typed.p1_restoration,
                &typed.p1_curative,
            ],
            &typed.p1_none,
        ),
        (
            Priority::P2,
            [
                &typed.p2_response,
                &typed.p2_restoration,
                &typed.p2_curative,
            ],
            &typed.p2_none,
        ),
        (
            Priority::P3,
            [
                &typed.p3_response,
                &typed.p3_restoration,
                &typed.p3_curative,
            ],
            &typed.p3_none,
        ),
        (
            Priority::P4,
            [
                &typed.p4_response,
                &typed.p4_restoration,
                &typed.p4_curative,
            ],
            &typed.p4_none,
        ),
    ];
    let mut wrong = Wrong::default();
    let mut targets = Vec::new();
    for (priority, texts, none) in rows {
        let mut promised = ["response", "restoration", "curative"]
            .into_iter()
            .zip(texts)
            .map(|(kind, text)| {
                if text.trim().is_empty() {
                    return None;
                }
                let read = target(text);
                if read.is_none() {
                    wrong.note(&format!("{priority}_{kind}"), FieldProblem::NotADelay);
                }
                read
            });
        let mut next = || promised.next().flatten();
        let (response, restoration, curative) = (next(), next(), next());
        let row = PriorityTargets {
            priority,
            none: !none.is_empty(),
            response,
            restoration,
            curative,
        };
        if row.none
            && (row.response.is_some() || row.restoration.is_some() || row.curative.is_some())
        {
            wrong.note(&format!("{priority}_none"), FieldProblem::Contradicts);
        }
        targets.push(row);
    }
    wrong.refuse()?;
    let says_nothing = |row: &PriorityTargets| {
        !row.none && row.response.is_none() && row.restoration.is_none() && row.curative.is_none()
    };
    if targets.iter().all(says_nothing) {
        targets.clear();
    }
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::Target;

    #[test]
    fn sums_are_read_as_people_type_them() {
        for (typed, expected) in [
            ("120", Some(12_000)),
            ("99,50", Some(9_950)),
            ("1 250.5 €", Some(125_050)),
            ("", None),
            ("12,345", None),
            ("-5", None),
            ("douze", None),
            ("99999999999", None),
        ] {
            assert_eq!(cents_of(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_title_gives_its_key() {
        for (title, expected) in [
            ("Maintenance des serveurs", Some("maintenance-des-serveurs")),
            ("  Équipe — n° 2 ", Some("equipe-n-2")),
            ("é", None),
            ("???", None),
        ] {
            assert_eq!(key_of(title).as_ref().map(Key::as_str), expected, "{title}");
        }
        assert!(key_of(&"mot ".repeat(40)).is_some_and(|key| key.as_str().len() <= 60));
    }

    #[test]
    fn hours_are_refused_with_their_day() {
        let check = |day2: &str, expected: FieldProblem| {
            let typed = PostedHours {
                day2: day2.into(),
                ..PostedHours::default()
            };
            assert_eq!(
                typed_hours(&typed),
                Err(AppError::field("day2", expected)),
                "{day2}"
            );
        };
        check("matin", FieldProblem::NotHours);
        check("12:00-8:00", FieldProblem::Reversed);
        check("8:00-12:00, 11:00-14:00", FieldProblem::Overlaps);
        let typed = PostedHours {
            day1: "8-12, 14-18".into(),
            day5: "8-12".into(),
            ..PostedHours::default()
        };
        let week = typed_hours(&typed)
            .map(|hours| hours.week)
            .unwrap_or_default();
        assert_eq!(week.len(), 2);
        assert_eq!(week[0].days, [1, 5]);
    }

    #[test]
    fn a_grid_says_every_level_or_none_at_all() {
        assert_eq!(typed_targets(&PostedTargets::default()), Ok(vec![]));
        let typed = PostedTargets {
            p1_response: "30 min".into(),
            p4_none: "true".into(),
            ..PostedTargets::default()
        };
        let rows = typed_targets(&typed).unwrap_or_default();
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[0].response, Some(Target::OpenMinutes(30)));
        assert!(rows[3].none && !rows[1].none);
        let both = PostedTargets {
            p1_response: "30 min".into(),
            p1_none: "true".into(),
            ..PostedTargets::default()
        };
        assert_eq!(
            typed_targets(&both),
            Err(AppError::field("p1_none", FieldProblem::Contradicts))
        );
    }
}
