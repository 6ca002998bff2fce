//! Invoices that are measured: signed, of the shapes that occur, the same in every run.

use crate::random::Random;
use ampwire::bolt11::{Fallback, InvoiceBuilder, InvoiceView, Network, RouteHintEntry, SecretKey};
use ampwire::feature::{Feature, Features, FeaturesBuilder};
use ampwire::secret::{PaymentHash, PaymentSecret};
use secp256k1::Message;
use secp256k1::ecdsa::{RecoverableSignature, RecoveryId};

/// How many there are. Recovering a key takes long, so fewer than of other inputs.
pub const COUNT: usize = 64;

/// Half of them AMP invoices, a third with route hints, some with all other fields: between 280 and 720
/// characters.
pub fn invoices() -> Vec<String> {
    let mut random = Random::new(7);
    (0..COUNT).map(|place| invoice(place, &mut random)).collect()
}

fn invoice(place: usize, random: &mut Random) -> String {
    let key = SecretKey::new(random.bytes32()).expect("a scalar, but for a chance of none");
    let timestamp = 1_600_000_000 + random.below(1 << 28);
    let secret = PaymentSecret::new(random.bytes32());
    let hash = PaymentHash(random.bytes32());
    let mut builder = if place % 2 == 0 {
        InvoiceBuilder::amp(Network::Bitcoin, timestamp, hash, secret)
    } else {
        InvoiceBuilder::new(Network::Bitcoin, timestamp)
            .payment_hash(hash)
            .payment_secret(secret)
            .features(features())
            .expiry(600 + random.below(1 << 17))
    };
    builder = builder.min_final_cltv_expiry_delta(18 + random.below(100));
    if random.chance(3, 4) {
        builder = builder.amount_msat(1000 * (1 + random.below(1 << 24)));
    }
    builder = if random.chance(1, 8) {
        builder.description_hash(random.bytes32())
    } else {
        let words = ["coffee", "two cups", "order", "n\u{b0}", "42", "\u{30ca}\u{30f3}", "tip"];
        let count = 1 + random.below(8);
        let word = |_| words[usize::try_from(random.below(7)).expect("a small number")];
        builder.description((0..count).map(word).collect::<Vec<_>>().join(" "))
    };
    if random.chance(1, 4) {
        let program: [u8; 20] = std::array::from_fn(|_| random.bytes(1)[0]);
        builder = builder.fallback(Fallback::new(0, &program).expect("a hash of a key"));
    }
    if random.chance(1, 4) {
        builder = builder.payment_metadata(random.bytes(32));
    }
    if random.chance(1, 3) {
        builder = builder.route_hint([hop(random)]);
    }
    builder.sign(&key).expect("what the rules allow").to_string()
}

/// What the payee's key is recovered from, and nothing of an invoice around it.
pub struct Signed {
    hash: [u8; 32],
    signature: [u8; 64],
    recovery_id: RecoveryId,
}

impl Signed {
    /// Takes it out of an invoice.
    pub fn of(invoice: &str) -> Self {
        let view = InvoiceView::parse_unverified(invoice).expect("a right invoice");
        let recovery_id = RecoveryId::try_from(i32::from(view.recovery_id())).expect("0 to 3");
        Self { hash: view.signature_hash(), signature: view.signature(), recovery_id }
    }

    /// The key, as 33 bytes.
    pub fn recover(&self) -> [u8; 33] {
        RecoverableSignature::from_compact(&self.signature, self.recovery_id)
            .and_then(|signature| signature.recover_ecdsa(Message::from_digest(self.hash)))
            .expect("a right signature")
            .serialize()
    }
}

fn features() -> Features {
    FeaturesBuilder::new()
        .require(Feature::VAR_ONION_OPTIN)
        .require(Feature::PAYMENT_SECRET)
        .offer(Feature::BASIC_MPP)
        .build()
        .expect("features that go together")
}

fn hop(random: &mut Random) -> RouteHintEntry {
    let node = SecretKey::new(random.bytes32()).expect("a scalar, but for a chance of none");
    RouteHintEntry {
        node_id: node.public_key(),
        short_channel_id: random.number(),
        fee_base_msat: 1000,
        fee_proportional_millionths: 250,
        cltv_expiry_delta: 144,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures of different days can be compared only while the text is the same.
    #[test]
    fn the_text_is_the_same_for_ever() {
        let invoices = invoices();
        let length: usize = invoices.iter().map(String::len).sum();
        let hash = bitcoin_hashes::sha256::hash(invoices.concat().as_bytes()).to_byte_array();
        assert_eq!((invoices.len(), length), (COUNT, 22_138));
        assert_eq!(
            PaymentHash(hash).to_string(),
            "f14a5d3402e306011329f39fcfb54bd942a47468648e6bb84709dd74695ef579"
        );
    }
}
