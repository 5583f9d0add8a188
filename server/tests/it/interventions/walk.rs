//! A walk at random: everyone tries everything, on both engines at once; what happens is the same on both, it is what
//! the table of states says, and a refusal changes nothing.

use app::answer::AppError;
use app::backend::desk::{
    ContestAnswer, Deed, DeskGesture, QueueFilter, Requalification, TimeSpent, Wait, When, Word,
};
use app::backend::interventions::{ContactGesture, RequestInput};
use app::domain::access::{Asker, StaffRole};
use app::domain::intervention::{ClockKind, HoldReason, InterventionState};
use app::domain::time::MINUTE_MS;

use super::working::the_log_gives_the_row;
use super::{Bench, StoredRow};
use crate::support::engines;

/// What one step tries; the same on both engines.
#[derive(Debug, Clone)]
enum Try {
    Ask(Box<RequestInput>),
    Contact(ContactGesture),
    Desk(Deed),
}

/// What a gesture may lead to from a state: the table of the specification, written again, by hand. `None` where the
/// state stays. Gestures that are not here have a test of their own and are only compared between the engines.
fn leads_to(gesture: &Try, from: &StoredRow) -> Option<Vec<InterventionState>> {
    use InterventionState as S;
    let state = InterventionState::from_code(&from.state)?;
    let stays = Some(vec![state]);
    let only = |allowed: &[S], next: &[S]| {
        Some(if allowed.contains(&state) {
            next.to_vec()
        } else {
            Vec::new()
        })
    };
    let open = [
        S::AwaitingApproval,
        S::AwaitingQuote,
        S::QuoteSent,
        S::Registered,
        S::InProgress,
        S::OnHold,
        S::TemporarilyRestored,
        S::Resolved,
    ];
    match gesture {
        Try::Ask(_) => None,
        Try::Contact(gesture) => match gesture {
            ContactGesture::Confirm { .. } => only(&[S::Resolved], &[S::Closed]),
            ContactGesture::Reopen { .. } => only(&[S::Resolved], &[S::InProgress]),
            // After the contract's observation a new, linked one is opened, and this one stays.
            ContactGesture::Relapse { .. } => only(
                &[S::TemporarilyRestored, S::InProgress],
                &[S::InProgress, state],
            ),
            ContactGesture::Cancel { .. } => only(&open, &[S::Cancelled]),
            ContactGesture::Message { .. } if open.contains(&state) => {
                // Who answers what the provider waits for ends the wait, or leaves it to the technician.
                Some(vec![state, S::InProgress])
            }
            _ => None,
        },
        Try::Desk(deed) => match deed {
            Deed::Take => match state {
                S::Registered => Some(vec![S::InProgress]),
                // Somebody else takes it over: its state stays.
                S::InProgress | S::OnHold | S::TemporarilyRestored => stays,
                _ => Some(Vec::new()),
            },
            Deed::Hold(..) => only(
                &[S::Registered, S::InProgress, S::TemporarilyRestored],
                &[S::OnHold],
            ),
            Deed::Resume => only(
                &[S::OnHold],
                &[S::Registered, S::InProgress, S::TemporarilyRestored],
            ),
            Deed::RestoreProvisionally => only(&[S::InProgress], &[S::TemporarilyRestored]),
            Deed::RestoreCurative => only(&[S::InProgress], &[S::Resolved]),
            Deed::StartCurative => only(&[S::TemporarilyRestored], &[S::InProgress]),
            Deed::Answer => only(&[S::InProgress], &[S::Resolved]),
            Deed::ActionNeeded => only(&[S::InProgress], &[S::Transferred]),
            Deed::NoteToClient | Deed::InternalNote => stays,
            _ => None,
        },
    }
}

/// Mostly what the state allows: what is refused leads nowhere.
fn often_possible(dice: &mut Dice, row: &StoredRow) -> Try {
    loop {
        let drawn = gesture(dice, row.version);
        let is_possible = leads_to(&drawn, row).is_none_or(|next| !next.is_empty());
        if is_possible || dice.below(6) == 0 {
            return drawn;
        }
    }
}

/// Mostly somebody who may, by their place among [`people`].
fn often_entitled(dice: &mut Dice, what: &Try) -> usize {
    match what {
        _ if dice.below(5) == 0 => dice.below(7),
        Try::Desk(_) => 5 + dice.below(2),
        Try::Ask(_) | Try::Contact(_) => dice.below(2),
    }
}

