//! The HTML document: head, frame and scripts around every page.
//!
//! A page is a [`Document`]: it names its title, its place in the navigation and the scripts that
//! its islands need; everything else comes from the [`PageChrome`] that the server put in context.

use std::sync::Arc;

use leptos::{oco::Oco, prelude::*};

use crate::answer::AppError;
use crate::answer::page::visit;
use crate::assets::AssetNames;
use crate::domain::access::Theme;
use crate::domain::component::ComponentState;
use crate::live::LiveStatus;
use crate::text::{Lang, common, errors, words};
use crate::ui::icons::{Glyph, Icon, Sprite};
use crate::ui::page_head::PageHead;
use crate::visit::sign_in_address;

mod navigation;

pub use navigation::Place;
use navigation::{Navigation, SideFoot};

/// What surrounds any page of one request. In context as `Arc<PageChrome>`.
#[derive(Debug, Clone)]
pub struct PageChrome {
    pub lang: Lang,
    pub theme: Theme,
    pub provider: ProviderCard,
    /// None on the sign-in page, and on the errors of who is not signed in.
    pub asker: Option<AskerCard>,
    /// Name of the contact that staff look as: a banner says it on every page.
    pub looking_as: Option<String>,
    pub assets: AssetNames,
    /// The nonce of this response's Content-Security-Policy.
    pub nonce: Arc<str>,
    /// Where the live stream resumes; None where nothing is live.
    pub cursor: Option<i64>,
    /// The worst state that the asker's board shows; None where there is no board.
    pub overall: Option<ComponentState>,
    pub attention: Attention,
    /// Part of what is shown was made up for the demonstration.
    pub demonstration: bool,
}

/// The provider as its clients know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderCard {
    pub name: String,
    /// Same-origin address of the logo.
    pub logo: Option<String>,
    pub day: Option<PhoneLine>,
    pub on_call: Option<PhoneLine>,
    /// Whether the on-call number is the one to dial at this hour.
    pub on_call_now: bool,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneLine {
    /// As people read it: "03 88 00 00 00".
    pub number: String,
    /// When somebody answers, or what calling does: "lun.–ven., 8 h – 18 h".
    pub note: Option<String>,
}

/// Who is signed in, as shown to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskerCard {
    pub name: String,
    /// In the reader's language.
    pub role: &'static str,
    pub side: Side,
}

/// Which navigation it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// A client's contact; the client's name.
    Contact { client: String },
    /// The provider's staff.
    Staff,
}

/// What waits for the reader; a count is shown only when it is not zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attention {
    pub status: u32,
    pub interventions: u32,
    pub queue: u32,
    pub quotes: u32,
    pub unmatched: u32,
}

/// The code that a page's islands need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scripts {
    #[default]
    None,
    Board,
    Forms,
}

/// What surrounds the page being rendered. The server puts it in context before any page.
pub fn chrome() -> Arc<PageChrome> {
    expect_context::<Arc<PageChrome>>()
}

/// Nothing is serialised for hydration: islands start from their own props. Call it where the routes begin.
pub fn islands_only() {
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
}

/// A whole page. `title` names it in the tab; `place` is lit in the navigation. A `lean` one does without the style
/// sheet of `style/pages/`: whoever opens the portal waits for the first only.
#[component]
pub fn Document(
    #[prop(into)] title: Oco<'static, str>,
    #[prop(into, optional)] place: Option<Place>,
    #[prop(optional)] scripts: Scripts,
    #[prop(optional)] lean: bool,
    /// With the keys of the desk; the page then says them, too.
    #[prop(optional)]
    keys: bool,
    children: Children,
) -> impl IntoView {
    islands_only();
    let chrome = chrome();
    let lang = chrome.lang;
    let text = common(lang);
    let base_title = format!("{title} · {}", chrome.provider.name);
    let tab = tab_title(lang, chrome.overall, &base_title);
    let theme = match chrome.theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let frame = if chrome.asker.is_some() {
        "frame"
    } else {
        "frame frame-bare"
    };
    let has_scripts = scripts != Scripts::None && chrome.assets.board.is_some();
    let is_live = has_scripts && chrome.cursor.is_some();
    let cursor = chrome.cursor.map(|cursor| cursor.to_string());
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#f7f6f2" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#0f151a" media="(prefers-color-scheme: dark)"/>
                <title>{tab}</title>
                <link rel="stylesheet" href=chrome.assets.style/>
                {(!lean || chrome.looking_as.is_some()).then(|| view! { <link rel="stylesheet" href=chrome.assets.pages/> })}
                <link rel="icon" type="image/svg+xml" href=favicon(chrome.overall)/>
                {start_scripts(&chrome, scripts)}
                {keys.then(|| view! {
                    <script type="module" src=chrome.assets.keys nonce=Oco::Counted(chrome.nonce.clone())></script>
                })}
            </head>
            <body data-cursor=cursor data-title=base_title>
                <a class="skip" href="#content">{text.skip_to_content}</a>
                <Sprite/>
                {chrome.looking_as.clone().map(|contact| view! { <LookingBanner lang contact/> })}
                <div class=frame>
                    <header class="side">
                        {chrome.demonstration.then(|| view! { <p class="demonstration">{text.demonstration_data}</p> })}
                        <Brand provider=chrome.provider.clone()/>
                        <Navigation chrome=chrome.clone() place/>
                    </header>
                    <main id="content" tabindex="-1">
                        {is_live.then(|| view! { <LiveStatus/> })}
                        {children()}
                    </main>
                    <SideFoot chrome=chrome.clone() place/>
                    <footer class="foot">
                        <p>{text.made_with}</p>
                    </footer>
                </div>
            </body>
        </html>
    }
}

