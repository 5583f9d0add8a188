//! The import file of the demonstration, with the addresses that its targets have this time.

use super::targets::Targets;
use crate::import::{self, ReadFile};

/// Slugs of its clients.
pub const CLIENTS: [&str; 3] = ["atelier-morel", "clinique-saint-luc", "armor-logistique"];

const MAIN: &str = include_str!("data/demo.toml");
const COMPONENTS: [&str; 3] = [
    include_str!("data/atelier-morel.csv"),
    include_str!("data/clinique-saint-luc.csv"),
    include_str!("data/armor-logistique.csv"),
];

/// Reads it.
pub fn read(targets: &Targets) -> ReadFile {
    let open = |name: &str| {
        let found = CLIENTS
            .iter()
            .zip(COMPONENTS)
            .find(|(slug, _)| name == format!("{slug}.csv"));
        match found {
            Some((slug, text)) => Ok(with_addresses(text, slug, targets)),
            None => Err("there is no such file".to_owned()),
        }
    };
    import::read("demo.toml", MAIN, &open)
}

/// `@http/key` and `@tcp/name` become addresses.
fn with_addresses(text: &str, slug: &str, targets: &Targets) -> String {
    let mut text = text.replace("@http/", &format!("http://{}/{slug}/", targets.http));
    for (name, address) in &targets.tcp {
        text = text.replace(&format!("@tcp/{name};"), &format!("{address};"));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr, SocketAddr};

    use super::*;
    use crate::import::plan::Manner;

    #[test]
    fn nothing_of_it_is_refused() {
        let nowhere = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9);
        let names = [
            "annuaire",
            "base",
            "internet",
            "liaison",
            "pesage",
            "telephonie",
        ];
        let targets = Targets {
            http: nowhere,
            tcp: names.map(|name| (name, nowhere)).to_vec(),
        };
        let report = import::check_without_database(&read(&targets), Manner::default());
        let refusal = report.as_ref().err().map(ToString::to_string);
        assert_eq!(refusal, None);
        assert!(report.is_ok_and(|report| report.changes.len() > 250));
    }
}
