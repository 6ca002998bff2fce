//! H to J: the data's length, the fields, and which have to be there.

use super::super::InvoiceErrorKind as Kind;
use super::super::{FieldValue, InvoiceRules, InvoiceView, LenientInvoice, Tag};
use super::{
    D, P, S, TIMESTAMP, field, missing, refused_at, start, symbols, taken, unsigned, whole, with,
};
use crate::feature::FeaturesView;
use crate::wire::Encode;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

/// The x coordinate of the group's generator.
const X: [u8; 32] = [
    0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce, 0x87, 0x0b, 0x07,
    0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98,
];

fn key(first: u8) -> Vec<u8> {
    [&[first][..], &X].concat()
}

/// A route hint's entry with a node that starts with this byte.
fn entry(first: u8) -> Vec<u8> {
    let rest = [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 1, 0, 0, 0, 20, 0, 3];
    [&key(first)[..], &rest].concat()
}

#[test]
fn data_of_a_timestamp_and_a_signature() {
    for available in 0..111 {
        let text = whole("lnbc", &"q".repeat(available));
        refused_at(&text, Kind::DataTruncated { available }, 5);
    }
    missing(&whole("lnbc", &"q".repeat(111)), Kind::PaymentHashMissing);
}

#[test]
fn timestamps() {
    for (text, timestamp) in
        [("qqqqqqq", 0), ("qqqqqqp", 1), (TIMESTAMP, 1_496_314_658), ("lllllll", (1 << 35) - 1)]
    {
        let text = whole("lnbc", &format!("{text}{P}{S}{D}{}", "q".repeat(104)));
        assert_eq!(taken(&text).timestamp(), timestamp);
    }
}

#[test]
fn framing() {
    let at = start();
    refused_at(&with("d"), Kind::FieldHeaderTruncated, at);
    refused_at(&with("dq"), Kind::FieldHeaderTruncated, at);
    refused_at(&with("2qqd"), Kind::FieldHeaderTruncated, at + 3);
    let cut = |declared, available| Kind::FieldTruncated { declared, available };
    refused_at(&with("2qp"), cut(1, 0), at + 1);
    refused_at(&with("2pqqqq"), cut(32, 3), at + 1);
    refused_at(&with("2ll"), cut(1023, 0), at + 1);
    // A field that comes again, too.
    refused_at(&with("dqp"), cut(1, 0), at + 1);
    // The last field may end just where the signature starts.
    let longest = field('2', &"l".repeat(1023));
    assert_eq!(taken(&with(&longest)).fields().count(), 4);
}

#[test]
fn the_order_of_the_fields_is_theirs() {
    let text = unsigned(&format!("{D}2qq{S}{P}"));
    let tags: String = taken(&text).fields().map(|field| field.tag().character()).collect();
    assert_eq!(tags, "d2sp");
    let places: Vec<(usize, usize)> =
        taken(&text).fields().map(|field| (field.offset(), field.end())).collect();
    assert_eq!(places, [(12, 15), (15, 18), (18, 73), (73, 128)]);
    assert_eq!(taken(&text).signature_offset(), 128);
}

#[test]
fn wrong_lengths_are_skipped_or_refused() {
    for (tag, right, lengths) in [
        ('p', 52, [0, 51, 53]),
        ('s', 52, [0, 51, 53]),
        ('h', 52, [0, 51, 53]),
        ('n', 53, [0, 52, 54]),
    ] {
        for actual in lengths {
            // In front of those that count, and with anything in them.
            let text = unsigned(&format!("{}{P}{S}{D}", field(tag, &"l".repeat(actual))));
            let view = taken(&text);
            let first = view.fields().next().unwrap();
            assert!(matches!(first.value(), Ok(FieldValue::Skipped)));
            assert_eq!(view.unknown_fields().map(|(place, _)| place).collect::<Vec<_>>(), [0]);

            let rules = InvoiceRules::new().refuse_wrong_lengths();
            let error = InvoiceView::parse_unverified_with(&text, rules).unwrap_err();
            let kind = Kind::FixedLength { expected: right, actual };
            assert_eq!((error.kind(), error.offset()), (kind, Some(15)));
            assert_eq!(error.tag().map(Tag::character), Some(tag));
            let lenient = LenientInvoice::parse_unverified_with(&text, rules);
            assert_eq!(lenient.findings(), [error]);
            // A later duplicate is not looked at, whatever the rules.
            if tag == 'p' {
                let text = with(&field(tag, &"l".repeat(actual)));
                assert!(InvoiceView::parse_unverified_with(&text, rules).is_ok());
            }
        }
    }
}

