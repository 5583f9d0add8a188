//! Sign-in, activation, sessions: over HTTP, on both engines.

use app::domain::time::{DAY_MS, HOUR_MS};
use server::account::links;
use server::store::{Scope, StoreError};

use crate::on_both_engines;
use crate::portal::{PASSWORD, Portal, Who};

on_both_engines!(
    signing_in_gives_a_cookie_and_the_right_start,
    async |store| {
        let portal = Portal::open(store).await?;
        for (who, home) in [(Who::Viewer, "/"), (Who::Technician, "/desk")] {
            let mut browser = portal.browser();
            let reply = browser.sign_in(who.email(), PASSWORD).await?;
            assert_eq!((reply.status.as_u16(), reply.location()), (303, home));
            let cookie = reply.header("set-cookie");
            let (value, attributes) = cookie.split_once("; ").unwrap_or_default();
            assert_eq!(value.len(), "__Host-vigie=".len() + 64);
            assert_eq!(
                attributes,
                "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=1209600"
            );
            assert_eq!(browser.get("/account").await?.status, 200);
        }
        Ok(())
    }
);

on_both_engines!(what_is_refused_looks_the_same_for_everyone, async |store| {
    let portal = Portal::open(store).await?;
    let mut browser = portal.browser();
    let wrong = browser
        .call(
            "/fn/sign_in",
            &[("email", Who::Viewer.email()), ("password", "wrong")],
        )
        .await?;
    let unknown = browser
        .call(
            "/fn/sign_in",
            &[("email", Who::Nobody.email()), ("password", "wrong")],
        )
        .await?;
    assert_eq!(wrong.status, 401);
    assert_eq!((unknown.status, unknown.body), (wrong.status, wrong.body));
    Ok(())
});

on_both_engines!(
    a_refused_sign_in_keeps_the_address_and_never_the_password,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut browser = portal.browser();
        let fields = [
            ("email", "a@b.example"),
            ("password", "hunter2-hunter2"),
            ("next", "/status"),
        ];
        let reply = browser
            .post("/sign-in?next=%2Fstatus", "/fn/sign_in", &fields)
            .await?;
        assert_eq!(reply.status, 303);
        assert!(
            reply
                .location()
                .starts_with("/sign-in?next=%2Fstatus&draft="),
            "{}",
            reply.location()
        );
        let page = browser.get(reply.location()).await?;
        assert!(page.body.contains("a@b.example"));
        assert!(page.body.contains("role=\"alert\""));
        assert!(!page.body.contains("hunter2"));
        Ok(())
    }
);

on_both_engines!(
    failures_are_throttled_and_successes_are_not,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut browser = portal.browser();
        let email = Who::Viewer.email();
        for _ in 0..12 {
            assert_eq!(
                browser
                    .call("/fn/sign_in", &[("email", email), ("password", PASSWORD)])
                    .await?
                    .status,
                200
            );
        }
        for _ in 0..10 {
            assert_eq!(
                browser
                    .call("/fn/sign_in", &[("email", email), ("password", "wrong")])
                    .await?
                    .status,
                401
            );
        }
        let stopped = browser
            .call("/fn/sign_in", &[("email", email), ("password", PASSWORD)])
            .await?;
        assert_eq!(
            (stopped.status.as_u16(), stopped.header("retry-after")),
            (429, "60")
        );
        store.clock().advance_ms(60_000);
        assert_eq!(
            browser
                .call("/fn/sign_in", &[("email", email), ("password", PASSWORD)])
                .await?
                .status,
            200
        );
        Ok(())
    }
);

on_both_engines!(next_is_followed_inside_the_portal_only, async |store| {
    let portal = Portal::open(store).await?;
    for (next, location) in [
        ("/account", "/account"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
    ] {
        let mut browser = portal.browser();
        let fields = [
            ("email", Who::Viewer.email()),
            ("password", PASSWORD),
            ("next", next),
        ];
        let reply = browser.post("/sign-in", "/fn/sign_in", &fields).await?;
        assert_eq!(
            (reply.status.as_u16(), reply.location()),
            (303, location),
            "{next}"
        );
    }
    Ok(())
});

on_both_engines!(
    a_session_ends_when_told_when_idle_and_when_old,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut browser = portal.browser_of(Who::Viewer).await?;
        let mut kept = browser.clone();
        assert_eq!(
            browser
                .post("/account", "/fn/sign_out", &[])
                .await?
                .location(),
            "/sign-in"
        );
        assert_eq!(browser.session, None);
        assert_eq!(
            kept.get("/account").await?.location(),
            "/sign-in?next=%2Faccount"
        );

        let mut idle = portal.browser_of(Who::Viewer).await?;
        assert_eq!(idle.get("/account").await?.status, 200);
        store.clock().advance_ms(12 * HOUR_MS);
        assert_eq!(idle.get("/account").await?.status, 303);

        let mut busy = portal.browser_of(Who::Viewer).await?;
        for _ in 0..27 {
            store.clock().advance_ms(12 * HOUR_MS - 1);
            assert_eq!(busy.get("/account").await?.status, 200);
            wait_for_sign_of_life(store).await?;
        }
        store.clock().advance_ms(DAY_MS / 2 + 27);
        assert_eq!(busy.get("/account").await?.status, 303);
        Ok(())
    }
);

