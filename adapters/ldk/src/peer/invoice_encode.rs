//! The operation `invoice.encode`: LDK's type for an invoice before it is signed is filled, signed, and checked as LDK checks
//! what it is to pay.
//!
//! `InvoiceBuilder` has the amount and the time, and an order of fields and features of its own. The type that it builds
//! has a list of fields, known ones and others, which is public, so any order can be asked for.

use std::collections::VecDeque;
use std::time::Duration;

use bitcoin::hashes::{Hash as _, sha256};
use bitcoin::secp256k1::{PublicKey, Secp256k1, SecretKey};
use bitcoin::{PubkeyHash, ScriptHash, WitnessVersion};

use super::invoice_decode::refused_content;
use super::invoice_fields::{self, tag};
use super::lightning::bolt11_invoice::{
    Bolt11Invoice, CreationError, Currency, Description, ExpiryTime, Fallback, InvoiceBuilder,
    MinFinalCltvExpiryDelta, PayeePubKey, PrivateRoute, RawTaggedField, Sha256, TaggedField,
};
use super::lightning::types::features::Bolt11InvoiceFeatures;
use super::lightning::types::payment::PaymentSecret;
use super::lightning::types::routing::{RouteHint, RouteHintHop, RoutingFees};
use super::{differences, features};
use crate::answer::{Failure, Members, one};
use crate::arguments::Arguments;

/// The bytes that fit a field: 1023 symbols of 5 bits. LDK asserts that it is not given more.
const LONGEST: usize = 639;

/// The highest bit that fits a field.
const HIGHEST_FEATURE: usize = 1023 * 5 - 1;

/// What says who signs.
struct Signer {
    key: SecretKey,
    payee: Option<PublicKey>,
    payee_in_field: bool,
}

/// A field that is not known, and its place if it is given.
type Unknown = (RawTaggedField, Option<usize>);

pub(super) fn encode(mut arguments: Arguments) -> Result<Members, Failure> {
    let network = arguments.text("network")?;
    let currency = currency(&network)?;
    let amount_msat = arguments.optional("amount_msat", Arguments::integer)?;
    let timestamp = arguments.integer("timestamp")?;
    let signer = Signer::take(&mut arguments)?;
    let known = known(&mut arguments, &signer)?;
    let unknown = unknown(&mut arguments)?;
    let order = arguments.optional("order", Arguments::text)?;
    if arguments.boolean("upper_case")? {
        return Err(Failure::not_representable("other", "an invoice in upper case"));
    }
    // What is only reported.
    for name in ["hrp_amount", "signature", "recovery_id"] {
        arguments.optional(name, Arguments::text)?;
    }
    arguments.finish()?;

    let mut builder =
        InvoiceBuilder::new(currency).duration_since_epoch(Duration::from_secs(timestamp));
    if let Some(amount) = amount_msat {
        builder = builder.amount_milli_satoshis(amount);
    }
    let mut invoice = builder.build_raw().map_err(|error| not_created(&error))?;
    invoice.data.tagged_fields = arranged(known, unknown, order.as_deref())?;
    let context = Secp256k1::new();
    let invoice = invoice
        .sign(|hash| Ok::<_, ()>(context.sign_ecdsa_recoverable(hash, &signer.key)))
        .map_err(|()| Failure::lacking("the signer never fails"))?;
    let invoice = Bolt11Invoice::from_signed(invoice).map_err(|error| refused_content(&error))?;
    Ok(one("invoice", invoice.to_string()))
}

impl Signer {
    fn take(arguments: &mut Arguments) -> Result<Self, Failure> {
        let key = SecretKey::from_slice(&arguments.bytes_32("private_key")?)
            .map_err(|_| Failure::not_representable("bad_value", "private_key is no key"))?;
        let payee = arguments.optional("payee", Arguments::point)?;
        Ok(Self { key, payee, payee_in_field: arguments.boolean("payee_in_field")? })
    }

    /// The `n` field, where it is asked for.
    fn field(&self) -> Option<TaggedField> {
        let key = || self.payee.unwrap_or_else(|| self.key.public_key(&Secp256k1::new()));
        self.payee_in_field.then(|| TaggedField::PayeePubKey(PayeePubKey(key())))
    }
}

