use super::errors::{self, points_inside};
use super::failure::answers;
use super::layouts::{ALL, compared, every_hop};
use super::naive::payload::{Hop, acceptable, presence, walk};
use super::naive::{Fault, Record};
use super::scalars::encoded;
use super::secrecy::debug_hides;
use super::stream::cuts;
use crate::arbitrary::Wire;
use crate::onion::payload::CustomRecord;
use crate::onion::{
    HopPayload, Layouts, OnionError, Payload, PayloadBuilder, PayloadRules, PayloadView, Role,
    frame as write_frame, types,
};
use crate::rule::Class;
use crate::tlv::TlvStream;
use crate::wire::Encode;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use bytes::Bytes;

/// The rules for a hop, as the library takes them.
pub(super) fn rules(hop: Hop) -> PayloadRules {
    let rules = PayloadRules::new(hop.role, hop.layouts).path_key_in_htlc(hop.path_key_in_htlc);
    if hop.refuse_custom_even { rules.refuse_custom_even() } else { rules }
}

/// Any bytes as the payload of every hop there is: both roles, all layouts, with and without a path
/// key in the HTLC, custom even records refused or not.
pub fn hop_payload(data: &[u8]) {
    let expected = ALL.map(|layouts| (layouts, walk(data, layouts)));
    let mut answers: Vec<(Hop, Result<Payload, OnionError>)> = Vec::new();
    for hop in every_hop() {
        let (_, expected) = expected.iter().find(|(layouts, _)| *layouts == hop.layouts).unwrap();
        let answer = one_hop(data, hop, expected.as_deref());
        // What is taken by several hops is the same for all of them, so one look at it is enough.
        if answer.is_ok() && answers.iter().all(|(_, answer)| answer.is_err()) {
            accepted(data, hop);
        }
        answers.push((hop, answer));
    }
    compared(&answers);
}

/// A payload with faults put in, as bytes alone and behind its length.
pub fn hop_payload_wire(wire: &Wire) {
    super::tlv_stream(&wire.0);
    hop_payload(&wire.0);
}

fn one_hop(
    data: &[u8],
    hop: Hop,
    expected: Result<&[Record], &Fault>,
) -> Result<Payload, OnionError> {
    let result = PayloadView::parse(data, rules(hop));
    let taken = expected.is_ok_and(|records| acceptable(records, hop));
    assert_eq!(result.is_ok(), taken, "{hop:?}: {result:?}; the second reader: {expected:?}");
    match result {
        Ok(view) => {
            assert_eq!(expected.ok().and_then(|records| presence(records, hop)), None, "{hop:?}");
            assert_eq!(view.role(), hop.role);
            Ok(view.to_payload())
        }
        Err(error) => {
            errors::named(error.rule(), &error);
            match expected {
                Err(fault) => errors::onion(error, fault),
                Ok(records) => {
                    of_presence(data, error);
                    let found = (error.rule().class().as_str(), error.record());
                    let first = presence(records, hop).map(|(class, record)| (class, Some(record)));
                    assert_eq!(Some(found), first, "{hop:?}: another rule comes first: {error}");
                }
            }
            answers(&error);
            if let Some(offset) = error.offset() {
                points_inside(error.rule().class(), offset, data);
            }
            Err(error)
        }
    }
}

/// A record that lacks has no place; one that should not be there has the place where it stands.
fn of_presence(data: &[u8], error: OnionError) {
    let stream = TlvStream::parse(data).unwrap();
    let record = stream.get(error.record().expect("a presence rule is about a record"));
    match error.rule().class() {
        Class::Missing => assert!(record.is_none() && error.offset().is_none(), "{error}"),
        Class::Forbidden | Class::Conflict | Class::UnknownEven => {
            assert_eq!(record.map(|record| record.offset()), error.offset(), "{error}");
            assert!(record.is_some(), "{error}");
        }
        class => panic!("the bytes are right, and yet {class}: {error}"),
    }
}

