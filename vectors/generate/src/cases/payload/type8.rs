//! The AMP record of type 8, in the place of `payment_data`, and both layouts together.

use ampwire_vectors::Class;

use super::{Payload, read};
use crate::bytes::Labelled;
use crate::case::Case;
use crate::cases::amp_record;
use crate::cases::samples::{PREIMAGE, SECRET, SET_ID, SHARE};

const TUTORIAL: &str = "the tutorial's account of AMP";
const EITHER: &str = "amp.record.type8-or-payment-data";
const TOTAL: &str = "amp.payload.type8-total";

pub(super) fn cases() -> Vec<Case> {
    let cases = [valid(), wrong(), not_accepted(), both()].concat();
    cases.into_iter().map(|case| case.from(TUTORIAL)).collect()
}

fn without_total() -> Payload {
    Payload::plain().amp_type8(SHARE, SET_ID, 5)
}

fn with_record() -> Payload {
    without_total().total_amount_msat(3000)
}

fn valid() -> Vec<Case> {
    let index = |index| Payload::plain().amp_type8(SHARE, SET_ID, index).total_amount_msat(3000);
    let metadata = without_total().payment_metadata(&[0x01, 0x02, 0x03]).total_amount_msat(3000);
    let keysend = with_record().keysend(PREIMAGE);
    let smallest = Payload::plain().payment_data(SECRET, 0);
    let largest = Payload::plain().payment_data(SECRET, 72_057_594_037_927_936);
    [
        (
            "type8-amp",
            "An AMP record of type 8, with the total that it needs.",
            with_record(),
            ["amp.record.type8-layout", "amp.record.type8-length", EITHER, TOTAL].as_slice(),
        ),
        (
            "type8-index-0",
            "Index 0 is four zero bytes.",
            index(0),
            &["amp.record.type8-layout", "amp.record.type8-length"],
        ),
        (
            "type8-index-largest",
            "The largest index.",
            index(u32::MAX),
            &["amp.record.type8-layout", "amp.record.type8-length"],
        ),
        (
            "type8-with-metadata",
            "payment_metadata rides along.",
            metadata,
            &["amp.record.type8-layout", TOTAL],
        ),
        (
            "type8-with-keysend",
            "keysend beside an AMP record of type 8 is decoded.",
            keysend,
            &["amp.record.type8-layout", TOTAL],
        ),
        (
            "type8-payment-data",
            "34 bytes in type 8 stay payment_data.",
            Payload::last_hop(),
            &[EITHER],
        ),
        ("type8-payment-data-32", "The shortest payment_data.", smallest, &[EITHER]),
        ("type8-payment-data-40", "The longest payment_data.", largest, &[EITHER]),
    ]
    .into_iter()
    .map(|(slug, comment, payload, rules)| {
        read(slug, comment, &payload).layouts(&["type8"]).obeys(rules).decodes(&payload)
    })
    .collect()
}

