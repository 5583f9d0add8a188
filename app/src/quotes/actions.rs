//! What the forms of quotes post to.

use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::page::{asker, backend, go_to};
use crate::answer::{AppError, FieldError, FieldProblem};
use crate::backend::quotes::{DraftRead, QuoteAnswer, Quotes};
use crate::domain::ids::QuoteId;
use crate::domain::money::hundredths;
use crate::domain::quote::{Offer, QuoteLine, VatRate};

/// What a draft posts beside its lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedQuote {
    /// Of the intervention.
    pub reference: String,
    /// Of the draft that was read; empty: there was none.
    pub revision: String,
    pub edition: String,
    pub title: String,
    pub remarks: String,
    pub valid_on: String,
}

/// Keeps a draft; leads to its preview.
#[server(prefix = "/fn", endpoint = "save_quote")]
pub async fn save_quote(
    #[server(flatten)] posted: PostedQuote,
    #[server(default)] label: Vec<String>,
    #[server(default)] quantity: Vec<String>,
    #[server(default)] price: Vec<String>,
    #[server(default)] vat: Vec<String>,
) -> Result<(), AppError> {
    let PostedQuote {
        reference,
        revision,
        edition,
        title,
        remarks,
        valid_on,
    } = posted;
    let mut wrong = Vec::new();
    let lines = typed_lines(&label, &quantity, &price, &vat, &mut wrong);
    let valid_on = NaiveDate::parse_from_str(valid_on.trim(), "%Y-%m-%d");
    if valid_on.is_err() {
        wrong.push(problem("valid_on".to_owned(), FieldProblem::NotADate));
    }
    if !wrong.is_empty() {
        return Err(AppError::Invalid { fields: wrong });
    }
    let offer = Offer {
        title: title.trim().to_owned(),
        lines,
        remarks: remarks.trim().to_owned(),
        valid_on: valid_on.unwrap_or_default(),
    };
    let read = match edition.trim() {
        "" => None,
        edition => Some(draft_read(&revision, edition)?),
    };
    let quote = backend::<Quotes>()
        .0
        .save(&*asker()?, &reference, read, offer)
        .await?;
    go_to(&format!("/desk/quotes/{quote}"));
    Ok(())
}

/// Sends the draft as it was read; leads to the intervention.
#[server(prefix = "/fn", endpoint = "send_quote")]
pub async fn send_quote(
    #[server(default)] reference: String,
    #[server(default)] revision: String,
    #[server(default)] edition: String,
) -> Result<(), AppError> {
    let read = draft_read(&revision, &edition)?;
    let intervention = backend::<Quotes>()
        .0
        .send(&*asker()?, &reference, read)
        .await?;
    go_to(&format!("/desk/interventions/{intervention}"));
    Ok(())
}

/// Throws the draft away; leads to the intervention.
#[server(prefix = "/fn", endpoint = "discard_quote")]
pub async fn discard_quote(
    #[server(default)] reference: String,
    #[server(default)] revision: String,
    #[server(default)] edition: String,
) -> Result<(), AppError> {
    let read = draft_read(&revision, &edition)?;
    let intervention = backend::<Quotes>()
        .0
        .discard(&*asker()?, &reference, read)
        .await?;
    go_to(&format!("/desk/interventions/{intervention}"));
    Ok(())
}

/// Bon pour accord, of the revision that was read.
#[server(prefix = "/fn", endpoint = "accept_quote")]
pub async fn accept_quote(
    #[server(default)] reference: String,
    #[server(default)] revision: String,
    #[server(default)] signed_as: String,
    #[server(default)] order_number: String,
) -> Result<(), AppError> {
    let id = read_revision(&revision)?;
    let answer = QuoteAnswer::Accept {
        id,
        signed_as,
        order_number,
    };
    answer_it(&reference, answer).await
}

/// No, and why.
#[server(prefix = "/fn", endpoint = "decline_quote")]
pub async fn decline_quote(
    #[server(default)] reference: String,
    #[server(default)] revision: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let id = read_revision(&revision)?;
    answer_it(&reference, QuoteAnswer::Decline { id, reason: text }).await
}

async fn answer_it(reference: &str, answer: QuoteAnswer) -> Result<(), AppError> {
    backend::<Quotes>()
        .0
        .answer(&*asker()?, reference, answer)
        .await?;
    go_to(&format!("/quotes/{reference}"));
    Ok(())
}

fn read_revision(typed: &str) -> Result<QuoteId, AppError> {
    let id = typed.trim().parse().map_err(|_| AppError::Conflict)?;
    Ok(QuoteId(id))
}

fn draft_read(revision: &str, edition: &str) -> Result<DraftRead, AppError> {
    let edition = edition.trim().parse().map_err(|_| AppError::Conflict)?;
    Ok(DraftRead {
        id: read_revision(revision)?,
        edition,
    })
}

fn problem(field: String, problem: FieldProblem) -> FieldError {
    FieldError { field, problem }
}

/// The rows that say something, in order; a row without words and price is none.
fn typed_lines(
    labels: &[String],
    quantities: &[String],
    prices: &[String],
    rates: &[String],
    wrong: &mut Vec<FieldError>,
) -> Vec<QuoteLine> {
    let at =
        |column: &[String], row: usize| column.get(row).map_or("", |cell| cell.trim()).to_owned();
    let mut lines = Vec::new();
    for row in 0..labels.len().max(prices.len()) {
        let (label, price) = (at(labels, row), at(prices, row));
        if label.is_empty() && price.is_empty() {
            continue;
        }
        let line = lines.len();
        let mut number = |column: &str, text: &str| {
            let read = hundredths(text);
            if read.is_none() {
                wrong.push(problem(
                    format!("{column}-{line}"),
                    FieldProblem::NotANumber,
                ));
            }
            read.unwrap_or(0)
        };
        let unit_cents = number("price", &price);
        let quantity = number("quantity", &at(quantities, row));
        let quantity_hundredths = u32::try_from(quantity).unwrap_or(0);
        let vat = VatRate::from_code(&at(rates, row)).unwrap_or(VatRate::Standard);
        lines.push(QuoteLine {
            label,
            quantity_hundredths,
            unit_cents,
            vat,
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_words_are_no_lines() {
        let column = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<_>>()
        };
        let mut wrong = Vec::new();
        let lines = typed_lines(
            &column(&["Tambour", "", "Main-d’œuvre", ""]),
            &column(&["1", "1", "1,5", "1"]),
            &column(&["480", "", "x", "12"]),
            &column(&["20", "20", "5.5", "20"]),
            &mut wrong,
        );
        assert_eq!(lines.len(), 3);
        assert_eq!(
            (lines[0].unit_cents, lines[1].quantity_hundredths),
            (48_000, 150)
        );
        assert_eq!(lines[1].vat, VatRate::Reduced);
        assert_eq!(
            wrong,
            [problem("price-1".to_owned(), FieldProblem::NotANumber)]
        );
    }
}
