//! Canned answers over HTTP: kept for the provider, put into a gesture's text, sent by nobody but the person.

use crate::on_both_engines;
use crate::portal::{Browser, Portal, Who};

const NEW: [(&str, &str); 7] = [
    ("request_id", "c-1"),
    ("gesture", "note_to_client"),
    ("matter", "fault"),
    ("title", "Redémarrer"),
    ("title_en", "Restart"),
    (
        "body",
        "Bonjour {contact},\r\n{référence} : redémarrez {équipement}. {technicien}",
    ),
    ("body_en", "Hello {contact}, restart. {technician}"),
];

fn with(changed: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut fields: Vec<_> = NEW
        .iter()
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
        .copied()
        .collect();
    fields.extend(changed);
    fields
}

/// A request, and its page at the desk.
async fn asked(portal: &Portal) -> anyhow::Result<String> {
    let mut requester = portal.browser_of(Who::Requester).await?;
    let fields = [
        ("request_id", "r-1"),
        ("category", "other"),
        ("activity", "fault"),
        ("details", "La badgeuse ne répond plus"),
        ("impact", "2"),
        ("urgency", "2"),
    ];
    let reply = requester
        .post("/interventions/new", "/fn/request_intervention", &fields)
        .await?;
    let reference = reply.location().rsplit('/').next().unwrap_or_default();
    anyhow::ensure!(reference.starts_with("AM-"), "{}", reply.body);
    Ok(format!("/desk/interventions/{reference}"))
}

/// Ids of those listed, in order.
async fn listed(browser: &mut Browser) -> anyhow::Result<Vec<String>> {
    let page = browser.get("/desk/answers").await?;
    let parts = page.body.split("data-canned=\"").skip(1);
    let ids = parts.filter_map(|rest| rest.split('"').next());
    Ok(ids.map(str::to_owned).collect())
}

on_both_engines!(
    one_is_put_into_the_text_and_nothing_is_sent,
    async |store| {
        let portal = Portal::open(store).await?;
        let page = asked(&portal).await?;
        let mut dispatcher = portal.browser_of(Who::Dispatcher).await?;
        for _twice in 0..2 {
            let kept = dispatcher
                .post("/desk/answers", "/fn/keep_answer", &NEW)
                .await?;
            assert_eq!(
                (kept.status.as_u16(), kept.location()),
                (303, "/desk/answers")
            );
        }
        let ids = listed(&mut dispatcher).await?;
        assert_eq!(ids.len(), 1, "a form sent twice adds one");

        let mut technician = portal.browser_of(Who::Technician).await?;
        let insert = format!("{page}/insert/note_to_client");
        let shown = technician.get(&page).await?;
        assert!(shown.body.contains(&format!("formaction=\"{insert}\"")));
        let fields = [
            ("reference", "x"),
            ("expected_version", "1"),
            ("text", "Déjà écrit"),
            ("canned", ids[0].as_str()),
        ];
        let put = technician.post(&page, &insert, &fields).await?;
        assert_eq!(put.status, 303);
        let back = put.location().to_owned();
        assert!(
            back.starts_with(&format!("{page}?draft=")) && back.ends_with("#note_to_client-text"),
            "{back}"
        );
        let again = technician
            .get(back.split('#').next().unwrap_or_default())
            .await?;
        let reference = page.rsplit('/').next().unwrap_or_default();
        let expected = format!(
            "Déjà écrit\n\nBonjour demandeur@morel.example,\n{reference} : redémarrez. technicien@vigie.example"
        );
        assert!(again.body.contains(&expected), "{}", again.body);
        assert!(
            !again.body.contains("role=\"alert\""),
            "nothing was refused"
        );

        let mut requester = portal.browser_of(Who::Requester).await?;
        let own = requester.get(page.trim_start_matches("/desk")).await?;
        assert!(own.body.contains("La badgeuse") && !own.body.contains("redémarrez"));

        // Nothing chosen: the text is there still. No such form, text or intervention: nothing.
        let unchosen = [("text", "Seul"), ("canned", "")];
        let kept = technician.post(&page, &insert, &unchosen).await?;
        let kept = technician
            .get(kept.location().split('#').next().unwrap_or_default())
            .await?;
        assert!(kept.body.contains("Seul"));
        for (address, id) in [
            (format!("{page}/insert/waive_approval"), ids[0].as_str()),
            (insert.clone(), "17"),
            (
                "/desk/interventions/AM-2026-9999/insert/note_to_client".to_owned(),
                ids[0].as_str(),
            ),
        ] {
            let refused = technician
                .post(&page, &address, &[("text", ""), ("canned", id)])
                .await?;
            assert_eq!(refused.status, 404, "{address}");
        }
        let foreign = requester.post(&page, &insert, &fields).await?;
        assert_eq!(foreign.status, 403);
        Ok(())
    }
);

on_both_engines!(
    who_coordinates_writes_them_and_nobody_loses_a_change,
    async |store| {
        let portal = Portal::open(store).await?;
        let mut technician = portal.browser_of(Who::Technician).await?;
        let refused = technician
            .post("/desk/answers", "/fn/keep_answer", &NEW)
            .await?;
        assert_eq!(refused.status, 403);
        assert!(listed(&mut technician).await?.is_empty());
        assert!(
            !technician
                .get("/desk/answers")
                .await?
                .body
                .contains("/fn/keep_answer")
        );

        let mut dispatcher = portal.browser_of(Who::Dispatcher).await?;
        for (changed, kept) in [
            (
                &[("body", "Votre {mot de passe}")][..],
                "Votre {mot de passe}",
            ),
            (&[("title_en", "")][..], "Redémarrer"),
            (&[("gesture", "x")][..], "Redémarrer"),
        ] {
            let refused = dispatcher
                .post("/desk/answers", "/fn/keep_answer", &with(changed))
                .await?;
            assert!(
                refused.location().contains("draft="),
                "{}",
                refused.location()
            );
            let shown = dispatcher.get(refused.location()).await?;
            assert!(shown.body.contains(kept) && shown.body.contains("field-error"));
        }
        assert!(listed(&mut dispatcher).await?.is_empty());

        dispatcher
            .post("/desk/answers", "/fn/keep_answer", &NEW)
            .await?;
        let id: &'static str = listed(&mut dispatcher).await?.remove(0).leak();
        let change = |title: &'static str| {
            let fields = [("id", id), ("expected_version", "1"), ("title", title)];
            with(&fields)
        };
        let page = format!("/desk/answers/{id}");
        let first = dispatcher
            .post(&page, "/fn/keep_answer", &change("Premier"))
            .await?;
        assert_eq!(first.location(), "/desk/answers");
        let second = dispatcher
            .post(&page, "/fn/keep_answer", &change("Second"))
            .await?;
        assert!(second.location().contains("draft="));
        let shown = dispatcher.get(second.location()).await?;
        assert!(shown.body.contains("Second") && shown.body.contains("role=\"alert\""));
        let list = dispatcher.get("/desk/answers").await?;
        assert!(list.body.contains("Premier") && !list.body.contains("Second"));

        let retired = dispatcher
            .post(&page, "/fn/retire_answer", &[("id", id)])
            .await?;
        assert_eq!(retired.location(), "/desk/answers");
        assert!(listed(&mut dispatcher).await?.is_empty());
        assert_eq!(dispatcher.get(&page).await?.status, 404);
        Ok(())
    }
);
