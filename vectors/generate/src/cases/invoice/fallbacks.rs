//! Fallback addresses.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::{any, ok, own_choice, reads, refused, refuses};
use crate::case::Case;
use crate::invoice::{ALPHABET, letters, symbols_of};

const VERSION: &str = "bolt11.f.version";
const PROGRAM: &str = "bolt11.f.program";
const ORDER: &str = "bolt11.field.order";

pub(super) fn cases() -> Vec<Case> {
    [versions(), unknown_versions(), programs(), others()].concat()
}

fn program(length: usize) -> Vec<u8> {
    (0..length).map(|index| u8::try_from(0x40 + index).expect("small")).collect()
}

fn with(version: u8, length: usize) -> Invoice {
    Invoice::plain().fallback(version, &program(length))
}

/// The letters of a fallback.
fn words(version: u8, bytes: &[u8]) -> String {
    let version = char::from(ALPHABET[usize::from(version)]);
    format!("{version}{}", letters(&symbols_of(bytes)))
}

fn versions() -> Vec<Case> {
    let list = [
        ("fallback-p2pkh", "A public key's hash, version 17.", 17, 20),
        ("fallback-p2sh", "A script's hash, version 18.", 18, 20),
        ("fallback-p2wpkh", "Witness version 0 with 20 bytes.", 0, 20),
        ("fallback-p2wsh", "Witness version 0 with 32 bytes.", 0, 32),
        ("fallback-p2tr", "Witness version 1 with 32 bytes.", 1, 32),
        ("fallback-version-2", "Witness version 2: not in use, and a valid program.", 2, 32),
        ("fallback-version-15-of-40-bytes", "The longest witness program.", 15, 40),
        ("fallback-version-16", "The last witness version.", 16, 32),
    ];
    list.into_iter()
        .map(|(slug, comment, version, length)| {
            ok(slug, comment, &with(version, length), &[PROGRAM])
        })
        .collect()
}

fn unknown_versions() -> Vec<Case> {
    let plain = Invoice::plain();
    let skipped = |slug: &str, comment: &str, words: &str| {
        ok(slug, comment, &plain.clone().skipped('f', words), &[VERSION])
    };
    vec![
        skipped(
            "fallback-version-19",
            "The first unknown version is skipped.",
            &words(19, &program(20)),
        ),
        skipped(
            "fallback-version-31",
            "The last unknown version is skipped.",
            &words(31, &program(32)),
        ),
        skipped("fallback-version-19-alone", "An unknown version without a program.", "n"),
        skipped(
            "fallback-version-19-odd-bits",
            "Behind an unknown version there need not be bytes.",
            "nl",
        ),
        ok(
            "fallback-unknown-before-known",
            "A version that is skipped before one that is read.",
            &plain.clone().skipped('f', &words(19, &program(20))).fallback(17, &program(20)),
            &[VERSION, ORDER],
        ),
    ]
}

/// A reader is not told what to make of a program that no writer may write.
fn programs() -> Vec<Case> {
    let list = [
        ("fallback-version-0-of-2-bytes", "Witness version 0 with 2 bytes.", 0, 2),
        ("fallback-version-0-of-19-bytes", "Witness version 0, a byte short.", 0, 19),
        ("fallback-version-0-of-40-bytes", "Witness version 0 with 40 bytes.", 0, 40),
        ("fallback-version-0-of-0-bytes", "Witness version 0 without a program.", 0, 0),
        ("fallback-version-1-of-1-byte", "A witness program of one byte.", 1, 1),
        ("fallback-version-1-of-41-bytes", "A witness program of 41 bytes.", 1, 41),
        ("fallback-version-17-of-21-bytes", "A public key's hash, a byte long.", 17, 21),
        ("fallback-version-18-of-32-bytes", "A script's hash of 32 bytes.", 18, 32),
    ];
    let mut cases: Vec<Case> = list
        .into_iter()
        .map(|(slug, comment, version, length)| {
            let read = with(version, length);
            let skipped = read.clone().that_is_skipped('f');
            let answers =
                [refuses(&[Class::BadLength, Class::BadValue]), reads(&read), reads(&skipped)];
            any(slug, comment, &read, &answers, &[ORDER])
        })
        .collect();
    for (slug, comment, length) in [
        (
            "fallback-version-1-of-20-bytes",
            "Witness version 1 with 20 bytes: a valid program without a meaning.",
            20,
        ),
        ("fallback-version-1-of-40-bytes", "Witness version 1 with 40 bytes.", 40),
    ] {
        let read = with(1, length);
        let skipped = read.clone().that_is_skipped('f');
        let answers =
            [reads(&read), refuses(&[Class::BadLength, Class::BadValue]), reads(&skipped)];
        cases.push(any(slug, comment, &read, &answers, &[PROGRAM]));
    }
    let empty = Invoice::plain().skipped('f', "");
    cases.push(any(
        "fallback-empty",
        "A fallback without even a version.",
        &empty,
        &[refuses(&[Class::BadLength, Class::Truncated]), reads(&empty)],
        &[ORDER],
    ));
    let behind = Invoice::plain().fallback(17, &program(20)).skipped('f', "");
    let at = behind.start_of(5) + 3;
    cases.push(own_choice(refused(
        "fallback-empty-behind-another",
        "This project refuses a fallback without a version, wherever it stands.",
        &behind,
        (Class::BadLength, Some(at)),
        PROGRAM,
        "fallback-p2pkh",
    )));
    let second = Invoice::plain().fallback(17, &program(20)).skipped('f', &words(18, &program(21)));
    let at = second.start_of(5) + 3;
    cases.push(own_choice(refused(
        "fallback-second-of-21-bytes",
        "This project refuses a program that no writer may write, wherever it stands.",
        &second,
        (Class::BadLength, Some(at)),
        PROGRAM,
        "fallback-p2pkh",
    )));
    cases
}

fn others() -> Vec<Case> {
    let several = Invoice::plain()
        .fallback(1, &program(32))
        .fallback(0, &program(20))
        .fallback(17, &program(20))
        .fallback(18, &program(20));
    vec![
        ok(
            "fallbacks-several",
            "Several fallbacks: the most preferred stands first.",
            &several,
            &[ORDER, PROGRAM],
        ),
        ok(
            "fallbacks-apart",
            "Two fallbacks with another field between them.",
            &with(17, 20).expiry(60).fallback(18, &program(20)),
            &[ORDER],
        ),
    ]
}
