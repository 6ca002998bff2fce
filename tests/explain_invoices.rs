//! Invoices explained, right and broken.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use ampwire::bolt11::LenientInvoice;
use ampwire::check::invoice_explanation;
use ampwire::explain::{
    Explanation, Fault, Kind, Reading, SignatureCheck, Span, Value, invoice_in,
};
use ampwire::onion::Layouts;
use ampwire::symbols::{SymbolsBuf, character_of};

const READING: Reading = Reading::new(Layouts::BOTH);

/// BOLT 11's cup of coffee.
const COFFEE: &str = "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";

/// With a fallback address and a route hint of two entries.
const ROUTE_HINT: &str = "lnbc20m1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqsfpp3qjmp7lwpagxun9pygexvgpjdc4jdj85fr9yq20q82gphp2nflc7jtzrcazrra7wwgzxqc8u7754cdlpfrmccae92qgzqvzq2ps8pqqqqqqpqqqqq9qqqvpeuqafqxu92d8lr6fvg0r5gv0heeeqgcrqlnm6jhphu9y00rrhy4grqszsvpcgpy9qqqqqqgqqqqq7qqzq9qrsgqdfjcdk6w3ak5pca9hwfwfh63zrrz06wwfya0ydlzpgzxkn5xagsqz7x9j4jwe7yj7vaf2k9lqsdk45kts2fd0fkr28am0u4w95tt2nsq76cqw0";

/// With fields that readers skip, and with the feature 99.
const IGNORED: &str = "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdhkven9v5sxyetpdeessp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q5sqqqqqqqqqqqqqqqqsgq2qrqqqfppnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqppnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpp4qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqhpnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqhp4qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqspnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqsp4qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnp5qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnpkqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqz599y53s3ujmcfjp5xrdap68qxymkqphwsexhmhr8wdz5usdzkzrse33chw6dlp3jhuhge9ley7j2ayx36kawe7kmgg8sv5ugdyusdcqzn8z9x";

const ALL: [&str; 3] = [COFFEE, ROUTE_HINT, IGNORED];

/// Explains text, and checks what holds for every explanation.
fn read(text: impl AsRef<[u8]>) -> Explanation<'static> {
    let text: &'static [u8] = Vec::from(text.as_ref()).leak();
    invoice_explanation(text);
    READING.explain(Kind::Invoice, text)
}

/// Explains text that was checked elsewhere.
fn explain(text: &str) -> Explanation<'_> {
    READING.explain(Kind::Invoice, text.as_bytes())
}

/// An explanation as rows of text: place, characters, name and value, one span a row.
fn rows(explanation: &Explanation<'_>) -> Vec<String> {
    let row = |span: &Span<'_>| {
        let text = if span.is_secret() {
            "(secret)".into()
        } else {
            String::from_utf8_lossy(span.bytes())
        };
        let row = format!("{} {text} {} {}", span.offset(), span.name(), span.value());
        row.trim_end().to_owned()
    };
    explanation.spans().iter().map(row).collect()
}

