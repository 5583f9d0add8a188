//! Files beside an intervention, over HTTP: looked at, kept, handed out to whoever sees it and to nobody else.

use axum::body::Body;
use server::config::Settings;
use server::files::QUOTA;
use server::store::{Scope, StoreError};
use tempfile::TempDir;

use crate::on_both_engines;
use crate::portal::{Browser, HOST, Portal, Reply, Who};
use crate::support::{Stage, a_while, hold};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and what follows";

struct Scene {
    portal: Portal,
    folder: TempDir,
    /// Of the intervention that files are sent to.
    reference: String,
}

server::queries! {
    run hold_space(reference: &str, size: i64) = "
        INSERT INTO files (id, client_id, intervention_id, name, media_type, size, sha256, created_at)
        SELECT 1, client_id, id, 'plein.txt', 'text/plain', $2, 'none', 0 FROM interventions WHERE reference = $1";
}

/// Its files are counted and forgotten one sending after the other.
const CLIENT: i64 = 1;

async fn ask(portal: &Portal, request_id: &str) -> anyhow::Result<String> {
    let mut requester = portal.browser_of(Who::Requester).await?;
    let fields = [
        ("request_id", request_id),
        ("category", "other"),
        ("activity", "fault"),
        ("details", "La badgeuse ne répond plus"),
        ("impact", "2"),
        ("urgency", "2"),
    ];
    let asked = requester
        .post("/interventions/new", "/fn/request_intervention", &fields)
        .await?;
    let reference = asked.location().rsplit('/').next().unwrap_or_default();
    anyhow::ensure!(
        reference.starts_with("AM-"),
        "{} {}",
        asked.status,
        asked.body
    );
    Ok(reference.to_owned())
}

impl Scene {
    async fn set(
        store: &Stage,
        settings: impl FnOnce(Settings) -> Settings,
    ) -> anyhow::Result<Scene> {
        let folder = tempfile::tempdir()?;
        let plain = Settings {
            files: folder.path().join("files"),
            ..Settings::local("in the test")
        };
        let portal = Portal::open_with(store, settings(plain)).await?;
        let reference = ask(&portal, "r-1").await?;
        Ok(Scene {
            portal,
            folder,
            reference,
        })
    }

    fn page(&self) -> String {
        format!("/interventions/{}", self.reference)
    }

    /// Sends files to the intervention's own form.
    async fn send(&self, browser: &mut Browser, files: &[(&str, &[u8])]) -> anyhow::Result<Reply> {
        self.send_to(browser, &self.page(), files).await
    }

    async fn send_to(
        &self,
        browser: &mut Browser,
        page: &str,
        files: &[(&str, &[u8])],
    ) -> anyhow::Result<Reply> {
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = format!(
                "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: text/html\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--xyz--\r\n");
        let request = browser
            .request("POST", &format!("{page}/files"))
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=xyz")
            .header("origin", format!("https://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header("referer", format!("https://{HOST}{page}"))
            .body(Body::from(body))?;
        browser.send(request).await
    }

    /// Addresses of the files on the intervention's page.
    async fn links(&self, browser: &mut Browser, page: &str) -> anyhow::Result<Vec<String>> {
        let shown = browser.get(page).await?;
        let parts = shown.body.split("href=\"/files/").skip(1);
        let ids = parts.filter_map(|rest| rest.split('"').next());
        Ok(ids.map(|id| format!("/files/{id}")).collect())
    }

    fn kept(&self) -> usize {
        let clients = std::fs::read_dir(self.folder.path().join("files"));
        clients
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|client| std::fs::read_dir(client.path()).ok())
            .map(Iterator::count)
            .sum()
    }
}

on_both_engines!(
    a_file_goes_to_whoever_sees_the_intervention,
    async |store| {
        let scene = Scene::set(store, |settings| settings).await?;
        let mut requester = scene.portal.browser_of(Who::Requester).await?;
        let sent = scene
            .send(
                &mut requester,
                &[("../écran.png", PNG), ("journal.log", b"ligne 1\n")],
            )
            .await?;
        assert_eq!(
            (sent.status.as_u16(), sent.location()),
            (303, scene.page().as_str())
        );
        let links = scene.links(&mut requester, &scene.page()).await?;
        assert_eq!((links.len(), scene.kept()), (2, 2));
        let file = requester.get(&links[0]).await?;
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), "image/png");
        let disposition = file.header("content-disposition");
        assert!(
            disposition.starts_with("attachment;") && disposition.ends_with("%C3%A9cran.png"),
            "{disposition}"
        );
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").contains("sandbox"));
        assert!(file.body.contains("and what follows"));

