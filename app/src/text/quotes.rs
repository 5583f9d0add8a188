//! Words of quotes: the document, the lists, what the desk writes, what an approver answers.

use super::Lang;
use super::format::{NBSP, integer};
use crate::domain::quote::{AgreedBy, QuoteStatus, VatRate};

/// The words in that language.
pub const fn quotes(lang: Lang) -> &'static Quotes {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Quotes {
    pub title: &'static str,
    pub quote: &'static str,
    pub revision: &'static str,

    // The document
    pub from: &'static str,
    pub to: &'static str,
    pub about: &'static str,
    pub request: &'static str,
    pub asked_by: &'static str,
    pub sent_on: &'static str,
    pub valid_until: &'static str,
    pub label: &'static str,
    pub quantity: &'static str,
    pub unit_price: &'static str,
    pub vat: &'static str,
    pub amount: &'static str,
    pub total_excluding: &'static str,
    pub total_including: &'static str,
    pub tax_at: fn(&str, &str) -> String,
    pub remarks: &'static str,
    pub rounding: &'static str,
    pub draft_banner: &'static str,
    pub replaced_banner: &'static str,
    pub see_latest: &'static str,
    pub print_hint: &'static str,
    pub other_revisions: &'static str,
    pub accepted_by: fn(&str) -> String,
    pub signed: &'static str,
    pub order_number: &'static str,
    pub declined_by: fn(&str) -> String,
    pub expired_on: &'static str,
    pub lapsed: &'static str,
    pub reason: &'static str,

    // Answering
    pub your_answer: &'static str,
    pub accept_help: fn(&str) -> String,
    pub signed_as: &'static str,
    pub signed_as_hint: &'static str,
    pub order_number_hint: &'static str,
    pub accept: &'static str,
    pub decline: &'static str,
    pub decline_help: &'static str,
    pub decline_why: &'static str,
    pub another_answers: fn(Option<&str>, &str) -> String,
    pub approvers_answer: fn(&str) -> String,
    pub nobody_else: &'static str,
    pub read_and_answer: &'static str,
    pub read_it: &'static str,

    // On the intervention
    pub emergency: &'static str,
    pub emergency_of: fn(&str) -> String,
    pub up_to: fn(&str) -> String,
    pub to_regularise_help: &'static str,
    pub write: &'static str,
    pub go_on_writing: &'static str,
    pub revise: &'static str,

    // Lists
    pub waiting_sentence: fn(usize) -> String,
    pub waiting: &'static str,
    pub past: &'static str,
    pub none: &'static str,
    pub none_help: &'static str,
    pub overdue: &'static str,
    pub desk_sentence: fn(usize) -> String,
    pub to_write: &'static str,
    pub to_write_none: &'static str,
    pub sent_waiting: &'static str,
    pub sent_none: &'static str,
    pub to_regularise: &'static str,
    pub to_regularise_none: &'static str,
    pub answered_lately: &'static str,
    pub since: &'static str,
    pub draft_begun: &'static str,
    pub quote_is_sent: &'static str,
    pub client: &'static str,

    // Writing
    pub writing: &'static str,
    pub writing_revision: &'static str,
    pub writing_lead: &'static str,
    pub what_for: &'static str,
    pub lines: &'static str,
    pub lines_hint: &'static str,
    pub line: fn(usize) -> String,
    pub valid_on: &'static str,
    pub valid_on_hint: &'static str,
    pub remarks_hint: &'static str,
    pub save_and_preview: &'static str,
    pub preview: &'static str,
    pub send: &'static str,
    pub send_help: &'static str,
    pub send_revision_help: &'static str,
    pub change: &'static str,
    pub discard: &'static str,
    pub above_limit: fn(&str) -> String,
}