fn names(explanation: &Explanation<'_>) -> Vec<&'static str> {
    explanation.spans().iter().map(Span::name).collect()
}

#[test]
fn an_invoice_that_is_right() {
    let explanation = read(COFFEE);
    assert_eq!(explanation.summary(), "invoice for 250,000 sat on bitcoin");
    assert!(explanation.fault().is_none());
    let expected = [
        "0 ln prefix",
        "2 bc network bitcoin",
        "4 2500u amount 250,000,000 msat",
        "9 1 separator",
        "10 pvjluez timestamp 2017-06-01 10:57:38 UTC",
        "17 s tag payment_secret",
        "18 p5 length 52 symbols",
    ];
    let rows = rows(&explanation);
    assert_eq!(rows[..7], expected);
    assert!(rows[7].starts_with("20 (secret) payment_secret"), "{}", rows[7]);
    let description = explanation.spans().iter().find(|span| span.name() == "description").unwrap();
    assert_eq!(description.value().to_string(), "\"1 cup coffee\"");
    assert_eq!(description.tag().unwrap().character(), 'd');
    let secrets = explanation.spans().iter().filter(|span| span.is_secret());
    assert_eq!(secrets.map(Span::name).collect::<Vec<_>>(), ["payment_secret"]);
    assert_eq!(
        explanation.notes(),
        [
            "For: \"1 cup coffee\"",
            "Made 2017-06-01 10:57:38 UTC. Expires 2017-06-01 10:58:38 UTC, after 1 minute.",
            "The signature is not checked.",
        ]
    );
    assert_eq!(explanation.signature(), Some(SignatureCheck::NotChecked));
}

#[test]
fn the_entries_of_a_route_hint() {
    let explanation = read(ROUTE_HINT);
    let hint: Vec<String> = explanation
        .spans()
        .iter()
        .filter(|span| span.tag().is_some_and(|tag| tag.character() == 'r') && span.depth() == 1)
        .map(|span| format!("{} {} {}", span.length(), span.name(), span.value()))
        .collect();
    // As BOLT 11 says it in words.
    let expected = [
        "52 node_id 029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
        "13 short_channel_id 66051x263430x1800",
        "7 fee_base_msat 1 msat",
        "6 fee_proportional_millionths 20 millionths",
        "3 cltv_expiry_delta 3 blocks",
        "53 node_id 039e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
        "13 short_channel_id 197637x395016x2314",
        "6 fee_base_msat 2 msat",
        "7 fee_proportional_millionths 30 millionths",
        "4 cltv_expiry_delta 4 blocks",
    ];
    assert_eq!(hint, expected);
    assert!(names(&explanation).windows(2).any(|pair| pair == ["version", "program"]));
}

#[test]
fn fields_that_nobody_reads() {
    let explanation = read(IGNORED);
    let says = |span: &Span<'_>| match span.value() {
        Value::Ignored(_) => Some(format!("{} {}", span.name(), span.value())),
        _ => None,
    };
    let ignored: Vec<String> = explanation.spans().iter().filter_map(says).collect();
    assert_eq!(ignored.len(), 10, "{ignored:?}");
    assert_eq!(ignored[0], "value skipped: the tag is unknown");
    assert_eq!(ignored[1], "fallback skipped: wrong length or version");
    assert_eq!(ignored[2], "payment_hash skipped: one before it counts");
    let note = "10 fields say nothing to a reader.";
    assert!(explanation.notes().iter().any(|it| it == note), "{:?}", explanation.notes());
    // A secret of the wrong length is one too.
    let secrets = explanation.spans().iter().filter(|span| span.is_secret());
    assert_eq!(secrets.count(), 3);
}

#[cfg(feature = "secp256k1")]
#[test]
fn the_signature() {
    let check = |text: &str| {
        let explanation = read(text).check_points();
        (explanation.signature().unwrap(), explanation.fault().map(|fault| fault.rule().id()))
    };
    assert_eq!(check(COFFEE), (SignatureCheck::Right, None));
    let recovered = "The payee is 03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad, recovered from the signature.";
    assert!(read(COFFEE).check_points().notes().iter().any(|note| note == recovered));
    // From a text that is wrong some key is recovered, and says nothing.
    let changed = COFFEE.replace("xysxxats", "xysxxatq");
    assert_eq!(check(&changed), (SignatureCheck::NotChecked, Some("bolt11.text.checksum")));
    // R and S of zeros, with the checksum made right.
    let (data, _) = COFFEE.split_at(161);
    let zeros = format!("{data}{}", "q".repeat(104));
    let (hrp, data) = zeros.split_at(9);
    let (sum, _) = ampwire::symbols::Checksum::of_hrp(hrp).text(&data[1..]).unwrap();
    let zeros = format!("{zeros}{}", sum.finish());
    assert_eq!(check(&zeros), (SignatureCheck::Wrong, Some("bolt11.signature.valid")));
}

#[test]
fn what_is_around_is_said_and_does_not_matter() {
    let text = format!(" \tLIGHTNING:{}\r\n", COFFEE.to_uppercase());
    let explanation = read(&text);
    assert!(explanation.fault().is_none());
    assert_eq!(names(&explanation)[..2], ["space", "uri_scheme"]);
    assert_eq!(names(&explanation).last(), Some(&"space"));
    let last = explanation.notes().last().unwrap();
    assert_eq!(last, "lightning: and the space around it are no part of the invoice.");
    assert_eq!(invoice_in(text.as_bytes()), Some(COFFEE.to_uppercase().as_str()));
    // The fault's place counts from the start of the input.
    let broken = text.replacen("1P", "1B", 1);
    let explanation = read(&broken);
    let place = broken.find("1B").unwrap() + 1;
    assert_eq!(explanation.fault().unwrap().offset(), Some(place));
}

