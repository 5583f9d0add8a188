//! Requests of the catalogue: their questions are asked, checked, kept apart from the log, and read by who may.

use app::answer::{FieldError, FieldProblem};
use app::backend::answers::{Answers, among};
use app::backend::interventions::{CatalogueRequest, Text};
use app::domain::component::Category;
use app::domain::contract::FormFieldKind;
use app::domain::coverage::Outcome;
use app::domain::intervention::{InterventionState, Origin};

use super::*;
use crate::on_both_engines;

const NAME: &str = "Ada Lovelace-Témoin";

fn arrival(answers: &[(&str, &str)]) -> RequestInput {
    RequestInput {
        request_id: "r-arrival".into(),
        activity: "catalogue:arrivee".into(),
        details: "Une arrivée lundi".into(),
        answers: answers
            .iter()
            .map(|(field, answer)| (format!("arrivee.{field}"), (*answer).to_owned()))
            .collect(),
        ..RequestInput::default()
    }
}

fn complete() -> RequestInput {
    arrival(&[("nom", NAME), ("jour", "2026-12-01"), ("distance", "yes")])
}

fn given(request: Option<CatalogueRequest>) -> Vec<(String, String, FormFieldKind, Text)> {
    let answers = request.into_iter().flat_map(|request| request.answers);
    answers
        .map(|given| (given.label, given.label_en, given.kind, given.text))
        .collect()
}

fn expected(name: Text) -> Vec<(String, String, FormFieldKind, Text)> {
    let row = |label: &str, label_en: &str, kind, text| {
        (label.to_owned(), label_en.to_owned(), kind, text)
    };
    let said = |text: &str| Text::Written(text.to_owned());
    vec![
        row("Nom et prénom", "Full name", FormFieldKind::Text, name),
        row(
            "Premier jour",
            "First day",
            FormFieldKind::Date,
            said("2026-12-01"),
        ),
        row(
            "Accès à distance",
            "Remote access",
            FormFieldKind::YesNo,
            said("yes"),
        ),
    ]
}

on_both_engines!(
    what_the_catalogue_asks_is_refused_at_its_field,
    async |store| {
        let bench = Bench::set(store).await?;
        let refused = |answers: &[(&str, &str)], fields: &[(&str, FieldProblem)]| {
            let fields = fields.iter().map(|(field, problem)| FieldError {
                field: format!("answers[arrivee.{field}]"),
                problem: *problem,
            });
            (
                arrival(answers),
                Err(AppError::Invalid {
                    fields: fields.collect(),
                }),
            )
        };
        use FieldProblem::{Missing, NotADate, Unknown};
        for (input, expected) in [
            refused(&[], &[("nom", Missing), ("jour", Missing)]),
            refused(&[("nom", NAME), ("jour", "demain")], &[("jour", NotADate)]),
            refused(
                &[
                    ("nom", NAME),
                    ("jour", "2026-12-01"),
                    ("distance", "peut-être"),
                ],
                &[("distance", Unknown)],
            ),
        ] {
            assert_eq!(bench.request(&bench.chef, input.clone()).await, expected);
            let by_phone = CallInput {
                client: "acme".into(),
                caller: "Chloé Chef".into(),
                request: input,
            };
            assert_eq!(
                bench.desk.0.enter_call(&bench.technician, by_phone).await,
                expected
            );
        }
        // With what else is wrong, all at once.
        let mut input = arrival(&[("nom", NAME)]);
        input.phone = "rappelez-moi".into();
        let Err(AppError::Invalid { fields }) = bench.request(&bench.chef, input).await else {
            anyhow::bail!("it was taken");
        };
        let fields: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["phone", "answers[arrivee.jour]"]);
        assert!(bench.stored().await?.is_empty());
        // Another request's questions are not this one's.
        let rights = RequestInput {
            activity: "catalogue:droits".into(),
            ..arrival(&[])
        };
        let reference = bench.request(&bench.chef, rights).await?;
        let asked = bench.one(&bench.chef, &reference).await?.catalogue;
        assert_eq!(
            asked.map(|asked| (asked.title_en, asked.answers)),
            Some(("Access rights".into(), vec![]))
        );
        Ok(())
    }
);