/// The last sign of life is written beside the request.
async fn wait_for_sign_of_life(store: &crate::support::Stage) -> anyhow::Result<()> {
    let now = store.clock().now_ms();
    loop {
        let seen: Result<(i64,), StoreError> = store
            .read(Scope::System, |tx| {
                Box::pin(tx.one("SELECT MAX(seen_at) FROM sessions", &[]))
            })
            .await;
        if seen?.0 == now {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

on_both_engines!(
    sessions_are_listed_and_only_ones_own_can_be_ended,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut mine = portal.browser_of(Who::Viewer).await?;
        let mut other = portal.browser_of(Who::Viewer).await?;
        let mut strangers = portal.browser_of(Who::Stranger).await?;
        assert_eq!(strangers.get("/account").await?.status, 200);
        let page = mine.get("/account").await?.body;
        assert_eq!(session_ids(&page).len(), 2);
        let foreign = session_ids(&strangers.get("/account").await?.body)
            .pop()
            .unwrap_or_default();
        let refused = mine
            .call("/fn/end_session", &[("session", &foreign)])
            .await?;
        let unknown = mine.call("/fn/end_session", &[("session", "1")]).await?;
        assert_eq!(
            (refused.status.as_u16(), &refused.body),
            (404, &unknown.body)
        );
        assert_eq!(strangers.get("/account").await?.status, 200);

        for id in session_ids(&page) {
            if !is_current(&page, &id) {
                assert_eq!(
                    mine.post("/account", "/fn/end_session", &[("session", &id)])
                        .await?
                        .status,
                    303
                );
            }
        }
        assert_eq!(other.get("/account").await?.status, 303);
        assert_eq!(mine.get("/account").await?.status, 200);
        Ok(())
    }
);

fn session_ids(page: &str) -> Vec<String> {
    let fields = page.split("name=\"session\" value=\"").skip(1);
    fields
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// The row of the current session is the one that says so.
fn is_current(page: &str, id: &str) -> bool {
    let row = page
        .split("<tr>")
        .find(|row| row.contains(&format!("value=\"{id}\"")));
    row.is_some_and(|row| row.contains("<strong>"))
}

on_both_engines!(a_new_password_ends_the_other_sessions, async |store| {
    let portal = Portal::open(store).await?;
    let mut mine = portal.browser_of(Who::ProviderAdmin).await?;
    let mut other = portal.browser_of(Who::ProviderAdmin).await?;
    assert_eq!(other.get("/account").await?.status, 200);
    let new = "une phrase toute neuve";
    let fields = |current| {
        [
            ("current_password", current),
            ("password", new),
            ("password_again", new),
        ]
    };
    let refused = mine.call("/fn/change_password", &fields("wrong")).await?;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("current_password"));
    let changed = mine
        .post("/account", "/fn/change_password", &fields(PASSWORD))
        .await?;
    assert_eq!(
        (changed.status.as_u16(), changed.location()),
        (303, "/account?done=password")
    );
    assert_eq!(mine.get("/account").await?.status, 200);
    assert_eq!(other.get("/account").await?.status, 303);
    assert_eq!(
        portal
            .browser()
            .sign_in(Who::ProviderAdmin.email(), new)
            .await?
            .location(),
        "/desk"
    );
    Ok(())
});

on_both_engines!(
    an_invitation_is_used_once_and_looking_does_not_use_it,
    async |store| {
        let portal = Portal::open(store).await?;
        let email = Who::Requester.email();
        let path = links::invite_by_email(store, email)
            .await?
            .unwrap_or_default();
        let token = path.trim_start_matches("/activate/").to_owned();
        for _ in 0..2 {
            let page = portal.browser().get(&path).await?;
            assert_eq!(page.status, 200);
            assert!(page.body.contains(email));
        }
        let form = |password: &'static str| {
            [
                ("token", token.clone()),
                ("password", password.into()),
                ("password_again", password.into()),
            ]
        };
        let new = "la nouvelle phrase longue";
        for weak in ["court", "motdepasse2026", "demandeur@morel.example"] {
            let mut browser = portal.browser();
            assert_eq!(
                browser
                    .call("/fn/activate", &pairs(&form(weak)))
                    .await?
                    .status,
                422,
                "{weak}"
            );
        }
        let (mut first, mut second) = (portal.browser(), portal.browser());
        let (form_one, form_two) = (form(new), form(new));
        let (one_fields, two_fields) = (pairs(&form_one), pairs(&form_two));
        let (one, two) = tokio::join!(
            first.call("/fn/activate", &one_fields),
            second.call("/fn/activate", &two_fields)
        );
        let mut statuses = [one?.status.as_u16(), two?.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 410]);
        assert_eq!(portal.browser().get(&path).await?.status, 410);
        assert_eq!(portal.browser().sign_in(email, new).await?.location(), "/");

        let used = portal.browser().get(&path).await?.body;
        let unknown = portal.browser().get("/activate/0000").await?.body;
        let expired_path = links::invite_by_email(store, email)
            .await?
            .unwrap_or_default();
        store.clock().advance_ms(8 * DAY_MS);
        let expired = portal.browser().get(&expired_path).await?;
        assert_eq!(expired.status, 410);
        assert_eq!(used, unknown);
        assert_eq!(used, expired.body);
        Ok(())
    }
);