        let mut technician = scene.portal.browser_of(Who::Technician).await?;
        assert_eq!(technician.get(&links[1]).await?.body, "ligne 1\n");
        let desk = format!("/desk{}", scene.page());
        let answered = scene
            .send_to(&mut technician, &desk, &[("reponse.txt", b"Fait.")])
            .await?;
        assert_eq!(
            (answered.status.as_u16(), answered.location()),
            (303, desk.as_str())
        );
        assert_eq!(scene.links(&mut requester, &scene.page()).await?.len(), 3);

        // Another client's file is an unknown file; so is one that does not exist.
        let mut stranger = scene.portal.browser_of(Who::Stranger).await?;
        let foreign = stranger.get(&links[0]).await?;
        let unknown = stranger.get("/files/1").await?;
        assert_eq!(
            (foreign.status.as_u16(), unknown.status.as_u16()),
            (404, 404)
        );
        let sneaked = scene.send(&mut stranger, &[("a.txt", b"a")]).await?;
        assert_eq!(sneaked.status, 404);
        let mut viewer = scene.portal.browser_of(Who::Viewer).await?;
        assert_eq!(viewer.get(&links[0]).await?.status, 200);
        assert_eq!(
            scene.send(&mut viewer, &[("a.txt", b"a")]).await?.status,
            403
        );
        let mut nobody = scene.portal.browser();
        assert_eq!(nobody.get(&links[0]).await?.status, 401);
        assert_eq!(scene.kept(), 3, "what was refused left nothing");
        Ok(())
    }
);

on_both_engines!(two_sendings_do_not_share_the_last_place, async |store| {
    let scene = Scene::set(store, |settings| settings).await?;
    let other = format!("/interventions/{}", ask(&scene.portal, "r-2").await?);
    let reference = scene.reference.clone();
    let filled = store.write(Scope::System, move |tx| {
        Box::pin(async move { hold_space(tx, &reference, QUOTA - 8).await })
    });
    let _: u64 = filled.await.map_err(|error: StoreError| error)?;
    // Signing in writes: before anything is held.
    let mut here = scene.portal.browser_of(Who::Requester).await?;
    let mut there = scene.portal.browser_of(Who::ClientAdmin).await?;
    let holding = hold(store, "files", CLIENT).await;
    let (first, second, freed) = tokio::join!(
        scene.send(&mut here, &[("a.txt", b"12345678")]),
        scene.send_to(&mut there, &other, &[("b.txt", b"abcdefgh")]),
        async {
            a_while().await;
            holding.let_go().await
        }
    );
    freed?;
    let (first, second) = (first?, second?);
    let mut taken = 0;
    for sent in [&first, &second] {
        assert_eq!(sent.status, 303, "{}", sent.body);
        taken += usize::from(!sent.location().contains("draft="));
    }
    assert_eq!((taken, scene.kept()), (1, 1), "and the other's bytes went");
    Ok(())
});

// As where another sending of the same bytes was refused in between.
on_both_engines!(what_is_recorded_has_its_bytes, async |store| {
    let scene = Scene::set(store, |settings| settings).await?;
    let mut requester = scene.portal.browser_of(Who::Requester).await?;
    let holding = hold(store, "files", CLIENT).await;
    let (sent, freed) = tokio::join!(
        scene.send(&mut requester, &[("journal.log", b"ligne 1\n")]),
        async {
            a_while().await;
            for client in std::fs::read_dir(scene.folder.path().join("files"))? {
                std::fs::remove_dir_all(client?.path())?;
            }
            anyhow::ensure!(scene.kept() == 0);
            holding.let_go().await
        }
    );
    freed?;
    let sent = sent?;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let links = scene.links(&mut requester, &scene.page()).await?;
    assert_eq!(requester.get(&links[0]).await?.body, "ligne 1\n");
    Ok(())
});

