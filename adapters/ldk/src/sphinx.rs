//! Onions of BOLT 4, as transport: the way that LDK takes a hop payload in, and the way it gives one out, is inside of one.
//!
//! Nothing here looks into a payload. What is written is what the caller gave, byte for byte.

use bitcoin::hashes::{Hash, HashEngine, Hmac, HmacEngine, sha256};
use bitcoin::secp256k1::ecdh::SharedSecret;
use bitcoin::secp256k1::{PublicKey, Scalar, Secp256k1, SecretKey, Signing, Verification};
use chacha20_poly1305::chacha20::{ChaCha20, Key, Nonce};

/// The length of the encrypted part of an onion for a payment.
pub const HOP_PAYLOADS: usize = 1300;

const HMAC: usize = 32;

/// An onion for a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The ephemeral key for the first hop.
    pub public_key: PublicKey,
    /// The payloads, encrypted.
    pub hop_payloads: [u8; HOP_PAYLOADS],
    /// Of `hop_payloads` and the associated data.
    pub hmac: [u8; HMAC],
}

/// The payloads are too long for an onion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// A session key and the nodes that the onion is for. What depends on them alone is computed once.
#[derive(Debug, Clone)]
pub struct Route {
    public_key: PublicKey,
    padding: [u8; 32],
    secrets: Vec<[u8; 32]>,
}

impl Route {
    /// A route through these nodes, the first hop first.
    ///
    /// # Errors
    /// Where the session key is one of the few that lead to a key of zero.
    pub fn new<C: Signing + Verification>(
        context: &Secp256k1<C>,
        session: &SecretKey,
        nodes: &[PublicKey],
    ) -> Result<Self, bitcoin::secp256k1::Error> {
        let mut ephemeral = *session;
        let mut secrets = Vec::with_capacity(nodes.len());
        for node in nodes {
            let secret = SharedSecret::new(node, &ephemeral).secret_bytes();
            let factor = blinding_factor(&ephemeral.public_key(context), &secret)?;
            ephemeral = ephemeral.mul_tweak(&factor)?;
            secrets.push(secret);
        }
        Ok(Self {
            public_key: session.public_key(context),
            padding: derive(b"pad", &session.secret_bytes()),
            secrets,
        })
    }

    /// The secret shared with each hop.
    pub fn secrets(&self) -> &[[u8; 32]] {
        &self.secrets
    }

    /// Wraps one frame for each hop: a payload with its length in front.
    ///
    /// # Errors
    /// Where the frames don't fit.
    pub fn wrap(&self, frames: &[&[u8]], associated_data: &[u8]) -> Result<Packet, TooLong> {
        let length: usize = frames.iter().map(|frame| frame.len() + HMAC).sum();
        if length > HOP_PAYLOADS || frames.len() != self.secrets.len() {
            return Err(TooLong);
        }
        let mut filler = self.filler(frames);
        let mut hop_payloads = [0; HOP_PAYLOADS];
        apply_stream(&self.padding, &mut hop_payloads);
        let mut hmac = [0; HMAC];
        for (frame, secret) in frames.iter().zip(&self.secrets).rev() {
            hop_payloads.copy_within(..HOP_PAYLOADS - frame.len() - HMAC, frame.len() + HMAC);
            let (front, rest) = hop_payloads.split_at_mut(frame.len());
            front.copy_from_slice(frame);
            rest.iter_mut().zip(hmac).for_each(|(byte, of_hmac)| *byte = of_hmac);
            apply_stream(&derive(b"rho", secret), &mut hop_payloads);
            // The last hop's: what the others' zeros have become when it is reached.
            hop_payloads
                .iter_mut()
                .rev()
                .zip(filler.drain(..).rev())
                .for_each(|(byte, fill)| *byte = fill);
            hmac = authenticate(&derive(b"mu", secret), &[&hop_payloads, associated_data]);
        }
        Ok(Packet { public_key: self.public_key, hop_payloads, hmac })
    }

