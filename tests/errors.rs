//! Every error as a person reads it: one of each kind, made from an input that gives it.
//!
//! What changes here changes what users see. Look at it: `cargo insta review`, or set
//! `INSTA_UPDATE=always` and read the difference.

#![allow(clippy::unwrap_used, reason = "a test")]

use ampwire::amp::payee::{
    Action, Event, Htlc, HtlcId, MppTimeout, Payee, PayeeConfig, PayeeInvoice,
};
use ampwire::amp::payer::{self, Payer as AmpPayer, PayerConfig, PayerError};
use ampwire::amp::{AmpErrorKind, Part, Scheme, ShareTree, bp2018, hmac_xor, sha256};
#[cfg(feature = "secp256k1")]
use ampwire::bolt11::{
    self, Fallback, InvoiceBuilder, InvoiceError, InvoiceRules, InvoiceView, Network, Payer,
    RawField, SecretKey, Tag, VerifiedInvoice,
};
use ampwire::feature::{Context, FeatureError, FeatureRules, FeaturesBuilder, FeaturesView};
use ampwire::onion::{
    AmpRecord, EncryptedDataView, Failure, HopPayload, Layout, Layouts, OnionError, Payload,
    PayloadBuilder, PayloadRules, PayloadView, PaymentData, PublicKey, Role,
};
use ampwire::rule::RuleId;
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use ampwire::tlv::{Record, TlvReader, TlvWriter};
use ampwire::wire::{BigSize, Encode, Tu16, Tu32, Tu64};
use std::fmt::{Debug, Display, Write as _};
use std::fs;
use std::path::Path;

/// The errors of a layer, rendered, and the kinds that were among them.
#[derive(Default)]
struct Rendered {
    text: String,
    kinds: Vec<String>,
}

impl Rendered {
    fn add(
        &mut self,
        from: &str,
        kind: impl Debug,
        error: &dyn Display,
        rule: impl Into<Option<RuleId>>,
    ) {
        let kind = format!("{kind:?}");
        writeln!(self.text, "{kind}").unwrap();
        writeln!(self.text, "    from   {from}\n    reads  {error}").unwrap();
        match rule.into() {
            Some(rule) => writeln!(self.text, "    rule   {rule} ({})", rule.class()).unwrap(),
            None => writeln!(self.text, "    rule   none").unwrap(),
        }
        self.kinds.push(kind.split([' ', '(']).next().unwrap().to_owned());
    }

    /// Fails where an enum has a kind that is not here.
    fn complete(self, file: &str, enumeration: &str) -> String {
        for kind in kinds(file, enumeration) {
            assert!(self.kinds.contains(&kind), "no {enumeration}::{kind} among the errors here");
        }
        self.text
    }
}

/// The variants of an enum, read from its source: it may grow, so no `match` of ours could tell.
fn kinds(file: &str, enumeration: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let text = fs::read_to_string(path).unwrap();
    let start = text.find(&format!("pub enum {enumeration} {{")).unwrap();
    let body = text[start..].split("\n}").next().unwrap();
    let kinds: Vec<String> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.split([',', ' ', '(']).next().unwrap().to_owned())
        .collect();
    assert!(!kinds.is_empty());
    kinds
}

fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
}

#[test]
fn wire() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: ampwire::wire::WireError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    for from in ["", "fd00", "fd00fc", "0001"] {
        add(&format!("BigSize {from:?}"), BigSize::parse(&hex(from)).unwrap_err());
    }
    add("tu16 \"010203\"", Tu16::parse(&hex("010203")).unwrap_err());
    add("tu32 \"00\"", Tu32::parse(&hex("00")).unwrap_err());
    add("tu64 \"0001\"", Tu64::parse(&hex("0001")).unwrap_err());
    insta::assert_snapshot!(rendered.complete("wire/error.rs", "WireErrorKind"));
}

#[test]
fn buffer_too_small() {
    let error = BigSize(253).encode_to_slice(&mut [0; 2]).unwrap_err();
    insta::assert_snapshot!(error, @"the value takes 3 bytes, the buffer has 2");
}

