//! Step 10: whether an approver of the client says yes first.

use super::verdict::{ApprovalCause, Question, Reason};
use crate::domain::access::Role;
use crate::domain::contract::{Billing, ContractVersion, Priority};

/// Whether the request waits for an approval; why, or why not, is said in the proof.
pub(super) fn needed(
    question: &Question,
    contract: &ContractVersion,
    billing: &Billing,
    priority: Option<Priority>,
    proof: &mut Vec<Reason>,
) -> bool {
    let Some((why, clause)) = cause(question, contract, billing) else {
        return false;
    };
    if priority == Some(Priority::P1) {
        proof.push(Reason::ApprovalWaivedForP1 { clause });
        return false;
    }
    let of_an_amount = matches!(
        why,
        ApprovalCause::Amount { .. } | ApprovalCause::Hours { .. }
    );
    // Above the contract's amount an approver is not the requester.
    if !of_an_amount && question.role.is_some_and(|role| role >= Role::Approver) {
        proof.push(Reason::ApprovedBySender { clause });
        return false;
    }
    proof.push(Reason::ApprovalNeeded { why, clause });
    true
}

fn cause(
    question: &Question,
    contract: &ContractVersion,
    billing: &Billing,
) -> Option<(ApprovalCause, String)> {
    let agreed = contract.terms.approval.as_ref();
    let clause = || agreed.map_or_else(String::new, |agreed| agreed.clause.clone());
    let amount = match billing {
        Billing::Fixed { cents } => {
            let above = agreed.and_then(|agreed| agreed.above_cents);
            above
                .filter(|above| cents > above)
                .map(|above_cents| ApprovalCause::Amount {
                    cents: *cents,
                    above_cents,
                })
        }
        Billing::HourBook(rule) => {
            let minutes = u32::from(rule.minimum_minutes) + u32::from(rule.travel_minutes);
            rule.approval_above_minutes
                .filter(|above| minutes > *above)
                .map(|above_minutes| ApprovalCause::Hours {
                    minutes,
                    above_minutes,
                })
        }
        Billing::Included | Billing::Chargeable => None,
    };
    if let Some(why) = amount {
        return Some((why, clause()));
    }
    let agreed = agreed?;
    if agreed.activities.contains(&question.activity) {
        return Some((ApprovalCause::Activity, clause()));
    }
    let of_role = question
        .role
        .is_some_and(|role| agreed.roles.contains(&role));
    of_role.then(|| (ApprovalCause::Role, clause()))
}
