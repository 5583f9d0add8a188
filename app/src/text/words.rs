//! One word for each variant of the domain's closed lists, as the glossary has them.

use super::Lang;
use crate::domain::access::{Role, StaffRole};
use crate::domain::component::{Category, ComponentState};
use crate::domain::contract::{Activity, Polarity, Priority, ServiceLine};
use crate::domain::coverage::Outcome;
use crate::domain::intervention::{Act, InterventionState};

/// "Opérationnel", "Panne totale"…
pub const fn component_state(lang: Lang, state: ComponentState) -> &'static str {
    use ComponentState as S;
    match (lang, state) {
        (Lang::Fr, S::Operational) => "Opérationnel",
        (Lang::Fr, S::Degraded) => "Dégradé",
        (Lang::Fr, S::PartialOutage) => "Panne partielle",
        (Lang::Fr, S::MajorOutage) => "Panne totale",
        (Lang::Fr, S::UnderMaintenance) => "Maintenance",
        (Lang::Fr, S::Unknown) => "Inconnu",
        (Lang::Fr, S::NotSupervised) => "Non supervisé",
        (Lang::En, S::Operational) => "Operational",
        (Lang::En, S::Degraded) => "Degraded",
        (Lang::En, S::PartialOutage) => "Partial outage",
        (Lang::En, S::MajorOutage) => "Major outage",
        (Lang::En, S::UnderMaintenance) => "Maintenance",
        (Lang::En, S::Unknown) => "Unknown",
        (Lang::En, S::NotSupervised) => "Not supervised",
    }
}

/// "Matériel", "Logiciel sur site"…
pub const fn category(lang: Lang, category: Category) -> &'static str {
    use Category as C;
    match (lang, category) {
        (Lang::Fr, C::Hardware) => "Matériel",
        (Lang::Fr, C::OnPremSoftware) => "Logiciel sur site",
        (Lang::Fr, C::Saas) => "Logiciel en ligne (SaaS)",
        (Lang::Fr, C::Infrastructure) => "Infrastructure",
        (Lang::Fr, C::MeetingRoomVideo) => "Visio de salle",
        (Lang::Fr, C::TelephonyLocal) => "Téléphonie locale",
        (Lang::Fr, C::TelephonyCentrex) => "Téléphonie centrex",
        (Lang::Fr, C::Cloud) => "Cloud",
        (Lang::Fr, C::Other) => "Autre",
        (Lang::En, C::Hardware) => "Hardware",
        (Lang::En, C::OnPremSoftware) => "On-premises software",
        (Lang::En, C::Saas) => "Online software (SaaS)",
        (Lang::En, C::Infrastructure) => "Infrastructure",
        (Lang::En, C::MeetingRoomVideo) => "Meeting-room video",
        (Lang::En, C::TelephonyLocal) => "Local telephony",
        (Lang::En, C::TelephonyCentrex) => "Hosted telephony (centrex)",
        (Lang::En, C::Cloud) => "Cloud",
        (Lang::En, C::Other) => "Other",
    }
}

/// What a contact is for its company: "Référent informatique"…
pub const fn role(lang: Lang, role: Role) -> &'static str {
    match (lang, role) {
        (Lang::Fr, Role::Viewer) => "Lecteur",
        (Lang::Fr, Role::Requester) => "Demandeur",
        (Lang::Fr, Role::Approver) => "Valideur",
        (Lang::Fr, Role::ClientAdmin) => "Référent informatique",
        (Lang::En, Role::Viewer) => "Viewer",
        (Lang::En, Role::Requester) => "Requester",
        (Lang::En, Role::Approver) => "Approver",
        (Lang::En, Role::ClientAdmin) => "IT lead",
    }
}

/// What a member of the provider's staff is: "Technicien"…
pub const fn staff_role(lang: Lang, role: StaffRole) -> &'static str {
    match (lang, role) {
        (Lang::Fr, StaffRole::Technician) => "Technicien",
        (Lang::Fr, StaffRole::Dispatcher) => "Coordinateur",
        (Lang::Fr, StaffRole::ProviderAdmin) => "Administrateur",
        (Lang::En, StaffRole::Technician) => "Technician",
        (Lang::En, StaffRole::Dispatcher) => "Dispatcher",
        (Lang::En, StaffRole::ProviderAdmin) => "Administrator",
    }
}

/// The trade, as the contract names it: "Maintenance", "Infogérance", "Helpdesk".
pub const fn service_line(lang: Lang, line: ServiceLine) -> &'static str {
    match (lang, line) {
        (Lang::Fr, ServiceLine::Corrective) => "Maintenance",
        (Lang::Fr, ServiceLine::Managed) => "Infogérance",
        (Lang::En, ServiceLine::Corrective) => "Repair",
        (Lang::En, ServiceLine::Managed) => "Managed services",
        (_, ServiceLine::Helpdesk) => "Helpdesk",
    }
}

/// What the trade does: "curatif", "préventif", "conseil".
pub const fn posture(lang: Lang, line: ServiceLine) -> &'static str {
    match (lang, line) {
        (Lang::Fr, ServiceLine::Corrective) => "curatif",
        (Lang::Fr, ServiceLine::Managed) => "préventif",
        (Lang::Fr, ServiceLine::Helpdesk) => "conseil",
        (Lang::En, ServiceLine::Corrective) => "curative",
        (Lang::En, ServiceLine::Managed) => "preventive",
        (Lang::En, ServiceLine::Helpdesk) => "advice",
    }
}