#[test]
fn what_is_taken_for_an_invoice() {
    let guess = |text: &[u8]| {
        let guess = READING.guess(text);
        (guess.kind() == Kind::Invoice, guess.fits())
    };
    for text in ["lnbc1", "LNBC1", "ln1", "lnxyz1", " lightning:x", "LIGHTNING:"] {
        assert_eq!(guess(text.as_bytes()), (true, false), "{text}");
    }
    assert_eq!(guess(COFFEE.as_bytes()), (true, true));
    assert_eq!(guess(format!("lightning:{COFFEE}\n").as_bytes()), (true, true));
    for text in ["", "ln", "lnbc", "xn1", "1", "lightning", "lightning //x"] {
        assert!(!guess(text.as_bytes()).0, "{text}");
    }
}

#[test]
fn a_character_that_is_another() {
    for text in ALL {
        for place in 0..text.len() {
            let others = ["b", "q", "1", "A", " ", "\u{e9}", "-"];
            let mut changed = String::from(text);
            changed.replace_range(place..=place, others[place % others.len()]);
            if place % 2 == 0 {
                read(&changed);
            } else {
                read(changed.to_uppercase());
            }
        }
    }
    // All around it can still be read.
    let place = COFFEE.find("pp5qqqsyq").unwrap() + 10;
    let mut changed = String::from(COFFEE);
    changed.replace_range(place..=place, "b");
    let explanation = read(&changed);
    let fault = explanation.fault().unwrap();
    assert_eq!((fault.offset(), fault.length()), (Some(place), 1));
    assert_eq!(names(&explanation), names(&read(COFFEE)));
    let malformed = explanation.spans().iter().filter(|span| span.value() == Value::Malformed);
    assert_eq!(malformed.map(Span::name).collect::<Vec<_>>(), ["payment_hash"]);
    assert!(explanation.notes().iter().any(|note| note == "For: \"1 cup coffee\""));
}

#[test]
fn a_text_that_is_cut() {
    for text in ALL {
        for end in (0..text.len()).step_by(3) {
            read(&text[..end]);
            read(&text[end..]);
        }
    }
    // In the middle of the signature all fields are still told.
    let explanation = read(&COFFEE[..200]);
    assert!(
        names(&explanation).ends_with(&["features", "features", "features", "rest", "checksum"])
    );
    assert!(explanation.notes().iter().any(|note| note == "For: \"1 cup coffee\""));
    let note = "Characters are missing or too many: from character 161 on it can't be told what stands where.";
    assert!(explanation.notes().iter().any(|it| it == note), "{:?}", explanation.notes());
}

/// Whether so many symbols of the secret stand in a row in what is shown, or its bytes do.
fn shows_the_secret(explanation: &Explanation<'_>) -> bool {
    let shown = explanation.spans().iter().filter(|span| !span.is_secret());
    let words = explanation.notes().join(" ") + explanation.summary();
    let mut texts: Vec<String> = shown
        .flat_map(|span| {
            let text = String::from_utf8_lossy(span.bytes()).to_lowercase();
            [text, span.value().to_string()]
        })
        .collect();
    texts.push(words);
    // The secret is 11 32 times: zyg3 over and over.
    texts.iter().any(|text| {
        text.contains("zyg3zyg3zyg3zyg")
            || text.contains("1111111111111111")
            || text.contains("\u{11}\u{11}\u{11}\u{11}\u{11}\u{11}\u{11}\u{11}")
    })
}

