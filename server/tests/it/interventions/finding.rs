//! Finding by words: what one may read one finds, and nothing else.

use app::backend::desk::SearchFilter;
use app::backend::history::{Entry, HistoryBackend, HistoryFilter};
use server::history::History;
use server::search::Backlog;

use super::*;
use crate::on_both_engines;

server::queries! {
    run forget_documents() = "DELETE FROM search_documents";
    run postpone_all() = "INSERT INTO search_backlog (client_id, intervention_id) SELECT client_id, id FROM interventions";
    run redact(words: &str) = "UPDATE texts SET redacted_at = 1 WHERE body = $1";
}

impl Bench {
    /// References that this contact finds, the latest first.
    pub(super) async fn finds(&self, asker: &Asker, typed: &str) -> anyhow::Result<Vec<String>> {
        let filter = HistoryFilter {
            words: Some(typed.to_owned()),
            ..HistoryFilter::default()
        };
        let history = History::new(self.store.clone());
        let page = history
            .page(asker, &filter, None)
            .await
            .map_err(|error| anyhow::anyhow!("{typed}: {error:?}"))?;
        let references = page.entries.into_iter().map(|entry| match entry {
            Entry::Intervention(one) => one.reference,
            Entry::Outage(outage) => outage.component_key,
        });
        Ok(references.collect())
    }

    async fn desk_finds(&self, filter: SearchFilter) -> anyhow::Result<Vec<String>> {
        let found = self.desk.0.search(&self.technician, &filter).await;
        let found = found.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let references = found.rows.into_iter().map(|row| row.listed.reference);
        Ok(references.collect())
    }

    async fn writes(&self, reference: &str, deed: Deed, text: &str) -> anyhow::Result<()> {
        let sheet = self.desk.0.one(&self.technician, reference).await;
        let sheet = sheet.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: text.to_owned(),
            when: When::Now,
        };
        let done = self.desk.0.act(&self.technician, reference, gesture).await;
        done.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        Ok(())
    }
}

fn everywhere(typed: &str) -> SearchFilter {
    SearchFilter {
        words: Some(typed.to_owned()),
        ..SearchFilter::default()
    }
}

on_both_engines!(
    what_one_may_read_one_finds_and_nothing_else,
    async |store| {
        let bench = Bench::set(store).await?;
        let request = RequestInput {
            details: "Les imprimantes sont bloquées\nDepuis l’étage, café renversé".into(),
            ..fault("erp")
        };
        let reference = bench.request(&bench.lea, request).await?;
        let message = "Pièce réf. TX-200 commandée au fournisseur";
        bench
            .writes(&reference, Deed::NoteToClient, message)
            .await?;
        let secret = "Client pénible, prévoir surfacturation";
        bench.writes(&reference, Deed::InternalNote, secret).await?;

        for (typed, by_chef, at_desk) in [
            ("imprimante bloquée", true, true),
            ("IMPRIMANTES", true, true),
            ("cafe", true, true),
            ("tx-200 fournisseurs", true, true),
            (reference.as_str(), true, true),
            ("imprimante introuvable", false, false),
            ("surfacturation", false, true),
            ("imprimante pénible", false, true),
            ("…", false, false),
            ("\" OR \"a", false, false),
            ("words: NEAR( * ^", false, false),
        ] {
            let wanted = |found: bool| {
                if found {
                    vec![reference.clone()]
                } else {
                    vec![]
                }
            };
            let found = bench.finds(&bench.chef, typed).await?;
            assert_eq!(found, wanted(by_chef), "{typed} by the client");
            let found = bench.desk_finds(everywhere(typed)).await?;
            assert_eq!(found, wanted(at_desk), "{typed} at the desk");
            // Omar sees his own only, and the other client's people nothing at all.
            assert!(bench.finds(&bench.omar, typed).await?.is_empty(), "{typed}");
            assert!(
                bench.finds(&bench.stranger, typed).await?.is_empty(),
                "{typed}"
            );
        }
        let of = |slug: &str| SearchFilter {
            client: Some(slug.to_owned()),
            ..everywhere("imprimante")
        };
        assert_eq!(bench.desk_finds(of("acme")).await?, vec![reference.clone()]);
        assert!(bench.desk_finds(of("autre")).await?.is_empty());
        assert!(bench.desk_finds(of("nobody")).await.is_err());
        let latest = SearchFilter::default();
        assert_eq!(bench.desk_finds(latest).await?, [reference]);
        let refused = bench.desk.0.search(&bench.lea, &everywhere("cafe")).await;
        assert_eq!(refused.map(|_| ()), Err(AppError::Forbidden));
        Ok(())
    }
);

on_both_engines!(
    documents_are_written_again_without_what_was_erased,
    async |store| {
        let bench = Bench::set(store).await?;
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        let message = "Mot de passe communiqué par erreur";
        bench
            .writes(&reference, Deed::NoteToClient, message)
            .await?;
        assert_eq!(
            bench.finds(&bench.chef, "erreur").await?,
            vec![reference.clone()]
        );
        let write = store.write(Scope::System, move |tx| {
            Box::pin(async move {
                redact(tx, message).await?;
                forget_documents(tx).await?;
                postpone_all(tx).await?;
                Ok::<_, StoreError>(())
            })
        });
        write.await?;
        assert!(bench.finds(&bench.chef, "repond").await?.is_empty());
        let backlog = Backlog::new(bench.store.clone());
        assert_eq!(backlog.step().await?, 1);
        assert_eq!(backlog.step().await?, 0, "what was written waits no more");
        assert_eq!(bench.finds(&bench.chef, "repond").await?, [reference]);
        assert!(bench.finds(&bench.chef, "erreur").await?.is_empty());
        assert!(bench.desk_finds(everywhere("erreur")).await?.is_empty());
        Ok(())
    }
);
