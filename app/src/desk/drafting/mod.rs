//! Contracts at the desk, for administrators: started from a template, prepared version by version, published.
//!
//! # Layout
//! - `workbench`: on the client's page, what is signed and what is being prepared; `new`: a new contract;
//!   `entries`: on the contract's page
//! - `sheet`: a draft with its dates, lines and clauses; `conditions`: its priorities, holds, approval, hour book
//! - `line`: one of its lines; `exceptions`, `on_call`, `catalogue`: parts of it
//! - `preview`: what it changes for the client, and the button that publishes it
//! - `fields`: what a form shows, typed or stored; `posted`: what it sends, read
//! - `actions`, `line_actions`, `terms_actions`: what the forms post to

pub mod actions;
mod catalogue;
mod conditions;
mod entries;
mod exceptions;
mod fields;
mod line;
mod line_actions;
mod new;
mod on_call;
mod posted;
mod preview;
mod sheet;
mod terms_actions;
mod workbench;

pub use entries::ContractEntries;
pub use line::DraftLinePage;
pub use new::NewContractPage;
pub use preview::PreviewPage;
pub use sheet::DraftPage;
pub use workbench::WorkbenchCard;

use std::collections::BTreeMap;

use crate::backend::drafting::{DraftAt, DraftSheet};
use crate::domain::contract::editing::Side;
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

/// As a form says which of a line's two sides it is about.
const fn side_code(of: Side) -> &'static str {
    match of {
        Side::Service => "service",
        Side::OnCall => "on_call",
    }
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
