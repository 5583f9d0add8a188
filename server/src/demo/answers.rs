//! What the demonstration's desk writes often.

use app::backend::canned::{CannedBackend, CannedInput};
use app::domain::access::Asker;

use crate::desk::canned::DeskAnswers;
use crate::store::Store;

/// Name, gesture, sort of request, then title and text in French and in English.
const ANSWERS: [[&str; 7]; 3] = [
    [
        "taken",
        "note_to_client",
        "fault",
        "Panne prise en compte",
        "Bonjour {contact},\nNous avons commencé à travailler sur {équipement}. Vous suivez l’avancement sur la page {référence}.\n{technicien}",
        "Fault acknowledged",
        "Hello {contact},\nWe have started working on {component}. You can follow it on the page {reference}.\n{technician}",
    ],
    [
        "vendor",
        "hold_intervention",
        "",
        "En attente de l’éditeur",
        "L’éditeur de {équipement} analyse la panne. Nous le relançons et vous tenons au courant.",
        "Waiting for the vendor",
        "The vendor of {component} is looking into the fault. We chase them and keep you informed.",
    ],
    [
        "password",
        "answer_request",
        "advice",
        "Choisir un mot de passe",
        "Bonjour {contact},\nUne phrase de passe longue vaut mieux qu’un mot compliqué\u{a0}: quatre mots sans rapport suffisent.\n{technicien}",
        "Choosing a password",
        "Hello {contact},\nA long passphrase is better than a complicated word: four unrelated words will do.\n{technician}",
    ],
];

/// Keeps them, by the coordinator.
///
/// # Errors
/// When one of them does not fit.
pub async fn put(store: &Store, coordinator: &Asker) -> anyhow::Result<()> {
    let answers = DeskAnswers::new(store.clone());
    for [name, gesture, matter, title, body, title_en, body_en] in ANSWERS {
        let input = CannedInput {
            request_id: format!("demo:answers:{name}"),
            gesture: gesture.into(),
            matter: matter.into(),
            title: title.into(),
            title_en: title_en.into(),
            body: body.into(),
            body_en: body_en.into(),
            ..CannedInput::default()
        };
        answers.keep(coordinator, input).await?;
    }
    Ok(())
}
