//! The AMP record of type 14, the deployed one, in a payload.

use ampwire_vectors::Class;

use super::{LND, Payload, read};
use crate::bytes::{Labelled, array};
use crate::case::Case;
use crate::cases::amp_record;
use crate::cases::samples::{CAPTURED, PREIMAGE, SECRET, SET_ID, SHARE};

const LAYOUT: &str = "amp.record.layout";
const OPTIONAL: &str = "amp.payload.payment-data-optional";

pub(super) fn cases() -> Vec<Case> {
    let cases = [valid(), wrong_value(), wrong_place()].concat();
    cases
        .into_iter()
        .map(|case| if case.from == super::BOLT { case.from(LND) } else { case })
        .collect()
}

fn with_record() -> Payload {
    Payload::last_hop().amp_type14(SHARE, SET_ID, 5)
}

/// A part of a payment to an invoice with metadata, as LND sent it. A test compares it with what was seen.
pub(super) fn sent_by_lnd() -> Case {
    let payload = Payload::new()
        .amt_to_forward(30_000_000)
        .outgoing_cltv_value(664)
        .payment_data(
            array("7ba677c78ad0ad5b3b03cc7fddeabbbbed0d44f8f39f5a316c9fa8b8de7edaa1"),
            120_000_000,
        )
        .amp_type14(
            array("3c703903fa95030f14b2184f91afa90852afcda1a99050e365c04c0c41561ac8"),
            array("7f92b23c793815d9018c59ae7116c5e636a61a00c9a6c903c113a9a16abfe31b"),
            0xe521_dfd9,
        )
        .payment_metadata(b"ampwire");
    case(
        "amp-sent-by-lnd",
        "The last hop of a part that LND sent, with the invoice's payment_metadata.",
        &payload,
    )
    .obeys(&[LAYOUT, "amp.payload.payment-data-written", "bolt4.payload.payment-metadata"])
    .captured(CAPTURED)
}

fn fields() -> Labelled {
    Labelled::of("root_share", SHARE).part("set_id", SET_ID)
}

fn valid() -> Vec<Case> {
    let everything = with_record().payment_metadata(&[0x01, 0x02, 0x03]).other(65537, &[0x09]);
    let bare = Payload::new()
        .amt_to_forward(0)
        .outgoing_cltv_value(0)
        .amp_type14([0x12; 32], [0x13; 32], 9);
    let alone = Payload::plain().amp_type14(SHARE, SET_ID, 5);
    let keysend = with_record().keysend(PREIMAGE);
    let metadata = alone.clone().payment_metadata(&[0x01, 0x02, 0x03]);
    let total = alone.clone().total_amount_msat(3000);
    let odd =
        Payload::last_hop().other(13, &[0x0d]).amp_type14(SHARE, SET_ID, 5).other(15, &[0x0f]);
    let custom = with_record().other(65537, &[0x01]).other(7_629_169, b"hello");
    let zero_set = Payload::last_hop().amp_type14(SHARE, [0; 32], 5);
    let zero_share = Payload::last_hop().amp_type14([0; 32], SET_ID, 5);
    let secret_is_share = Payload::plain().payment_data(SHARE, 3000).amp_type14(SHARE, SHARE, 5);
    let mut cases = vec![
        case("amp", "One part of an AMP payment: payment_data and the AMP record.", &with_record())
            .obeys(&[
                LAYOUT,
                "amp.record.length",
                "amp.record.final-only",
                "amp.record.type8-or-payment-data",
            ]),
        case(
            "amp-and-everything",
            "An AMP record, metadata and a custom record, byte for byte as LND writes them.",
            &everything,
        )
        .obeys(&[LAYOUT, "amp.payload.payment-data-written", "bolt4.payload.payment-metadata"])
        .from("bytes written by LND v0.21.0-beta, routing/route PackHopPayload"),
        case(
            "amp-zero-amount-and-expiry",
            "Amount and expiry of zero are there, payment_data is not.",
            &bare,
        )
        .obeys(&[LAYOUT, OPTIONAL])
        .from("LND v0.21.0-beta, htlcswitch/hop/payload_test.go"),
        case(
            "amp-without-payment-data",
            "Whether a payment without payment_data is taken is for the payee to decide.",
            &alone,
        )
        .obeys(&[OPTIONAL]),
        case(
            "amp-with-keysend",
            "keysend beside an AMP record is decoded; the payment is an AMP payment.",
            &keysend,
        )
        .obeys(&[OPTIONAL]),
        case(
            "amp-with-metadata-alone",
            "payment_metadata beside an AMP record, without payment_data.",
            &metadata,
        )
        .obeys(&[OPTIONAL]),
        case("amp-with-total-amount", "total_amount_msat beside an AMP record of type 14.", &total)
            .obeys(&[OPTIONAL]),
        case(
            "amp-between-odd-records",
            "Unknown odd records directly before and behind the AMP record.",
            &odd,
        )
        .obeys(&[LAYOUT, "bolt4.payload.unknown-odd"]),
        case("amp-with-custom-records", "Custom records behind the AMP record.", &custom)
            .obeys(&[LAYOUT, "bolt4.payload.unknown-odd"]),
        case(
            "amp-zero-set-id",
            "A set_id of zeros is decoded; the payee refuses it later.",
            &zero_set,
        )
        .obeys(&[LAYOUT]),
        case("amp-zero-share", "A share of zeros is decoded.", &zero_share).obeys(&[LAYOUT]),
        case(
            "amp-secret-share-set-id-equal",
            "Nothing forbids that secret, share and set_id are one value.",
            &secret_is_share,
        )
        .obeys(&[LAYOUT]),
    ];
    for (index, slug, comment) in [
        (0, "amp-index-no-byte", "Index 0: the record is 64 bytes."),
        (1, "amp-index-one-byte", "Index 1: the record is 65 bytes."),
        (0x100, "amp-index-two-bytes", "Index 256: the record is 66 bytes."),
        (0x1_0000, "amp-index-three-bytes", "Index 65536: the record is 67 bytes."),
        (0x100_0000, "amp-index-four-bytes", "Index 2^24: the record is 68 bytes."),
        (u32::MAX, "amp-index-largest", "The largest index: the record is 68 bytes."),
    ] {
        let payload = Payload::last_hop().amp_type14(SHARE, SET_ID, index);
        cases.push(case(slug, comment, &payload).obeys(&[
            LAYOUT,
            "amp.record.length",
            "amp.record.index-minimal",
        ]));
    }
    cases
}