fn pairs<'a>(fields: &'a [(&'static str, String); 3]) -> Vec<(&'static str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

on_both_engines!(language_and_colours_follow_the_account, async |store| {
    let portal = Portal::open(store).await?;
    let mut browser = portal.browser_of(Who::Viewer).await?;
    assert!(
        browser
            .get("/account")
            .await?
            .body
            .contains("<html lang=\"fr\"")
    );
    let saved = browser
        .post(
            "/account",
            "/fn/set_preferences",
            &[("language", "en"), ("theme", "dark")],
        )
        .await?;
    assert_eq!(saved.status, 303);
    let page = browser.get("/account").await?.body;
    assert!(page.contains("<html lang=\"en\" data-theme=\"dark\""));
    let refused = browser
        .call(
            "/fn/set_preferences",
            &[("language", "de"), ("theme", "dark")],
        )
        .await?;
    assert_eq!(refused.status, 422);
    Ok(())
});

on_both_engines!(a_contact_looks_at_its_own_clients_only, async |store| {
    let portal = Portal::open(store).await?;
    let mut browser = portal.browser_of(Who::Viewer).await?;
    let foreign = browser
        .call("/fn/switch_client", &[("client", "clinique")])
        .await?;
    let unknown = browser
        .call("/fn/switch_client", &[("client", "nowhere")])
        .await?;
    assert_eq!(
        (foreign.status.as_u16(), &foreign.body),
        (404, &unknown.body)
    );
    let added: Result<u64, StoreError> = store
        .write(Scope::System, |tx| {
            Box::pin(tx.run(
                "INSERT INTO memberships (client_id, contact_id, role, visibility, created_at)
                 VALUES (2, 11, 'viewer', 'client', 0)",
                &[],
            ))
        })
        .await;
    added?;
    assert_eq!(
        browser
            .post("/account", "/fn/switch_client", &[("client", "clinique")])
            .await?
            .location(),
        "/"
    );
    assert!(
        browser
            .get("/account")
            .await?
            .body
            .contains("Lecteur, Clinique")
    );
    Ok(())
});

on_both_engines!(a_retired_account_is_out_at_once_everywhere, async |store| {
    let portal = Portal::open(store).await?;
    let mut browser = portal.browser_of(Who::Technician).await?;
    assert_eq!(browser.get("/account").await?.status, 200);
    let retired: Result<u64, StoreError> = store
        .write(Scope::System, |tx| {
            Box::pin(tx.run("UPDATE staff SET retired_at = 1 WHERE id = 31", &[]))
        })
        .await;
    retired?;
    // Believed for five seconds at most.
    store.clock().advance_ms(5_000);
    assert_eq!(browser.get("/account").await?.status, 303);
    assert_eq!(
        browser
            .sign_in(Who::Technician.email(), PASSWORD)
            .await?
            .header("set-cookie"),
        ""
    );
    Ok(())
});
