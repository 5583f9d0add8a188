//! Behind each cell of the matrix: its components, by the clause that says so.

use leptos::prelude::*;

use super::perimeter::{Address, LeftOut, Perimeter};
use super::perimeter_table::cover_badge;
use super::verdict::Clause;
use crate::backend::contract::CoveredComponent;
use crate::domain::contract::ServiceLine;
use crate::domain::coverage::matrix::{Cell, Cover, Group, Row};
use crate::text::contract::contract;
use crate::text::contract::perimeter::{cell_anchor, perimeter as words_of};
use crate::text::contract::verdict::{ClauseRef, quoted};
use crate::text::{Lang, words};
use crate::ui::badge::{PostureBadge, posture_class};
use crate::ui::icons::{Glyph, Icon};

/// One part to open a category; a cell's link opens its own.
pub fn perimeter_detail(lang: Lang, perimeter: &Perimeter<'_>, address: &Address) -> AnyView {
    let text = words_of(lang);
    let categories = perimeter
        .matrix
        .rows
        .iter()
        .map(|row| category_view(lang, perimeter, address, row))
        .collect::<Vec<_>>();
    view! {
        <section class="section cover-details" aria-labelledby="perimeter-detail">
            <div class="section-head">
                <h2 id="perimeter-detail">{text.detail}</h2>
                <span class="soft">{text.detail_lead}</span>
            </div>
            <div class="card lines">{categories}</div>
        </section>
    }
    .into_any()
}

fn category_view(
    lang: Lang,
    perimeter: &Perimeter<'_>,
    address: &Address,
    row: &Row<'_>,
) -> impl IntoView + use<> {
    let text = words_of(lang);
    let cells = row
        .cells
        .iter()
        .map(|cell| cell_view(lang, perimeter, address, row, cell))
        .collect::<Vec<_>>();
    let none = (row.components == 0).then(|| view! { <p class="soft">{text.nothing_there}</p> });
    view! {
        <details class="cover-detail">
            <summary>
                <strong>{words::category(lang, row.category)}</strong>
                " " <span class="soft">{text.components(row.components)}</span>
            </summary>
            {none}
            <div class="cover-cells">{cells}</div>
        </details>
    }
}

fn cell_view(
    lang: Lang,
    perimeter: &Perimeter<'_>,
    address: &Address,
    row: &Row<'_>,
    cell: &Cell<'_>,
) -> impl IntoView + use<> {
    let text = words_of(lang);
    let id = cell_anchor(row.category, cell.service);
    let label = text.cell_of(
        words::category(lang, row.category),
        words::service_line(lang, cell.service),
    );
    let groups = cell
        .groups
        .iter()
        .map(|group| group_view(lang, perimeter, address, group))
        .collect::<Vec<_>>();
    let sites = perimeter.sites_of(row.category, cell.service);
    let differ = sites.iter().any(|(_, reading)| *reading != cell.reading);
    let sites = differ.then(|| {
        let lines = sites
            .into_iter()
            .map(|(site, reading)| view! { <li>{text.at_site(site, reading)}</li> })
            .collect::<Vec<_>>();
        view! {
            <p class="card-title">{text.each_site}</p>
            <ul class="cover-sites">{lines}</ul>
        }
    });
    view! {
        <div role="group" class=("cover-cell", true) class=posture_class(cell.service) id=id aria-label=label>
            <p><PostureBadge lang line=cell.service/></p>
            {groups}
            {sites}
        </div>
    }
}