#[test]
fn padding_of_fixed_lengths() {
    for (tag, length, spare) in [('p', 52, 4), ('s', 52, 4), ('h', 52, 4), ('n', 53, 1)] {
        for bit in 0..spare {
            let last = crate::symbols::character_of(1 << bit);
            // The key's prefix is wrong as well, and comes after.
            let value = format!("{}{last}", "q".repeat(length - 1));
            let text = unsigned(&field(tag, &value));
            refused_at(&text, Kind::Padding, 12 + 3 + length - 1);
        }
    }
}

#[test]
fn padding_of_bytes() {
    let at = start() + 3;
    for tag in ['m', 'd'] {
        // In front of the description that counts, which would be the one that comes again.
        let text = |value: &str| unsigned(&format!("{P}{S}{}", field(tag, value)));
        let at = at - D.len();
        for length in [1, 3, 6, 9, 11, 14, 1001, 1003, 1006] {
            refused_at(&text(&"q".repeat(length)), Kind::Padding, at + length - 1);
        }
        for (length, spare) in [(2, 2), (4, 4), (5, 1), (7, 3), (10, 2), (1023, 3)] {
            for bit in 0..spare {
                let last = crate::symbols::character_of(1 << bit);
                let value = format!("{}{last}", "q".repeat(length - 1));
                refused_at(&text(&value), Kind::Padding, at + length - 1);
            }
        }
    }
    // Padding comes before UTF-8.
    let text = unsigned(&format!("{P}{S}{}", field('d', "lll")));
    refused_at(&text, Kind::Padding, at - D.len() + 2);
}

#[test]
fn descriptions() {
    for description in ["", "a", "a\0b", "\u{feff}x", "\u{30ca}\u{30f3}", &"\u{e9}".repeat(319)] {
        let text = unsigned(&format!("{P}{S}{}", field('d', &symbols(description.as_bytes()))));
        let view = taken(&text);
        let read = view.description().unwrap();
        assert_eq!(read.to_string(), description);
        assert_eq!((read.len(), read.is_empty()), (description.len(), description.is_empty()));
        assert!(read == *description && read != "other");
    }
    for bytes in [&[0xff][..], &[0xc3], &[0xc0, 0x80], &[0xed, 0xa0, 0x80], &[b'a', 0x80]] {
        let text = unsigned(&format!("{P}{S}{}", field('d', &symbols(bytes))));
        refused_at(&text, Kind::DescriptionNotUtf8, start() - D.len() + 3);
    }
    // Metadata may be anything.
    let text = with(&field('m', &symbols(&[0xff, 0x00])));
    assert_eq!(taken(&text).payment_metadata().unwrap().to_vec(), [0xff, 0]);
    let text = with(&field('m', ""));
    assert_eq!(taken(&text).payment_metadata().unwrap().len(), 0);
    assert!(taken(&with("")).payment_metadata().is_none());
}

#[test]
fn integers() {
    let at = start() + 3;
    for tag in ['x', 'c'] {
        for (value, number) in [
            ("", 0),
            ("p", 1),
            ("pq", 32),
            ("rcq", 3 * 1024 + 24 * 32),
            ("0llllllllllll", u64::MAX),
        ] {
            let text = with(&field(tag, value));
            let view = taken(&text);
            let read = if tag == 'x' { view.expiry() } else { view.min_final_cltv_expiry_delta() };
            assert_eq!(read, Some(number));
        }
        for value in ["q", "qp", "qqqqqqqqqqqqqqqqqqqqp"] {
            refused_at(&with(&field(tag, value)), Kind::NotMinimal, at);
        }
        for value in ["sqqqqqqqqqqqq", "pqqqqqqqqqqqqq", &"l".repeat(1023)] {
            refused_at(&with(&field(tag, value)), Kind::IntegerRange, at);
        }
    }
    let text = with("");
    let view = taken(&text);
    assert_eq!((view.expiry(), view.expiry_or_default()), (None, 3600));
    assert_eq!(view.expires_at(), 1_496_314_658 + 3600);
    assert_eq!(view.min_final_cltv_expiry_delta(), None);
    assert_eq!(view.min_final_cltv_expiry_delta_or_default(), 18);
    let text = with(&field('x', "0llllllllllll"));
    assert_eq!(taken(&text).expires_at(), u64::MAX);
}