/// Of each gesture, everything that a form may post, sense or not.
fn gesture(dice: &mut Dice, version: i64) -> Try {
    use ContactGesture as C;
    let text = ["Encore une fois", "", "Voilà <b>ce</b> qui se passe"][dice.below(3)].to_owned();
    let expected_version = if dice.below(10) == 0 {
        version - 1
    } else {
        version
    };
    match dice.below(36) {
        0 | 1 => Try::Ask(Box::new(request(dice))),
        2 => Try::Contact(C::Message { text }),
        3 | 4 => Try::Contact(C::Confirm { expected_version }),
        5 => Try::Contact(C::Reopen {
            expected_version,
            text,
        }),
        6 => Try::Contact(C::Cancel {
            expected_version,
            text,
        }),
        7 => Try::Contact(C::Approve { expected_version }),
        8 => Try::Contact(C::Reject {
            expected_version,
            text,
        }),
        9 | 10 => Try::Contact(C::Relapse {
            expected_version,
            text,
        }),
        11 => Try::Contact(C::ContestTime {
            expected_version,
            text,
        }),
        12 => Try::Contact(C::Contest {
            expected_version,
            place: i64::try_from(dice.below(9)).unwrap_or(0),
            text,
        }),
        13 => Try::Contact(C::AnswerSetAside {
            expected_version,
            clock: ClockKind::Response,
            agreed: dice.below(2) == 0,
            text,
        }),
        14 => Try::Contact(C::AcceptRisk {
            expected_version,
            text,
            review_on: "2027-01-01".into(),
        }),
        place => Try::Desk(deed(dice, place)),
    }
}

fn deed(dice: &mut Dice, place: usize) -> Deed {
    match place {
        15..=18 => Deed::Take,
        19 => {
            let reasons = [
                HoldReason::Client,
                HoldReason::ThirdParty,
                HoldReason::Part,
                HoldReason::Other,
            ];
            Deed::Hold(reasons[dice.below(4)], Wait::default())
        }
        20 => Deed::Resume,
        21 => Deed::NoteToClient,
        22 => Deed::InternalNote,
        23 | 24 => Deed::RestoreProvisionally,
        25 => Deed::StartCurative,
        26 | 27 => Deed::RestoreCurative,
        28 => Deed::Answer,
        29 => Deed::ActionNeeded,
        30 => Deed::EnterTime(TimeSpent {
            minutes: ["15", "0", "beaucoup"][dice.below(3)].into(),
            place: "remote".into(),
        }),
        31 => Deed::AnswerTimeContest(ContestAnswer {
            upheld: "yes".into(),
            goodwill: String::new(),
        }),
        32 => Deed::Requalify(Requalification {
            component: ["erp", "copieur", "quai", "vpn", "secret"][dice.below(5)].into(),
            activity: ["fault", "advice"][dice.below(2)].into(),
            impact: "2".into(),
            urgency: "2".into(),
        }),
        33 => Deed::Waive(Word {
            approver: "1".into(),
            channel: "phone".into(),
            ceiling: "100".into(),
        }),
        34 => Deed::AnswerContest {
            place: 2,
            upheld: dice.below(2) == 0,
        },
        _ => Deed::ProposeSetAside(ClockKind::Restoration),
    }
}

fn request(dice: &mut Dice) -> RequestInput {
    RequestInput {
        request_id: format!("walk-{}", dice.below(1_000_000)),
        component: ["erp", "copieur", "quai", "vpn"][dice.below(4)].into(),
        activity: ["fault", "fault", "advice"][dice.below(3)].into(),
        details: "Plus rien ne répond".into(),
        impact: "1".into(),
        urgency: "2".into(),
        ..RequestInput::default()
    }
}

/// Who there is on a stage, in the same order on both.
fn people(bench: &Bench) -> anyhow::Result<Vec<Asker>> {
    let Asker::Staff(technician) = &bench.technician else {
        anyhow::bail!("the technician is of the staff");
    };
    let mut dispatcher = technician.clone();
    dispatcher.role = StaffRole::Dispatcher;
    Ok(vec![
        bench.chef.clone(),
        bench.lea.clone(),
        bench.omar.clone(),
        bench.vera.clone(),
        bench.stranger.clone(),
        bench.technician.clone(),
        Asker::Staff(dispatcher),
    ])
}

async fn attempt(
    bench: &Bench,
    who: usize,
    what: &Try,
    on: Option<&StoredRow>,
) -> anyhow::Result<Result<(), AppError>> {
    let asker = &people(bench)?[who];
    let reference = on.map_or("AC-2026-9999", |row| &row.reference);
    Ok(match what.clone() {
        Try::Ask(input) => bench.request(asker, *input).await.map(drop),
        Try::Contact(gesture) => bench.interventions.0.act(asker, reference, gesture).await,
        Try::Desk(deed) => {
            let gesture = DeskGesture {
                deed,
                expected_version: on.map_or(1, |row| row.version),
                text: "Vu sur place".into(),
                when: When::Now,
            };
            bench.desk.0.act(asker, reference, gesture).await.map(drop)
        }
    })
}

