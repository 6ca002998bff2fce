//! Payloads of hops inside a blinded path: by their records, nothing is decrypted.

use ampwire_vectors::Class;
use serde_json::Value;

use super::{LND, Payload, point, read};
use crate::case::Case;
use crate::cases::samples::{KEYSEND, POINT, PREIMAGE, SECRET, SET_ID, SHARE};

/// Stands for what the payee encrypted; no reader of the payload looks inside.
pub(super) const DATA: [u8; 16] = [0xaa; 16];

const ALONE: &str = "bolt4.blinded.path-key-alone";
const ABSENT: &str = "bolt4.blinded.path-key-missing";
const TWICE: &str = "bolt4.blinded.path-key-twice";
pub(super) const FINAL: &str = "bolt4.blinded.final-only";
pub(super) const RELAY: &str = "bolt4.blinded.intermediate-only";
const TOTAL: &str = "bolt4.blinded.total-amount-msat";

pub(super) fn cases() -> Vec<Case> {
    [valid(), path_key(), point::cases(), final_hop(), relay()].concat()
}

pub(super) fn final_without_total() -> Payload {
    Payload::plain().encrypted_recipient_data(&DATA).current_path_key(&POINT)
}

pub(super) fn whole_final() -> Payload {
    final_without_total().total_amount_msat(3000)
}

/// Where the path key came with the HTLC.
pub(super) fn keyless_final() -> Payload {
    Payload::plain().encrypted_recipient_data(&DATA).total_amount_msat(3000)
}

pub(super) fn whole_relay() -> Payload {
    Payload::new().encrypted_recipient_data(&DATA).current_path_key(&POINT)
}

pub(super) fn keyless_relay() -> Payload {
    Payload::new().encrypted_recipient_data(&DATA)
}

fn valid() -> Vec<Case> {
    let mut odd_point = POINT;
    odd_point[0] = 0x03;
    let empty = Payload::plain()
        .encrypted_recipient_data(&[])
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let odd = Payload::plain()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&odd_point)
        .total_amount_msat(3000);
    let zeros = Payload::new()
        .amt_to_forward(0)
        .outgoing_cltv_value(0)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(0);
    vec![
        read(
            "blinded-final",
            "The final hop of a blinded path that is also its introduction.",
            &whole_final(),
        )
        .obeys(&[FINAL, TOTAL, ABSENT, ALONE])
        .decodes(&whole_final()),
        read(
            "blinded-final-key-in-htlc",
            "The final hop of a blinded path; the path key came with the HTLC.",
            &keyless_final(),
        )
        .path_key_in_htlc()
        .obeys(&[FINAL, TOTAL, TWICE, ALONE])
        .decodes(&keyless_final()),
        read(
            "blinded-final-empty-data",
            "encrypted_recipient_data without bytes is there, though nobody can decrypt it.",
            &empty,
        )
        .obeys(&[FINAL, ABSENT])
        .decodes(&empty),
        read("blinded-final-odd-point", "A path key whose second coordinate is odd.", &odd)
            .obeys(&["bolt4.blinded.path-key-point", "bolt4.blinded.path-key-length"])
            .decodes(&odd),
        read("blinded-final-zeros", "Amount, expiry and total of zero are there.", &zeros)
            .obeys(&[FINAL, TOTAL])
            .decodes(&zeros),
        read(
            "blinded-relay",
            "The introduction of a blinded path: the encrypted data has amount and channel.",
            &whole_relay(),
        )
        .intermediate()
        .obeys(&[RELAY, ABSENT, ALONE, "bolt4.blinded.path-key-point"])
        .decodes(&whole_relay()),
        read(
            "blinded-relay-key-in-htlc",
            "A later hop of a blinded path; the path key came with the HTLC.",
            &keyless_relay(),
        )
        .intermediate()
        .path_key_in_htlc()
        .obeys(&[RELAY, TWICE, ALONE])
        .decodes(&keyless_relay()),
    ]
}

