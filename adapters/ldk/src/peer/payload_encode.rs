//! The operation `payload.encode`: LDK builds a payment's onion to this node, and the payload is taken out of it.
//!
//! LDK's types say what a sender can ask for: a route, what the recipient is to get, and the tail of a blinded path. What can't
//! be said in them, LDK can't be made to write, and the message tells.

use std::iter::once;

use bitcoin::secp256k1::PublicKey;

use super::lightning::blinded_path::BlindedHop;
use super::lightning::ln::msgs::OnionPacket;
use super::lightning::routing::router::{BlindedTail, Path, RouteHop};
use super::lightning::sign::{NodeSigner as _, Recipient as Key};
use super::lightning::types::features::{ChannelFeatures, NodeFeatures};
use super::lightning::util::errors::APIError;
use super::node::Node;
use super::{bigsize, differences};
use crate::answer::{Failure, Members, one};
use crate::arguments::Arguments;
use crate::payload::hex;
use crate::sphinx::{Packet, Peeled};

/// Of what LDK writes into an onion, the payment hash is the associated data. No payload has it.
const PAYMENT_HASH: [u8; 32] = [5; 32];

/// What a sender tells LDK of the recipient. The names are the payload object's, where it has them.
#[derive(Debug, Default)]
pub(crate) struct Recipient {
    pub(crate) payment_secret: Option<[u8; 32]>,
    pub(crate) total_msat: u64,
    pub(crate) payment_metadata: Option<Vec<u8>>,
    pub(crate) keysend_preimage: Option<[u8; 32]>,
    pub(crate) custom: Vec<(u64, Vec<u8>)>,
}

/// The payload object.
struct Object {
    amt_to_forward: Option<u64>,
    outgoing_cltv_value: Option<u32>,
    short_channel_id: Option<u64>,
    payment_data: Option<([u8; 32], u64)>,
    encrypted_recipient_data: Option<Vec<u8>>,
    current_path_key: Option<PublicKey>,
    payment_metadata: Option<Vec<u8>>,
    total_amount_msat: Option<u64>,
    keysend_preimage: Option<[u8; 32]>,
    other: Vec<(u64, Vec<u8>)>,
}

/// What LDK is asked for.
struct Question {
    path: Path,
    recipient: Recipient,
    outgoing_cltv_value: u32,
    /// How many hops stand before the one whose payload it is. This node is each of them.
    before: usize,
}

pub(super) fn encode(node: &Node, arguments: Arguments) -> Result<Members, Failure> {
    let question = Object::take(arguments)?.into_question(node)?;
    let onion = differences::payment_onion(
        &node.context,
        &node.session,
        &question.path,
        question.recipient,
        question.outgoing_cltv_value,
        PAYMENT_HASH,
    )
    .map_err(|error| Failure::unclassed(format!("{error:?}")))?;
    Ok(one("bytes", hex(&payload(node, &onion, question.before)?)))
}

/// What LDK's error says where it has no words for it.
pub(crate) fn refused_custom_records() -> APIError {
    APIError::APIMisuseError { err: "the custom records are refused".to_owned() }
}

impl Object {
    fn take(mut arguments: Arguments) -> Result<Self, Failure> {
        if arguments.has("amp_record") {
            return Err(Failure::lacking("LDK does not implement AMP"));
        }
        let object = Self {
            amt_to_forward: arguments.optional("amt_to_forward", Arguments::integer)?,
            outgoing_cltv_value: arguments
                .optional("outgoing_cltv_value", Arguments::integer_32)?,
            short_channel_id: arguments.optional("short_channel_id", Arguments::integer)?,
            payment_data: arguments.optional("payment_data", payment_data)?,
            encrypted_recipient_data: arguments
                .optional("encrypted_recipient_data", Arguments::bytes)?,
            current_path_key: arguments.optional("current_path_key", Arguments::point)?,
            payment_metadata: arguments.optional("payment_metadata", Arguments::bytes)?,
            total_amount_msat: arguments.optional("total_amount_msat", Arguments::integer)?,
            keysend_preimage: arguments.optional("keysend_preimage", Arguments::bytes_32)?,
            other: arguments.optional("other", other)?.unwrap_or_default(),
        };
        arguments.finish()?;
        Ok(object)
    }

