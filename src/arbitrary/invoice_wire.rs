use super::invoice_faults::{self, TextFault};
#[cfg(not(feature = "secp256k1"))]
use super::values::GENERATOR_X;
use super::{draw, invoice};
use crate::bolt11::{Fallback, InvoiceBuilder, InvoiceView, RouteHintEntry, Tag};
use crate::onion::PublicKey;
use crate::symbols::{Checksum, SymbolsBuf, character_of};
use alloc::string::String;
use alloc::vec::Vec;
use arbitrary::{Arbitrary, Error, Result, Unstructured};
use core::fmt;

/// The tags that mean something, in the order in which deployed writers have them.
pub(super) const KNOWN: [Tag; 11] = [
    Tag::PAYMENT_HASH,
    Tag::DESCRIPTION,
    Tag::DESCRIPTION_HASH,
    Tag::PAYMENT_METADATA,
    Tag::MIN_FINAL_CLTV_EXPIRY_DELTA,
    Tag::EXPIRY,
    Tag::FALLBACK,
    Tag::ROUTE_HINT,
    Tag::PAYMENT_SECRET,
    Tag::PAYEE,
    Tag::FEATURES,
];

/// The text of an invoice with up to three faults put in, and with a checksum and a signature that are
/// right for what it says, unless those are the fault.
///
/// Any change of a text breaks its checksum, so that text at random never gets past it. These have the
/// structure of an invoice, and are wrong, where they are, in few places: another network or amount, a
/// field lacking, twice, elsewhere, under another tag or of another length, one padding bit, a zero
/// symbol in front, a value that no field of this tag may have, a symbol more before the signature, a
/// high S, another recovery id, another key. One in four has right fields, but any of them together.
///
/// `Debug` shows the text: it was made up, there are no secrets in it.
#[derive(Clone, PartialEq, Eq)]
pub struct InvoiceWire(pub String);

impl<'a> Arbitrary<'a> for InvoiceWire {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        // Drawn first: behind the invoice a short input has only zeros left.
        let faults = *u.choose(&[0_u8, 1, 1, 1, 1, 1, 2, 2, 3])?;
        let drawn = u.arbitrary::<[u8; 48]>()?;
        let mut choices = Unstructured::new(&drawn);
        let mut parts = if choices.ratio(1, 4)? {
            RawInvoice::of_any_fields(&mut choices, u)?
        } else {
            RawInvoice::of(&InvoiceBuilder::arbitrary(u)?)?
        };
        for _ in 0..faults {
            invoice_faults::put_in(&mut parts, &mut choices, u)?;
        }
        Ok(Self(parts.into_text()))
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (49, None)
    }
}

impl fmt::Debug for InvoiceWire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A field as symbols, and the length to write where it is not theirs.
#[derive(Clone)]
pub(super) struct RawField {
    pub(super) tag: Tag,
    pub(super) words: Vec<u8>,
    pub(super) declared: Option<usize>,
}

impl RawField {
    fn new(tag: Tag, words: Vec<u8>) -> Self {
        Self { tag, words, declared: None }
    }

    fn put(&self, out: &mut Vec<u8>) {
        let length = self.declared.unwrap_or(self.words.len());
        let low = |number: usize| u8::try_from(number % 32).unwrap_or_default();
        out.extend([self.tag.symbol(), low(length / 32), low(length)]);
        out.extend(&self.words);
    }
}

/// An invoice taken apart.
pub(super) struct RawInvoice {
    pub(super) hrp: String,
    pub(super) timestamp: Vec<u8>,
    pub(super) fields: Vec<RawField>,
    /// Symbols behind the last field.
    pub(super) rest: Vec<u8>,
    pub(super) signature: Signature,
    pub(super) fault: Option<TextFault>,
    upper_case: bool,
}

