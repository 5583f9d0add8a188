//! What is erased is in nothing any more, wherever it stood; who erased it, when and why stays.

use app::answer::FieldProblem;
use app::backend::desk::SearchFilter;
use app::backend::interventions::Text;
use app::backend::redaction::Redactions;
use app::domain::intervention::EventKind;
use server::config::Settings;
use server::files::Files;
use server::interventions::erasing::Erasing;

use super::working::the_log_gives_the_row;
use super::*;
use crate::on_both_engines;

server::queries! {
    all every_text() -> (String,) = "SELECT body FROM texts";
    all every_document() -> (String, String) = "SELECT words, internal_words FROM search_documents";
    all every_payload() -> (String,) = "SELECT payload FROM intervention_events UNION ALL SELECT payload FROM outbox";
}

const SECRET: &str = "Madame Quetsch, opérée du genou, dossier 4411223";
const REASON: &str = "Donnée de santé envoyée par erreur";

fn eraser(store: &Store) -> anyhow::Result<Redactions> {
    let files = Files::open(&Settings::local("in the test"))?;
    Ok(Redactions(Arc::new(Erasing::new(store.clone(), files))))
}

impl Bench {
    /// Where the content of that kind stands in the whole log, as the desk's timeline says.
    async fn place(&self, reference: &str, kind: EventKind) -> anyhow::Result<i64> {
        let sheet = self.desk.0.one(&self.dispatcher, reference).await?.sheet;
        let mut entries = sheet.timeline.into_iter();
        let entry = entries.find(|entry| entry.kind == kind);
        let place = entry.and_then(|entry| entry.erasable);
        place.ok_or_else(|| anyhow::anyhow!("no {kind} to erase"))
    }

    /// Everything that is stored in words, in one text.
    async fn everything(&self) -> anyhow::Result<String> {
        let read = self.store.read(Scope::Staff, |tx| {
            Box::pin(async move {
                let mut all = String::new();
                for (body,) in every_text(tx).await? {
                    all.push_str(&body);
                }
                for (words, internal) in every_document(tx).await? {
                    all.push_str(&format!(" {words} {internal} "));
                }
                for (payload,) in every_payload(tx).await? {
                    all.push_str(&payload);
                }
                Ok::<_, StoreError>(all)
            })
        });
        Ok(read.await?.to_lowercase())
    }

    async fn write(&self, reference: &str, deed: Deed, text: &str) -> anyhow::Result<DeskDone> {
        let sheet = self.desk.0.one(&self.technician, reference).await?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: text.to_owned(),
            when: When::Now,
        };
        Ok(self
            .desk
            .0
            .act(&self.technician, reference, gesture)
            .await?)
    }
}

on_both_engines!(
    a_request_loses_its_words_everywhere_and_keeps_their_trace,
    async |store| {
        let bench = Bench::set(store).await?;
        let erasing = eraser(store)?;
        let input = RequestInput {
            title: "Quetsch 4411223".into(),
            details: SECRET.into(),
            phone: "06 00 00 44 11".into(),
            ..fault("erp")
        };
        let reference = bench.request(&bench.lea, input).await?;
        bench.deed(&reference, Deed::Take).await?;
        let place = bench.place(&reference, EventKind::Submitted).await?;
        assert!(bench.everything().await?.contains("quetsch"));

        for (asker, expected) in [
            (&bench.technician, AppError::Forbidden),
            (&bench.chef, AppError::Forbidden),
            (&bench.stranger, AppError::Forbidden),
        ] {
            let looked = erasing.0.look(asker, &reference, place).await;
            assert_eq!(looked.map(|_| ()), Err(expected.clone()));
            let erased = erasing.0.erase(asker, &reference, place, REASON).await;
            assert_eq!(erased, Err(expected));
        }
        let looked = erasing.0.look(&bench.dispatcher, &reference, place).await?;
        assert_eq!(looked.texts, ["Quetsch 4411223", SECRET]);
        for (reason, problem) in [
            ("", FieldProblem::Missing),
            (
                "Le dossier 4411223 n’a rien à faire ici",
                FieldProblem::Repeats,
            ),
            ("madame quetsch, OPÉRÉE du genou", FieldProblem::Repeats),
        ] {
            let refused = erasing
                .0
                .erase(&bench.dispatcher, &reference, place, reason)
                .await;
            assert_eq!(refused, Err(AppError::field("text", problem)), "{reason}");
        }
        let before = bench.one(&bench.lea, &reference).await?.version;
        for _twice in 0..2 {
            erasing
                .0
                .erase(&bench.dispatcher, &reference, place, REASON)
                .await?;
        }
        let seen = bench.one(&bench.lea, &reference).await?;
        assert_eq!(seen.version, before + 1, "once, however often it is sent");
        assert_eq!((seen.listed.title.as_str(), seen.phone.as_str()), ("", ""));
        let shown = format!("{seen:?}").to_lowercase();
        assert!(!shown.contains("quetsch") && !shown.contains("4411223"));
        let first = seen.timeline.first().and_then(|entry| entry.text.clone());
        assert_eq!(first, Some(Text::Redacted));
        let trace = seen
            .timeline
            .last()
            .map(|entry| (entry.kind, entry.who.name.clone(), entry.text.clone()));
        assert_eq!(
            trace,
            Some((
                EventKind::Redacted,
                "Cora Coordinatrice".into(),
                Some(Text::Written(REASON.into()))
            ))
        );
        let stored = bench.everything().await?;
        assert!(
            !stored.contains("quetsch") && !stored.contains("4411223") && !stored.contains("genou")
        );
        let filter = SearchFilter {
            words: Some("genou".into()),
            ..SearchFilter::default()
        };
        assert!(
            bench
                .desk
                .0
                .search(&bench.technician, &filter)
                .await?
                .rows
                .is_empty()
        );
        let gone = erasing.0.look(&bench.dispatcher, &reference, place).await;
        assert_eq!(gone, Err(AppError::NotFound));
        the_log_gives_the_row(&bench).await
    }
);

