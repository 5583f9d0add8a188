//! One version of a contract: its dates, its lines, the clauses that answers quote.

use chrono::NaiveDate;
use leptos::{oco::Oco, prelude::*};

use super::conditions::{Conditions, priorities};
use super::line::ContractLine;
use super::perimeter::Address;
use crate::backend::contract::{SignedVersion, Standing};
use crate::domain::contract::{Clause, Line, ServiceLine, Terms};
use crate::domain::coverage::changes::SEEN;
use crate::domain::time::{DAY_MS, LocalInstant, SECOND_MS};
use crate::text::contract::conditions::conditions;
use crate::text::contract::verdict::{Names, clause, clause_anchor};
use crate::text::contract::{contract, renewal, standing_word};
use crate::text::planning::planning;
use crate::text::{Lang, format, words};
use crate::ui::badge::{Badge, Pill, Tone};
use crate::ui::icons::Glyph;
use crate::ui::time::Instant;

/// From when the last day for notice is said to come near.
const SOON_DAYS: i64 = 120;

impl Standing {
    /// Whether the whole text is shown; other versions get one line.
    pub fn is_shown_whole(self) -> bool {
        matches!(self, Standing::InForce | Standing::Suspended)
    }
}

/// The whole of a version.
#[component]
pub fn Signed(
    lang: Lang,
    contract: SignedVersion,
    names: Names,
    contract_path: String,
    whole: bool,
    /// The instant that dates are told from.
    at: LocalInstant,
    /// Whether it says by itself how a priority is decided.
    own_priorities: bool,
) -> impl IntoView {
    let signed = &contract.signed;
    let anchor = format!("contract-{}", clause_anchor(&signed.number, ""));
    let labelled_by = anchor.clone();
    let heading = format!("{}, {}", signed.title, signed.number);
    let standing = standing_badge(lang, contract.standing);
    let facts = facts(lang, &contract, at);
    let conditions = Conditions {
        lang,
        number: &signed.number,
        names: &names,
        contract_path: &contract_path,
    };
    let priorities = own_priorities.then(|| priorities(lang, &signed.terms));
    let money = conditions.money(&contract);
    let lines = grouped(&signed.terms.lines)
        .into_iter()
        .map(|group| lines_view(lang, group, &signed.number, &names, &contract_path, whole))
        .collect::<Vec<_>>();
    let clauses = clauses(lang, &signed.number, &signed.terms);
    view! {
        <section class="section contract" aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=anchor>{heading}</h2>
                {standing}
            </div>
            <div class="card">{facts}</div>
            {money}
            <div class="stack contract-lines">{lines}</div>
            {priorities}
            {clauses}
        </section>
    }
}

fn standing_badge(lang: Lang, standing: Standing) -> impl IntoView + use<> {
    let (tone, glyph) = match standing {
        Standing::InForce => (Tone::Ok, Glyph::Operational),
        Standing::Suspended => (Tone::Warn, Glyph::Pause),
        Standing::ToCome => (Tone::Planned, Glyph::Clock),
        Standing::Draft | Standing::Past => (Tone::Quiet, Glyph::History),
    };
    view! { <Badge tone glyph word=standing_word(lang, standing)/> }
}

fn facts(lang: Lang, signed: &SignedVersion, at: LocalInstant) -> impl IntoView + use<> {
    let text = contract(lang);
    let version = &signed.signed;
    let terms = &version.terms;
    let notice = signed.last_notice.map(|last| {
        // Midnights apart, so that an hour of the day changes nothing.
        let days = local_day(last) - local_day(at);
        let away = (days <= SOON_DAYS).then(|| {
            let away = conditions(lang).in_days(days);
            view! { " " <Pill tone=Tone::Warn>{away}</Pill> }
        });
        fact(
            text.last_notice,
            view! { <Instant lang at=last text=format::date(lang, last)/> {away} }.into_any(),
        )
    });
    let specification = terms.specification.as_ref().map(|specification| {
        let date = format::plain_date(lang, specification.date);
        fact(
            text.specification,
            text.specification_of(&specification.title, &date)
                .into_any(),
        )
    });
    let availability = terms.availability_target.map(|target| {
        fact(
            text.availability,
            text.a_month(&format::percent(lang, target)).into_any(),
        )
    });
    let holds = (!terms.hold_reasons.is_empty()).then(|| {
        fact(
            conditions(lang).on_hold,
            terms.hold_reasons.join(", ").into_any(),
        )
    });
    // Supervision opens repairs only.
    let seen = terms
        .lines
        .iter()
        .any(|line| line.service == ServiceLine::Corrective);
    view! {
        <dl class="facts">
            {fact(text.number, format!("{}, {} {}", version.number, text.version.to_lowercase(), version.version).into_any())}
            {fact(text.period, period(lang, signed).into_any())}
            {fact(text.renewal, renewal(lang, version.renewal).into_any())}
            {notice}
            {specification}
            {availability}
            {holds}
            {fact(text.observation, text.hours_after_repair(terms.observation_hours).into_any())}
            {fact(text.closing, text.working_days_after(terms.closing_working_days).into_any())}
            {seen.then(|| fact(text.seen, view! { {seen_rule(lang, terms)} <span class="cell-note">{text.seen_note}</span> }.into_any()))}
            {terms.planned_notice_days.map(|days| fact(planning(lang).notice, planning(lang).days_before(Some(days)).into_any()))}
        </dl>
    }
}

