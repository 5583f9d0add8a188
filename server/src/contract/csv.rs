//! The perimeter as a file: one row a component and service, with what the contract says of it.

use app::backend::contract::{ClientContracts, CoveredComponent};
use app::domain::access::Lang;
use app::domain::contract::{Line, Priority, PriorityTargets, ServiceLine, Target};
use app::domain::coverage::Subject;
use app::domain::coverage::matrix::{Answer, Cover, matrix};
use app::text::contract::contract;
use app::text::contract::perimeter::perimeter;
use app::text::contract::terms::{billing, hours_in_short, target};
use app::text::format::{NARROW, NBSP};
use app::text::words;

use crate::spreadsheet;

/// The whole file, of the day that was read.
///
/// # Errors
/// None in practice: the file is made in memory.
pub fn file(lang: Lang, contracts: &ClientContracts) -> anyhow::Result<Vec<u8>> {
    let subjects: Vec<Subject> = contracts
        .components
        .iter()
        .map(CoveredComponent::subject)
        .collect();
    let versions = contracts.versions();
    let matrix = matrix(&subjects, None, &versions, contracts.at().at);
    let components = contracts.components.iter().enumerate();
    let rows = components.flat_map(|(position, component)| {
        let answers = ServiceLine::ALL.iter().filter_map({
            let matrix = &matrix;
            move |service| Some((*service, matrix.answer(position, *service)?))
        });
        answers.map(move |(service, answer)| {
            let fields = row(lang, contracts, component, service, answer);
            fields.iter().map(|field| plain(field)).collect::<Vec<_>>()
        })
    });
    spreadsheet::file(&perimeter(lang).columns, rows)
}

/// Without the spaces that keep a page's words together: a filter finds "8 h" typed as people type it.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| *letter != '\u{2060}')
        .map(|letter| match letter {
            NBSP | NARROW => ' ',
            other => other,
        })
        .collect()
}

fn row(
    lang: Lang,
    contracts: &ClientContracts,
    component: &CoveredComponent,
    service: ServiceLine,
    answer: Answer<'_>,
) -> Vec<String> {
    let text = perimeter(lang);
    let sites: Vec<&str> = contracts
        .sites
        .iter()
        .filter(|site| component.sites.iter().any(|key| key.as_str() == site.key))
        .map(|site| site.name.as_str())
        .collect();
    let mut fields = vec![
        component.key.to_string(),
        component.name.clone(),
        words::category(lang, component.category).to_owned(),
        sites.join(", "),
        text.yes_no(component.supervised).to_owned(),
        words::service_line(lang, service).to_owned(),
        text.cover(answer.cover).to_owned(),
    ];
    let Some(ground) = answer.ground else {
        fields.resize(text.columns.len(), String::new());
        return fields;
    };
    let note = ground.item.map_or("", |item| item.note.as_str());
    fields.extend([
        ground.contract.number.clone(),
        ground.contract.version.to_string(),
        ground.line.title.clone(),
        ground.clause().to_owned(),
        note.to_owned(),
    ]);
    if matches!(
        answer.cover,
        Cover::Excluded | Cover::Unsaid | Cover::NoLine
    ) {
        fields.resize(text.columns.len(), String::new());
        return fields;
    }
    fields.push(hours_in_short(lang, &ground.line.hours));
    let duty = ground.on_call(&component.subject(), contracts.at().at);
    fields.push(duty.map_or_else(String::new, |duty| hours_in_short(lang, &duty.hours)));
    fields.extend(targets(lang, ground.line));
    fields.push(billing(lang, &ground.line.billing));
    fields
}

/// Response, restoration, curative, answer and news, each for the four priorities.
fn targets(lang: Lang, line: &Line) -> impl Iterator<Item = String> {
    let clocks: [fn(&PriorityTargets) -> Option<Target>; 5] = [
        |targets| targets.response,
        |targets| targets.restoration,
        |targets| targets.curative,
        |targets| targets.answer,
        |targets| targets.communication,
    ];
    clocks.into_iter().flat_map(move |clock| {
        Priority::ALL.iter().map(move |priority| {
            let promised = line
                .targets
                .iter()
                .find(|targets| targets.priority == *priority && !targets.none);
            match promised.and_then(clock) {
                Some(given) => target(lang, given),
                None => contract(lang).no_commitment.to_owned(),
            }
        })
    })
}