#[test]
fn tlv() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: ampwire::tlv::TlvError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    let streams = [
        "0100 fd01",
        "0100 fd0003 00",
        "0300 0200",
        "0300 0300",
        "ffffffffffffffffff00 0100",
        "0100 03",
        "0100 03fd01",
        "0100 03fd0001 aa",
        "0100 0305 aabb",
    ];
    for stream in streams {
        let error = TlvReader::new(&hex(stream)).find_map(Result::err).unwrap();
        add(&format!("stream {stream:?}"), error);
    }
    add("record \"010000\"", Record::parse(&hex("010000")).unwrap_err());
    let mut out = Vec::new();
    let mut writer = TlvWriter::new(&mut out);
    writer.record(4, &[1]).unwrap();
    add("writer 4, 4", writer.record(4, &[]).unwrap_err());
    add("writer 4, 2", writer.record(2, &[]).unwrap_err());
    insta::assert_snapshot!(rendered.complete("tlv/error.rs", "TlvErrorKind"));
}

/// A record's hex: type and length are one byte each.
fn record(record_type: u8, value: &str, times: usize) -> String {
    let value = value.repeat(times);
    format!("{record_type:02x}{:02x}{value}", value.len() / 2)
}

fn read(from: &str, rules: PayloadRules) -> OnionError {
    PayloadView::parse(&hex(from), rules).unwrap_err()
}

#[test]
fn onion_values() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: OnionError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    for frame in ["", "fd00", "fd0002 2100", "00", "01 21", "05 2100", "02 2100 ff"] {
        add(&format!("frame {frame:?}"), HopPayload::parse(&hex(frame)).unwrap_err());
    }
    let payloads = [
        ("a type out of order", "0400 0200".to_owned(), Layouts::DEPLOYED),
        ("a long tu64", record(2, "01", 9), Layouts::DEPLOYED),
        ("a tu32 with a zero in front", record(4, "00", 1), Layouts::DEPLOYED),
        ("7 bytes of type 6", record(6, "01", 7), Layouts::DEPLOYED),
        ("31 bytes of type 8", record(8, "01", 31), Layouts::DEPLOYED),
        ("a total with a zero in front", record(8, "00", 33), Layouts::DEPLOYED),
        ("68 bytes of type 8", record(8, "01", 68), Layouts::DEPLOYED),
        ("67 bytes of type 8, both layouts", record(8, "01", 67), Layouts::BOTH),
        ("32 bytes of type 12", record(12, "02", 32), Layouts::DEPLOYED),
        ("type 12 that starts with 04", record(12, "04", 33), Layouts::DEPLOYED),
        ("69 bytes of type 14", record(14, "01", 69), Layouts::DEPLOYED),
        ("an index with a zero in front", record(14, "00", 65), Layouts::DEPLOYED),
        (
            "31 bytes of keysend",
            format!("ff0000000146c6616c1f{}", "01".repeat(31)),
            Layouts::DEPLOYED,
        ),
    ];
    for (from, payload, layouts) in payloads {
        add(from, read(&payload, PayloadRules::new(Role::Final, layouts)));
    }
    add("67 bytes, layout type8", AmpRecord::parse(Layout::Type8, &[1; 67]).unwrap_err());
    for (what, data, role) in [
        ("a long channel", "0209 010101010101010101", Role::Final),
        ("a leading zero in the fee", "0a07 0001 00000001 00", Role::Final),
        ("a node that is no point", &format!("0421 04{}", "11".repeat(32)), Role::Final),
        ("an unknown even record", "1000", Role::Final),
        (
            "two next hops",
            &format!("0208 0101010101010101 0421 02{}", "11".repeat(32)),
            Role::Final,
        ),
        ("no next hop", "0a06 0001 00000001", Role::Intermediate),
        ("no relay", "0208 0101010101010101", Role::Intermediate),
        ("an allowed feature", "0e01 02", Role::Final),
    ] {
        let error = EncryptedDataView::parse(&hex(data), role).unwrap_err();
        add(&format!("encrypted data with {what}"), error);
    }
    // Both halves together have every kind.
    rendered.kinds.extend(presence().kinds);
    insta::assert_snapshot!(rendered.complete("onion/error.rs", "OnionErrorKind"));
}

#[cfg(feature = "secp256k1")]
#[test]
fn a_point_off_the_curve() {
    // No point of the curve has the x coordinate 5.
    let payload = hex(&format!("0a01ee 0c2102{}05", "00".repeat(31)));
    let rules = PayloadRules::new(Role::Intermediate, Layouts::DEPLOYED);
    let error = PayloadView::parse(&payload, rules).unwrap().check_points().unwrap_err();
    let text = "current_path_key is not a compressed point of the curve at byte 5 (record type 12)";
    assert_eq!(error.to_string(), text);
    assert_eq!(error.rule().id(), "bolt4.blinded.path-key-point");
}

