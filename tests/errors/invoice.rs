//! The errors of invoices: read, written and paid.

use ampwire::bolt11::{
    self, Fallback, InvoiceBuilder, InvoiceError, InvoiceRules, InvoiceView, Network, Payer,
    RawField, SecretKey, Tag, VerifiedInvoice,
};
use ampwire::secret::{PaymentHash, PaymentSecret};

use crate::rendered::Rendered;

/// The fields that every invoice has.
const NEEDED: &str = "pp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsdqq";

/// An invoice of these fields with the signature of BOLT 11's donation, and its checksum.
fn invoice(hrp: &str, fields: &str) -> String {
    const SIGNATURE: &str = "357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp";
    checksummed(hrp, &format!("pvjluez{fields}{SIGNATURE}"))
}

/// A field of this tag and value.
fn field(tag: char, value: &str) -> String {
    let character = |symbol| ampwire::symbols::character_of(u8::try_from(symbol).unwrap());
    format!("{tag}{}{}{value}", character(value.len() / 32), character(value.len() % 32))
}

fn checksummed(hrp: &str, data: &str) -> String {
    let checksum = ampwire::symbols::Checksum::of_hrp(hrp).text(data).unwrap().0.finish();
    format!("{hrp}1{data}{checksum}")
}

#[test]
fn invoices_read() {
    let mut rendered = Rendered::default();
    for (from, error) in unread() {
        rendered.add(from, error.kind(), &error, error.rule());
    }
    insta::assert_snapshot!(rendered.text);
}

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