fn accepted(data: &[u8], hop: Hop) {
    let view = &PayloadView::parse(data, rules(hop)).unwrap();
    assert_eq!(view.stream().as_bytes(), data);
    accessors(view);
    hidden_in_view(view);

    let payload = view.to_payload();
    assert_eq!(payload.to_vec(), data, "accepted, but written otherwise");
    encoded(&payload);
    hidden_in_value(&payload);

    // Sharing the buffer, from the buffer itself and from a copy that is not it.
    let source = Bytes::copy_from_slice(data);
    let inside = PayloadView::parse(&source, rules(hop)).unwrap().to_payload_in(&source);
    assert_eq!(inside, payload);
    assert_eq!(inside.to_vec(), data);
    shares(&inside, &source);
    assert_eq!(view.to_payload_in(&source), payload);

    #[cfg(feature = "secp256k1")]
    if let Err(error) = view.check_points() {
        errors::named(error.rule(), &error);
        let record = view.stream().get(types::CURRENT_PATH_KEY).unwrap();
        assert_eq!(error.offset(), Some(record.value_offset()));
    }
    every_prefix(data, hop);
}

/// Each accessor says what the record of its type says, and every record has a place.
fn accessors(view: &PayloadView<'_>) {
    let value = |record_type| view.stream().get(record_type).map(|record| record.value());
    let integer = |record_type| {
        value(record_type).map(|bytes| u64::try_from(super::naive::number(bytes)).unwrap())
    };
    assert_eq!(view.amt_to_forward(), integer(2));
    assert_eq!(view.outgoing_cltv_value().map(u64::from), integer(4));
    assert_eq!(view.short_channel_id(), integer(6));
    assert_eq!(view.encrypted_recipient_data(), value(10));
    assert_eq!(view.is_blinded(), value(10).is_some());
    assert_eq!(
        view.current_path_key().map(|key| key.as_bytes().to_vec()),
        value(12).map(<[u8]>::to_vec)
    );
    assert_eq!(view.payment_metadata(), value(16));
    assert_eq!(view.total_amount_msat(), integer(18));
    let keysend = view.keysend_preimage().map(|preimage| preimage.reveal().to_vec());
    assert_eq!(keysend, value(types::KEYSEND_PREIMAGE).map(<[u8]>::to_vec));

    let payment_data = view.payment_data().map(|data| data.to_vec());
    let amp_record = view.amp_record().map(|record| (record.layout.record_type(), record.to_vec()));
    let in_8 = payment_data
        .or_else(|| amp_record.clone().and_then(|(at, bytes)| (at == 8).then_some(bytes)));
    assert_eq!(in_8, value(8).map(<[u8]>::to_vec));
    let in_14 = amp_record.and_then(|(at, bytes)| (at == 14).then_some(bytes));
    assert_eq!(in_14, value(14).map(<[u8]>::to_vec));

    let others = view.stream().iter().filter(|record| !types::is_known(record.record_type()));
    assert!(view.other_records().eq(others), "other records");
}

/// Where the payload is cut, it is a payload that lacks something, or it is truncated.
fn every_prefix(data: &[u8], hop: Hop) {
    for end in cuts(data.len()) {
        let Err(error) = PayloadView::parse(&data[..end], rules(hop)) else { continue };
        match error.rule().class() {
            Class::Missing => assert_eq!(error.offset(), None),
            Class::Truncated => {
                assert!(error.offset().is_some_and(|offset| offset < end), "cut at {end}: {error}");
            }
            class => panic!("cut at {end}, and {class}: {error}"),
        }
    }
}

/// Every variable part lies in the buffer: nothing was copied.
fn shares(payload: &Payload, source: &Bytes) {
    let range = source.as_ptr_range();
    let others = payload.other_records().iter().map(CustomRecord::value);
    let parts = payload.encrypted_recipient_data().into_iter().chain(payload.payment_metadata());
    for part in parts.chain(others).filter(|part| !part.is_empty()) {
        assert!(range.contains(&part.as_ptr()), "copied instead of shared");
    }
}

fn hidden_in_view(view: &PayloadView<'_>) {
    let payload = view.to_payload();
    debug_hides(view, &secrets(&payload), &shown(&payload));
    debug_hides(&view.stream(), &secrets(&payload), &[]);
}

