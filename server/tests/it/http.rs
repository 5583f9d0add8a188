//! The table of routes and the layers before it.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use server::account::Holder;
use server::config::Settings;
use server::http::policy::Policy;
use server::http::table::{self, Kind};

use crate::on_both_engines;
use crate::portal::{PASSWORD, Portal, Who};
use crate::support::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_asks_everyone_who_they_are() -> anyhow::Result<()> {
    let stage = Stage::sqlite().await?;
    let portal = Portal::open(&stage).await?;
    for route in table::table() {
        for who in Who::ALL {
            let mut browser = portal.browser_of(who).await?;
            let path = with_unknown_objects(route.path);
            let reply = match route.kind {
                Kind::Page => browser.get(&path).await?,
                Kind::Function => browser.call(&path, &[]).await?,
                Kind::Handler => {
                    let request = browser.request(route.method.as_str(), &path);
                    browser.send(request.body(Body::empty())?).await?
                }
            };
            let status = reply.status.as_u16();
            let place = format!("{} {} as {who:?}: {status}", route.method, route.path);
            match (expected(route.policy, who), route.kind) {
                (Expected::SignIn, Kind::Page) => {
                    assert_eq!(status, 303, "{place}");
                    assert!(reply.location().starts_with("/sign-in"), "{place}");
                }
                (Expected::SignIn, _) => assert_eq!(status, 401, "{place}"),
                (Expected::Refusal, _) => assert_eq!(status, 403, "{place}"),
                (Expected::Entry, _) => assert!(!matches!(status, 403 | 405 | 500..), "{place}"),
            }
        }
    }
    Ok(())
}

enum Expected {
    SignIn,
    Refusal,
    Entry,
}

fn expected(policy: Policy, who: Who) -> Expected {
    let is_contact = matches!(who.holder(), Some(Holder::Contact(_)));
    let is_staff = matches!(who.holder(), Some(Holder::Staff(_)));
    let admitted = match policy {
        Policy::Open | Policy::Public | Policy::Ingest => true,
        _ if who == Who::Nobody => return Expected::SignIn,
        Policy::SignedIn => true,
        Policy::Contact => is_contact,
        Policy::Requester => is_contact && who != Who::Viewer,
        Policy::Approver => {
            matches!(who, Who::Approver | Who::ClientAdmin | Who::Stranger)
        }
        Policy::Referent => is_contact && matches!(who, Who::ClientAdmin | Who::Stranger),
        Policy::Staff => is_staff,
        Policy::Dispatcher => matches!(who, Who::Dispatcher | Who::ProviderAdmin),
        Policy::Administrator => who == Who::ProviderAdmin,
    };
    if admitted {
        Expected::Entry
    } else {
        Expected::Refusal
    }
}

/// "/status/{key}" becomes an address of something that does not exist.
fn with_unknown_objects(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "unknown-0"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

on_both_engines!(what_does_not_exist_has_one_page, async |store| {
    let portal = Portal::open(store).await?;
    for who in [Who::Viewer, Who::Technician, Who::Nobody] {
        let mut browser = portal.browser_of(who).await?;
        let first = browser.get("/nothing/here").await?;
        let second = browser.get("/status/nothing/there/either").await?;
        assert_eq!(first.status, 404);
        assert_eq!(first.body, second.body);
        assert!(
            first.body.contains("03 88 00 00 00"),
            "the provider's number stands on every page"
        );
    }
    Ok(())
});

on_both_engines!(a_nul_goes_no_further_than_the_door, async |store| {
    let portal = Portal::open(store).await?;
    let mut requester = portal.browser_of(Who::Requester).await?;
    let fields = [
        ("request_id", "r-1"),
        ("category", "other"),
        ("activity", "fault"),
        ("details", "La badgeuse ne répond plus"),
        ("impact", "2"),
        ("urgency", "2"),
    ];
    let ask = "/fn/request_intervention";
    let asked = requester.post("/interventions/new", ask, &fields).await?;
    let page = asked.location().to_owned();
    let reference = page.rsplit('/').next().unwrap_or_default();
    let message = [("reference", reference), ("text", "a\0b")];
    let sent = requester.post(&page, "/fn/add_message", &message).await?;
    assert_eq!(sent.status, 400, "{}", sent.body);
    let called = requester.call("/fn/add_message", &message).await?;
    assert_eq!(called.status, 400, "{}", called.body);
    for path in [
        "/history?words=a%00b",
        "/interventions/AM%00",
        "/status/a%00b",
        "/calendar/a%00b.ics",
        "/interventions/new?draft=%00",
    ] {
        assert_eq!(requester.get(path).await?.status, 400, "{path}");
    }
    let mut technician = portal.browser_of(Who::Technician).await?;
    let searched = technician.get("/desk?words=%00").await?;
    assert_eq!(searched.status, 400);
    // A percent sign that somebody typed is one.
    let percent = [("reference", reference), ("text", "remise de 20 %00")];
    let sent = requester.post(&page, "/fn/add_message", &percent).await?;
    assert_eq!(sent.status, 303, "{}", sent.body);
    Ok(())
});

on_both_engines!(pages_carry_the_headers_that_protect_them, async |store| {
    let portal = Portal::open(store).await?;
    let mut browser = portal.browser_of(Who::Viewer).await?;
    let (one, two) = (
        browser.get("/account").await?,
        browser.get("/account").await?,
    );
    let policy = one.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'nonce-"),
        "{policy}"
    );
    for part in [
        "'strict-dynamic'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{part}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    assert_ne!(
        policy,
        two.header("content-security-policy"),
        "a nonce serves once"
    );
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", ""),
    ] {
        assert_eq!(one.header(name), value, "{name}");
    }
    Ok(())
});

