//! The perimeter drawn: category by service, and what no repair covers.

use leptos::prelude::*;

use super::perimeter::{CategoryRow, Cell, Perimeter};
use super::verdict::Clause;
use crate::backend::contract::ClientContracts;
use crate::domain::component::Key;
use crate::domain::contract::ServiceLine;
use crate::text::contract::contract;
use crate::text::contract::verdict::Names;
use crate::text::{Lang, words};
use crate::ui::badge::{Badge, Tone};
use crate::ui::icons::{Glyph, Icon};

/// Category by service.
#[component]
pub fn PerimeterTable<'a>(lang: Lang, perimeter: &'a Perimeter) -> impl IntoView + use<> {
    let text = contract(lang);
    let headings = perimeter
        .services
        .iter()
        .map(|service| {
            view! {
                <th scope="col">{words::service_line(lang, *service)} <span class="cell-note">{words::posture(lang, *service)}</span></th>
            }
        })
        .collect::<Vec<_>>();
    let rows = perimeter
        .rows
        .iter()
        .map(|row| category_row(lang, row))
        .collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="perimeter">
            <div class="section-head">
                <h2 id="perimeter">{text.perimeter}</h2>
                <span class="soft">{text.perimeter_lead}</span>
            </div>
            <table class="table matrix">
                <thead>
                    <tr>
                        <th scope="col">{text.category}</th>
                        <th scope="col" class="number">{text.components}</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn category_row(lang: Lang, row: &CategoryRow) -> impl IntoView + use<> {
    let text = contract(lang);
    let cells = row
        .cells
        .iter()
        .map(|(service, cell)| {
            let (tone, glyph, word) = match *cell {
                Cell::Included => (Tone::Ok, Glyph::Operational, text.included.to_owned()),
                Cell::Some { covered, all } => {
                    (Tone::Ok, Glyph::Provisional, text.some_of(covered, all))
                }
                Cell::NotSupervised => {
                    (Tone::Warn, Glyph::Degraded, text.not_supervised.to_owned())
                }
                Cell::Excluded => (Tone::Quiet, Glyph::NotSupervised, text.excluded.to_owned()),
                Cell::Unsaid => (Tone::Quiet, Glyph::NotSupervised, text.unsaid.to_owned()),
            };
            view! {
                <td data-label=words::service_line(lang, *service)><Badge tone glyph word/></td>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <tr>
            <th scope="row">{words::category(lang, row.category)}</th>
            <td class="number" data-label=text.components>{row.components}</td>
            {cells}
        </tr>
    }
}

/// What a fault on would go on quote, with the clause that leaves it out.
#[component]
pub fn LeftOutList<'a>(
    lang: Lang,
    perimeter: &'a Perimeter,
    contract_path: String,
) -> impl IntoView + use<> {
    if perimeter.left_out.is_empty() || !perimeter.services.contains(&ServiceLine::Corrective) {
        return None;
    }
    let text = contract(lang);
    let items = perimeter
        .left_out
        .iter()
        .map(|left_out| {
            let clause = match left_out.clause.clone() {
                Some(quoted) => view! { <Clause lang quoted contract_path=contract_path.clone()/> }.into_any(),
                None => view! { <span class="soft small">{text.unsaid}</span> }.into_any(),
            };
            view! {
                <li>
                    <Icon glyph=Glyph::NotSupervised/>
                    <span>{left_out.name.clone()} " " <span class="soft">{words::category(lang, left_out.category)}</span> " " {clause}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(view! {
        <section class="section scope-out" aria-labelledby="not-repaired">
            <div class="section-head">
                <h2 id="not-repaired">{text.not_repaired}</h2>
                <span class="soft">{text.not_repaired_lead}</span>
            </div>
            <ul class="card left-out">{items}</ul>
        </section>
    })
}

/// Names of everything that a verdict about this client may speak of.
pub fn names(lang: Lang, contracts: &ClientContracts) -> Names {
    let lines = contracts
        .contracts
        .iter()
        .flat_map(|contract| &contract.signed.terms.lines);
    let items = lines.flat_map(|line| &line.catalogue);
    Names {
        components: contracts
            .components
            .iter()
            .map(|component| (component.key.clone(), component.name.clone()))
            .collect(),
        sites: contracts
            .sites
            .iter()
            .filter_map(|site| {
                let key = Key::new(site.key.clone()).ok()?;
                Some((key, site.name.clone()))
            })
            .collect(),
        catalogue: items
            .map(|item| {
                let title = match lang {
                    Lang::Fr => item.title.clone(),
                    Lang::En => item.title_en.clone(),
                };
                (item.key.clone(), title)
            })
            .collect(),
    }
}
