//! Faults put into an invoice.

use super::draw;
use super::invoice_wire::{
    ORDER, RawField, RawInvoice, Signature, any_tag, right_field, symbols, to_symbols,
};
use crate::bolt11::Tag;
use crate::symbols::{character_of, symbol_of};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use arbitrary::{Result, Unstructured};

/// What stands behind `ln`: the networks, what starts like one, and others.
const NETWORKS: [&str; 16] = [
    "bc", "bc", "tb", "tbs", "bcrt", "bcr", "b", "", "sb", "tbss", "bcrtt", "bctb", "ltc", "t",
    "bcs", "tbrt",
];

/// Amounts at the ends of what is one.
const AMOUNTS: [&str; 44] = [
    "0",
    "0n",
    "0p",
    "00p",
    "0020m",
    "01",
    "010p",
    "020u",
    "m",
    "p",
    "25mm",
    "25mx",
    "x",
    "2.5m",
    "+20m",
    "-1",
    "1p",
    "9p",
    "10p",
    "11p",
    "2500000001p",
    "1",
    "21000000",
    "21000001",
    "92233721",
    "184467440",
    "184467441",
    "184467440737m",
    "184467440738m",
    "184467440737095u",
    "184467440737096u",
    "184467440737095516n",
    "184467440737095517n",
    "18446744073709551610p",
    "18446744073709551620p",
    "52293138389937828570p",
    "184467440737095516150p",
    "184467440737095516160p",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999999999999999990p",
    "340282366920938463463374607431768211466m",
    "20q",
    "1n0",
];

/// The lengths at which a field's symbols are right or wrong.
const LENGTHS: [usize; 20] =
    [0, 1, 2, 3, 5, 6, 7, 8, 12, 13, 14, 33, 50, 51, 52, 53, 54, 82, 104, 1023];

/// Two numbers that a signature can't have, those beside them, and the middle of the group's order.
const NUMBERS: usize = 7;

/// A human-readable part, mostly a right one.
pub(super) fn human_readable(u: &mut Unstructured<'_>) -> Result<String> {
    let network =
        if u.ratio(7, 8)? { u.choose(&["bc", "tb", "tbs", "bcrt"])? } else { u.choose(&NETWORKS)? };
    let mut hrp = String::from("ln");
    hrp.push_str(network);
    match u.int_in_range(0..=3_u8)? {
        0 => {}
        1 => hrp.push_str(u.choose(&AMOUNTS)?),
        _ => hrp.push_str(&amount(u)?),
    }
    Ok(hrp)
}

/// Digits, mostly with a multiplier behind them.
fn amount(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = draw::integer(u, 64)?.max(1).to_string();
    if u.ratio(1, 8)? {
        text.push_str(&u.arbitrary::<u64>()?.to_string());
    }
    if u.ratio(1, 8)? {
        text.insert(0, '0');
    }
    match u.int_in_range(0..=5_u8)? {
        0 => {}
        1 => text.push('m'),
        2 => text.push('u'),
        3 => text.push('n'),
        4 => text.push_str("0p"),
        _ => text.push('p'),
    }
    Ok(text)
}

/// Puts one fault in. `choices` says which and where, `u` has the bytes of what is put in.
pub(super) fn put_in(
    invoice: &mut RawInvoice,
    choices: &mut Unstructured<'_>,
    u: &mut Unstructured<'_>,
) -> Result<()> {
    match choices.int_in_range(0..=31_u8)? {
        0..=3 => invoice.hrp = human_readable(choices)?,
        4 => prefix(&mut invoice.hrp, choices)?,
        5 | 6 => {
            invoice.signature = signature(choices)?;
            // Readers look at a signature otherwise where the payee's key is given.
            let has_payee = invoice.fields.iter().any(|field| field.tag == Tag::PAYEE);
            if !has_payee && choices.arbitrary()? {
                invoice.fields.push(right_field(Tag::PAYEE, u)?);
            }
        }
        7 => invoice.fault = Some(TextFault::draw(choices)?),
        8 => invoice.rest = symbols(u, choices.int_in_range(1..=2)?)?,
        9 => {
            // Invoices that are longer than some read.
            for _ in 0..choices.int_in_range(5..=8_u8)? {
                let tag =
                    *choices.choose(&[Tag::PAYMENT_METADATA, Tag::DESCRIPTION, Tag::FEATURES])?;
                invoice.fields.push(RawField { tag, words: vec![3; 1016], declared: None });
            }
        }
        10 => invoice.timestamp = symbols(u, 7)?,
        other => of_fields(&mut invoice.fields, other, choices, u)?,
    }
    Ok(())
}

