//! The history as a file.

use app::backend::history::{Entry, EntryKind, PastIntervention};
use app::backend::status::Outage;
use app::domain::access::Lang;
use app::domain::time::SECOND_MS;
use app::text::history::history;
use app::text::words;

use crate::spreadsheet::{self, instant};

/// The whole file.
///
/// # Errors
/// None in practice: the file is made in memory.
pub fn file(lang: Lang, entries: &[Entry]) -> anyhow::Result<Vec<u8>> {
    let text = history(lang);
    let rows = entries.iter().map(|entry| match entry {
        Entry::Outage(outage) => outage_fields(lang, outage),
        Entry::Intervention(intervention) => intervention_fields(lang, intervention),
    });
    spreadsheet::file(&text.columns, rows)
}

fn outage_fields(lang: Lang, outage: &Outage) -> [String; 10] {
    [
        history(lang).kind(EntryKind::Outage).to_owned(),
        String::new(),
        String::new(),
        outage.component_name.clone(),
        String::new(),
        instant(outage.starts),
        outage.ends.map(instant).unwrap_or_default(),
        seconds(outage.duration_ms),
        seconds(outage.unavailable_ms),
        words::component_state(lang, outage.worst).to_owned(),
    ]
}

fn intervention_fields(lang: Lang, intervention: &PastIntervention) -> [String; 10] {
    let component = intervention.component.as_ref();
    [
        history(lang).kind(EntryKind::Intervention).to_owned(),
        intervention.reference.clone(),
        intervention.title.clone(),
        component.map(|one| one.name.clone()).unwrap_or_default(),
        intervention.site.clone().unwrap_or_default(),
        instant(intervention.declared),
        intervention.ended.map(instant).unwrap_or_default(),
        intervention.duration_ms().map(seconds).unwrap_or_default(),
        String::new(),
        words::intervention_state(lang, intervention.state).to_owned(),
    ]
}

fn seconds(length_ms: i64) -> String {
    (length_ms / SECOND_MS).to_string()
}

#[cfg(test)]
mod tests {
    use app::backend::status::ComponentLabel;
    use app::domain::contract::Activity;
    use app::domain::intervention::InterventionState;
    use app::domain::time::LocalInstant;

    use super::*;

    #[test]
    fn a_file_has_its_mark_its_columns_and_its_quotes() -> anyhow::Result<()> {
        let declared = LocalInstant {
            at: 1_795_438_925_000,
            offset_s: 3600,
        };
        let entry = Entry::Intervention(PastIntervention {
            reference: "AM-2026-0001".into(),
            title: "=1+1, \"vite\"".into(),
            state: InterventionState::Closed,
            activity: Activity::Fault,
            service: None,
            component: Some(ComponentLabel {
                key: "erp".into(),
                name: "ERP".into(),
            }),
            site: None,
            declared,
            ended: Some(LocalInstant {
                at: declared.at + 90_000,
                ..declared
            }),
        });
        let text = String::from_utf8(file(Lang::En, &[entry])?)?;
        let expected = "\u{feff}Kind,Reference,Subject,Item,Site,Began,Ended,Lasted (s),Unavailable (s),State\r\n\
            Intervention,AM-2026-0001,\"'=1+1, \"\"vite\"\"\",ERP,,2026-11-23T14:02:05+01:00,2026-11-23T14:03:35+01:00,90,,Closed\r\n";
        assert_eq!(text, expected);
        Ok(())
    }
}
