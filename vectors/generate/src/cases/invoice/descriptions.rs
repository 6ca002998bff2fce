//! Descriptions and `payment_metadata`.

use ampwire_vectors::{Class, Level};

use super::builder::Invoice;
use super::{ok, refused};
use crate::case::Case;
use crate::invoice::{letters, symbols_of};

const UTF8: &str = "bolt11.d.utf-8";
const KEPT: &str = "bolt11.m.kept";

pub(super) fn cases() -> Vec<Case> {
    [texts(), not_utf8(), metadata()].concat()
}

fn with(text: &str) -> Invoice {
    Invoice::empty().payment_hash().description(text).payment_secret().features(&[8, 14])
}

fn texts() -> Vec<Case> {
    let long = "0123456789abcdef".repeat(40);
    let wide = "\u{30ca}".repeat(213);
    let list = [
        ("description-empty", "An empty description is one.", ""),
        ("description-nul", "A zero byte within a description does not end it.", "before\0behind"),
        (
            "description-bom",
            "A byte order mark at the start is part of the description.",
            "\u{feff}coffee",
        ),
        ("description-quotes", "Quotes, a backslash and a line feed.", "\"coffee\" \\ \n"),
        ("description-control", "Control characters, as they are.", "\u{1}\u{1f}\u{7f}\u{85}"),
        ("description-four-bytes", "A character of four bytes.", "\u{2615}\u{1f9c0}"),
        (
            "description-right-to-left",
            "Letters that are written from right to left, with a mark that turns them.",
            "\u{202e}\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
        ),
        (
            "description-last-character",
            "The last character of Unicode, and those at the borders of the surrogates.",
            "\u{10ffff}\u{d7ff}\u{e000}",
        ),
        ("description-639-bytes", "As many bytes as a field can hold.", &long[..639]),
        (
            "description-639-bytes-wide",
            "As many bytes as a field can hold, in characters of three bytes.",
            wide.as_str(),
        ),
    ];
    list.into_iter().map(|(slug, comment, text)| ok(slug, comment, &with(text), &[UTF8])).collect()
}

/// The text asks it of the writer; that a reader may refuse is said for text in general.
fn not_utf8() -> Vec<Case> {
    let list: Vec<(&str, &str, &[u8])> = vec![
        ("description-ff", "A byte that is never part of UTF-8.", &[0x63, 0xff, 0x65]),
        (
            "description-cut",
            "A character of three bytes, of which the last is not there.",
            &[0x63, 0xe2, 0x98],
        ),
        ("description-overlong", "A zero byte in two bytes.", &[0xc0, 0x80]),
        ("description-surrogate", "Half of a surrogate pair.", &[0xed, 0xa0, 0x80]),
        ("description-latin-1", "A letter as Latin-1 writes it.", b"caf\xe9"),
    ];
    list.into_iter()
        .map(|(slug, comment, bytes)| {
            let words = letters(&symbols_of(bytes));
            let invoice = with("").with_words('d', &words);
            let place = (Class::BadEncoding, Some(invoice.value_of('d')));
            refused(slug, comment, &invoice, place, UTF8, "description-empty").level(Level::Should)
        })
        .collect()
}

fn metadata() -> Vec<Case> {
    let long: Vec<u8> =
        (0..639_u32).map(|index| u8::try_from(index % 251).expect("small")).collect();
    let list: Vec<(&str, &str, &[u8])> = vec![
        ("metadata-empty", "Empty payment_metadata is there, and empty.", &[]),
        ("metadata-1-byte", "One byte of payment_metadata.", &[0x00]),
        ("metadata-not-utf-8", "Any bytes are fine.", &[0xff, 0xfe, 0x80]),
        ("metadata-639-bytes", "As many bytes as a field can hold.", &long),
    ];
    list.into_iter()
        .map(|(slug, comment, bytes)| ok(slug, comment, &Invoice::plain().metadata(bytes), &[KEPT]))
        .collect()
}
