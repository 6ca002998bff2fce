//! Whatever the text: a clear error, no panic, and in a time that grows with its length.

use super::super::examples;
use super::super::{InvoiceErrorKind as Kind, InvoiceView, LenientInvoice};
use super::{TIMESTAMP, refused_at, whole, with};
use alloc::format;
use alloc::string::{String, ToString};

/// Strict and lenient agree, and what is refused has a place in the text.
#[track_caller]
fn agree(text: &str) -> bool {
    let strict = InvoiceView::parse_unverified(text);
    let lenient = LenientInvoice::parse_unverified(text);
    assert_eq!(strict.as_ref().err(), lenient.findings().first(), "{text}");
    for finding in lenient.findings() {
        assert!(finding.offset().is_none_or(|offset| offset <= text.len()), "{finding}: {text}");
        assert!(!finding.to_string().is_empty());
    }
    strict.is_ok()
}

#[test]
fn cut_at_every_length() {
    for text in examples::ALL {
        for length in 0..text.len() {
            assert!(!agree(&text[..length]), "{length}");
            let _ = format!("{:?}", LenientInvoice::parse_unverified(&text[..length]));
        }
        assert!(agree(text));
    }
}

#[test]
fn every_byte_at_every_place() {
    let text = examples::COFFEE;
    for place in 0..text.len() {
        for byte in 0..=255_u8 {
            let mut changed = String::from(&text[..place]);
            changed.push(char::from(byte));
            changed.push_str(&text[place + 1..]);
            assert_eq!(agree(&changed), changed == text, "{byte} at {place}");
        }
    }
}

/// The same with the checksum made right again, so that the fields are reached.
#[test]
fn every_symbol_at_every_place() {
    for text in [examples::ROUTE_HINT, examples::METADATA] {
        let separator = text.rfind('1').unwrap();
        let (hrp, data) = (&text[..separator], &text[separator + 1..text.len() - 6]);
        for place in 0..data.len() - 104 {
            for symbol in 0..32 {
                let mut changed = data.to_string();
                let symbol = crate::symbols::character_of(symbol).to_string();
                changed.replace_range(place..=place, &symbol);
                agree(&whole(hrp, &changed));
            }
        }
    }
}

#[test]
fn long_texts() {
    const LENGTH: usize = 60_000;
    for character in ["1", "q", "l", "L", "-", " ", "~", "\u{e9}"] {
        assert!(!agree(&character.repeat(LENGTH)));
        assert!(!agree(&format!("lnbc1{}", character.repeat(LENGTH))));
        assert!(!agree(&format!("{}1qqqqqq", character.repeat(LENGTH))));
    }
    let short = Kind::ChecksumTruncated { available: 0 };
    refused_at(&"1".repeat(LENGTH), short, LENGTH - 1);
    // With a right checksum: as many fields as there can be, and an amount as long as there can be.
    for unit in ["2qq", "pqq", "dqq", "xqq", "9qq", "2lly"] {
        let data = format!("{TIMESTAMP}{}{}", unit.repeat(LENGTH / 3), "q".repeat(104));
        agree(&whole("lnbc", &data));
    }
    agree(&whole(&format!("lnbc{}", "9".repeat(LENGTH)), ""));
    // No length is a reason to refuse.
    let longest = with(&super::field('2', &"q".repeat(1023)).repeat(60));
    assert!(longest.len() > LENGTH && agree(&longest));
}
