//! A bad file changes nothing, and says line and reason of each problem.

use server::import::plan::Manner;

use super::{SMALL, count, import, read, refusal, run, take_over};
use crate::on_both_engines;

on_both_engines!(an_error_on_line_40_leaves_nothing, async |stage| {
    // The 40th line names a component's category.
    let text = SMALL.replace("category = \"on_prem_software\"", "category = \"logiciel\"");
    let line = text
        .lines()
        .position(|line| line.starts_with("category"))
        .map(|index| index + 1);
    let shift = "\n".repeat(40 - line.unwrap_or(40));
    let refused = refusal(import(stage, &format!("{shift}{text}")).await);
    assert!(
        refused.starts_with("essai.toml, line 40, column 12: "),
        "{refused}"
    );
    assert!(
        refused.contains("“logiciel” is none of hardware, on_prem_software"),
        "{refused}"
    );
    assert!(
        refused.ends_with("1 problem; nothing was changed"),
        "{refused}"
    );
    assert_eq!(count(stage, "SELECT COUNT(*) FROM clients").await?, 0);
    assert_eq!(count(stage, "SELECT COUNT(*) FROM provider").await?, 0);
    Ok(())
});

/// What stands in the small file, what stands there instead, the line and a piece of the reason.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "phone_day = ",
        "phnoe_day = ",
        "line 4, column 1: unknown field `phnoe_day`; known here: email, legal_mentions, legal_name",
    ),
    (
        "phone_day = ",
        "phnoe_day = ",
        "line 2, column 1: `phone_day` is missing",
    ),
    (
        "\"01 99 00 00 01\"",
        "5",
        "line 4, column 13: `phone_day` must be a text, not integer",
    ),
    (
        "01 99 00 00 01",
        "call me",
        "“call me” is no telephone number",
    ),
    (
        "kind = \"alertmanager\"",
        "kind = \"zabbix\"",
        "line 9, column 8: `kind`: “zabbix” is none of alertmanager",
    ),
    (
        "clients = [\"acme\"]",
        "clients = [\"acne\"]",
        "line 10, column 12: there is no client “acne”",
    ),
    (
        "clients = [\"acme\"]",
        "clients = []",
        "source prom may not write to acme",
    ),
    (
        "component = \"erp\"\n\n[[clients]]",
        "component = \"epr\"\n\n[[clients]]",
        "line 16, column 13: acme has no component “epr”",
    ),
    (
        "labels = { instance = \"erp\" }",
        "labels = {}",
        "`labels` must name at least one label",
    ),
    (
        "slug = \"acme\"",
        "slug = \"Acme!\"",
        "“Acme!” is not a key: 2 to 60 of a-z, 0-9 and -",
    ),
    (
        "code = \"AC\"",
        "code = \"a\"",
        "“a” must be 2 to 6 of A-Z and 0-9",
    ),
    (
        "chef@acme.example",
        "chef.acme.example",
        "“chef.acme.example” is no e-mail address",
    ),
    (
        "role = \"client_admin\"",
        "role = \"boss\"",
        "“boss” is none of viewer, requester, approver, client_admin",
    ),
    (
        "sites = [\"siege\"]",
        "sites = [\"usine\"]",
        "acme has no site “usine”",
    ),
    (
        "sites = [\"siege\"]",
        "depends_on = [\"erp\"]",
        "erp depends on itself",
    ),
    (
        "erp.example:443",
        "erp.example",
        "`target`: “erp.example” must be host:port",
    ),
    (
        "kind = \"tcp\", target = \"erp.example:443\"",
        "kind = \"http\", target = \"file:///etc/passwd\"",
        "is no http(s) address",
    ),
    (
        "target = \"erp.example:443\"",
        "target = \"erp.example:443\", interval = \"1ms\"",
        "“1ms” must be between 1 s and 86400 s",
    ),
    (
        "version = 1",
        "version = 0",
        "`version` must be between 1 and 10000",
    ),
    (
        "starts = 2026-01-01",
        "starts = \"2026-01-01\"",
        "must be a date, as in 2026-01-01 without quotes",
    ),
    (
        "starts = 2026-01-01",
        "starts = 2026-01-01\nends = 2025-12-31",
        "`ends` is before `starts`",
    ),
    ("starts = 2026-01-01", "starts = 2026-13-01", "line 43"),
    (
        "hours = \"24/7\"",
        "hours = { week = [] }",
        "`week` opens at no hour",
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 08:00-25:00\"] }",
        "“25:00” is no time of day between 00:00 and 24:00",
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 10:00-09:00\"] }",
        "“10:00-09:00” ends before it starts",
    ),
    (
        "hours = \"24/7\"",
        "hours = { week = [\"mon 08:00-12:00 11:00-13:00\"] }",
        "two intervals of day 1 (1 = Monday) overlap",
    ),
    (
        "hours = \"24/7\"\n",
        "",
        "line maintenance: `hours` is missing",
    ),
    (
        "included = [{ component = \"erp\", clause = \"1\" }]",
        "included = [{ component = \"epr\", clause = \"1\" }]",
        "acme has no component “epr”",
    ),
    (
        "included = [{ component = \"erp\", clause = \"1\" }]",
        "included = [{ component = \"erp\", clause = \"9.9\" }]",
        "clause 9.9 is quoted, but not among `clauses`",
    ),
    (
        "included = [{ component = \"erp\", clause = \"1\" }]",
        "included = [{ component = \"erp\" }]",
        "`clause` is missing",
    ),
    (
        "service = \"corrective\"",
        "service = \"helpdesk\"\ntargets = [{ priority = \"p1\", restoration = \"4h\" }]",
        "a helpdesk line promises an answer, never a restoration",
    ),
    (
        "service = \"corrective\"",
        "service = \"helpdesk\"\ncatalogue = [{ key = \"arrivee\", title = \"Arrivée\", clause = \"1\" }]",
        "a helpdesk line advises: requests of the catalogue are acts, of another line",
    ),
    (
        "billing = \"included\"",
        "billing = \"free\"",
        "write \"included\", \"chargeable\"",
    ),
    (
        "number = \"2026-001\"",
        "number = \"2026-001\"\ntemplate = \"luxe\"",
        "there is no template “luxe”",
    ),
    (
        "name = \"Acme\"",
        "name = \"Acme\"\ncomponents_csv = \"parc.csv\"",
        "parc.csv: parc.csv is not there",
    ),
    ("name = \"Acme\"", "name = \"Acme", "line 21, column 13"),
    (
        "name = \"Acme\"",
        "name = \"Ac\\u0007me\"",
        "`name` must be one line",
    ),
    (
        "phone_day = \"01 99 00 00 01\"",
        "phone_day = \"01 99 00 00 01\"\nlogo_svg = '<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>'",
        "the logo was refused: <script> is not allowed in a logo",
    ),
];