impl RawInvoice {
    /// An invoice that is right.
    fn of(builder: &InvoiceBuilder) -> Result<Self> {
        let wrong = |_| Error::IncorrectFormat;
        let unsigned = builder.unsigned(payee()?).map_err(wrong)?;
        let text = unsigned.with_unchecked_signature(&[1; 64], 0);
        let view = InvoiceView::parse_unverified(&text).map_err(wrong)?;
        let mut timestamp = SymbolsBuf::new();
        timestamp.push_fixed(view.timestamp(), 7);
        let field = |field: crate::bolt11::Field<'_>| {
            RawField::new(field.tag(), field.symbols().iter().collect())
        };
        let (hrp, _) = text.rsplit_once('1').ok_or(Error::IncorrectFormat)?;
        Ok(Self {
            hrp: hrp.to_ascii_lowercase(),
            timestamp: timestamp.as_symbols().iter().collect(),
            fields: view.fields().map(field).collect(),
            rest: Vec::new(),
            signature: Signature::Right,
            fault: None,
            upper_case: view.is_upper_case(),
        })
    }

    /// Fields with right values, whichever together: what every invoice has most often among them.
    fn of_any_fields(choices: &mut Unstructured<'_>, u: &mut Unstructured<'_>) -> Result<Self> {
        let mut fields = Vec::new();
        for tag in [Tag::PAYMENT_HASH, Tag::PAYMENT_SECRET, Tag::DESCRIPTION] {
            if choices.ratio(9, 10)? {
                fields.push(right_field(tag, u)?);
            }
        }
        for _ in 0..choices.int_in_range(0..=6_u8)? {
            let field = right_field(any_tag(choices)?, u)?;
            let place = choices.choose_index(fields.len().saturating_add(1))?;
            fields.insert(place, field);
        }
        Ok(Self {
            hrp: invoice_faults::human_readable(choices)?,
            timestamp: symbols(u, 7)?,
            fields,
            rest: Vec::new(),
            signature: Signature::Right,
            fault: None,
            upper_case: choices.ratio(1, 8)?,
        })
    }

    /// The text, with its signature and checksum.
    fn into_text(self) -> String {
        let mut signed = self.timestamp;
        self.fields.iter().for_each(|field| field.put(&mut signed));
        signed.extend(&self.rest);
        let mut preimage = self.hrp.to_ascii_lowercase().into_bytes();
        preimage.extend(to_bytes(&signed));
        let signature = self.signature.bytes(&preimage);
        signed.extend(to_symbols(&signature));
        if let Signature::Cut(length) = self.signature {
            signed.truncate(length);
        }
        let data: String = signed.iter().copied().map(character_of).collect();
        let mut text = self.hrp;
        let checksum = Checksum::of_hrp(&text).text(&data).map(|(checksum, _)| checksum.finish());
        text.push('1');
        text.push_str(&data);
        text.push_str(&checksum.unwrap_or_default());
        if self.upper_case {
            text.make_ascii_uppercase();
        }
        match self.fault {
            Some(fault) => fault.apply(&text),
            None => text,
        }
    }
}

/// A tag: mostly of those that mean something.
pub(super) fn any_tag(u: &mut Unstructured<'_>) -> Result<Tag> {
    if u.ratio(7, 8)? {
        return u.choose(&KNOWN).copied();
    }
    Tag::new(u.int_in_range(0..=31_u8)?).ok_or(Error::IncorrectFormat)
}

/// A field of this tag whose value is right.
pub(super) fn right_field(tag: Tag, u: &mut Unstructured<'_>) -> Result<RawField> {
    let words = match tag {
        Tag::PAYMENT_HASH | Tag::PAYMENT_SECRET | Tag::DESCRIPTION_HASH => {
            to_symbols(&draw::array32(u)?)
        }
        Tag::PAYEE => to_symbols(payee()?.as_bytes()),
        Tag::DESCRIPTION => {
            to_symbols(u.choose(&["", "AMP", "\u{30ca}\u{0}\u{1f600}", "1 cup coffee"])?.as_bytes())
        }
        Tag::PAYMENT_METADATA => to_symbols(&draw::value(u)?),
        Tag::EXPIRY | Tag::MIN_FINAL_CLTV_EXPIRY_DELTA => integer(draw::integer(u, 64)?),
        Tag::FALLBACK => {
            let fallback = u.arbitrary::<Fallback>()?;
            let mut words = alloc::vec![fallback.version()];
            words.extend(to_symbols(fallback.program()));
            words
        }
        Tag::ROUTE_HINT => {
            let count = *u.choose(&[1_u8, 1, 2, 3, 12])?;
            let mut bytes = Vec::new();
            for _ in 0..count {
                bytes.extend(u.arbitrary::<RouteHintEntry>()?.to_bytes());
            }
            to_symbols(&bytes)
        }
        Tag::FEATURES => {
            let features = invoice::features(u)?;
            let symbol = |one: u8| crate::symbols::symbol_of(one);
            let mut words: Vec<u8> = features.to_symbols().bytes().filter_map(symbol).collect();
            // A field has room for bits up to 5114.
            words.truncate(1023);
            words
        }
        _ => {
            let length = *u.choose(&[0, 1, 8, 52, 53, 100])?;
            symbols(u, length)?
        }
    };
    Ok(RawField::new(tag, words))
}

/// An integer in as few symbols as it takes.
fn integer(value: u64) -> Vec<u8> {
    let mut words = SymbolsBuf::new();
    words.push_integer(value);
    words.as_symbols().iter().collect()
}

