//! An administrator sees the portal as a contact: reads what that contact reads, changes nothing, and it is written down.

use app::domain::time::MINUTE_MS;
use server::account::looking;
use server::http::policy::Policy;
use server::http::table::{self, Kind};

use crate::drafting::scenario::{Scenario, stored};
use crate::on_both_engines;
use crate::portal::{Browser, Who};

const CLIENT_ADMIN: &str = "14";
const BANNER: &str = "Vous voyez le portail comme referent@morel.example.";

async fn look(admin: &mut Browser) -> anyhow::Result<()> {
    let fields = [("client", "morel"), ("contact", CLIENT_ADMIN)];
    let began = admin
        .post("/desk/clients/morel", "/fn/look_as", &fields)
        .await?;
    assert_eq!(
        (began.status.as_u16(), began.location()),
        (303, "/"),
        "{}",
        began.body
    );
    Ok(())
}

/// A page without what belongs to the reader rather than to what is read: nonces, the banner, the asker's foot.
fn plain(body: &str) -> String {
    let (_, main) = body.split_once("<main").unwrap_or_default();
    let (main, _) = main.split_once("</main>").unwrap_or_default();
    // A form's key is new each time.
    let mut parts = main.split("name=\"request_id\" value=\"");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    text
}

on_both_engines!(the_pages_are_that_contacts_own, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let mut contact = scenario.portal.browser_of(Who::ClientAdmin).await?;
    let desk = admin.get("/desk/clients/morel").await?;
    assert!(desk.body.contains("/fn/look_as") && !desk.body.contains(BANNER));
    look(&mut admin).await?;
    for path in [
        "/",
        "/status",
        "/status/erp",
        "/contract",
        "/interventions",
        "/interventions/new",
        "/history",
        "/status/nothing",
    ] {
        let (seen, own) = (admin.get(path).await?, contact.get(path).await?);
        assert_eq!(seen.status, own.status, "{path}");
        assert!(
            seen.body.contains(BANNER) && seen.body.contains("/fn/stop_looking"),
            "{path}"
        );
        assert!(!own.body.contains("stop_looking"), "{path}");
        assert_eq!(plain(&seen.body), plain(&own.body), "{path}");
    }
    let (seen, own) = (
        admin.get("/history.csv").await?,
        contact.get("/history.csv").await?,
    );
    assert_eq!((seen.status.as_u16(), &seen.body), (200, &own.body));
    // The contact's own stream: what is opened as staff has another shape.
    assert_eq!(admin.get("/live").await?.status, 200);

    let left = admin.post("/contract", "/fn/stop_looking", &[]).await?;
    assert_eq!(left.location(), "/desk/clients/morel");
    assert_eq!(admin.get("/desk").await?.status, 200);
    assert_eq!(admin.get("/contract").await?.status, 403);
    Ok(())
});

on_both_engines!(
    nothing_can_be_changed_and_the_account_stays_private,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        look(&mut admin).await?;
        for route in table::table() {
            let path = route.path.replace("{slug}", "morel");
            if path.contains('{') || path.ends_with("sign_out") || path.ends_with("stop_looking") {
                continue;
            }
            let is_function = route.kind == Kind::Function;
            let of_staff = matches!(
                route.policy,
                Policy::Staff | Policy::Dispatcher | Policy::Administrator
            );
            if !is_function && !of_staff && path != "/account" {
                continue;
            }
            let reply = match is_function {
                true => admin.call(&path, &[]).await?,
                false => admin.get(&path).await?,
            };
            assert_eq!(reply.status, 403, "{path}");
            let said = if is_function {
                "only_looking"
            } else {
                "Vous regardez le portail comme un contact."
            };
            assert!(reply.body.contains(said), "{path}: {}", reply.body);
        }
        // With a form too: a sentence, and no draft of what was typed.
        let fields = [
            ("activity", "fault"),
            ("component", "erp"),
            ("details", "PANNE"),
        ];
        let refused = admin
            .post("/interventions/new", "/fn/request_intervention", &fields)
            .await?;
        assert_eq!(refused.status, 403);
        assert!(
            refused
                .body
                .contains("Rien ne peut être modifié à sa place"),
            "{}",
            refused.body
        );
        assert_eq!(
            stored::count(stage, "SELECT COUNT(*) FROM interventions").await?,
            0
        );
        assert_eq!(
            stored::count(stage, "SELECT COUNT(*) FROM drafts").await?,
            0
        );
        Ok(())
    }
);