    /// The end of the last hop's packet: the zeros that every other hop appends, encrypted by it and by those after it.
    fn filler(&self, frames: &[&[u8]]) -> Vec<u8> {
        let mut filler = Vec::new();
        let before_last = frames.len().saturating_sub(1);
        for (frame, secret) in frames.iter().zip(&self.secrets).take(before_last) {
            let start = HOP_PAYLOADS - filler.len();
            filler.resize(filler.len() + frame.len() + HMAC, 0);
            let mut stream = vec![0; start];
            stream.append(&mut filler);
            apply_stream(&derive(b"rho", secret), &mut stream);
            filler = stream.split_off(start);
        }
        filler
    }
}

/// An onion with its first layer removed.
#[derive(Debug, Clone)]
pub struct Peeled {
    plain: Vec<u8>,
    public_key: PublicKey,
    secret: [u8; 32],
}

impl Packet {
    /// Removes the layer of the hop that shares this secret. None where the onion isn't for it.
    pub fn peel(&self, secret: &[u8; 32], associated_data: &[u8]) -> Option<Peeled> {
        if authenticate(&derive(b"mu", secret), &[&self.hop_payloads, associated_data]) != self.hmac
        {
            return None;
        }
        let mut plain = self.hop_payloads.to_vec();
        plain.resize(2 * HOP_PAYLOADS, 0);
        apply_stream(&derive(b"rho", secret), &mut plain);
        Some(Peeled { plain, public_key: self.public_key, secret: *secret })
    }
}

impl Peeled {
    /// The frame stands at the start; how long it is, its first bytes say.
    pub fn plain(&self) -> &[u8] {
        &self.plain
    }

    /// The onion for the next hop. None where this hop is the last, or the frame can't be that long.
    pub fn next<C: Verification>(&self, context: &Secp256k1<C>, frame: usize) -> Option<Packet> {
        let rest = self.plain.get(frame..)?;
        let hmac: [u8; HMAC] = rest.get(..HMAC)?.try_into().ok()?;
        let hop_payloads = rest.get(HMAC..HMAC + HOP_PAYLOADS)?.try_into().ok()?;
        if hmac == [0; HMAC] {
            return None;
        }
        let factor = blinding_factor(&self.public_key, &self.secret).ok()?;
        let public_key = self.public_key.mul_tweak(context, &factor).ok()?;
        Some(Packet { public_key, hop_payloads, hmac })
    }
}

/// One of the keys that BOLT 4 derives from a shared secret.
pub(crate) fn derive(name: &[u8], secret: &[u8; 32]) -> [u8; 32] {
    authenticate(name, &[secret])
}

/// The key stream of this key, over the data.
pub(crate) fn apply_stream(key: &[u8; 32], data: &mut [u8]) {
    ChaCha20::new(Key::new(*key), Nonce::new([0; 12]), 0).apply_keystream(data);
}

/// HMAC-SHA256 of the parts, one after another.
pub(crate) fn authenticate(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut engine = HmacEngine::<sha256::Hash>::new(key);
    for part in parts {
        engine.input(part);
    }
    Hmac::from_engine(engine).to_byte_array()
}

fn blinding_factor(
    public_key: &PublicKey,
    secret: &[u8; 32],
) -> Result<Scalar, bitcoin::secp256k1::Error> {
    let mut engine = sha256::Hash::engine();
    engine.input(&public_key.serialize());
    engine.input(secret);
    let hash = sha256::Hash::from_engine(engine).to_byte_array();
    Scalar::from_be_bytes(hash).map_err(|_| bitcoin::secp256k1::Error::InvalidTweak)
}

#[cfg(test)]
mod tests {
    use bitcoin::hex::{DisplayHex as _, FromHex as _};

    use super::*;

    const ASSOCIATED_DATA: [u8; 32] = [0x42; 32];