/// So many symbols; zeros where the input has no more.
pub(super) fn symbols(u: &mut Unstructured<'_>, length: usize) -> Result<Vec<u8>> {
    Ok(draw::bytes(u, length)?.into_iter().map(|byte| byte % 32).collect())
}

/// Bytes as symbols, the last filled up with zero bits.
pub(super) fn to_symbols(bytes: &[u8]) -> Vec<u8> {
    let mut words = SymbolsBuf::new();
    words.push_bytes(bytes);
    words.as_symbols().iter().collect()
}

/// Symbols as bytes, the last filled up with zero bits.
fn to_bytes(symbols: &[u8]) -> Vec<u8> {
    let bits: Vec<u8> =
        symbols.iter().flat_map(|symbol| (0..5).rev().map(move |bit| symbol >> bit & 1)).collect();
    let byte = |bits: &[u8]| (0..8).fold(0, |byte, i| byte << 1 | bits.get(i).unwrap_or(&0));
    bits.chunks(8).map(byte).collect()
}

/// How the invoice is signed.
pub(super) enum Signature {
    /// With the payee's key.
    Right,
    /// With S replaced by its opposite, which is as valid.
    HighS,
    /// With another's key.
    OtherKey,
    /// With another recovery id.
    RecoveryId(u8),
    /// With one bit changed.
    Flipped(usize),
    /// With this number for R.
    R([u8; 32]),
    /// With this number for S.
    S([u8; 32]),
    /// With the payee's key, and only so many symbols of the whole data are there.
    Cut(usize),
}

impl Signature {
    /// R, S and the recovery id.
    fn bytes(&self, preimage: &[u8]) -> [u8; 65] {
        let mut bytes = sign(preimage, if matches!(self, Self::OtherKey) { OTHER } else { KEY });
        let [r @ .., _] = &mut bytes;
        let (r, s) = r.split_at_mut(32);
        match self {
            Self::Right | Self::OtherKey | Self::Cut(_) => {}
            Self::R(number) => r.copy_from_slice(number),
            Self::S(number) => s.copy_from_slice(number),
            Self::HighS => {
                let opposite = order_minus(s);
                s.copy_from_slice(&opposite);
                let [.., id] = &mut bytes;
                *id ^= 1;
            }
            Self::RecoveryId(id) => {
                let [.., old] = &mut bytes;
                *old = *id;
            }
            Self::Flipped(bit) => {
                if let Some(byte) = bytes.get_mut(bit / 8) {
                    *byte ^= 1 << (bit % 8);
                }
            }
        }
        bytes
    }
}

/// The order of the group.
pub(super) const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

fn order_minus(number: &[u8]) -> [u8; 32] {
    let mut result = [0; 32];
    let mut borrow = false;
    for ((to, left), right) in result.iter_mut().zip(ORDER).zip(number).rev() {
        let (once, first) = left.overflowing_sub(*right);
        let (twice, second) = once.overflowing_sub(u8::from(borrow));
        (*to, borrow) = (twice, first || second);
    }
    result
}

/// The payee's secret key, and another one.
const KEY: [u8; 32] = [0x77; 32];
const OTHER: [u8; 32] = [0x55; 32];

/// The payee's public key.
#[cfg(feature = "secp256k1")]
fn payee() -> Result<PublicKey> {
    let key = crate::bolt11::SecretKey::new(KEY).ok_or(Error::IncorrectFormat)?;
    Ok(key.public_key())
}

#[cfg(not(feature = "secp256k1"))]
fn payee() -> Result<PublicKey> {
    let mut bytes = [0x02; PublicKey::WIRE_LEN];
    let [_, x @ ..] = &mut bytes;
    x.copy_from_slice(&GENERATOR_X);
    PublicKey::new(bytes).ok_or(Error::IncorrectFormat)
}

#[cfg(feature = "secp256k1")]
fn sign(preimage: &[u8], key: [u8; 32]) -> [u8; 65] {
    use secp256k1::ecdsa::RecoverableSignature;

    let digest = bitcoin_hashes::sha256::Hash::hash(preimage).to_byte_array();
    let Ok(key) = secp256k1::SecretKey::from_secret_bytes(key) else { return [0; 65] };
    let message = secp256k1::Message::from_digest(digest);
    let (id, signature) =
        RecoverableSignature::sign_ecdsa_recoverable(message, &key).serialize_compact();
    let mut bytes = [0; 65];
    let [numbers @ .., last] = &mut bytes;
    numbers.copy_from_slice(&signature);
    *last = id.to_u8();
    bytes
}

/// Without the curve there is nothing to sign with, and nobody who looks.
#[cfg(not(feature = "secp256k1"))]
fn sign(_: &[u8], [first, ..]: [u8; 32]) -> [u8; 65] {
    [first; 65]
}