/// A fault among the fields.
fn of_fields(
    fields: &mut Vec<RawField>,
    what: u8,
    choices: &mut Unstructured<'_>,
    u: &mut Unstructured<'_>,
) -> Result<()> {
    let place = choices.choose_index(fields.len().max(1))?;
    let other = choices.choose_index(fields.len().max(1))?;
    match what {
        11 | 12 => {
            if place < fields.len() {
                fields.remove(place);
            }
        }
        13 => {
            if place.max(other) < fields.len() {
                fields.swap(place, other);
            }
        }
        14 => {
            // The same again, in front or behind.
            if let Some(field) = fields.get(place).cloned() {
                fields.insert(other, field);
            }
        }
        15 | 16 => {
            // Another of the tag: which of them counts shows in what is read.
            let tag = fields.get(place).map_or(Tag::PAYMENT_HASH, |field| field.tag);
            fields.insert(other, right_field(tag, u)?);
        }
        17 | 18 => fields.insert(other, right_field(any_tag(choices)?, u)?),
        19 => {
            let tag = any_tag(choices)?;
            let length = *choices.choose(&LENGTHS)?;
            fields.insert(other, RawField { tag, words: symbols(u, length)?, declared: None });
        }
        _ => {
            let Some(field) = fields.get_mut(place) else { return Ok(()) };
            of_field(field, what, choices, u)?;
            if choices.ratio(1, 6)? {
                // In front of one that is right: who skips it reads on.
                let right = right_field(field.tag, u)?;
                fields.insert(place.saturating_add(1), right);
            }
        }
    }
    Ok(())
}

/// A fault in one field.
fn of_field(
    field: &mut RawField,
    what: u8,
    choices: &mut Unstructured<'_>,
    u: &mut Unstructured<'_>,
) -> Result<()> {
    let words = &mut field.words;
    match what {
        20 => field.tag = any_tag(choices)?,
        21 => {
            let length = words.len();
            let near = [length.saturating_add(1), length.saturating_sub(1), 1023, 0, length ^ 32];
            field.declared = Some(*choices.choose(&near)?);
        }
        22 | 23 => {
            // The last bits: mostly padding.
            if let Some(last) = words.last_mut() {
                *last ^= 1 << choices.int_in_range(0..=2_u8)?;
            }
        }
        24 => words.insert(0, 0),
        25 => {
            let more = symbols(u, choices.int_in_range(1..=4)?)?;
            words.extend(if choices.arbitrary()? { more } else { vec![0; more.len()] });
        }
        26 => {
            let fewer = words.len().saturating_sub(choices.int_in_range(1..=3)?);
            words.truncate(fewer);
        }
        27 => {
            let length = *choices.choose(&LENGTHS)?;
            *words = symbols(u, length)?;
        }
        28 => {
            let at = choices.choose_index(words.len().max(1))?;
            if let Some(symbol) = words.get_mut(at) {
                *symbol ^= choices.int_in_range(1..=31_u8)?;
            }
        }
        // What is wrong for this tag, wherever the field was.
        _ => *words = wrong_value(field.tag, choices, u)?,
    }
    words.truncate(1023);
    Ok(())
}

/// A value that is wrong for the tag, or at the end of what is right.
fn wrong_value(
    tag: Tag,
    choices: &mut Unstructured<'_>,
    u: &mut Unstructured<'_>,
) -> Result<Vec<u8>> {
    Ok(match tag {
        Tag::EXPIRY | Tag::MIN_FINAL_CLTV_EXPIRY_DELTA => {
            let length = choices.int_in_range(11..=15)?;
            let mut words = symbols(u, length)?;
            if let Some(first) = words.first_mut() {
                // Around 2^64: 13 symbols have 65 bits.
                *first = *choices.choose(&[0, 1, 8, 15, 16, 31])?;
            }
            words
        }
        Tag::FALLBACK => {
            let version = choices.int_in_range(0..=31_u8)?;
            let length = *choices.choose(&[0, 1, 2, 19, 20, 20, 21, 31, 32, 32, 33, 40, 41])?;
            let mut words = vec![version];
            words.extend(to_symbols(&draw::bytes(u, length)?));
            words
        }
        Tag::ROUTE_HINT => {
            let length = *choices.choose(&[0, 1, 50, 51, 52, 101, 102, 153])?;
            let mut bytes = draw::bytes(u, length)?;
            for first in bytes.iter_mut().step_by(51) {
                *first = choices.int_in_range(1..=4)?;
            }
            to_symbols(&bytes)
        }
        Tag::PAYEE => {
            let mut bytes = draw::bytes(u, 33)?;
            if let Some(first) = bytes.first_mut() {
                *first = choices.int_in_range(1..=4)?;
            }
            to_symbols(&bytes)
        }
        Tag::DESCRIPTION => {
            let text: &[u8] = choices.choose(&[
                &b"\xff"[..],
                b"\xc0\x80",
                b"\xed\xa0\x80",
                b"\xe3\x81",
                b"\xf4\x90\x80\x80",
                b"a\x80",
                b"\xef\xbb\xbf",
            ])?;
            to_symbols(text)
        }
        Tag::FEATURES => {
            // Both bits of pairs, and zeros in front.
            let length = *choices.choose(&[1, 2, 3, 7, 1023])?;
            symbols(u, length)?
        }
        _ => {
            let length = *choices.choose(&LENGTHS)?;
            symbols(u, length)?
        }
    })
}

