//! The service hours that availability counts on: those of the line that answers for each component, at its site.

use std::collections::HashMap;

use app::domain::calendar::{date_of, expand};
use app::domain::component::{Category, Key};
use app::domain::contract::{
    ContractVersion, HolidayZone, Line, PublicHolidays, ServiceLine, VersionStatus,
};
use app::domain::coverage::Subject;
use app::domain::coverage::matrix::{Cover, Ground, Matrix, matrix};
use app::domain::time::{DAY_MS, EpochMs, Span};
use chrono::Days;

use super::queries::{ComponentRow, SiteRow};
use crate::zone::Zone;

/// What covers one component over a month.
#[derive(Debug, Clone)]
pub struct Covered {
    /// Of the contract that answers last.
    pub contract: String,
    pub clause: String,
    pub target: Option<u32>,
    /// Sorted and disjoint.
    pub hours: Vec<Span>,
}

/// A component with the sites that it serves, in their order.
pub struct Placed<'a> {
    pub row: &'a ComponentRow,
    pub sites: Vec<&'a SiteRow>,
}

/// By position among `components`; none for what no contract covered at any time of `span`.
pub fn covered(
    components: &[Placed<'_>],
    contracts: &[ContractVersion],
    client_zone: &str,
    span: Span,
) -> Vec<Option<Covered>> {
    let subjects: Vec<Subject> = components.iter().filter_map(subject).collect();
    if subjects.len() != components.len() {
        return components.iter().map(|_| None).collect();
    }
    let mut found: Vec<Option<Covered>> = components.iter().map(|_| None).collect();
    let mut expanded: HashMap<(String, u32, String, Option<i64>), Vec<Span>> = HashMap::new();
    for piece in pieces(contracts, span) {
        let matrix = matrix(&subjects, None, contracts, piece.from);
        for (place, component) in components.iter().enumerate() {
            let Some(ground) = ground(&matrix, place) else {
                continue;
            };
            let site = component.sites.first().copied();
            let key = (
                ground.contract.number.clone(),
                ground.contract.version,
                ground.line.key.to_string(),
                site.map(|site| site.id),
            );
            let hours = expanded
                .entry(key)
                .or_insert_with(|| open_hours(ground.line, site, client_zone, span));
            let open = hours.iter().filter_map(|open| open.clipped_to(piece));
            let told = found[place].get_or_insert_with(|| Covered {
                contract: String::new(),
                clause: String::new(),
                target: None,
                hours: vec![],
            });
            told.contract.clone_from(&ground.contract.number);
            ground.clause().clone_into(&mut told.clause);
            told.target = ground.contract.terms.availability_target;
            told.hours.extend(open);
        }
    }
    found
}

/// Stretches over which the same versions are in force.
fn pieces(contracts: &[ContractVersion], span: Span) -> Vec<Span> {
    let signed = contracts
        .iter()
        .filter(|version| version.status == VersionStatus::Active);
    let mut cuts: Vec<EpochMs> = signed
        .flat_map(|version| [Some(version.starts_at), version.ends_at])
        .flatten()
        .filter(|at| (span.from + 1..span.to).contains(at))
        .chain([span.from, span.to])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).map(|pair| Span {
        from: pair[0],
        to: pair[1],
    });
    pieces.collect()
}

/// Who repairs it, or else who looks after it.
fn ground<'a>(matrix: &Matrix<'a>, place: usize) -> Option<Ground<'a>> {
    let services = [ServiceLine::Corrective, ServiceLine::Managed];
    let answers = services
        .into_iter()
        .filter_map(|service| matrix.answer(place, service));
    answers
        .filter(|answer| matches!(answer.cover, Cover::Included | Cover::BlindSpot))
        .find_map(|answer| answer.ground)
}

fn open_hours(line: &Line, site: Option<&SiteRow>, client_zone: &str, span: Span) -> Vec<Span> {
    let named = [
        Some(line.hours.zone.as_str()),
        site.map(|site| site.time_zone.as_str()),
        Some(client_zone),
    ];
    let known = named
        .into_iter()
        .flatten()
        .find(|name| Zone::is_known(name));
    let zone = Zone::named(known.unwrap_or("UTC")).tz();
    let holidays = match site {
        Some(site) => HolidayZone::from_code(&site.holiday_zone).map(|zone| PublicHolidays {
            zone,
            good_friday: site.good_friday != 0,
        }),
        None => Some(PublicHolidays {
            zone: HolidayZone::France,
            good_friday: false,
        }),
    };
    let Some(first) = date_of(&zone, span.from) else {
        return vec![];
    };
    // From the day before to the day after: no zone is further from the client's.
    let first = first.checked_sub_days(Days::new(1)).unwrap_or(first);
    let days = u64::try_from(span.length_ms() / DAY_MS).unwrap_or(0) + 4;
    let table = expand(&line.hours, holidays, &zone, first, days);
    let open = table.open.iter().filter_map(|open| open.clipped_to(span));
    open.collect()
}

fn subject(component: &Placed<'_>) -> Option<Subject> {
    let sites = component.sites.iter();
    Some(Subject::Component {
        key: Key::new(component.row.key.clone()).ok()?,
        category: Category::from_code(&component.row.category)?,
        sites: sites
            .filter_map(|site| Key::new(site.key.clone()).ok())
            .collect(),
        // What nothing watches has no ledger, and so no percentage.
        supervised: true,
    })
}