#[test]
fn features() {
    let at = start() + 3;
    for (value, bits) in [("", &[][..]), ("p", &[0]), ("sgq", &[8, 14]), ("pqqqqqq", &[30])] {
        let text = with(&field('9', value));
        let view = taken(&text);
        let read: Vec<u32> = view.features().iter().flat_map(FeaturesView::iter).collect();
        assert_eq!((view.features().is_some(), &read[..]), (true, bits));
    }
    assert!(taken(&with("")).features().is_none());
    let text = with(&field('9', &format!("s{}", "q".repeat(1022))));
    assert_eq!(taken(&text).features().unwrap().iter().collect::<Vec<u32>>(), [5114]);
    for value in ["q", "qsgq"] {
        refused_at(&with(&field('9', value)), Kind::NotMinimal, at);
    }
}

#[test]
fn keys_have_a_first_byte() {
    for (first, right) in [(0, false), (1, false), (2, true), (3, true), (4, false), (255, false)] {
        let text = with(&field('n', &symbols(&key(first))));
        if right {
            assert_eq!(taken(&text).payee_field().unwrap().as_bytes()[..], key(first));
        } else {
            refused_at(&text, Kind::PayeeNotAPoint, start() + 3);
        }
    }
}

#[test]
fn fallbacks() {
    let at = start() + 3;
    let program = |version: usize, length: usize| {
        let version = crate::symbols::character_of(u8::try_from(version).unwrap());
        with(&field('f', &format!("{version}{}", symbols(&vec![0xab; length]))))
    };
    for version in 0..32 {
        for length in 0..45 {
            let right = match version {
                0 => length == 20 || length == 32,
                17 | 18 => length == 20,
                _ => (2..=40).contains(&length),
            };
            let text = program(version, length);
            if version > 18 {
                let view = taken(&text);
                assert_eq!(view.fallbacks().count(), 0);
                assert_eq!(view.unknown_fields().count(), 1);
            } else if right {
                let read = taken(&text).fallbacks().next().unwrap();
                assert_eq!(usize::from(read.version()), version);
                assert_eq!(read.program(), vec![0xab; length]);
            } else {
                refused_at(&text, Kind::FallbackProgram { actual: length }, at);
            }
        }
    }
    refused_at(&with(&field('f', "")), Kind::FallbackProgram { actual: 0 }, at);
    // Padding comes before the length, and is that of the program alone.
    refused_at(&with(&field('f', "qq")), Kind::Padding, at + 1);
    refused_at(&with(&field('f', "qqp")), Kind::Padding, at + 2);
    // Nothing of an unknown version is looked at.
    for value in ["nq", "lll", "n"] {
        assert_eq!(taken(&with(&field('f', value))).fields().count(), 4);
    }
    // Several, in their order.
    let text = with(&format!("{}{}", field('f', "pqqqq"), field('f', "zqqqq")));
    let versions: Vec<u8> = taken(&text).fallbacks().map(|fallback| fallback.version()).collect();
    assert_eq!(versions, [1, 2]);
}

#[test]
fn route_hints() {
    let at = start() + 3;
    for entries in [1, 2, 12] {
        let text = with(&field('r', &symbols(&entry(2).repeat(entries))));
        let view = taken(&text);
        let hint = view.route_hints().next().unwrap();
        assert_eq!((hint.len(), hint.entries().len()), (entries, entries));
        for read in hint {
            assert_eq!(read.node_id.as_bytes()[..], key(2));
            assert_eq!(read.short_channel_id, 0x0102_0304_0506_0708);
            assert_eq!((read.fee_base_msat, read.fee_proportional_millionths), (1, 20));
            assert_eq!(read.cltv_expiry_delta, 3);
            assert_eq!(read.to_bytes()[..], entry(2));
        }
    }
    for length in [0, 1, 17, 34, 50, 52, 68, 101, 103, 611, 613] {
        let text = with(&field('r', &symbols(&vec![2; length])));
        refused_at(&text, Kind::RouteHintLength { actual: length }, at);
    }
    refused_at(&with(&field('r', "q")), Kind::Padding, at);
    refused_at(&with(&field('r', "qp")), Kind::Padding, at + 1);
    // The symbol that holds the first bit of the entry.
    for wrong in 0..12 {
        let bytes: Vec<u8> =
            (0..12).flat_map(|place| entry(if place == wrong { 4 } else { 3 })).collect();
        let text = with(&field('r', &symbols(&bytes)));
        refused_at(&text, Kind::RouteHintNotAPoint, at + wrong * 408 / 5);
    }
    // Several, in their order.
    let text = with(&format!(
        "{}{}",
        field('r', &symbols(&entry(2))),
        field('r', &symbols(&entry(3).repeat(2)))
    ));
    let lengths: Vec<usize> = taken(&text).route_hints().map(|hint| hint.len()).collect();
    assert_eq!(lengths, [1, 2]);
}

