//! Invoices from the text: every symbol as five bits in a list, every field copied out of it.

use super::features::bits as feature_bits;
#[cfg(feature = "secp256k1")]
use super::number;
use alloc::string::String;
use alloc::vec::Vec;

const ALPHABET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Why a text is refused: the class by its name in the testee protocol, and the character at fault.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Fault {
    pub(in super::super) class: &'static str,
    pub(in super::super) offset: Option<usize>,
}

/// The fault at a character.
fn at<T>(class: &'static str, offset: usize) -> Result<T, Fault> {
    Err(Fault { class, offset: Some(offset) })
}

/// A field, and whether it says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Field {
    pub(in super::super) tag: char,
    pub(in super::super) offset: usize,
    pub(in super::super) words: String,
    pub(in super::super) counts: bool,
}

/// What a text says.
#[derive(Debug, Default)]
pub(in super::super) struct Read {
    pub(in super::super) network: &'static str,
    pub(in super::super) amount_msat: Option<u64>,
    pub(in super::super) timestamp: u64,
    pub(in super::super) fields: Vec<Field>,
    pub(in super::super) payment_hash: Option<Vec<u8>>,
    pub(in super::super) payment_secret: Option<Vec<u8>>,
    pub(in super::super) description: Option<Vec<u8>>,
    pub(in super::super) description_hash: Option<Vec<u8>>,
    pub(in super::super) payee: Option<Vec<u8>>,
    pub(in super::super) expiry: Option<u64>,
    pub(in super::super) min_final_cltv_expiry_delta: Option<u64>,
    pub(in super::super) fallbacks: Vec<(u8, Vec<u8>)>,
    /// Of each its bytes.
    pub(in super::super) route_hints: Vec<Vec<u8>>,
    pub(in super::super) features: Option<Vec<u32>>,
    pub(in super::super) payment_metadata: Option<Vec<u8>>,
    /// Every point, and where it starts.
    points: Vec<(usize, Vec<u8>)>,
    /// What is signed.
    pub(in super::super) preimage: Vec<u8>,
    pub(in super::super) signature: Vec<u8>,
    pub(in super::super) signature_offset: usize,
    /// Where the tags of the first description and the first hash of one stand.
    description_offset: Option<usize>,
    description_hash_offset: Option<usize>,
}

/// Reads a text, but for points and signature.
pub(in super::super) fn decode(text: &str) -> Result<Read, Fault> {
    let bytes = text.as_bytes();
    let mut first: Option<u8> = None;
    for (i, byte) in bytes.iter().enumerate() {
        let letter = byte.is_ascii_alphabetic();
        if *byte < 33 || *byte > 126 {
            return at("bad_encoding", i);
        }
        if letter
            && first.is_some_and(|first| first.is_ascii_lowercase() != byte.is_ascii_lowercase())
        {
            return at("bad_encoding", i);
        }
        if letter && first.is_none() {
            first = Some(*byte);
        }
    }
    let text = text.to_ascii_lowercase();
    let Some(separator) = text.rfind('1').filter(|place| *place > 0) else {
        return at("bad_encoding", 0);
    };
    let start = separator + 1;
    let mut symbols = Vec::new();
    for (i, character) in text[start..].char_indices() {
        match ALPHABET.find(character) {
            Some(symbol) => symbols.push(u8::try_from(symbol).unwrap()),
            None => return at("bad_encoding", start + i),
        }
    }
    if symbols.len() < 6 {
        return at("truncated", separator);
    }
    if polymod(&text[..separator], &symbols) != 1 {
        return at("bad_checksum", text.len() - 6);
    }
    symbols.truncate(symbols.len() - 6);
    let mut read = Read::default();
    human_readable(&text[..separator], &mut read)?;
    if symbols.len() < 111 {
        return at("truncated", start);
    }
    let data = Data { symbols: &symbols, start };
    let end = symbols.len() - 104;
    read.timestamp = u64::try_from(number_of(&symbols[..7])).unwrap();
    read.preimage = text.as_bytes()[..separator].to_vec();
    let mut signed = bits(&symbols[..end]);
    while signed.len() % 8 != 0 {
        signed.push(0);
    }
    read.preimage.extend(bytes_of(&signed));
    read.signature = bytes_of(&bits(&symbols[end..]));
    read.signature_offset = start + end;
    fields(&data, end, &mut read)?;
    presence(&read)?;
    Ok(read)
}

fn polymod(hrp: &str, symbols: &[u8]) -> u32 {
    let mut values: Vec<u8> = hrp.bytes().map(|byte| byte / 32).collect();
    values.push(0);
    values.extend(hrp.bytes().map(|byte| byte % 32));
    values.extend(symbols);
    let mut state = 1_u32;
    for value in values {
        let top = state >> 25;
        state = (state & 0x01ff_ffff) << 5 ^ u32::from(value);
        for (i, generator) in
            [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3].iter().enumerate()
        {
            if top >> i & 1 == 1 {
                state ^= generator;
            }
        }
    }
    state
}