/// Where the path key has to be, and where not.
fn path_key() -> Vec<Case> {
    let alone = Payload::plain().current_path_key(&POINT);
    let relay_alone = Payload::relay().current_path_key(&POINT);
    vec![
        read(
            "blinded-final-without-key",
            "Encrypted data, and no path key anywhere.",
            &keyless_final(),
        )
        .breaks(&[ABSENT])
        .missing(12)
        .lnd_refuses(Class::Forbidden)
        .near("payload/blinded-final"),
        read(
            "blinded-relay-without-key",
            "Encrypted data, and no path key anywhere.",
            &keyless_relay(),
        )
        .intermediate()
        .breaks(&[ABSENT])
        .missing(12)
        .lnd_refuses(Class::Forbidden)
        .near("payload/blinded-relay"),
        read(
            "blinded-final-two-keys",
            "A path key in the payload and one with the HTLC.",
            &whole_final(),
        )
        .path_key_in_htlc()
        .breaks(&[TWICE])
        .refused(Class::Forbidden, &whole_final(), 12)
        .near("payload/blinded-final"),
        read(
            "blinded-relay-two-keys",
            "A path key in the payload and one with the HTLC.",
            &whole_relay(),
        )
        .intermediate()
        .path_key_in_htlc()
        .breaks(&[TWICE])
        .refused(Class::Forbidden, &whole_relay(), 12)
        .near("payload/blinded-relay"),
        read("path-key-alone", "A path key without encrypted data.", &alone)
            .breaks(&[ALONE])
            .missing(10)
            .near("payload/final-without-payment-data"),
        read(
            "path-key-alone-at-relay",
            "A path key without encrypted data, at an intermediate hop.",
            &relay_alone,
        )
        .intermediate()
        .breaks(&[ALONE])
        .missing(10)
        .near("payload/relay"),
        read(
            "path-key-in-htlc-alone",
            "A path key with the HTLC, and no encrypted data.",
            &Payload::plain(),
        )
        .path_key_in_htlc()
        .breaks(&[ALONE])
        .missing(10)
        .near("payload/final-without-payment-data"),
        read(
            "path-key-in-htlc-alone-at-relay",
            "A path key with the HTLC, and no encrypted data, at an intermediate hop.",
            &Payload::relay(),
        )
        .intermediate()
        .path_key_in_htlc()
        .breaks(&[ALONE])
        .missing(10)
        .near("payload/relay"),
        read("two-path-keys-alone", "Two path keys, and no encrypted data.", &alone)
            .path_key_in_htlc()
            .breaks(&[ALONE, TWICE])
            .reject_either(&[Class::Forbidden, Class::Missing])
            .near("payload/final-without-payment-data"),
    ]
}

