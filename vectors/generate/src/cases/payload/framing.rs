//! The rules of TLV streams, where a reader of payloads has to keep them.

use ampwire_vectors::Class;

use super::{Payload, read};
use crate::bytes::{Labelled, Width, bigsize_in, hex};
use crate::case::Case;
use crate::cases::samples::SECRET;

const SOURCE: &str = "BOLT 1, Type-Length-Value Format, in a payload of BOLT 4";

pub(super) fn cases() -> Vec<Case> {
    let cases = [order(), duplicates(), cut(), minimal()].concat();
    cases.into_iter().map(|case| case.from(SOURCE)).collect()
}

fn amount(bytes: &[u8]) -> Labelled {
    Labelled::of("amt_to_forward", bytes)
}

fn order() -> Vec<Case> {
    let rule = "bolt1.tlv.ascending";
    let swapped = Payload::new()
        .outgoing_cltv_value(800)
        .misplaced(2, amount(&[0x03, 0xe8]))
        .payment_data(SECRET, 3000);
    let data_first = Payload::new()
        .amt_to_forward(1000)
        .payment_data(SECRET, 3000)
        .misplaced(4, Labelled::of("outgoing_cltv_value", [0x03, 0x20]));
    let odd_behind = Payload::last_hop().other(101, &[0x01]).misplaced(9, Labelled::new());
    let custom_first = Payload::last_hop().other(65537, &[0x01]).misplaced(101, Labelled::new());
    let zero_behind = Payload::last_hop().misplaced(0, Labelled::new());
    vec![
        read("order-expiry-first", "outgoing_cltv_value before amt_to_forward.", &swapped)
            .breaks(&[rule])
            .broken(Class::Order, &swapped)
            .near("payload/final"),
        read("order-expiry-last", "outgoing_cltv_value behind payment_data.", &data_first)
            .breaks(&[rule])
            .broken(Class::Order, &data_first)
            .near("payload/final"),
        read("order-odd", "Records that are ignored have to ascend as well.", &odd_behind)
            .breaks(&[rule])
            .broken(Class::Order, &odd_behind)
            .near("payload/odd-101"),
        read("order-custom", "A custom record before a lower one that is ignored.", &custom_first)
            .breaks(&[rule])
            .broken(Class::Order, &custom_first)
            .near("payload/custom-odd-65537"),
        read(
            "order-zeros-behind",
            "Two zero bytes behind the last record are a record of type 0, out of order.",
            &zero_behind,
        )
        .breaks(&[rule])
        .broken(Class::Order, &zero_behind)
        .near("payload/final"),
    ]
}

fn duplicates() -> Vec<Case> {
    let twice = |payload: Payload, tlv_type, value: &[u8]| {
        payload.misplaced(tlv_type, Labelled::of("value", value))
    };
    let amount = twice(Payload::new().amt_to_forward(1000), 2, &[0x07, 0xd0])
        .outgoing_cltv_value(800)
        .payment_data(SECRET, 3000);
    let equal = twice(Payload::new().amt_to_forward(1000), 2, &[0x03, 0xe8])
        .outgoing_cltv_value(800)
        .payment_data(SECRET, 3000);
    let expiry = twice(Payload::plain(), 4, &[0x03, 0x20]).payment_data(SECRET, 3000);
    let data = twice(Payload::last_hop(), 8, &[0x11; 34]);
    let channel = twice(Payload::relay(), 6, &[0x01; 8]);
    let odd = twice(Payload::last_hop().other(101, &[0x01]), 101, &[0x02]);
    let custom = twice(Payload::last_hop().other(65537, &[0x01]), 65537, &[0x02]);
    [
        (
            "duplicate-amount",
            "Two amounts: neither the first nor the last is right.",
            amount,
            "final",
        ),
        ("duplicate-amount-equal", "The same amount twice is twice.", equal, "final"),
        ("duplicate-expiry", "outgoing_cltv_value twice.", expiry, "final"),
        ("duplicate-payment-data", "payment_data twice.", data, "final"),
        (
            "duplicate-odd",
            "A record that is ignored may not be there twice either.",
            odd,
            "odd-101",
        ),
        ("duplicate-custom", "A custom record twice.", custom, "custom-odd-65537"),
        ("duplicate-channel", "short_channel_id twice.", channel, "relay"),
    ]
    .into_iter()
    .map(|(slug, comment, payload, neighbour)| {
        let case = read(slug, comment, &payload)
            .breaks(&["bolt1.tlv.no-duplicate"])
            .broken(Class::Duplicate, &payload)
            .near(&format!("payload/{neighbour}"));
        if neighbour == "relay" { case.intermediate() } else { case }
    })
    .collect()
}

