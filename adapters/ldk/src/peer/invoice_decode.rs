//! The operation `invoice.decode`: the text is parsed as a `Bolt11Invoice`, the type that LDK pays.

use bitcoin::bech32::primitives::decode::{
    CharError, CheckedHrpstringError, ChecksumError, UncheckedHrpstringError,
};
use bitcoin::secp256k1;

use super::lightning::bolt11_invoice::{
    Bolt11Invoice, Bolt11InvoiceDescriptionRef, Bolt11ParseError, Bolt11SemanticError, Currency,
    ExpiryTime, Fallback, ParseOrSemanticError, RawBolt11Invoice,
};
use super::lightning::types::routing::RouteHint;
use super::{differences, features, invoice_fields};
use crate::answer::{Failure, Members, Refusal};
use crate::arguments::Arguments;
use crate::invoice::{Invoice, RouteHintEntry, UnknownField};

pub(super) fn decode(mut arguments: Arguments) -> Result<Members, Failure> {
    if arguments.has("verify") && !arguments.boolean("verify")? {
        return Err(Failure::lacking(
            "LDK's type for an invoice whose signature is not looked at is not checked otherwise either",
        ));
    }
    let text = arguments.text("invoice")?;
    arguments.finish()?;
    Ok(read(&text)?.members())
}

/// What LDK makes of an invoice's text.
pub(super) fn read(text: &str) -> Result<Invoice, Failure> {
    let invoice: Bolt11Invoice = text.parse().map_err(refused)?;
    let (description, description_hash) = match invoice.description() {
        Bolt11InvoiceDescriptionRef::Direct(text) => (Some(text.as_inner().0.clone()), None),
        Bolt11InvoiceDescriptionRef::Hash(hash) => (None, Some(*hash.0.as_ref())),
    };
    let features = invoice.features().map(|features| features::bits(features.le_flags()));
    let (amount_msat, timestamp) =
        (invoice.amount_milli_satoshis(), invoice.duration_since_epoch().as_secs());
    let (payment_secret, payee) = (invoice.payment_secret().0, invoice.get_payee_pub_key());
    let route_hints = invoice.route_hints().iter().map(route_hint).collect();
    let fallbacks = invoice.fallbacks().into_iter().map(fallback).collect();

    let (raw, _, signature) = invoice.into_signed_raw().into_parts();
    let (recovery_id, signature) = signature.serialize_compact();
    Ok(Invoice {
        network: network(&raw.currency()),
        amount_msat,
        hrp_amount: hrp_amount(&raw),
        timestamp,
        payment_hash: differences::payment_hash(&raw),
        payment_secret,
        description,
        description_hash,
        payee: payee.serialize(),
        payee_in_field: raw.payee_pub_key().is_some(),
        expiry: raw.expiry_time().map(ExpiryTime::as_seconds),
        min_final_cltv_expiry_delta: raw.min_final_cltv_expiry_delta().map(|delta| delta.0),
        fallbacks,
        route_hints,
        features,
        payment_metadata: raw.payment_metadata().cloned(),
        unknown: unknown(&raw),
        order: raw.data.tagged_fields.iter().map(invoice_fields::tag).collect(),
        signature,
        recovery_id: recovery_id.to_i32(),
    })
}

fn network(currency: &Currency) -> &'static str {
    match currency {
        Currency::Bitcoin => "bitcoin",
        Currency::BitcoinTestnet => "testnet",
        Currency::Regtest => "regtest",
        Currency::Simnet => "simnet",
        Currency::Signet => "signet",
    }
}

/// What LDK writes behind the letters of the network.
fn hrp_amount(raw: &RawBolt11Invoice) -> Option<String> {
    let hrp = raw.hrp.to_string();
    let amount = hrp.strip_prefix(&format!("ln{}", raw.currency()))?;
    (!amount.is_empty()).then(|| amount.to_owned())
}

fn fallback(fallback: &Fallback) -> (u8, Vec<u8>) {
    match fallback {
        Fallback::SegWitProgram { version, program } => (version.to_num(), program.clone()),
        Fallback::PubKeyHash(hash) => (17, AsRef::<[u8]>::as_ref(hash).to_vec()),
        Fallback::ScriptHash(hash) => (18, AsRef::<[u8]>::as_ref(hash).to_vec()),
    }
}