fn final_hop() -> Vec<Case> {
    let no_amount = Payload::new()
        .outgoing_cltv_value(800)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let no_expiry = Payload::new()
        .amt_to_forward(1000)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let channel = Payload::relay()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let data = Payload::last_hop()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let metadata = final_without_total().payment_metadata(&[0x01]).total_amount_msat(3000);
    let amp = final_without_total().amp_type14(SHARE, SET_ID, 5).total_amount_msat(3000);
    let amp_and_data = Payload::plain()
        .payment_data(SECRET, 3000)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .amp_type14(SHARE, SET_ID, 5)
        .total_amount_msat(3000);
    let type8 = Payload::plain()
        .amp_type8(SHARE, SET_ID, 5)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let forbidden = |slug: &str, comment: &str, payload: &Payload, tlv_type: u64| {
        read(slug, comment, payload)
            .breaks(&[FINAL])
            .refused(Class::Forbidden, payload, tlv_type)
            .near("payload/blinded-final")
    };
    let custom_even = whole_final().other(65536, &[0x01]);
    let even = whole_final().other(100, &[0x01]);
    let key_in_htlc = Payload::plain()
        .encrypted_recipient_data(&DATA)
        .total_amount_msat(3000)
        .other(65537, &[0x01]);
    vec![
        read(
            "blinded-final-without-amount",
            "The final hop of a blinded path has amt_to_forward.",
            &no_amount,
        )
        .breaks(&["bolt4.payload.amt-to-forward"])
        .missing(2)
        .near("payload/blinded-final"),
        read(
            "blinded-final-without-expiry",
            "The final hop of a blinded path has outgoing_cltv_value.",
            &no_expiry,
        )
        .breaks(&["bolt4.payload.outgoing-cltv-value"])
        .missing(4)
        .near("payload/blinded-final"),
        read(
            "blinded-final-without-total",
            "The final hop of a blinded path has total_amount_msat.",
            &final_without_total(),
        )
        .breaks(&[TOTAL])
        .missing(18)
        .lnd_gives(Value::Object(final_without_total().expected()))
        .near("payload/blinded-final"),
        read(
            "blinded-final-without-total-key-in-htlc",
            "The same, where the path key came with the HTLC.",
            &Payload::plain().encrypted_recipient_data(&DATA),
        )
        .path_key_in_htlc()
        .breaks(&[TOTAL])
        .missing(18)
        .lnd_gives(Value::Object(Payload::plain().encrypted_recipient_data(&DATA).expected()))
        .near("payload/blinded-final-key-in-htlc"),
        forbidden(
            "blinded-final-with-short-channel-id",
            "short_channel_id at the final hop of a blinded path.",
            &channel,
            6,
        )
        .breaks(&["bolt4.payload.short-channel-id-final"]),
        forbidden(
            "blinded-final-with-payment-data",
            "payment_data at the final hop of a blinded path.",
            &data,
            8,
        ),
        forbidden(
            "blinded-final-with-metadata",
            "payment_metadata at the final hop of a blinded path.",
            &metadata,
            16,
        ),
        forbidden(
            "blinded-final-with-odd-record",
            "In a blinded path even odd records are too much.",
            &whole_final().other(101, &[0x01]),
            101,
        ),
        forbidden(
            "blinded-final-with-odd-record-first",
            "An odd record before all others.",
            &Payload::new()
                .other(1, &[])
                .amt_to_forward(1000)
                .outgoing_cltv_value(800)
                .encrypted_recipient_data(&DATA)
                .current_path_key(&POINT)
                .total_amount_msat(3000),
            1,
        ),
        forbidden(
            "blinded-final-with-custom-record",
            "A custom record at the final hop of a blinded path.",
            &whole_final().other(65537, &[0x01]),
            65537,
        ),
        read(
            "blinded-final-with-custom-record-key-in-htlc",
            "The same, where the path key came with the HTLC.",
            &key_in_htlc,
        )
        .path_key_in_htlc()
        .breaks(&[FINAL])
        .refused(Class::Forbidden, &key_in_htlc, 65537)
        .near("payload/blinded-final-key-in-htlc"),
        read(
            "blinded-final-with-keysend",
            "keysend at the final hop of a blinded path.",
            &whole_final().keysend(PREIMAGE),
        )
        .breaks(&[FINAL])
        .reject_either(&[Class::Forbidden, Class::UnknownEven])
        .near("payload/blinded-final"),
        read(
            "blinded-final-with-custom-even-record",
            "An even custom record: too much here, and to some unknown anywhere.",
            &custom_even,
        )
        .breaks(&[FINAL])
        .reject_either(&[Class::Forbidden, Class::UnknownEven])
        .near("payload/blinded-final"),
        read(
            "blinded-final-with-even-record",
            "An unknown even record is refused for either reason.",
            &even,
        )
        .breaks(&[FINAL, "bolt4.payload.unknown-even"])
        .reject_either(&[Class::UnknownEven, Class::Forbidden])
        .near("payload/blinded-final"),
        forbidden(
            "blinded-final-with-amp",
            "An AMP record at the final hop of a blinded path.",
            &amp,
            14,
        )
        .layouts(&["type14"])
        .from(LND),
        read(
            "blinded-final-with-amp-and-payment-data",
            "Two records too many: LND names either, from run to run.",
            &amp_and_data,
        )
        .layouts(&["type14"])
        .breaks(&[FINAL])
        .reject(Class::Forbidden)
        .open()
        .near("payload/blinded-final")
        .from(LND),
        forbidden(
            "blinded-final-with-type8-amp",
            "An AMP record of type 8 at the final hop of a blinded path.",
            &type8,
            8,
        )
        .layouts(&["type8"]),
    ]
}