on_both_engines!(each_fault_has_its_line_and_reason, async |stage| {
    let mut unexpected = Vec::new();
    for (piece, instead, expected) in TABLE {
        assert!(SMALL.contains(piece), "{piece}");
        let refused = refusal(import(stage, &SMALL.replacen(piece, instead, 1)).await);
        if !refused.contains(expected) {
            unexpected.push(format!("{instead}: expected {expected}, found {refused}"));
        }
    }
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n\n"));
    assert_eq!(count(stage, "SELECT COUNT(*) FROM clients").await?, 0);
    Ok(())
});

on_both_engines!(all_problems_are_told_at_once, async |stage| {
    let text = SMALL
        .replace("code = \"AC\"", "code = \"\"")
        .replace("role = \"client_admin\"", "role = \"boss\"")
        .replace("sites = [\"siege\"]", "sites = [\"usine\"]");
    let refused = refusal(import(stage, &text).await);
    assert!(
        refused.ends_with("3 problems; nothing was changed"),
        "{refused}"
    );
    Ok(())
});

on_both_engines!(what_stands_twice_is_refused, async |stage| {
    let again = SMALL.split("[[clients.sites]]").nth(1).unwrap_or("");
    let text = format!("{SMALL}\n[[clients.sites]]{again}");
    let refused = refusal(import(stage, &text).await);
    for expected in [
        "site siege stands here twice",
        "chef@acme.example stands here twice",
        "component erp stands here twice",
        "contract 2026-001 version 1 stands here twice",
    ] {
        assert!(refused.contains(expected), "{expected}: {refused}");
    }
    Ok(())
});

#[test]
fn csv_rows_have_lines_too() {
    let text = SMALL.replace(
        "name = \"Acme\"",
        "name = \"Acme\"\ncomponents_csv = \"parc.csv\"",
    );
    let rows = "key,name,category,sites,http\nok-one,One,cloud,,\nBAD,Two,cloud,,\nthree,Three,clouds,,\nfour,Four,cloud,usine,ftp://x\nfive,Five\n";
    let file = server::import::read("essai.toml", &text, &|_| Ok(rows.to_owned()));
    let refused = server::import::check_without_database(&file, Manner::default());
    let refused = refused
        .err()
        .map_or_else(String::new, |refusal| refusal.to_string());
    for expected in [
        "parc.csv, line 3, column 1: column `key`: “BAD” is not a key",
        "parc.csv, line 4, column 1: column `category`: “clouds” is none of",
        "parc.csv, line 5, column 1: acme has no site “usine”",
        "parc.csv, line 5, column 1: column `http`: “ftp://x” is no http(s) address",
        "parc.csv, line 6, column 1: this line has not as many columns",
    ] {
        assert!(refused.contains(expected), "{expected}: {refused}");
    }
    let file = server::import::read("essai.toml", &text, &|_| Ok("key,nom\n".to_owned()));
    let refused = server::import::check_without_database(&file, Manner::default());
    let refused = refused
        .err()
        .map_or_else(String::new, |refusal| refusal.to_string());
    assert!(refused.contains("unknown column `nom`"), "{refused}");
    assert!(
        refused.contains("column `category` is missing"),
        "{refused}"
    );
}

on_both_engines!(
    what_the_desk_changed_is_kept_unless_taken_over,
    async |stage| {
        import(stage, SMALL).await?;
        run(
            stage,
            "UPDATE components SET name = 'ERP du desk', origin = 'desk'",
        )
        .await?;
        let refused = refusal(import(stage, SMALL).await);
        let expected = "component erp of acme was changed at the desk (name: “ERP du desk” → “ERP”); --take-over overwrites it";
        assert!(refused.contains(expected), "{refused}");
        let taken = take_over(stage, SMALL).await?;
        assert_eq!(taken.changes.len(), 1);
        assert_eq!(import(stage, SMALL).await?.changes, []);
        Ok(())
    }
);

on_both_engines!(a_check_finds_what_an_import_would, async |stage| {
    import(stage, SMALL).await?;
    let renamed = SMALL.replace("name = \"ERP\"", "name = \"ERP Soins\"");
    let report = server::import::check(stage, read(&renamed), Manner::default()).await?;
    let said: Vec<String> = report.changes.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["~ component erp of acme (name: “ERP” → “ERP Soins”)"]
    );
    assert_eq!(
        count(stage, "SELECT COUNT(*) FROM components WHERE name = 'ERP'").await?,
        1
    );
    Ok(())
});
