//! Codes that belong to none of the six messages.

use ampwire_vectors::{Answer, Level, Rejection};
use serde_json::json;

use super::{BADONION, CODES, Message, NODE, PERM, UPDATE};
use crate::case::{Case, object};

pub(super) fn cases() -> Vec<Case> {
    [unknown(), named_elsewhere()].concat()
}

/// Codes that no message has: numbers of the six with other flags, and the ends of the range.
///
/// An origin that does not know a code still has its flags to go by, so reading it is no fault.
fn unknown() -> Vec<Case> {
    let mut messages = vec![
        ("code-0", "No message has the code 0.", Message::of_code(0, "0")),
        ("code-22", "22 without PERM is not invalid_onion_payload.", Message::of_code(22, "22")),
        (
            "code-22-and-data",
            "Nor is it with the data of that.",
            Message::of_code(22, "22").and("data", [0x0e, 0x00, 0x00]),
        ),
        (
            "code-15",
            "15 without PERM is not incorrect_or_unknown_payment_details.",
            Message::of_code(15, "15"),
        ),
        (
            "code-perm-23",
            "23 with PERM is not mpp_timeout.",
            Message::of_code(PERM + 23, "PERM|23"),
        ),
        (
            "code-perm-18",
            "18 with PERM is not final_incorrect_cltv_expiry.",
            Message::of_code(PERM + 18, "PERM|18"),
        ),
        (
            "code-perm-19",
            "19 with PERM is not final_incorrect_htlc_amount.",
            Message::of_code(PERM + 19, "PERM|19"),
        ),
        (
            "code-perm-24",
            "24 without BADONION is not invalid_onion_blinding.",
            Message::of_code(PERM + 24, "PERM|24"),
        ),
        (
            "code-badonion-24",
            "24 without PERM is not invalid_onion_blinding.",
            Message::of_code(BADONION + 24, "BADONION|24"),
        ),
        (
            "code-byte-order",
            "Read the other way round this is mpp_timeout.",
            Message::of_code(0x1700, "UPDATE|1792"),
        ),
        ("code-largest", "The largest code.", Message::of_code(u16::MAX, "65535")),
    ];
    messages.push((
        "code-unknown-and-data",
        "What the data of an unknown code are, nobody can say.",
        Message::of_code(PERM + 4000, "PERM|4000").and("data", [0xfd]),
    ));
    messages
        .into_iter()
        .map(|(slug, comment, message)| {
            message
                .decode(slug, comment)
                .obeys(&[CODES])
                .level(Level::Should)
                .lnd_answers(Answer::Reject(Rejection::default()))
        })
        .collect()
}

/// Messages of BOLT 4 that have nothing to do with hop payloads or parts: their code is enough, their name as good.
fn named_elsewhere() -> Vec<Case> {
    [
        (
            "temporary-node-failure",
            "A message without data.",
            "temporary_node_failure",
            Message::of_code(NODE + 2, "NODE|2"),
        ),
        (
            "unknown-next-peer",
            "A message without data, of a hop that knows no such channel.",
            "unknown_next_peer",
            Message::of_code(PERM + 10, "PERM|10"),
        ),
        (
            "temporary-channel-failure",
            "A message with data: the length of an update, which is empty.",
            "temporary_channel_failure",
            Message::of_code(UPDATE + 7, "UPDATE|7").and("data", [0x00, 0x00]),
        ),
    ]
    .into_iter()
    .map(|(slug, comment, name, message)| {
        let by_name = object(json!({ "name": name }));
        let by_code = message.expected.clone();
        message
            .decode(slug, comment)
            .obeys(&[CODES])
            .any(vec![Answer::Ok(by_code), Answer::Ok(by_name)])
    })
    .collect()
}