/// A payload that a reader of type 14 takes.
fn case(slug: &str, comment: &str, payload: &Payload) -> Case {
    read(slug, comment, payload).decodes(payload)
}

fn wrong_value() -> Vec<Case> {
    let mut cases = Vec::new();
    for (slug, length, comment, neighbour) in [
        ("amp-0-bytes", 0, "An AMP record without a value.", "amp-index-no-byte"),
        ("amp-32-bytes", 32, "A share and nothing else.", "amp-index-no-byte"),
        ("amp-63-bytes", 63, "A set_id that lacks a byte.", "amp-index-no-byte"),
        ("amp-69-bytes", 69, "An index of five bytes.", "amp-index-largest"),
        ("amp-96-bytes", 96, "A third field of 32 bytes.", "amp-index-largest"),
    ] {
        let whole = [fields().bytes(), &[0xff; 32]].concat();
        let payload = Payload::last_hop().bad_value(
            14,
            Labelled::noted_of("amp_record", &whole[..length], "not 64 to 68 bytes"),
            0,
        );
        cases.push(
            read(slug, comment, &payload)
                .breaks(&["amp.record.length"])
                .broken(Class::BadLength, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    for (slug, index, comment, neighbour) in [
        ("amp-index-zero-byte", [0x00].as_slice(), "Index 0 as a zero byte.", "amp-index-no-byte"),
        (
            "amp-index-1-in-2",
            &[0, 1],
            "Index 1 in two bytes, as the record had it before 2021.",
            "amp-index-one-byte",
        ),
        (
            "amp-index-1-in-4",
            &[0, 0, 0, 1],
            "Index 1 in four bytes, as the other layout has it.",
            "amp-index-one-byte",
        ),
        (
            "amp-index-zero-in-4",
            &[0, 0, 0, 0],
            "Index 0 in four bytes, as the other layout has it.",
            "amp-index-no-byte",
        ),
    ] {
        let payload = Payload::last_hop().bad_value(
            14,
            fields().noted("child_index", index, "not minimal"),
            64,
        );
        cases.push(
            read(slug, comment, &payload)
                .breaks(&["amp.record.index-minimal"])
                .broken(Class::NotMinimal, &payload)
                .near(&format!("payload/{neighbour}")),
        );
    }
    let cut = Payload::last_hop().bad_length_field(14, &[0x41], "65, 64 there", fields());
    cases.push(
        read("amp-cut", "The payload ends before the last byte of the AMP record, where an index of 0 would end.", &cut)
            .breaks(&["bolt1.tlv.value-complete"])
            .broken(Class::Truncated, &cut)
            .near("payload/amp"),
    );
    cases
}

fn wrong_place() -> Vec<Case> {
    let data = || Labelled::of("payment_secret", SECRET).part("total_msat", [0x0b, 0xb8]);
    let record = || amp_record::type14(SHARE, SET_ID, 5);
    let before = Payload::plain().amp_type14(SHARE, SET_ID, 5).misplaced(8, data());
    let twice = with_record().misplaced(14, record());
    let relay = Payload::relay().amp_type14(SHARE, SET_ID, 5);
    let relay_both = Payload::relay().payment_data(SECRET, 3000).amp_type14(SHARE, SET_ID, 5);
    let channel = Payload::relay().payment_data(SECRET, 3000).amp_type14(SHARE, SET_ID, 5);
    let no_amount = Payload::new()
        .outgoing_cltv_value(800)
        .payment_data(SECRET, 3000)
        .amp_type14(SHARE, SET_ID, 5);
    let no_expiry =
        Payload::new().amt_to_forward(1000).payment_data(SECRET, 3000).amp_type14(SHARE, SET_ID, 5);
    let even = with_record().other(100, &[0x01]);
    let cases = vec![
        read("amp-before-payment-data", "The AMP record before payment_data.", &before)
            .breaks(&["bolt1.tlv.ascending"])
            .broken(Class::Order, &before)
            .near("payload/amp"),
        read("amp-twice", "Two AMP records, although equal.", &twice)
            .breaks(&["bolt1.tlv.no-duplicate"])
            .broken(Class::Duplicate, &twice)
            .near("payload/amp"),
        read("amp-at-relay", "An AMP record at an intermediate hop.", &relay)
            .intermediate()
            .breaks(&["amp.record.final-only"])
            .refused(Class::Forbidden, &relay, 14)
            .near("payload/relay"),
        read(
            "amp-and-payment-data-at-relay",
            "payment_data and an AMP record at an intermediate hop: either is too much.",
            &relay_both,
        )
        .intermediate()
        .breaks(&["amp.record.final-only", "bolt4.payload.payment-data-final-only"])
        .reject(Class::Forbidden)
        .open()
        .near("payload/relay"),
        read(
            "amp-read-at-relay",
            "The payload of a final hop at an intermediate one: no channel, and too much else.",
            &with_record(),
        )
        .intermediate()
        .breaks(&[
            "bolt4.payload.short-channel-id",
            "amp.record.final-only",
            "bolt4.payload.payment-data-final-only",
        ])
        .reject_either(&[Class::Missing, Class::Forbidden])
        .near("payload/relay"),
        read(
            "amp-with-short-channel-id",
            "A final hop with an AMP record forwards to no channel either.",
            &channel,
        )
        .breaks(&["bolt4.payload.short-channel-id-final"])
        .refused(Class::Forbidden, &channel, 6)
        .near("payload/amp"),
        read("amp-without-amount", "An AMP record does not stand for the amount.", &no_amount)
            .breaks(&["bolt4.payload.amt-to-forward"])
            .missing(2)
            .near("payload/amp"),
        read("amp-without-expiry", "An AMP record does not stand for the expiry.", &no_expiry)
            .breaks(&["bolt4.payload.outgoing-cltv-value"])
            .missing(4)
            .near("payload/amp"),
        read("amp-with-even-record", "An unknown even record behind the AMP record.", &even)
            .breaks(&["bolt4.payload.unknown-even"])
            .refused(Class::UnknownEven, &even, 100)
            .near("payload/amp"),
    ];
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lnd_sent_is_what_was_seen() {
        let seen = "020401c9c3800402029808247ba677c78ad0ad5b3b03cc7fddeabbbbed0d44f8f39f5a316c9fa8b8de7edaa107270e000e443c703903fa95030f14b2184f91afa90852afcda1a99050e365c04c0c41561ac87f92b23c793815d9018c59ae7116c5e636a61a00c9a6c903c113a9a16abfe31be521dfd91007616d7077697265";
        assert_eq!(sent_by_lnd().input["bytes"], seen);
    }
}
