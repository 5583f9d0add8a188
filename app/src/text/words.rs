//! One word for each variant of the domain's closed lists, as the glossary has them.

use super::Lang;
use crate::domain::access::{Role, StaffRole};
use crate::domain::component::{Category, ComponentState};

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