/// Another start than `ln`, or a separator in the middle.
fn prefix(hrp: &mut String, u: &mut Unstructured<'_>) -> Result<()> {
    match u.int_in_range(0..=3_u8)? {
        0 => hrp.replace_range(..1, u.choose(&["m", "i", "1", ""])?),
        1 => *hrp = u.choose(&["l", "ln", "n", "bc", "lnlnbc"])?.to_string(),
        2 => hrp.push('1'),
        _ => hrp.push(char::from(u.int_in_range(33..=126_u8)?).to_ascii_lowercase()),
    }
    Ok(())
}

fn signature(u: &mut Unstructured<'_>) -> Result<Signature> {
    Ok(match u.int_in_range(0..=9_u8)? {
        0 | 1 => Signature::HighS,
        2 => Signature::OtherKey,
        3 => Signature::RecoveryId(u.int_in_range(0..=5)?),
        4 | 5 => Signature::RecoveryId(*u.choose(&[27, 31, 128, 251, 252, 253, 254, 255])?),
        6 => Signature::Flipped(u.choose_index(520)?),
        7 => Signature::R(number(u)?),
        8 => Signature::S(number(u)?),
        _ => Signature::Cut(*u.choose(&[0, 1, 6, 7, 8, 103, 104, 105, 110, 111, 112])?),
    })
}

/// A number where those of signatures begin and end.
fn number(u: &mut Unstructured<'_>) -> Result<[u8; 32]> {
    let [high @ .., _] = ORDER;
    let with_last = |last: u8| {
        let mut number = [0; 32];
        let [start @ .., end] = &mut number;
        start.copy_from_slice(&high);
        *end = last;
        number
    };
    let mut one = [0; 32];
    let [.., last] = &mut one;
    *last = 1;
    Ok(match u.choose_index(NUMBERS)? {
        0 => [0; 32],
        1 => one,
        2 => ORDER,
        3 => with_last(0x40),
        4 => with_last(0x42),
        5 => [0xff; 32],
        _ => u.arbitrary()?,
    })
}

/// A fault in the finished text.
pub(super) enum TextFault {
    /// The case of one letter.
    Case(usize),
    /// Another character.
    Character(usize, char),
    /// One symbol of the data, and so the checksum.
    Symbol(usize),
    /// The end.
    Cut(usize),
    /// The checksum of bech32m.
    Bech32m,
}

impl TextFault {
    fn draw(u: &mut Unstructured<'_>) -> Result<Self> {
        let place = usize::from(u.arbitrary::<u16>()?);
        Ok(match u.int_in_range(0..=4_u8)? {
            0 => Self::Case(place),
            1 => Self::Character(
                place,
                *u.choose(&['1', 'b', 'i', ' ', '\n', '\u{e9}', '\u{7f}', 'O', '!'])?,
            ),
            2 => Self::Symbol(place),
            3 => Self::Cut(place),
            _ => Self::Bech32m,
        })
    }

    /// The text with the fault. The places are taken modulo its length.
    pub(super) fn apply(self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        let length = characters.len().max(1);
        let mut change = |place: usize, to: &dyn Fn(char) -> char| {
            if let Some(character) = characters.get_mut(place % length) {
                *character = to(*character);
            }
        };
        match self {
            Self::Case(place) => change(place, &|old| {
                if old.is_ascii_lowercase() {
                    old.to_ascii_uppercase()
                } else {
                    old.to_ascii_lowercase()
                }
            }),
            Self::Character(place, new) => change(place, &|_| new),
            Self::Symbol(place) => change(place, &|old| if old == 'q' { 'p' } else { 'q' }),
            Self::Cut(place) => characters.truncate(place % length),
            Self::Bech32m => {
                // What the two constants differ in, over the last six symbols.
                let differ = 0x2bc8_30a3_u32 ^ 1;
                for (character, place) in characters.iter_mut().rev().zip(0_u32..6) {
                    let old = u8::try_from(*character).ok().and_then(symbol_of).unwrap_or_default();
                    let flip = u8::try_from(differ >> (5 * place) & 31).unwrap_or_default();
                    let new = character_of(old ^ flip);
                    let upper = character.is_ascii_uppercase();
                    *character = if upper { new.to_ascii_uppercase() } else { new };
                }
            }
        }
        characters.into_iter().collect()
    }
}
