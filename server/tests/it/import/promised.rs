//! What a contract promises: calendars, grids, prices, approvals, hour books; and what of it is refused, where.

use anyhow::Context as _;
use app::backend::contract::ContractBackend;
use app::backend::status::Whose;
use app::domain::access::{Asker, Role, StaffAsker, StaffRole};
use app::domain::contract::{
    Activity, Approval, Billing, DayInterval, FormFieldKind, HolidayZone, HourBook, HourRule,
    PublicHolidays, Terms,
};
use app::domain::ids::{SessionId, StaffId};
use server::contract::ClientContractService;

use super::{SMALL, count, import, refusal, run, texts};
use crate::on_both_engines;
use crate::support::Stage;

/// What stands in the small file, what stands there instead, and how each refusal begins.
const TABLE: &[(&str, &str, &[&str])] = &[
    // Intervals.
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 08:00-12:00 11:00-13:00\"] }",
        &["line 54, column 18: two intervals of day 1 (1 = Monday) overlap"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 18:00-08:00\"] }",
        &["line 54, column 19: `week`: “18:00-08:00” ends before it starts"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { always = true, exceptions = [\n  { date = 2026-12-24, open = [\"12:00-08:00\"] },\n] }",
        &["line 55, column 32: `open`: “12:00-08:00” ends before it starts"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { always = true, exceptions = [\n  { date = 2026-12-24, open = [\"08:00-12:00\", \"11:00-13:00\"] },\n] }",
        &["line 55, column 3: two intervals of 2026-12-24 overlap"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { always = true, exceptions = [\n  { date = 2026-12-24 },\n  { date = 2026-12-24, open = [\"08:00-12:00\"] },\n] }",
        &["line 56, column 3: 2026-12-24 has two exceptions"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { always = true, exceptions = [{ note = \"pont\" }] }",
        &["line 54, column 40: `date` is missing"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { always = true, week = [\"mon 08:00-12:00\"] }",
        &["line 54, column 33: `week` says nothing beside `always = true`"],
    ),
    // Zones and holidays.
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 08:00-12:00\"], zone = \"Paris\" }",
        &["line 54, column 46: `zone`: “Paris” is no time zone"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 08:00-12:00\"], whit_monday_worked = true }",
        &[
            "line 54, column 60: `whit_monday_worked` says nothing without `week` and `closed_on_holidays",
        ],
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 08:00-12:00\"], closed_on_holidays = true, holidays = { zone = \"FR\", good_friday = true } }",
        &["line 54, column 106: Good Friday is a public holiday in FR-ALSACE-MOSELLE only"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 08:00-12:00\"], closed_on_holidays = true, holidays = { zone = \"DE\" } }",
        &["line 54, column 86: `zone`: “DE” is none of FR, FR-ALSACE-MOSELLE"],
    ),
    // What clocks jump over.
    (
        "hours = \"24/7\"",
        "hours = { week = [\"sun 02:00-03:00\"] }",
        &["line 54, column 18: on 2026-03-29 the clocks of Europe/Paris jump over 02:00"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"sat-sun 01:00-02:30\"] }",
        &["line 54, column 18: on 2026-03-29 the clocks of Europe/Paris jump over 02:30"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { always = true, exceptions = [\n  { date = 2027-03-28, open = [\"02:15-09:00\"] },\n] }",
        &["line 55, column 3: on 2027-03-28 the clocks of Europe/Paris jump over 02:15"],
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"sun 01:00-02:15\"], zone = \"Australia/Lord_Howe\" }",
        &["line 54, column 18: on 2026-10-04 the clocks of Australia/Lord_Howe jump over 02:15"],
    ),
    (
        "hours = \"24/7\"",
        "hours = \"24/7\"\non_call = { priorities = [\"p1\"], clause = \"1\", hours = { week = [\"sun 00:00-02:30\"] } }",
        &["line 55, column 65: on 2026-03-29 the clocks of Europe/Paris jump over 02:30"],
    ),
    // Grids.
    (
        "billing = \"included\"",
        "billing = \"included\"\ntargets = [{ priority = \"p1\", response = \"1h\" }, { priority = \"p3\", none = true }]",
        &[
            "line 56, column 11: line maintenance: `targets` say nothing of p2: give a target, or `none = true`",
            "line 56, column 11: line maintenance: `targets` say nothing of p4",
        ],
    ),
    (
        "billing = \"included\"",
        "billing = \"included\"\ntargets = [\n  { priority = \"p1\", response = \"1h\", none = true },\n  { priority = \"p2\" },\n  { priority = \"p3\", none = true },\n  { priority = \"p4\", none = true },\n]",
        &[
            "line 57, column 46: `targets` for p1 say `none` beside a target",
            "line 58, column 3: `targets` for p2 promise nothing: give one, or `none = true`",
        ],
    ),
    (
        "billing = \"included\"",
        "billing = \"included\"\non_call = { hours = \"24/7\", priorities = [\"p1\", \"p2\"], clause = \"1\", targets = [{ priority = \"p1\", response = \"1h\" }, { priority = \"p4\", none = true }] }",
        &[
            "line 56, column 11: line maintenance: `targets` hold p4, for which nobody is on call",
            "line 56, column 11: line maintenance: `targets` say nothing of p2",
        ],
    ),
    (
        "service = \"corrective\"",
        "service = \"corrective\"\nvendor_follow_up = true\ntargets = [{ priority = \"p1\", curative = \"J+3\" }, { priority = \"p2\", none = true }, { priority = \"p3\", none = true }, { priority = \"p4\", none = true }]",
        &["line 53, column 11: line maintenance: what the vendor runs is followed up"],
    ),
    // How it is paid.
    (
        "billing = \"included\"",
        "billing = { unit = \"15m\", minimum = \"30m\" }",
        &[
            "line 55, column 11: line maintenance: work is debited from an hour book, and the contract has no `hour_book`",
        ],
    ),
    (
        "billing = \"included\"",
        "billing = { unit = \"0m\", minimum = \"30s\", out_of_hours_percent = 50 }",
        &[
            "line 55, column 20: `unit`: “0m” must be between 60 s and 86400 s",
            "line 55, column 36: `minimum`: “30s” must be between 60 s",
            "line 55, column 66: `out_of_hours_percent` must be between 100 and 1000",
        ],
    ),
    (
        "billing = \"included\"",
        "billing = { fixed = \"120\" }",
        &["line 55, column 21: `fixed`: “120” is no amount; write 120 € or 1 250,50 €"],
    ),
    (
        "billing = \"included\"",
        "billing = { fixed = \"120 €\", unit = \"15m\" }",
        &["line 55, column 30: unknown field `unit`; known here: fixed"],
    ),
    // The catalogue.
    (
        "billing = \"included\"",
        "billing = \"included\"\ncatalogue = [{ key = \"arrivee\", title = \"Arrivée\", clause = \"1\", form = [{ key = \"date\", label = \"Date\", kind = \"day\" }] }]",
        &["line 56, column 113: `kind`: “day” is none of text, date, yes_no"],
    ),
    (
        "billing = \"included\"",
        "billing = \"included\"\ncatalogue = [{ key = \"arrivee\", title = \"Arrivée\", clause = \"1\", form = [{ key = \"date\", label = \"Date\" }, { key = \"date\", label = \"Jour\" }] }]",
        &["line 56, column 13: line maintenance: the form of arrivee asks date twice"],
    ),
    (
        "billing = \"included\"",
        "billing = \"included\"\ncatalogue = [{ key = \"arrivee\", title = \"Arrivée\", clause = \"1\" }, { key = \"arrivee\", title = \"Arrivée\", clause = \"1\" }]",
        &["line 56, column 13: line maintenance: `catalogue` holds arrivee twice"],
    ),
    (
        "included = [{ component = \"erp\", clause = \"1\" }]",
        "included = [{ activity = [\"fault\", \"catalogue:arrivee\"], clause = \"1\" }]",
        &["line 56, column 36: no line has “arrivee” in its catalogue"],
    ),
    // Approval and hour book.
    (
        "starts = 2026-01-01",
        "starts = 2026-01-01\napproval = { clause = \"1\", activities = [\"catalogue:depart\"] }",
        &["line 44, column 42: no line has “depart” in its catalogue"],
    ),
    (
        "starts = 2026-01-01",
        "starts = 2026-01-01\napproval = { clause = \"9\", above = \"1 €\", roles = [\"boss\"] }",
        &[
            "line 44, column 23: clause 9 is quoted, but not among `clauses`",
            "line 44, column 52: `roles`: “boss” is none of viewer, requester, approver, client_admin",
        ],
    ),
    (
        "starts = 2026-01-01",
        "starts = 2026-01-01\napproval = { clause = \"1\" }",
        &[
            "line 44, column 12: `approval`: nothing needs it: give `above`, `activities` or `roles`",
        ],
    ),
    (
        "starts = 2026-01-01",
        "starts = 2026-01-01\nhour_book = { clause = \"9\", hours = 40, warnings = [\"1h\", \"10h\"] }",
        &[
            "line 44, column 13: `hour_book`: `warnings` are three balances at most, the highest first",
            "line 44, column 24: clause 9 is quoted, but not among `clauses`",
        ],
    ),
    (
        "starts = 2026-01-01",
        "starts = 2026-01-01\nhour_book = { clause = \"1\", hours = 0 }",
        &["line 44, column 37: `hours` must be between 1 and 100000"],
    ),
    (
        "starts = 2026-01-01",
        "starts = 2026-01-01\nhour_book = true",
        &["line 44, column 13: `hour_book` is a table, or false"],
    ),
    // What it names.
    (
        "included = [{ component = \"erp\", clause = \"1\" }]",
        "included = [\n  { component = \"epr\", clause = \"1\" },\n  { site = \"usine\", clause = \"1\" },\n]",
        &[
            "line 57, column 17: acme has no component “epr”",
            "line 58, column 12: acme has no site “usine”",
        ],
    ),
];

on_both_engines!(each_is_refused_where_it_stands, async |stage| {
    let mut unexpected = Vec::new();
    for (piece, instead, expected) in TABLE {
        assert!(SMALL.contains(piece), "{piece}");
        let refused = refusal(import(stage, &SMALL.replacen(piece, instead, 1)).await);
        let found: Vec<&str> = refused.lines().collect();
        // Those problems, and no other.
        let told = found.len() == expected.len() + 1
            && expected.iter().all(|expected| {
                let begins = format!("essai.toml, {expected}");
                found.iter().any(|problem| problem.starts_with(&begins))
            });
        if !told {
            unexpected.push(format!(
                "{instead}\nexpected {expected:#?}\nfound {refused}"
            ));
        }
    }
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n\n"));
    assert_eq!(count(stage, "SELECT COUNT(*) FROM clients").await?, 0);
    assert_eq!(count(stage, "SELECT COUNT(*) FROM hour_entries").await?, 0);
    Ok(())
});

on_both_engines!(
    hours_without_a_zone_are_read_where_the_client_is,
    async |stage| {
        let nightly = SMALL.replace(
            "hours = \"24/7\"",
            "hours = { week = [\"sun 01:00-02:15\"] }",
        );
        let elsewhere = nightly.replace(
            "name = \"Acme\"",
            "name = \"Acme\"\ntime_zone = \"Indian/Reunion\"",
        );
        // Sites stand in their client's zone unless they say otherwise.
        let abroad = elsewhere.replace(
            "name = \"Siège\"",
            "name = \"Siège\"\ntime_zone = \"Australia/Lord_Howe\"",
        );
        let refused = refusal(import(stage, &abroad).await);
        assert!(
            refused.contains("on 2026-10-04 the clocks of Australia/Lord_Howe jump over 02:15"),
            "{refused}"
        );
        assert_eq!(refused.lines().count(), 2, "{refused}");
        import(stage, &elsewhere).await?;
        assert_eq!(
            count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
            1
        );
        Ok(())
    }
);

/// Everything that a contract may say, in a template and over it.
const FULL: &str = r#"
[[templates]]
key = "base"
clauses = [{ reference = "1", title = "Objet" }]
approval = { clause = "1", above = "1 250,50 € HT", activities = ["fault", "catalogue:arrivee"], roles = ["requester"] }
hour_book = { clause = "1", hours = 40, warnings = ["10h", "5h", "30m"] }

[[templates.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = { week = ["mon-fri 08:00-18:00"], zone = "Indian/Reunion", closed_on_holidays = true, whit_monday_worked = true, holidays = { zone = "FR-ALSACE-MOSELLE", good_friday = true }, exceptions = [
  { date = 2026-05-15, note = "pont" },
  { date = 2026-12-24, open = ["08:00-12:00", "13:00-24:00"] },
] }
billing = { unit = "15m", minimum = "30m", travel = "45m", out_of_hours_percent = 150, approval_above = "4h" }
targets = [
  { priority = "p1", response = "1h" },
  { priority = "p2", response = "2h" },
  { priority = "p3", none = true },
  { priority = "p4", none = true },
]
included = [{ clause = "1" }]
catalogue = [
  { key = "arrivee", title = "Arrivée", clause = "1", billing = { fixed = "120,50 €" }, form = [
    { key = "date", label = "Date", label_en = "Day", kind = "date", required = true },
    { key = "nom", label = "Nom" },
  ] },
  { key = "demenagement", title = "Déménagement", clause = "1", billing = "chargeable" },
]
"#;

/// The small file's contract, from that template.
fn from_template(deviation: &str) -> String {
    let (client, _) = SMALL
        .split_once("[[clients.contracts.clauses]]")
        .unwrap_or((SMALL, ""));
    format!("{client}template = \"base\"\n{deviation}\n{FULL}")
}

async fn stored_terms(stage: &Stage) -> anyhow::Result<Terms> {
    let stored = texts(stage, "SELECT terms FROM contract_versions").await?;
    Ok(serde_json::from_str(stored.first().context("a version")?)?)
}

on_both_engines!(a_template_carries_all_that_is_promised, async |stage| {
    import(stage, &from_template("")).await?;
    let terms = stored_terms(stage).await?;
    let line = &terms.lines[0];
    assert_eq!(line.hours.zone, "Indian/Reunion");
    let alsace = PublicHolidays {
        zone: HolidayZone::AlsaceMoselle,
        good_friday: true,
    };
    assert_eq!(line.hours.holidays, Some(alsace));
    assert!(line.hours.whit_monday_worked && line.hours.closed_on_holidays);
    let exceptions = &line.hours.exceptions;
    assert_eq!(
        (exceptions[0].note.as_str(), exceptions[0].open.len()),
        ("pont", 0)
    );
    assert_eq!(
        exceptions[1].open[1],
        DayInterval {
            from: 780,
            to: 1440
        }
    );
    assert_eq!(line.targets.iter().filter(|row| row.none).count(), 2);
    let rule = HourRule {
        unit_minutes: 15,
        minimum_minutes: 30,
        travel_minutes: 45,
        out_of_hours_percent: 150,
        approval_above_minutes: Some(240),
    };
    assert_eq!(line.billing, Billing::HourBook(rule));
    let arrival = &line.catalogue[0];
    assert_eq!(arrival.billing, Some(Billing::Fixed { cents: 12_050 }));
    let asked: Vec<_> = arrival
        .form
        .iter()
        .map(|field| (field.label_en.as_str(), field.kind, field.required))
        .collect();
    let expected = [
        ("Day", FormFieldKind::Date, true),
        // In one language only: both read it.
        ("Nom", FormFieldKind::Text, false),
    ];
    assert_eq!(asked, expected);
    assert_eq!(line.catalogue[1].billing, Some(Billing::Chargeable));
    let approval = Approval {
        clause: "1".into(),
        above_cents: Some(125_050),
        activities: vec![Activity::Fault, Activity::Catalogue(arrival.key.clone())],
        roles: vec![Role::Requester],
    };
    assert_eq!(terms.approval, Some(approval));
    let book = HourBook {
        clause: "1".into(),
        minutes: 2400,
        warnings: vec![600, 300, 30],
    };
    assert_eq!(terms.hour_book, Some(book));
    assert_eq!(import(stage, &from_template("")).await?.changes, []);
    Ok(())
});

on_both_engines!(a_contract_differs_where_it_says, async |stage| {
    let deviation = r#"approval = false
hour_book = { clause = "1", hours = 10 }
[[clients.contracts.lines]]
key = "maintenance"
billing = "included"
hours = { week = ["mon-fri 09:00-12:00"], exceptions = [{ date = 2026-07-13 }] }
targets = [{ priority = "p3", response = "J+2" }]
"#;
    import(stage, &from_template(deviation)).await?;
    let terms = stored_terms(stage).await?;
    assert_eq!(terms.approval, None);
    let minutes = terms
        .hour_book
        .map(|book| (book.minutes, book.warnings.len()));
    assert_eq!(minutes, Some((600, 0)));
    let line = &terms.lines[0];
    // Hours are one field: nothing of the template's stays.
    assert_eq!((line.hours.zone.as_str(), line.hours.holidays), ("", None));
    assert_eq!(line.hours.exceptions.len(), 1);
    let none: Vec<bool> = line.targets.iter().map(|row| row.none).collect();
    assert_eq!(none, [false, false, false, true]);
    assert_eq!(line.catalogue.len(), 2);
    Ok(())
});

on_both_engines!(
    without_its_hour_book_the_templates_billing_is_refused,
    async |stage| {
        let refused = refusal(import(stage, &from_template("hour_book = false")).await);
        assert!(
        refused.contains("line maintenance: work is debited from an hour book, and the contract has no `hour_book`"),
        "{refused}"
    );
        Ok(())
    }
);

on_both_engines!(a_version_buys_its_hours_once, async |stage| {
    let bought = "SELECT COUNT(*) FROM hour_entries WHERE kind = 'purchase' AND minutes = 2400 AND author_staff_id IS NULL";
    let draft = from_template("status = \"draft\"");
    import(stage, &draft).await?;
    assert_eq!(count(stage, bought).await?, 0, "nothing is signed");
    let signed = from_template("");
    import(stage, &signed).await?;
    assert_eq!(count(stage, bought).await?, 1);
    import(stage, &signed).await?;
    import(stage, &from_template("status = \"suspended\"")).await?;
    import(stage, &signed).await?;
    assert_eq!(count(stage, "SELECT COUNT(*) FROM hour_entries").await?, 1);
    // From the first minute of the version, in Paris.
    let starts = "SELECT effective_at FROM hour_entries";
    assert_eq!(count(stage, starts).await?, 1_767_222_000_000);

    let second = signed
        .replace("version = 1", "version = 2")
        .replace("starts = 2026-01-01", "starts = 2026-07-01");
    import(stage, &second).await?;
    assert_eq!(count(stage, bought).await?, 2);
    assert_eq!(count(stage, "SELECT COUNT(*) FROM contracts").await?, 1);
    Ok(())
});

on_both_engines!(the_ledger_refuses_what_cannot_be, async |stage| {
    import(stage, &from_template("")).await?;
    // A purchase of nothing, a debit that adds, another client's contract, a kind of no meaning.
    for (change, what) in [
        (
            "INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at)
             SELECT client_id, 1, contract_id, 'purchase', 0, 0, 0 FROM hour_entries",
            "a purchase of nothing",
        ),
        (
            "INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at)
             SELECT client_id, 1, contract_id, 'debit', 15, 0, 0 FROM hour_entries",
            "a debit that adds",
        ),
        (
            "INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at)
             SELECT client_id + 1, 1, contract_id, 'debit', -15, 0, 0 FROM hour_entries",
            "another client's",
        ),
        (
            "INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at)
             SELECT client_id, 1, contract_id, 'gift', 15, 0, 0 FROM hour_entries",
            "a kind that is none",
        ),
    ] {
        assert!(run(stage, change).await.is_err(), "{what}");
    }
    let debit = "INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at)
        SELECT client_id, 1, contract_id, 'debit', -15, 0, 0 FROM hour_entries";
    assert_eq!(run(stage, debit).await?, 1);
    Ok(())
});

on_both_engines!(
    what_is_left_of_an_hour_book_is_read_with_its_contract,
    async |stage| {
        let first = from_template("");
        import(stage, &first).await?;
        let second = first
            .replace("version = 1", "version = 2")
            .replace("starts = 2026-01-01", "starts = 2026-07-01");
        import(stage, &second).await?;
        // Another client, with a contract of the same number.
        let other = first
            .replace("slug = \"acme\"", "slug = \"bis\"")
            .replace("code = \"AC\"", "code = \"BI\"")
            .replace("chef@acme.example", "chef@bis.example");
        let (_, other) = other.split_once("[[clients]]").context("a client")?;
        import(stage, &format!("[[clients]]{other}")).await?;
        // 31 h spent at the clients' first version; a debit to come does not count yet.
        for debit in [
        "INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at)
         SELECT c.id, 1, k.id, 'debit', -1860, 1767300000000, 1767300000000
         FROM clients c JOIN contracts k ON k.client_id = c.id WHERE c.slug = 'acme'",
        "INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at)
         SELECT c.id, 2, k.id, 'debit', -500, 1790000000000, 1767300000000
         FROM clients c JOIN contracts k ON k.client_id = c.id WHERE c.slug = 'acme'",
    ] {
        assert_eq!(run(stage, debit).await?, 1);
    }
        let service = ClientContractService::new((**stage).clone());
        let staff = Asker::Staff(StaffAsker {
            staff: StaffId(1),
            session: SessionId(1),
            name: "Technicien".into(),
            role: StaffRole::Technician,
        });
        for (slug, expected) in [
            ("acme", vec![Some((540, 2400, 1)), None]),
            ("bis", vec![Some((2400, 2400, 0))]),
        ] {
            let read = service.contracts(&staff, Whose::Client(slug)).await?;
            let left: Vec<_> = read
                .contracts
                .iter()
                .map(|one| one.hours_left)
                .map(|left| {
                    left.map(|left| {
                        (
                            left.balance_minutes,
                            left.bought_minutes,
                            left.warning_level,
                        )
                    })
                })
                .collect();
            assert_eq!(
                left, expected,
                "{slug}: the version in force, then the one to come"
            );
        }
        Ok(())
    }
);