fn hidden_in_value(payload: &Payload) {
    debug_hides(payload, &secrets(payload), &shown(payload));
}

/// What must not show: secrets, and data of which nobody knows whether it is one.
fn secrets(payload: &Payload) -> Vec<&[u8]> {
    let mut secrets: Vec<&[u8]> = Vec::new();
    secrets.extend(payload.payment_data().map(|data| &data.payment_secret.reveal()[..]));
    secrets.extend(payload.amp_record().map(|record| &record.root_share.reveal()[..]));
    secrets.extend(payload.keysend_preimage().map(|preimage| &preimage.reveal()[..]));
    secrets.extend(payload.encrypted_recipient_data().map(|data| &data[..]));
    secrets.extend(payload.payment_metadata().map(|data| &data[..]));
    secrets.extend(payload.other_records().iter().map(|record| &record.value()[..]));
    secrets
}

/// What may show.
fn shown(payload: &Payload) -> Vec<String> {
    let set_id = payload.amp_record().map(|record| format!("{}", record.set_id));
    let path_key = payload.current_path_key().map(|key| format!("{key}"));
    set_id.into_iter().chain(path_key).collect()
}

/// A payload that a builder made: a hop of its kind reads it back, bare and behind its length.
pub fn payload_value(payload: &Payload) {
    encoded(payload);
    hidden_in_value(payload);
    let bytes = payload.to_vec();
    let hop = hop_of(payload);
    let view = PayloadView::parse(&bytes, rules(hop)).unwrap_or_else(|error| {
        panic!("built, but {hop:?} refuses it: {error}");
    });
    assert_eq!(&view.to_payload(), payload, "written, but read otherwise");
    let mut framed = Vec::new();
    write_frame(payload, &mut framed).unwrap();
    assert_eq!(HopPayload::parse(&framed).unwrap().payload(), bytes);
    assert_eq!(&PayloadView::parse_framed(&framed, rules(hop)).unwrap().to_payload(), payload);
    assert_eq!(rebuilt(payload).build().as_ref(), Ok(payload), "built again from its parts");
    hop_payload(&bytes);
}

/// The hop that a built payload is for.
fn hop_of(payload: &Payload) -> Hop {
    let blinded = payload.encrypted_recipient_data().is_some();
    let intermediate = payload.short_channel_id().is_some() || payload.amt_to_forward().is_none();
    Hop {
        role: if intermediate { Role::Intermediate } else { Role::Final },
        layouts: Layouts::BOTH,
        path_key_in_htlc: blinded && payload.current_path_key().is_none(),
        refuse_custom_even: false,
    }
}

/// A builder with all parts of a payload, given in another order than they are written in.
fn rebuilt(payload: &Payload) -> PayloadBuilder {
    let mut builder = PayloadBuilder::new();
    for record in payload.other_records().iter().rev() {
        builder = builder.other_record(record.record_type(), record.value().clone());
    }
    if let Some(preimage) = payload.keysend_preimage() {
        builder = builder.keysend_preimage(*preimage);
    }
    if let Some(msat) = payload.total_amount_msat() {
        builder = builder.total_amount_msat(msat);
    }
    if let Some(metadata) = payload.payment_metadata() {
        builder = builder.payment_metadata(metadata.clone());
    }
    if let Some(record) = payload.amp_record() {
        builder = builder.amp_record(*record);
    }
    if let Some(key) = payload.current_path_key() {
        builder = builder.current_path_key(*key);
    }
    if let Some(data) = payload.encrypted_recipient_data() {
        builder = builder.encrypted_recipient_data(data.clone());
    }
    if let Some(data) = payload.payment_data() {
        builder = builder.payment_data(*data);
    }
    if let Some(id) = payload.short_channel_id() {
        builder = builder.short_channel_id(id);
    }
    if let Some(height) = payload.outgoing_cltv_value() {
        builder = builder.outgoing_cltv_value(height);
    }
    if let Some(msat) = payload.amt_to_forward() {
        builder = builder.amt_to_forward(msat);
    }
    builder
}
