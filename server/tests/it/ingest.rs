//! Alertmanager's posts: who may write, what becomes of each alert, and silence.

use app::backend::status::StatusBackend;
use app::domain::component::ComponentState::{
    Degraded, MajorOutage, NotSupervised, Operational, PartialOutage, Unknown,
};
use app::domain::time::{HOUR_MS, MINUTE_MS, SECOND_MS};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::routing::post;
use chrono::DateTime;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::store::{Scope, StoreError};
use server::supervision::ingest::alertmanager;
use tower::ServiceExt;

use crate::on_both_engines;
use crate::scene::{self, DOSSIER, ERP, LUC, MOREL, Scene, TOKEN, TOKEN_MOREL, VPN};
use crate::support::START_MS;

async fn send(
    scene: &Scene,
    token: Option<&str>,
    body: impl Into<Body>,
) -> anyhow::Result<(StatusCode, String)> {
    let router = Router::new()
        .route("/ingest/alertmanager", post(alertmanager::receive))
        .with_state(scene.ingest.clone());
    let mut request =
        Request::post("/ingest/alertmanager").header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let response = router.oneshot(request.body(body.into())?).await?;
    let status = response.status();
    let bytes = response.into_body().collect().await?.to_bytes();
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}

async fn post_alerts(scene: &Scene, token: &str, alerts: Vec<Value>) -> anyhow::Result<()> {
    let payload = json!({
        "version": "4", "groupKey": "{}:{}", "truncatedAlerts": 0, "status": "firing", "receiver": "vigie",
        "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://am.example",
        "aFieldOfTomorrow": [1, 2], "alerts": alerts,
    });
    let (status, body) = send(scene, Some(token), payload.to_string()).await?;
    anyhow::ensure!(status == StatusCode::OK, "{status} {body}");
    Ok(())
}

fn rfc3339(at: i64) -> String {
    DateTime::from_timestamp_millis(at)
        .map(|at| at.to_rfc3339())
        .unwrap_or_default()
}

fn firing(fingerprint: &str, starts_at: i64, labels: Value) -> Value {
    json!({
        "status": "firing", "labels": labels, "annotations": {"summary": "does not answer"},
        "startsAt": rfc3339(starts_at), "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example/graph", "fingerprint": fingerprint, "more": null,
    })
}

fn resolved(fingerprint: &str, starts_at: i64, ends_at: i64, labels: Value) -> Value {
    let mut alert = firing(fingerprint, starts_at, labels);
    alert["status"] = json!("resolved");
    alert["endsAt"] = json!(rfc3339(ends_at));
    alert
}

fn erp(severity: &str) -> Value {
    json!({"alertname": "Down", "severity": severity, "vigie_client": "atelier-morel", "vigie_component": "erp"})
}

on_both_engines!(an_alert_counts_from_its_own_start, async |stage| {
    let scene = scene::set(stage, "").await?;
    let start = START_MS - 30 * SECOND_MS;
    post_alerts(&scene, TOKEN, vec![firing("f1", start, erp("critical"))]).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, start));
    // Sent again at its repeat interval: nothing changes, nobody is told again.
    let told = scene.told("client:1").await?.len();
    stage.clock().advance_ms(HOUR_MS);
    post_alerts(&scene, TOKEN, vec![firing("f1", start, erp("critical"))]).await?;
    assert_eq!(scene.told("client:1").await?.len(), told);
    let end = START_MS + 2 * HOUR_MS;
    stage.clock().set_ms(end + SECOND_MS);
    post_alerts(
        &scene,
        TOKEN,
        vec![resolved("f1", start, end, erp("critical"))],
    )
    .await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (Operational, end));
    let expected = vec![(start, Some(end), MajorOutage), (end, None, Operational)];
    assert_eq!(scene.intervals(MOREL, ERP).await?, expected);
    // The end once more, then the firing that it overtook.
    post_alerts(
        &scene,
        TOKEN,
        vec![resolved("f1", start, end, erp("critical"))],
    )
    .await?;
    post_alerts(&scene, TOKEN, vec![firing("f1", start, erp("critical"))]).await?;
    assert_eq!(scene.intervals(MOREL, ERP).await?, expected);
    // Much later the same start is an alert that Alertmanager lost and found again.
    stage.clock().advance_ms(HOUR_MS);
    post_alerts(&scene, TOKEN, vec![firing("f1", start, erp("critical"))]).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, start));
    Ok(())
});