fn relay() -> Vec<Case> {
    let with = |build: fn(Payload) -> Payload| {
        build(Payload::new()).encrypted_recipient_data(&DATA).current_path_key(&POINT)
    };
    let amount = with(|payload| payload.amt_to_forward(1000));
    let expiry = with(|payload| payload.outgoing_cltv_value(800));
    let both = with(|payload| payload.amt_to_forward(1000).outgoing_cltv_value(800));
    let channel = with(|payload| payload.short_channel_id(1));
    let data = with(|payload| payload.payment_data(SECRET, 3000));
    let metadata = whole_relay().payment_metadata(&[0x01]);
    let total = whole_relay().total_amount_msat(3000);
    let odd = whole_relay().other(101, &[0x01]);
    let custom = whole_relay().other(65537, &[0x01]);
    let amp = whole_relay().amp_type14(SHARE, SET_ID, 5);
    let even = whole_relay().other(100, &[0x01]);
    let keysend = whole_relay().other(KEYSEND, &PREIMAGE);
    let key_in_htlc = keyless_relay().other(101, &[0x01]);
    let forbidden = |slug: &str, comment: &str, payload: &Payload, tlv_type: u64| {
        read(&format!("blinded-relay-with-{slug}"), comment, payload)
            .breaks(&[RELAY])
            .refused(Class::Forbidden, payload, tlv_type)
            .near("payload/blinded-relay")
    };
    let mut cases = vec![
        forbidden("amount", "amt_to_forward is inside of the encrypted data.", &amount, 2),
        forbidden("expiry", "outgoing_cltv_value is inside of the encrypted data.", &expiry, 4),
        forbidden("amount-and-expiry", "Two records too many.", &both, 2).open(),
        forbidden("short-channel-id", "The channel is inside of the encrypted data.", &channel, 6),
        forbidden("payment-data", "payment_data is for final hops.", &data, 8)
            .breaks(&["bolt4.payload.payment-data-final-only"]),
        forbidden("metadata", "payment_metadata inside of a blinded path.", &metadata, 16),
        forbidden("total-amount", "total_amount_msat is for the final hop.", &total, 18),
        forbidden("odd-record", "In a blinded path even odd records are too much.", &odd, 101),
        forbidden("custom-record", "A custom record inside of a blinded path.", &custom, 65537),
        read("blinded-relay-with-keysend", "keysend inside of a blinded path.", &keysend)
            .breaks(&[RELAY])
            .reject_either(&[Class::Forbidden, Class::UnknownEven])
            .near("payload/blinded-relay"),
        read(
            "blinded-relay-with-even-record",
            "An unknown even record is refused for either reason.",
            &even,
        )
        .breaks(&[RELAY, "bolt4.payload.unknown-even"])
        .reject_either(&[Class::UnknownEven, Class::Forbidden])
        .near("payload/blinded-relay"),
        forbidden("amp", "An AMP record inside of a blinded path.", &amp, 14)
            .breaks(&["amp.record.final-only"])
            .from(LND),
    ];
    cases.push(
        read(
            "blinded-relay-with-odd-record-key-in-htlc",
            "The same, where the path key came with the HTLC.",
            &key_in_htlc,
        )
        .path_key_in_htlc()
        .breaks(&[RELAY])
        .refused(Class::Forbidden, &key_in_htlc, 101)
        .near("payload/blinded-relay-key-in-htlc"),
    );
    cases.into_iter().map(Case::intermediate).collect()
}