fn human_readable(hrp: &str, read: &mut Read) -> Result<(), Fault> {
    if !hrp.starts_with("ln") {
        return at("unknown_network", 0);
    }
    let rest = &hrp[2..];
    let (network, length) = if rest.starts_with("bcrt") {
        ("regtest", 4)
    } else if rest.starts_with("tbs") {
        ("signet", 3)
    } else if rest.starts_with("bc") {
        ("bitcoin", 2)
    } else if rest.starts_with("tb") {
        ("testnet", 2)
    } else {
        return at("unknown_network", if rest.is_empty() { 0 } else { 2 });
    };
    read.network = network;
    let start = 2 + length;
    let amount = &hrp.as_bytes()[start..];
    if amount.is_empty() {
        return Ok(());
    }
    let digits = amount.iter().take_while(|one| one.is_ascii_digit()).count();
    if digits == 0 {
        return at("bad_amount", start);
    }
    let powers = match &amount[digits..] {
        [] => 12_usize,
        [b'm'] => 9,
        [b'u'] => 6,
        [b'n'] => 3,
        [b'p'] => 0,
        [b'm' | b'u' | b'n' | b'p', ..] => return at("bad_amount", start + digits + 1),
        _ => return at("bad_amount", start + digits),
    };
    if amount[0] == b'0' || powers == 0 && amount[digits - 1] != b'0' {
        return at("bad_amount", start);
    }
    // Tenths of a millisatoshi, written down digit by digit; the last is the one that is dropped.
    let mut tenths = amount[..digits].to_vec();
    tenths.extend(core::iter::repeat_n(b'0', powers));
    tenths.pop();
    // 2^64-1 has 20 digits. Of as many, the larger comes later in the alphabet.
    let most = b"18446744073709551615";
    if tenths.len() > most.len() || tenths.len() == most.len() && tenths[..] > most[..] {
        return at("bad_amount", start);
    }
    let mut msat = 0;
    for digit in tenths {
        msat = msat * 10 + u64::from(digit - b'0');
    }
    read.amount_msat = Some(msat);
    Ok(())
}

/// The symbols, and where the first stands in the text.
struct Data<'a> {
    symbols: &'a [u8],
    start: usize,
}

fn bits(symbols: &[u8]) -> Vec<u8> {
    symbols.iter().flat_map(|symbol| [4, 3, 2, 1, 0].map(|bit| symbol >> bit & 1)).collect()
}

fn bytes_of(bits: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for i in 0..bits.len() / 8 {
        bytes.push(bits[8 * i..8 * i + 8].iter().fold(0, |byte, bit| byte * 2 + bit));
    }
    bytes
}

/// The number in these symbols, most significant first; too large ones stay at the most there is.
fn number_of(symbols: &[u8]) -> u128 {
    symbols
        .iter()
        .fold(0_u128, |value, symbol| value.saturating_mul(32).saturating_add(u128::from(*symbol)))
}

fn fields(data: &Data<'_>, end: usize, read: &mut Read) -> Result<(), Fault> {
    let mut place = 7;
    while place < end {
        if end - place < 3 {
            return at("truncated", data.start + place);
        }
        let length =
            usize::from(data.symbols[place + 1]) * 32 + usize::from(data.symbols[place + 2]);
        if place + 3 + length > end {
            return at("truncated", data.start + place + 1);
        }
        let words = &data.symbols[place + 3..place + 3 + length];
        let offset = data.start + place;
        let tag = ALPHABET.as_bytes()[usize::from(data.symbols[place])].into();
        let counts = field(tag, words, offset, read)?;
        let text = words.iter().map(|word| char::from(ALPHABET.as_bytes()[usize::from(*word)]));
        read.fields.push(Field { tag, offset, words: text.collect(), counts });
        place += 3 + length;
    }
    Ok(())
}