#[test]
fn onion_presence() {
    insta::assert_snapshot!(presence().text);
}

/// Which records together, for whom; and what only a writer can do.
fn presence() -> Rendered {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: OnionError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    let rules = |role| PayloadRules::new(role, Layouts::DEPLOYED);
    let (last, middle) = (rules(Role::Final), rules(Role::Intermediate));
    let both = PayloadRules::new(Role::Final, Layouts::BOTH);

    let plain = "020101 040101";
    let forward = format!("{plain} {}", record(6, "01", 8));
    let (blinded, key) = ("0a01ee", record(12, "02", 33));
    let (data, amp) = (record(8, "01", 32), record(14, "01", 64));
    let readers = [
        ("a path key in both places", format!("{blinded} {key}"), last.path_key_in_htlc(true)),
        ("a path key alone", format!("{plain} {key}"), last),
        ("no path key", format!("{plain} {blinded}"), last),
        ("no amount", "040101".to_owned(), last),
        ("no expiry", "020101".to_owned(), last),
        ("a blinded hop with an amount", format!("020101 {blinded} {key}"), middle),
        ("a final hop with a channel", forward.clone(), last),
        ("an intermediate hop without", plain.to_owned(), middle),
        ("payment_data on the way", format!("{forward} {data}"), middle),
        ("an AMP record on the way", format!("{forward} {amp}"), middle),
        ("two AMP records", format!("{plain} {} {amp}", record(8, "01", 68)), both),
        (
            "type 14 to a bystander",
            format!("{plain} {amp}"),
            PayloadRules::new(Role::Final, Layouts::NONE),
        ),
        ("type 20", format!("{plain} 1400"), last),
        ("type 65536, refused", format!("{plain} fe0001000000"), last.refuse_custom_even()),
        ("a blinded final hop with type 16", format!("{plain} {blinded} {key} 1000 120101"), last),
        ("a blinded final hop without total", format!("{plain} {blinded} {key}"), last),
        ("type 8 without total", format!("{plain} {}", record(8, "01", 68)), both),
    ];
    for (from, payload, rules) in readers {
        add(from, read(&payload, rules));
    }
    for (from, built) in written() {
        add(from, built.unwrap_err());
    }
    rendered
}

