//! Invariant: two clients never meet. Whatever happens at one, every page, list, count, search, file and stream of the
//! other stays as it was, byte for byte; and asking for what the other has is asking for what does not exist.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::backend::desk::{Deed, DeskBackend, DeskGesture, TimeSpent, When};
use app::backend::interventions::{ContactGesture, InterventionBackend, RequestInput};
use app::backend::quotes::QuoteBackend;
use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::component::ComponentState;
use app::domain::ids::{CheckId, ClientId, ComponentId, ContactId, SessionId, SiteId, StaffId};
use app::domain::quote::{Offer, QuoteLine, VatRate};
use app::domain::status::{Cause, ProbeFailure};
use axum::http::Method;
use server::account::Holder;
use server::desk::StaffDesk;
use server::http::policy::Policy;
use server::http::table::{self, Kind};
use server::import::plan::Manner;
use server::interventions::{ClientInterventions, OpensInterventions};
use server::quotes::QuoteService;
use server::status::{Contributor, Ledger, Said};
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;
use crate::portal::{Browser, Portal};

/// Said at the noisy client, and nowhere else.
const WORD: &str = "zanzibarite";

/// Both clients have the same keys and the same sites: only the client tells them apart.
fn provider() -> String {
    let mut text = String::from(
        "[provider]\nname = \"Essai\"\nphone_day = \"01 99 00 00 01\"\n\
         [[staff]]\nemail = \"chef@essai.example\"\nname = \"Coralie\"\nrole = \"dispatcher\"\n",
    );
    for (slug, code) in [("calme", "CA"), ("bruyant", "BR")] {
        text.push_str(&format!(
            r#"
[[clients]]
slug = "{slug}"
code = "{code}"
name = "Client {code}"
[[clients.sites]]
key = "siege"
name = "Siège"
[[clients.contacts]]
email = "referent@{slug}.example"
name = "Référent {code}"
role = "client_admin"
[[clients.contacts]]
email = "seul@{slug}.example"
name = "Seul {code}"
role = "requester"
visibility = "own"
sites = ["siege"]
[[clients.components]]
key = "erp"
name = "ERP"
category = "on_prem_software"
sites = ["siege"]
checks = [{{ kind = "tcp", target = "erp.example:443" }}]
[[clients.components]]
key = "salle"
name = "Salle"
category = "meeting_room_video"
sites = ["siege"]
[[clients.contracts]]
number = "2026-001"
title = "Contrat"
version = 1
starts = 2026-01-01
[[clients.contracts.clauses]]
reference = "1"
title = "Tout"
[[clients.contracts.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = "24/7"
billing = "included"
targets = [
  {{ priority = "p1", response = "1h", restoration = "4h" }},
  {{ priority = "p2", response = "1h", restoration = "4h" }},
  {{ priority = "p3", response = "1h", restoration = "4h" }},
  {{ priority = "p4", none = true }},
]
included = [{{ category = "on_prem_software", clause = "1" }}]
"#
        ));
    }
    text
}

server::queries! {
    one known_client(slug: &str) -> (i64,) = "SELECT id FROM clients WHERE slug = $1";
    one known_contact(email: &str) -> (i64, String) = "SELECT id, name FROM contacts WHERE email = $1";
    one known_staff() -> (i64,) = "SELECT id FROM staff";
    one known_site(client: ClientId) -> (i64,) = "SELECT id FROM sites WHERE client_id = $1";
    one known_component(client: ClientId, key: &str) -> (i64,) = "
        SELECT id FROM components WHERE client_id = $1 AND key = $2";
    one known_check(client: ClientId) -> (i64,) = "SELECT id FROM checks WHERE client_id = $1";
    all told(stream: &str) -> (String, String) = "
        SELECT kind, payload FROM outbox WHERE stream = $1 ORDER BY seq";
    all quote_references(client: ClientId) -> (String,) = "SELECT reference FROM quotes WHERE client_id = $1";
}

/// One client's people, and what happens there.
struct Side {
    client: ClientId,
    referent: Asker,
    alone: Asker,
    store: Store,
    desk: StaffDesk,
    coordinator: Asker,
}

impl Side {
    async fn of(store: &Store, slug: &'static str) -> anyhow::Result<Side> {
        let read = store.read(Scope::Staff, move |tx| {
            Box::pin(async move {
                let (client,) = known_client(tx, slug).await?;
                let client = ClientId(client);
                let referent = known_contact(tx, &format!("referent@{slug}.example")).await?;
                let alone = known_contact(tx, &format!("seul@{slug}.example")).await?;
                let (site,) = known_site(tx, client).await?;
                let (staff,) = known_staff(tx).await?;
                Ok::<_, StoreError>((client, referent, alone, site, staff))
            })
        });
        let (client, referent, alone, site, staff) = read.await?;
        let contact = |(id, name): (i64, String), role, visibility| {
            Asker::Contact(ContactAsker {
                contact: ContactId(id),
                client,
                session: SessionId(1),
                name,
                role,
                visibility,
                sites: vec![SiteId(site)],
            })
        };
        Ok(Side {
            client,
            referent: contact(referent, Role::ClientAdmin, Visibility::Client),
            alone: contact(alone, Role::Requester, Visibility::Own),
            store: store.clone(),
            desk: StaffDesk::new(store.clone()),
            coordinator: Asker::Staff(StaffAsker {
                staff: StaffId(staff),
                session: SessionId(2),
                name: "Coralie".into(),
                role: StaffRole::Dispatcher,
            }),
        })
    }

    /// Everything that can happen in a day; `word` is said in all of it. Gives the references.
    async fn live(&self, word: &str) -> anyhow::Result<Vec<String>> {
        let contacts = ClientInterventions::new(self.store.clone());
        let ask = |component: &str, who: &Asker| {
            let input = RequestInput {
                request_id: format!("{word}-{component}"),
                component: component.into(),
                activity: "fault".into(),
                title: format!("{word} en panne"),
                details: format!("Le {word} ne répond plus"),
                impact: "2".into(),
                urgency: "2".into(),
                ..RequestInput::default()
            };
            (input, who.clone())
        };
        let (fault, who) = ask("erp", &self.alone);
        let fault = contacts.request(&who, fault).await?;
        let (unpaid, who) = ask("salle", &self.referent);
        let unpaid = contacts.request(&who, unpaid).await?;
        for deed in [
            Deed::Take,
            Deed::InternalNote,
            Deed::NoteToClient,
            Deed::EnterTime(TimeSpent {
                minutes: "30".into(),
                place: "remote".into(),
            }),
            Deed::RestoreProvisionally,
        ] {
            self.deed(&fault, deed, word).await?;
        }
        let relapse = ContactGesture::Message {
            text: format!("Merci pour le {word}"),
        };
        contacts.act(&self.referent, &fault, relapse).await?;
        self.outage().await?;
        let quotes = QuoteService::new(self.store.clone());
        let offer = Offer {
            title: format!("Remplacer le {word}"),
            lines: vec![QuoteLine {
                label: word.into(),
                quantity_hundredths: 100,
                unit_cents: 10_000,
                vat: VatRate::Standard,
            }],
            remarks: String::new(),
            valid_on: chrono::NaiveDate::from_ymd_opt(2026, 6, 1)
                .ok_or_else(|| anyhow::anyhow!("a date"))?,
        };
        let quote = quotes.save(&self.coordinator, &unpaid, None, offer).await?;
        let read = quotes.one(&self.coordinator, &quote, None).await?;
        quotes.send(&self.coordinator, &quote, read.edition).await?;
        Ok(vec![fault, unpaid, quote])
    }

    async fn deed(&self, reference: &str, deed: Deed, word: &str) -> anyhow::Result<()> {
        let sheet = self.desk.one(&self.coordinator, reference).await?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: format!("À propos du {word}"),
            when: When::Now,
        };
        self.desk.act(&self.coordinator, reference, gesture).await?;
        Ok(())
    }

    /// The probe finds the ERP down, and up again.
    async fn outage(&self) -> anyhow::Result<()> {
        let client = self.client;
        let ledger = Ledger::new(Arc::new(OpensInterventions));
        let write = self.store.write(Scope::System, move |tx| {
            Box::pin(async move {
                let (component,) = known_component(tx, client, "erp").await?;
                let (check,) = known_check(tx, client).await?;
                let now = tx.now_ms();
                let failed = Cause::Probe {
                    failure: ProbeFailure::TimedOut,
                    status: None,
                };
                for (at, state, cause) in [
                    (now - 60_000, ComponentState::MajorOutage, failed),
                    (now, ComponentState::Operational, Cause::None),
                ] {
                    let said = Said::state(
                        (client, ComponentId(component)),
                        Contributor::Check(CheckId(check)),
                        at,
                        state,
                        &cause,
                    );
                    ledger.record(tx, said).await?;
                }
                Ok::<_, StoreError>(())
            })
        });
        write.await?;
        Ok(())
    }

    async fn stream(&self) -> anyhow::Result<Vec<(String, String)>> {
        let stream = format!("client:{}", self.client);
        let read = self.store.read(Scope::Staff, move |tx| {
            Box::pin(async move { told(tx, &stream).await })
        });
        Ok(read.await.map_err(|error: StoreError| error)?)
    }

    async fn browser(&self, portal: &Portal, asker: &Asker) -> anyhow::Result<Browser> {
        let Asker::Contact(contact) = asker else {
            anyhow::bail!("a contact");
        };
        portal
            .browser_holding(Holder::Contact(contact.contact), Some(contact.client))
            .await
    }
}

/// Every address that a contact may get, its captures filled with `known` and with `foreign` objects.
fn addresses(known: &[String], foreign: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for route in table::table() {
        let is_read = route.method == Method::GET && route.kind != Kind::Function;
        let is_open = !matches!(
            route.policy,
            Policy::Staff | Policy::Dispatcher | Policy::Administrator
        );
        // The stream never ends; what it would say is compared where it is kept.
        if !is_read || !is_open || route.endless {
            continue;
        }
        if !route.path.contains('{') {
            all.push(route.path.to_owned());
            continue;
        }
        let fillings = known.iter().chain(foreign).map(String::as_str);
        for filling in fillings.chain(["erp", "2026-03", "1"]) {
            let filled = route.path.split('/').map(|segment| {
                if segment.starts_with('{') {
                    filling
                } else {
                    segment
                }
            });
            all.push(filled.collect::<Vec<_>>().join("/"));
        }
    }
    for words in [WORD, "panne", "Merci", "BR", "Référent"] {
        all.push(format!("/history?q={}", urlencoded(words)));
        all.push(format!("/history.csv?q={}", urlencoded(words)));
    }
    all.extend(["/history?component=erp", "/interventions/new?component=erp"].map(String::from));
    all.sort();
    all.dedup();
    all
}

fn urlencoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What each address answers, without what is drawn anew for every answer.
async fn readings(
    browser: &mut Browser,
    addresses: &[String],
) -> anyhow::Result<BTreeMap<String, (u16, String)>> {
    let mut read = BTreeMap::new();
    for address in addresses {
        let reply = browser.get(address).await?;
        let body = without(&reply.body, "nonce=\"", '"');
        let body = without(&body, "name=\"request_id\" value=\"", '"');
        read.insert(address.clone(), (reply.status.as_u16(), body));
    }
    Ok(read)
}

/// Cuts what stands between that beginning and that end, everywhere.
fn without(text: &str, begins: &str, ends: char) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begins) {
        kept.push_str(before);
        kept.push_str(begins);
        rest = after.find(ends).map_or("", |end| &after[end..]);
    }
    kept.push_str(rest);
    kept
}