fn cut() -> Vec<Case> {
    let mut cases = Vec::new();
    for (slug, bytes, neighbour) in [
        ("cut-type-fd", [0xfd].as_slice(), "final"),
        ("cut-type-fe", &[0xfe, 0x00, 0x01], "custom-odd-65537"),
        ("cut-type-ff", &[0xff, 0x00, 0x00, 0x00, 0x01, 0x46, 0xc6, 0x61], "final"),
    ] {
        let payload = Payload::last_hop().bad_type(bytes, "cut", Labelled::new());
        let comment = format!("The payload ends inside of a type, after {}.", hex(bytes));
        cases.push(
            read(slug, &comment, &payload)
                .breaks(&["bolt1.tlv.type-complete"])
                .broken(Class::Truncated, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    let no_length = Payload::plain().no_length(8);
    cases.push(
        read("cut-before-length", "The payload ends behind the type of payment_data.", &no_length)
            .breaks(&["bolt1.tlv.length-complete"])
            .broken(Class::Truncated, &no_length)
            .near("payload/final-without-payment-data"),
    );
    for (slug, length) in
        [("cut-length-fd", [0xfd].as_slice()), ("cut-length-fe", &[0xfe, 0x00, 0x00])]
    {
        let payload = Payload::plain().bad_length_field(8, length, "cut", Labelled::new());
        cases.push(
            read(slug, "The payload ends inside of the length of payment_data.", &payload)
                .breaks(&["bolt1.tlv.length-complete"])
                .broken(Class::Truncated, &payload)
                .near("payload/final-without-payment-data"),
        );
    }
    let secret = Labelled::of("payment_secret", SECRET);
    for (slug, comment, length, note, value) in [
        (
            "cut-value-none",
            "payment_data without a byte of its 34.",
            [0x22].as_slice(),
            "34, 0 there",
            Labelled::new(),
        ),
        (
            "cut-value-one-short",
            "payment_data without its last byte.",
            &[0x22],
            "34, 33 there",
            secret.clone().part("total_msat", [0x0b]),
        ),
        (
            "cut-value-secret-only",
            "payment_data without its total, although its length counts it.",
            &[0x22],
            "34, 32 there",
            secret.clone(),
        ),
        (
            "cut-value-long",
            "A length of 2^16 bytes.",
            &[0xfe, 0x00, 0x01, 0x00, 0x00],
            "65536, 32 there",
            secret.clone(),
        ),
        (
            "cut-value-largest",
            "The largest length there is.",
            &[0xff; 9],
            "2^64-1, 32 there",
            secret,
        ),
    ] {
        let payload = Payload::plain().bad_length_field(8, length, note, value);
        // The last two are too long for payment_data as well, whatever stands behind them.
        let case = read(slug, comment, &payload)
            .breaks(&["bolt1.tlv.value-complete"])
            .near("payload/final");
        cases.push(if length.len() > 1 {
            case.breaks(&["bolt4.payload.payment-data-length"]).reject_either(&[
                Class::Truncated,
                Class::BadLength,
                Class::Limit,
            ])
        } else {
            case.broken(Class::Truncated, &payload)
        });
    }
    let odd = Payload::last_hop().bad_length_field(
        101,
        &[0x02],
        "2, 1 there",
        Labelled::of("value", [0x01]),
    );
    cases.push(
        read("cut-value-odd", "A record that would be ignored, without its last byte.", &odd)
            .breaks(&["bolt1.tlv.value-complete"])
            .broken(Class::Truncated, &odd)
            .near("payload/odd-101"),
    );
    let channel = Payload::plain().bad_length_field(
        6,
        &[0x08],
        "8, 7 there",
        Labelled::of("short_channel_id", [1; 7]),
    );
    cases.push(
        read("cut-value-channel", "short_channel_id without its last byte.", &channel)
            .intermediate()
            .breaks(&["bolt1.tlv.value-complete"])
            .broken(Class::Truncated, &channel)
            .near("payload/relay"),
    );
    cases
}

fn minimal() -> Vec<Case> {
    let rest = || {
        Labelled::of("length", [0x22])
            .part("payment_secret", SECRET)
            .part("total_msat", [0x0b, 0xb8])
    };
    let value = || Labelled::of("payment_secret", SECRET).part("total_msat", [0x0b, 0xb8]);
    let mut cases = Vec::new();
    for (width, slug) in
        [(Width::Two, "type-8-in-3"), (Width::Four, "type-8-in-5"), (Width::Eight, "type-8-in-9")]
    {
        let payload = Payload::plain().bad_type(&bigsize_in(width, 8), "not minimal", rest());
        cases.push(
            read(slug, "The type of payment_data in a longer form.", &payload)
                .breaks(&["bolt1.tlv.type-minimal"])
                .broken(Class::NotMinimal, &payload)
                .near("payload/final"),
        );
    }
    for (width, slug) in [
        (Width::Two, "length-34-in-3"),
        (Width::Four, "length-34-in-5"),
        (Width::Eight, "length-34-in-9"),
    ] {
        let payload =
            Payload::plain().bad_length_field(8, &bigsize_in(width, 34), "not minimal", value());
        cases.push(
            read(slug, "The length of payment_data in a longer form.", &payload)
                .breaks(&["bolt1.tlv.length-minimal"])
                .broken(Class::NotMinimal, &payload)
                .near("payload/final"),
        );
    }
    let odd = Payload::last_hop().bad_type(
        &bigsize_in(Width::Two, 101),
        "not minimal",
        Labelled::of("length", [0x01]).part("value", [0x01]),
    );
    cases.push(
        read(
            "type-101-in-3",
            "The type of a record that would be ignored, in a longer form.",
            &odd,
        )
        .breaks(&["bolt1.tlv.type-minimal"])
        .broken(Class::NotMinimal, &odd)
        .near("payload/odd-101"),
    );
    cases
}