fn wrong() -> Vec<Case> {
    let mut cases = Vec::new();
    let whole = [amp_record::type8(SHARE, SET_ID, 5).bytes(), &[0xff; 4]].concat();
    for (length, comment, neighbour) in [
        (0, "Neither an AMP record nor payment_data.", "type8-payment-data-32"),
        (31, "One byte short of payment_data.", "type8-payment-data-32"),
        (41, "One byte longer than payment_data can be.", "type8-payment-data-40"),
        (64, "The two fields without an index: the other layout writes index 0 so.", "type8-amp"),
        (65, "An index of one byte: the other layout writes it so.", "type8-amp"),
        (67, "One byte short of an AMP record.", "type8-amp"),
        (69, "One byte longer than an AMP record.", "type8-amp"),
        (72, "An index of eight bytes.", "type8-amp"),
    ] {
        let value = Labelled::noted_of("value", &whole[..length], "neither 68 nor 32 to 40 bytes");
        let payload = Payload::plain().bad_value(8, value, 0).total_amount_msat(3000);
        cases.push(
            read(&format!("type8-{length}-bytes"), comment, &payload)
                .breaks(&[EITHER, "amp.record.type8-length"])
                .broken(Class::BadLength, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    let relay = Payload::relay().amp_type8(SHARE, SET_ID, 5).total_amount_msat(3000);
    let twice =
        without_total().misplaced(8, amp_record::type8(SHARE, SET_ID, 5)).total_amount_msat(3000);
    let twice_otherwise = Payload::last_hop()
        .misplaced(8, amp_record::type8(SHARE, SET_ID, 5))
        .total_amount_msat(3000);
    cases.extend([
        read(
            "type8-without-total",
            "Without a total the payee can't know when the set is complete.",
            &without_total(),
        )
        .breaks(&[TOTAL])
        .missing(18)
        .near("payload/type8-amp"),
        read("type8-at-relay", "An AMP record of type 8 at an intermediate hop.", &relay)
            .intermediate()
            .breaks(&["amp.record.final-only"])
            .refused(Class::Forbidden, &relay, 8)
            .near("payload/type8-relay"),
        read("type8-twice", "Two AMP records of type 8.", &twice)
            .breaks(&["bolt1.tlv.no-duplicate"])
            .broken(Class::Duplicate, &twice)
            .near("payload/type8-amp"),
        read(
            "type8-behind-payment-data",
            "payment_data and an AMP record are one type: they can't stand together.",
            &twice_otherwise,
        )
        .breaks(&["bolt1.tlv.no-duplicate"])
        .broken(Class::Duplicate, &twice_otherwise)
        .near("payload/type8-amp"),
    ]);
    let relay = Payload::relay().total_amount_msat(3000);
    cases.push(
        read(
            "type8-relay",
            "An intermediate hop without an AMP record, read by a reader that knows type 8.",
            &relay,
        )
        .intermediate()
        .obeys(&["amp.record.final-only"])
        .level(ampwire_vectors::Level::May)
        .decodes(&relay),
    );
    cases.into_iter().map(|case| case.layouts(&["type8"])).collect()
}

fn not_accepted() -> Vec<Case> {
    let at_value = |payload: &Payload| payload.start_of(8) + 2;
    let refused = |case: Case, payload: &Payload| {
        case.breaks(&["amp.record.type8-not-accepted", "bolt4.payload.payment-data-length"])
            .reject(Class::BadLength)
            .at(at_value(payload))
            .of_type(8)
    };
    let type14 = Payload::plain().amp_type14(SHARE, SET_ID, 5).total_amount_msat(3000);
    let with_both = without_total().amp_type14(SHARE, SET_ID, 5).total_amount_msat(3000);
    vec![
        refused(
            read(
                "type8-to-type14",
                "A reader of type 14 alone takes 68 bytes in type 8 for a wrong payment_data.",
                &with_record(),
            ),
            &with_record(),
        )
        .near("payload/amp-with-total-amount"),
        refused(
            read(
                "both-to-type14",
                "Both records, and a reader that accepts type 14 alone.",
                &with_both,
            ),
            &with_both,
        )
        .near("payload/amp-with-total-amount"),
        read(
            "type14-to-type8",
            "A reader of type 8 alone takes type 14 for an unknown even record.",
            &type14,
        )
        .layouts(&["type8"])
        .breaks(&["amp.record.type14-not-accepted", "bolt4.payload.unknown-even"])
        .refused(Class::UnknownEven, &type14, 14)
        .near("payload/type8-payment-data"),
        read("both-to-type8", "Both records, and a reader that accepts type 8 alone.", &with_both)
            .layouts(&["type8"])
            .breaks(&["amp.record.type14-not-accepted", "bolt4.payload.unknown-even"])
            .refused(Class::UnknownEven, &with_both, 14)
            .near("payload/type8-amp"),
    ]
}

fn both() -> Vec<Case> {
    let type14 = Payload::last_hop().amp_type14(SHARE, SET_ID, 5);
    let relay = Payload::relay();
    let conflict = without_total().amp_type14(SHARE, SET_ID, 5).total_amount_msat(3000);
    let other_set = without_total().amp_type14(SHARE, [0x55; 32], 6).total_amount_msat(3000);
    let no_total = without_total().amp_type14(SHARE, SET_ID, 5);
    let even =
        without_total().amp_type14(SHARE, SET_ID, 5).total_amount_msat(3000).other(100, &[0x01]);
    let cases = vec![
        read("both-type8", "A reader of both layouts takes the record of type 8.", &with_record())
            .obeys(&["amp.record.conflict", EITHER, TOTAL])
            .decodes(&with_record()),
        read(
            "both-type14",
            "A reader of both layouts takes the record of type 14, beside payment_data.",
            &type14,
        )
        .obeys(&["amp.record.conflict", EITHER])
        .decodes(&type14),
        read(
            "both-neither",
            "A reader of both layouts takes a payload without an AMP record.",
            &Payload::last_hop(),
        )
        .obeys(&["amp.record.conflict", EITHER])
        .decodes(&Payload::last_hop()),
        read(
            "both-relay",
            "A reader of both layouts takes an intermediate hop without an AMP record.",
            &relay,
        )
        .intermediate()
        .obeys(&["amp.record.conflict", "amp.record.final-only"])
        .level(ampwire_vectors::Level::May)
        .decodes(&relay),
        read("conflict", "An AMP record in each layout, although they say the same.", &conflict)
            .breaks(&["amp.record.conflict"])
            .refused(Class::Conflict, &conflict, 14)
            .near("payload/both-type8"),
        read("conflict-other-set", "An AMP record in each layout, of two sets.", &other_set)
            .breaks(&["amp.record.conflict"])
            .refused(Class::Conflict, &other_set, 14)
            .near("payload/both-type8"),
        read(
            "conflict-without-total",
            "Two AMP records, and no total for the one of type 8.",
            &no_total,
        )
        .breaks(&["amp.record.conflict", TOTAL])
        .reject_either(&[Class::Conflict, Class::Missing])
        .near("payload/both-type8"),
        read("conflict-and-even-record", "Two AMP records, and an unknown even one.", &even)
            .breaks(&["amp.record.conflict", "bolt4.payload.unknown-even"])
            .reject_either(&[Class::Conflict, Class::UnknownEven])
            .near("payload/both-type8"),
    ];
    cases.into_iter().map(|case| case.layouts(&["type8", "type14"])).collect()
}
