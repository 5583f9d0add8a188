//! Words of monthly reports: the document, the list, what the desk writes.

use chrono::NaiveDate;

use super::Lang;
use super::contract::terms::open_time;
use super::format::{NBSP, duration, integer, percent, plain_date};
use crate::domain::report::{Measure, Month, ResolveKind, Section, StretchKind, Value};
use crate::domain::time::{DAY_MS, MINUTE_MS};

/// The words in that language.
pub const fn reports(lang: Lang) -> &'static Reports {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Reports {
    pub title: &'static str,
    pub report: &'static str,
    /// Name of the file, without its ending.
    pub file: &'static str,

    // The list
    pub list_lead: &'static str,
    pub part_only: &'static str,
    pub part_only_help: &'static str,
    pub none: &'static str,
    pub none_help: &'static str,
    pub published_on: fn(&str) -> String,
    pub corrected: fn(usize) -> String,
    pub not_yet: &'static str,
    pub all_reports: &'static str,

    // The document
    pub published_by: fn(&str, &str) -> String,
    pub frozen: &'static str,
    pub print_hint: &'static str,
    pub contracts: fn(usize) -> &'static str,
    pub no_contract: &'static str,
    pub key_figures: &'static str,
    pub nothing: &'static str,
    pub comment: &'static str,

    // Corrections
    pub correction: fn(usize) -> String,
    pub reason: &'static str,
    pub measure: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub no_measure_changed: &'static str,
    pub see_corrected: &'static str,
    pub reads_corrected: fn(usize) -> String,
    pub see_published: &'static str,

    // Availability
    pub availability_how: &'static str,
    pub no_component: &'static str,
    pub no_target: &'static str,
    pub component: &'static str,
    pub rate: &'static str,
    pub promised: &'static str,
    pub unavailable: &'static str,
    pub unknown: &'static str,
    pub maintenance: &'static str,
    pub counted: &'static str,
    pub below: &'static str,
    pub spotless: fn(usize) -> String,
    pub itemised: &'static str,
    pub what: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub lasted: &'static str,
    pub within_hours: &'static str,
    pub more_in_file: fn(usize) -> String,
    pub clause: &'static str,

    // Respect
    pub respect_how: &'static str,
    pub no_clock: &'static str,
    pub no_rate_promised: &'static str,
    pub promise: &'static str,
    pub kept: &'static str,
    pub missed: &'static str,
    pub set_aside: &'static str,
    pub set_aside_help: &'static str,
    pub of: fn(usize, usize) -> String,
    pub which_kept: fn(usize) -> String,

    // Debts
    pub debts_how: &'static str,
    pub no_debt: &'static str,
    pub open: &'static str,
    pub since: &'static str,
    pub age: &'static str,
    pub opened: &'static str,
    pub discharged: &'static str,

    // Work
    pub intensity_how: &'static str,
    pub month: &'static str,
    pub interventions: fn(u32) -> String,
    pub interventions_name: &'static str,
    pub time: &'static str,
    pub nobody: &'static str,
    pub chart: &'static str,
    pub recurrence_how: &'static str,
    pub no_recurrence: &'static str,
    pub this_month: &'static str,
    pub twelve_months: &'static str,
    pub relapses: &'static str,
    pub reopenings: &'static str,

    // Hours
    pub no_book: &'static str,
    pub book: fn(&str) -> String,
    pub opening: &'static str,
    pub used: &'static str,
    pub closing: &'static str,
    pub no_entry: &'static str,

    // Time lost
    pub band: fn(&str, &str) -> String,
    pub incidents: fn(u32) -> String,
    pub lost_how: &'static str,
    pub lost_sources: [&'static str; 3],

    // Decisions and actions
    pub resolves: &'static str,
    pub no_resolve: &'static str,
    pub owner: &'static str,
    pub due: &'static str,
    pub standing: &'static str,
    pub done: &'static str,
    pub still_open: &'static str,
    pub decided: &'static str,
    pub carried: fn(&str) -> String,

    // The desk
    pub desk_title: &'static str,
    pub desk_lead: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub not_begun: &'static str,
    pub draft: &'static str,
    pub published: &'static str,
    pub before_client: &'static str,
    pub draft_lead: &'static str,
    pub not_over: &'static str,
    pub comment_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub meanwhile: fn(&str) -> String,
    pub publish: &'static str,
    pub publish_help: &'static str,
    pub publish_saves: &'static str,
    pub dispatchers_publish: &'static str,
    pub add_resolve: &'static str,
    pub kind: &'static str,
    pub text: &'static str,
    pub owner_hint: &'static str,
    pub add: &'static str,
    pub mark_done: &'static str,
    pub mark_open: &'static str,
    pub withdraw: &'static str,
    pub correct: &'static str,
    pub correct_help: &'static str,
    pub differs: &'static str,
    pub differs_in_detail: &'static str,
    pub does_not_differ: &'static str,
    pub reason_hint: &'static str,

    // The overview
    pub so_far: &'static str,
    pub debts_open: fn(usize, Option<&str>) -> String,
    pub kept_of: fn(usize, usize) -> String,
    pub available: fn(&str) -> String,
    pub hours_left: fn(&str) -> String,
}