on_both_engines!(an_end_may_come_before_its_beginning, async |stage| {
    let scene = scene::set(stage, "").await?;
    let (start, end) = (START_MS - 60 * SECOND_MS, START_MS - 20 * SECOND_MS);
    post_alerts(
        &scene,
        TOKEN,
        vec![resolved("f1", start, end, erp("critical"))],
    )
    .await?;
    post_alerts(&scene, TOKEN, vec![firing("f1", start, erp("critical"))]).await?;
    let expected = vec![(start, Some(end), MajorOutage), (end, None, Operational)];
    assert_eq!(scene.intervals(MOREL, ERP).await?, expected);
    Ok(())
});

on_both_engines!(a_newer_start_closes_older_episodes, async |stage| {
    let scene = scene::set(stage, "").await?;
    let (first, second) = (START_MS - 10 * MINUTE_MS, START_MS - MINUTE_MS);
    post_alerts(&scene, TOKEN, vec![firing("f1", first, erp("critical"))]).await?;
    post_alerts(&scene, TOKEN, vec![firing("f1", second, erp("critical"))]).await?;
    post_alerts(
        &scene,
        TOKEN,
        vec![resolved("f1", second, START_MS, erp("critical"))],
    )
    .await?;
    let expected = vec![
        (first, Some(START_MS), MajorOutage),
        (START_MS, None, Operational),
    ];
    assert_eq!(scene.intervals(MOREL, ERP).await?, expected);
    let open = scene
        .alerts()
        .await?
        .into_iter()
        .filter(|alert| alert.2 != "resolved")
        .count();
    assert_eq!(open, 0);
    // An episode from before, told late, ends where the next one began.
    let late = START_MS - 20 * MINUTE_MS;
    post_alerts(&scene, TOKEN, vec![firing("f1", late, erp("critical"))]).await?;
    assert_eq!(
        scene.intervals(MOREL, ERP).await?.first(),
        Some(&(late, Some(START_MS), MajorOutage))
    );
    assert_eq!(scene.state(MOREL, ERP).await?, (Operational, START_MS));
    Ok(())
});

on_both_engines!(each_alert_counts_by_its_own_status, async |stage| {
    let scene = scene::set(stage, "").await?;
    let warning = erp("warning");
    post_alerts(
        &scene,
        TOKEN,
        vec![
            firing("f1", START_MS - 5, erp("critical")),
            firing("f2", START_MS - 3, warning.clone()),
        ],
    )
    .await?;
    let batch = vec![
        resolved("f1", START_MS - 5, START_MS, erp("critical")),
        firing("f2", START_MS - 3, warning),
        firing(
            "f3",
            START_MS,
            json!({"alertname": "Full", "severity": "error", "vigie_client": "clinique-saint-luc", "vigie_component": "dossier-patient"}),
        ),
    ];
    post_alerts(&scene, TOKEN, batch).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (Degraded, START_MS));
    assert_eq!(scene.state(LUC, DOSSIER).await?, (PartialOutage, START_MS));
    Ok(())
});

on_both_engines!(information_is_kept_and_changes_nothing, async |stage| {
    let scene = scene::set(stage, "").await?;
    post_alerts(&scene, TOKEN, vec![firing("f1", START_MS, erp("info"))]).await?;
    assert_eq!(scene.state(MOREL, ERP).await?.0, NotSupervised);
    assert_eq!(scene.alerts().await?.len(), 1);
    Ok(())
});

