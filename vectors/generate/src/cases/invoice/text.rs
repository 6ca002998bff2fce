//! Characters, case, separator, checksum, length.

use ampwire_vectors::{Class, Label, Level};

use super::builder::Invoice;
use super::{ok, read_text, reads, refused, refused_text, refuses};
use crate::case::Case;

const CHARACTERS: &str = "bolt11.text.characters";
const CASE: &str = "bolt11.text.case";
const SEPARATOR: &str = "bolt11.text.separator";
const CHECKSUM: &str = "bolt11.text.checksum";
const COMPLETE: &str = "bolt11.text.checksum-complete";
const LENGTH: &str = "bolt11.text.length";

pub(super) fn cases() -> Vec<Case> {
    [plain(), characters(), case(), separator(), checksum(), length()].concat()
}

fn plain() -> Vec<Case> {
    vec![
        ok(
            "plain",
            "An ordinary small invoice.",
            &Invoice::plain(),
            &[CHARACTERS, CASE, SEPARATOR, CHECKSUM, COMPLETE, LENGTH, "bolt11.data.complete"],
        ),
        ok(
            "plain-amount",
            "An ordinary small invoice with an amount.",
            &Invoice::plain().amount("20m", "2000000000"),
            &[CHARACTERS, SEPARATOR, CHECKSUM],
        ),
        ok(
            "upper-case",
            "The same in upper case: what is signed is the human-readable part in lower case.",
            &Invoice::plain().upper_case(),
            &[CASE, "bolt11.signature.hash"],
        ),
        ok(
            "upper-case-amount",
            "In upper case the multiplier M is still milli.",
            &Invoice::plain().amount("20m", "2000000000").upper_case(),
            &[CASE, "bolt11.amount.multiplier", "bolt11.signature.hash"],
        ),
        ok(
            "upper-case-regtest",
            "Upper case with the longest prefix and another multiplier.",
            &Invoice::plain().network("lnbcrt", "regtest").amount("1500n", "150000").upper_case(),
            &[CASE, "bolt11.hrp.prefix", "bolt11.signature.hash"],
        ),
        ok(
            "upper-case-with-payee",
            "Upper case with the payee's key in a field, and fields that are skipped.",
            &Invoice::plain().payee_field().skipped('2', "qpz").upper_case(),
            &[CASE, "bolt11.field.unknown", "bolt11.signature.payee"],
        ),
    ]
}

/// One character put into the plain invoice, or in the place of another.
fn characters() -> Vec<Case> {
    let text = Invoice::plain().text();
    let inserted = |at: usize, new: &str| format!("{}{new}{}", &text[..at], &text[at..]);
    let replaced = |at: usize, new: &str| format!("{}{new}{}", &text[..at], &text[at + 1..]);
    let end = text.len();
    let eight = 5 + text[5..].find('8').expect("an 8 among the data");
    let list: Vec<(&str, &str, String, usize)> = vec![
        ("space-first", "A space at the start: nothing is trimmed.", inserted(0, " "), 0),
        ("space-last", "A space at the end: nothing is trimmed.", inserted(end, " "), end),
        ("line-feed-last", "A line feed at the end: nothing is trimmed.", inserted(end, "\n"), end),
        ("nul-character", "A zero byte among the data.", replaced(30, "\0"), 30),
        (
            "control-character",
            "The last character before the printable ones.",
            replaced(3, "\u{1f}"),
            3,
        ),
        (
            "delete-character",
            "The first character behind the printable ones.",
            replaced(30, "\u{7f}"),
            30,
        ),
        (
            "letter-of-two-bytes",
            "A letter that is not ASCII, among the data.",
            replaced(30, "\u{e9}"),
            30,
        ),
        (
            "letter-of-two-bytes-in-prefix",
            "A letter that is not ASCII, in the human-readable part.",
            replaced(2, "\u{e9}"),
            2,
        ),
        ("letter-b", "The letter b is not of the alphabet.", replaced(30, "b"), 30),
        (
            "letter-b-for-8",
            "The letter b in the place of an 8, which it resembles: with an 8 the checksum would fit.",
            replaced(eight, "b"),
            eight,
        ),
        ("letter-o", "The letter o is not of the alphabet.", replaced(32, "o"), 32),
        (
            "sign-in-data",
            "A character that is printable and no letter, among the data.",
            replaced(33, "-"),
            33,
        ),
        (
            "letter-o-in-checksum",
            "A letter that is not of the alphabet, in the checksum.",
            replaced(end - 1, "o"),
            end - 1,
        ),
    ];
    list.into_iter()
        .map(|(slug, comment, text, at)| {
            let at = u64::try_from(at).ok();
            refused_text(slug, comment, &text, (Class::BadEncoding, at), CHARACTERS, "plain")
        })
        .collect()
}

