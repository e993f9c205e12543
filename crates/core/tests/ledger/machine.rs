//! The state machine: whatever happens in whatever order, a dispute stays on its way, and the log tells it.

use dutybell_core::ids::{DisputeNumber, IncidentNumber};
use dutybell_core::settings::Ledger;
use dutybell_core::state::change::Head;
use dutybell_core::state::event::Actor;
use dutybell_core::state::ledger::{
    Dispute, DisputeKind, LedgerEntry, LedgerEvent, Reading, Stage, What,
};
use dutybell_core::state::log::{LogEntry, verify};
use dutybell_core::time::At;
use proptest::prelude::*;

use super::DAY;

fn event(what: What) -> LedgerEvent {
    LedgerEvent {
        dispute: Some(DisputeNumber(1)),
        what,
        texts: Vec::new(),
    }
}

fn any_what() -> impl Strategy<Value = What> {
    let at = (0..400_u32).prop_map(|day| At(0).plus(DAY * day));
    prop_oneof![
        Just(What::MediationBegan),
        at.clone()
            .prop_map(|revisit_by| What::Agreed { revisit_by }),
        Just(What::Failed),
        Just(What::TransferOffered {
            body: "court".into()
        }),
        Just(What::TransferAccepted),
        Just(What::TransferRefused),
        any::<bool>().prop_map(|kept| What::Revisited { kept }),
        Just(What::Closed),
        at.clone()
            .prop_map(|mediate_by| What::Reopened { mediate_by }),
        Just(What::Reassigned {
            mediator: "sun".into()
        }),
        at.prop_map(|due| What::LateTold {
            limit: due,
            due,
            to: Vec::new()
        }),
        (1..9_u64).prop_map(|number| What::RaisedIncident {
            number: IncidentNumber(number)
        }),
        Just(What::Read {
            what: Reading::Card
        }),
        Just(What::NamesRemoved),
        Just(What::Corrected),
    ]
}

proptest! {
    #[test]
    fn no_event_leads_off_the_way_and_the_log_tells_the_dispute(
        whats in proptest::collection::vec(any_what(), 0..60)
    ) {
        let (by, mut now) = (Actor::Person("li".into()), At(0));
        let registered = event(What::Registered {
            kind: DisputeKind::Family,
            place: None,
            mediator: "li".into(),
            mediate_by: now.plus(DAY * 30),
            origin: None,
        });
        let mut dispute = Dispute::begin(now, &by, &registered).unwrap();
        let mut log: Vec<LedgerEntry> = Vec::new();
        log.push(LogEntry::chain(Head::default(), now, by.clone(), registered));
        for what in whats {
            now = now.plus(DAY);
            if !dispute.allows(&what) {
                continue;
            }
            let before = dispute.clone();
            let event = event(what);
            dispute.apply(now, &by, &event);
            let head = log.last().unwrap().head();
            log.push(LogEntry::chain(head, now, by.clone(), event));
            // A transfer that nobody accepted counts as none.
            let accepted = dispute.transfers.iter().any(|it| it.answered.is_some_and(|(_, yes)| yes));
            prop_assert!(dispute.stage != Stage::Transferred || accepted);
            // What is over was closed or accepted, and nothing else ends it.
            prop_assert!(dispute.is_open() || accepted || dispute.stage == Stage::Closed);
            // Nothing leaves the count: what broke out again is counted, whatever came after.
            prop_assert!(dispute.reopened >= before.reopened);
            prop_assert!(dispute.transfers.len() >= before.transfers.len());
            // What is open has a limit, so it is never forgotten.
            let due = dispute.next_due(&Ledger::default());
            prop_assert!(!dispute.is_open() || due.is_some());
        }
        prop_assert!(verify(log.last().unwrap().head(), &log).is_ok());
        let replayed = Dispute::replay(&log).unwrap();
        prop_assert_eq!(replayed.get(&DisputeNumber(1)), Some(&dispute));
    }
}