    /// Outside of a blinded path `short_channel_id` makes an intermediate hop; inside of one, any of the three records of a
    /// final hop does not.
    fn into_question(mut self, node: &Node) -> Result<Question, Failure> {
        if let Some(data) = self.encrypted_recipient_data.take() {
            let last = [
                self.amt_to_forward,
                self.outgoing_cltv_value.map(u64::from),
                self.total_amount_msat,
            ];
            if last.iter().all(Option::is_none) {
                self.blinded_forward(node, data)
            } else {
                self.blinded_last(node, data)
            }
        } else if self.current_path_key.is_some() {
            Err(Failure::not_representable("missing", "a path key without encrypted data"))
        } else if self.total_amount_msat.is_some() {
            Err(Failure::not_representable(
                "forbidden",
                "total_amount_msat outside of a blinded path",
            ))
        } else if let Some(channel) = self.short_channel_id.take() {
            self.forward(node, channel)
        } else {
            self.last(node)
        }
    }

    fn last(self, node: &Node) -> Result<Question, Failure> {
        let (amount, outgoing_cltv_value) =
            (needed(self.amt_to_forward)?, needed(self.outgoing_cltv_value)?);
        let path = Path { hops: vec![hop(node.id, 0, amount)], blinded_tail: None };
        Ok(Question { path, recipient: self.recipient(amount), outgoing_cltv_value, before: 0 })
    }

    fn forward(self, node: &Node, channel: u64) -> Result<Question, Failure> {
        let (amount, outgoing_cltv_value) =
            (needed(self.amt_to_forward)?, needed(self.outgoing_cltv_value)?);
        self.only_forwards()?;
        let path = Path {
            hops: vec![hop(node.id, 0, 0), hop(node.other, channel, amount)],
            blinded_tail: None,
        };
        let recipient = Recipient { total_msat: amount, ..Recipient::default() };
        Ok(Question { path, recipient, outgoing_cltv_value, before: 0 })
    }

    fn blinded_last(self, node: &Node, data: Vec<u8>) -> Result<Question, Failure> {
        if self.short_channel_id.is_some() {
            return Err(Failure::not_representable(
                "forbidden",
                "short_channel_id inside of a blinded path",
            ));
        }
        let (amount, outgoing_cltv_value) =
            (needed(self.amt_to_forward)?, needed(self.outgoing_cltv_value)?);
        let total = needed(self.total_amount_msat)?;
        let (tail, before) = tail(node, self.current_path_key, data, None, amount);
        let path = Path { hops: vec![hop(node.id, 0, 0)], blinded_tail: Some(tail) };
        // In a blinded path the total of a payment_data is not written anywhere.
        let recipient = Recipient { total_msat: total, ..self.recipient(total) };
        Ok(Question { path, recipient, outgoing_cltv_value, before })
    }

    fn blinded_forward(self, node: &Node, data: Vec<u8>) -> Result<Question, Failure> {
        if self.short_channel_id.is_some() {
            return Err(Failure::not_representable(
                "forbidden",
                "short_channel_id inside of a blinded path",
            ));
        }
        self.only_forwards()?;
        let (tail, before) = tail(node, self.current_path_key, data, Some(node.other), 1);
        let path = Path { hops: vec![hop(node.id, 0, 0)], blinded_tail: Some(tail) };
        Ok(Question {
            path,
            recipient: Recipient { total_msat: 1, ..Recipient::default() },
            outgoing_cltv_value: 1,
            before,
        })
    }

    fn recipient(self, amount: u64) -> Recipient {
        Recipient {
            payment_secret: self.payment_data.map(|(secret, _)| secret),
            total_msat: self.payment_data.map_or(amount, |(_, total)| total),
            payment_metadata: self.payment_metadata,
            keysend_preimage: self.keysend_preimage,
            custom: self.other,
        }
    }

