//! The sentence that answers "is everything well?", made from every state that is not green.

use crate::backend::status::Row;
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::text::{Lang, format, overview};

/// A component as the sentence needs it.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    pub name: &'a str,
    pub state: ComponentState,
    pub since: LocalInstant,
    /// A workaround waits for its repair.
    pub provisional: bool,
}

impl<'a> From<&'a Row> for Standing<'a> {
    fn from(row: &'a Row) -> Self {
        Standing {
            name: &row.name,
            state: row.state,
            since: row.since,
            provisional: row.provisional,
        }
    }
}

/// The answer, and what completes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    pub sentence: String,
    pub lead: Option<String>,
    pub worst: ComponentState,
}

/// Failures stand in the sentence; silence, maintenance and repairs that are not definitive there too
/// when nothing is broken, otherwise beside it. Nothing is called well while something is not.
pub fn headline(lang: Lang, standings: &[Standing<'_>], now: LocalInstant) -> Headline {
    let text = overview(lang);
    let worst = standings
        .iter()
        .map(|standing| standing.state)
        .max()
        .unwrap_or(ComponentState::NotSupervised);
    let in_state = |state| move |standing: &&Standing<'_>| standing.state == state;
    let mut clauses = Vec::new();
    for state in TROUBLES {
        let of_state: Vec<&Standing<'_>> = standings.iter().filter(in_state(state)).collect();
        if let [only] = of_state[..] {
            let since = format::moment(lang, only.since, now);
            clauses.push(text.one_in(state, only.name, &since));
        } else if !of_state.is_empty() {
            clauses.push(text.several_in(state, of_state.len(), &names(lang, &of_state)));
        }
    }
    let repaired: Vec<&Standing<'_>> = standings
        .iter()
        .filter(|standing| standing.provisional && !standing.state.needs_attention())
        .collect();
    let operational = standings
        .iter()
        .filter(in_state(ComponentState::Operational))
        .count();
    let unsupervised = standings
        .iter()
        .filter(in_state(ComponentState::NotSupervised))
        .count();

    let mut leads = Vec::new();
    let sentence = if standings.is_empty() {
        text.nothing_listed.to_owned()
    } else if clauses.is_empty() && operational == 0 {
        text.nothing_supervised.to_owned()
    } else if clauses.is_empty() {
        text.all_well(unsupervised > 0).to_owned()
    } else {
        let failures = TROUBLES
            .iter()
            .filter(|state| state.is_failure())
            .filter(|state| standings.iter().any(|standing| standing.state == **state))
            .count();
        leads = clauses.split_off(failures.max(1));
        leads.push(text.operational_of(operational, standings.len() - unsupervised));
        clauses.join(" ")
    };
    if !repaired.is_empty() {
        leads.insert(0, text.repaired_provisionally(&names(lang, &repaired)));
    }
    if unsupervised > 0 && unsupervised < standings.len() {
        leads.push(text.unsupervised(unsupervised));
    }
    Headline {
        sentence,
        lead: (!leads.is_empty()).then(|| leads.join(" ")),
        worst,
    }
}

/// What is neither green nor unwatched, the worst first.
const TROUBLES: [ComponentState; 5] = [
    ComponentState::MajorOutage,
    ComponentState::PartialOutage,
    ComponentState::Degraded,
    ComponentState::Unknown,
    ComponentState::UnderMaintenance,
];

/// Longest list of names in a sentence.
const NAMED: usize = 3;

/// "A", "A et B", "A, B, C et 4 autres".
fn names(lang: Lang, standings: &[&Standing<'_>]) -> String {
    let shown = if standings.len() == NAMED + 1 {
        NAMED + 1
    } else {
        standings.len().min(NAMED)
    };
    let named: Vec<&str> = standings[..shown]
        .iter()
        .map(|standing| standing.name)
        .collect();
    overview(lang).list(&named, standings.len() - shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{DAY_MS, MINUTE_MS};
    use crate::text::format::{NARROW, NBSP};
    use ComponentState::*;

    /// 2026-11-23 15:00 in Paris.
    const NOW: LocalInstant = LocalInstant {
        at: 1_795_442_400_000,
        offset_s: 3600,
    };

    fn standing(name: &str, state: ComponentState) -> Standing<'_> {
        let since = LocalInstant {
            at: NOW.at - 58 * MINUTE_MS,
            ..NOW
        };
        Standing {
            name,
            state,
            since,
            provisional: false,
        }
    }

    fn check(lang: Lang, standings: &[Standing<'_>], sentence: &str, lead: &str) {
        let found = headline(lang, standings, NOW);
        let plain = |text: &str| text.replace([NBSP, NARROW], " ");
        assert_eq!(plain(&found.sentence), sentence);
        assert_eq!(plain(found.lead.as_deref().unwrap_or_default()), lead);
    }

    #[test]
    fn the_sentence_names_every_state_that_is_not_green() {
        let (erp, mail) = (
            standing("ERP Soins", MajorOutage),
            standing("Messagerie", Operational),
        );
        let (visio, pbx) = (standing("Visio", Degraded), standing("Standard", Unknown));
        let printer = standing("Imprimante", NotSupervised);
        let patched = Standing {
            provisional: true,
            ..standing("Baie B", Operational)
        };
        for (standings, sentence, lead) in [
            (vec![], "Aucun équipement n’est suivi pour le moment.", ""),
            (vec![printer], "Aucun équipement n’est supervisé.", ""),
            (vec![mail], "Tout fonctionne.", ""),
            (
                vec![mail, printer],
                "Tout ce qui est supervisé fonctionne.",
                "1 équipement n’est pas supervisé.",
            ),
            (
                vec![mail, patched],
                "Tout fonctionne.",
                "Réparation provisoire : Baie B.",
            ),
            (
                vec![mail, erp],
                "Panne totale : ERP Soins, depuis 14 h 02.",
                "1 équipement supervisé sur 2 est opérationnel.",
            ),
            (
                vec![mail, visio, erp, pbx],
                "Panne totale : ERP Soins, depuis 14 h 02. Dégradé : Visio, depuis 14 h 02.",
                "Sans nouvelles : Standard, depuis 14 h 02. 1 équipement supervisé sur 4 est opérationnel.",
            ),
            (
                vec![pbx],
                "Sans nouvelles : Standard, depuis 14 h 02.",
                "Aucun des équipements supervisés n’est opérationnel.",
            ),
            (
                vec![standing("Pare-feu", UnderMaintenance), mail, mail],
                "En maintenance : Pare-feu, depuis 14 h 02.",
                "2 équipements supervisés sur 3 sont opérationnels.",
            ),
        ] {
            check(Lang::Fr, &standings, sentence, lead);
        }
    }

    #[test]
    fn many_are_counted_and_the_first_named() {
        let standings: Vec<_> = ["A", "B", "C", "D", "E"]
            .map(|name| standing(name, MajorOutage))
            .into();
        check(
            Lang::Fr,
            &standings,
            "5 pannes totales : A, B, C et 2 autres.",
            "Aucun des équipements supervisés n’est opérationnel.",
        );
        check(
            Lang::En,
            &standings[..2],
            "2 major outages: A and B.",
            "None of the supervised items is operational.",
        );
        check(
            Lang::En,
            &standings[..4],
            "4 major outages: A, B, C and D.",
            "None of the supervised items is operational.",
        );
    }

    #[test]
    fn an_old_failure_says_its_day() {
        let old = LocalInstant {
            at: NOW.at - DAY_MS,
            ..NOW
        };
        let standings = [Standing {
            since: old,
            ..standing("ERP", PartialOutage)
        }];
        check(
            Lang::Fr,
            &standings,
            "Panne partielle : ERP, depuis hier à 15 h.",
            "Aucun des équipements supervisés n’est opérationnel.",
        );
    }

    #[test]
    fn nothing_is_called_well_while_something_is_not() {
        for &state in ComponentState::ALL
            .iter()
            .filter(|state| **state > Operational)
        {
            for lang in [Lang::Fr, Lang::En] {
                let found = headline(
                    lang,
                    &[standing("A", Operational), standing("B", state)],
                    NOW,
                );
                let all = [found.sentence, found.lead.unwrap_or_default()].concat();
                assert!(
                    !all.contains("Tout") && !all.contains("Everything"),
                    "{all}"
                );
                assert!(all.contains('B'), "{all}");
            }
        }
    }
}