fn case() -> Vec<Case> {
    let lower = Invoice::plain().text();
    let mixed = |slug: &str, comment: &str, text: String, at: u64, near: &str| {
        refused_text(slug, comment, &text, (Class::BadEncoding, Some(at)), CASE, near)
    };
    let turned = |text: &str, at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 0x20;
        String::from_utf8(bytes).expect("letters")
    };
    vec![
        mixed("mixed-case-first", "One capital letter, the first.", turned(&lower, 0), 1, "plain"),
        mixed(
            "mixed-case-data",
            "One capital letter among the data.",
            turned(&lower, 5),
            5,
            "plain",
        ),
        mixed(
            "mixed-case-checksum",
            "One capital letter, in the checksum.",
            turned(
                &lower,
                lower.rfind(|letter: char| letter.is_ascii_lowercase()).expect("a letter"),
            ),
            u64::try_from(
                lower.rfind(|letter: char| letter.is_ascii_lowercase()).expect("a letter"),
            )
            .expect("short"),
            "plain",
        ),
        mixed(
            "mixed-case-prefix",
            "The human-readable part in capitals, the data in small letters.",
            format!("LNBC{}", &lower[4..]),
            5,
            "plain",
        ),
        mixed(
            "mixed-case-all-data",
            "The human-readable part in small letters, all data in capitals.",
            format!("{}{}", &lower[..5], lower[5..].to_ascii_uppercase()),
            5,
            "plain",
        ),
    ]
}

fn separator() -> Vec<Case> {
    let text = Invoice::plain().text();
    let data = &text[5..];
    let refused =
        |slug: &str, comment: &str, text: &str, class: Class, at: u64, rule: &'static str| {
            refused_text(slug, comment, text, (class, Some(at)), rule, "plain")
        };
    let encoding = Class::BadEncoding;
    vec![
        refused("empty", "No character at all.", "", encoding, 0, SEPARATOR),
        refused(
            "no-separator",
            "No character 1 at all.",
            &format!("lnbc{data}"),
            encoding,
            0,
            SEPARATOR,
        ),
        refused("only-separator", "The character 1 and nothing else.", "1", encoding, 0, SEPARATOR),
        refused(
            "separator-first",
            "Nothing before the character 1.",
            &format!("1{data}"),
            encoding,
            0,
            SEPARATOR,
        ),
        refused(
            "separator-last",
            "Behind the last character 1 there is nothing: no checksum either.",
            "lnbc1",
            Class::Truncated,
            4,
            COMPLETE,
        ),
        refused(
            "only-separators",
            "Two hundred times the character 1: the last one parts, and nothing is behind it.",
            &"1".repeat(200),
            Class::Truncated,
            199,
            COMPLETE,
        ),
        refused(
            "five-after-separator",
            "Five characters after the separator are no whole checksum.",
            "lnbc1qqqqq",
            Class::Truncated,
            4,
            COMPLETE,
        ),
        refused(
            "separator-in-data",
            "A character 1 among the data is the last one, so that the part before it is no checked prefix.",
            &format!("{}1{}", &text[..100], &text[101..]),
            Class::BadChecksum,
            u64::try_from(text.len() - 6).expect("short"),
            CHECKSUM,
        ),
    ]
}