const FR: Reports = Reports {
    title: "Rapports d’activité",
    report: "Rapport d’activité",
    file: "rapport",
    list_lead: "Un rapport par mois : ce qui a été tenu, ce qui ne l’a pas été, et de quoi chaque chiffre est fait.",
    part_only: "Les rapports portent sur toute l’entreprise",
    part_only_help: "Votre compte en voit une partie. Votre référent informatique peut vous les transmettre.",
    none: "Aucun mois n’est encore terminé",
    none_help: "Le premier rapport paraît après la fin du premier mois.",
    published_on: |at| format!("Publié le {at}"),
    corrected: |count| match count {
        1 => "1 correction".into(),
        many => format!("{many} corrections"),
    },
    not_yet: "Pas encore publié",
    all_reports: "Tous les rapports",
    published_by: |at, by| format!("Publié le {at} par {by}."),
    frozen: "Les chiffres sont ceux de ce jour-là et ne changent plus : une erreur donne une correction.",
    print_hint: "À imprimer tel quel, au format A4.",
    contracts: |count| if count < 2 { "Contrat" } else { "Contrats" },
    no_contract: "aucun contrat en vigueur",
    key_figures: "En bref",
    nothing: "—",
    comment: "Commentaire",
    correction: |number| format!("Correction n°{NBSP}{number}"),
    reason: "Motif",
    measure: "Chiffre",
    before: "Avant",
    after: "Après",
    no_measure_changed: "Aucun chiffre d’ensemble ne change : seul le détail diffère.",
    see_corrected: "Lire tous les chiffres corrigés",
    reads_corrected: |number| format!("Vous lisez les chiffres de la correction n°{NBSP}{number}."),
    see_published: "Lire les chiffres publiés",
    availability_how: "Comptée dans la plage de couverture du contrat. Indisponible : panne totale. Le temps sans nouvelles et la maintenance annoncée ne comptent ni pour ni contre ; le pourcentage est arrondi vers le bas.",
    no_component: "Rien de supervisé n’était couvert par un contrat ce mois-ci : il n’y a rien à mesurer.",
    no_target: "sans engagement",
    component: "Équipement",
    rate: "Disponibilité",
    promised: "Engagement",
    unavailable: "Indisponible",
    unknown: "Sans nouvelles",
    maintenance: "Maintenance",
    counted: "Plage comptée",
    below: "sous l’engagement",
    spotless: |count| match count {
        1 => "Le seul autre équipement couvert a fonctionné sans interruption.".into(),
        many => format!("Les {many} autres équipements couverts ont fonctionné sans interruption."),
    },
    itemised: "De quoi c’est fait",
    what: "Quoi",
    from: "Du",
    to: "Au",
    lasted: "Durée",
    within_hours: "Dont plage de couverture",
    more_in_file: |count| match count {
        1 => "Une autre ligne est dans le fichier CSV.".into(),
        many => format!("{many} autres lignes sont dans le fichier CSV."),
    },
    clause: "article",
    respect_how: "Chaque délai compte une fois : quand ce qui était promis a été fait, ou quand il a été dépassé.",
    no_clock: "Aucun délai promis n’est arrivé à son terme ce mois-ci.",
    no_rate_promised: "Le contrat promet des délais, pas de taux de respect.",
    promise: "Délai",
    kept: "Respectés",
    missed: "Dépassés",
    set_aside: "Écartés",
    set_aside_help: "Écartés d’un commun accord : hors du taux, toujours inscrits.",
    of: |part, whole| format!("{part} sur {whole}"),
    which_kept: |count| match count {
        1 => "L’intervention respectée".into(),
        many => format!("Les {many} interventions respectées"),
    },
    debts_how: "Un dépannage provisoire laisse une réparation définitive à faire ; elle vieillit jusqu’à ce qu’elle soit faite.",
    no_debt: "Aucune réparation définitive n’était due ce mois-ci.",
    open: "Encore dues à la fin du mois",
    since: "Depuis",
    age: "Âge",
    opened: "Nées dans le mois",
    discharged: "Soldées dans le mois",
    intensity_how: "Demandes et interventions déclarées, et temps saisi, par prestation. Un temps compte le jour où le travail s’est terminé.",
    month: "Mois",
    interventions: |count| match count {
        0 | 1 => format!("{count} intervention"),
        many => format!("{many} interventions"),
    },
    interventions_name: "Interventions",
    time: "Temps",
    nobody: "Sans prestation",
    chart: "Interventions déclarées par mois et par prestation",
    recurrence_how: "Les équipements sur lesquels on est revenu plus d’une fois en douze mois, hors travail préventif.",
    no_recurrence: "On n’est revenu deux fois sur aucun équipement.",
    this_month: "Ce mois-ci",
    twelve_months: "En douze mois",
    relapses: "Rechutes",
    reopenings: "Réouvertures",
    no_book: "Aucun carnet d’heures.",
    book: |contract| format!("Carnet du contrat {contract}"),
    opening: "Au début du mois",
    used: "Utilisé",
    closing: "Solde à la fin",
    no_entry: "Aucune écriture ce mois-ci.",
    band: |least, most| format!("Entre {least} et {most}"),
    incidents: |count| match count {
        0 => "Vos collaborateurs n’ont déclaré ni panne ni question ce mois-ci.".into(),
        1 => "1 panne ou question déclarée par vos collaborateurs ce mois-ci.".into(),
        many => {
            format!("{many} pannes et questions déclarées par vos collaborateurs ce mois-ci.")
        }
    },
    lost_how: "Un ordre de grandeur, pas une mesure : le temps perdu par incident, selon des chiffres qui circulent dans le métier et qui se contredisent.",
    lost_sources: [
        "deux incidents par salarié et par semaine coûteraient 50 h par an, soit 29 min chacun ;",
        "« en réalité plutôt 100 h », soit 58 min ;",
        "une autre étude parle de 180 min par semaine, soit 90 min.",
    ],
    resolves: "Décisions et actions",
    no_resolve: "Ni décision ni action ce mois-ci.",
    owner: "Qui",
    due: "Pour le",
    standing: "Où elle en est",
    done: "Faite",
    still_open: "À faire",
    decided: "Décidé",
    carried: |month| format!("reportée de {month}"),
    desk_title: "Rapports",
    desk_lead: "Les chiffres viennent du registre. Ce qui est écrit ici reste inconnu du client jusqu’à la publication.",
    previous: "Mois précédent",
    next: "Mois suivant",
    not_begun: "À rédiger",
    draft: "Brouillon",
    published: "Publié",
    before_client: "Pas encore client",
    draft_lead: "Brouillon : le client n’en sait rien. Les chiffres suivent le registre jusqu’à la publication, puis ils ne changent plus.",
    not_over: "Le mois n’est pas terminé : il se publie à partir du premier du mois suivant.",
    comment_hint: "Facultatif. Le client le lit avec les chiffres.",
    save: "Enregistrer le brouillon",
    saved: "Brouillon enregistré",
    meanwhile: |text| format!("Enregistré entre-temps par quelqu’un d’autre{NBSP}: {text}"),
    publish: "Publier le rapport",
    publish_help: "Le client le lit aussitôt, et les chiffres sont gelés. Ensuite, une erreur donne une correction.",
    publish_saves: "Seul ce qui est enregistré est publié.",
    dispatchers_publish: "Un coordinateur ou un administrateur le publie.",
    add_resolve: "Ajouter une décision ou une action",
    kind: "Nature",
    text: "Ce qui est décidé, ou ce qui est à faire",
    owner_hint: "Une action a quelqu’un et une date.",
    add: "Ajouter",
    mark_done: "Faite",
    mark_open: "Pas faite",
    withdraw: "Retirer",
    correct: "Corriger",
    correct_help: "Les chiffres publiés restent ; ceux du registre aujourd’hui viennent à côté, avec votre nom et le motif.",
    differs: "Le registre dit maintenant autre chose que le rapport.",
    differs_in_detail: "Le détail diffère du rapport, sans changer les chiffres d’ensemble.",
    does_not_differ: "Le registre dit toujours ce que dit le rapport.",
    reason_hint: "Le client le lit.",
    so_far: "Ce mois-ci",
    debts_open: |count, oldest| match (count, oldest) {
        (0, _) => "aucune réparation définitive due".into(),
        (1, Some(age)) => format!("1 réparation définitive à faire, depuis {age}"),
        (1, None) => "1 réparation définitive à faire".into(),
        (many, Some(age)) => {
            format!("{many} réparations définitives à faire, la plus ancienne depuis {age}")
        }
        (many, None) => format!("{many} réparations définitives à faire"),
    },
    kept_of: |met, counted| match (met, counted) {
        (1, 1) => "1 délai respecté sur 1".into(),
        (0 | 1, _) => format!("{met} délai respecté sur {counted}"),
        _ => format!("{met} délais respectés sur {counted}"),
    },
    available: |rate| format!("{rate} de disponibilité"),
    hours_left: |left| format!("{left} au carnet d’heures"),
};

