//! The signature over an invoice, right or wrong.

use bitcoin_hashes::sha256;
use secp256k1::ecdsa::{RecoverableSignature, RecoveryId};
use secp256k1::{Message, PublicKey, SecretKey};

use super::symbols::{symbols_of, symbols_of_letters};

/// R, S and the recovery id, valid or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// R, then S.
    pub compact: [u8; 64],
    /// The last byte.
    pub recovery_id: u8,
}

/// Signs human-readable part and data, both in lower case: RFC 6979, low S.
pub fn sign(key: &[u8; 32], hrp: &str, data: &str) -> Signature {
    let signature = RecoverableSignature::sign_ecdsa_recoverable(message(hrp, data), &secret(key));
    let (recovery_id, compact) = signature.serialize_compact();
    Signature { compact, recovery_id: recovery_id.to_u8() }
}

/// The public key of a private one, compressed.
pub fn payee(key: &[u8; 32]) -> [u8; 33] {
    PublicKey::from_secret_key(&secret(key)).serialize()
}

impl Signature {
    /// The same signature with the other S. Which key it recovers stays the same, as the recovery id is turned too.
    pub fn with_other_s(self) -> Self {
        let mut s = [0; 32];
        s.copy_from_slice(&self.compact[32..]);
        let mut compact = self.compact;
        compact[32..].copy_from_slice(&secret(&s).negate().to_secret_bytes());
        Self { compact, recovery_id: self.recovery_id ^ 1 }
    }

    /// The same signature with this recovery id.
    pub fn with_recovery_id(self, recovery_id: u8) -> Self {
        Self { recovery_id, ..self }
    }

    /// The symbols of an invoice.
    pub fn symbols(self) -> Vec<u8> {
        symbols_of(&[self.compact.as_slice(), &[self.recovery_id]].concat())
    }

    /// The key that is recovered, if there is one.
    pub fn recovered(self, hrp: &str, data: &str) -> Option<[u8; 33]> {
        let id = RecoveryId::try_from(i32::from(self.recovery_id)).ok()?;
        let signature = RecoverableSignature::from_compact(&self.compact, id).ok()?;
        Some(signature.recover(message(hrp, data)).ok()?.serialize())
    }
}

fn message(hrp: &str, data: &str) -> Message {
    // Filled up with zero bits to whole bytes, in which symbols of data can't be told from the filling.
    let symbols = symbols_of_letters(data);
    let bits: Vec<u8> =
        symbols.iter().flat_map(|symbol| (0..5).rev().map(move |bit| symbol >> bit & 1)).collect();
    let bytes = bits.chunks(8).map(|chunk| {
        chunk.iter().chain([0; 8].iter()).take(8).fold(0_u8, |byte, bit| byte << 1 | bit)
    });
    let signed: Vec<u8> = hrp.bytes().chain(bytes).collect();
    Message::from_digest(sha256::Hash::hash(&signed).to_byte_array())
}

fn secret(key: &[u8; 32]) -> SecretKey {
    SecretKey::from_secret_bytes(*key).expect("a key below the order of the group")
}

#[cfg(test)]
mod tests {
    use super::super::{EXAMPLE_KEY, letters};
    use super::*;
    use crate::bytes::hex;

    /// Data, hash and signature of BOLT 11's first example.
    const DATA: &str = "pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq";

    #[test]
    fn the_first_example_is_signed_as_published() {
        assert_eq!(
            hex(message("lnbc", DATA).as_ref()),
            "6daf4d488be41ce7cbb487cab1ef2975e5efcea879b20d421f0ef86b07cbb987"
        );
        let signature = sign(&EXAMPLE_KEY, "lnbc", DATA);
        assert_eq!(
            letters(&signature.symbols()),
            "357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp"
        );
        assert_eq!(signature.recovered("lnbc", DATA), Some(payee(&EXAMPLE_KEY)));
        let other = signature.with_other_s();
        assert_eq!(other.recovered("lnbc", DATA), Some(payee(&EXAMPLE_KEY)));
        assert_eq!(
            hex(&other.compact[32..]),
            "a1bcb35d66d6bf93dc445e51753935cc32a3a411efd8a7c7bd85b25815a01b50"
        );
        assert_eq!(signature.with_recovery_id(4).recovered("lnbc", DATA), None);
    }
}
