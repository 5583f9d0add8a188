//! The matrix drawn: category by service, each cell a shape and a word that lead to its detail.

use leptos::prelude::*;

use super::perimeter::{Address, Perimeter};
use crate::backend::contract::ClientContracts;
use crate::domain::component::Key;
use crate::domain::coverage::matrix::{Cell, Cover, Reading, Row};
use crate::text::contract::contract;
use crate::text::contract::perimeter::{cell_anchor, perimeter as words_of};
use crate::text::contract::verdict::Names;
use crate::text::{Lang, words};
use crate::ui::badge::{Badge, PostureBadge, Tone};
use crate::ui::icons::Glyph;

/// Sites named in one cell; the others are counted, and the detail has them all.
const SITES_IN_A_CELL: usize = 2;

/// Category by service, with the choice of a site.
pub fn perimeter_table(lang: Lang, perimeter: &Perimeter<'_>, address: &Address) -> AnyView {
    let text = words_of(lang);
    let headings = crate::domain::contract::ServiceLine::ALL
        .iter()
        .map(|service| view! { <th scope="col"><PostureBadge lang line=*service/></th> })
        .collect::<Vec<_>>();
    let rows = perimeter
        .matrix
        .rows
        .iter()
        .map(|row| category_row(lang, perimeter, row))
        .collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="perimeter">
            <div class="section-head">
                <h2 id="perimeter">{text.title}</h2>
                <span class="soft">{text.lead}</span>
            </div>
            {sites_view(lang, perimeter, address)}
            <table class="table matrix">
                <thead>
                    <tr>
                        <th scope="col">{contract(lang).category}</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {legend(lang, perimeter)}
        </section>
    }
    .into_any()
}

/// One link a site: the same page, read there.
fn sites_view(
    lang: Lang,
    perimeter: &Perimeter<'_>,
    address: &Address,
) -> Option<impl IntoView + use<>> {
    let text = words_of(lang);
    let sites = &perimeter.contracts.sites;
    if sites.len() < 2 {
        return None;
    }
    let link = |key: Option<Key>, name: String| {
        let is_chosen =
            perimeter.site.map(|site| site.key.as_str()) == key.as_ref().map(Key::as_str);
        let href = format!("{}#perimeter", address.at_site(key.as_ref()));
        view! { <li><a href=href aria-current=is_chosen.then_some("true")>{name}</a></li> }
    };
    let each = sites.iter().filter_map(|site| {
        let key = Key::new(site.key.clone()).ok()?;
        Some(link(Some(key), site.name.clone()))
    });
    let links: Vec<_> = std::iter::once(link(None, text.all_sites.to_owned()))
        .chain(each)
        .collect();
    Some(view! {
        <nav class="site-choice" aria-label=text.choose_site><ul>{links}</ul></nav>
    })
}

fn category_row(lang: Lang, perimeter: &Perimeter<'_>, row: &Row<'_>) -> impl IntoView + use<> {
    let cells = row
        .cells
        .iter()
        .map(|cell| cell_view(lang, perimeter, row, cell))
        .collect::<Vec<_>>();
    let count = words_of(lang).components(row.components);
    view! {
        <tr>
            <th scope="row">{words::category(lang, row.category)} <span class="cell-note">{count}</span></th>
            {cells}
        </tr>
    }
}