/// One answer from one clause, and whom it is for.
fn group_view(
    lang: Lang,
    perimeter: &Perimeter<'_>,
    address: &Address,
    group: &Group<'_>,
) -> impl IntoView + use<> {
    let grounds = group.answer.ground.map(|ground| {
        let line = quoted(lang, &ground.line.title);
        let reference = ground.clause().to_owned();
        let clause = (!reference.is_empty()).then(|| {
            let quoted = ClauseRef {
                contract: ground.contract.number.clone(),
                reference,
            };
            view! { <Clause lang quoted contract_path=address.clauses()/> }
        });
        let note = ground.item.map(|item| item.note.clone());
        let note = note.filter(|note| !note.is_empty());
        view! {
            <span class="soft small">{line} " " {clause} {note.map(|note| format!(" ({note})"))}</span>
        }
    });
    let components = group
        .components
        .iter()
        .map(|position| &perimeter.contracts.components[*position])
        .collect::<Vec<_>>();
    view! {
        <div class="cover-group">
            <p class="cover-ground">{cover_badge(lang, group.answer.cover)} {grounds}</p>
            {component_names(address, &components)}
        </div>
    }
}

/// Names one after another, each leading to its page where the reader has one.
fn component_names(
    address: &Address,
    components: &[&CoveredComponent],
) -> Option<impl IntoView + use<>> {
    if components.is_empty() {
        return None;
    }
    let names = components
        .iter()
        .map(|component| {
            let name = component.name.clone();
            if address.components_have_pages {
                let href = ["/status/", component.key.as_str()].concat();
                view! { <li><a href=href>{name}</a></li> }.into_any()
            } else {
                view! { <li>{name}</li> }.into_any()
            }
        })
        .collect::<Vec<_>>();
    Some(view! { <ul class="names">{names}</ul> })
}

/// What no repair covers, and what managed services cannot see, each with its clause.
pub fn not_covered(lang: Lang, perimeter: &Perimeter<'_>, address: &Address) -> Option<AnyView> {
    let text = words_of(lang);
    let services = perimeter.services();
    let repairs = services.contains(&ServiceLine::Corrective);
    let unrepaired = perimeter.left_out(ServiceLine::Corrective, &[Cover::Excluded, Cover::Unsaid]);
    let blind = perimeter.left_out(ServiceLine::Managed, &[Cover::BlindSpot]);
    let part = |title, lead, glyph, gaps: Vec<LeftOut<'_>>| {
        (!gaps.is_empty()).then(|| gaps_view(lang, address, (title, lead, glyph), gaps))
    };
    let unrepaired = repairs
        .then(|| {
            part(
                text.not_repaired,
                text.not_repaired_lead,
                Glyph::Excluded,
                unrepaired,
            )
        })
        .flatten();
    let blind = part(
        text.blind_spots,
        text.blind_spots_lead,
        Glyph::BlindSpot,
        blind,
    );
    if unrepaired.is_none() && blind.is_none() {
        return None;
    }
    let section = view! {
        <section class="section" aria-labelledby="not-covered">
            <h2 id="not-covered">{text.not_covered}</h2>
            <div class="gaps">{unrepaired} {blind}</div>
        </section>
    };
    Some(section.into_any())
}

fn gaps_view(
    lang: Lang,
    address: &Address,
    (title, lead, glyph): (&'static str, &'static str, Glyph),
    gaps: Vec<LeftOut<'_>>,
) -> AnyView {
    let all: usize = gaps.iter().map(|gap| gap.components.len()).sum();
    let lines = gaps
        .iter()
        .map(|gap| {
            let clause = match gap.clause.clone() {
                Some(quoted) => {
                    view! { <Clause lang quoted contract_path=address.clauses()/> }.into_any()
                }
                None => view! { <span>{contract(lang).unsaid}</span> }.into_any(),
            };
            let note = (!gap.note.is_empty()).then(|| format!(" ({})", gap.note));
            view! {
                <li>
                    <p class="soft small">{clause} {note}</p>
                    {component_names(address, &gap.components)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card gap">
            <h3><Icon glyph/> {title} " " <span class="gap-count">{all}</span></h3>
            <p class="soft small">{lead}</p>
            <ul class="lines">{lines}</ul>
        </section>
    }
    .into_any()
}
