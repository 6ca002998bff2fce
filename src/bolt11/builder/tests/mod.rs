//! Writing invoices: the official examples, what a writer must not write, orders, signatures.

mod orders;
mod published;
mod refusals;
mod signatures;

use super::*;
use crate::bolt11::{SecretKey, examples};
use crate::rule::Class;
use crate::symbols::Symbols;
use alloc::string::ToString;
use alloc::vec;

fn key() -> SecretKey {
    SecretKey::new(examples::PRIVATE_KEY).unwrap()
}

fn signed(builder: &InvoiceBuilder) -> String {
    builder.sign(&key()).unwrap().into_string()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn bytes32(hex: &str) -> [u8; 32] {
    bytes(hex).try_into().unwrap()
}

fn tags(order: &str) -> Vec<Tag> {
    order.chars().map(|character| Tag::from_character(character).unwrap()).collect()
}

fn raw(tag: char, words: &str) -> RawField {
    RawField::new(Tag::from_character(tag).unwrap(), words).unwrap()
}

fn features(bits: &[u32]) -> Features {
    bits.iter().copied().collect()
}

/// What all examples have.
fn example(network: Network) -> InvoiceBuilder {
    let hash = "0001020304050607080900010203040506070809000102030405060708090102";
    InvoiceBuilder::new(network, 1_496_314_658)
        .payment_hash(PaymentHash(bytes32(hash)))
        .payment_secret(PaymentSecret::new([0x11; 32]))
        .features(features(&[8, 14]))
}

fn donation() -> InvoiceBuilder {
    example(Network::Bitcoin).description("Please consider supporting this project")
}

/// The kind of the first rule that is broken, and its class.
fn refused(builder: &InvoiceBuilder) -> (InvoiceErrorKind, Class) {
    let error = builder.check().unwrap_err();
    assert_eq!(error.offset(), None);
    assert_eq!(builder.sign(&key()), Err(error));
    (error.kind(), error.class())
}

fn hop(node_id: PublicKey) -> RouteHintEntry {
    RouteHintEntry {
        node_id,
        short_channel_id: 1,
        fee_base_msat: 2,
        fee_proportional_millionths: 3,
        cltv_expiry_delta: 4,
    }
}
