//! What is wrong with the payload, and which custom records are understood.

use serde_json::json;

use super::part::{Part, Payment, Records, keysend};
use super::scene::{OTHER_SECRET, Scene, failed, held, settled};
use crate::bytes::{bigsize, hex};
use crate::cases::payload::Payload;
use crate::cases::samples::{SECRET, SET_ID, SHARE};

const CUSTOM: &str = "amp.payee.custom-even";
const SETTLE_ALL: &str = "amp.payee.settle-all";

pub(super) fn scenes() -> Vec<Scene> {
    [unreadable(), custom(), blinded()].concat()
}

fn pair() -> [Part; 2] {
    Payment::new("a").parts([400, 600])
}

/// The failure of a record of this type, at this offset of the stream.
fn invalid(tlv_type: u64, offset: u64) -> Vec<u8> {
    let offset = u16::try_from(offset).expect("short payloads");
    [bigsize(tlv_type), offset.to_be_bytes().to_vec()].concat()
}

/// A payload of the usual amount and expiry, with the place where something is appended.
fn start() -> (Payload, u64) {
    let payload = Payload::new().amt_to_forward(400).outgoing_cltv_value(super::part::EXPIRY);
    let length = payload.bytes().len();
    (payload, length)
}

fn unreadable() -> Vec<Scene> {
    let [a, b] = pair();
    let stream =
        |payload: &Payload| a.changed(|part| part.stream = Some(hex(payload.bytes().bytes())));
    let fails = |scene: Scene, part: &Part, tlv_type, offset| {
        let data = invalid(tlv_type, offset);
        scene
            .htlc(0, &b)
            .then([held(&b)])
            .htlc(1, part)
            .then([failed(part, "invalid_onion_payload", &data)])
            .htlc(2, &a.named("a3"))
            .then([settled(&a.named("a3")), settled(&b)])
    };
    let (begin, here) = start();
    let data = begin.clone().payment_data(SECRET, 1000);
    let behind_data = data.bytes().len();
    let relay = begin.clone().short_channel_id(1).payment_data(SECRET, 1000);
    let unknown = data.clone().amp_type14(SHARE, SET_ID, 0).other(20, &[1]);
    let unknown_at = unknown.bytes().len() - 3;
    let mut cut = data.clone().amp_type14(SHARE, SET_ID, 0).bytes().bytes().to_vec();
    cut.pop();
    let cut = a.changed(|part| part.stream = Some(hex(&cut)));
    let short = data.clone().other(14, &[SHARE, SET_ID].concat()[..63]);
    let padded = data.clone().other(14, &[&SHARE[..], &SET_ID, &[0]].concat());
    let no_amount =
        Payload::new().outgoing_cltv_value(super::part::EXPIRY).payment_data(SECRET, 1000);
    let empty = a.changed(|part| part.stream = Some(String::new()));
    vec![
        fails(Scene::must("payload-unknown-even", "A part has a record of the unknown even type 20: it fails, with type and offset, and its set goes on without it.").breaks(&["bolt4.payload.unknown-even"]), &stream(&unknown), 20, unknown_at),
        fails(Scene::should("payload-for-a-router", "A part says where to forward it to: it is for somebody else.").breaks(&["bolt4.payload.short-channel-id-final"]), &stream(&relay), 6, here),
        fails(Scene::should("payload-short-amp-record", "The AMP record has 63 bytes.").breaks(&["amp.record.length"]), &stream(&short), 14, behind_data + 2),
        fails(Scene::should("payload-padded-index", "The AMP record's index 0 is written as a zero byte.").breaks(&["amp.record.index-minimal"]), &stream(&padded), 14, behind_data + 2 + 64),
        fails(Scene::may("payload-cut", "The last byte of the payload lacks: its AMP record promises more than is there.").breaks(&["bolt1.tlv.value-complete"]), &cut, 14, behind_data + 1),
        fails(Scene::may("payload-without-amount", "A part lacks amt_to_forward: the failure names type 2, and the offset 0, since it is nowhere.").breaks(&["bolt4.payload.amt-to-forward"]), &stream(&no_amount), 2, 0),
        fails(Scene::may("payload-empty", "A part has no payload at all.").breaks(&["bolt4.payload.amt-to-forward"]), &empty, 2, 0),
        Scene::must("payee-without-amp", "A payee that accepts no layout of the AMP record gets a part by AMP: type 14 is unknown and even.")
            .breaks(&["amp.record.type14-not-accepted"])
            .config("layouts", json!([]))
            .htlc(0, &a)
            .then([failed(&a, "invalid_onion_payload", &invalid(14, behind_data))]),
        fails(Scene::should("payload-type8-not-accepted", "An AMP record in type 8 for a payee that accepts type 14 alone: a payment_data of a wrong length.").breaks(&["amp.record.type8-not-accepted"]), &stream(&begin.amp_type8(SHARE, SET_ID, 0)), 8, here + 2),
    ]
}