fn cell_view(
    lang: Lang,
    perimeter: &Perimeter<'_>,
    row: &Row<'_>,
    cell: &Cell<'_>,
) -> impl IntoView + use<> {
    let text = words_of(lang);
    let service = words::service_line(lang, cell.service);
    let href = format!("#{}", cell_anchor(row.category, cell.service));
    let blind_spots = match cell.reading {
        Reading::Partly { blind_spots, .. } if blind_spots > 0 => {
            Some(text.blind_spots_among(blind_spots))
        }
        _ => None,
    };
    let blind_spots = blind_spots.map(|word| {
        view! { <span class="cell-note"><Badge tone=Tone::Warn glyph=Glyph::BlindSpot word/></span> }
    });
    let differing = perimeter.exceptions_of(row.category, cell.service, cell.reading);
    let rest = differing.len().saturating_sub(SITES_IN_A_CELL);
    let sites = differing
        .into_iter()
        .take(SITES_IN_A_CELL)
        .map(|(site, reading)| view! { <span class="cell-note">{text.at_site(site, reading)}</span> })
        .collect::<Vec<_>>();
    let rest =
        (rest > 0).then(|| view! { <span class="cell-note">{text.other_sites(rest)}</span> });
    // Where there is no line, there is nothing to lead to.
    let mark = if cell.reading == Reading::All(Cover::NoLine) {
        reading_badge(lang, cell.reading).into_any()
    } else {
        view! { <a class="cell-link" href=href>{reading_badge(lang, cell.reading)}</a> }.into_any()
    };
    view! {
        <td data-label=service data-cover=reading_code(cell.reading)>
            <div>{mark} {blind_spots} {sites} {rest}</div>
        </td>
    }
}

/// Shape, word and colour of a cell.
pub fn reading_badge(lang: Lang, reading: Reading) -> impl IntoView {
    let word = words_of(lang).reading(reading);
    match reading {
        Reading::All(cover) => cover_badge(lang, cover).into_any(),
        Reading::Partly { .. } => {
            view! { <Badge tone=Tone::Ok glyph=Glyph::Partly word/> }.into_any()
        }
    }
}

/// Shape, word and colour of one answer.
pub fn cover_badge(lang: Lang, cover: Cover) -> impl IntoView {
    let (tone, glyph) = match cover {
        Cover::Included => (Tone::Ok, Glyph::Operational),
        Cover::BlindSpot => (Tone::Warn, Glyph::BlindSpot),
        Cover::OnQuote => (Tone::Planned, Glyph::Note),
        Cover::Excluded => (Tone::Down, Glyph::Excluded),
        Cover::Unsaid => (Tone::Quiet, Glyph::Unsaid),
        Cover::NoLine => (Tone::Quiet, Glyph::NoLine),
    };
    view! { <Badge tone glyph word=words_of(lang).cover(cover)/> }
}

/// For tests and styles.
const fn reading_code(reading: Reading) -> &'static str {
    match reading {
        Reading::All(Cover::Included) => "included",
        Reading::All(Cover::BlindSpot) => "blind_spot",
        Reading::All(Cover::OnQuote) => "on_quote",
        Reading::All(Cover::Excluded) => "excluded",
        Reading::All(Cover::Unsaid) => "unsaid",
        Reading::All(Cover::NoLine) => "no_line",
        Reading::Partly { .. } => "partly",
    }
}

/// What the shapes that are in sight mean.
fn legend(lang: Lang, perimeter: &Perimeter<'_>) -> impl IntoView + use<> {
    let text = words_of(lang);
    let readings = || {
        let rows = perimeter.matrix.rows.iter();
        rows.flat_map(|row| &row.cells).map(|cell| cell.reading)
    };
    let is_shown = |cover: Cover| match cover {
        Cover::BlindSpot => readings().any(|reading| match reading {
            Reading::All(cover) => cover == Cover::BlindSpot,
            Reading::Partly { blind_spots, .. } => blind_spots > 0,
        }),
        cover => readings().any(|reading| reading == Reading::All(cover)),
    };
    let all = [
        Cover::Included,
        Cover::BlindSpot,
        Cover::OnQuote,
        Cover::Excluded,
        Cover::Unsaid,
        Cover::NoLine,
    ];
    let mut entries: Vec<AnyView> = all
        .into_iter()
        .filter(|cover| is_shown(*cover))
        .map(|cover| {
            let meaning = text.meaning(cover);
            view! { <li>{cover_badge(lang, cover)} <span>{meaning}</span></li> }.into_any()
        })
        .collect();
    if readings().any(|reading| matches!(reading, Reading::Partly { .. })) {
        let (word, meaning) = text.partly();
        let entry = view! { <li><Badge tone=Tone::Ok glyph=Glyph::Partly word/> <span>{meaning}</span></li> };
        entries.insert(1.min(entries.len()), entry.into_any());
    }
    view! { <ul class="legend" aria-label=text.how_to_read>{entries}</ul> }
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