fn written() -> [(&'static str, Result<Payload, OnionError>); 6] {
    let plain = || PayloadBuilder::new().amt_to_forward(1).outgoing_cltv_value(1);
    let amp_record = |layout| AmpRecord {
        layout,
        root_share: Share::new([1; 32]),
        set_id: SetId([1; 32]),
        child_index: 1,
    };
    let data = PaymentData { payment_secret: PaymentSecret::new([1; 32]), total_msat: 1 };
    let key = PublicKey::new([2; 33]).unwrap();
    let both = plain().payment_data(data).amp_record(amp_record(Layout::Type8));
    [
        (
            "written: AMP without payment_data",
            plain().amp_record(amp_record(Layout::Type14)).build(),
        ),
        ("written: both in type 8", both.total_amount_msat(1).build()),
        ("written: type 16 as another record", plain().other_record(16, vec![]).build()),
        (
            "written: type 17 twice",
            plain().other_record(17, vec![]).other_record(17, vec![]).build(),
        ),
        ("written: type 20", plain().other_record(20, vec![]).build()),
        ("written: a path key alone", plain().current_path_key(key).build()),
    ]
}

#[test]
fn amp() {
    let mut rendered = Rendered::default();
    let part = |byte: u8, child_index, hash: Option<u8>| Part {
        share: Share::new([byte; 32]),
        child_index,
        payment_hash: hash.map(|byte| PaymentHash([byte; 32])),
    };
    let zero = sha256::split(&Share::new([1; 32]), Share::new([1; 32])).unwrap_err();
    let errors = [
        ("no parts", sha256::reconstruct(&[]).unwrap_err()),
        (
            "a wrong hash",
            sha256::reconstruct(&[part(1, 1, None), part(2, 2, Some(9))]).unwrap_err(),
        ),
        ("a share split off itself", zero),
        (
            "bp2018, index twice",
            bp2018::reconstruct(&[part(1, 1, None), part(2, 1, None)]).unwrap_err(),
        ),
        (
            "hmac_xor, index twice",
            hmac_xor::reconstruct(&[part(1, 1, None), part(2, 1, None)]).unwrap_err(),
        ),
        ("hmac_xor, one part", hmac_xor::reconstruct(&[part(1, 1, None)]).unwrap_err()),
        ("hmac_xor, one index", hmac_xor::split(&Share::new([1; 32]), &[7]).unwrap_err()),
    ];
    let mut random = |bytes: &mut [u8; 32]| bytes.fill(1);
    let mut tree = ShareTree::of_root(Root::new([2; 32])).unwrap();
    tree.new_shard(1, &mut random).unwrap();
    let tracked = [
        ("a shard's id again", tree.new_shard(1, &mut random).unwrap_err()),
        ("a shard that is not there", tree.cancel(2).unwrap_err()),
        (
            "a shard after the last",
            tree.last_shard(2, &mut random)
                .and_then(|_| tree.last_shard(3, &mut random))
                .unwrap_err(),
        ),
    ];
    for (from, error) in errors.into_iter().chain(tracked) {
        rendered.add(from, error.kind(), &error, error.rule());
    }
    assert_eq!(errors[0].1.kind(), AmpErrorKind::NoParts);
    insta::assert_snapshot!(rendered.complete("amp/error.rs", "AmpErrorKind"));
}

#[test]
fn payee() {
    let secret = |byte: u8| PaymentSecret::new([byte; 32]);
    let config = || PayeeConfig::new(Layouts::DEPLOYED, 19).accept_spontaneous(true);
    let mut payee = Payee::new(config(), 0, 0);
    payee.add_invoice(PayeeInvoice::amp(&secret(1))).unwrap();
    let payload = PayloadBuilder::new()
        .amt_to_forward(1)
        .outgoing_cltv_value(19)
        .payment_data(PaymentData { payment_secret: secret(1), total_msat: 2 })
        .amp_record(AmpRecord {
            layout: Layout::Type14,
            root_share: Share::new([1; 32]),
            set_id: SetId([1; 32]),
            child_index: 0,
        })
        .build()
        .unwrap()
        .to_vec();
    let id = HtlcId { channel: 1, id: 1 };
    let payment_hash = PaymentHash([1; 32]);
    let htlc = Htlc { id, amount_msat: 1, payment_hash, cltv_expiry: 19, payload: &payload };
    assert_eq!(payee.handle(0, Event::Htlc(htlc)), [Action::Hold { id }]);
    let state = |member: &str, value: serde_json::Value| {
        let mut state = serde_json::to_value(payee.to_state()).unwrap();
        state[member] = value;
        Payee::from_state(config(), &serde_json::from_value(state).unwrap()).unwrap_err()
    };
    let states = [
        ("a state of tomorrow", state("version", 2.into())),
        ("a held set without its invoice", state("invoices", Vec::<u8>::new().into())),
    ];
    let owner = [
        ("59 seconds", MppTimeout::of_set(59).unwrap_err()),
        ("a secret of zeros", payee.add_invoice(PayeeInvoice::amp(&secret(0))).unwrap_err()),
        ("an invoice again", payee.add_invoice(PayeeInvoice::amp(&secret(1))).unwrap_err()),
        ("an invoice that is being paid", payee.remove_invoice(&secret(1)).unwrap_err()),
    ];
    let mut rendered = Rendered::default();
    for (from, error) in owner.into_iter().chain(states) {
        rendered.add(from, error.kind(), &error, error.rule());
    }
    insta::assert_snapshot!(rendered.complete("amp/payee/error.rs", "PayeeErrorKind"));
}

/// What the payer says to an event, the draws being 32 of these bytes each.
#[allow(clippy::panic, reason = "a test")]
fn refused(payer: &AmpPayer, event: payer::Event, draws: &[u8]) -> PayerError {
    let mut draws = draws.iter();
    let mut random = |bytes: &mut [u8; 32]| bytes.fill(*draws.next().unwrap());
    match payer.clone().handle(event, &mut random)[..] {
        [payer::Action::Refused { error, .. }] => error,
        ref others => panic!("{others:?}"),
    }
}

#[test]
fn payer() {
    let config = || PayerConfig::new(PaymentSecret::new([1; 32]), 10, 3);
    let new = |config: PayerConfig| AmpPayer::new(config).unwrap_err();
    let send =
        |id, amt_to_forward| payer::Event::Send { id, amt_to_forward, outgoing_cltv_value: 1 };
    // Nothing sent; 2 of 10 msat sent; 2 and 2; 2 and 8; those, of which the payee failed the second;
    // and given up.
    let after = |payer: &AmpPayer, event, draws: &[u8]| {
        let mut payer = payer.clone();
        let mut draws = draws.iter();
        let _ = payer.handle(event, &mut |bytes: &mut [u8; 32]| bytes.fill(*draws.next().unwrap()));
        payer
    };
    let none = AmpPayer::new(config()).unwrap();
    let one = after(&none, send(1, 2), &[5, 6, 7, 8]);
    let two = after(&one, send(2, 2), &[9, 10]);
    let all = after(&one, send(2, 8), &[9]);
    let waiting = after(&all, payer::Event::FailedByPayee { id: 2, code: None }, &[]);
    let given_up = after(&all, payer::Event::GiveUp, &[]);
    let whole = after(&none, send(1, 10), &[5, 6, 7]);
    let back = after(&whole, payer::Event::FailedByRouter { id: 1 }, &[]);
    let settled = payer::Event::Settled { id: 1, preimage: Preimage::new([1; 32]) };
    let errors = [
        ("a total of 0", new(PayerConfig::new(PaymentSecret::new([1; 32]), 0, 3))),
        ("in 0 parts", new(PayerConfig::new(PaymentSecret::new([1; 32]), 10, 0))),
        ("by the tutorial's scheme", new(config().undeployed_scheme(Scheme::HmacXor))),
        ("another record of type 14", new(config().other_record(14, [1]))),
        ("a root of zeros", refused(&none, send(1, 2), &[0])),
        ("a share of zeros", refused(&none, send(1, 2), &[5, 6, 0])),
        ("the share and the index again", refused(&back, send(2, 10), &[7])),
        ("the id again", refused(&one, send(1, 2), &[])),
        ("0 msat", refused(&one, send(2, 0), &[])),
        ("after the total", refused(&all, send(3, 1), &[])),
        ("9 msat where 8 lack", refused(&one, send(2, 9), &[])),
        ("the third of three, 5 msat where 6 lack", refused(&two, send(3, 5), &[])),
        ("after the payee's failure", refused(&waiting, send(3, 8), &[])),
        ("after giving up", refused(&given_up, send(3, 1), &[])),
        ("a part that was not sent", refused(&one, payer::Event::FailedByRouter { id: 2 }, &[])),
        (
            "the payee's failure, after a router's",
            refused(&back, payer::Event::FailedByPayee { id: 1, code: None }, &[]),
        ),
        ("another preimage", refused(&one, settled, &[])),
    ];
    let state = |member: &str, value: serde_json::Value| {
        let mut state = serde_json::to_value(one.to_state()).unwrap();
        state[member] = value;
        AmpPayer::from_state(&serde_json::from_value(state).unwrap()).unwrap_err()
    };
    let states = [
        ("a state of tomorrow", state("version", 2.into())),
        ("a part without its attempt", state("attempt", serde_json::Value::Null)),
    ];
    let mut rendered = Rendered::default();
    for (from, error) in errors.into_iter().chain(states) {
        rendered.add(from, error.kind(), &error, error.rule());
    }
    insta::assert_snapshot!(rendered.complete("amp/payer/error.rs", "PayerErrorKind"));
}

#[test]
fn failures() {
    let mut rendered = Rendered::default();
    for from in ["40", "4016 fd000e 0000"] {
        let error = Failure::parse(&hex(from)).unwrap_err();
        rendered.add(&format!("failure {from:?}"), error.kind(), &error, error.rule());
    }
    insta::assert_snapshot!(rendered.complete("onion/failure.rs", "FailureErrorKind"));
}

#[test]
fn features() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: FeatureError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    let long = vec![0; 65_536];
    add("65536 bytes", FeaturesView::from_bytes(&long).unwrap_err());
    add(
        "a builder with bits 30 and 31",
        FeaturesBuilder::new().bit(30).bit(31).build().unwrap_err(),
    );
    for bits in [&[100][..], &[30], &[15, 17, 49]] {
        let features = bits.iter().copied().collect();
        let error = FeatureRules::amp(Context::Init).check(&features).unwrap_err();
        add(&format!("init with bits {bits:?}"), error);
    }
    insta::assert_snapshot!(rendered.complete("feature/error.rs", "FeatureErrorKind"));
}