/// What is the same on both engines: everything but the ids.
#[derive(Debug, PartialEq)]
struct Comparable<'a> {
    texts: [&'a str; 3],
    priority: Option<&'a str>,
    debt_open: i64,
    version: i64,
    instants: [Option<i64>; 4],
}

fn comparable(row: &StoredRow) -> Comparable<'_> {
    Comparable {
        texts: [&row.reference, &row.state, &row.held_from],
        priority: row.priority.as_deref(),
        debt_open: row.debt_open,
        version: row.version,
        instants: [
            row.started_at,
            row.restored_at,
            row.resolved_at,
            row.closed_at,
        ],
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_tries_everything() -> anyhow::Result<()> {
    // A nightly job asks for more.
    let walks = std::env::var("VIGIE_WALKS").map_or(Ok(3), |walks| walks.parse::<u64>())?;
    let mut accepted = 0;
    let mut refused = 0;
    for seed in 0..walks {
        let stages = engines().await?;
        let mut benches = Vec::new();
        for stage in &stages {
            benches.push(Bench::set(stage).await?);
        }
        let mut dice = Dice(seed);
        for step in 0..150 {
            let minutes = i64::try_from(dice.below(600))?;
            for stage in &stages {
                stage
                    .clock()
                    .set_ms(stage.clock().now_ms() + minutes * MINUTE_MS);
            }
            let (first, second) = (benches[0].stored().await?, benches[1].stored().await?);
            let chosen = match first.len() {
                0 => 0,
                length => dice.below(length),
            };
            let what = match first.get(chosen) {
                Some(row) => often_possible(&mut dice, row),
                None => Try::Ask(Box::new(request(&mut dice))),
            };
            let who = often_entitled(&mut dice, &what);
            let place = format!("seed {seed}, step {step}: {who} tries {what:?}");
            let before = first.get(chosen);
            let one = attempt(&benches[0], who, &what, before).await?;
            let two = attempt(&benches[1], who, &what, second.get(chosen)).await?;
            assert_eq!(one, two, "{place}");
            assert!(
                !matches!(one, Err(AppError::Internal { .. } | AppError::Busy)),
                "{place}: {one:?}"
            );
            let (after, other) = (benches[0].stored().await?, benches[1].stored().await?);
            let told: Vec<_> = after.iter().map(comparable).collect();
            assert_eq!(
                told,
                other.iter().map(comparable).collect::<Vec<_>>(),
                "{place}"
            );
            match &one {
                Ok(()) => accepted += 1,
                Err(_) => {
                    refused += 1;
                    let untouched: Vec<_> = first.iter().map(comparable).collect();
                    assert_eq!(told, untouched, "{place}: a refusal changes nothing");
                }
            }
            if let (Ok(()), Some(before), Some(after)) = (&one, before, after.get(chosen))
                && let Some(expected) = leads_to(&what, before)
            {
                let now = InterventionState::from_code(&after.state);
                assert!(
                    now.is_some_and(|now| expected.contains(&now)),
                    "{place}: from {} to {}",
                    before.state,
                    after.state
                );
                assert!(
                    after.debt_open == 0 || after.state != "closed",
                    "{place}: closed with a debt"
                );
            }
        }
        for bench in &benches {
            the_log_gives_the_row(bench).await?;
            let foreign = bench.interventions.0.open(&bench.stranger).await?;
            assert_eq!(foreign.rows, [], "another client sees none of it");
        }
        let filter = QueueFilter::default();
        let mut queues = Vec::new();
        for bench in &benches {
            let queue = bench.desk.0.queue(&bench.technician, &filter).await?;
            queues.push(
                queue
                    .rows
                    .into_iter()
                    .map(|row| (row.listed.reference, row.listed.pressing, row.version))
                    .collect::<Vec<_>>(),
            );
        }
        assert_eq!(queues[0], queues[1], "seed {seed}: the queues differ");
        for stage in stages {
            crate::support::on(stage, async |_| Ok(())).await?;
        }
    }
    // A walk that is refused everywhere, or nowhere, would show nothing.
    assert!(
        accepted > refused / 10,
        "{accepted} accepted, {refused} refused"
    );
    assert!(
        refused > accepted / 10,
        "{accepted} accepted, {refused} refused"
    );
    Ok(())
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(below).unwrap_or(1)).unwrap_or(0)
    }
}
