//! A version of a contract: its template, the client's deviations, and what both say together.

use app::domain::contract::checks::{self, Period};
use app::domain::contract::{Renewal, VersionStatus};
use chrono::NaiveDate;

use super::Reading;
use super::terms;
use crate::import::document::Contract;
use crate::import::reader::Table;
use crate::import::values;

impl Reading<'_> {
    pub(super) fn contract(&self, table: &Table<'_>) -> Option<Contract> {
        let number = table.needed_text("number");
        let title = table.needed_text("title");
        let version = table.integer("version", 1..=10_000);
        let status = table.parsed(
            "status",
            values::code(VersionStatus::from_code, VersionStatus::ALL),
        );
        let starts = table.date("starts");
        let ends = table.date("ends");
        let renewal = table.parsed("renewal", values::code(Renewal::from_code, Renewal::ALL));
        let last_notice = table.date("last_notice");
        let deviations = terms::draft(table);
        let draft = match table.parsed("template", |name| self.template(name)) {
            Some(template) => deviations.over(template.value),
            None => deviations,
        };
        if number.is_empty() {
            return None;
        }
        let place = table.place();
        if table.retired() {
            return Some(Contract {
                place,
                retired: true,
                number,
                title,
                version: 0,
                status: VersionStatus::Terminated,
                starts: NaiveDate::default(),
                ends: None,
                renewal: Renewal::None,
                last_notice: None,
                terms: terms::nothing(),
                components: vec![],
                sites: vec![],
                hours: vec![],
            });
        }
        let hours = draft.written_hours();
        let (terms, components, sites) = draft.complete(place, table.problems());
        for (field, given) in [("version", version.is_some()), ("starts", starts.is_some())] {
            if !given && !table.has(field) {
                table.note(place, format!("`{field}` is missing"));
            }
        }
        let renewal = renewal.map_or(Renewal::None, |renewal| renewal.value);
        if let Some(starts) = &starts
            && (ends.is_some() || !table.has("ends"))
        {
            let period = Period {
                starts: starts.value,
                ends: ends.as_ref().map(|at| at.value),
                renewal,
                last_notice: last_notice.as_ref().map(|at| at.value),
            };
            for fault in checks::period(&period) {
                table.note(table.place_of("ends"), fault.to_string());
            }
        }
        Some(Contract {
            place,
            retired: false,
            number,
            title,
            version: u32::try_from(version?.value).ok()?,
            status: status.map_or(VersionStatus::Active, |status| status.value),
            starts: starts?.value,
            ends: ends.map(|at| at.value),
            renewal,
            last_notice: last_notice.map(|at| at.value),
            terms,
            components,
            sites,
            hours,
        })
    }

    fn template(&self, name: &str) -> Result<terms::TermsDraft, String> {
        let templates = self.templates.borrow();
        templates.get(name).cloned().ok_or_else(|| {
            let known: Vec<&str> = templates.keys().map(String::as_str).collect();
            match known.is_empty() {
                true => format!("there is no template “{name}”"),
                false => format!(
                    "there is no template “{name}”; there are {}",
                    known.join(", ")
                ),
            }
        })
    }
}
