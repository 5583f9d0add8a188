//! What the forms of a line post to.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::actions::edit;
use super::line_address;
use super::posted::{
    Posted, PostedFacts, PostedHours, PostedItem, PostedOnCall, PostedTargets, Wrong, key_of,
    side_of, typed_exception, typed_hours, typed_item, typed_on_call, typed_targets,
};
use crate::answer::page::go_to;
use crate::answer::{AppError, FieldProblem};
use crate::domain::component::{Category, Key};
use crate::domain::contract::editing::{Edit, LineFacts, Side};
use crate::domain::contract::{Activity, ClockStart, Polarity, ScopeItem, ServiceLine};

/// Adds a line; leads to it.
#[server(prefix = "/fn", endpoint = "add_line")]
pub async fn add_line(
    #[server(flatten)] posted: Posted,
    #[server(default)] service: String,
    #[server(default)] title: String,
    #[server(default)] clause: String,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let title = wrong.text("title", &title, 200);
    let service = wrong.one_of(
        "service",
        ServiceLine::from_code(&service),
        ServiceLine::Corrective,
    );
    wrong.refuse()?;
    let key = key_of(&title).ok_or_else(|| AppError::field("title", FieldProblem::TooShort))?;
    edit(
        &posted,
        Edit::AddLine {
            key: key.clone(),
            service,
            title,
            clause,
        },
    )
    .await?;
    go_to(&line_address(&posted.client, posted.id(), key.as_str()));
    Ok(())
}

/// Removes a line.
#[server(prefix = "/fn", endpoint = "remove_line")]
pub async fn remove_line(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    edit(
        &posted,
        Edit::RemoveLine {
            line: posted.key()?,
        },
    )
    .await?;
    go_to(&format!("{}#lines", posted.page()));
    Ok(())
}

/// Title, clause, price, billing of a line.
#[server(prefix = "/fn", endpoint = "save_line")]
pub async fn save_line(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] facts: PostedFacts,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let typed = LineFacts {
        title: wrong.text("title", &facts.title, 200),
        clause: wrong.optional("clause", &facts.clause, 20),
        price: wrong.optional("price", &facts.price, 200),
        billing: wrong.billing(&facts),
        clock_start: wrong.one_of(
            "clock_start",
            ClockStart::from_code(&facts.clock_start),
            ClockStart::Declaration,
        ),
        vendor_follow_up: !facts.vendor_follow_up.is_empty(),
    };
    wrong.refuse()?;
    edit(
        &posted,
        Edit::Line {
            line: posted.key()?,
            facts: typed,
        },
    )
    .await?;
    go_to(&posted.line_page("facts"));
    Ok(())
}

/// When people of a line work.
#[server(prefix = "/fn", endpoint = "save_hours")]
pub async fn save_hours(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] hours: PostedHours,
) -> Result<(), AppError> {
    let hours = typed_hours(&hours)?;
    edit(
        &posted,
        Edit::Hours {
            line: posted.key()?,
            hours,
        },
    )
    .await?;
    go_to(&posted.line_page("hours"));
    Ok(())
}

/// What a line promises.
#[server(prefix = "/fn", endpoint = "save_targets")]
pub async fn save_targets(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] targets: PostedTargets,
) -> Result<(), AppError> {
    let targets = typed_targets(&targets)?;
    edit(
        &posted,
        Edit::Targets {
            line: posted.key()?,
            targets,
        },
    )
    .await?;
    go_to(&posted.line_page("targets"));
    Ok(())
}

/// Puts something in, or leaves it out.
#[server(prefix = "/fn", endpoint = "add_scope_item")]
pub async fn add_scope_item(
    #[server(flatten)] posted: Posted,
    #[server(default)] of: String,
    #[server(flatten)] item: PostedItem,
) -> Result<(), AppError> {
    let of = side_of(&of);
    let mut wrong = Wrong::default();
    let item = ScopeItem {
        polarity: wrong.one_of(
            "polarity",
            Polarity::from_code(&item.polarity),
            Polarity::Included,
        ),
        component: wrong.any_of("component", &item.component, |text| Key::new(text).ok()),
        category: wrong.any_of("category", &item.category, Category::from_code),
        site: wrong.any_of("site", &item.site, |text| Key::new(text).ok()),
        activity: wrong.any_of("activity", &item.activity, Activity::from_code),
        clause: wrong.text("clause", &item.clause, 20),
        note: wrong.optional("note", &item.note, 300),
    };
    wrong.refuse()?;
    edit(
        &posted,
        Edit::AddScope {
            line: posted.key()?,
            of,
            item,
        },
    )
    .await?;
    go_to(&posted.line_page(perimeter_of(of)));
    Ok(())
}

