//! Hop payloads by LDK's one public way in: an HTLC with an onion, given to `peel_payment_onion`.
//!
//! All here that is not LDK's is transport. The onion carries the payload's bytes as they are, with two exceptions in blinded
//! payloads that [`replaceable`] explains. The HTLC's own fields are chosen so that LDK's checks of the HTLC have nothing to
//! say, and what LDK refuses is the payload.

use std::borrow::Cow;

use bitcoin::hashes::{Hash as _, sha256};
use bitcoin::secp256k1::PublicKey;

use super::lightning::ln::channelmanager::{PendingHTLCInfo, PendingHTLCRouting};
use super::lightning::ln::msgs::{FinalOnionHopData, OnionPacket};
use super::lightning::ln::onion_payment::{InboundHTLCErr, peel_payment_onion};
use super::lightning::ln::onion_utils::LocalHTLCFailureReason as Reason;
use super::node::{BLINDED_CLTV_EXPIRY_DELTA, LastMessage, Node, Way};
use super::records::{self, Place};
use super::{bigsize, differences};
use crate::answer::Failure;
use crate::payload::{Payload, Role};

const OUTGOING_CLTV_VALUE: u64 = 4;
const ENCRYPTED_RECIPIENT_DATA: u64 = 10;
const CURRENT_PATH_KEY: u64 = 12;
const KEYSEND_PREIMAGE: u64 = 5_482_373_484;

/// How far in the future LDK lets an HTLC expire that it forwards.
const FURTHEST_EXPIRY: u32 = 2016;

/// What comes after the hop in question: an amount and an expiry of 1.
const NEXT_FRAME: [u8; 7] = [6, 2, 1, 1, 4, 1, 1];

/// The fields of the HTLC, and the block height at which it comes.
#[derive(Debug)]
pub(crate) struct Transport {
    pub(crate) amount_msat: u64,
    pub(crate) cltv_expiry: u32,
    pub(crate) payment_hash: [u8; 32],
    pub(crate) path_key: Option<PublicKey>,
    height: u32,
}

/// What LDK makes of a hop payload.
pub(super) fn decode(
    node: &Node,
    stream: &[u8],
    role: Role,
    path_key_in_htlc: bool,
) -> Result<Payload, Failure> {
    let way = node.way(role);
    let places = records::places(stream);
    let sent = replaceable(stream, &places, way, path_key_in_htlc);
    let mut frame = bigsize::write(u64::try_from(sent.len()).unwrap_or(u64::MAX));
    frame.extend_from_slice(&sent);
    decode_frame(node, &frame, role, &Transport::new(stream, &places, role, way, path_key_in_htlc))
}

/// Sends a payload with its length in front.
fn decode_frame(
    node: &Node,
    frame: &[u8],
    role: Role,
    transport: &Transport,
) -> Result<Payload, Failure> {
    let way = node.way(role);
    let route = if transport.path_key.is_some() { &way.blinded } else { &way.plain };
    let frames: &[&[u8]] = match role {
        Role::Final => &[frame],
        Role::Intermediate => &[frame, &NEXT_FRAME],
    };
    let packet = route
        .wrap(frames, &transport.payment_hash)
        .map_err(|_| Failure::not_representable("limit", "the payload is too long for an onion"))?;
    let packet = OnionPacket {
        version: 0,
        public_key: Ok(packet.public_key),
        hop_data: packet.hop_payloads,
        hmac: packet.hmac,
    };
    peel(node, packet, transport).map(from_info).map_err(Refused::into_failure)
}

/// LDK's error, and what LDK logged with it.
struct Refused {
    error: InboundHTLCErr,
    log: String,
}

fn peel(
    node: &Node,
    packet: OnionPacket,
    transport: &Transport,
) -> Result<PendingHTLCInfo, Refused> {
    let message = differences::update_add_htlc(transport, packet);
    let log = LastMessage::default();
    peel_payment_onion(&message, &node.keys, &log, &node.context, transport.height, false)
        .map_err(|error| Refused { error, log: log.into_text() })
}

/// The stream with the two values that can't be sent as they are.
///
/// `encrypted_recipient_data` is opaque to whoever writes a request, and LDK decrypts it: anything but what was encrypted for
/// this node with this path key would be refused whatever the rest of the payload says. So the value is replaced by what LDK
/// encrypted for itself, and `current_path_key` by the key that goes with it, where it is a point at all: otherwise LDK gets
/// to see what stands there. Nothing is replaced where there is no path key: LDK does not decrypt then.
fn replaceable<'a>(
    stream: &'a [u8],
    places: &[Place],
    way: &Way,
    path_key_in_htlc: bool,
) -> Cow<'a, [u8]> {
    let has = |kind| records::value(stream, places, kind).is_some();
    if !has(ENCRYPTED_RECIPIENT_DATA) || !(has(CURRENT_PATH_KEY) || path_key_in_htlc) {
        return Cow::Borrowed(stream);
    }
    Cow::Owned(records::replace(stream, places, |kind, value| match kind {
        ENCRYPTED_RECIPIENT_DATA => Some(way.encrypted_recipient_data.clone()),
        CURRENT_PATH_KEY => {
            PublicKey::from_slice(value).ok().map(|_| way.path_key.serialize().to_vec())
        }
        _ => None,
    }))
}

