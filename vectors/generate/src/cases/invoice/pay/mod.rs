//! `invoice.final_payload`: what a payer without AMP gives the final hop, or why it does not pay.

use ampwire_vectors::{Answer, Class, Level};
use serde_json::json;

use super::builder::{Invoice, PAYMENT_SECRET, TIMESTAMP};
use super::refuses;
use crate::case::{Case, object};
use crate::cases::payload::Payload;
use crate::cases::samples::counting;

mod amp_invoices;

const DATA: &str = "bolt11.pay.payment-data";
const FEATURES: &str = "bolt11.pay.features";
const DEPENDENCIES: &str = "bolt11.pay.dependencies";
const EXPIRED: &str = "bolt11.pay.expired";
const AMOUNT: &str = "bolt11.pay.amount";
const ONE_PART: &str = "bolt11.pay.one-part";
const SOURCE: &str = "BOLT 11, payer requirements; BOLT 4, payload format";

pub(super) fn cases() -> Vec<Case> {
    [paid(), amounts(), features(), amp_invoices::cases(), expiry(), unreadable()]
        .concat()
        .into_iter()
        .map(|case| case.from(SOURCE))
        .collect()
}

/// One part of a payment.
#[derive(Clone)]
struct Part {
    invoice: Invoice,
    secret: [u8; 32],
    metadata: Option<Vec<u8>>,
    amount: u64,
    total: u64,
    cltv: u32,
}

impl Part {
    /// The whole payment, of 1000 msat.
    fn of(invoice: &Invoice) -> Self {
        let invoice = invoice.clone();
        let secret = PAYMENT_SECRET;
        Self { invoice, secret, metadata: None, amount: 1000, total: 1000, cltv: 800_000 }
    }

    fn with_metadata(invoice: &Invoice, metadata: &[u8]) -> Self {
        Self { metadata: Some(metadata.to_vec()), ..Self::of(&invoice.clone().metadata(metadata)) }
    }

    fn whole(self, amount: u64) -> Self {
        self.part(amount, amount)
    }

    fn part(mut self, amount: u64, total: u64) -> Self {
        (self.amount, self.total) = (amount, total);
        self
    }

    fn cltv(mut self, blocks: u32) -> Self {
        self.cltv = blocks;
        self
    }

    fn case(&self, slug: &str, comment: &str) -> Case {
        Case::new("invoice.final_payload", format!("invoice-pay/{slug}"), comment).input(json!({
            "invoice": self.invoice.text(),
            "amount_msat": self.amount.to_string(),
            "total_msat": self.total.to_string(),
            "outgoing_cltv_value": self.cltv.to_string(),
        }))
    }

    fn answer(&self) -> Answer {
        let payload = Payload::new()
            .amt_to_forward(self.amount)
            .outgoing_cltv_value(self.cltv)
            .payment_data(self.secret, self.total);
        let payload = match &self.metadata {
            Some(metadata) => payload.payment_metadata(metadata),
            None => payload,
        };
        Answer::Ok(object(json!({ "bytes": payload.bytes().hex() })))
    }