on_both_engines!(
    what_a_token_may_not_write_to_is_kept_unmatched,
    async |stage| {
        let scene = scene::set(stage, "").await?;
        let luc = json!({"alertname": "Down", "severity": "critical", "vigie_client": "clinique-saint-luc", "vigie_component": "dossier-patient"});
        let nobody = json!({"alertname": "Down", "severity": "critical", "vigie_client": "nobody", "vigie_component": "erp"});
        let nothing = json!({"alertname": "Down", "severity": "critical", "vigie_component": "no-such-thing"});
        let own = json!({"alertname": "Down", "severity": "critical", "vigie_component": "erp"});
        let alerts = vec![
            firing("f1", START_MS, luc.clone()),
            firing("f2", START_MS, nobody),
            firing("f3", START_MS, nothing),
            firing("f4", START_MS, own.clone()),
        ];
        post_alerts(&scene, TOKEN_MOREL, alerts).await?;
        assert_eq!(scene.state(LUC, DOSSIER).await?.0, NotSupervised);
        assert_eq!(
            scene.state(MOREL, ERP).await?.0,
            MajorOutage,
            "the token has one client"
        );
        let reasons: Vec<String> = scene
            .alerts()
            .await?
            .into_iter()
            .map(|alert| alert.4)
            .collect();
        assert_eq!(reasons, ["not_allowed", "no_client", "no_component", ""]);
        let listed = scene.status.unmatched(&scene::technician()).await?;
        assert_eq!(listed.len(), 3);
        assert!(
            listed
                .iter()
                .all(|alert| alert.firing && alert.source == "Prometheus")
        );

        // The same alert with a token that may: it finds its component.
        post_alerts(&scene, TOKEN, vec![firing("f1", START_MS, luc.clone())]).await?;
        assert_eq!(scene.state(LUC, DOSSIER).await?, (MajorOutage, START_MS));
        // And the other token cannot end it.
        post_alerts(
            &scene,
            TOKEN_MOREL,
            vec![resolved("f1", START_MS, START_MS + 5, luc)],
        )
        .await?;
        assert_eq!(scene.state(LUC, DOSSIER).await?.0, MajorOutage);
        Ok(())
    }
);

on_both_engines!(rules_are_tried_in_order, async |stage| {
    let scene = scene::set(stage, "").await?;
    let write = stage.write(Scope::System, |tx| {
        Box::pin(async move {
            scene::add_rule(tx, 1, 2, r#"{"job":"blackbox"}"#, MOREL, VPN, None).await?;
            scene::add_rule(
                tx,
                2,
                1,
                r#"{"job":"blackbox","instance":"erp:443"}"#,
                MOREL,
                ERP,
                Some("degraded"),
            )
            .await?;
            scene::add_rule(tx, 3, 3, r#"{"job":"luc"}"#, LUC, DOSSIER, None).await?;
            Ok::<_, StoreError>(())
        })
    });
    write.await?;
    let labels = |job: &str, instance: &str| json!({"alertname": "Down", "severity": "critical", "job": job, "instance": instance});
    let alerts = vec![
        firing("f1", START_MS, labels("blackbox", "erp:443")),
        firing("f2", START_MS, labels("blackbox", "vpn:443")),
        firing("f3", START_MS, labels("luc", "x")),
        firing("f4", START_MS, labels("other", "x")),
    ];
    post_alerts(&scene, TOKEN, alerts).await?;
    assert_eq!(scene.state(MOREL, ERP).await?.0, Degraded);
    assert_eq!(scene.state(MOREL, VPN).await?.0, MajorOutage);
    assert_eq!(scene.state(LUC, DOSSIER).await?.0, MajorOutage);
    assert_eq!(scene.alerts().await?[3].4, "no_client");
    // A rule leads a token no further than it may go.
    post_alerts(
        &scene,
        TOKEN_MOREL,
        vec![firing("f5", START_MS, labels("luc", "y"))],
    )
    .await?;
    assert_eq!(scene.alerts().await?[4].4, "no_component");
    Ok(())
});

on_both_engines!(the_future_counts_from_now, async |stage| {
    let scene = scene::set(stage, "").await?;
    let future = START_MS + HOUR_MS;
    for _ in 0..2 {
        post_alerts(&scene, TOKEN, vec![firing("f1", future, erp("critical"))]).await?;
        assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, START_MS));
        stage.clock().advance_ms(SECOND_MS);
    }
    assert_eq!(scene.alerts().await?.len(), 1);
    post_alerts(
        &scene,
        TOKEN,
        vec![resolved("f1", future, future + 5, erp("critical"))],
    )
    .await?;
    assert_eq!(
        scene.state(MOREL, ERP).await?,
        (Operational, START_MS + 2 * SECOND_MS)
    );
    Ok(())
});

