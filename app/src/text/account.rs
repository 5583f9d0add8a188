//! Words of sign-in, activation and one's own account.

use super::Lang;

/// The account pages' words in that language.
pub const fn account(lang: Lang) -> &'static Account {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Account {
    pub sign_in: &'static str,
    pub sign_in_lead: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub sign_in_button: &'static str,
    pub forgotten: &'static str,
    pub demo_title: &'static str,
    pub demo_lead: &'static str,
    pub demo_password: &'static str,

    pub activate: &'static str,
    pub activate_lead: fn(&str, &str) -> String,
    pub new_password: &'static str,
    pub repeat_password: &'static str,
    pub password_rule: &'static str,
    pub activate_button: &'static str,

    pub my_account: &'static str,
    pub preferences: &'static str,
    pub language: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub client_shown: &'static str,
    pub show_client: &'static str,
    pub change_password: &'static str,
    pub change_password_lead: &'static str,
    pub current_password: &'static str,
    pub change_password_button: &'static str,
    pub sessions: &'static str,
    pub sessions_lead: &'static str,
    pub this_session: &'static str,
    pub signed_in_at: &'static str,
    pub last_seen_at: &'static str,
    pub end_session: &'static str,
    pub password_changed: &'static str,
    pub preferences_saved: &'static str,
    pub unknown_browser: &'static str,
    pub device: &'static str,
    pub address: &'static str,
    pub on: &'static str,
}

const FR: Account = Account {
    sign_in: "Se connecter",
    sign_in_lead: "L’état de vos services, vos contrats et vos interventions.",
    email: "Adresse e-mail",
    password: "Mot de passe",
    sign_in_button: "Se connecter",
    forgotten: "Mot de passe oublié ? Appelez-nous : nous vous envoyons un lien pour en choisir un autre.",
    demo_title: "Comptes de démonstration",
    demo_lead: "Ce portail est une démonstration : chacun peut y entrer avec l’un de ces comptes.",
    demo_password: "Mot de passe de tous ces comptes :",

    activate: "Choisir votre mot de passe",
    activate_lead: |name, email| format!("{name}, ce mot de passe ouvrira votre compte {email}."),
    new_password: "Nouveau mot de passe",
    repeat_password: "Le même, encore une fois",
    password_rule: "Au moins 12 caractères. Une phrase que vous seul connaissez convient très bien.",
    activate_button: "Enregistrer et entrer",

    my_account: "Mon compte",
    preferences: "Affichage",
    language: "Langue",
    theme: "Couleurs",
    theme_system: "Comme l’appareil",
    theme_light: "Claires",
    theme_dark: "Sombres",
    client_shown: "Entreprise affichée",
    show_client: "Afficher",
    change_password: "Changer de mot de passe",
    change_password_lead: "Vos autres sessions prendront fin.",
    current_password: "Mot de passe actuel",
    change_password_button: "Changer de mot de passe",
    sessions: "Sessions ouvertes",
    sessions_lead: "Chaque appareil où vous êtes connecté. Mettez fin à ceux que vous ne reconnaissez pas.",
    this_session: "celle-ci",
    signed_in_at: "Connexion",
    last_seen_at: "Dernière activité",
    end_session: "Mettre fin",
    password_changed: "Le mot de passe est changé. Vos autres sessions ont pris fin.",
    preferences_saved: "C’est enregistré.",
    unknown_browser: "Navigateur inconnu",
    device: "Appareil",
    address: "Adresse",
    on: "sur",
};

const EN: Account = Account {
    sign_in: "Sign in",
    sign_in_lead: "The state of your services, your contracts and your interventions.",
    email: "E-mail address",
    password: "Password",
    sign_in_button: "Sign in",
    forgotten: "Forgotten your password? Call us: we send you a link to choose another.",
    demo_title: "Demonstration accounts",
    demo_lead: "This portal is a demonstration: anybody may come in with one of these accounts.",
    demo_password: "Password of all these accounts:",

    activate: "Choose your password",
    activate_lead: |name, email| format!("{name}, this password will open your account {email}."),
    new_password: "New password",
    repeat_password: "The same, once more",
    password_rule: "At least 12 characters. A sentence that only you know does very well.",
    activate_button: "Save and enter",

    my_account: "My account",
    preferences: "Display",
    language: "Language",
    theme: "Colours",
    theme_system: "As the device",
    theme_light: "Light",
    theme_dark: "Dark",
    client_shown: "Company shown",
    show_client: "Show",
    change_password: "Change password",
    change_password_lead: "Your other sessions will end.",
    current_password: "Current password",
    change_password_button: "Change password",
    sessions: "Open sessions",
    sessions_lead: "Every device where you are signed in. End those that you do not recognise.",
    this_session: "this one",
    signed_in_at: "Signed in",
    last_seen_at: "Last active",
    end_session: "End",
    password_changed: "The password is changed. Your other sessions have ended.",
    preferences_saved: "Saved.",
    unknown_browser: "Unknown browser",
    device: "Device",
    address: "Address",
    on: "on",
};

/// "Firefox sur Windows", from a browser's name for itself; for recognising one's own devices, nothing more.
pub fn device_name(lang: Lang, user_agent: &str) -> String {
    let browsers = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let text = account(lang);
    let browser = named(&browsers).unwrap_or(text.unknown_browser);
    match named(&systems) {
        Some(system) => format!("{browser} {} {system}", text.on),
        None => browser.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_named_by_browser_and_system() {
        let firefox =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
        assert_eq!(device_name(Lang::Fr, firefox), "Firefox sur Windows");
        assert_eq!(device_name(Lang::En, ""), "Unknown browser");
    }
}