fn currency(network: &str) -> Result<Currency, Failure> {
    match network {
        "bitcoin" => Ok(Currency::Bitcoin),
        "testnet" => Ok(Currency::BitcoinTestnet),
        "signet" => Ok(Currency::Signet),
        "regtest" => Ok(Currency::Regtest),
        _ => Err(Failure::not_representable("unknown_network", "the network")),
    }
}

fn not_created(error: &CreationError) -> Failure {
    let message = error.to_string();
    match error {
        CreationError::DescriptionTooLong | CreationError::RouteTooLong => {
            Failure::refused("bad_length", message)
        }
        CreationError::TimestampOutOfBounds => Failure::refused("bad_value", message),
        CreationError::InvalidAmount => Failure::refused("bad_amount", message),
        CreationError::MissingRouteHints | CreationError::MinFinalCltvExpiryDeltaTooShort => {
            Failure::unclassed(message)
        }
    }
}

/// The fields that LDK has a type for, in the order of the protocol.
fn known(arguments: &mut Arguments, signer: &Signer) -> Result<Vec<RawTaggedField>, Failure> {
    let mut fields = Vec::new();
    let hash = arguments.optional("payment_hash", Arguments::bytes_32)?;
    fields.extend(hash.map(differences::payment_hash_field));
    if let Some(text) = arguments.optional("description", Arguments::text)? {
        let description = Description::new(text).map_err(|error| not_created(&error))?;
        fields.push(TaggedField::Description(description));
    }
    let hash = arguments.optional("description_hash", Arguments::bytes_32)?;
    fields.extend(
        hash.map(|hash| TaggedField::DescriptionHash(Sha256(sha256::Hash::from_byte_array(hash)))),
    );
    if let Some(metadata) = arguments.optional("payment_metadata", Arguments::bytes)? {
        if metadata.len() > LONGEST {
            return Err(Failure::not_representable(
                "bad_length",
                "payment_metadata over 639 bytes",
            ));
        }
        fields.push(TaggedField::PaymentMetadata(metadata));
    }
    let delta = arguments.optional("min_final_cltv_expiry_delta", Arguments::integer)?;
    fields.extend(
        delta.map(|delta| TaggedField::MinFinalCltvExpiryDelta(MinFinalCltvExpiryDelta(delta))),
    );
    let expiry = arguments.optional("expiry", Arguments::integer)?;
    fields.extend(expiry.map(|seconds| TaggedField::ExpiryTime(ExpiryTime::from_seconds(seconds))));
    for value in arguments.optional("fallbacks", Arguments::list)?.unwrap_or_default() {
        fields.push(TaggedField::Fallback(fallback(Arguments::new(value)?)?));
    }
    for value in arguments.optional("route_hints", Arguments::list)?.unwrap_or_default() {
        let serde_json::Value::Array(entries) = value else {
            return Err(Failure::malformed("a route hint is not a list"));
        };
        let hops = entries.into_iter().map(|entry| hop(Arguments::new(entry)?));
        let hint = RouteHint(hops.collect::<Result<_, _>>()?);
        let route = PrivateRoute::new(hint).map_err(|error| not_created(&error))?;
        fields.push(TaggedField::PrivateRoute(route));
    }
    fields.extend(signer.field());
    let secret = arguments.optional("payment_secret", Arguments::bytes_32)?;
    fields.extend(secret.map(|secret| TaggedField::PaymentSecret(PaymentSecret(secret))));
    fields.extend(features_field(arguments)?);
    Ok(fields.into_iter().map(RawTaggedField::KnownSemantics).collect())
}

/// The `9` field. An empty list and none are the same question.
fn features_field(arguments: &mut Arguments) -> Result<Option<TaggedField>, Failure> {
    let Some(features) = arguments.optional("features", features::take)? else { return Ok(None) };
    let flags = features.le_flags();
    if flags.iter().all(|byte| *byte == 0) {
        return Ok(None);
    }
    if features::bits(flags)
        .into_iter()
        .any(|bit| usize::try_from(bit).is_ok_and(|bit| bit > HIGHEST_FEATURE))
    {
        return Err(Failure::not_representable("limit", "a feature bit over 5114"));
    }
    let features = Bolt11InvoiceFeatures::from_le_bytes(flags.to_vec());
    Ok(Some(TaggedField::Features(features)))
}