/// The fields that every invoice has.
#[cfg(feature = "secp256k1")]
const NEEDED: &str = "pp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsdqq";

/// An invoice of these fields with the signature of BOLT 11's donation, and its checksum.
#[cfg(feature = "secp256k1")]
fn invoice(hrp: &str, fields: &str) -> String {
    const SIGNATURE: &str = "357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp";
    checksummed(hrp, &format!("pvjluez{fields}{SIGNATURE}"))
}

/// A field of this tag and value.
#[cfg(feature = "secp256k1")]
fn field(tag: char, value: &str) -> String {
    let character = |symbol| ampwire::symbols::character_of(u8::try_from(symbol).unwrap());
    format!("{tag}{}{}{value}", character(value.len() / 32), character(value.len() % 32))
}

#[cfg(feature = "secp256k1")]
fn checksummed(hrp: &str, data: &str) -> String {
    let checksum = ampwire::symbols::Checksum::of_hrp(hrp).text(data).unwrap().0.finish();
    format!("{hrp}1{data}{checksum}")
}

#[cfg(feature = "secp256k1")]
#[test]
fn invoices_read() {
    let mut rendered = Rendered::default();
    for (from, error) in unread() {
        rendered.add(from, error.kind(), &error, error.rule());
    }
    insta::assert_snapshot!(rendered.text);
}