#[tokio::test]
async fn https_is_remembered_where_people_use_it() -> anyhow::Result<()> {
    let stage = Stage::sqlite().await?;
    let settings = Settings {
        base_url: Some("https://vigie.example".into()),
        ..Settings::local("x")
    };
    let portal = Portal::open_with(&stage, settings).await?;
    let page = portal.browser().get("/sign-in").await?;
    assert!(
        page.header("strict-transport-security")
            .starts_with("max-age=")
    );
    Ok(())
}

on_both_engines!(other_sites_change_nothing, async |store| {
    let portal = Portal::open(store).await?;
    let browser = portal.browser_of(Who::Viewer).await?;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let request = browser
            .request("POST", "/fn/sign_out")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::empty())?;
        assert_eq!(
            browser.clone().send(request).await?.status,
            403,
            "{name}: {value}"
        );
    }
    assert_eq!(browser.clone().get("/account").await?.status, 200);
    Ok(())
});

on_both_engines!(odd_bodies_get_a_clear_answer, async |store| {
    let portal = Portal::open(store).await?;
    let browser = portal.browser();
    let form = "application/x-www-form-urlencoded";
    let long = "x".repeat(65 * 1024);
    for (content_type, encoding, body, status) in [
        (form, Some("gzip"), "a=b", 415),
        ("application/json", None, "{}", 415),
        (form, None, long.as_str(), 413),
        (form, None, "email=%FF%FE", 422),
    ] {
        let mut request = browser
            .request("POST", "/fn/sign_in")
            .header("content-type", content_type);
        if let Some(encoding) = encoding {
            request = request.header("content-encoding", encoding);
        }
        let reply = browser
            .clone()
            .send(request.body(Body::from(body.to_owned()))?)
            .await?;
        let place = format!("{content_type} {encoding:?}: {}", reply.body);
        assert!(
            reply.status.as_u16() == status || (status == 422 && reply.status == 401),
            "{place}"
        );
        assert_eq!(
            reply.header("content-type"),
            "application/problem+json",
            "{place}"
        );
        let problem: serde_json::Value = serde_json::from_str(&reply.body)?;
        assert_eq!(problem["status"], reply.status.as_u16(), "{place}");
    }
    Ok(())
});

on_both_engines!(a_chunked_body_is_measured_too, async |store| {
    let portal = Portal::open(store).await?;
    let browser = portal.browser();
    let chunks = (0..80).map(|_| Ok::<_, std::io::Error>("x".repeat(1024)));
    let request = browser
        .request("POST", "/fn/sign_in")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from_stream(futures_util::stream::iter(chunks)))?;
    assert_eq!(browser.clone().send(request).await?.status, 413);
    Ok(())
});

on_both_engines!(
    wrong_methods_and_machines_get_their_answers,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut browser = portal.browser();
        let page = browser.get("/fn/sign_in").await?;
        assert_eq!(
            (page.status.as_u16(), page.header("content-type")),
            (405, "text/html; charset=utf-8")
        );
        let request = browser
            .request("GET", "/api/v1/nothing")
            .body(Body::empty())?;
        let machine = browser.send(request).await?;
        assert_eq!(
            (machine.status.as_u16(), machine.header("content-type")),
            (404, "application/problem+json")
        );
        assert_eq!(browser.get("/healthz").await?.body, "ok");
        assert_eq!(browser.get("/readyz").await?.status, 200);
        Ok(())
    }
);

on_both_engines!(
    a_refused_form_keeps_its_text_for_its_own_session,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut browser = portal.browser_of(Who::Viewer).await?;
        let fields = [("language", "de"), ("theme", "dark")];
        let reply = browser
            .post(
                "/account?tab=1&__err=x&draft=old",
                "/fn/set_preferences",
                &fields,
            )
            .await?;
        assert_eq!(reply.status, 303);
        let back = reply.location().to_owned();
        assert!(
            back.starts_with("/account?tab=1&draft=") && !back.contains("__err"),
            "{back}"
        );
        assert!(browser.get(&back).await?.body.contains("role=\"alert\""));
        let mut stranger = portal.browser_of(Who::Stranger).await?;
        assert!(!stranger.get(&back).await?.body.contains("role=\"alert\""));
        let saved = browser
            .post(
                &back,
                "/fn/set_preferences",
                &[("language", "fr"), ("theme", "dark")],
            )
            .await?;
        assert_eq!(saved.status, 303);
        assert!(
            !browser.get(&back).await?.body.contains("role=\"alert\""),
            "what went through is forgotten"
        );
        Ok(())
    }
);