const EN: Reports = Reports {
    title: "Activity reports",
    report: "Activity report",
    file: "report",
    list_lead: "One report a month: what was kept, what was not, and what each figure is made of.",
    part_only: "Reports are about the whole company",
    part_only_help: "Your account sees a part of it. Your IT lead can pass them on to you.",
    none: "No month is over yet",
    none_help: "The first report appears after the end of the first month.",
    published_on: |at| format!("Published on {at}"),
    corrected: |count| match count {
        1 => "1 correction".into(),
        many => format!("{many} corrections"),
    },
    not_yet: "Not published yet",
    all_reports: "All reports",
    published_by: |at, by| format!("Published on {at} by {by}."),
    frozen: "The figures are those of that day and change no more: a mistake gives a correction.",
    print_hint: "Prints as it is, on A4.",
    contracts: |count| if count < 2 { "Contract" } else { "Contracts" },
    no_contract: "no contract in force",
    key_figures: "In short",
    nothing: "—",
    comment: "Comment",
    correction: |number| format!("Correction {number}"),
    reason: "Reason",
    measure: "Figure",
    before: "Before",
    after: "After",
    no_measure_changed: "No overall figure changes: only the details differ.",
    see_corrected: "Read all the corrected figures",
    reads_corrected: |number| format!("You are reading the figures of correction {number}."),
    see_published: "Read the published figures",
    availability_how: "Counted within the service hours of the contract. Unavailable: a major outage. Time not heard from and announced maintenance count neither for nor against; the percentage is rounded down.",
    no_component: "Nothing that is supervised was covered by a contract this month: there is nothing to measure.",
    no_target: "no commitment",
    component: "Item",
    rate: "Availability",
    promised: "Promised",
    unavailable: "Unavailable",
    unknown: "Not heard from",
    maintenance: "Maintenance",
    counted: "Hours counted",
    below: "below what was promised",
    spotless: |count| match count {
        1 => "The only other covered item worked without interruption.".into(),
        many => format!("The {many} other covered items worked without interruption."),
    },
    itemised: "What it is made of",
    what: "What",
    from: "From",
    to: "To",
    lasted: "Lasted",
    within_hours: "Of which service hours",
    more_in_file: |count| match count {
        1 => "One more row is in the CSV file.".into(),
        many => format!("{many} more rows are in the CSV file."),
    },
    clause: "clause",
    respect_how: "Each delay counts once: when what was promised was done, or when it was overrun.",
    no_clock: "No promised delay came to its end this month.",
    no_rate_promised: "The contract promises delays, and no rate of respect.",
    promise: "Delay",
    kept: "Kept",
    missed: "Overrun",
    set_aside: "Set aside",
    set_aside_help: "Set aside by agreement: out of the rate, still on record.",
    of: |part, whole| format!("{part} of {whole}"),
    which_kept: |count| match count {
        1 => "The intervention that was on time".into(),
        many => format!("The {many} interventions that were on time"),
    },
    debts_how: "A temporary repair leaves a definitive one to do; it ages until it is done.",
    no_debt: "No definitive repair was owed this month.",
    open: "Still owed at the end of the month",
    since: "Since",
    age: "Age",
    opened: "Opened in the month",
    discharged: "Settled in the month",
    intensity_how: "Requests and interventions declared, and time entered, by service. Time counts on the day on which the work ended.",
    month: "Month",
    interventions: |count| match count {
        1 => "1 intervention".into(),
        many => format!("{many} interventions"),
    },
    interventions_name: "Interventions",
    time: "Time",
    nobody: "No service",
    chart: "Interventions declared by month and by service",
    recurrence_how: "Items that work came back to more than once in twelve months, preventive work apart.",
    no_recurrence: "Work came back to no item.",
    this_month: "This month",
    twelve_months: "In twelve months",
    relapses: "Relapses",
    reopenings: "Reopenings",
    no_book: "No hour book.",
    book: |contract| format!("Book of contract {contract}"),
    opening: "When the month began",
    used: "Used",
    closing: "Balance at the end",
    no_entry: "No entry this month.",
    band: |least, most| format!("Between {least} and {most}"),
    incidents: |count| match count {
        0 => "Your people declared no fault and no question this month.".into(),
        1 => "1 fault or question declared by your people this month.".into(),
        many => format!("{many} faults and questions declared by your people this month."),
    },
    lost_how: "An order of magnitude, not a measure: time lost for each incident, by figures that go round in the trade and contradict each other.",
    lost_sources: [
        "two incidents per employee and week are said to cost 50 h a year, 29 min each;",
        "“in reality nearer 100 h”, 58 min each;",
        "another study speaks of 180 min a week, 90 min each.",
    ],
    resolves: "Decisions and actions",
    no_resolve: "No decision and no action this month.",
    owner: "Who",
    due: "By",
    standing: "Where it stands",
    done: "Done",
    still_open: "To do",
    decided: "Decided",
    carried: |month| format!("carried from {month}"),
    desk_title: "Reports",
    desk_lead: "The figures come from the ledger. What is written here stays unknown to the client until it is published.",
    previous: "Previous month",
    next: "Next month",
    not_begun: "To write",
    draft: "Draft",
    published: "Published",
    before_client: "Not a client yet",
    draft_lead: "Draft: the client knows nothing of it. The figures follow the ledger until it is published, then they change no more.",
    not_over: "The month is not over: it is published from the first of the next month on.",
    comment_hint: "Optional. The client reads it beside the figures.",
    save: "Save the draft",
    saved: "Draft saved",
    meanwhile: |text| format!("Saved meanwhile by somebody else: {text}"),
    publish: "Publish the report",
    publish_help: "The client reads it at once, and the figures are frozen. After that a mistake gives a correction.",
    publish_saves: "Only what is saved is published.",
    dispatchers_publish: "A dispatcher or an administrator publishes it.",
    add_resolve: "Add a decision or an action",
    kind: "Kind",
    text: "What is decided, or what is to be done",
    owner_hint: "An action has somebody and a date.",
    add: "Add",
    mark_done: "Done",
    mark_open: "Not done",
    withdraw: "Withdraw",
    correct: "Correct",
    correct_help: "The published figures stay; those of the ledger today stand beside them, with your name and the reason.",
    differs: "The ledger now tells something else than the report.",
    differs_in_detail: "The details differ from the report, without changing the overall figures.",
    does_not_differ: "The ledger still tells what the report tells.",
    reason_hint: "The client reads it.",
    so_far: "This month",
    debts_open: |count, oldest| match (count, oldest) {
        (0, _) => "no definitive repair owed".into(),
        (1, Some(age)) => format!("1 definitive repair to do, for {age}"),
        (1, None) => "1 definitive repair to do".into(),
        (many, Some(age)) => format!("{many} definitive repairs to do, the oldest for {age}"),
        (many, None) => format!("{many} definitive repairs to do"),
    },
    kept_of: |met, counted| match counted {
        1 => format!("{met} of 1 delay kept"),
        _ => format!("{met} of {counted} delays kept"),
    },
    available: |rate| format!("{rate} available"),
    hours_left: |left| format!("{left} in the hour book"),
};

