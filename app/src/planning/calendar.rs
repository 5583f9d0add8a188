//! `/calendar`: planned work by month, or what is to come. Filters live in the address.

use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::slot::{SlotTime, answer_tone};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::ClientName;
use crate::backend::planning::{Calendar, CalendarEntry, CalendarFilter, Day, Layout, Planning};
use crate::domain::access::Asker;
use crate::domain::time::LocalInstant;
use crate::interventions::list::shown_title;
use crate::shell::{Document, Place, Scripts};
use crate::text::desk::desk;
use crate::text::planning::planning;
use crate::text::{Lang, common, format};
use crate::ui::badge::Pill;
use crate::ui::{Choice, Empty, Glyph, PageHead, SelectField};

/// The calendar, of the client or of all.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let word = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let filter = CalendarFilter {
        client: word("client"),
        month: word("month").and_then(|month| read_month(&month)),
        layout: match word("view").as_deref() {
            Some("list") => Layout::List,
            _ => Layout::Month,
        },
    };
    let planning = backend::<Planning>().0;
    answered(async move {
        let asker = asker()?;
        let calendar = planning.calendar(&asker, &filter).await?;
        let at_the_desk = matches!(&*asker, Asker::Staff(_));
        Ok(view! { <Planned calendar filter at_the_desk/> })
    })
}

/// "2026-11".
fn read_month(text: &str) -> Option<(i32, u32)> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    ((1970..=9998).contains(&year) && (1..=12).contains(&month)).then_some((year, month))
}

#[component]
fn Planned(calendar: Calendar, filter: CalendarFilter, at_the_desk: bool) -> impl IntoView {
    let lang = visit().lang;
    let text = planning(lang);
    let (place, prefix) = match at_the_desk {
        true => (Place::Calendar, "/desk/interventions"),
        false => (Place::Interventions, "/interventions"),
    };
    let inside = match filter.layout {
        Layout::List => calendar.entries.len(),
        Layout::Month => shown_inside(&calendar),
    };
    let empty = match filter.layout {
        Layout::List => text.nothing_to_come,
        Layout::Month => text.nothing_this_month,
    };
    let title = match inside {
        0 => empty.to_owned(),
        some => text.how_many(some),
    };
    let heading = match filter.layout {
        Layout::List => text.to_come.to_owned(),
        Layout::Month => capitalised(&format::month(lang, of(calendar.month))),
    };
    let clients = calendar.clients.clone();
    view! {
        <Document title=text.calendar place scripts=Scripts::Board>
            <div data-live-region="calendar-head">
                <PageHead kicker=text.planned_work title>
                    <div class="actions">
                        {at_the_desk.then(|| view! { <a class="button" href="/desk/plan">{text.plan}</a> })}
                        <a class="button button-plain" href="/calendar.ics" download="calendar.ics">{text.download}</a>
                    </div>
                </PageHead>
            </div>
            {at_the_desk.then(|| view! { <Filters lang clients filter=filter.clone()/> })}
            <section aria-labelledby="month" data-live-region="calendar">
                <div class="section-head">
                    <h2 id="month">{heading}</h2>
                    <Ways lang filter=filter.clone() month=calendar.month/>
                </div>
                {match filter.layout {
                    Layout::List => view! { <ToCome lang calendar prefix at_the_desk/> }.into_any(),
                    Layout::Month => view! { <MonthView lang calendar prefix at_the_desk/> }.into_any(),
                }}
            </section>
        </Document>
    }
}

