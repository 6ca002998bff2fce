//! What models share: a text in parts, and the arithmetic on them.

use ampwire::bolt11::{InvoiceErrorKind, LenientInvoice};
use secp256k1::ecdsa::{RecoverableSignature, RecoveryId, Signature};
use secp256k1::{Message, PublicKey};
use std::collections::BTreeSet;

/// A field: the character of its tag, and its symbols.
pub(super) struct Field {
    pub(super) tag: char,
    pub(super) symbols: Vec<u8>,
}

/// A text whose human-readable part and data can be told.
pub(super) struct Parts {
    pub(super) network: String,
    pub(super) amount: Option<String>,
    pub(super) timestamp: u64,
    /// Whether the data is too short, or the fields end before they should: those before are there.
    pub(super) truncated: bool,
    pub(super) fields: Vec<Field>,
    pub(super) signature: [u8; 64],
    pub(super) recovery_id: u8,
    pub(super) hash: [u8; 32],
}

impl Parts {
    /// Takes a text apart, or says in which classes it is refused by whoever reads the same format.
    pub(super) fn of(text: &str) -> Result<Self, BTreeSet<String>> {
        Self::of_networks(text, &[])
    }

    /// The same for whoever knows more networks: of each the prefix, and a name.
    pub(super) fn of_networks(text: &str, more: &[(&str, &str)]) -> Result<Self, BTreeSet<String>> {
        use InvoiceErrorKind as Kind;

        let lenient = LenientInvoice::parse_unverified(text);
        let of_text = |kind| {
            matches!(
                kind,
                Kind::NotPrintable
                    | Kind::MixedCase
                    | Kind::SeparatorMissing
                    | Kind::NotInAlphabet
                    | Kind::ChecksumTruncated { .. }
                    | Kind::Checksum
                    | Kind::UnknownNetwork
                    | Kind::AmountSyntax
            )
        };
        let of_framing = |kind| {
            matches!(
                kind,
                Kind::DataTruncated { .. }
                    | Kind::FieldHeaderTruncated
                    | Kind::FieldTruncated { .. }
            )
        };
        let another = network_and_amount(&lenient, more);
        let refused = |kind| of_text(kind) && !(another.is_some() && kind == Kind::UnknownNetwork);
        if lenient.findings().iter().any(|finding| refused(finding.kind())) {
            return Err(classes(&lenient));
        }
        let (network, amount) = another.unwrap_or_else(|| {
            let network = lenient.network().expect("it has one").name().to_owned();
            (network, lenient.amount_text().map(str::to_ascii_lowercase))
        });
        // What is too short has neither, and is refused for that.
        let (signature, recovery_id) = lenient.signature().unwrap_or(([0; 64], 0));
        let field = |field: ampwire::bolt11::Field<'_>| Field {
            tag: field.tag().character(),
            symbols: field.symbols().iter().collect(),
        };
        Ok(Self {
            network,
            amount,
            timestamp: lenient.timestamp().unwrap_or_default(),
            truncated: lenient.findings().iter().any(|finding| of_framing(finding.kind())),
            fields: lenient.fields().map(field).collect(),
            signature,
            recovery_id,
            hash: lenient.signature_hash().unwrap_or_default(),
        })
    }

    /// Whether the signature is this key's, with S low or high.
    pub(super) fn is_signed_by(&self, key: &[u8]) -> bool {
        let Ok(mut signature) = Signature::from_compact(&self.signature) else { return false };
        signature.normalize_s();
        PublicKey::from_slice(key)
            .and_then(|key| signature.verify(Message::from_digest(self.hash), &key))
            .is_ok()
    }

    /// Whether S is over half of the order.
    pub(super) fn has_high_s(&self) -> bool {
        let Ok(mut signature) = Signature::from_compact(&self.signature) else { return false };
        let before = signature;
        signature.normalize_s();
        before != signature
    }

    /// Who signed, by this recovery id.
    pub(super) fn recover(&self, recovery_id: u8) -> Option<Vec<u8>> {
        let id = RecoveryId::try_from(i32::from(recovery_id)).ok()?;
        let [r, s] = [0, 32].map(|at| &self.signature[at..at + 32]);
        if [r, s].iter().any(|number| number.iter().all(|byte| *byte == 0)) {
            return None;
        }
        let signature = RecoverableSignature::from_compact(&self.signature, id).ok()?;
        let key = signature.recover_ecdsa(Message::from_digest(self.hash)).ok()?;
        Some(key.serialize().to_vec())
    }
}

/// One of more networks, and the amount behind it, where there is nothing else.
fn network_and_amount(
    lenient: &LenientInvoice<'_>,
    more: &[(&str, &str)],
) -> Option<(String, Option<String>)> {
    let part = lenient.human_readable_part()?.to_ascii_lowercase();
    let part = part.strip_prefix("ln")?;
    let (amount, name) =
        more.iter().find_map(|(prefix, name)| Some((part.strip_prefix(prefix)?, name)))?;
    let behind = amount.trim_start_matches(|one: char| one.is_ascii_digit());
    let right = behind.len() < amount.len() && matches!(behind, "" | "m" | "u" | "n" | "p");
    (amount.is_empty() || right)
        .then(|| ((*name).to_owned(), (!amount.is_empty()).then(|| amount.to_owned())))
}

fn classes(lenient: &LenientInvoice<'_>) -> BTreeSet<String> {
    lenient.findings().iter().map(|finding| finding.class().as_str().to_owned()).collect()
}

/// Symbols as bytes, where the bits behind are fewer than five and zero.
pub(super) fn bytes(symbols: &[u8]) -> Option<Vec<u8>> {
    let (bytes, spare) = bytes_and_rest(symbols);
    (spare.len() < 5 && spare.iter().all(|bit| *bit == 0)).then_some(bytes)
}

/// Symbols as bytes, whatever the bits behind.
pub(super) fn whole_bytes(symbols: &[u8]) -> Vec<u8> {
    bytes_and_rest(symbols).0
}

/// Symbols as bytes, and the bits behind.
fn bytes_and_rest(symbols: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let bits: Vec<u8> =
        symbols.iter().flat_map(|symbol| (0..5).rev().map(move |bit| symbol >> bit & 1)).collect();
    let whole = bits.chunks_exact(8);
    let spare = whole.remainder().to_vec();
    (whole.map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit)).collect(), spare)
}

/// The bits that are set, counted from the last symbol's lowest.
pub(super) fn bits(symbols: &[u8]) -> Vec<u32> {
    let place = |(symbol, at): (&u8, u32)| {
        let symbol = *symbol;
        (0..5).filter(move |bit| symbol >> bit & 1 == 1).map(move |bit| at * 5 + bit)
    };
    symbols.iter().rev().zip(0..).flat_map(place).collect()
}

/// Whether it is a point of the curve.
pub(super) fn is_point(bytes: &[u8]) -> bool {
    bytes.len() == 33 && PublicKey::from_slice(bytes).is_ok()
}