    /// A hop that forwards gets nothing of what a sender says about the recipient.
    fn only_forwards(&self) -> Result<(), Failure> {
        let nothing = self.payment_data.is_none()
            && self.payment_metadata.is_none()
            && self.keysend_preimage.is_none()
            && self.other.is_empty();
        if nothing {
            Ok(())
        } else {
            Err(Failure::not_representable(
                "forbidden",
                "a hop that forwards, with what only a final hop gets",
            ))
        }
    }
}

/// The tail of a blinded path, and how many hops of it stand before the one that gets the data: the first gets the path key
/// in its payload, the others don't.
fn tail(
    node: &Node,
    path_key: Option<PublicKey>,
    data: Vec<u8>,
    next: Option<PublicKey>,
    final_value_msat: u64,
) -> (BlindedTail, usize) {
    let hop =
        |blinded_node_id, encrypted_payload| BlindedHop { blinded_node_id, encrypted_payload };
    let first = path_key.is_none().then(|| hop(node.id, Vec::new()));
    let before = usize::from(first.is_some());
    let hops =
        first.into_iter().chain(once(hop(node.id, data))).chain(next.map(|id| hop(id, Vec::new())));
    let tail = BlindedTail {
        trampoline_hops: Vec::new(),
        hops: hops.collect(),
        blinding_point: path_key.unwrap_or(node.other),
        excess_final_cltv_expiry_delta: 0,
        final_value_msat,
    };
    (tail, before)
}

/// `short_channel_id` is the channel that leads to this hop. The last hop's fee is the amount that it gets.
fn hop(pubkey: PublicKey, short_channel_id: u64, fee_msat: u64) -> RouteHop {
    RouteHop {
        pubkey,
        node_features: NodeFeatures::empty(),
        short_channel_id,
        channel_features: ChannelFeatures::empty(),
        fee_msat,
        cltv_expiry_delta: 0,
        maybe_announced_channel: true,
    }
}

/// Opens the onion as the hop does whose payload it is. Each hop up to it has this node's key.
fn payload(node: &Node, onion: &OnionPacket, before: usize) -> Result<Vec<u8>, Failure> {
    let strange = || Failure::lacking("the adapter can't open LDK's onion");
    let key = onion.public_key.map_err(|_| strange())?;
    let mut packet = Packet { public_key: key, hop_payloads: onion.hop_data, hmac: onion.hmac };
    let mut peeled = peel(node, &packet).ok_or_else(strange)?;
    for _ in 0..before {
        let (_, end) = frame(peeled.plain()).ok_or_else(strange)?;
        packet = peeled.next(&node.context, end).ok_or_else(strange)?;
        peeled = peel(node, &packet).ok_or_else(strange)?;
    }
    let (payload, _) = frame(peeled.plain()).ok_or_else(strange)?;
    Ok(payload.to_vec())
}

fn peel(node: &Node, packet: &Packet) -> Option<Peeled> {
    let secret = node.keys.ecdh(Key::Node, &packet.public_key, None).ok()?;
    packet.peel(&secret.secret_bytes(), &PAYMENT_HASH)
}

/// The payload at the start, and where it ends.
fn frame(plain: &[u8]) -> Option<(&[u8], usize)> {
    let (length, rest) = bigsize::read(plain).ok()?;
    let payload = rest.get(..usize::try_from(length).ok()?)?;
    Some((payload, plain.len() - rest.len() + payload.len()))
}

fn needed<T>(value: Option<T>) -> Result<T, Failure> {
    value.ok_or_else(|| {
        Failure::not_representable("missing", "a route without an amount, an expiry or a total")
    })
}

fn payment_data(arguments: &mut Arguments, name: &str) -> Result<([u8; 32], u64), Failure> {
    let mut object = arguments.object(name)?;
    let data = (object.bytes_32("payment_secret")?, object.integer("total_msat")?);
    object.finish()?;
    Ok(data)
}

fn other(arguments: &mut Arguments, name: &str) -> Result<Vec<(u64, Vec<u8>)>, Failure> {
    let record = |value| {
        let mut record = Arguments::new(value)?;
        let pair = (record.integer("type")?, record.bytes("value")?);
        record.finish()?;
        Ok(pair)
    };
    arguments.list(name)?.into_iter().map(record).collect()
}

#[cfg(test)]
mod tests;