/// "octobre 2026", "October 2026".
pub fn month(lang: Lang, month: Month) -> String {
    let day = plain_date(lang, month.first_day());
    let mut words = day.splitn(2, ' ');
    words.next();
    words.next().unwrap_or_default().to_owned()
}

/// "Rapport d’octobre 2026", "Report of October 2026".
pub fn report_of(lang: Lang, of: Month) -> String {
    let name = month(lang, of);
    match lang {
        Lang::Fr if name.starts_with(['a', 'o']) => format!("Rapport d’{name}"),
        Lang::Fr => format!("Rapport de {name}"),
        Lang::En => format!("Report of {name}"),
    }
}

/// What a section is about.
pub const fn section(lang: Lang, section: Section) -> &'static str {
    match (lang, section) {
        (Lang::Fr, Section::Summary) => "Synthèse",
        (Lang::Fr, Section::Availability) => "Disponibilité",
        (Lang::Fr, Section::Respect) => "Respect des délais",
        (Lang::Fr, Section::Debts) => "Réparations définitives à faire",
        (Lang::Fr, Section::Intensity) => "Activité des trois prestations",
        (Lang::Fr, Section::Recurrence) => "Ce qui revient",
        (Lang::Fr, Section::Hours) => "Carnets d’heures",
        (Lang::Fr, Section::LostTime) => "Temps perdu, en ordre de grandeur",
        (Lang::En, Section::Summary) => "Summary",
        (Lang::En, Section::Availability) => "Availability",
        (Lang::En, Section::Respect) => "Respect of delays",
        (Lang::En, Section::Debts) => "Definitive repairs to do",
        (Lang::En, Section::Intensity) => "Activity of the three services",
        (Lang::En, Section::Recurrence) => "What comes back",
        (Lang::En, Section::Hours) => "Hour books",
        (Lang::En, Section::LostTime) => "Time lost, as an order of magnitude",
    }
}

