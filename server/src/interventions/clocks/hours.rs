//! The hours that clocks count on: those of the line, at the site of the intervention.

use app::domain::calendar::{date_of, expand};
use app::domain::contract::{
    ClockStart, HolidayZone, PublicHolidays, ServiceHours, ServiceLine, WeeklyInterval,
};
use app::domain::ids::ClientId;
use app::domain::intervention::clocks::{Promise, Promised, Targets};
use app::domain::time::{DAY_MS, EpochMs, Span};
use app::domain::timetable::Timetable;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;

use super::queries::{self, PlaceRow};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Zone and public holidays of a place.
pub struct Place {
    zone: Tz,
    holidays: Option<PublicHolidays>,
}

/// That site, or the only one, or the client as a whole: as its verdict was decided.
pub async fn place(tx: &mut Tx, client: ClientId, site: Option<i64>) -> Result<Place, StoreError> {
    let named = match site {
        Some(site) => queries::site(tx, client, site).await?,
        None => {
            let mut sites = queries::sites(tx, client).await?;
            (sites.len() == 1).then(|| sites.remove(0))
        }
    };
    if let Some(site) = named {
        return Ok(Place::of_site(&site));
    }
    let zone = queries::zone_of_client(tx, client).await?;
    Ok(Place {
        zone: Zone::named(zone.as_ref().map_or("", |(name,)| name)).tz(),
        holidays: Some(PublicHolidays {
            zone: HolidayZone::France,
            good_friday: false,
        }),
    })
}

impl Place {
    fn of_site(site: &PlaceRow) -> Place {
        Place {
            zone: Zone::named(&site.time_zone).tz(),
            holidays: HolidayZone::from_code(&site.holiday_zone).map(|zone| PublicHolidays {
                zone,
                good_friday: site.good_friday != 0,
            }),
        }
    }

    /// What is promised, on as many days of hours as it needs to be read at `now`.
    pub fn promise(&self, promised: &Promised<'_>, now: EpochMs) -> Promise {
        let (from, days) = (promised.declared_at, promised.days(now));
        let duty = promised.line.on_call.as_ref();
        promised.on(
            self.expanded(&promised.line.hours, from, days),
            duty.map(|duty| self.expanded(&duty.hours, from, days)),
        )
    }

    /// No line answers: no clock. Working days are those of most offices, for closing what was resolved.
    pub fn nothing_promised(&self, declared_at: EpochMs, now: EpochMs) -> Promise {
        let lived = u64::try_from((now - declared_at) / DAY_MS).unwrap_or(0);
        let hours = self.expanded(&office_hours(), declared_at, lived + 60);
        Promise {
            service: ServiceLine::Managed,
            catalogue: false,
            declared_at,
            starts: ClockStart::Declaration,
            targets: Targets::default(),
            vendor_follow_up: false,
            pausing: vec![],
            hours: hours.clone(),
            working: hours,
        }
    }

    /// Those hours over that span.
    pub fn over(&self, hours: &ServiceHours, span: Span) -> Timetable {
        let days = u64::try_from((span.to - span.from) / DAY_MS).unwrap_or(0);
        self.expanded(hours, span.from, days + 3)
    }

    /// The day that calendars show there.
    pub fn date(&self, at: EpochMs) -> Option<NaiveDate> {
        date_of(&self.zone, at)
    }

    /// From the day before, so that an instant of any zone lies in it.
    fn expanded(&self, hours: &ServiceHours, from: EpochMs, days: u64) -> Timetable {
        let own = Some(hours.zone.as_str())
            .filter(|name| Zone::is_known(name))
            .map(|name| Zone::named(name).tz());
        let zone = own.unwrap_or(self.zone);
        let Some(day) = date_of(&zone, from) else {
            return Timetable::default();
        };
        let first = day.checked_sub_days(Days::new(1)).unwrap_or(day);
        expand(hours, self.holidays, &zone, first, days)
    }
}

fn office_hours() -> ServiceHours {
    ServiceHours {
        week: vec![WeeklyInterval {
            days: vec![1, 2, 3, 4, 5],
            from: 9 * 60,
            to: 18 * 60,
        }],
        closed_on_holidays: true,
        ..ServiceHours::default()
    }
}
