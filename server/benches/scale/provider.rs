//! The provider that grows: five clients of different sizes under one kind of contract.

use std::fmt::Write as _;

/// The clients that live; the others are copies of these. Codes that no word of French contains.
pub const LIVED: [&str; 5] = ["XKA", "XKB", "XKC", "XKD", "XKE"];
pub const SITES: [&str; 3] = ["siege", "agence", "atelier"];
/// What the contract covers, and what it leaves out.
pub const COVERED: [&str; 4] = ["hardware", "on_prem_software", "infrastructure", "saas"];
pub const EXCLUDED: &str = "meeting_room_video";
/// Components of each client: every fifth one is not covered.
pub const COMPONENTS: usize = 60;

/// The first staff member is the coordinator.
pub const STAFF: [(&str, &str); 5] = [
    ("coordinateur", "dispatcher"),
    ("technicien", "technician"),
    ("deuxieme", "technician"),
    ("troisieme", "technician"),
    ("admin", "provider_admin"),
];

pub fn category(component: usize) -> &'static str {
    match component % 5 {
        4 => EXCLUDED,
        place => COVERED[place],
    }
}

/// The whole file, as `vigie import` reads it.
pub fn document() -> String {
    let mut text = String::from(
        "[provider]\nname = \"Grand Prestataire\"\nlegal_name = \"Grand Prestataire SAS\"\nphone_day = \"01 99 00 00 00\"\n\
         email = \"contact@prestataire.example\"\ntime_zone = \"Europe/Paris\"\n",
    );
    for (name, role) in STAFF {
        let _ = write!(
            text,
            "[[staff]]\nemail = \"{name}@prestataire.example\"\nname = \"{name} Prestataire\"\nrole = \"{role}\"\n"
        );
    }
    text.push_str("[[sources]]\nkey = \"prometheus\"\nname = \"Prometheus\"\nkind = \"alertmanager\"\nclients = \"all\"\n");
    for code in LIVED {
        client(&mut text, code);
    }
    text
}

fn client(text: &mut String, code: &str) {
    let slug = code.to_lowercase();
    let _ = write!(
        text,
        "[[clients]]\nslug = \"{slug}\"\ncode = \"{code}\"\nname = \"Société {code}\"\ntime_zone = \"Europe/Paris\"\n"
    );
    for site in SITES {
        let _ = write!(
            text,
            "[[clients.sites]]\nkey = \"{site}\"\nname = \"{site}\"\ncity = \"Rennes\"\n"
        );
    }
    for (name, role) in [
        ("referent", "client_admin"),
        ("valideur", "approver"),
        ("demandeur", "requester"),
        ("lecteur", "viewer"),
    ] {
        let _ = write!(
            text,
            "[[clients.contacts]]\nemail = \"{name}@{slug}.example\"\nname = \"{name} {code}\"\nrole = \"{role}\"\n"
        );
    }
    for component in 0..COMPONENTS {
        let _ = write!(
            text,
            "[[clients.components]]\nkey = \"composant-{component}\"\nname = \"Composant {component}\"\n\
             category = \"{}\"\nsites = [\"{}\"]\n",
            category(component),
            SITES[component % SITES.len()]
        );
    }
    let targets = ["p1", "p2", "p3", "p4"].map(|priority| {
        format!("{{ priority = \"{priority}\", response = \"2h\", restoration = \"8h\", curative = \"J+5\" }}")
    });
    let advice = ["p1", "p2", "p3", "p4"]
        .map(|priority| format!("{{ priority = \"{priority}\", response = \"1h\" }}"));
    let covered = COVERED.map(|category| format!("\"{category}\""));
    let hours = "{ week = [\"mon-fri 08:00-18:00\"], closed_on_holidays = true }";
    let _ = write!(
        text,
        "[[clients.contracts]]\nnumber = \"{code}-1\"\ntitle = \"Contrat de services\"\nversion = 1\nstarts = 2020-01-01\n\
         ends = 2035-12-31\nrenewal = \"none\"\nhold_reasons = [\"en attente d’un tiers\"]\n\
         [[clients.contracts.clauses]]\nreference = \"1\"\ntitle = \"Prestations\"\ntext = \"Ce qui est couvert.\"\n\
         [[clients.contracts.lines]]\nkey = \"maintenance\"\nservice = \"corrective\"\ntitle = \"Maintenance\"\nclause = \"1\"\n\
         hours = {hours}\nclock_start = \"declaration\"\nbilling = \"included\"\ntargets = [{}]\n\
         included = [{{ clause = \"1\", category = [{}] }}]\n\
         [[clients.contracts.lines]]\nkey = \"helpdesk\"\nservice = \"helpdesk\"\ntitle = \"Assistance\"\nclause = \"1\"\n\
         hours = {hours}\nclock_start = \"declaration\"\nbilling = \"included\"\ntargets = [{}]\n\
         included = [{{ clause = \"1\", activity = \"advice\" }}]\n",
        targets.join(", "),
        covered.join(", "),
        advice.join(", "),
    );
}