pub const fn stretch(lang: Lang, kind: StretchKind) -> &'static str {
    match (lang, kind) {
        (Lang::Fr, StretchKind::Outage) => "Panne totale",
        (Lang::Fr, StretchKind::Unknown) => "Sans nouvelles",
        (Lang::Fr, StretchKind::Maintenance) => "Maintenance annoncée",
        (Lang::En, StretchKind::Outage) => "Major outage",
        (Lang::En, StretchKind::Unknown) => "Not heard from",
        (Lang::En, StretchKind::Maintenance) => "Announced maintenance",
    }
}

pub const fn resolve_kind(lang: Lang, kind: ResolveKind) -> &'static str {
    match (lang, kind) {
        (Lang::Fr, ResolveKind::Decision) => "Décision",
        (Lang::En, ResolveKind::Decision) => "Decision",
        (_, ResolveKind::Action) => "Action",
    }
}

pub const fn measure(lang: Lang, measure: Measure) -> &'static str {
    match (lang, measure) {
        (Lang::Fr, Measure::Availability) => "Disponibilité",
        (Lang::Fr, Measure::Unavailable) => "Temps indisponible, tous équipements",
        (Lang::Fr, Measure::Response) => "GTI respectées",
        (Lang::Fr, Measure::Restoration) => "GTR respectées",
        (Lang::Fr, Measure::OtherClocks) => "Autres délais respectés",
        (Lang::Fr, Measure::Debts) => "Réparations définitives dues",
        (Lang::Fr, Measure::Interventions) => "Interventions déclarées",
        (Lang::Fr, Measure::Worked) => "Temps saisi",
        (Lang::Fr, Measure::HoursUsed) => "Heures utilisées",
        (Lang::Fr, Measure::HoursLeft) => "Solde des carnets",
        (Lang::En, Measure::Availability) => "Availability",
        (Lang::En, Measure::Unavailable) => "Time unavailable, all items",
        (Lang::En, Measure::Response) => "Response delays kept",
        (Lang::En, Measure::Restoration) => "Restoration delays kept",
        (Lang::En, Measure::OtherClocks) => "Other delays kept",
        (Lang::En, Measure::Debts) => "Definitive repairs owed",
        (Lang::En, Measure::Interventions) => "Interventions declared",
        (Lang::En, Measure::Worked) => "Time entered",
        (Lang::En, Measure::HoursUsed) => "Hours used",
        (Lang::En, Measure::HoursLeft) => "Balance of the books",
    }
}