#[test]
fn the_secret_is_not_shown_whatever_is_lost_changed_or_doubled() {
    for text in ALL {
        for end in 0..=text.len() {
            assert!(!shows_the_secret(&explain(&text[..end])), "{end}");
        }
        for place in 0..text.len() {
            let mut lost = String::from(text);
            lost.remove(place);
            let mut doubled = String::from(text);
            doubled.insert(place, char::from(text.as_bytes()[place]));
            let mut more = String::from(text);
            more.insert_str(place, "qqqqq");
            let mut less = String::from(text);
            less.replace_range(place..text.len().min(place + 9), "");
            let mut strange = String::from(text);
            strange.replace_range(place..=place, "b");
            let mut changed = String::from(text);
            changed.replace_range(place..=place, "8");
            for (what, text) in [
                ("lost", lost),
                ("doubled", doubled),
                ("more", more),
                ("less", less),
                ("strange", strange),
                ("changed", changed),
            ] {
                let explanation = explain(&text);
                assert!(
                    !shows_the_secret(&explanation),
                    "{what} {place}: {:?}",
                    rows(&explanation)
                );
                let debug = format!("{explanation:?}");
                assert!(!debug.contains("zyg3zyg3zyg3") && !debug.contains("11111111"), "{debug}");
            }
        }
    }
}

#[test]
fn what_a_stranger_wrote_moves_no_cursor() {
    // A description with an escape sequence and a mark of direction, written as symbols.
    let mut description = SymbolsBuf::new();
    description.push_bytes("\u{1b}[31m\u{202e}a\nb".as_bytes());
    let length = description.len();
    let start = &COFFEE[..127];
    let tail = &COFFEE[150..265];
    let header = [character_of(0), character_of(u8::try_from(length).unwrap())];
    let text = format!("{start}d{}{}{}{tail}qqqqqq", header[0], header[1], description.as_str());
    let explanation = read(&text);
    let quoted = "\"\\u{1b}[31m\\u{202e}a\\nb\"";
    assert!(
        explanation.notes().iter().any(|note| note.contains(quoted)),
        "{:?}",
        explanation.notes()
    );
    let shown = rows(&explanation).join("\n");
    assert!(shown.contains(quoted) && !shown.contains('\u{1b}') && !shown.contains('\u{202e}'));
}

#[test]
fn long_and_odd_texts() {
    let long = [
        "1".repeat(60_000),
        "q".repeat(60_000),
        "l".to_string(),
        "1".to_string(),
        format!("lnbc1{}", "q".repeat(60_000)),
        format!("lnbc1pvjluez{}", "dqq".repeat(20_000)),
        format!("lnbc{}1{}", "9".repeat(60_000), "q".repeat(200)),
        " ".repeat(60_000),
        "\u{e9}".repeat(30_000),
        format!("lnbc1{}", "r3q".repeat(20_000)),
    ];
    for text in long {
        let explanation = read(&text);
        assert!(explanation.fault().is_some() || text.is_empty());
    }
    for byte in 0..=u8::MAX {
        read([byte]);
        read([b"lnbc1", &[byte; 200][..]].concat());
        let mut changed = Vec::from(COFFEE);
        changed[100] = byte;
        let explanation = read(&changed);
        let is_right = byte == COFFEE.as_bytes()[100];
        assert_eq!(explanation.fault().is_none(), is_right, "{byte}");
    }
}

#[test]
fn the_first_finding_is_the_fault() {
    for text in ALL {
        for end in 0..text.len() {
            let cut = &text[..end];
            let finding = LenientInvoice::parse_unverified(cut).findings().first().copied();
            let explanation = explain(cut);
            assert_eq!(explanation.fault().and_then(Fault::tag), finding.and_then(|it| it.tag()));
        }
    }
}

#[test]
fn any_bytes_and_any_data_with_a_right_checksum() {
    arbtest::arbtest(|u| {
        read(u.arbitrary::<Vec<u8>>()?);
        let symbols: Vec<u8> = u.arbitrary()?;
        // Tags and lengths as they are often, so that fields come out.
        let often = b"pshnxcdrfm9qqqqppp5lzy";
        let data: String = symbols
            .iter()
            .map(|it| match it {
                0..=31 => character_of(*it),
                _ => char::from(often[usize::from(*it) % often.len()]),
            })
            .collect();
        let data = format!("pvjluez{data}{}", "q".repeat(104));
        let (checksum, _) = ampwire::symbols::Checksum::of_hrp("lnbc").text(&data).unwrap();
        read(format!("lnbc1{data}{}", checksum.finish()));
        Ok(())
    })
    .budget_ms(500);
}