on_both_engines!(
    what_happens_at_one_client_is_nowhere_at_another,
    async |stage| {
        let file =
            server::import::read("deux.toml", &provider(), &|name: &str| Err(name.to_owned()));
        server::import::import(stage, file, Manner::default())
            .await
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let portal = Portal::over(stage).await?;
        let quiet = Side::of(stage, "calme").await?;
        let noisy = Side::of(stage, "bruyant").await?;
        let known = quiet.live("imprimante").await?;
        // The noisy client's references are known before it has them: theirs count from one too.
        let foreign: Vec<String> = known
            .iter()
            .map(|reference| reference.replace("CA-", "BR-"))
            .collect();
        let addresses = addresses(&known, &foreign);
        assert!(addresses.len() > 40, "{addresses:?}");

        let mut browsers = Vec::new();
        for asker in [&quiet.referent, &quiet.alone] {
            let mut browser = quiet.browser(&portal, asker).await?;
            let before = readings(&mut browser, &addresses).await?;
            let seen = before.values().filter(|(status, _)| *status == 200);
            assert!(seen.count() > 10, "{:?}", before.keys());
            browsers.push((browser, before));
        }
        let told = quiet.stream().await?;
        assert!(!told.is_empty());

        let made = noisy.live(WORD).await?;
        assert_eq!(made, foreign, "what was asked for above does exist now");

        assert_eq!(quiet.stream().await?, told, "the stream");
        for (mut browser, before) in browsers {
            let after = readings(&mut browser, &addresses).await?;
            for (address, (status, body)) in &after {
                let (status_before, body_before) = &before[address];
                assert_eq!(status, status_before, "{address}");
                assert!(
                    body == body_before,
                    "{address} changed:\n{}",
                    difference(body_before, body)
                );
                let echoes = address.contains("q=");
                assert!(echoes || !body.contains(WORD), "{address}");
                let theirs = foreign
                    .iter()
                    .find(|theirs| address.contains(theirs.as_str()));
                if let Some(theirs) = theirs {
                    // As what nobody has, save its name.
                    let nobodys = theirs.replace("-0", "-7");
                    let unknown = address.replace(theirs, &nobodys);
                    let unknown = readings(&mut browser, &[unknown]).await?;
                    for (unknown, answer) in unknown.into_values() {
                        assert_eq!(*status, unknown, "{address}");
                        assert!(matches!(status, 404 | 410), "{address}: {status}");
                        assert_eq!(*body, answer.replace(&nobodys, theirs), "{address}");
                    }
                }
            }
        }
        // The noisy client does find it: the word was there to be found.
        let mut browser = noisy.browser(&portal, &noisy.referent).await?;
        let found = browser.get(&format!("/history?q={WORD}")).await?;
        assert!(found.body.contains(&made[0]), "{}", found.body);
        Ok(())
    }
);

/// The first line that is not the same.
fn difference(before: &str, after: &str) -> String {
    let lines = before.split('>').zip(after.split('>'));
    lines
        .filter(|(one, two)| one != two)
        .take(3)
        .map(|(one, two)| format!("- {one}\n+ {two}\n"))
        .collect()
}