/// Takes one field in. Whether it says something.
fn field(tag: char, words: &[u8], offset: usize, read: &mut Read) -> Result<bool, Fault> {
    let value = offset + 3;
    let last = value + words.len().max(1) - 1;
    let counted = read.fields.iter().any(|field| field.counts && field.tag == tag);
    if "psdhnxcm9".contains(tag) && counted {
        return Ok(false);
    }
    let whole = |words: &[u8]| {
        let bits = bits(words);
        let spare = &bits[bits.len() / 8 * 8..];
        if spare.len() >= 5 || spare.contains(&1) {
            at("bad_padding", last)
        } else {
            Ok(bytes_of(&bits))
        }
    };
    match tag {
        'p' | 's' | 'h' if words.len() != 52 => return Ok(false),
        'n' if words.len() != 53 => return Ok(false),
        'p' => read.payment_hash = Some(whole(words)?),
        's' => read.payment_secret = Some(whole(words)?),
        'h' => {
            read.description_hash = Some(whole(words)?);
            read.description_hash_offset = Some(offset);
        }
        'n' => {
            let point = whole(words)?;
            if point[0] != 2 && point[0] != 3 {
                return at("bad_value", value);
            }
            read.points.push((value, point.clone()));
            read.payee = Some(point);
        }
        'd' => {
            let bytes = whole(words)?;
            if !is_utf8(&bytes) {
                return at("bad_encoding", value);
            }
            read.description = Some(bytes);
            read.description_offset = Some(offset);
        }
        'm' => read.payment_metadata = Some(whole(words)?),
        'x' | 'c' => {
            if words.first() == Some(&0) {
                return at("not_minimal", value);
            }
            let Ok(number) = u64::try_from(number_of(words)) else { return at("bad_value", value) };
            if tag == 'x' {
                read.expiry = Some(number);
            } else {
                read.min_final_cltv_expiry_delta = Some(number);
            }
        }
        '9' => {
            if words.first() == Some(&0) {
                return at("not_minimal", value);
            }
            read.features = Some(feature_bits(words, 5));
        }
        'f' => {
            let Some(version) = words.first() else { return at("bad_length", value) };
            if *version >= 19 {
                return Ok(false);
            }
            let program = whole(&words[1..])?;
            let right = match version {
                0 => program.len() == 20 || program.len() == 32,
                17 | 18 => program.len() == 20,
                _ => program.len() >= 2 && program.len() <= 40,
            };
            if !right {
                return at("bad_length", value);
            }
            read.fallbacks.push((*version, program));
        }
        'r' => {
            let bytes = whole(words)?;
            if bytes.is_empty() || bytes.len() % 51 != 0 {
                return at("bad_length", value);
            }
            for i in 0..bytes.len() / 51 {
                let point = &bytes[51 * i..51 * i + 33];
                let offset = value + 51 * i * 8 / 5;
                if point[0] != 2 && point[0] != 3 {
                    return at("bad_value", offset);
                }
                read.points.push((offset, point.to_vec()));
            }
            read.route_hints.push(bytes);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// UTF-8 as RFC 3629 writes it down: every code point is decoded, none longer than needed, no surrogate.
fn is_utf8(bytes: &[u8]) -> bool {
    let mut i = 0;
    while i < bytes.len() {
        let (length, least) = match bytes[i] {
            0..0x80 => (1, 0),
            0xc0..0xe0 => (2, 0x80),
            0xe0..0xf0 => (3, 0x800),
            0xf0..0xf8 => (4, 0x1_0000),
            _ => return false,
        };
        if i + length > bytes.len() {
            return false;
        }
        let mut point = u32::from(bytes[i]);
        if length > 1 {
            point &= 0x7f >> length;
        }
        for next in &bytes[i + 1..i + length] {
            if next & 0xc0 != 0x80 {
                return false;
            }
            point = point * 64 + u32::from(next & 0x3f);
        }
        if point < least || point > 0x10_ffff || (0xd800..0xe000).contains(&point) {
            return false;
        }
        i += length;
    }
    true
}

fn presence(read: &Read) -> Result<(), Fault> {
    let missing = Err(Fault { class: "missing", offset: None });
    if read.payment_hash.is_none() || read.payment_secret.is_none() {
        return missing;
    }
    match (read.description_offset, read.description_hash_offset) {
        (None, None) => missing,
        (Some(one), Some(other)) => at("conflict", one.max(other)),
        _ => Ok(()),
    }
}

/// The points and the signature: who signed. Where a curve is needed it is that of the crate `secp256k1`;
/// what is around it is written down again.
#[cfg(feature = "secp256k1")]
pub(in super::super) fn payee(read: &Read) -> Result<Vec<u8>, Fault> {
    use secp256k1::ecdsa::{RecoverableSignature, RecoveryId, Signature};
    use secp256k1::{Message, PublicKey};

    for (offset, point) in &read.points {
        if PublicKey::from_slice(point).is_err() {
            return at("bad_value", *offset);
        }
    }
    let wrong = || Fault { class: "bad_signature", offset: Some(read.signature_offset) };
    let (numbers, id) = (&read.signature[..64], read.signature[64]);
    let order = 0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe_u128;
    let order = [order.to_be_bytes(), 0xbaae_dce6_af48_a03b_bfd2_5e8c_d036_4141_u128.to_be_bytes()]
        .concat();
    for part in [&numbers[..32], &numbers[32..]] {
        if part.iter().all(|byte| *byte == 0) || part >= &order[..] {
            return Err(wrong());
        }
    }
    if id > 3 {
        return Err(wrong());
    }
    let message = Message::from_digest(super::sha256::sha256(&read.preimage));
    let Some(payee) = &read.payee else {
        let id = RecoveryId::try_from(i32::from(id)).unwrap();
        let signature = RecoverableSignature::from_compact(numbers, id).map_err(|_| wrong())?;
        return signature
            .recover_ecdsa(message)
            .map(|key| key.serialize().to_vec())
            .map_err(|_| wrong());
    };
    // The order's upper half is even, so that both can be halved by themselves.
    let upper = (number(&numbers[32..48]), number(&order[..16]) / 2);
    let lower = (number(&numbers[48..]), number(&order[16..]) / 2);
    let high = upper.0 > upper.1 || upper.0 == upper.1 && lower.0 > lower.1;
    let key = PublicKey::from_slice(payee).unwrap();
    let signature = Signature::from_compact(numbers).map_err(|_| wrong())?;
    if high || signature.verify(message, &key).is_err() {
        return Err(wrong());
    }
    Ok(payee.clone())
}