#[test]
fn the_first_counts() {
    let p = field('p', &symbols(&[7; 32]));
    let s = field('s', &symbols(&[8; 32]));
    let rest: Vec<String> = [
        field('x', "p"),
        field('c', "z"),
        field('9', "y"),
        field('m', &symbols(b"a")),
        field('n', &symbols(&key(3))),
    ]
    .into();
    let again = [
        field('p', &"l".repeat(52)),
        field('s', &"l".repeat(52)),
        field('d', "l"),
        field('x', "qqq"),
        field('c', "q"),
        field('9', "q"),
        field('m', "l"),
        field('n', &"q".repeat(53)),
    ]
    .concat();
    let text = unsigned(&format!("{p}{s}{D}{}{again}", rest.concat()));
    let view = taken(&text);
    assert_eq!(view.payment_hash().as_bytes(), &[7; 32]);
    assert_eq!(view.payment_secret().reveal(), &[8; 32]);
    assert_eq!((view.expiry(), view.min_final_cltv_expiry_delta()), (Some(1), Some(2)));
    assert_eq!(view.features().unwrap().iter().collect::<Vec<u32>>(), [2]);
    assert_eq!(view.payment_metadata().unwrap().to_vec(), b"a");
    assert_eq!(view.payee_field().unwrap().as_bytes()[..], key(3));
    assert!(view.description().unwrap().is_empty());
    let unknown: Vec<(usize, String)> = view
        .unknown_fields()
        .map(|(place, field)| (place, format!("{}{}", field.tag(), field.symbols())))
        .collect();
    assert_eq!(unknown.len(), 8);
    assert_eq!(unknown[2], (10, "dl".to_string()));
    // What is skipped does not count, so the next does.
    let text = unsigned(&format!("{}{p}{S}{D}", field('p', &"q".repeat(51))));
    assert_eq!(taken(&text).payment_hash().as_bytes(), &[7; 32]);
    // h, of which only one may stand beside no d.
    let h = field('h', &symbols(&[9; 32]));
    let text = unsigned(&format!("{P}{S}{h}{}", field('h', &"l".repeat(52))));
    assert_eq!(taken(&text).description_hash(), Some([9; 32]));
}

#[test]
fn unknown_tags() {
    let known = "psdhnxcfr9m";
    let others: Vec<char> = (0..32)
        .map(crate::symbols::character_of)
        .filter(|character| !known.contains(*character))
        .collect();
    assert_eq!(others.len(), 21);
    for tag in others {
        let text = with(&field(tag, "lll"));
        let view = taken(&text);
        let (place, read) = view.unknown_fields().next().unwrap();
        assert_eq!((place, read.tag().character()), (3, tag));
        assert!(matches!(read.value(), Ok(FieldValue::Unknown)));
        assert_eq!((read.offset(), read.value_offset()), (start(), start() + 3));
        assert_eq!(read.symbols().to_string(), "lll");
        assert_eq!(Tag::from_character(tag), Some(read.tag()));
    }
}

#[test]
fn what_has_to_be_there() {
    missing(&unsigned(""), Kind::PaymentHashMissing);
    missing(&unsigned(&format!("{S}{D}")), Kind::PaymentHashMissing);
    missing(&unsigned(P), Kind::PaymentSecretMissing);
    missing(&unsigned(&format!("{P}{D}")), Kind::PaymentSecretMissing);
    missing(&unsigned(&format!("{P}{S}")), Kind::DescriptionMissing);
    // What is skipped is not there.
    missing(&unsigned(&format!("{}{S}{D}", field('p', ""))), Kind::PaymentHashMissing);
    missing(&unsigned(&format!("{P}{}{D}", field('s', ""))), Kind::PaymentSecretMissing);
    missing(&unsigned(&format!("{P}{S}{}", field('h', ""))), Kind::DescriptionMissing);
    // Both: the later of the two, and after what is missing.
    let h = field('h', &symbols(&[9; 32]));
    refused_at(&unsigned(&format!("{P}{S}{D}{h}")), Kind::DescriptionTwice, start());
    refused_at(&unsigned(&format!("{P}{S}{h}{D}")), Kind::DescriptionTwice, start() + 52);
    missing(&unsigned(&format!("{D}{h}")), Kind::PaymentHashMissing);
    // After the fields themselves.
    refused_at(&unsigned("xpq"), Kind::FieldTruncated { declared: 32, available: 0 }, 13);
}