/// A figure as it is read; "—" where there is nothing to count.
pub fn value(lang: Lang, value: Value) -> String {
    match value {
        Value::Nothing => reports(lang).nothing.to_owned(),
        Value::Rate(rate) => percent(lang, rate),
        Value::LengthMs(0) => none_of(lang).to_owned(),
        Value::LengthMs(length_ms) => duration(lang, length_ms),
        Value::Of(part, whole) => (reports(lang).of)(part, whole),
        Value::Open(count, None) => count.to_string(),
        Value::Open(count, Some(age_ms)) => match lang {
            Lang::Fr => format!("{count}, depuis {} au plus", age(lang, age_ms)),
            Lang::En => format!("{count}, for {} at most", age(lang, age_ms)),
        },
        Value::Count(count) => integer(lang, i64::from(count)),
        Value::Minutes(minutes) => hours(lang, minutes),
    }
}

/// A length that is none: "0 min".
const fn none_of(_: Lang) -> &'static str {
    "0\u{a0}min"
}

/// A time, or none.
pub fn length(lang: Lang, length_ms: i64) -> String {
    if length_ms == 0 {
        return none_of(lang).to_owned();
    }
    duration(lang, length_ms)
}

/// Service hours are no days: "184 h 30 min".
pub fn counted(lang: Lang, length_ms: i64) -> String {
    hours(lang, length_ms / MINUTE_MS)
}