/// Staff look as a contact: whom, that nothing can be changed, and the way out.
#[component]
fn LookingBanner(lang: Lang, contact: String) -> impl IntoView {
    let text = common(lang);
    view! {
        <aside class="looking" aria-label=text.looking>
            <p><strong>{text.looking_as(&contact)}</strong> " " {text.looking_reads}</p>
            <form method="post" action="/fn/stop_looking">
                <button class="button button-small" type="submit">{text.looking_leave}</button>
            </form>
        </aside>
    }
}

/// The page that an error deserves, numbers to call included.
#[component]
pub fn ErrorPage(error: AppError) -> impl IntoView {
    let lang = chrome().lang;
    let text = common(lang);
    let title = errors::error_title(lang, &error);
    let kicker = error.status().to_string();
    let help = errors::error_help(lang, &error);
    let (way_on, way_on_name) = match error {
        AppError::SignInNeeded => (sign_in_address(&visit().path), text.sign_in),
        _ => ("/".to_owned(), text.overview),
    };
    let correlation = match error {
        AppError::Internal { correlation } => Some(correlation),
        _ => None,
    };
    view! {
        <Document title=title>
            <PageHead kicker title lead=help>
                <div class="actions">
                    <a class="button" href=way_on>{way_on_name}</a>
                </div>
            </PageHead>
            {correlation.map(|id| view! { <p class="soft">{text.incident_id} " " <code>{id}</code></p> })}
        </Document>
    }
}

/// The provider's logo and name, and on phones the number to dial now.
#[component]
fn Brand(provider: ProviderCard) -> impl IntoView {
    let ProviderCard {
        name,
        logo,
        day,
        on_call,
        on_call_now,
    } = provider;
    let call = if on_call_now {
        on_call.or(day)
    } else {
        day.or(on_call)
    };
    let call = call.map(|line| (tel(&line.number), line.number));
    let mark = match logo {
        Some(address) => {
            view! { <img class="brand-logo" src=address alt="" width="32" height="32"/> }.into_any()
        }
        None => view! { <span class="brand-mark" aria-hidden="true">{initials(&name)}</span> }
            .into_any(),
    };
    view! {
        <div class="brand">
            <a class="brand-name" href="/">{mark} <span>{name}</span></a>
            {call.map(|(address, number)| view! {
                <a class="brand-call" href=address><Icon glyph=Glyph::Phone/> <span>{number}</span></a>
            })}
        </div>
    }
}

/// The tab says the state first when somebody should look.
fn tab_title(lang: Lang, overall: Option<ComponentState>, base: &str) -> String {
    match overall {
        Some(state) if state.needs_attention() => {
            format!("{} – {base}", words::component_state(lang, state))
        }
        _ => base.to_owned(),
    }
}

const fn favicon(overall: Option<ComponentState>) -> &'static str {
    match overall {
        None => "/favicon.svg",
        Some(ComponentState::NotSupervised) => "/icons/not_supervised.svg",
        Some(ComponentState::Operational) => "/icons/operational.svg",
        Some(ComponentState::UnderMaintenance) => "/icons/under_maintenance.svg",
        Some(ComponentState::Unknown) => "/icons/unknown.svg",
        Some(ComponentState::Degraded) => "/icons/degraded.svg",
        Some(ComponentState::PartialOutage) => "/icons/partial_outage.svg",
        Some(ComponentState::MajorOutage) => "/icons/major_outage.svg",
    }
}

/// Starts the bundle, then each island in document order. `vigieWake(root)` does the same for
/// islands that arrive later inside a swapped region.
fn start_scripts(chrome: &PageChrome, scripts: Scripts) -> Option<impl IntoView + use<>> {
    let bundle = match scripts {
        Scripts::None => None,
        Scripts::Board => chrome.assets.board,
        Scripts::Forms => chrome.assets.forms,
    }?;
    let nonce = Oco::Counted(chrome.nonce.clone());
    let start = format!(
        "import * as app from \"{}\";\
        await app.default({{module_or_path:\"{}\"}});\
        app.hydrate();\
        window.vigieWake=async root=>{{\
        for(const island of root.querySelectorAll(\"leptos-island\")){{\
        const start=app[island.dataset.component];\
        if(!start||island.awake)continue;\
        island.awake=true;\
        island.closest(\"leptos-children\")?.$$on_hydrate?.();\
        await start(island)}}}};\
        await vigieWake(document);",
        bundle.script, bundle.module
    );
    Some(view! {
        <link rel="modulepreload" href=bundle.script nonce=nonce.clone()/>
        <link rel="preload" href=bundle.module r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=nonce>{start}</script>
    })
}

/// "tel:" and the digits of a number.
pub fn tel(number: &str) -> String {
    let digits: String = number
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    format!("tel:{digits}")
}

/// Up to two letters for a provider without a logo.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_addresses() {
        assert_eq!(tel("+33 (0)3 88 12"), "tel:+33038812");
        assert_eq!(tel("03 88 00 00 00"), "tel:0388000000");
    }

    #[test]
    fn a_name_gives_two_letters() {
        assert_eq!(initials("Rhin informatique SAS"), "RI");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn the_tab_says_trouble_first() {
        for (overall, expected) in [
            (None, "Contrat · Rhin"),
            (Some(ComponentState::Operational), "Contrat · Rhin"),
            (
                Some(ComponentState::MajorOutage),
                "Panne totale – Contrat · Rhin",
            ),
        ] {
            assert_eq!(tab_title(Lang::Fr, overall, "Contrat · Rhin"), expected);
        }
    }
}