fn custom() -> Vec<Scene> {
    let [a, b] = pair();
    let even = a.with(65_536, &[1]);
    let odd = a.with(65_537, &[1]);
    let several = a.with(65_538, &[1]).with(65_540, &[2]);
    let largest = a.with(u64::MAX - 1, &[1]);
    let length = |part: &Part| u64::try_from(part.payload().len() / 2).expect("short payloads");
    let at = length(&a);
    // Type, length, value: five, one and one byte.
    let second = at + 7;
    let completes = |scene: Scene, part: &Part| {
        scene.htlc(0, part).then([held(part)]).htlc(1, &b).then([settled(part), settled(&b)])
    };
    let fails = |scene: Scene, part: &Part, tlv_type, offset| {
        let failure = failed(part, "invalid_onion_payload", &invalid(tlv_type, offset));
        scene.breaks(&[CUSTOM]).htlc(0, part).then([failure])
    };
    let tip = keysend("k1", 700, [0x77; 32]);
    let podcast = tip.with(7_629_169, &[1]);
    vec![
        fails(Scene::must("custom-even", "A part has a record of the even type 65536, of which the payee was told nothing: it is marked as to be understood."), &even, 65_536, at),
        fails(Scene::must("custom-even-largest", "A part has a record of the largest even type."), &largest, u64::MAX - 1, at),
        completes(
            Scene::should("custom-even-known", "A part has a record of the even type 65536, which the payee knows.")
                .obeys(&[CUSTOM, SETTLE_ALL])
                .config("known_custom_types", json!(["65536"])),
            &even,
        ),
        completes(Scene::must("custom-odd", "A part has a record of the odd type 65537, which the payee does not know: it is taken.").obeys(&["bolt4.payload.unknown-odd", CUSTOM]), &odd),
        fails(Scene::may("custom-even-lowest", "A part has two unknown even records from 65536 up: the failure names the lower one."), &several, 65_538, at),
        fails(Scene::may("custom-even-second", "A part has two even records from 65536 up, and the payee knows the first: the failure names the second.").config("known_custom_types", json!(["65538"])), &several, 65_540, second),
        completes(
            Scene::should("custom-even-both-known", "A part has two even records from 65536 up, and the payee knows both.")
                .obeys(&[CUSTOM])
                .config("known_custom_types", json!(["65538", "65540"])),
            &several,
        ),
        Scene::should("keysend-with-odd-record", "A keysend HTLC with a record of an unknown odd type, as podcasts have it.")
            .obeys(&["amp.payee.keysend", CUSTOM])
            .spontaneous()
            .htlc(0, &podcast)
            .then([settled(&podcast)]),
        Scene::should("keysend-record-is-known", "The keysend record has an even type, and every payee knows it.")
            .obeys(&["amp.payee.keysend", CUSTOM])
            .spontaneous()
            .config("known_custom_types", json!([]))
            .htlc(0, &tip)
            .then([settled(&tip)]),
        Scene::may("custom-even-before-unknown-secret", "A part for no invoice has an unknown even record: the record is looked at first.")
            .breaks(&[CUSTOM, "amp.payee.invoice"])
            .htlc(0, &stranger().with(65_536, &[1]))
            .then([failed(&stranger(), "invalid_onion_payload", &invalid(65_536, at))]),
        Scene::may("amount-before-unknown-secret", "A part for no invoice was underpaid: its amount is looked at first.")
            .breaks(&["amp.payee.htlc-amount", "amp.payee.invoice"])
            .htlc(0, &stranger().carrying(399))
            .then([failed(&stranger(), "final_incorrect_htlc_amount", &399_u64.to_be_bytes())]),
    ]
}

fn stranger() -> Part {
    let [part] = Payment::new("a").to(OTHER_SECRET).parts([400]);
    part
}

fn blinded() -> Vec<Scene> {
    let [a, _] = pair();
    let hidden = a.changed(|part| {
        part.records = Records {
            amt_to_forward: 400,
            outgoing_cltv_value: super::part::EXPIRY,
            encrypted_recipient_data: Some(vec![1, 2, 3]),
            total_amount_msat: Some(1000),
            ..Records::default()
        };
    });
    let with_amp = a.changed(|part| part.records.encrypted_recipient_data = Some(vec![1, 2, 3]));
    let (begin, _) = start();
    let data_at = begin.bytes().len();
    vec![
        Scene::may("payload-blinded", "A payload of a blinded path, which has no AMP record: it fails as one, with a hash of zeros, since nobody says what the onion was.")
            .breaks(&["amp.payee.invoice"])
            .htlc(0, &hidden)
            .then([failed(&hidden, "invalid_onion_blinding", &[0; 32])]),
        Scene::may("payload-blinded-with-amp", "A payload of a blinded path with payment_data and an AMP record does not read: the first record that may not be there is named.")
            .breaks(&["bolt4.blinded.final-only"])
            .htlc(0, &with_amp)
            .then([failed(&with_amp, "invalid_onion_payload", &invalid(8, data_at))]),
    ]
}