/// Of the month itself, not of its neighbours' days.
fn shown_inside(calendar: &Calendar) -> usize {
    let inside = calendar.days.iter().filter(|day| day.is_inside);
    let mut places: Vec<usize> = inside.flat_map(|day| day.entries.clone()).collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

/// To the months beside, and to the other drawing.
#[component]
fn Ways(lang: Lang, filter: CalendarFilter, month: NaiveDate) -> impl IntoView {
    let text = planning(lang);
    let is_list = filter.layout == Layout::List;
    let to = |month: Option<NaiveDate>, layout: Layout| address(&filter, month, layout);
    let before = to(month.checked_sub_months(Months::new(1)), Layout::Month);
    let after = to(month.checked_add_months(Months::new(1)), Layout::Month);
    let (by_month, list) = (to(None, Layout::Month), to(None, Layout::List));
    let beside = (!is_list).then(|| {
        view! {
            <a href=before>{text.before}</a> " "
            <a href=by_month.clone()>{text.this_month}</a> " "
            <a href=after>{text.after}</a> " "
        }
    });
    view! {
        <nav class="ways" aria-label=text.calendar>
            {beside}
            <a href=by_month aria-current=(!is_list).then_some("true")>{text.month}</a> " "
            <a href=list aria-current=is_list.then_some("true")>{text.list}</a>
        </nav>
    }
}

/// The page with these filters.
fn address(filter: &CalendarFilter, month: Option<NaiveDate>, layout: Layout) -> String {
    let mut pairs = Vec::new();
    if layout == Layout::List {
        pairs.push("view=list".to_owned());
    }
    if let Some(month) = month {
        pairs.push(format!("month={}-{:02}", month.year(), month.month()));
    }
    if let Some(client) = &filter.client {
        let client = leptos_router::location::Url::escape(client);
        pairs.push(format!("client={client}"));
    }
    match pairs.is_empty() {
        true => "/calendar".to_owned(),
        false => format!("/calendar?{}", pairs.join("&")),
    }
}

#[component]
fn Filters(lang: Lang, clients: Vec<ClientName>, filter: CalendarFilter) -> impl IntoView {
    let text = desk(lang);
    let clients = clients
        .into_iter()
        .map(|client| Choice::new(client.slug, client.name))
        .collect::<Vec<_>>();
    let month = filter
        .month
        .map(|(year, month)| format!("{year}-{month:02}"));
    let is_list = filter.layout == Layout::List;
    view! {
        <form class="filter-bar" method="get" action="/calendar" role="search">
            {month.map(|month| view! { <input type="hidden" name="month" value=month/> })}
            {is_list.then(|| view! { <input type="hidden" name="view" value="list"/> })}
            <SelectField label=text.client name="client" choices=clients value=filter.client.unwrap_or_default()
                prompt=text.every_client form="calendar"/>
            <div class="actions"><button class="button button-plain" type="submit">{common(lang).filter}</button></div>
        </form>
    }
}

#[component]
fn MonthView(
    lang: Lang,
    calendar: Calendar,
    prefix: &'static str,
    at_the_desk: bool,
) -> impl IntoView {
    let entries = calendar.entries;
    let days = calendar
        .days
        .iter()
        .map(|day| day_view(lang, day, &entries, prefix, at_the_desk))
        .collect::<Vec<_>>();
    view! { <ol class="month" role="list">{days}</ol> }
}

fn day_view(
    lang: Lang,
    day: &Day,
    entries: &[CalendarEntry],
    prefix: &'static str,
    at_the_desk: bool,
) -> impl IntoView + use<> {
    let works = day
        .entries
        .iter()
        .filter_map(|place| entries.get(*place))
        .map(|entry| in_day(lang, entry, prefix, at_the_desk))
        .collect::<Vec<_>>();
    let mut class = "day".to_owned();
    for (said, word) in [
        (!day.is_inside, " day-beside"),
        (day.is_today, " day-today"),
        (works.is_empty(), " day-free"),
    ] {
        if said {
            class.push_str(word);
        }
    }
    let date = day.date;
    let name = format::date(lang, of(date));
    view! {
        <li class=class>
            <time datetime=date.to_string() title=name aria-current=day.is_today.then_some("date")>
                <span class="day-name">{short_day(lang, date)} "\u{a0}"</span> {date.day()}
            </time>
            {(!works.is_empty()).then(|| view! { <ul role="list">{works}</ul> })}
        </li>
    }
}

/// "lun."
fn short_day(lang: Lang, date: NaiveDate) -> String {
    let name = format::day_of_year(lang, of(date));
    name.split(format::NBSP)
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// A day as an instant, for its names only.
fn of(date: NaiveDate) -> LocalInstant {
    let midnight = date.and_time(chrono::NaiveTime::MIN);
    LocalInstant {
        at: midnight.and_utc().timestamp_millis(),
        offset_s: 0,
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    first
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn in_day(
    lang: Lang,
    entry: &CalendarEntry,
    prefix: &'static str,
    at_the_desk: bool,
) -> impl IntoView + use<> {
    let text = planning(lang);
    let listed = &entry.listed;
    let slot = listed.slot;
    let tone = answer_tone(listed.state, slot.and_then(|slot| slot.accepted));
    let href = format!("{prefix}/{}", listed.reference);
    let begins = slot.map(|slot| format::clock(lang, slot.from));
    let whose = at_the_desk.then(|| format!("{} · ", entry.client.name));
    let standing = text.answer(
        listed.state,
        slot.and_then(|slot| slot.accepted),
        at_the_desk,
    );
    view! {
        <li class=tone.class() data-reference=listed.reference.clone() data-state=listed.state.code()>
            <a href=href>
                {begins} " " {whose} {shown_title(lang, &listed.title)}
                <span class="only-heard">" (" {standing} ")"</span>
            </a>
        </li>
    }
}

#[component]
fn ToCome(
    lang: Lang,
    calendar: Calendar,
    prefix: &'static str,
    at_the_desk: bool,
) -> impl IntoView {
    let text = planning(lang);
    if calendar.entries.is_empty() {
        return view! { <Empty glyph=Glyph::Preventive title=text.nothing_to_come text=text.nothing_help/> }.into_any();
    }
    let rows = calendar
        .entries
        .iter()
        .map(|entry| row(lang, entry, prefix, at_the_desk))
        .collect::<Vec<_>>();
    view! {
        <ul class="works" role="list">{rows}</ul>
        {calendar.is_cut.then(|| view! { <p class="soft">{text.cut}</p> })}
    }
    .into_any()
}

fn row(
    lang: Lang,
    entry: &CalendarEntry,
    prefix: &'static str,
    at_the_desk: bool,
) -> impl IntoView + use<> {
    let text = planning(lang);
    let listed = entry.listed.clone();
    let accepted = listed.slot.and_then(|slot| slot.accepted);
    let (state, href) = (listed.state, format!("{prefix}/{}", listed.reference));
    let standing = text.answer(state, accepted, at_the_desk);
    let subject = listed.component.as_ref().map(|it| it.name.clone());
    view! {
        <li class="work" data-reference=listed.reference.clone() data-state=state.code()>
            <h3 class="work-title"><a href=href>{shown_title(lang, &listed.title)}</a></h3>
            <p class="work-side"><Pill tone=answer_tone(state, accepted)>{standing}</Pill></p>
            <p class="work-meta">
                {listed.slot.map(|slot| view! { <strong><SlotTime lang time=slot/></strong> })}
                {at_the_desk.then(|| view! { <span>{entry.client.name.clone()}</span> })}
                {subject.map(|name| view! { <span>{name}</span> })}
                {listed.site.map(|site| view! { <span>{site}</span> })}
                <span class="reference">{listed.reference.clone()}</span>
            </p>
        </li>
    }
}