/// "panne totale : P2, panne partielle : P3".
fn seen_rule(lang: Lang, terms: &Terms) -> String {
    let rules = SEEN.map(|state| {
        let state_word = words::component_state(lang, state);
        let priority = match terms.priority_seen(state) {
            Some(priority) => words::priority(lang, priority),
            None => contract(lang).seen_unqualified,
        };
        format!("{state_word}\u{a0}: {priority}")
    });
    rules.join(", ")
}

fn fact(name: &'static str, value: AnyView) -> impl IntoView + use<> {
    view! { <dt>{name}</dt> <dd>{value}</dd> }
}

fn local_day(at: LocalInstant) -> i64 {
    (at.at + i64::from(at.offset_s) * SECOND_MS).div_euclid(DAY_MS)
}

fn period(lang: Lang, signed: &SignedVersion) -> String {
    let first = format::date_only(lang, signed.starts);
    let last = signed.last_day.map(|last| format::date_only(lang, last));
    contract(lang).period_of(&first, last.as_deref())
}

/// Lines of one bundle together, in the order of the contract.
fn grouped(lines: &[Line]) -> Vec<Vec<&Line>> {
    let mut groups: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        let same =
            |group: &&mut Vec<&Line>| line.bundle.is_some() && group[0].bundle == line.bundle;
        match groups.iter_mut().find(same) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    groups
}

/// A line alone, or the lines of a bundle under its one price.
fn lines_view(
    lang: Lang,
    group: Vec<&Line>,
    number: &str,
    names: &Names,
    contract_path: &str,
    whole: bool,
) -> AnyView {
    let text = contract(lang);
    let bundled = group.len() > 1;
    let bundle = group[0].bundle.clone().filter(|_| bundled);
    let price = group
        .iter()
        .map(|line| line.price.clone())
        .find(|price| !price.is_empty());
    let lines = group
        .into_iter()
        .map(|line| {
            view! {
                <ContractLine lang line=line.clone() number=number.to_owned() names=names.clone()
                    contract_path=contract_path.to_owned() priced=!bundled whole/>
            }
        })
        .collect::<Vec<_>>();
    match bundle {
        Some(bundle) => view! {
            <div class="bundle">
                <header class="bundle-head">
                    <h3>{bundle}</h3>
                    <p class="soft">{text.bundle_lead}</p>
                    {price.map(|price| view! { <p class="bundle-price">{price}</p> })}
                </header>
                <div class="stack">{lines}</div>
            </div>
        }
        .into_any(),
        None => lines.into_any(),
    }
}

fn clauses(lang: Lang, number: &str, terms: &Terms) -> impl IntoView + use<> {
    if terms.clauses.is_empty() {
        return None;
    }
    let text = contract(lang);
    let quoted = terms
        .clauses
        .iter()
        .map(|clause| quoted_clause(lang, number, clause))
        .collect::<Vec<_>>();
    Some(view! {
        <div class="clauses">
            <h3>{text.clauses}</h3>
            <div class="card lines">{quoted}</div>
        </div>
    })
}

/// As it stands in the contract, in the contract's language.
fn quoted_clause(lang: Lang, number: &str, quoted: &Clause) -> impl IntoView + use<> {
    let id = clause_anchor(number, &quoted.reference);
    let body =
        (!quoted.text.is_empty()).then(|| view! { <blockquote>{quoted.text.clone()}</blockquote> });
    view! {
        <article class="quoted-clause" id=id>
            <h4><span class="clause">{clause(lang, &quoted.reference)}</span> " " {quoted.title.clone()}</h4>
            {body}
        </article>
    }
}

/// Every version of every contract, one line each; those not shown whole lead to the day on which they are.
#[component]
pub fn OtherVersions(lang: Lang, versions: Vec<SignedVersion>, address: Address) -> impl IntoView {
    if versions.is_empty() {
        return None;
    }
    let text = contract(lang);
    let items = versions
        .iter()
        .map(|version| version_line(lang, version, &address))
        .collect::<Vec<_>>();
    Some(view! {
        <section class="section versions" aria-labelledby="other-versions">
            <h2 id="other-versions">{text.other_versions}</h2>
            <ul class="card lines other-versions">{items}</ul>
        </section>
    })
}

fn version_line(lang: Lang, version: &SignedVersion, address: &Address) -> impl IntoView + use<> {
    let text = contract(lang);
    let name: Oco<'static, str> = Oco::from(format!(
        "{}, {}, {} {}",
        version.signed.title,
        version.signed.number,
        text.version.to_lowercase(),
        version.signed.version
    ));
    let period = period(lang, version);
    let standing = standing_badge(lang, version.standing);
    // A draft is in force on no day.
    let first_day = Some(version.starts)
        .filter(|_| version.standing != Standing::Draft)
        .and_then(day_of);
    let read = first_day.map(|day| {
        let href = address.on_day(Some(day));
        let heard = name.clone();
        view! {
            <a href=href>{conditions(lang).read_this_version} <span class="only-heard">" " {heard}</span></a>
        }
    });
    view! {
        <li>
            <span>{name} " " <span class="soft">{period}</span></span>
            <span class="version-side">{standing} {read}</span>
        </li>
    }
}

/// The date there.
pub fn day_of(at: LocalInstant) -> Option<NaiveDate> {
    let local = at.at + i64::from(at.offset_s) * SECOND_MS;
    chrono::DateTime::from_timestamp_millis(local).map(|local| local.date_naive())
}
