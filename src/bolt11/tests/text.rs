//! A to F: characters, case, separator, alphabet, checksum, network.

use super::super::InvoiceErrorKind as Kind;
use super::super::{Network, strip_uri_prefix};
use super::{D, P, S, TIMESTAMP, refused_at, taken, whole, with};
use alloc::format;
use alloc::string::ToString;

#[test]
fn empty() {
    refused_at("", Kind::SeparatorMissing, 0);
}

#[test]
fn characters_outside_ascii_or_space() {
    let text = with("");
    for (place, character) in
        [(0, ' '), (3, '\u{7f}'), (4, '\0'), (20, '\n'), (40, '\u{e9}'), (text.len(), '\u{20ac}')]
    {
        let mut broken = text.clone();
        broken.insert(place, character);
        refused_at(&broken, Kind::NotPrintable, place);
    }
    // Nothing is trimmed.
    refused_at(&format!(" {text}"), Kind::NotPrintable, 0);
    refused_at(&format!("{text}\n"), Kind::NotPrintable, text.len());
    // It comes before everything else.
    refused_at("\u{e9}", Kind::NotPrintable, 0);
}

#[test]
fn mixed_case() {
    let text = with("");
    for place in (0..text.len()).filter(|place| text.as_bytes()[*place].is_ascii_lowercase()) {
        let mut mixed = text.clone();
        mixed.replace_range(place..=place, &text[place..=place].to_uppercase());
        // The first letter says the case: where it is the one changed, the second is wrong.
        refused_at(&mixed, Kind::MixedCase, place.max(1));
        let upper = text.to_uppercase();
        let mut mixed = upper.clone();
        mixed.replace_range(place..=place, &text[place..=place]);
        refused_at(&mixed, Kind::MixedCase, place.max(1));
    }
    // Whichever comes first.
    refused_at("lnBc \u{e9}", Kind::MixedCase, 2);
    refused_at("ln Bc", Kind::NotPrintable, 2);
    // Before the separator is looked for, and before the alphabet.
    refused_at("lN", Kind::MixedCase, 1);
    refused_at("lnbc1boI", Kind::MixedCase, 7);
}

#[test]
fn upper_case_is_the_same_invoice() {
    let text = with("");
    let (lower, upper) = (text.clone(), text.to_uppercase());
    let (lower, upper) = (taken(&lower), taken(&upper));
    assert!(upper.is_upper_case() && !lower.is_upper_case());
    assert_eq!(lower.signature_hash(), upper.signature_hash());
    assert_eq!(lower.payment_hash(), upper.payment_hash());
    assert_eq!(upper.to_string(), text.to_uppercase());
    assert_ne!(lower, upper);
}

#[test]
fn separator() {
    refused_at("lnbc", Kind::SeparatorMissing, 0);
    refused_at("1qqqqqq", Kind::SeparatorMissing, 0);
    refused_at("1", Kind::SeparatorMissing, 0);
    refused_at("-", Kind::SeparatorMissing, 0);
    // The last one counts, so that amounts can have one.
    let text = whole("lnbc11", &format!("{TIMESTAMP}{P}{S}{D}{}", "q".repeat(104)));
    assert_eq!(taken(&text).amount_text(), Some("11"));
    // Also behind a human-readable part of any length.
    for zeros in [20, 26, 27, 28, 29, 60, 2000] {
        let text = whole(&format!("lnbc1{}", "0".repeat(zeros)), "qqqqqqqq");
        refused_at(&text, Kind::AmountRange, 4);
    }
}

#[test]
fn alphabet() {
    for (text, place) in [("lnbc1b", 5), ("lnbc1qqqqqqi", 11), ("lnbc1qo!", 6), ("lnbc11b1-", 8)] {
        refused_at(text, Kind::NotInAlphabet, place);
    }
    // Before the number of characters is looked at.
    refused_at("lnbc1qb", Kind::NotInAlphabet, 6);
}

