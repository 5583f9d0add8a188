//! Staff and contacts: who they are, what they may do, and the links that new ones get.

use super::super::document::{Client, Contact};
use super::super::rows::{ContactRow, MembershipRow, StaffRow};
use super::{Links, Planner, Settled, Step, new_id};

impl Planner<'_> {
    pub(super) fn staff(&mut self) {
        let document = self.document;
        for member in &document.staff {
            let stored = self
                .stored
                .staff
                .iter()
                .find(|row| row.email == member.email);
            if self.is_contact(&member.email) && !member.retired {
                let reason = format!("{} is already a contact's address", member.email);
                self.problems.add(member.place, reason);
            }
            let mut wanted = StaffRow {
                id: new_id(stored.map(|row| row.id)),
                email: member.email.clone(),
                name: member.name.clone(),
                role: member.role.code().to_owned(),
                language: member.language.unwrap_or_default().tag().to_owned(),
                origin: "import".to_owned(),
                retired_at: None,
            };
            if let (true, Some(stored)) = (member.retired, stored) {
                wanted = stored.clone();
            }
            if member.retired {
                wanted.retired_at = stored.and_then(|row| row.retired_at).or(Some(self.now));
            }
            let settled = self.settle(
                member.place,
                &format!("staff {}", member.email),
                stored,
                &wanted,
            );
            if settled.writes() {
                self.step(Step::Staff(wanted.clone()));
            }
            if settled == Settled::New {
                self.step(Step::InviteStaff(wanted));
            }
        }
    }

    fn is_contact(&self, email: &str) -> bool {
        let given = self
            .document
            .clients
            .iter()
            .flat_map(|client| &client.contacts);
        given
            .filter(|contact| !contact.retired)
            .any(|contact| contact.email == email)
            || self
                .stored
                .contacts
                .iter()
                .any(|row| row.email == email && row.retired_at.is_none())
    }

    fn is_staff(&self, email: &str) -> bool {
        self.stored
            .staff
            .iter()
            .any(|row| row.email == email && row.retired_at.is_none())
    }

    pub(super) fn contacts(&mut self, client: &Client) {
        for contact in &client.contacts {
            if contact.retired {
                self.retire_contact(client, contact);
            } else {
                self.contact(client, contact);
            }
        }
    }

    fn contact(&mut self, client: &Client, contact: &Contact) {
        if self.is_staff(&contact.email) {
            let reason = format!(
                "{} is already the address of one of the staff",
                contact.email
            );
            self.problems.add(contact.place, reason);
        }
        let id = self.person(contact);
        let Some(planned) = self.clients.get(client.slug.as_str()).cloned() else {
            return;
        };
        let tenant = self.stored.tenants.get(&planned.id);
        let stored =
            tenant.and_then(|tenant| tenant.memberships.iter().find(|row| row.contact_id == id));
        let wanted = MembershipRow {
            contact_id: id,
            role: contact.role.code().to_owned(),
            visibility: contact.visibility.code().to_owned(),
            origin: "import".to_owned(),
            retired_at: None,
        };
        let what = format!("{} as a contact of {}", contact.email, client.slug);
        let settled = self.settle(contact.place, &what, stored, &wanted);
        if settled.writes() {
            self.plan.touched.insert(planned.id);
            self.step(Step::Membership(planned.id, wanted));
        }
        let Some(sites) = &contact.sites else { return };
        if settled == Settled::Refused {
            return;
        }
        let sites = self.find_all(&planned.sites, sites, "site", client);
        let before = tenant.map_or(&[][..], |tenant| &tenant.membership_sites);
        let links = Links::MembershipSite { client: planned.id };
        let what = format!("sites of {} at {}", contact.email, client.slug);
        self.relink(links, before, id, &sites, &what);
    }

    /// The person, whichever of its clients named it first.
    fn person(&mut self, contact: &Contact) -> i64 {
        if let Some((place, settled)) = self.contacts.get(&contact.email) {
            if settled.name != contact.name {
                let reason = format!(
                    "{} is called “{}” on line {}",
                    contact.email, settled.name, place.line
                );
                self.problems.add(contact.place, reason);
            }
            return settled.id;
        }
        let stored = self
            .stored
            .contacts
            .iter()
            .find(|row| row.email == contact.email);
        let phone = contact
            .phone
            .clone()
            .or_else(|| stored.map(|row| row.phone.clone()));
        let wanted = ContactRow {
            id: new_id(stored.map(|row| row.id)),
            email: contact.email.clone(),
            name: contact.name.clone(),
            phone: phone.unwrap_or_default(),
            language: contact.language.unwrap_or_default().tag().to_owned(),
            origin: "import".to_owned(),
            retired_at: None,
        };
        self.contacts
            .insert(contact.email.clone(), (contact.place, wanted.clone()));
        let id = wanted.id;
        let settled = self.settle(
            contact.place,
            &format!("contact {}", contact.email),
            stored,
            &wanted,
        );
        if settled.writes() {
            self.step(Step::Contact(wanted.clone()));
        }
        if settled == Settled::New {
            self.step(Step::InviteContact(wanted));
        }
        id
    }

    /// Leaves this client; and the portal, when no other client counts on them.
    fn retire_contact(&mut self, client: &Client, contact: &Contact) {
        let stored = self.stored;
        let Some(person) = stored
            .contacts
            .iter()
            .find(|row| row.email == contact.email)
        else {
            return;
        };
        let Some(client_row) = stored
            .clients
            .iter()
            .find(|row| row.slug == client.slug.as_str())
        else {
            return;
        };
        let membership = self.tenant(client_row.id).and_then(|tenant| {
            tenant
                .memberships
                .iter()
                .find(|row| row.contact_id == person.id)
                .cloned()
        });
        let Some(membership) = membership else { return };
        let mut wanted = membership.clone();
        wanted.retired_at = membership.retired_at.or(Some(self.now));
        let what = format!("{} as a contact of {}", contact.email, client.slug);
        if !self
            .settle(contact.place, &what, Some(&membership), &wanted)
            .writes()
        {
            return;
        }
        self.step(Step::Membership(client_row.id, wanted));
        let elsewhere = stored
            .belonging
            .iter()
            .any(|link| link.from_id == person.id && link.to_id != client_row.id);
        let named = self.document.clients.iter().any(|other| {
            other.slug != client.slug
                && other
                    .contacts
                    .iter()
                    .any(|one| one.email == contact.email && !one.retired)
        });
        if !elsewhere && !named {
            let mut wanted = person.clone();
            wanted.retired_at = person.retired_at.or(Some(self.now));
            self.step(Step::Contact(wanted));
        }
    }
}