/// Takes an item out of the scope.
#[server(prefix = "/fn", endpoint = "remove_scope_item")]
pub async fn remove_scope_item(
    #[server(flatten)] posted: Posted,
    #[server(default)] of: String,
    #[server(default)] index: String,
) -> Result<(), AppError> {
    let of = side_of(&of);
    let index = index.parse().map_err(|_| AppError::NotFound)?;
    edit(
        &posted,
        Edit::RemoveScope {
            line: posted.key()?,
            of,
            index,
        },
    )
    .await?;
    go_to(&posted.line_page(perimeter_of(of)));
    Ok(())
}

/// Gives a day hours of its own.
#[server(prefix = "/fn", endpoint = "put_exception")]
pub async fn put_exception(
    #[server(flatten)] posted: Posted,
    #[server(default)] of: String,
    #[server(default)] date: String,
    #[server(default)] open: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let of = side_of(&of);
    let exception = typed_exception(&date, &open, &note)?;
    let line = posted.key()?;
    edit(
        &posted,
        Edit::PutException {
            line,
            of,
            exception,
        },
    )
    .await?;
    go_to(&posted.line_page(hours_of(of)));
    Ok(())
}

/// The day is one like others again.
#[server(prefix = "/fn", endpoint = "remove_exception")]
pub async fn remove_exception(
    #[server(flatten)] posted: Posted,
    #[server(default)] of: String,
    #[server(default)] date: String,
) -> Result<(), AppError> {
    let of = side_of(&of);
    let date = date.parse().map_err(|_| AppError::NotFound)?;
    let line = posted.key()?;
    edit(&posted, Edit::RemoveException { line, of, date }).await?;
    go_to(&posted.line_page(hours_of(of)));
    Ok(())
}

/// Who answers outside the hours: when, at which levels, how fast, by which channel, at what price.
#[server(prefix = "/fn", endpoint = "save_on_call")]
pub async fn save_on_call(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] on_call: PostedOnCall,
    #[server(flatten)] hours: PostedHours,
    #[server(flatten)] targets: PostedTargets,
) -> Result<(), AppError> {
    let on_call = typed_on_call(&on_call, &hours, &targets)?;
    let line = posted.key()?;
    edit(&posted, Edit::OnCall { line, on_call }).await?;
    go_to(&posted.line_page("on-call"));
    Ok(())
}

/// Nobody is on call any more.
#[server(prefix = "/fn", endpoint = "remove_on_call")]
pub async fn remove_on_call(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    let line = posted.key()?;
    edit(&posted, Edit::RemoveOnCall { line }).await?;
    go_to(&posted.line_page("on-call"));
    Ok(())
}

/// Adds a request to the catalogue, or changes it.
#[server(prefix = "/fn", endpoint = "put_catalogue_item")]
pub async fn put_catalogue_item(
    #[server(flatten)] posted: Posted,
    #[server(default)] item: String,
    #[server(default)] title_en: String,
    #[server(default)] delay: String,
    #[server(flatten)] facts: PostedFacts,
    #[server(default)] questions: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let item = typed_item(&item, &title_en, &delay, &facts, &questions)?;
    let line = posted.key()?;
    edit(&posted, Edit::PutItem { line, item }).await?;
    go_to(&posted.line_page("catalogue"));
    Ok(())
}

/// Takes a request out of the catalogue.
#[server(prefix = "/fn", endpoint = "remove_catalogue_item")]
pub async fn remove_catalogue_item(
    #[server(flatten)] posted: Posted,
    #[server(default)] item: String,
) -> Result<(), AppError> {
    let item = Key::new(item).map_err(|_| AppError::NotFound)?;
    let line = posted.key()?;
    edit(&posted, Edit::RemoveItem { line, item }).await?;
    go_to(&posted.line_page("catalogue"));
    Ok(())
}

/// Where the page shows them.
const fn perimeter_of(of: Side) -> &'static str {
    match of {
        Side::Service => "scope",
        Side::OnCall => "on-call",
    }
}

const fn hours_of(of: Side) -> &'static str {
    match of {
        Side::Service => "hours",
        Side::OnCall => "on-call",
    }
}