on_both_engines!(what_is_wrong_is_answered_clearly, async |stage| {
    let scene = scene::set(stage, "").await?;
    let good = json!({"alerts": [firing("f1", START_MS, erp("critical"))]}).to_string();
    let mut refusals = Vec::new();
    for token in [None, Some("wrong"), Some(""), Some("token-of-everyone2")] {
        refusals.push(send(&scene, token, good.clone()).await?);
    }
    assert!(
        refusals
            .iter()
            .all(|refusal| refusal == &refusals[0] && refusal.0 == StatusCode::UNAUTHORIZED)
    );
    let mut bad_instant = firing("f1", START_MS, erp("critical"));
    bad_instant["startsAt"] = json!("yesterday");
    let mut bad_labels = firing("f1", START_MS, erp("critical"));
    bad_labels["labels"]["severity"] = json!(3);
    let deep = "[".repeat(100_000);
    for body in [
        "{".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        json!({"alerts": [bad_instant]}).to_string(),
        json!({"alerts": [firing("f0", START_MS, erp("critical")), bad_labels]}).to_string(),
        format!(r#"{{"alerts": {deep}"#),
    ] {
        let (status, answer) = send(&scene, Some(TOKEN), body).await?;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let problem: Value = serde_json::from_str(&answer)?;
        assert_eq!(problem["status"], 400);
    }
    let huge = "x".repeat(alertmanager::BODY_LIMIT + 1);
    assert_eq!(
        send(&scene, Some(TOKEN), huge).await?.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert!(scene.alerts().await?.is_empty(), "nothing is half-written");
    assert_eq!(send(&scene, Some(TOKEN), good).await?.0, StatusCode::OK);
    Ok(())
});

on_both_engines!(texts_are_kept_whatever_they_hold, async |stage| {
    let scene = scene::set(stage, "").await?;
    let mut labels = erp("critical");
    labels["note"] = json!("a\u{0}b <script>alert(1)</script> ' \" \u{1f600}");
    post_alerts(&scene, TOKEN, vec![firing("f\u{0}1", START_MS, labels)]).await?;
    assert_eq!(scene.state(MOREL, ERP).await?.0, MajorOutage);
    Ok(())
});

on_both_engines!(silence_is_not_green, async |stage| {
    let scene = scene::set(stage, "Watchdog").await?;
    let watchdog = || {
        firing(
            "w",
            START_MS,
            json!({"alertname": "Watchdog", "severity": "none"}),
        )
    };
    post_alerts(
        &scene,
        TOKEN,
        vec![watchdog(), firing("f1", START_MS, erp("info"))],
    )
    .await?;
    assert_eq!(scene.alerts().await?.len(), 1, "the watchdog is no alert");
    scene.silence.listen().await?;
    assert_eq!(
        scene.state(MOREL, ERP).await?,
        (Operational, START_MS),
        "watched, and nothing is said against it"
    );

    // A minute and a bit without the watchdog.
    stage.clock().advance_ms(61 * SECOND_MS);
    for _ in 0..2 {
        scene.silence.listen().await?;
        assert_eq!(scene.state(MOREL, ERP).await?, (Unknown, START_MS));
    }
    // A failure is not hidden by silence.
    let at = START_MS + 62 * SECOND_MS;
    stage.clock().set_ms(at);
    post_alerts(&scene, TOKEN, vec![firing("f2", at, erp("critical"))]).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, at));
    post_alerts(
        &scene,
        TOKEN,
        vec![resolved("f2", at, at + SECOND_MS, erp("critical"))],
    )
    .await?;
    stage.clock().advance_ms(5 * SECOND_MS);
    // Heard again.
    post_alerts(&scene, TOKEN, vec![watchdog()]).await?;
    assert_eq!(scene.state(MOREL, ERP).await?.0, Operational);
    scene.silence.listen().await?;
    assert_eq!(scene.state(MOREL, ERP).await?.0, Operational);
    Ok(())
});

on_both_engines!(an_alert_that_nobody_repeats_is_unknown, async |stage| {
    let scene = scene::set(stage, "").await?;
    post_alerts(&scene, TOKEN, vec![firing("f1", START_MS, erp("critical"))]).await?;
    stage.clock().advance_ms(3 * HOUR_MS);
    scene.silence.listen().await?;
    assert_eq!(scene.state(MOREL, ERP).await?.0, MajorOutage);
    stage.clock().advance_ms(1);
    scene.silence.listen().await?;
    assert_eq!(
        scene.state(MOREL, ERP).await?,
        (Unknown, START_MS + 3 * HOUR_MS)
    );
    // Repeated after all: it failed all along.
    post_alerts(&scene, TOKEN, vec![firing("f1", START_MS, erp("critical"))]).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, START_MS));
    Ok(())
});