on_both_engines!(a_foreign_referer_is_no_way_back, async |store| {
    let portal = Portal::open(store).await?;
    let browser = portal.browser();
    for referer in [
        "https://evil.example/sign-in",
        "https://vigie.example.evil.example/",
        "nonsense",
    ] {
        let request = browser
            .request("POST", "/fn/sign_in")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("referer", referer)
            .body(Body::from("email=a&password=b"))?;
        let reply = browser.clone().send(request).await?;
        assert_eq!(
            (reply.status.as_u16(), reply.location()),
            (401, ""),
            "{referer}"
        );
    }
    Ok(())
});

#[tokio::test]
async fn forwarded_addresses_count_from_trusted_proxies_only() -> anyhow::Result<()> {
    let stage = Stage::sqlite().await?;
    let settings = Settings {
        trusted_proxies: vec!["10.0.0.0/8".parse()?],
        ..Settings::local("x")
    };
    let portal = Portal::open_with(&stage, settings).await?;
    for (from, shown) in [
        ([10, 0, 0, 1], "198.51.100.9"),
        ([203, 0, 113, 7], "203.0.113.7"),
    ] {
        let mut browser = portal.browser();
        browser.from = IpAddr::V4(Ipv4Addr::from(from));
        let body = serde_urlencoded::to_string([
            ("email", Who::Dispatcher.email()),
            ("password", PASSWORD),
        ])?;
        let request = browser
            .request("POST", "/fn/sign_in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-forwarded-for", "6.6.6.6, 198.51.100.9")
            .body(Body::from(body))?;
        assert_eq!(browser.send(request).await?.status, 200);
        assert!(
            browser.get("/account").await?.body.contains(shown),
            "{shown}"
        );
    }
    Ok(())
}

on_both_engines!(
    a_form_whose_session_has_ended_keeps_its_text,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut browser = portal.browser();
        let fields = [("language", "klingon"), ("theme", "dark")];
        let refused = browser
            .post("/account", "/fn/set_preferences", &fields)
            .await?;
        assert_eq!(refused.status, 401);
        let (_, rest) = refused
            .body
            .split_once("/sign-in?next=")
            .unwrap_or_default();
        let next = rest.split('"').next().unwrap_or_default();
        let next: Vec<(String, String)> = serde_urlencoded::from_str(&format!("next={next}"))?;
        let back = next.into_iter().map(|(_, value)| value).collect::<String>();
        assert!(back.starts_with("/account?draft="), "{back}");
        let fields = [
            ("email", Who::Viewer.email()),
            ("password", PASSWORD),
            ("next", &back),
        ];
        let reply = browser.post("/sign-in", "/fn/sign_in", &fields).await?;
        assert_eq!(reply.location(), back);
        assert!(browser.get(&back).await?.body.contains("role=\"alert\""));
        Ok(())
    }
);

#[tokio::test]
async fn pages_are_compressed_unless_they_repeat_what_was_asked() -> anyhow::Result<()> {
    let stage = Stage::sqlite().await?;
    let portal = Portal::open(&stage).await?;
    let browser = portal.browser_of(Who::Viewer).await?;
    for (path, encoding) in [
        ("/account", "br"),
        ("/account?done=password", ""),
        ("/nowhere", ""),
    ] {
        let request = browser
            .request("GET", path)
            .header("accept", "text/html")
            .header("accept-encoding", "gzip, br");
        let reply = browser.clone().send(request.body(Body::empty())?).await?;
        assert_eq!(reply.header("content-encoding"), encoding, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_written_for_the_browser_to_resume() -> anyhow::Result<()> {
    let stage = Stage::sqlite().await?;
    let portal = Portal::open(&stage).await?;
    for who in [Who::Nobody, Who::ClientAdmin, Who::Technician] {
        let mut browser = portal.browser_of(who).await?;
        for route in table::table()
            .iter()
            .filter(|route| route.kind == Kind::Page)
        {
            let reply = browser.get(&with_unknown_objects(route.path)).await?;
            assert!(
                !reply.body.contains("__RESOLVED_RESOURCES"),
                "{}",
                route.path
            );
            let nonce = reply
                .header("content-security-policy")
                .split("'nonce-")
                .nth(1);
            let nonce = nonce
                .and_then(|rest| rest.split('\'').next())
                .unwrap_or_default();
            for script in reply.body.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap_or_default();
                assert!(
                    tag.contains(&format!("nonce=\"{nonce}\"")),
                    "{}: {tag}",
                    route.path
                );
            }
        }
    }
    Ok(())
}