    fn paid(&self, slug: &str, comment: &str, rules: &[&'static str]) -> Case {
        let Answer::Ok(result) = self.answer() else { panic!("it is paid") };
        self.case(slug, comment).obeys(rules).ok(result.into())
    }

    fn refused(
        &self,
        slug: &str,
        comment: &str,
        class: Class,
        rule: &'static str,
        near: &str,
    ) -> Case {
        let near = format!("invoice-pay/{near}");
        self.case(slug, comment).breaks(&[rule]).reject(class).near(&near)
    }
}

/// The plain invoice with other features.
fn with(bits: &[u64]) -> Invoice {
    Invoice::plain().without('9').features(bits)
}

fn in_parts() -> Invoice {
    with(&[8, 14, 17])
}

fn paid() -> Vec<Case> {
    let plain = Invoice::plain();
    let long: Vec<u8> = [0xa5; 600].to_vec();
    let other = Part {
        secret: counting(0x60),
        ..Part::of(
            &Invoice::empty()
                .payment_hash()
                .description("")
                .payment_secret_of(counting(0x60))
                .features(&[8, 14]),
        )
    };
    let again = plain
        .clone()
        .skipped('s', &crate::invoice::letters(&crate::invoice::symbols_of(&[0x77; 32])));
    let again = Part::of(&again);
    vec![
        Part::of(&plain).paid(
            "plain",
            "An ordinary invoice, paid in one part.",
            &[DATA, AMOUNT, ONE_PART],
        ),
        other.paid("other-secret", "The payment_secret is the invoice's.", &[DATA]),
        again
            .case(
                "payment-secret-twice",
                "Two payment_secrets: the first counts, or the invoice is refused.",
            )
            .obeys(&[DATA])
            .any(vec![
                again.answer(),
                refuses(&[Class::Duplicate, Class::Conflict, Class::Forbidden, Class::Other]),
            ])
            .level(Level::May),
        Part::of(&plain).cltv(u32::MAX).paid("cltv-largest", "The largest height.", &[DATA]),
        Part::of(&plain).cltv(0).paid("cltv-0", "A height of zero has no byte.", &[DATA]),
        Part::of(&plain).whole(1).paid("amount-1", "The smallest amount.", &[DATA, AMOUNT]),
        Part::of(&in_parts()).part(400, 1000).paid(
            "part",
            "One part of a payment: the total is in each.",
            &[DATA, ONE_PART],
        ),
        Part::of(&with(&[8, 14, 16])).part(1, 1000).paid(
            "part-basic-mpp-required",
            "A small part where basic_mpp is required.",
            &[DATA, ONE_PART],
        ),
        Part::with_metadata(&plain, &[0x01, 0xfa, 0xfa, 0xf0]).paid(
            "metadata",
            "payment_metadata goes into the payload as it is.",
            &[DATA, "bolt11.m.kept"],
        ),
        Part::with_metadata(&plain, &[]).paid(
            "metadata-empty",
            "Empty payment_metadata is there as well.",
            &[DATA, "bolt11.m.kept"],
        ),
        Part::with_metadata(&plain, &long).paid(
            "metadata-600-bytes",
            "Long payment_metadata.",
            &[DATA],
        ),
        Part::with_metadata(&in_parts(), &[0x01, 0xfa]).part(400, 1000).paid(
            "part-metadata",
            "payment_metadata goes into every part.",
            &[DATA, "bolt11.m.kept"],
        ),
    ]
}

fn amounts() -> Vec<Case> {
    let asks = Invoice::plain().amount("10n", "1000");
    let asks_parts = in_parts().amount("10n", "1000");
    let refused = |part: Part, slug: &str, comment: &str, near: &str| {
        part.refused(slug, comment, Class::BadAmount, AMOUNT, near)
    };
    let mut too_high =
        Part::of(&Invoice::plain()).case("cltv-too-large", "A height of more than 32 bits.");
    too_high = too_high.with("outgoing_cltv_value", "4294967296");
    vec![
        Part::of(&asks).paid("amount-asked", "As much as the invoice asks for.", &[AMOUNT]),
        Part::of(&asks).whole(2000).paid(
            "amount-twice",
            "Twice as much as the invoice asks for.",
            &[AMOUNT],
        ),
        Part::of(&asks_parts).part(1, 1000).paid(
            "part-asked",
            "A part of what the invoice asks for.",
            &[AMOUNT, ONE_PART],
        ),
        Part::of(&asks_parts).part(1999, 2000).paid(
            "part-twice",
            "A part of twice as much.",
            &[AMOUNT, ONE_PART],
        ),
        refused(
            Part::of(&asks).whole(999),
            "amount-too-small",
            "A millisatoshi less than the invoice asks for.",
            "amount-asked",
        ),
        refused(
            Part::of(&asks).whole(2001),
            "amount-too-large",
            "A millisatoshi more than twice what the invoice asks for.",
            "amount-asked",
        ),
        refused(
            Part::of(&asks_parts).part(500, 999),
            "part-total-too-small",
            "The total is less than the invoice asks for.",
            "part-asked",
        ),
        refused(
            Part::of(&asks_parts).part(500, 2001),
            "part-total-too-large",
            "The total is more than twice what the invoice asks for.",
            "part-asked",
        ),
        refused(Part::of(&Invoice::plain()).whole(0), "amount-0", "Nothing is paid.", "plain"),
        refused(Part::of(&in_parts()).part(0, 1000), "part-0", "A part of nothing.", "part"),
        refused(
            Part::of(&in_parts()).part(1001, 1000),
            "part-over-total",
            "A part of more than the total.",
            "part",
        ),
        Part::of(&Invoice::plain()).part(999, 1000).refused(
            "part-without-basic-mpp",
            "A part, and the invoice does not offer basic_mpp.",
            Class::Forbidden,
            ONE_PART,
            "plain",
        ),
        Part::of(&Invoice::plain().without('9')).part(999, 1000).refused(
            "part-without-features",
            "A part, and the invoice offers nothing.",
            Class::Forbidden,
            ONE_PART,
            "no-features",
        ),
        too_high.breaks(&["bolt1.tu.length"]).reject(Class::BadValue).near("invoice-pay/plain"),
    ]
}

fn features() -> Vec<Case> {
    let even = |slug: &str, comment: &str, bits: &[u64], near: &str| {
        Part::of(&with(bits)).refused(slug, comment, Class::UnknownEven, FEATURES, near)
    };
    let without = Part::of(&with(&[8, 17])).part(400, 1000);
    let known = Part::of(&with(&[8, 14, 24]));
    vec![
        Part::of(&Invoice::plain().without('9')).paid(
            "no-features",
            "An invoice without features: those that everyone has need not be said.",
            &[FEATURES, DEPENDENCIES],
        ),
        Part::of(&with(&[9, 15])).paid(
            "features-optional",
            "The two features that everyone has, as optional ones.",
            &[FEATURES],
        ),
        Part::of(&with(&[8, 14, 101])).paid(
            "features-101",
            "An unknown odd bit is ignored.",
            &[FEATURES],
        ),
        Part::of(&with(&[8, 14, 5113])).paid("features-5113", "The highest odd bit.", &[FEATURES]),
        even(
            "features-100",
            "An unknown even bit: who does not know what it asks for does not pay.",
            &[8, 14, 100],
            "features-101",
        ),
        even("features-5114", "The highest bit of all is even.", &[8, 14, 5114], "features-5113"),
        known
            .case("features-24", "A feature of BOLT 9 that not everyone has.")
            .obeys(&[FEATURES])
            .any(vec![known.answer(), refuses(&[Class::UnknownEven])])
            .level(Level::Info),
        without
            .case(
                "basic-mpp-without-payment-secret",
                "basic_mpp needs payment_secret, which no bit says and everyone has.",
            )
            .obeys(&[ONE_PART])
            .any(vec![refuses(&[Class::Missing]), without.answer()]),
        Part::of(&with(&[9, 15, 51]))
            .refused(
                "zeroconf-without-scid-alias",
                "Who knows option_zeroconf misses option_scid_alias, which it needs.",
                Class::Missing,
                DEPENDENCIES,
                "features-optional",
            )
            .level(Level::May),
    ]
}

fn expiry() -> Vec<Case> {
    let plain = Part::of(&Invoice::plain());
    let minute = Part::of(&Invoice::plain().expiry(60));
    let zero = Part::of(&Invoice::plain().expiry(0));
    let largest = Part::of(&Invoice::plain().expiry(u64::MAX));
    let centuries = Part::of(&Invoice::plain().expiry(9_223_372_037));
    let at = |case: Case, seconds: u64| case.with("now", seconds.to_string());
    let paid = |part: &Part, slug: &str, comment: &str, seconds: u64| {
        at(part.paid(slug, comment, &[EXPIRED]), seconds)
    };
    let refused = |part: &Part, slug: &str, comment: &str, seconds: u64, near: &str| {
        at(part.refused(slug, comment, Class::Forbidden, EXPIRED, near), seconds)
    };
    vec![
        paid(&plain, "now-timestamp", "Paid in the second that the invoice is of.", TIMESTAMP),
        paid(
            &plain,
            "now-before",
            "Paid before the second that the invoice is of: clocks differ.",
            TIMESTAMP - 60,
        ),
        paid(
            &plain,
            "now-default",
            "The last second of the default expiry of an hour.",
            TIMESTAMP + 3600,
        ),
        refused(
            &plain,
            "expired-default",
            "A second after the default expiry.",
            TIMESTAMP + 3601,
            "now-default",
        ),
        paid(&minute, "now-minute", "The last second of an expiry of a minute.", TIMESTAMP + 60),
        refused(
            &minute,
            "expired-minute",
            "A second after an expiry of a minute.",
            TIMESTAMP + 61,
            "now-minute",
        ),
        paid(
            &zero,
            "now-expiry-0",
            "An expiry of zero, in the second that the invoice is of.",
            TIMESTAMP,
        ),
        refused(
            &zero,
            "expired-expiry-0",
            "An expiry of zero, a second later.",
            TIMESTAMP + 1,
            "now-expiry-0",
        ),
        {
            let answers = vec![largest.answer(), refuses(&[Class::BadValue, Class::Limit])];
            let case = largest.case(
                "now-expiry-largest",
                "An expiry that together with the timestamp does not fit 64 bits: it never ends.",
            );
            at(case.obeys(&[EXPIRED]).any(answers), 1_800_000_000)
        },
        paid(
            &centuries,
            "now-expiry-9223372037",
            "An expiry whose nanoseconds do not fit 63 bits: this project pays for 292 years.",
            1_800_000_000,
        )
        .level(Level::May),
    ]
}

/// An invoice that can't be read is not paid.
fn unreadable() -> Vec<Case> {
    let plain = Invoice::plain();
    let no_secret = Part::of(&plain.clone().without('s'));
    let short =
        Part::of(&plain.clone().changed('s', |words| words[..51].to_owned()).that_is_skipped('s'));
    let refuse =
        |invoice: &Invoice,
         slug: &str,
         comment: &str,
         class: Class,
         rule: &'static str,
         near: &str| { Part::of(invoice).refused(slug, comment, class, rule, near).open() };
    vec![
        no_secret.refused(
            "no-payment-secret",
            "An invoice without a payment_secret may not be paid.",
            Class::Missing,
            "bolt11.s.present",
            "plain",
        ),
        short
            .refused(
                "payment-secret-of-51-symbols",
                "An invoice whose payment_secret does not count.",
                Class::Missing,
                "bolt11.s.present",
                "plain",
            )
            .reject_for(&[Class::Missing, Class::BadLength]),
        refuse(
            &plain.clone().without('p'),
            "no-payment-hash",
            "An invoice without a payment_hash.",
            Class::Missing,
            "bolt11.p.present",
            "plain",
        ),
        refuse(
            &plain.clone().bech32m(),
            "bech32m",
            "A checksum with the constant of bech32m.",
            Class::BadChecksum,
            "bolt11.text.checksum",
            "plain",
        ),
        refuse(
            &plain.clone().signature([0; 64], 0),
            "zero-signature",
            "A signature of zeros.",
            Class::BadSignature,
            "bolt11.signature.valid",
            "plain",
        ),
        refuse(
            &plain.network("lnxx", ""),
            "prefix-lnxx",
            "A currency that nobody knows.",
            Class::UnknownNetwork,
            "bolt11.hrp.prefix",
            "plain",
        ),
    ]
}
