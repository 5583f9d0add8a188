//! The provider and its staff.

use app::domain::access::{Lang, StaffRole};

use super::Reading;
use crate::import::document::{Provider, StaffMember};
use crate::import::logo;
use crate::import::reader::Table;
use crate::import::values;

impl Reading<'_> {
    pub(super) fn provider(&self, table: &Table<'_>) -> Option<Provider> {
        Some(Provider {
            place: table.place(),
            name: table.needed_text("name"),
            legal_name: table.text("legal_name").map(|text| text.value),
            legal_mentions: table.long_text("legal_mentions").map(|text| text.value),
            logo_svg: self.logo(table),
            phone_day: table
                .needed("phone_day", values::phone)
                .map_or_else(String::new, |phone| phone.value),
            phone_day_hours: table.text("phone_day_hours").map(|text| text.value),
            phone_on_call: table
                .parsed("phone_on_call", values::phone)
                .map(|phone| phone.value),
            email: table
                .parsed("email", values::email)
                .map(|email| email.value),
            time_zone: table
                .parsed("time_zone", values::time_zone)
                .map(|zone| zone.value),
            lost_time_band: table.boolean("lost_time_band"),
        })
    }

    fn logo(&self, table: &Table<'_>) -> Option<String> {
        let inline = table.long_text("logo_svg");
        let named = table.text("logo");
        let (text, place) = match (inline, named) {
            (Some(inline), None) => (inline.value, inline.place),
            (None, Some(named)) => {
                let (_, text) = self.open(&named.value, named.place)?;
                (text, named.place)
            }
            (None, None) => return None,
            (Some(inline), Some(_)) => {
                table.note(inline.place, "give `logo` or `logo_svg`, not both");
                return None;
            }
        };
        match logo::rebuild(&text) {
            Ok(svg) => Some(svg),
            Err(reason) => {
                table.note(place, format!("the logo was refused: {reason}"));
                None
            }
        }
    }
}

pub(super) fn staff_member(table: &Table<'_>) -> Option<StaffMember> {
    let role = values::code(StaffRole::from_code, StaffRole::ALL);
    let email = table.needed("email", values::email);
    let name = table.needed_text("name");
    let role = table.needed("role", role);
    let language = table.parsed("language", language);
    Some(StaffMember {
        place: table.place(),
        retired: table.retired(),
        email: email?.value,
        name,
        role: role.map_or(StaffRole::Technician, |role| role.value),
        language: language.map(|language| language.value),
    })
}

pub(super) fn language(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| format!("“{text}” is none of fr, en"))
}