    fn key(byte: u8) -> SecretKey {
        SecretKey::from_slice(&[byte; 32]).unwrap()
    }

    /// The frames of BOLT 4's onion-test.json.
    fn frames() -> Vec<Vec<u8>> {
        let second = "52020236b00402057806080000000000000002fd02013c".to_owned()
            + &"0102030405060708090a0b0c0d0e0f".repeat(4);
        let last = "fd011002022710040203e8082224a33562c54507a9334e79f0dc4f17d407e6d7c61f0e2f3d0d38599502f617042710fd012de0"
            .to_owned()
            + &"2a".repeat(224);
        let frames = [
            "1202023a98040205dc06080000000000000001",
            &second,
            "12020230d4040204e206080000000000000003",
            "1202022710040203e806080000000000000004",
            &last,
        ];
        frames.map(|frame| Vec::from_hex(frame).unwrap()).to_vec()
    }

    fn route(context: &Secp256k1<bitcoin::secp256k1::All>) -> Route {
        let nodes = [0x41, 0x42, 0x43, 0x44, 0x45].map(|byte| key(byte).public_key(context));
        Route::new(context, &key(0x41), &nodes).unwrap()
    }

    #[test]
    fn published_onion() {
        let context = Secp256k1::new();
        let frames = frames();
        let frames: Vec<&[u8]> = frames.iter().map(Vec::as_slice).collect();
        let packet = route(&context).wrap(&frames, &ASSOCIATED_DATA).unwrap();
        let whole =
            [&[0], &packet.public_key.serialize()[..], &packet.hop_payloads, &packet.hmac].concat();
        assert_eq!(whole.len(), 1366);
        // Of the onion in the same file.
        assert_eq!(sha256::Hash::hash(&whole).to_byte_array().to_lower_hex_string(), PUBLISHED);

        let mut packet = Some(packet);
        for (byte, frame) in (0x41..).zip(frames) {
            let this = packet.unwrap();
            let secret = SharedSecret::new(&this.public_key, &key(byte)).secret_bytes();
            let peeled = this.peel(&secret, &ASSOCIATED_DATA).unwrap();
            assert_eq!(&peeled.plain()[..frame.len()], frame);
            packet = peeled.next(&context, frame.len());
        }
        assert_eq!(packet, None);
    }

    const PUBLISHED: &str = "92e0742510440ed2368e1c03aed09d49a2e4cb4409c88ee0ad02a35c4a4b495a";

    #[test]
    fn a_changed_onion_is_noticed() {
        let context = Secp256k1::new();
        let route = Route::new(&context, &key(1), &[key(2).public_key(&context)]).unwrap();
        let secret = route.secrets()[0];
        let packet = route.wrap(&[&[1, 2]], &ASSOCIATED_DATA).unwrap();
        assert!(packet.peel(&secret, &ASSOCIATED_DATA).is_some());
        assert!(packet.peel(&secret, &[]).is_none());
        assert!(packet.peel(&[0; 32], &ASSOCIATED_DATA).is_none());
        for index in 0..HOP_PAYLOADS {
            let mut changed = packet.clone();
            changed.hop_payloads[index] ^= 1;
            assert!(changed.peel(&secret, &ASSOCIATED_DATA).is_none());
        }
    }

    #[test]
    fn as_much_as_fits() {
        let context = Secp256k1::new();
        let nodes = [key(2).public_key(&context), key(3).public_key(&context)];
        let route = Route::new(&context, &key(1), &nodes).unwrap();
        let most = [1; HOP_PAYLOADS - 2 * HMAC];
        assert!(route.wrap(&[&most[1..], &[1]], &[]).is_ok());
        assert!(route.wrap(&[&[], &most], &[]).is_ok());
        assert_eq!(route.wrap(&[&most, &[1]], &[]), Err(TooLong));
        assert_eq!(route.wrap(&[&most], &[]), Err(TooLong));
    }
}