/// "inclus", "exclu".
pub const fn polarity(lang: Lang, polarity: Polarity) -> &'static str {
    match (lang, polarity) {
        (Lang::Fr, Polarity::Included) => "inclus",
        (Lang::Fr, Polarity::Excluded) => "exclu",
        (Lang::En, Polarity::Included) => "included",
        (Lang::En, Polarity::Excluded) => "excluded",
    }
}

/// What a verdict says first.
pub const fn outcome(lang: Lang, outcome: Outcome) -> &'static str {
    match (lang, outcome) {
        (Lang::Fr, Outcome::Covered) => "Couvert",
        (Lang::Fr, Outcome::CoveredIf) => "Couvert sous condition",
        (Lang::Fr, Outcome::OnQuote) => "Sur devis",
        (Lang::Fr, Outcome::OutOfScope) => "Hors périmètre",
        (Lang::En, Outcome::Covered) => "Covered",
        (Lang::En, Outcome::CoveredIf) => "Covered on a condition",
        (Lang::En, Outcome::OnQuote) => "On quote",
        (Lang::En, Outcome::OutOfScope) => "Out of scope",
    }
}

/// "P1 · bloquant": the level and what it means.
pub const fn priority(lang: Lang, priority: Priority) -> &'static str {
    match (lang, priority) {
        (Lang::Fr, Priority::P1) => "P1 · bloquant",
        (Lang::Fr, Priority::P2) => "P2 · majeur",
        (Lang::Fr, Priority::P3) => "P3 · mineur",
        (Lang::Fr, Priority::P4) => "P4 · demande",
        (Lang::En, Priority::P1) => "P1 · blocking",
        (Lang::En, Priority::P2) => "P2 · major",
        (Lang::En, Priority::P3) => "P3 · minor",
        (Lang::En, Priority::P4) => "P4 · request",
    }
}

/// Where an intervention stands: "Enregistrée", "Rétablie provisoirement"…
pub const fn intervention_state(lang: Lang, state: InterventionState) -> &'static str {
    use InterventionState as S;
    match (lang, state) {
        (Lang::Fr, S::Draft) => "Brouillon",
        (Lang::Fr, S::AwaitingApproval) => "En attente de validation",
        (Lang::Fr, S::AwaitingQuote) => "Devis à établir",
        (Lang::Fr, S::QuoteSent) => "Devis à valider",
        (Lang::Fr, S::Registered) => "Enregistrée",
        (Lang::Fr, S::InProgress) => "En cours",
        (Lang::Fr, S::OnHold) => "En attente",
        (Lang::Fr, S::TemporarilyRestored) => "Rétablie provisoirement",
        (Lang::Fr, S::Resolved) => "Résolue",
        (Lang::Fr, S::Closed) => "Clôturée",
        (Lang::Fr, S::Rejected) => "Refusée",
        (Lang::Fr, S::Cancelled) => "Annulée",
        (Lang::Fr, S::Transferred) => "Transférée en maintenance",
        (Lang::Fr, S::Planned) => "Planifiée",
        (Lang::Fr, S::Announced) => "Annoncée",
        (Lang::En, S::Draft) => "Draft",
        (Lang::En, S::AwaitingApproval) => "Awaiting approval",
        (Lang::En, S::AwaitingQuote) => "Quote to prepare",
        (Lang::En, S::QuoteSent) => "Quote to approve",
        (Lang::En, S::Registered) => "Registered",
        (Lang::En, S::InProgress) => "In progress",
        (Lang::En, S::OnHold) => "On hold",
        (Lang::En, S::TemporarilyRestored) => "Temporarily restored",
        (Lang::En, S::Resolved) => "Resolved",
        (Lang::En, S::Closed) => "Closed",
        (Lang::En, S::Rejected) => "Rejected",
        (Lang::En, S::Cancelled) => "Cancelled",
        (Lang::En, S::Transferred) => "Transferred to repair",
        (Lang::En, S::Planned) => "Planned",
        (Lang::En, S::Announced) => "Announced",
    }
}

/// What was done: "dépannage provisoire", "réparation"…
pub const fn act(lang: Lang, act: Act) -> &'static str {
    match (lang, act) {
        (Lang::Fr, Act::Advice) => "conseil",
        (Lang::Fr, Act::Palliative) => "dépannage provisoire",
        (Lang::Fr, Act::Curative) => "réparation",
        (Lang::Fr, Act::Preventive) => "prévention",
        (Lang::En, Act::Advice) => "advice",
        (Lang::En, Act::Palliative) => "temporary repair",
        (Lang::En, Act::Curative) => "repair",
        (Lang::En, Act::Preventive) => "prevention",
    }
}

/// What a request is about, as the person asks it. A catalogue item has its own name in the contract.
pub const fn activity(lang: Lang, activity: &Activity) -> &'static str {
    match (lang, activity) {
        (Lang::Fr, Activity::Advice) => "Une question, un conseil",
        (Lang::Fr, Activity::Fault) => "Une panne, un dysfonctionnement",
        (Lang::Fr, Activity::Prevention) => "Une action préventive",
        (Lang::Fr, Activity::Catalogue(_)) => "Une demande au catalogue",
        (Lang::En, Activity::Advice) => "A question, some advice",
        (Lang::En, Activity::Fault) => "A fault, something that misbehaves",
        (Lang::En, Activity::Prevention) => "A preventive action",
        (Lang::En, Activity::Catalogue(_)) => "A request from the catalogue",
    }
}
