//! Contracts at the desk, for administrators: started from a template, prepared version by version, published.
//!
//! # Layout
//! - `workbench`: on the client's page, what is signed and what is being prepared; `new`: a new contract
//! - `sheet`: a draft with its dates, lines and clauses; `line`: one of its lines
//! - `preview`: what it changes for the client, and the button that publishes it
//! - `fields`: what a form shows, typed or stored; `actions`: what the forms post to

pub mod actions;
mod fields;
mod line;
mod new;
mod preview;
mod sheet;
mod workbench;

pub use line::DraftLinePage;
pub use new::NewContractPage;
pub use preview::PreviewPage;
pub use sheet::DraftPage;
pub use workbench::WorkbenchCard;

use std::collections::BTreeMap;

use crate::backend::drafting::{DraftAt, DraftSheet};
use crate::text::Lang;
use crate::text::contract::verdict::Names;

/// The page of a draft.
fn address(client: &str, draft: i64) -> String {
    format!("/desk/clients/{client}/drafts/{draft}")
}

fn line_address(client: &str, draft: i64, line: &str) -> String {
    format!("{}/lines/{line}", address(client, draft))
}

fn sheet_address(sheet: &DraftSheet) -> String {
    address(&sheet.client.slug, sheet.id)
}

/// A draft's address, if that is one.
fn parse_draft(text: Option<String>) -> i64 {
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn at(sheet: &DraftSheet) -> DraftAt {
    DraftAt {
        client: sheet.client.slug.clone(),
        draft: sheet.id,
        revision: sheet.revision,
    }
}

/// Names for the keys that a draft speaks of.
fn names(lang: Lang, sheet: &DraftSheet) -> Names {
    let catalogue = sheet
        .draft
        .terms
        .lines
        .iter()
        .flat_map(|line| &line.catalogue);
    Names {
        components: sheet
            .components
            .iter()
            .map(|component| (component.key.clone(), component.name.clone()))
            .collect::<BTreeMap<_, _>>(),
        sites: sheet
            .sites
            .iter()
            .map(|site| (site.key.clone(), site.name.clone()))
            .collect(),
        catalogue: catalogue
            .map(|item| {
                let title = if lang == Lang::Fr {
                    &item.title
                } else {
                    &item.title_en
                };
                (item.key.clone(), title.clone())
            })
            .collect(),
    }
}
