//! What the answers for different hops have to do with each other, for the same bytes.

use super::naive::payload::Hop;
use crate::onion::{Layout, Layouts, OnionError, Payload, Role};
use alloc::vec::Vec;

/// All that a reader can accept.
pub(super) const ALL: [Layouts; 4] =
    [Layouts::NONE, Layouts::DEPLOYED, Layouts::TYPE8, Layouts::BOTH];

/// Every hop there is: role, layouts, path key in the HTLC or not, custom even records refused or not.
pub(super) fn every_hop() -> impl Iterator<Item = Hop> {
    (0..32_usize).map(|bits| Hop {
        role: if bits & 1 == 0 { Role::Final } else { Role::Intermediate },
        path_key_in_htlc: bits & 2 != 0,
        refuse_custom_even: bits & 4 != 0,
        layouts: ALL[bits >> 3],
    })
}

type Answer = Result<Payload, OnionError>;

/// The answers of every hop, compared.
pub(super) fn compared(answers: &[(Hop, Answer)]) {
    let answer = |wanted: Hop| {
        answers
            .iter()
            .find(|(hop, _)| {
                hop.role == wanted.role
                    && hop.layouts == wanted.layouts
                    && hop.path_key_in_htlc == wanted.path_key_in_htlc
                    && hop.refuse_custom_even == wanted.refuse_custom_even
            })
            .map(|(_, answer)| answer)
            .unwrap()
    };
    for hop in every_hop().filter(|hop| hop.layouts == Layouts::NONE) {
        let [none, deployed, type8, both] = ALL.map(|layouts| answer(Hop { layouts, ..hop }));
        // Who accepts more layouts takes at least as much, and makes the same of it.
        subset(none, deployed);
        subset(none, type8);
        subset(deployed, both);
        subset(type8, both);
        // Nothing is taken by both and yet not without any, nor with both and by neither.
        assert!(none.is_ok() || deployed.is_err() || type8.is_err(), "{hop:?}");
        assert!(both.is_err() || deployed.is_ok() || type8.is_ok(), "{hop:?}");
    }
    for (hop, answer_here) in answers {
        if let Ok(payload) = answer_here {
            amp_record_is_accepted(payload, hop.layouts);
        }
        // Refusing custom even records refuses those and changes nothing else.
        if hop.refuse_custom_even {
            subset(answer_here, answer(Hop { refuse_custom_even: false, ..*hop }));
        }
    }
    for layouts in ALL {
        one_kind_of_hop(answers, layouts);
    }
}

fn subset(fewer: &Answer, more: &Answer) {
    if fewer.is_ok() {
        assert_eq!(fewer, more, "taken by who accepts less, and not the same by who accepts more");
    }
}

fn amp_record_is_accepted(payload: &Payload, layouts: Layouts) {
    if let Some(record) = payload.amp_record() {
        assert!(layouts.accepts(record.layout), "a layout that is not accepted");
        // In type 8 it is in the place of `payment_data`.
        assert!(record.layout == Layout::Type14 || payload.payment_data().is_none());
    }
}

/// Bytes say themselves for which kind of hop they are: no two kinds take the same. And what is wrong
/// with the bytes alone is wrong for every hop, in the same place.
fn one_kind_of_hop(answers: &[(Hop, Answer)], layouts: Layouts) {
    let here =
        || answers.iter().filter(|(hop, _)| hop.layouts == layouts && !hop.refuse_custom_even);
    let taken: Vec<_> = here().filter(|(_, answer)| answer.is_ok()).map(|(hop, _)| hop).collect();
    assert!(taken.len() <= 1, "taken by different hops: {taken:?}");

    let presence = ["missing", "forbidden", "conflict", "unknown_even"];
    let of_bytes = |answer: &Answer| {
        let error = answer.as_ref().err()?;
        (!presence.contains(&error.rule().class().as_str())).then_some(*error)
    };
    let mut faults = here().map(|(_, answer)| of_bytes(answer));
    let first = faults.next().unwrap();
    assert!(
        faults.all(|fault| fault == first),
        "a fault of the bytes for one hop and not for another"
    );
}