#[cfg(feature = "secp256k1")]
#[test]
fn invoices_written_and_paid() {
    let mut rendered = Rendered::default();
    for (from, error) in unwritten().into_iter().chain(unpaid()) {
        rendered.add(from, error.kind(), &error, error.rule());
    }
    // Both halves together have every kind.
    let kinds = unread().into_iter().map(|(_, error)| format!("{:?}", error.kind()));
    rendered.kinds.extend(kinds.map(|kind| kind.split([' ', '(']).next().unwrap().to_owned()));
    insta::assert_snapshot!(rendered.complete("bolt11/error.rs", "InvoiceErrorKind"));
}

#[cfg(feature = "secp256k1")]
fn unread() -> Vec<(&'static str, InvoiceError)> {
    let with = |fields: &str| invoice("lnbc", &format!("{NEEDED}{fields}"));
    let amount = |amount: &str| invoice(&format!("lnbc{amount}"), NEEDED);
    let right = with("");
    // R, S and the recovery id, of which R and S are one byte 32 times.
    let signed = |fields: &str, r: u8, s: u8, recovery_id: u8| {
        let mut signature = ampwire::symbols::SymbolsBuf::new();
        signature.push_bytes(&[&[r; 32][..], &[s; 32], &[recovery_id]].concat());
        checksummed("lnbc", &format!("pvjluez{NEEDED}{fields}{}", signature.as_str()))
    };
    let n = "np4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66";
    let zeros = |count: usize| "q".repeat(count);
    // The first byte is 2. No point of the curve has the x coordinate 5.
    let off_curve = field('r', &format!("qg{}p2{}", zeros(50), zeros(28)));
    let (without_s, both) = (&NEEDED[..55], format!("{NEEDED}{}", field('h', &zeros(52))));
    let texts = [
        ("a space", "ln bc1".to_owned()),
        ("a letter of the other case", "lnBc1".to_owned()),
        ("no separator", "lnbc".to_owned()),
        ("a character outside the alphabet", "lnbc1qqqbqq".to_owned()),
        ("five characters behind the separator", "lnbc1qqqqq".to_owned()),
        ("a wrong checksum", format!("{}q", &right[..right.len() - 1])),
        ("another network", invoice("lnxx", NEEDED)),
        ("an amount of 2500x", amount("2500x")),
        ("an amount of 0m", amount("0m")),
        ("an amount of 15p", amount("15p")),
        ("an amount of 18446744073709551616", amount("18446744073709551616")),
        ("110 symbols", checksummed("lnbc", &zeros(110))),
        ("two symbols alone", with("xq")),
        ("a field that is too long", with("xpp")),
        ("padding in m", with(&field('m', "pp"))),
        ("a zero in front of x", with(&field('x', "qp"))),
        ("a large c", with(&field('c', &"l".repeat(13)))),
        ("a description that is not UTF-8", invoice("lnbc", &field('d', "lu"))),
        ("n that starts with 00", with(&field('n', &zeros(53)))),
        ("an address without version", with(&field('f', ""))),
        ("a route hint of 50 bytes", with(&field('r', &zeros(80)))),
        ("a route hint whose node starts with 00", with(&field('r', &zeros(82)))),
        ("no p", invoice("lnbc", "")),
        ("no s", invoice("lnbc", without_s)),
        ("neither d nor h", invoice("lnbc", &NEEDED[..110])),
        ("d and h", invoice("lnbc", &both)),
        ("a node that is no point", with(&off_curve)),
        ("recovery id 31", signed("", 1, 1, 31)),
        ("r of zero", signed("", 0, 1, 0)),
        ("another's signature", with(n)),
        ("a high S", signed(n, 1, 0x80, 0)),
    ];
    let mut errors: Vec<_> = texts
        .into_iter()
        .map(|(from, text)| (from, VerifiedInvoice::parse(&text).unwrap_err()))
        .collect();
    let text = invoice("lnbc", "pqq");
    let rules = InvoiceRules::new().refuse_wrong_lengths();
    let refused = InvoiceView::parse_unverified_with(&text, rules).unwrap_err();
    errors.push(("an empty p, where that is refused", refused));
    errors
}

