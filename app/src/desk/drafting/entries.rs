//! On the contract's page at the desk, for administrators: the next version, and a look as one of its readers.

use leptos::prelude::*;

use super::address;
use crate::answer::page::visit;
use crate::backend::desk::ContactRow;
use crate::backend::drafting::Workbench;
use crate::text::desk::desk;
use crate::text::drafting::drafting;

/// The buttons.
#[component]
pub fn ContractEntries(workbench: Workbench, contacts: Vec<ContactRow>) -> impl IntoView {
    let lang = visit().lang;
    let (text, words) = (drafting(lang), desk(lang));
    let slug = workbench.client.slug;
    let versions = workbench
        .contracts
        .into_iter()
        .map(|contract| match contract.draft {
            Some(draft) => {
                let name = format!("{} {}", text.open_draft, contract.number);
                view! { <a class="button button-plain" href=address(&slug, draft.id)>{name}</a> }
                    .into_any()
            }
            None => {
                let name = format!(
                    "{} ({})",
                    text.prepare(contract.version + 1),
                    contract.number
                );
                view! {
                    <form method="post" action="/fn/prepare_version">
                        <input type="hidden" name="client" value=slug.clone()/>
                        <input type="hidden" name="number" value=contract.number/>
                        <button class="button button-plain" type="submit">{name}</button>
                    </form>
                }
                .into_any()
            }
        })
        .collect::<Vec<_>>();
    let readers = contacts
        .into_iter()
        .map(|contact| view! { <option value=contact.id.to_string()>{contact.name}</option> })
        .collect::<Vec<_>>();
    let look = (!readers.is_empty()).then(|| {
        view! {
            <form method="post" action="/fn/look_as" class="look-as">
                <input type="hidden" name="client" value=slug.clone()/>
                <select name="contact" aria-label=words.look_as_short>{readers}</select>
                <button class="button button-plain" type="submit">{words.look_as_short}</button>
            </form>
        }
    });
    view! { <div class="actions contract-entries">{versions}{look}</div> }
}