/// Whole days once there is one.
pub fn age(lang: Lang, age_ms: i64) -> String {
    let days = age_ms / DAY_MS;
    match (days, lang) {
        (0, _) => duration(lang, age_ms),
        (days, Lang::Fr) => format!("{}{NBSP}j", integer(lang, days)),
        (days, Lang::En) => format!("{}{NBSP}d", integer(lang, days)),
    }
}

/// Minutes of work or of a book, below zero too.
pub fn hours(lang: Lang, minutes: i64) -> String {
    let amount = u32::try_from(minutes.unsigned_abs()).unwrap_or(u32::MAX);
    let sign = if minutes < 0 { "−" } else { "" };
    if amount == 0 {
        return none_of(lang).to_owned();
    }
    format!("{sign}{}", open_time(lang, amount))
}

/// The sentence that opens a report: what can be counted of it.
pub fn in_a_sentence(lang: Lang, rate: Option<u32>, kept: (usize, usize)) -> String {
    let text = reports(lang);
    let rate = rate.map(|rate| (text.available)(&percent(lang, rate)));
    let kept = (kept.1 > 0).then(|| (text.kept_of)(kept.0, kept.1));
    let told: Vec<String> = [rate, kept].into_iter().flatten().collect();
    match (told.is_empty(), lang) {
        (true, Lang::Fr) => "Rien à mesurer ce mois-ci.".to_owned(),
        (true, Lang::En) => "Nothing to measure this month.".to_owned(),
        (false, _) => format!("{}.", told.join(", ")),
    }
}