fn checksum() -> Vec<Case> {
    let plain = Invoice::plain();
    let text = plain.text();
    let wrong = |slug: &str, comment: &str, text: &str, near: &str| {
        let at = u64::try_from(text.len() - 6).ok();
        refused_text(slug, comment, text, (Class::BadChecksum, at), CHECKSUM, near)
    };
    let turn = |letter: &str| if letter == "q" { "p" } else { "q" };
    let turned = |at: usize| format!("{}{}{}", &text[..at], turn(&text[at..=at]), &text[at + 1..]);
    let last = text.len() - 1;
    let swapped = {
        let at = (6..last).find(|at| text[*at..=*at] != text[at + 1..at + 2]).expect("two letters");
        format!("{}{}{}{}", &text[..at], &text[at + 1..at + 2], &text[at..=at], &text[at + 2..])
    };
    // Bech32's weakness: a q before a last p, or out of there, does not change whether the checksum fits.
    let ends_with_p = (0..1000)
        .map(|second| Invoice::plain().timestamp(1_496_314_658 + second))
        .find(|invoice| invoice.text().ends_with('p'))
        .expect("one of 32");
    let weak = ends_with_p.text();
    let lengthened = format!("{}qp", &weak[..weak.len() - 1]);
    vec![
        wrong("checksum-last", "The last character is another one.", &turned(last), "plain"),
        wrong("checksum-data", "One symbol of the data is another one.", &turned(60), "plain"),
        wrong("checksum-swapped", "Two symbols of the data have changed places.", &swapped, "plain"),
        wrong("checksum-cut", "The last character is not there.", &text[..last], "plain"),
        wrong(
            "checksum-amount",
            "A digit of the amount is another one: the checksum covers the human-readable part.",
            &Invoice::plain().amount("20m", "2000000000").text().replacen("20m", "30m", 1),
            "plain-amount",
        ),
        wrong(
            "checksum-network",
            "Another network, and the checksum of the first.",
            &text.replacen("lnbc", "lntb", 1),
            "plain",
        ),
        refused(
            "bech32m",
            "A checksum with the constant of bech32m.",
            &plain.clone().bech32m(),
            (Class::BadChecksum, Some(plain.checksum_at())),
            CHECKSUM,
            "plain",
        ),
        ok("ends-with-p", "The checksum ends with p.", &ends_with_p, &[CHECKSUM]),
        refused_text(
            "q-before-last-p",
            "A q before the last p leaves the checksum valid; what stands before it no longer makes whole fields.",
            &lengthened,
            (Class::Truncated, Some(ends_with_p.signature_at())),
            "bolt11.field.framing",
            "ends-with-p",
        )
        .open()
        .breaks(&["bolt11.signature.valid"])
        .reject_either(&[Class::Truncated, Class::BadSignature]),
        uri(&plain),
    ]
}

fn uri(plain: &Invoice) -> Case {
    let scheme = Label { offset: 0, length: 10, name: "scheme".to_owned(), note: None };
    let rest = plain.labels().into_iter().map(|part| Label { offset: part.offset + 10, ..part });
    let mut case = read_text(
        "uri",
        "The scheme of a URI is no part of an invoice; a reader may take it off.",
        &format!("lightning:{}", plain.text()),
    )
    .obeys(&["bolt11.hrp.prefix"])
    .any(vec![
        refuses(&[Class::BadChecksum, Class::UnknownNetwork, Class::BadEncoding]),
        reads(plain),
    ])
    .level(Level::Info);
    case.map = [scheme].into_iter().chain(rest).collect();
    case
}

/// Invoices may be long.
fn length() -> Vec<Case> {
    // 7089 characters are what a QR code holds at most, which some readers take for a limit.
    let padded = |length: usize| {
        let mut invoice = Invoice::plain();
        let mut left = length - invoice.text().len();
        while left > 0 {
            // No field shorter than its first three symbols.
            let next = left.min(1026);
            let next = if left - next > 0 && left - next < 3 { next - 3 } else { next };
            invoice = invoice.skipped('2', &"q".repeat(next - 3));
            left -= next;
        }
        invoice
    };
    let long = |slug: &str, comment: &str, length: usize| {
        let invoice = padded(length);
        assert_eq!(invoice.text().len(), length, "{slug}");
        ok(slug, comment, &invoice, &[LENGTH, "bolt11.field.unknown"])
    };
    vec![
        long("1024-characters", "1024 characters: ten times what bech32 allows by itself.", 1024),
        long(
            "7090-characters",
            "One more than a QR code can hold is no reason to refuse it.",
            7090,
        ),
        long("60000-characters", "Sixty thousand characters.", 60_000),
    ]
}