const FR: Quotes = Quotes {
    title: "Devis",
    quote: "Devis",
    revision: "Version",
    from: "De",
    to: "Pour",
    about: "Objet",
    request: "Demande",
    asked_by: "Demandée par",
    sent_on: "Envoyé le",
    valid_until: "Valable jusqu’au",
    label: "Désignation",
    quantity: "Quantité",
    unit_price: "Prix unitaire HT",
    vat: "TVA",
    amount: "Montant HT",
    total_excluding: "Total HT",
    total_including: "Total TTC",
    tax_at: |rate, base| format!("TVA {rate} sur {base}"),
    remarks: "Conditions",
    rounding: "Chaque ligne est arrondie au centime ; la TVA est calculée par taux, sur la somme de ses lignes.",
    draft_banner: "Aperçu : le client ne voit rien tant que ce devis n’est pas envoyé.",
    replaced_banner: "Une version plus récente remplace celle-ci.",
    see_latest: "Lire la dernière version",
    print_hint: "Cette page s’imprime sur A4 depuis votre navigateur.",
    other_revisions: "Versions",
    accepted_by: |who| format!("Accepté par {who}"),
    signed: "Bon pour accord",
    order_number: "Numéro de commande",
    declined_by: |who| format!("Décliné par {who}"),
    expired_on: "Expiré sans réponse",
    lapsed: "Sans objet : la demande est terminée.",
    reason: "Motif",

    your_answer: "Votre réponse",
    accept_help: |total| {
        format!("Votre accord engage votre entreprise pour {total} et lance les travaux.")
    },
    signed_as: "Votre nom, pour accord",
    signed_as_hint: "Il figurera sur le devis accepté, avec la date.",
    order_number_hint: "Le vôtre, si votre comptabilité en demande un.",
    accept: "Bon pour accord",
    decline: "Décliner",
    decline_help: "La demande sera annulée. Pour obtenir un autre prix, écrivez-nous plutôt sur la page de la demande.",
    decline_why: "Pourquoi",
    another_answers: |above, who| match above {
        Some(above) => format!(
            "Vous êtes à l’origine de cette demande. Au-delà de {above}, votre contrat veut qu’un autre valideur accepte : {who}."
        ),
        None => format!(
            "Vous êtes à l’origine de cette demande : un autre valideur accepte ce devis : {who}."
        ),
    },
    approvers_answer: |who| format!("Les valideurs de votre entreprise y répondent : {who}."),
    nobody_else: "personne d’autre pour l’instant, appelez-nous",
    read_and_answer: "Lire et répondre",
    read_it: "Lire le devis",

    emergency: "Accord d’urgence",
    emergency_of: |who| format!("Donné par {who}"),
    up_to: |ceiling| format!("plafond {ceiling}"),
    to_regularise_help: "Les travaux ont pu commencer ; un devis accepté les régularise.",
    write: "Établir le devis",
    go_on_writing: "Continuer le brouillon",
    revise: "Réviser le devis",

    waiting_sentence: |count| match count {
        0 => "Aucun devis n’attend de réponse.".into(),
        1 => "Un devis attend une réponse.".into(),
        many => format!("{many} devis attendent une réponse."),
    },
    waiting: "En attente de réponse",
    past: "Répondus ou expirés",
    none: "Aucun devis",
    none_help: "Ce que votre contrat ne couvre pas fait l’objet d’un devis, avant tout travail.",
    overdue: "sans réponse depuis plus de 3 jours ouvrés",
    desk_sentence: |count| match count {
        0 => "Aucun devis à établir.".into(),
        1 => "Un devis est à établir.".into(),
        many => format!("{many} devis sont à établir."),
    },
    to_write: "À établir",
    to_write_none: "Aucune demande n’attend de devis.",
    sent_waiting: "Envoyés, sans réponse",
    sent_none: "Aucun devis n’attend de réponse.",
    to_regularise: "À régulariser par un devis",
    to_regularise_none: "Aucun accord d’urgence n’est à régulariser.",
    answered_lately: "Réponses des trente derniers jours",
    since: "depuis",
    draft_begun: "brouillon commencé",
    quote_is_sent: "devis envoyé",
    client: "Client",

    writing: "Établir un devis",
    writing_revision: "Réviser le devis",
    writing_lead: "Une version envoyée ne change plus : la suivante la remplace.",
    what_for: "Objet",
    lines: "Lignes",
    lines_hint: "Prix en euros hors taxes ; un prix négatif est une remise. Une ligne sans désignation ni prix est ignorée ; enregistrez pour en avoir d’autres.",
    line: |number| format!("Ligne {number}"),
    valid_on: "Valable jusqu’au",
    valid_on_hint: "Ce jour compris.",
    remarks_hint: "Délai, règlement, ce qui n’est pas compris.",
    save_and_preview: "Enregistrer et relire",
    preview: "Relire",
    send: "Envoyer au client",
    send_help: "Le client est prévenu sur la page de sa demande ; ses valideurs peuvent répondre.",
    send_revision_help: "Cette version remplace la précédente, à laquelle on ne pourra plus répondre.",
    change: "Modifier",
    discard: "Jeter ce brouillon",
    above_limit: |limit| {
        format!("Au-delà de {limit}, un autre valideur que le demandeur doit accepter.")
    },
};