/// "du 1er au 31 octobre 2026".
pub fn period(lang: Lang, first: NaiveDate, last: NaiveDate) -> String {
    let (first, last) = (plain_date(lang, first), plain_date(lang, last));
    let day = first.split(' ').next().unwrap_or_default();
    match lang {
        Lang::Fr => format!("du {day} au {last}"),
        Lang::En => format!("{day} to {last}"),
    }
}

/// Names of the columns of the file.
pub const fn columns(lang: Lang) -> [&'static str; 12] {
    match lang {
        Lang::Fr => [
            "Partie",
            "Quoi",
            "Référence",
            "Équipement",
            "Prestation",
            "Priorité",
            "Du",
            "Au",
            "Compté (s)",
            "Total (s)",
            "Contrat",
            "Détail",
        ],
        Lang::En => [
            "Part",
            "What",
            "Reference",
            "Item",
            "Service",
            "Priority",
            "From",
            "To",
            "Counted (s)",
            "Total (s)",
            "Contract",
            "Details",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_named() {
        for (text, fr, en) in [
            (
                "2026-10",
                "Rapport d’octobre 2026",
                "Report of October 2026",
            ),
            ("2026-08", "Rapport d’août 2026", "Report of August 2026"),
            (
                "2026-01",
                "Rapport de janvier 2026",
                "Report of January 2026",
            ),
        ] {
            let month = Month::parse(text).expect("a month");
            assert_eq!(report_of(Lang::Fr, month), fr);
            assert_eq!(report_of(Lang::En, month), en);
        }
    }

    #[test]
    fn figures_are_read() {
        for (given, fr) in [
            (Value::Nothing, "—"),
            (Value::Rate(99_999), "99,999\u{202f}%"),
            (Value::LengthMs(0), "0\u{a0}min"),
            (Value::Of(2, 3), "2 sur 3"),
            (Value::Open(0, None), "0"),
            (
                Value::Open(2, Some(41 * DAY_MS)),
                "2, depuis 41\u{a0}j au plus",
            ),
            (Value::Minutes(-90), "−1\u{a0}h 30\u{a0}min"),
        ] {
            assert_eq!(value(Lang::Fr, given), fr);
        }
    }

    #[test]
    fn a_month_in_a_sentence() {
        let said = in_a_sentence(Lang::Fr, Some(99_990), (1, 2));
        assert_eq!(
            said,
            "99,990\u{202f}% de disponibilité, 1 délai respecté sur 2."
        );
        assert_eq!(
            in_a_sentence(Lang::Fr, None, (0, 0)),
            "Rien à mesurer ce mois-ci."
        );
    }
}