impl Transport {
    fn new(stream: &[u8], places: &[Place], role: Role, way: &Way, path_key_in_htlc: bool) -> Self {
        // LDK hashes a keysend preimage and compares it with the HTLC's hash.
        let preimage = records::value(stream, places, KEYSEND_PREIMAGE);
        let payment_hash = sha256::Hash::hash(preimage.unwrap_or_default()).to_byte_array();
        let path_key = path_key_in_htlc.then_some(way.path_key);
        let (height, cltv_expiry) = match role {
            // A final hop refuses an HTLC that brings less, or expires earlier, than the payload says. None can.
            Role::Final => (0, u32::MAX),
            Role::Intermediate => {
                forwarding_height(records::value(stream, places, OUTGOING_CLTV_VALUE))
            }
        };
        let amount_msat = u64::MAX;
        Self { amount_msat, cltv_expiry, payment_hash, path_key, height }
    }
}

/// A block height, and an expiry of the HTLC, at which LDK forwards it with an expiry of `outgoing_cltv_value`. For the values
/// below 4 and the highest 48 there are none: LDK refuses them at any height and with any HTLC.
fn forwarding_height(outgoing_cltv_value: Option<&[u8]>) -> (u32, u32) {
    let delta = u32::from(BLINDED_CLTV_EXPIRY_DELTA);
    // Where it is not there, the hop may be blinded, and what is sent on expires as many blocks earlier as the hop asks for.
    let value = outgoing_cltv_value
        .filter(|value| value.len() <= 4)
        .map_or(1000, |value| value.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)));
    let height = value.saturating_sub(4).min(u32::MAX - FURTHEST_EXPIRY);
    (height, value.saturating_add(delta))
}

fn from_info(info: PendingHTLCInfo) -> Payload {
    let unblinded = Payload {
        amt_to_forward: Some(info.outgoing_amt_msat),
        outgoing_cltv_value: Some(info.outgoing_cltv_value),
        ..Payload::default()
    };
    let data = |data: FinalOnionHopData| (data.payment_secret.0, data.total_msat);
    match info.routing {
        // Of a blinded hop, amount, expiry and channel come out of the encrypted data. To a trampoline LDK forwards for the sake of
        // a record that the payload object has no member for.
        PendingHTLCRouting::Forward { blinded: Some(_), .. }
        | PendingHTLCRouting::TrampolineForward { .. } => Payload::default(),
        PendingHTLCRouting::Forward { short_channel_id, .. } => {
            Payload { short_channel_id: Some(short_channel_id), ..unblinded }
        }
        PendingHTLCRouting::Receive {
            payment_data,
            payment_metadata,
            custom_tlvs,
            payment_context,
            ..
        } => {
            let read = Payload { payment_metadata, custom: custom_tlvs, ..unblinded };
            with_total(read, Some(data(payment_data)), payment_context.is_some())
        }
        PendingHTLCRouting::ReceiveKeysend {
            payment_data,
            payment_preimage,
            payment_metadata,
            custom_tlvs,
            payment_context,
            ..
        } => {
            let read = Payload {
                payment_metadata,
                custom: custom_tlvs,
                keysend_preimage: Some(payment_preimage.0),
                ..unblinded
            };
            with_total(read, payment_data.map(data), payment_context.is_some())
        }
    }
}

/// LDK has the total in one place. In a blinded payment it is that of type 18, beside the encrypted data's payment secret.
fn with_total(read: Payload, payment_data: Option<([u8; 32], u64)>, blinded: bool) -> Payload {
    if blinded {
        Payload { total_amount_msat: payment_data.map(|(_, total)| total), ..read }
    } else {
        Payload { payment_data, ..read }
    }
}

impl Refused {
    fn into_failure(self) -> Failure {
        let Self { error, log } = self;
        // What LDK logs, if it does, says more than its error.
        let message =
            format!("{:?}: {}", error.reason, if log.is_empty() { error.msg } else { &log });
        match error.reason {
            Reason::InvalidOnionPayload | Reason::InvalidOnionBlinding => {
                Failure::unclassed(message)
            }
            Reason::PaymentSecretRequired => Failure::refused("missing", message),
            Reason::InvalidOnionVersion | Reason::InvalidOnionHMAC | Reason::InvalidOnionKey => {
                Failure::lacking(format!("LDK did not take the adapter's onion: {message}"))
            }
            _ => Failure::unclassed(format!(
                "the payload is read, and no HTLC for it is taken: {message}"
            )),
        }
    }
}

#[cfg(test)]
mod tests;