const EN: Quotes = Quotes {
    title: "Quotes",
    quote: "Quote",
    revision: "Version",
    from: "From",
    to: "To",
    about: "Subject",
    request: "Request",
    asked_by: "Asked by",
    sent_on: "Sent on",
    valid_until: "Valid until",
    label: "Description",
    quantity: "Quantity",
    unit_price: "Unit price excl. tax",
    vat: "VAT",
    amount: "Amount excl. tax",
    total_excluding: "Total excl. tax",
    total_including: "Total incl. tax",
    tax_at: |rate, base| format!("VAT {rate} on {base}"),
    remarks: "Conditions",
    rounding: "Each line is rounded to the cent; VAT is computed for each rate, on the sum of its lines.",
    draft_banner: "Preview: the client sees nothing until this quote is sent.",
    replaced_banner: "A later version replaces this one.",
    see_latest: "Read the latest version",
    print_hint: "This page prints on A4 from your browser.",
    other_revisions: "Versions",
    accepted_by: |who| format!("Accepted by {who}"),
    signed: "Approved",
    order_number: "Order number",
    declined_by: |who| format!("Declined by {who}"),
    expired_on: "Expired without an answer",
    lapsed: "Without object: the request has ended.",
    reason: "Reason",

    your_answer: "Your answer",
    accept_help: |total| {
        format!("Your approval commits your company to {total} and starts the work.")
    },
    signed_as: "Your name, in approval",
    signed_as_hint: "It will stand on the accepted quote, with the date.",
    order_number_hint: "Yours, if your accounts ask for one.",
    accept: "Approve the quote",
    decline: "Decline",
    decline_help: "The request will be cancelled. For another price, rather write to us on the page of the request.",
    decline_why: "Why",
    another_answers: |above, who| match above {
        Some(above) => format!(
            "You made this request. Above {above}, your contract wants another approver to accept: {who}."
        ),
        None => format!("You made this request: another approver accepts this quote: {who}."),
    },
    approvers_answer: |who| format!("Your company’s approvers answer it: {who}."),
    nobody_else: "nobody else at present, call us",
    read_and_answer: "Read and answer",
    read_it: "Read the quote",

    emergency: "Emergency agreement",
    emergency_of: |who| format!("Given by {who}"),
    up_to: |ceiling| format!("up to {ceiling}"),
    to_regularise_help: "Work could start; an accepted quote regularises it.",
    write: "Write the quote",
    go_on_writing: "Go on with the draft",
    revise: "Revise the quote",

    waiting_sentence: |count| match count {
        0 => "No quote is waiting for an answer.".into(),
        1 => "One quote is waiting for an answer.".into(),
        many => format!("{many} quotes are waiting for an answer."),
    },
    waiting: "Waiting for an answer",
    past: "Answered or expired",
    none: "No quotes",
    none_help: "What your contract does not cover is quoted before any work.",
    overdue: "unanswered for more than 3 working days",
    desk_sentence: |count| match count {
        0 => "No quote to write.".into(),
        1 => "One quote is to be written.".into(),
        many => format!("{many} quotes are to be written."),
    },
    to_write: "To write",
    to_write_none: "No request is waiting for a quote.",
    sent_waiting: "Sent, unanswered",
    sent_none: "No quote is waiting for an answer.",
    to_regularise: "To regularise by a quote",
    to_regularise_none: "No emergency agreement is to be regularised.",
    answered_lately: "Answers of the last thirty days",
    since: "since",
    draft_begun: "draft begun",
    quote_is_sent: "quote sent",
    client: "Client",

    writing: "Write a quote",
    writing_revision: "Revise the quote",
    writing_lead: "A version that was sent changes no more: the next one replaces it.",
    what_for: "Subject",
    lines: "Lines",
    lines_hint: "Prices in euros excluding tax; a negative price is a discount. A line without description and price is ignored; save to get more of them.",
    line: |number| format!("Line {number}"),
    valid_on: "Valid until",
    valid_on_hint: "That day included.",
    remarks_hint: "Delay, payment, what is not included.",
    save_and_preview: "Save and read again",
    preview: "Read again",
    send: "Send to the client",
    send_help: "The client is told on the page of its request; its approvers can answer.",
    send_revision_help: "This version replaces the one before, which can be answered no more.",
    change: "Change",
    discard: "Throw this draft away",
    above_limit: |limit| {
        format!("Above {limit}, an approver other than the requester has to accept.")
    },
};