fn route_hint(hint: &RouteHint) -> Vec<RouteHintEntry> {
    let entries = hint.0.iter().map(|hop| RouteHintEntry {
        node_id: hop.src_node_id.serialize(),
        short_channel_id: hop.short_channel_id,
        fee_base_msat: hop.fees.base_msat,
        fee_proportional_millionths: hop.fees.proportional_millionths,
        cltv_expiry_delta: hop.cltv_expiry_delta,
    });
    entries.collect()
}

fn unknown(raw: &RawBolt11Invoice) -> Vec<UnknownField> {
    let fields = &raw.data.tagged_fields;
    let mut unknown = Vec::new();
    for ((at, index), field) in (0..).zip(0_usize..).zip(fields) {
        if !invoice_fields::counts(field, fields.get(..index).unwrap_or_default()) {
            let (tag, words) = (invoice_fields::tag(field), invoice_fields::words(raw, field));
            unknown.push(UnknownField { tag, words, at });
        }
    }
    unknown
}

fn refused(error: ParseOrSemanticError) -> Failure {
    match error {
        ParseOrSemanticError::ParseError(error) => {
            Failure::Refused(Refusal { class: parse_class(&error), message: error.to_string() })
        }
        ParseOrSemanticError::SemanticError(error) => refused_content(&error),
    }
}

/// The checks that LDK makes of an invoice as a whole.
pub(super) fn refused_content(error: &Bolt11SemanticError) -> Failure {
    let class = match error {
        Bolt11SemanticError::NoPaymentHash
        | Bolt11SemanticError::NoDescription
        | Bolt11SemanticError::NoPaymentSecret => Some("missing"),
        Bolt11SemanticError::MultiplePaymentHashes
        | Bolt11SemanticError::MultiplePaymentSecrets => Some("duplicate"),
        Bolt11SemanticError::InvalidSignature => Some("bad_signature"),
        Bolt11SemanticError::ImpreciseAmount => Some("bad_amount"),
        // Two descriptions, or one and a hash; an unknown bit, or one that lacks, or no features.
        Bolt11SemanticError::MultipleDescriptions | Bolt11SemanticError::InvalidFeatures => None,
    };
    Failure::Refused(Refusal { class, message: error.to_string() })
}

/// The class of an error, where it has but one.
fn parse_class(error: &Bolt11ParseError) -> Option<&'static str> {
    match error {
        Bolt11ParseError::Bech32Error(error) => bech32_class(error),
        Bolt11ParseError::MalformedSignature(secp256k1::Error::InvalidPublicKey) => {
            Some("bad_value")
        }
        Bolt11ParseError::MalformedSignature(_) => Some("bad_signature"),
        Bolt11ParseError::UnknownCurrency => Some("unknown_network"),
        Bolt11ParseError::ParseAmountError(_) | Bolt11ParseError::UnknownSiPrefix => {
            Some("bad_amount")
        }
        Bolt11ParseError::TooShortDataPart => Some("truncated"),
        Bolt11ParseError::DescriptionDecodeError(_) => Some("bad_encoding"),
        Bolt11ParseError::PaddingError => Some("bad_padding"),
        Bolt11ParseError::InvalidSegWitProgramLength
        | Bolt11ParseError::InvalidPubKeyHashLength
        | Bolt11ParseError::InvalidScriptHashLength => Some("bad_length"),
        // Of several things, or of none: LDK never gives some of these.
        Bolt11ParseError::BadPrefix
        | Bolt11ParseError::MalformedHRP
        | Bolt11ParseError::UnexpectedEndOfTaggedFields
        | Bolt11ParseError::IntegerOverflowError
        | Bolt11ParseError::InvalidSliceLength(..)
        | Bolt11ParseError::Skip => None,
    }
}

fn bech32_class(error: &CheckedHrpstringError) -> Option<&'static str> {
    match error {
        CheckedHrpstringError::Parse(UncheckedHrpstringError::Char(
            CharError::NothingAfterSeparator,
        ))
        | CheckedHrpstringError::Checksum(ChecksumError::InvalidLength) => Some("truncated"),
        CheckedHrpstringError::Parse(UncheckedHrpstringError::Char(_)) => Some("bad_encoding"),
        CheckedHrpstringError::Checksum(ChecksumError::InvalidResidue) => Some("bad_checksum"),
        CheckedHrpstringError::Checksum(ChecksumError::CodeLength(_)) => Some("limit"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
