//! Payloads of hops inside a blinded path, where the path key came with the HTLC: what may not be there, and what has to.
//! The same with the key in the payload is in `blinded`.

use ampwire_vectors::Class;

use super::blinded::{DATA, FINAL, RELAY, keyless_final, keyless_relay};
use super::{LND, Payload, read};
use crate::case::Case;
use crate::cases::samples::{POINT, SECRET, SET_ID, SHARE};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = [final_hop(), relay()].concat();
    // The one record of its kind that `blinded` lacks.
    let type8 = Payload::new()
        .amp_type8(SHARE, SET_ID, 5)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT);
    cases.push(
        read(
            "blinded-relay-with-type8-amp",
            "An AMP record of type 8 inside of a blinded path.",
            &type8,
        )
        .intermediate()
        .layouts(&["type8"])
        .breaks(&[RELAY, "amp.record.final-only"])
        .refused(Class::Forbidden, &type8, 8)
        .near("payload/blinded-relay"),
    );
    cases
}

fn final_hop() -> Vec<Case> {
    let with = |build: fn(Payload) -> Payload| {
        build(Payload::plain()).encrypted_recipient_data(&DATA).total_amount_msat(3000)
    };
    let no_amount = Payload::new()
        .outgoing_cltv_value(800)
        .encrypted_recipient_data(&DATA)
        .total_amount_msat(3000);
    let no_expiry =
        Payload::new().amt_to_forward(1000).encrypted_recipient_data(&DATA).total_amount_msat(3000);
    let channel = with(|payload| payload.short_channel_id(1));
    let data = with(|payload| payload.payment_data(SECRET, 3000));
    let type8 = with(|payload| payload.amp_type8(SHARE, SET_ID, 5));
    let metadata = Payload::plain()
        .encrypted_recipient_data(&DATA)
        .payment_metadata(&[0x01])
        .total_amount_msat(3000);
    let amp = Payload::plain()
        .encrypted_recipient_data(&DATA)
        .amp_type14(SHARE, SET_ID, 5)
        .total_amount_msat(3000);
    let odd = keyless_final().other(101, &[0x01]);
    let even = keyless_final().other(100, &[0x01]);
    let case = |slug: &str, comment: &str, payload: &Payload| {
        read(&format!("blinded-final-{slug}-key-in-htlc"), comment, payload)
            .path_key_in_htlc()
            .near("payload/blinded-final-key-in-htlc")
    };
    let forbidden = |slug: &str, comment: &str, payload: &Payload, tlv_type: u64| {
        case(&format!("with-{slug}"), comment, payload).breaks(&[FINAL]).refused(
            Class::Forbidden,
            payload,
            tlv_type,
        )
    };
    vec![
        case("without-amount", "No amt_to_forward; the path key came with the HTLC.", &no_amount)
            .breaks(&["bolt4.payload.amt-to-forward"])
            .missing(2),
        case(
            "without-expiry",
            "No outgoing_cltv_value; the path key came with the HTLC.",
            &no_expiry,
        )
        .breaks(&["bolt4.payload.outgoing-cltv-value"])
        .missing(4),
        forbidden("short-channel-id", "A final hop forwards to no channel.", &channel, 6)
            .breaks(&["bolt4.payload.short-channel-id-final"]),
        forbidden("payment-data", "payment_data inside of a blinded path.", &data, 8),
        forbidden("metadata", "payment_metadata inside of a blinded path.", &metadata, 16),
        forbidden("odd-record", "In a blinded path even odd records are too much.", &odd, 101),
        case("with-even-record", "An unknown even record is refused for either reason.", &even)
            .breaks(&[FINAL, "bolt4.payload.unknown-even"])
            .reject_either(&[Class::UnknownEven, Class::Forbidden]),
        forbidden("amp", "An AMP record inside of a blinded path.", &amp, 14).from(LND),
        forbidden("type8-amp", "An AMP record of type 8 inside of a blinded path.", &type8, 8)
            .layouts(&["type8"]),
    ]
}

fn relay() -> Vec<Case> {
    let with =
        |build: fn(Payload) -> Payload| build(Payload::new()).encrypted_recipient_data(&DATA);
    let amount = with(|payload| payload.amt_to_forward(1000));
    let expiry = with(|payload| payload.outgoing_cltv_value(800));
    let channel = with(|payload| payload.short_channel_id(1));
    let data = with(|payload| payload.payment_data(SECRET, 3000));
    let type8 = with(|payload| payload.amp_type8(SHARE, SET_ID, 5));
    let metadata = keyless_relay().payment_metadata(&[0x01]);
    let total = keyless_relay().total_amount_msat(3000);
    let custom = keyless_relay().other(65537, &[0x01]);
    let amp = keyless_relay().amp_type14(SHARE, SET_ID, 5);
    let even = keyless_relay().other(100, &[0x01]);
    let case = |slug: &str, comment: &str, payload: &Payload| {
        read(&format!("blinded-relay-with-{slug}-key-in-htlc"), comment, payload)
            .intermediate()
            .path_key_in_htlc()
            .near("payload/blinded-relay-key-in-htlc")
    };
    let forbidden = |slug: &str, comment: &str, payload: &Payload, tlv_type: u64| {
        case(slug, comment, payload).breaks(&[RELAY]).refused(Class::Forbidden, payload, tlv_type)
    };
    let too_early = ["amp.record.final-only"];
    vec![
        forbidden("amount", "amt_to_forward is inside of the encrypted data.", &amount, 2),
        forbidden("expiry", "outgoing_cltv_value is inside of the encrypted data.", &expiry, 4),
        forbidden("short-channel-id", "The channel is inside of the encrypted data.", &channel, 6),
        forbidden("payment-data", "payment_data is for final hops.", &data, 8)
            .breaks(&["bolt4.payload.payment-data-final-only"]),
        forbidden("metadata", "payment_metadata inside of a blinded path.", &metadata, 16),
        forbidden("total-amount", "total_amount_msat is for the final hop.", &total, 18),
        forbidden("custom-record", "A custom record inside of a blinded path.", &custom, 65537),
        case("even-record", "An unknown even record is refused for either reason.", &even)
            .breaks(&[RELAY, "bolt4.payload.unknown-even"])
            .reject_either(&[Class::UnknownEven, Class::Forbidden]),
        forbidden("amp", "An AMP record inside of a blinded path.", &amp, 14)
            .breaks(&too_early)
            .from(LND),
        forbidden("type8-amp", "An AMP record of type 8 inside of a blinded path.", &type8, 8)
            .breaks(&too_early)
            .layouts(&["type8"]),
    ]
}