/// Where a revision stands.
pub const fn status(lang: Lang, status: QuoteStatus) -> &'static str {
    match (lang, status) {
        (Lang::Fr, QuoteStatus::Draft) => "Brouillon",
        (Lang::Fr, QuoteStatus::Sent) => "À valider",
        (Lang::Fr, QuoteStatus::Accepted) => "Accepté",
        (Lang::Fr, QuoteStatus::Declined) => "Décliné",
        (Lang::Fr, QuoteStatus::Expired) => "Expiré",
        (Lang::Fr, QuoteStatus::Replaced) => "Remplacé",
        (Lang::Fr, QuoteStatus::Lapsed) => "Sans objet",
        (Lang::En, QuoteStatus::Draft) => "Draft",
        (Lang::En, QuoteStatus::Sent) => "To approve",
        (Lang::En, QuoteStatus::Accepted) => "Accepted",
        (Lang::En, QuoteStatus::Declined) => "Declined",
        (Lang::En, QuoteStatus::Expired) => "Expired",
        (Lang::En, QuoteStatus::Replaced) => "Replaced",
        (Lang::En, QuoteStatus::Lapsed) => "Lapsed",
    }
}

/// How an approver gave their word.
pub const fn agreed_by(lang: Lang, channel: AgreedBy) -> &'static str {
    match (lang, channel) {
        (Lang::Fr, AgreedBy::Phone) => "par téléphone",
        (Lang::Fr, AgreedBy::Mail) => "par courriel",
        (Lang::Fr, AgreedBy::OnSite) => "sur place",
        (Lang::En, AgreedBy::Phone) => "by telephone",
        (Lang::En, AgreedBy::Mail) => "by e-mail",
        (Lang::En, AgreedBy::OnSite) => "on site",
    }
}

/// "20 %", "5,5 %".
pub fn vat_rate(lang: Lang, rate: VatRate) -> String {
    match lang {
        Lang::Fr => format!("{}{NBSP}%", rate.code().replace('.', ",")),
        Lang::En => format!("{}%", rate.code()),
    }
}

/// "1 250,50 €", "€1,250.50"; below zero with its sign.
pub fn money(lang: Lang, cents: i64) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let whole = integer(lang, i64::try_from(whole).unwrap_or(i64::MAX));
    let sign = if cents < 0 { "−" } else { "" };
    match lang {
        Lang::Fr => format!("{sign}{whole},{rest:02}{NBSP}€"),
        Lang::En => format!("{sign}€{whole}.{rest:02}"),
    }
}

/// A sum that is exclusive of tax, and says so.
pub fn money_excluding(lang: Lang, cents: i64) -> String {
    let sum = money(lang, cents);
    match lang {
        Lang::Fr => format!("{sum}{NBSP}HT"),
        Lang::En => format!("{sum} excl. tax"),
    }
}

/// A sum that includes tax, and says so.
pub fn money_including(lang: Lang, cents: i64) -> String {
    let sum = money(lang, cents);
    match lang {
        Lang::Fr => format!("{sum}{NBSP}TTC"),
        Lang::En => format!("{sum} incl. tax"),
    }
}

/// "1", "1,5", "0,25".
pub fn quantity(lang: Lang, hundredths: u32) -> String {
    let (whole, rest) = (i64::from(hundredths / 100), hundredths % 100);
    let whole = integer(lang, whole);
    let point = if lang == Lang::Fr { ',' } else { '.' };
    match rest {
        0 => whole,
        rest if rest % 10 == 0 => format!("{whole}{point}{}", rest / 10),
        rest => format!("{whole}{point}{rest:02}"),
    }
}

/// Names in a row: "Chloé Chef, Paul Poste".
pub fn names(lang: Lang, names: &[String]) -> String {
    if names.is_empty() {
        quotes(lang).nobody_else.to_owned()
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_read_as_sums() {
        let plain = |text: String| text.replace([NBSP, '\u{202f}'], " ");
        for (cents, french, english) in [
            (0, "0,00 €", "€0.00"),
            (125_050, "1 250,50 €", "€1,250.50"),
            (-1_005, "−10,05 €", "−€10.05"),
        ] {
            assert_eq!(plain(money(Lang::Fr, cents)), french);
            assert_eq!(money(Lang::En, cents), english);
        }
        for (hundredths, french) in [(100, "1"), (150, "1,5"), (25, "0,25"), (100_000, "1 000")] {
            assert_eq!(plain(quantity(Lang::Fr, hundredths)), french);
        }
    }
}
