//! A second reader of an invoice's data, bit by bit and with lists: slow, and with nothing of the first
//! one in it.

use crate::bolt11::InvoiceErrorKind as Kind;
use alloc::string::String;
use alloc::vec::Vec;

/// A fault: its kind, and where it is, counted in symbols from the start of the data.
pub(in crate::check) type Fault = (Kind, Option<usize>);

/// A field: tag, place of the tag, and whether it says something.
pub(in crate::check) type Seen = (u8, usize, bool);

/// Reads the fields of data without the checksum.
pub(in crate::check) fn fields(symbols: &[u8]) -> Result<Vec<Seen>, Fault> {
    if symbols.len() < 111 {
        return Err((Kind::DataTruncated { available: symbols.len() }, Some(0)));
    }
    let end = symbols.len() - 104;
    let mut seen: Vec<Seen> = Vec::new();
    let mut at = 7;
    while at < end {
        if end - at < 3 {
            return Err((Kind::FieldHeaderTruncated, Some(at)));
        }
        let declared = usize::from(symbols[at + 1]) * 32 + usize::from(symbols[at + 2]);
        if at + 3 + declared > end {
            let available = end - at - 3;
            return Err((Kind::FieldTruncated { declared, available }, Some(at + 1)));
        }
        let tag = symbols[at];
        let again = seen.iter().any(|(other, _, counts)| *other == tag && *counts);
        let counts = if again && !matches!(tag, 9 | 3) {
            false
        } else {
            value(tag, &symbols[at + 3..at + 3 + declared], at + 3)?
        };
        seen.push((tag, at, counts));
        at += 3 + declared;
    }
    presence(&seen)?;
    Ok(seen)
}

fn presence(seen: &[Seen]) -> Result<(), Fault> {
    let place = |tag| seen.iter().find(|(other, _, counts)| *other == tag && *counts);
    if place(1).is_none() {
        return Err((Kind::PaymentHashMissing, None));
    }
    if place(16).is_none() {
        return Err((Kind::PaymentSecretMissing, None));
    }
    match (place(13), place(23)) {
        (None, None) => Err((Kind::DescriptionMissing, None)),
        (Some(one), Some(other)) => Err((Kind::DescriptionTwice, Some(one.1.max(other.1)))),
        _ => Ok(()),
    }
}

/// Whether a field says something, or what is wrong with it.
fn value(tag: u8, value: &[u8], at: usize) -> Result<bool, Fault> {
    let here = |kind| Err((kind, Some(at)));
    match tag {
        1 | 16 | 23 if value.len() != 52 => Ok(false),
        19 if value.len() != 53 => Ok(false),
        1 | 16 | 23 | 27 => bytes(value, at).map(|_| true),
        19 => match bytes(value, at)?[0] {
            2 | 3 => Ok(true),
            _ => here(Kind::PayeeNotAPoint),
        },
        13 => match String::from_utf8(bytes(value, at)?) {
            Ok(_) => Ok(true),
            Err(_) => here(Kind::DescriptionNotUtf8),
        },
        6 | 24 | 5 if value.first() == Some(&0) => here(Kind::NotMinimal),
        // 64 bits are twelve symbols and four bits more.
        6 | 24 if value.len() > 13 || value.len() == 13 && value[0] > 15 => {
            here(Kind::IntegerRange)
        }
        6 | 24 | 5 => Ok(true),
        9 => match value.split_first() {
            None => here(Kind::FallbackProgram { actual: 0 }),
            Some((19.., _)) => Ok(false),
            Some((version, program)) => {
                let actual = bytes(program, at + 1)?.len();
                let lengths: &[usize] = match version {
                    0 => &[20, 32],
                    17 | 18 => &[20],
                    _ => &[
                        2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
                        23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
                    ],
                };
                if lengths.contains(&actual) {
                    Ok(true)
                } else {
                    here(Kind::FallbackProgram { actual })
                }
            }
        },
        3 => {
            let bytes = bytes(value, at)?;
            if bytes.is_empty() || bytes.len() % 51 != 0 {
                return here(Kind::RouteHintLength { actual: bytes.len() });
            }
            match bytes.chunks(51).position(|entry| entry[0] != 2 && entry[0] != 3) {
                Some(entry) => Err((Kind::RouteHintNotAPoint, Some(at + entry * 408 / 5))),
                None => Ok(true),
            }
        }
        _ => Ok(false),
    }
}

/// Symbols as bytes, if what is over is zeros and fewer than five.
fn bytes(symbols: &[u8], at: usize) -> Result<Vec<u8>, Fault> {
    let bits: Vec<u8> =
        symbols.iter().flat_map(|symbol| (0..5).rev().map(move |bit| symbol >> bit & 1)).collect();
    let over = &bits[bits.len() / 8 * 8..];
    if over.len() >= 5 || over.contains(&1) {
        return Err((Kind::Padding, Some(at + symbols.len() - 1)));
    }
    let byte = |bits: &[u8]| bits.iter().fold(0, |byte, bit| byte << 1 | bit);
    Ok(bits.chunks_exact(8).map(byte).collect())
}
