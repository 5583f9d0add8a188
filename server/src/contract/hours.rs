//! The hours of a client's contracts in UTC, for verdicts and their deadlines.

use app::domain::component::Key;
use app::domain::contract::{ContractVersion, HolidayZone, PublicHolidays};
use app::domain::coverage::{Facts, SiteCalendar};
use app::domain::time::EpochMs;

use crate::zone::Zone;

/// What a site's calendar rests on, as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct SitePlace<'a> {
    pub key: &'a str,
    pub time_zone: &'a str,
    pub holiday_zone: &'a str,
    pub good_friday: bool,
}

/// The hours of the contracts in force at that instant, from its day on for `days` at most.
pub fn facts<'a>(
    at: EpochMs,
    contracts: &[ContractVersion],
    client_zone: &str,
    sites: impl Iterator<Item = SitePlace<'a>>,
    days: u64,
) -> Facts {
    let mut places: Vec<_> = sites
        .map(|site| SiteCalendar {
            site: Key::new(site.key.to_owned()).ok(),
            zone: Zone::named(site.time_zone).tz(),
            holidays: HolidayZone::from_code(site.holiday_zone).map(|zone| PublicHolidays {
                zone,
                good_friday: site.good_friday,
            }),
        })
        .collect();
    // One site speaks for the whole client; of several, none does.
    if places.len() != 1 {
        let of_client = SiteCalendar {
            site: None,
            zone: Zone::named(client_zone).tz(),
            holidays: Some(PublicHolidays {
                zone: HolidayZone::France,
                good_friday: false,
            }),
        };
        places.insert(0, of_client);
    }
    let zone_named = |name: &str| Zone::is_known(name).then(|| Zone::named(name).tz());
    Facts::at(at, contracts, &places, zone_named, days)
}