on_both_engines!(
    its_answers_are_read_by_who_may_and_by_nobody_else,
    async |store| {
        let bench = Bench::set(store).await?;
        let reference = bench.request(&bench.chef, complete()).await?;
        // Sent again, it is the same.
        assert_eq!(bench.request(&bench.chef, complete()).await?, reference);
        let sheet = bench.one(&bench.chef, &reference).await?;
        // About no component: the item's line decides.
        assert_eq!(
            (sheet.listed.component, sheet.listed.category),
            (None, Category::Other)
        );
        assert_eq!(
            (sheet.listed.state, sheet.listed.origin),
            (InterventionState::Registered, Origin::Catalogue)
        );
        let outcome = sheet.verdict.map(|decided| decided.verdict.outcome);
        assert_eq!(outcome, Some(Outcome::Covered));
        let written = || expected(Text::Written(NAME.into()));
        assert_eq!(given(sheet.catalogue), written());
        let at_desk = bench.desk.0.one(&bench.technician, &reference).await?;
        assert_eq!(given(at_desk.sheet.catalogue), written());
        assert_eq!(
            given(bench.one(&bench.vera, &reference).await?.catalogue),
            written()
        );
        for asker in [&bench.stranger, &bench.omar] {
            assert_eq!(
                bench.one(asker, &reference).await.err(),
                Some(AppError::NotFound)
            );
        }

        // The log, the messages and the list hold none of it.
        let (acme, id) = (bench.acme, bench.stored().await?[0].id);
        let log = store.read(Scope::Staff, move |tx| Box::pin(payloads(tx, acme, id)));
        let log: Vec<(String, String, Option<i64>, i64, i64)> =
            log.await.map_err(|error: StoreError| error)?;
        assert!(
            log.iter()
                .all(|(payload, ..)| !payload.contains("Lovelace"))
        );
        for stream in ["staff".to_owned(), format!("client:{acme}")] {
            let told = bench.told(stream).await?;
            assert!(!told.is_empty());
            assert!(
                told.iter()
                    .all(|(_, payload, _)| !payload.contains("Lovelace"))
            );
        }
        // Erased, the trace stays.
        let texts = store.read(Scope::Staff, move |tx| Box::pin(texts(tx, acme)));
        let texts: Vec<(i64, String, i64)> = texts.await.map_err(|error: StoreError| error)?;
        assert_eq!(
            texts
                .iter()
                .filter(|(_, body, internal)| body == NAME && *internal == 0)
                .count(),
            1
        );
        let erased = store.write(Scope::Staff, move |tx| Box::pin(redact(tx, acme, NAME, 1)));
        assert_eq!(erased.await.map_err(|error: StoreError| error)?, 1);
        let sheet = bench.one(&bench.chef, &reference).await?;
        assert_eq!(given(sheet.catalogue), expected(Text::Redacted));
        Ok(())
    }
);

on_both_engines!(a_call_asks_the_same_questions, async |store| {
    let bench = Bench::set(store).await?;
    let form = bench
        .desk
        .0
        .call_form(&bench.technician, Some("acme"))
        .await?;
    let asked = form
        .chosen
        .map(|chosen| chosen.catalogue)
        .unwrap_or_default();
    let labels: Vec<_> = asked
        .iter()
        .flat_map(|item| &item.form)
        .map(|field| field.label.as_str())
        .collect();
    assert_eq!(
        labels,
        ["Nom et prénom", "Premier jour", "Accès à distance"]
    );
    let call = CallInput {
        client: "acme".into(),
        caller: "Chloé Chef".into(),
        request: complete(),
    };
    let reference = bench.desk.0.enter_call(&bench.technician, call).await?;
    let sheet = bench.one(&bench.chef, &reference).await?;
    assert_eq!(
        (sheet.listed.origin, given(sheet.catalogue)),
        (Origin::Phone, expected(Text::Written(NAME.into())))
    );
    Ok(())
});

#[test]
fn answers_come_by_their_names() {
    let answers = among([
        ("answers[arrivee.nom]", "Ada"),
        ("answers[", "x"),
        ("activity", "fault"),
    ]);
    assert_eq!(
        answers,
        Answers::from([("arrivee.nom".to_owned(), "Ada".to_owned())])
    );
}