#[cfg(feature = "secp256k1")]
fn unwritten() -> Vec<(&'static str, InvoiceError)> {
    let builder = || {
        InvoiceBuilder::new(Network::Bitcoin, 1)
            .payment_hash(PaymentHash([1; 32]))
            .payment_secret(PaymentSecret::new([2; 32]))
            .description("")
    };
    let features = |bits: &[u32]| builder().features(bits.iter().copied().collect()).check();
    let amp = |tag: Tag| {
        let field = RawField::new(tag, "").unwrap();
        builder().features([14, 30].into_iter().collect()).raw_field(field).check()
    };
    let raw = |tag| builder().raw_field(RawField::new(tag, "q").unwrap()).check();
    let key = SecretKey::new([1; 32]).unwrap();
    let other = SecretKey::new([2; 32]).unwrap().public_key();
    let late = InvoiceBuilder::new(Network::Bitcoin, 1 << 35).check();
    [
        ("written: in the year 3058", late),
        ("written: 640 bytes of description", builder().description("a".repeat(640)).check()),
        ("written: an address of version 19", Fallback::new(19, &[]).map(|_| ())),
        ("written: a route hint without entry", builder().route_hint([]).check()),
        ("written: features 14 and 15", features(&[14, 15])),
        ("written: features 17", features(&[17])),
        ("written: features 30", features(&[30])),
        ("written: a blinded path with AMP", amp(Tag::BLINDED_PATH)),
        ("written: an x of one zero as it is", raw(Tag::EXPIRY)),
        ("written: the order s", builder().order([Tag::PAYMENT_SECRET]).check()),
        ("written: another payee", builder().payee(other).sign(&key).map(|_| ())),
        ("written: a value of B", RawField::new(Tag::EXPIRY, "B").map(|_| ())),
    ]
    .into_iter()
    .map(|(from, built)| (from, built.unwrap_err()))
    .collect()
}

#[cfg(feature = "secp256k1")]
fn unpaid() -> Vec<(&'static str, InvoiceError)> {
    let text = |field: &str| invoice("lnbc1n", &format!("{NEEDED}{field}"));
    let pay = |field: &str, amount_msat, total_msat| {
        let text = text(field);
        let invoice = VerifiedInvoice::parse(&text).unwrap();
        let part = bolt11::Part { amount_msat, total_msat, outgoing_cltv_value: 1 };
        Payer::with_amp().at(1_496_320_000).final_payload(&invoice, part).unwrap_err()
    };
    let lasting = &field('x', "lqqq");
    vec![
        ("paid: feature 100", pay(&field('9', "pqqqqqqqqqqqqqqqqqqqq"), 100, 100)),
        ("paid: feature 17 alone", pay(&field('9', "zqqq"), 100, 100)),
        ("paid: feature 31 alone", pay(&field('9', "zqqqqqq"), 100, 100)),
        ("paid: AMP required", pay(&field('9', "pqqqsqq"), 100, 100)),
        ("paid: a day later", pay("", 100, 100)),
        ("paid: nothing", pay(lasting, 0, 100)),
        ("paid: less", pay(lasting, 99, 99)),
        ("paid: in parts", pay(lasting, 50, 100)),
    ]
}