on_both_engines!(files_are_as_large_as_the_form_says, async |store| {
    let scene = Scene::set(store, |settings| settings).await?;
    let large = vec![b'a'; 9 * 1024 * 1024];
    let desk = format!("/desk{}", scene.page());
    for (who, page) in [(Who::Requester, scene.page()), (Who::Technician, desk)] {
        let mut browser = scene.portal.browser_of(who).await?;
        let files = [("journal.log", large.as_slice()), ("photo.png", PNG)];
        let sent = scene.send_to(&mut browser, &page, &files).await?;
        assert_eq!(
            (sent.status.as_u16(), sent.location()),
            (303, page.as_str()),
            "{}",
            sent.body
        );
    }
    let mut requester = scene.portal.browser_of(Who::Requester).await?;
    let links = scene.links(&mut requester, &scene.page()).await?;
    assert_eq!(links.len(), 4);
    assert_eq!(requester.get(&links[0]).await?.body.len(), large.len());
    Ok(())
});

on_both_engines!(
    what_is_not_accepted_is_said_at_the_field_and_not_kept,
    async |store| {
        let scanner = ["sh", "-c", "! grep -q EICAR"].map(str::to_owned).to_vec();
        let scene = Scene::set(store, |settings| Settings {
            scan_command: scanner,
            ..settings
        })
        .await?;
        let mut requester = scene.portal.browser_of(Who::Requester).await?;
        let large = vec![b'a'; 10 * 1024 * 1024 + 1];
        let six: Vec<(&str, &[u8])> = vec![("a.txt", b"a"); 6];
        for (name, files, sentence) in [
            ("a lie", vec![("devis.pdf", PNG)], "nom annonce"),
            (
                "a script",
                vec![("outil.exe", b"MZ\x90" as &[u8])],
                "n’est pas accepté",
            ),
            ("infected", vec![("a.txt", b"EICAR" as &[u8])], "antivirus"),
            (
                "too large",
                vec![("a.txt", large.as_slice())],
                "Trop volumineux",
            ),
            ("too many", six, "plus de place"),
            ("nothing", vec![], "À remplir"),
            (
                "one of two",
                vec![("a.txt", b"a" as &[u8]), ("b.pdf", PNG)],
                "nom annonce",
            ),
        ] {
            let refused = scene.send(&mut requester, &files).await?;
            assert_eq!(refused.status, 303, "{name}: {}", refused.body);
            let again = refused.location().to_owned();
            assert!(again.contains("draft="), "{name}: {again}");
            let page = requester.get(&again).await?.body;
            assert!(page.contains(sentence), "{name}: no “{sentence}”");
            assert_eq!(scene.kept(), 0, "{name}");
        }
        Ok(())
    }
);