on_both_engines!(
    an_internal_note_goes_without_the_client_learning_that_there_was_one,
    async |store| {
        let bench = Bench::set(store).await?;
        let erasing = eraser(store)?;
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        bench.write(&reference, Deed::InternalNote, SECRET).await?;
        let place = bench.place(&reference, EventKind::NotedInternally).await?;
        let before = bench.one(&bench.lea, &reference).await?;
        let told = bench.told(format!("client:{}", bench.acme)).await?.len();
        erasing
            .0
            .erase(&bench.dispatcher, &reference, place, REASON)
            .await?;
        let after = bench.one(&bench.lea, &reference).await?;
        assert_eq!(format!("{before:?}"), format!("{after:?}"));
        assert_eq!(
            bench.told(format!("client:{}", bench.acme)).await?.len(),
            told
        );
        let desk = bench.desk.0.one(&bench.technician, &reference).await?.sheet;
        let kinds: Vec<(EventKind, Option<Text>)> = desk
            .timeline
            .into_iter()
            .skip(1)
            .map(|entry| (entry.kind, entry.text))
            .collect();
        assert_eq!(
            kinds,
            [
                (EventKind::NotedInternally, Some(Text::Redacted)),
                (
                    EventKind::RedactedInternally,
                    Some(Text::Written(REASON.into()))
                ),
            ]
        );
        assert!(!bench.everything().await?.contains("quetsch"));
        Ok(())
    }
);

on_both_engines!(
    what_was_opened_with_the_same_words_loses_them_too,
    async |store| {
        let bench = Bench::set(store).await?;
        let erasing = eraser(store)?;
        let reference = bench.request(&bench.lea, advice("erp")).await?;
        bench.deed(&reference, Deed::Take).await?;
        let done = bench.write(&reference, Deed::ActionNeeded, SECRET).await?;
        let linked = done
            .continued_by
            .ok_or_else(|| anyhow::anyhow!("nothing continues it"))?;
        assert!(
            format!("{:?}", bench.one(&bench.chef, &linked).await?.timeline).contains("Quetsch")
        );
        // It is over: a remark on the record is possible still.
        let place = bench.place(&reference, EventKind::ActionNeeded).await?;
        erasing
            .0
            .erase(&bench.dispatcher, &reference, place, REASON)
            .await?;
        assert!(!bench.everything().await?.contains("quetsch"));
        for one in [&reference, &linked] {
            let seen = bench.one(&bench.chef, one).await?;
            let last = seen.timeline.last().map(|entry| entry.kind);
            assert_eq!(last, Some(EventKind::Redacted), "{one}");
        }
        // The words of the request itself are others: they stay.
        assert!(
            !bench
                .one(&bench.chef, &reference)
                .await?
                .listed
                .title
                .is_empty()
        );
        the_log_gives_the_row(&bench).await
    }
);
