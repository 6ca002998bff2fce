//! The values of the records of an ordinary payload: each length around its bounds, each integer around its widths.

use ampwire_vectors::{Class, Level};

use super::{Payload, read};
use crate::bytes::Labelled;
use crate::case::Case;
use crate::cases::samples::{SECRET, counting};

pub(super) fn cases() -> Vec<Case> {
    [amount(), expiry(), channel(), payment_data(), metadata(), total_amount()].concat()
}

fn number(name: &str, bytes: &[u8], note: &str) -> Labelled {
    Labelled::noted_of(name, bytes, note)
}

fn amount() -> Vec<Case> {
    let build = |msat| {
        Payload::new().amt_to_forward(msat).outgoing_cltv_value(800).payment_data(SECRET, 3000)
    };
    let broken = |bytes: &[u8], note| {
        Payload::new()
            .bad_value(2, number("amt_to_forward", bytes, note), 0)
            .outgoing_cltv_value(800)
            .payment_data(SECRET, 3000)
    };
    let mut cases: Vec<Case> = [
        (0, "amt_to_forward of 0 has no byte, and is there."),
        (1, "The smallest amount of one byte."),
        (255, "The largest amount of one byte."),
        (256, "The smallest amount of two bytes."),
        (4_294_967_296, "The smallest amount that 32 bits can't hold."),
        (72_057_594_037_927_936, "The smallest amount of eight bytes."),
    ]
    .into_iter()
    .map(|(msat, comment)| {
        let payload = build(msat);
        read(&format!("amount-{msat}"), comment, &payload)
            .obeys(&["bolt4.payload.amt-to-forward", "bolt1.tu.minimal", "bolt1.tu.length"])
            .decodes(&payload)
    })
    .collect();
    for (slug, bytes, comment, neighbour) in [
        ("amount-zero-byte", [0x00].as_slice(), "An amount of 0 as a zero byte.", "amount-0"),
        ("amount-1-in-2", &[0, 1], "An amount of 1 in two bytes.", "amount-1"),
        (
            "amount-1000-in-8",
            &[0, 0, 0, 0, 0, 0, 0x03, 0xe8],
            "An amount of 1000 in eight bytes, as a fixed integer.",
            "final",
        ),
    ] {
        let payload = broken(bytes, "not minimal");
        cases.push(
            read(slug, comment, &payload)
                .breaks(&["bolt1.tu.minimal"])
                .broken(Class::NotMinimal, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    let payload = broken(&[1, 0, 0, 0, 0, 0, 0, 0, 0], "too long");
    cases.push(
        read("amount-9-bytes", "An amount of nine bytes.", &payload)
            .breaks(&["bolt1.tu.length"])
            .broken(Class::BadLength, &payload)
            .near("payload/amount-72057594037927936"),
    );
    cases
}

fn expiry() -> Vec<Case> {
    let build = |blocks| {
        Payload::new().amt_to_forward(1000).outgoing_cltv_value(blocks).payment_data(SECRET, 3000)
    };
    let broken = |bytes: &[u8], note| {
        Payload::new()
            .amt_to_forward(1000)
            .bad_value(4, number("outgoing_cltv_value", bytes, note), 0)
            .payment_data(SECRET, 3000)
    };
    let mut cases: Vec<Case> = [
        (0, "outgoing_cltv_value of 0 has no byte, and is there."),
        (1, "The smallest expiry of one byte."),
        (65536, "The smallest expiry of three bytes."),
        (500_000_000, "Above this, a lock time is a time for Bitcoin; a reader of the payload does not judge it."),
        (2_147_483_648, "A signed reader takes this expiry for negative."),
        (u32::MAX, "The largest expiry."),
    ]
    .into_iter()
    .map(|(blocks, comment)| {
        let payload = build(blocks);
        read(&format!("expiry-{blocks}"), comment, &payload)
            .obeys(&["bolt4.payload.outgoing-cltv-value", "bolt1.tu.minimal", "bolt1.tu.length"])
            .decodes(&payload)
    })
    .collect();
    for (slug, bytes, comment, neighbour) in [
        ("expiry-zero-byte", [0x00].as_slice(), "An expiry of 0 as a zero byte.", "expiry-0"),
        ("expiry-1-in-2", &[0, 1], "An expiry of 1 in two bytes.", "expiry-1"),
        (
            "expiry-800-in-4",
            &[0, 0, 0x03, 0x20],
            "An expiry of 800 in four bytes, as a fixed integer.",
            "final",
        ),
    ] {
        let payload = broken(bytes, "not minimal");
        cases.push(
            read(slug, comment, &payload)
                .breaks(&["bolt1.tu.minimal"])
                .broken(Class::NotMinimal, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    let payload = broken(&[1, 0, 0, 0, 0], "too long");
    cases.push(
        read("expiry-5-bytes", "An expiry of five bytes; the amount could have as many.", &payload)
            .breaks(&["bolt1.tu.length"])
            .broken(Class::BadLength, &payload)
            .near("payload/expiry-4294967295"),
    );
    cases
}

fn channel() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        (0, "A short_channel_id of zeros is eight bytes: it is not truncated."),
        (1, "Leading zero bytes belong to it."),
        (u64::MAX, "The largest short_channel_id; a signed reader says -1."),
    ]
    .into_iter()
    .map(|(id, comment)| {
        let payload = Payload::plain().short_channel_id(id);
        let slug = if id == u64::MAX {
            "relay-channel-largest".to_owned()
        } else {
            format!("relay-channel-{id}")
        };
        read(&slug, comment, &payload)
            .intermediate()
            .obeys(&["bolt4.payload.short-channel-id", "bolt4.payload.short-channel-id-length"])
            .decodes(&payload)
    })
    .collect();
    for (length, comment) in [
        (0, "A short_channel_id without bytes."),
        (1, "short_channel_id is not truncated: 1 takes eight bytes, not one."),
        (7, "A short_channel_id of seven bytes."),
        (9, "A short_channel_id of nine bytes."),
    ] {
        let payload = Payload::plain().bad_value(
            6,
            Labelled::noted_of("short_channel_id", vec![0x01; length], "not 8 bytes"),
            0,
        );
        cases.push(
            read(&format!("relay-channel-{length}-bytes"), comment, &payload)
                .intermediate()
                .breaks(&["bolt4.payload.short-channel-id-length"])
                .broken(Class::BadLength, &payload)
                .near("payload/relay"),
        );
    }
    cases
}

fn payment_data() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        (0, "A total of 0 has no byte: payment_data is 32 bytes."),
        (1, "A total of one byte; that it is below amt_to_forward is for the payee to judge."),
        (255, "The largest total of one byte."),
        (256, "The smallest total of two bytes."),
        (72_057_594_037_927_936, "The smallest total of eight bytes: payment_data is 40 bytes."),
    ]
    .into_iter()
    .map(|(total, comment)| {
        let payload = Payload::plain().payment_data(SECRET, total);
        read(&format!("total-{total}"), comment, &payload)
            .obeys(&[
                "bolt4.payload.payment-data-length",
                "bolt4.payload.payment-data-total-minimal",
            ])
            .decodes(&payload)
    })
    .collect();
    for (slug, secret, comment) in [
        ("secret-zero", [0; 32], "A payment_secret of zeros is decoded."),
        ("secret-byte-order", counting(0), "A payment_secret is kept byte for byte."),
    ] {
        let payload = Payload::plain().payment_data(secret, 3000);
        cases.push(
            read(slug, comment, &payload)
                .obeys(&["bolt4.payload.payment-data-length"])
                .decodes(&payload),
        );
    }
    for (length, comment, neighbour) in [
        (0, "A payment_data without bytes.", "total-0"),
        (31, "A payment_secret that lacks a byte.", "total-0"),
        (41, "A total of nine bytes.", "total-72057594037927936"),
        (64, "Two times 32 bytes are no payment_data.", "total-72057594037927936"),
        (65, "A total of 33 bytes.", "total-72057594037927936"),
    ] {
        let value = Labelled::noted_of("payment_data", vec![0x11; length], "not 32 to 40 bytes");
        let payload = Payload::plain().bad_value(8, value, 0);
        cases.push(
            read(&format!("payment-data-{length}-bytes"), comment, &payload)
                .breaks(&["bolt4.payload.payment-data-length"])
                .broken(Class::BadLength, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    for (slug, total, comment, neighbour) in [
        ("total-zero-byte", [0x00].as_slice(), "A total of 0 as a zero byte.", "total-0"),
        ("total-1-in-2", &[0, 1], "A total of 1 in two bytes.", "total-1"),
        (
            "total-3000-in-8",
            &[0, 0, 0, 0, 0, 0, 0x0b, 0xb8],
            "A total of 3000 in eight bytes, as a fixed integer.",
            "final",
        ),
    ] {
        let value =
            Labelled::of("payment_secret", SECRET).noted("total_msat", total, "not minimal");
        let payload = Payload::plain().bad_value(8, value, 32);
        cases.push(
            read(slug, comment, &payload)
                .breaks(&["bolt4.payload.payment-data-total-minimal"])
                .broken(Class::NotMinimal, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    cases
}

fn metadata() -> Vec<Case> {
    let long: Vec<u8> = (0..=u8::MAX).cycle().take(600).collect();
    [
        (
            "metadata-empty",
            [].as_slice(),
            "An empty payment_metadata is there: it is not the same as none.",
        ),
        ("metadata-zero-byte", &[0x00], "One zero byte is one byte."),
        (
            "metadata-leading-zeros",
            &[0x00, 0x00, 0x01],
            "Bytes are not a number: leading zeros stay.",
        ),
        (
            "metadata-like-records",
            &[0x02, 0x01, 0x07, 0xfd],
            "Bytes that look like records, the last one cut, are bytes.",
        ),
        (
            "metadata-600-bytes",
            &long,
            "Nothing limits payment_metadata but the onion; its length takes three bytes here.",
        ),
    ]
    .into_iter()
    .map(|(slug, bytes, comment)| {
        let payload = Payload::last_hop().payment_metadata(bytes);
        read(slug, comment, &payload).obeys(&["bolt4.payload.payment-metadata"]).decodes(&payload)
    })
    .collect()
}

fn total_amount() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        (0, "total_amount_msat of 0 has no byte, and is there."),
        (3000, "total_amount_msat is for blinded paths; nothing says that others refuse it."),
        (72_057_594_037_927_936, "The smallest total of eight bytes."),
    ]
    .into_iter()
    .map(|(msat, comment)| {
        let payload = Payload::last_hop().total_amount_msat(msat);
        read(&format!("total-amount-{msat}"), comment, &payload)
            .level(Level::Should)
            .obeys(&["bolt4.payload.total-amount-msat"])
            .decodes(&payload)
    })
    .collect();
    for (slug, bytes, comment, neighbour) in [
        (
            "total-amount-zero-byte",
            [0x00].as_slice(),
            "A total of 0 as a zero byte.",
            "total-amount-0",
        ),
        (
            "total-amount-3000-in-8",
            &[0, 0, 0, 0, 0, 0, 0x0b, 0xb8],
            "A total of 3000 in eight bytes, as a fixed integer.",
            "total-amount-3000",
        ),
    ] {
        let payload =
            Payload::last_hop().bad_value(18, number("total_amount_msat", bytes, "not minimal"), 0);
        cases.push(
            read(slug, comment, &payload)
                .breaks(&["bolt4.payload.total-amount-msat", "bolt1.tu.minimal"])
                .broken(Class::NotMinimal, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    let value = number("total_amount_msat", &[1, 0, 0, 0, 0, 0, 0, 0, 0], "too long");
    let payload = Payload::last_hop().bad_value(18, value, 0);
    cases.push(
        read("total-amount-9-bytes", "A total of nine bytes.", &payload)
            .breaks(&["bolt4.payload.total-amount-msat", "bolt1.tu.length"])
            .broken(Class::BadLength, &payload)
            .near("payload/total-amount-72057594037927936"),
    );
    cases
}