on_both_engines!(an_erased_file_loses_its_name_and_its_bytes, async |store| {
    let scene = Scene::set(store, |settings| settings).await?;
    let mut requester = scene.portal.browser_of(Who::Requester).await?;
    let twice: [(&str, &[u8]); 2] = [("radio.png", PNG), ("copie.png", PNG)];
    scene.send(&mut requester, &twice).await?;
    let links = scene.links(&mut requester, &scene.page()).await?;
    assert_eq!(
        (links.len(), scene.kept()),
        (2, 1),
        "the same bytes are kept once"
    );

    let desk = format!("/desk{}", scene.page());
    let mut technician = scene.portal.browser_of(Who::Technician).await?;
    assert!(!technician.get(&desk).await?.body.contains("/erase/"));
    let mut dispatcher = scene.portal.browser_of(Who::Dispatcher).await?;
    let shown = dispatcher.get(&desk).await?.body;
    let parts = shown.split("href=\"").skip(1);
    let mut places: Vec<String> = parts
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.contains("/erase/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(places.len(), 3, "the request, and each file");
    for (left, gone) in [(1, "radio.png"), (0, "copie.png")] {
        let page = places.remove(1);
        let place = page.rsplit('/').next().unwrap_or_default().to_owned();
        let confirm = dispatcher.get(&page).await?;
        assert!(confirm.body.contains(gone), "{}", confirm.body);
        let fields = [
            ("reference", scene.reference.as_str()),
            ("place", place.as_str()),
            ("text", "Image d’un patient"),
        ];
        let refused = technician.post(&page, "/fn/erase_content", &fields).await?;
        assert_eq!(refused.status, 403);
        let erased = dispatcher.post(&page, "/fn/erase_content", &fields).await?;
        assert_eq!(erased.location(), desk);
        assert_eq!(
            scene.kept(),
            left,
            "another file has the same bytes, then none has"
        );
        let own = requester.get(&scene.page()).await?.body;
        assert!(!own.contains(gone) && own.contains("Image d’un patient"));
        assert_eq!(dispatcher.get(&page).await?.status, 404);
    }
    for link in links {
        assert_eq!(requester.get(&link).await?.status, 404);
        assert_eq!(dispatcher.get(&link).await?.status, 404);
    }
    Ok(())
});

/// What the request form sends: its fields, then its files.
fn request_with(id: &str, phone: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in [
        ("request_id", id),
        ("category", "other"),
        ("activity", "fault"),
        ("details", "Le scanner reste muet"),
        ("impact", "2"),
        ("urgency", "2"),
        ("phone", phone),
        ("for_name", "Zoé Quincampoix"),
    ] {
        let part =
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    for (name, bytes) in files {
        let head = format!(
            "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--xyz--\r\n");
    body
}

async fn send_request(browser: &mut Browser, body: Vec<u8>) -> anyhow::Result<Reply> {
    let page = format!("https://{HOST}/interventions/new");
    let request = browser
        .request("POST", "/fn/request_intervention")
        .header("accept", "text/html")
        .header("content-type", "multipart/form-data; boundary=xyz")
        .header("origin", format!("https://{HOST}"))
        .header("sec-fetch-site", "same-origin")
        .header("referer", page)
        .body(Body::from(body))?;
    browser.send(request).await
}

on_both_engines!(a_request_brings_its_files, async |store| {
    let scene = Scene::set(store, |settings| settings).await?;
    let mut requester = scene.portal.browser_of(Who::Requester).await?;
    // As large as a file may be: each route has its own limit, and no other stands before it.
    let long = vec![b'a'; 10 * 1024 * 1024];
    let both: [(&str, &[u8]); 2] = [("écran.png", PNG), ("journal.log", &long)];
    let asked = send_request(&mut requester, request_with("with", "", &both)).await?;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let page = asked.location().to_owned();
    assert!(page.starts_with("/interventions/AM-"), "{page}");
    assert_eq!(scene.links(&mut requester, &page).await?.len(), 2);
    // Sent twice, it is one request with the same two files.
    let again = send_request(&mut requester, request_with("with", "", &both)).await?;
    assert_eq!(again.location(), page);
    assert_eq!(scene.links(&mut requester, &page).await?.len(), 2);
    // A browser sends an empty field where nothing was chosen.
    let without = send_request(&mut requester, request_with("without", "", &[("", b"")])).await?;
    assert!(without.location().starts_with("/interventions/AM-"));
    assert_eq!(scene.kept(), 2);

    // Refused for a file or for a field: the text comes back, and the page says which files to choose again.
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    for (name, phone, files, sentence) in [
        ("a lie", "", vec![("devis.pdf", PNG)], "nom annonce"),
        (
            "too large",
            "",
            vec![("gros.txt", large.as_slice())],
            "Trop volumineux",
        ),
        (
            "a field",
            "rappelez-moi",
            vec![("ecran.png", PNG)],
            "Numéro",
        ),
    ] {
        let refused = send_request(&mut requester, request_with(name, phone, &files)).await?;
        let again = refused.location().to_owned();
        assert!(
            again.starts_with("/interventions/new?draft="),
            "{name}: {again}"
        );
        let shown = requester.get(&again).await?.body;
        for expected in [
            "Le scanner reste muet",
            "Zoé Quincampoix",
            files[0].0,
            "choisissez-les de nouveau",
            sentence,
        ] {
            assert!(shown.contains(expected), "{name}: no “{expected}”");
        }
    }
    assert_eq!(scene.kept(), 2, "what was refused left nothing");

    // Fields alone are no longer than those of any form.
    let endless = "a".repeat(70 * 1024);
    let refused = send_request(&mut requester, request_with("endless", &endless, &[])).await?;
    assert_eq!(refused.status, 413);
    // Whose session ended keeps the text too; who may not request sends nothing.
    let mut nobody = scene.portal.browser();
    let ended = send_request(&mut nobody, request_with("nobody", "", &both)).await?;
    assert_eq!(ended.status, 401);
    assert!(ended.body.contains("draft"), "{}", ended.body);
    let mut viewer = scene.portal.browser_of(Who::Viewer).await?;
    let refused = send_request(&mut viewer, request_with("viewer", "", &both)).await?;
    assert_eq!(refused.status, 403);
    assert_eq!(scene.kept(), 2);
    Ok(())
});
