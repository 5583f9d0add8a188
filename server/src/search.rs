//! Finding an intervention by its words: reference, title, messages, component, people.
//!
//! Each intervention has one document of stems, rewritten in the transaction of every event that brings
//! words. SQLite indexes it with FTS5, PostgreSQL with a GIN index; both are asked for the same stems.
//!
//! # Layout
//! - [`words`]: a text becomes stems, a question becomes stems
//! - `backlog`: documents written at leisure, after an upgrade or a renaming

mod backlog;
mod queries;
pub mod words;

pub use backlog::Backlog;
pub use queries::STATEMENTS;

use std::collections::BTreeSet;

use app::domain::ids::{ClientId, ComponentId, InterventionId};

use crate::store::{StoreError, Tx};
use words::stems;

/// Stems that a document holds at most.
const LONGEST: usize = 4_000;

/// The stem that stands for a client in the documents: no text gives it, since it is written in capitals
/// nowhere and no stem is that long.
pub fn mark(client: ClientId) -> String {
    format!("client{:0>32}", client.0)
}

/// What is asked, as both engines take it: stems that must all be there. `None` when nothing that can be
/// found was typed.
pub fn question(client: Option<ClientId>, typed: &str) -> Option<String> {
    let asked = words::asked(typed);
    if asked.is_empty() {
        return None;
    }
    let marks = client.map(mark).into_iter();
    Some(marks.chain(asked).collect::<Vec<_>>().join(" "))
}

/// Writes the document of that intervention again, from what is stored now.
pub async fn refresh(
    tx: &mut Tx,
    client: ClientId,
    intervention: InterventionId,
) -> Result<(), StoreError> {
    let Some(head) = queries::head(tx, client, intervention).await? else {
        return Ok(());
    };
    let mut public = BTreeSet::from([mark(client)]);
    for text in [
        Some(head.reference),
        head.title,
        head.component,
        head.component_key,
        head.site,
        head.requester,
    ]
    .into_iter()
    .flatten()
    {
        public.extend(stems(&text));
    }
    let mut internal = BTreeSet::new();
    for (body, is_internal) in queries::texts(tx, client, intervention).await? {
        if is_internal == 0 {
            public.extend(stems(&body));
        } else {
            internal.extend(stems(&body));
        }
    }
    let internal: BTreeSet<String> = internal.difference(&public).cloned().collect();
    queries::keep(tx, client, intervention, &line(public), &line(internal)).await?;
    Ok(())
}

/// Has the documents of a component's interventions written again at leisure.
pub async fn postpone(
    tx: &mut Tx,
    client: ClientId,
    component: ComponentId,
) -> Result<(), StoreError> {
    queries::postpone_component(tx, client, component).await?;
    Ok(())
}

/// Those stems on one line, the alphabetically last ones left out of a document that is too long.
fn line(stems: BTreeSet<String>) -> String {
    let kept: Vec<String> = stems.into_iter().take(LONGEST).collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_stems_that_must_all_be_there() {
        let client = ClientId(7);
        assert_eq!(question(None, " … ?! "), None);
        assert_eq!(
            question(None, "Imprimantes bloquées").as_deref(),
            Some("imprim bloqu")
        );
        let own = question(Some(client), "imprimante").unwrap_or_default();
        assert_eq!(own, format!("{} imprim", mark(client)));
    }

    #[test]
    fn nobody_can_type_the_mark_of_a_client() {
        let client = ClientId(7);
        assert!(!words::asked(&mark(client)).contains(&mark(client)));
        assert!(!stems(&mark(client)).contains(&mark(client)));
    }
}