#[test]
fn checksum() {
    for available in 0..6 {
        let text = format!("lnbc1{}", "q".repeat(available));
        refused_at(&text, Kind::ChecksumTruncated { available }, 4);
    }
    refused_at("lnbc1qqqqqq", Kind::Checksum, 5);
    // Before the network is looked at.
    refused_at("xyz1qqqqqqqq", Kind::Checksum, 6);
    let text = with("");
    let last = text.len() - 1;
    let other = if text.ends_with('q') { "p" } else { "q" };
    let wrong = format!("{}{other}", &text[..last]);
    refused_at(&wrong, Kind::Checksum, text.len() - 6);
    // BIP 173's weakness: symbols q before a last p don't show in the checksum, but do in the length.
    let base = (0..200).map(|length| whole("lnbc", &"q".repeat(length)));
    let ends_with_p = base.into_iter().find(|text| text.ends_with('p')).unwrap();
    let longer = format!("{}qp", ends_with_p.strip_suffix('p').unwrap());
    assert_ne!(refused_kind(&longer), Kind::Checksum);
}

fn refused_kind(text: &str) -> Kind {
    super::refused(text).kind()
}

/// The last symbol of the checksum with the constant of bech32m instead.
#[test]
fn bech32m_is_not_bech32() {
    let text = with("");
    let (start, sum) = text.split_at(text.len() - 6);
    let constant: [u8; 6] = core::array::from_fn(|place| {
        u8::try_from((0x2bc8_30a3_u32 ^ 1) >> (5 * (5 - place)) & 31).unwrap()
    });
    let sum = sum.bytes().zip(constant).map(|(character, other)| {
        crate::symbols::character_of(crate::symbols::symbol_of(character).unwrap() ^ other)
    });
    let text: alloc::string::String = start.chars().chain(sum).collect();
    refused_at(&text, Kind::Checksum, text.len() - 6);
}

#[test]
fn network() {
    let data = format!("{TIMESTAMP}{P}{S}{D}{}", "q".repeat(104));
    for (hrp, network, amount) in [
        ("lnbc", Network::Bitcoin, None),
        ("lntb20m", Network::Testnet, Some(2_000_000_000)),
        ("lntbs20m", Network::Signet, Some(2_000_000_000)),
        ("lnbcrt20m", Network::Regtest, Some(2_000_000_000)),
        ("lntbs", Network::Signet, None),
        ("lnbcrt", Network::Regtest, None),
    ] {
        let text = whole(hrp, &data);
        assert_eq!((taken(&text).network(), taken(&text).amount_msat()), (network, amount));
        let upper = text.to_uppercase();
        assert_eq!((taken(&upper).network(), taken(&upper).amount_msat()), (network, amount));
    }
    for (hrp, offset) in [
        ("x", 0),
        ("l", 0),
        ("ln", 0),
        ("bc", 0),
        ("xnbc", 0),
        ("lnb", 2),
        ("lnxx", 2),
        ("ln20m", 2),
        ("lnbd20m", 2),
    ] {
        refused_at(&whole(hrp, &data), Kind::UnknownNetwork, offset);
    }
    // Before the amount, and before the data's length.
    refused_at(&whole("lnxx0", ""), Kind::UnknownNetwork, 2);
}

#[test]
fn the_prefix_of_a_uri_is_not_read_but_stripped() {
    let text = with("");
    for prefix in ["lightning:", "LIGHTNING:", "Lightning:"] {
        let uri = format!("{prefix}{text}");
        assert!(super::super::InvoiceView::parse_unverified(&uri).is_err());
        assert_eq!(strip_uri_prefix(&uri), text);
    }
    for other in ["lightning://lnbc", "lightning", "", "lightning;lnbc", "lnbc1", "\u{e9}ightning:"]
    {
        assert_eq!(strip_uri_prefix(other), other);
    }
    assert_eq!(strip_uri_prefix("lightning:"), "");
    assert_eq!(strip_uri_prefix("lightning:/"), "/");
    assert_eq!(strip_uri_prefix("lightning:lightning:a"), "lightning:a");
}