fn fallback(mut object: Arguments) -> Result<Fallback, Failure> {
    let (version, program) = (object.integer("version")?, object.bytes("program")?);
    object.finish()?;
    let length = || Failure::not_representable("bad_length", "a program of another length");
    match version {
        17 => PubkeyHash::from_slice(&program).map(Fallback::PubKeyHash).map_err(|_| length()),
        18 => ScriptHash::from_slice(&program).map(Fallback::ScriptHash).map_err(|_| length()),
        _ => {
            let version =
                u8::try_from(version).ok().and_then(|one| WitnessVersion::try_from(one).ok());
            let version = version.ok_or_else(|| {
                Failure::not_representable("bad_value", "a fallback of an unknown version")
            })?;
            if program.len() > LONGEST - 1 {
                return Err(length());
            }
            Ok(Fallback::SegWitProgram { version, program })
        }
    }
}

fn hop(mut object: Arguments) -> Result<RouteHintHop, Failure> {
    let too_wide =
        |_| Failure::not_representable("bad_value", "cltv_expiry_delta does not fit a u16");
    let hop = RouteHintHop {
        src_node_id: object.point("node_id")?,
        short_channel_id: object.integer("short_channel_id")?,
        fees: RoutingFees {
            base_msat: object.integer_32("fee_base_msat")?,
            proportional_millionths: object.integer_32("fee_proportional_millionths")?,
        },
        cltv_expiry_delta: object.integer("cltv_expiry_delta")?.try_into().map_err(too_wide)?,
        htlc_minimum_msat: None,
        htlc_maximum_msat: None,
    };
    object.finish()?;
    Ok(hop)
}

fn unknown(arguments: &mut Arguments) -> Result<Vec<Unknown>, Failure> {
    let field = |value| {
        let mut object = Arguments::new(value)?;
        let (tag, words) = (object.text("tag")?, object.text("words")?);
        let at = object.optional("at", Arguments::integer)?;
        object.finish()?;
        let letters = || Failure::not_representable("bad_encoding", "no characters of bech32");
        let mut characters = tag.chars();
        let symbol = characters.next().and_then(invoice_fields::symbol).ok_or_else(letters)?;
        if characters.next().is_some()
            || !words.chars().all(|one| invoice_fields::symbol(one).is_some())
        {
            return Err(letters());
        }
        let field = invoice_fields::unknown(symbol, &words).ok_or_else(|| {
            Failure::not_representable("bad_length", "a field of more than 1023 symbols")
        })?;
        Ok((field, at.map(|at| usize::try_from(at).unwrap_or(usize::MAX))))
    };
    let values = arguments.optional("unknown", Arguments::list)?.unwrap_or_default();
    values.into_iter().map(field).collect()
}

/// The fields one after another. An order that is not that of these fields is none that LDK's list could have.
fn arranged(
    known: Vec<RawTaggedField>,
    unknown: Vec<Unknown>,
    order: Option<&str>,
) -> Result<Vec<RawTaggedField>, Failure> {
    let wrong = || Failure::not_representable("bad_value", "an order of other fields");
    let Some(order) = order else {
        if unknown.iter().any(|(_, at)| at.is_some()) {
            return Err(wrong());
        }
        return Ok(known.into_iter().chain(unknown.into_iter().map(|(field, _)| field)).collect());
    };
    let mut places: Vec<(char, Option<RawTaggedField>)> =
        order.chars().map(|tag| (tag, None)).collect();
    let mut rest: VecDeque<RawTaggedField> = known.into();
    for (field, at) in unknown {
        let Some(at) = at else {
            rest.push_back(field);
            continue;
        };
        let place = places.get_mut(at).ok_or_else(wrong)?;
        if place.0 != tag(&field) || place.1.is_some() {
            return Err(wrong());
        }
        place.1 = Some(field);
    }
    for (letter, place) in &mut places {
        if place.is_none() {
            let next = rest.iter().position(|field| tag(field) == *letter).ok_or_else(wrong)?;
            *place = rest.remove(next);
        }
    }
    if !rest.is_empty() {
        return Err(wrong());
    }
    Ok(places.into_iter().filter_map(|(_, field)| field).collect())
}

#[cfg(test)]
mod tests;
