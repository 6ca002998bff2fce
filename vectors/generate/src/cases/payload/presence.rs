//! Which records have to be there, and which may not, outside of blinded paths.

use ampwire_vectors::{Class, Level};

use super::{BOLT, LND, Payload, read};
use crate::case::Case;
use crate::cases::samples::SECRET;

const AMOUNT: &str = "bolt4.payload.amt-to-forward";
const EXPIRY: &str = "bolt4.payload.outgoing-cltv-value";
const CHANNEL: &str = "bolt4.payload.short-channel-id";

pub(super) fn cases() -> Vec<Case> {
    [final_hop(), relay()].concat()
}

fn final_hop() -> Vec<Case> {
    let whole = Payload::last_hop();
    let plain = Payload::plain();
    let no_amount = Payload::new().outgoing_cltv_value(800).payment_data(SECRET, 3000);
    let no_expiry = Payload::new().amt_to_forward(1000).payment_data(SECRET, 3000);
    let neither = Payload::new().payment_data(SECRET, 3000);
    let with_channel = Payload::relay().payment_data(SECRET, 3000);
    let odd_alone = Payload::new().other(101, &[0x01]);
    vec![
        read(
            "final",
            "The payload of an ordinary final hop: amount, expiry, payment_data.",
            &whole,
        )
        .obeys(&[
            AMOUNT,
            EXPIRY,
            "bolt4.payload.payment-data-length",
            "bolt4.payload.payment-data-final-only",
            "bolt4.payload.short-channel-id-final",
        ])
        .decodes(&whole),
        read(
            "final-without-payment-data",
            "payment_data is not required of every payment: the total is amt_to_forward then.",
            &plain,
        )
        .level(Level::Should)
        .obeys(&[AMOUNT, EXPIRY])
        .decodes(&plain),
        read("final-empty", "A payload of no records has no amount.", &Payload::new())
            .breaks(&[AMOUNT, EXPIRY])
            .missing(2)
            .open()
            .near("payload/final-without-payment-data"),
        read("final-without-amount", "A final hop has amt_to_forward.", &no_amount)
            .breaks(&[AMOUNT])
            .missing(2)
            .near("payload/final"),
        read("final-without-expiry", "A final hop has outgoing_cltv_value.", &no_expiry)
            .breaks(&[EXPIRY])
            .missing(4)
            .near("payload/final"),
        read(
            "final-payment-data-alone",
            "Neither amount nor expiry: the lower type is the first to be missed.",
            &neither,
        )
        .breaks(&[AMOUNT, EXPIRY])
        .missing(2)
        .open()
        .near("payload/final"),
        read(
            "final-odd-record-alone",
            "A record that may be ignored does not stand for one that has to be there.",
            &odd_alone,
        )
        .breaks(&[AMOUNT, EXPIRY])
        .missing(2)
        .open()
        .near("payload/final-without-payment-data"),
        read(
            "final-with-short-channel-id",
            "A final hop forwards to no channel. The text tells writers so; readers differ.",
            &with_channel,
        )
        .level(Level::Should)
        .breaks(&["bolt4.payload.short-channel-id-final"])
        .refused(Class::Forbidden, &with_channel, 6)
        .near("payload/final")
        .from(LND),
        read(
            "relay-read-as-final",
            "The payload of an intermediate hop at a final one: short_channel_id is too much.",
            &Payload::relay(),
        )
        .level(Level::Should)
        .breaks(&["bolt4.payload.short-channel-id-final"])
        .refused(Class::Forbidden, &Payload::relay(), 6)
        .near("payload/final-without-payment-data")
        .from(LND),
    ]
}

fn relay() -> Vec<Case> {
    let whole = Payload::relay();
    let no_amount = Payload::new().outgoing_cltv_value(800).short_channel_id(1);
    let no_expiry = Payload::new().amt_to_forward(1000).short_channel_id(1);
    let no_channel = Payload::plain();
    let with_data = Payload::relay().payment_data(SECRET, 3000);
    let odd = Payload::relay().other(101, &[0x01]).other(65537, &[0x02]);
    let metadata = Payload::relay().payment_metadata(&[0x01, 0x02, 0x03]);
    let total = Payload::relay().total_amount_msat(3000);
    vec![
        read(
            "relay",
            "The payload of an ordinary intermediate hop: amount, expiry, channel.",
            &whole,
        )
        .intermediate()
        .obeys(&[
            AMOUNT,
            EXPIRY,
            CHANNEL,
            "bolt4.payload.short-channel-id-length",
            "amp.record.final-only",
        ])
        .decodes(&whole),
        read(
            "relay-with-odd-records",
            "An intermediate hop ignores odd records it does not know.",
            &odd,
        )
        .intermediate()
        .obeys(&["bolt4.payload.unknown-odd"])
        .decodes(&odd),
        read(
            "relay-with-payment-metadata",
            "payment_metadata is for the final hop; nothing says that others refuse it.",
            &metadata,
        )
        .intermediate()
        .level(Level::Info)
        .obeys(&["bolt4.payload.payment-metadata"])
        .decodes(&metadata)
        .from(LND),
        read(
            "relay-with-total-amount",
            "total_amount_msat is for the final hop; nothing says that others refuse it.",
            &total,
        )
        .intermediate()
        .level(Level::Info)
        .obeys(&["bolt4.payload.total-amount-msat"])
        .decodes(&total)
        .from(LND),
        read("relay-empty", "A payload of no records has no amount.", &Payload::new())
            .intermediate()
            .breaks(&[AMOUNT, EXPIRY, CHANNEL])
            .missing(2)
            .open()
            .near("payload/relay"),
        read("relay-without-amount", "An intermediate hop has amt_to_forward.", &no_amount)
            .intermediate()
            .breaks(&[AMOUNT])
            .missing(2)
            .near("payload/relay-channel-1"),
        read("relay-without-expiry", "An intermediate hop has outgoing_cltv_value.", &no_expiry)
            .intermediate()
            .breaks(&[EXPIRY])
            .missing(4)
            .near("payload/relay-channel-1"),
        read("relay-without-channel", "An intermediate hop has short_channel_id.", &no_channel)
            .intermediate()
            .breaks(&[CHANNEL])
            .missing(6)
            .near("payload/relay"),
        read(
            "final-read-as-relay",
            "The payload of a final hop, at an intermediate one: no channel, but payment_data.",
            &Payload::last_hop(),
        )
        .intermediate()
        .breaks(&[CHANNEL, "bolt4.payload.payment-data-final-only"])
        .reject_either(&[Class::Missing, Class::Forbidden])
        .near("payload/relay"),
        read(
            "relay-with-payment-data",
            "Only a final hop has payment_data. The text tells writers so; readers differ.",
            &with_data,
        )
        .intermediate()
        .level(Level::Should)
        .breaks(&["bolt4.payload.payment-data-final-only"])
        .refused(Class::Forbidden, &with_data, 8)
        .near("payload/relay")
        .from(LND),
    ]
    .into_iter()
    .map(|case| if case.from.is_empty() { case.from(BOLT) } else { case })
    .collect()
}