on_both_engines!(beginning_and_end_are_written_down, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let start = stage.clock().now_ms();
    look(&mut admin).await?;
    stage.clock().advance_ms(5 * MINUTE_MS);
    assert_eq!(admin.post("/", "/fn/stop_looking", &[]).await?.status, 303);
    // Twice is once.
    assert_eq!(
        admin.post("/", "/fn/stop_looking", &[]).await?.location(),
        "/desk"
    );

    look(&mut admin).await?;
    let expiry = stage.clock().now_ms() + 30 * MINUTE_MS;
    stage.clock().set_ms(expiry - 1);
    assert_eq!(admin.get("/contract").await?.status, 200);
    stage.clock().set_ms(expiry);
    // Over by itself, even for a session that was just looked up.
    let over = admin.get("/contract").await?;
    assert_eq!(over.status, 403);
    assert!(!over.body.contains(BANNER));
    looking::end_expired(stage).await?;

    look(&mut admin).await?;
    assert_eq!(
        admin.post("/", "/fn/sign_out", &[]).await?.location(),
        "/sign-in"
    );
    assert_eq!(admin.get("/desk").await?.status, 303);

    let log = stored::audit(stage).await?;
    let said: Vec<(&str, i64, &str)> = log
        .iter()
        .map(|line| (line.action.as_str(), line.at - start, line.details.as_str()))
        .collect();
    let minutes = |count: i64| count * MINUTE_MS;
    assert_eq!(
        said,
        [
            ("contact_view_started", 0, "{}"),
            ("contact_view_ended", minutes(5), r#"{"why":"left"}"#),
            ("contact_view_started", minutes(5), "{}"),
            ("contact_view_ended", minutes(35), r#"{"why":"expired"}"#),
            ("contact_view_started", minutes(35), "{}"),
            ("contact_view_ended", minutes(35), r#"{"why":"signed_out"}"#),
        ]
    );
    assert!(log.iter().all(|line| (line.staff_id, line.client_id, line.contact_id) == (33, Some(1), Some(14))));
    assert_eq!(log[0].address, "203.0.113.7");
    assert_eq!(
        stored::count(stage, "SELECT COUNT(*) FROM contact_views").await?,
        0
    );
    Ok(())
});

on_both_engines!(
    only_administrators_and_only_contacts_of_that_client,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let fields = [("client", "morel"), ("contact", CLIENT_ADMIN)];
        for who in [
            Who::Technician,
            Who::Dispatcher,
            Who::ClientAdmin,
            Who::Stranger,
        ] {
            let mut browser = scenario.portal.browser_of(who).await?;
            assert_eq!(
                browser.call("/fn/look_as", &fields).await?.status,
                403,
                "{who:?}"
            );
            assert!(
                !browser
                    .get("/desk/clients/morel")
                    .await?
                    .body
                    .contains("look_as"),
                "{who:?}"
            );
        }
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let unknown = admin
            .post(
                "/desk",
                "/fn/look_as",
                &[("client", "morel"), ("contact", "999")],
            )
            .await?;
        assert_eq!(unknown.status, 404);
        for (client, contact) in [
            ("morel", "21"),
            ("clinique", "14"),
            ("nobody", "14"),
            ("morel", "33"),
            ("morel", "x"),
        ] {
            let fields = [("client", client), ("contact", contact)];
            let refused = admin.post("/desk", "/fn/look_as", &fields).await?;
            assert_eq!(
                (refused.status.as_u16(), &refused.body),
                (404, &unknown.body),
                "{client} {contact}"
            );
        }
        assert_eq!(
            stored::count(stage, "SELECT COUNT(*) FROM audit_log").await?,
            0
        );
        assert_eq!(admin.get("/desk").await?.status, 200);
        Ok(())
    }
);

on_both_engines!(who_loses_the_right_loses_the_view, async |stage| {
    let scenario = Scenario::set(stage).await?;
    for (change, undo) in [
        (
            "UPDATE staff SET role = 'dispatcher' WHERE id = 33",
            "UPDATE staff SET role = 'provider_admin' WHERE id = 33",
        ),
        (
            "UPDATE memberships SET retired_at = 1 WHERE contact_id = 14",
            "UPDATE memberships SET retired_at = NULL WHERE contact_id = 14",
        ),
    ] {
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        look(&mut admin).await?;
        assert_eq!(admin.get("/contract").await?.status, 200);
        stored::run(stage, change).await?;
        // What was believed for a moment is asked again.
        stage.clock().advance_ms(6_000);
        let now = admin.get("/desk").await?;
        assert_eq!(now.status, 200, "{change}");
        assert!(!now.body.contains(BANNER), "{change}");
        stored::run(stage, undo).await?;
    }
    Ok(())
});

on_both_engines!(
    the_log_is_read_by_administrators_and_by_the_client_itself,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let mut referent = scenario.portal.browser_of(Who::ClientAdmin).await?;
        let before = referent.get("/account/audit").await?;
        assert!(
            before.status == 200
                && before
                    .body
                    .contains("Personne n’a vu le portail à votre place.")
        );

        look(&mut admin).await?;
        admin.post("/contract", "/fn/stop_looking", &[]).await?;
        scenario.prepare(&mut admin).await?;
        let whole = admin.get("/desk/audit").await?;
        let actions: Vec<&str> = whole
            .body
            .split("data-action=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(
            actions,
            [
                "draft_started",
                "contact_view_ended",
                "contact_view_started"
            ]
        );
        assert!(
            whole
                .body
                .contains("a commencé à voir le portail comme referent@morel.example")
        );
        assert!(whole.body.contains("203.0.113.7"));
        // By client: the other has nothing there; a client that is not there is unknown.
        let none = admin.get("/desk/audit?client=clinique").await?;
        assert!(none.status == 200 && !none.body.contains("data-action"));
        assert!(
            admin
                .get("/desk/audit?client=morel")
                .await?
                .body
                .contains("data-action")
        );
        assert_eq!(admin.get("/desk/audit?client=nobody").await?.status, 404);

        // The client reads who looked, not where from nor what is being prepared; another client reads nothing of it.
        let own = referent.get("/account/audit").await?;
        let actions: Vec<&str> = own
            .body
            .split("data-action=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(actions, ["contact_view_ended", "contact_view_started"]);
        assert!(!own.body.contains("203.0.113.7"));
        assert!(
            referent
                .get("/account")
                .await?
                .body
                .contains("href=\"/account/audit\"")
        );
        let mut stranger = scenario.portal.browser_of(Who::Stranger).await?;
        assert!(
            !stranger
                .get("/account/audit")
                .await?
                .body
                .contains("data-action")
        );
        for who in [
            Who::Viewer,
            Who::Requester,
            Who::Approver,
            Who::Technician,
            Who::Dispatcher,
        ] {
            let mut browser = scenario.portal.browser_of(who).await?;
            assert_eq!(browser.get("/account/audit").await?.status, 403, "{who:?}");
            assert_eq!(browser.get("/desk/audit").await?.status, 403, "{who:?}");
        }
        Ok(())
    }
);

on_both_engines!(the_log_is_read_page_by_page, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let text = "INSERT INTO audit_log (id, at, action, staff_id, client_id, contact_id)
        WITH RECURSIVE numbers (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM numbers WHERE id < 120)
        SELECT id, id / 3, 'contact_view_started', 33, 1, 14 FROM numbers";
    assert_eq!(stored::run(stage, text).await?, 120);
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    for start in ["/desk/audit", "/desk/audit?client=morel"] {
        let (mut seen, mut path) = (Vec::new(), start.to_owned());
        loop {
            let page = admin.get(&path).await?;
            seen.push(page.body.matches("data-action").count());
            let Some((_, rest)) = page.body.split_once("rel=\"next\"") else {
                break;
            };
            // The address stands beside the relation, on either side of it.
            let (head, _) = page.body.split_at(page.body.len() - rest.len());
            let link = head
                .rsplit_once("href=\"")
                .and_then(|(_, link)| link.split('"').next());
            path = link.unwrap_or_default().replace("&amp;", "&");
            assert!(seen.len() < 9, "{path}");
        }
        assert_eq!(seen, [50, 50, 20], "{start}");
    }
    Ok(())
});
