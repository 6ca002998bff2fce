//! The amount in the human-readable part.

use ampwire_vectors::{Answer, Class};

use super::builder::Invoice;
use super::{any, ok, own_choice, reads, refused, refuses};
use crate::case::Case;

const SYNTAX: &str = "bolt11.amount.syntax";
const MULTIPLIER: &str = "bolt11.amount.multiplier";
const SUB: &str = "bolt11.amount.sub-millisatoshi";
const POSITIVE: &str = "bolt11.amount.positive";
const RANGE: &str = "bolt11.amount.range";
const HASH: &str = "bolt11.signature.hash";

pub(super) fn cases() -> Vec<Case> {
    [read_as_written(), large(), wrong_syntax(), too_precise(), not_positive(), too_large()]
        .concat()
}

fn with(written: &str, msat: &str) -> Invoice {
    Invoice::plain().amount(written, msat)
}

fn read_as_written() -> Vec<Case> {
    let list = [
        (
            "amount-1",
            "One bitcoin; the digit 1 stands before the separator, which is one too.",
            "1",
            "100000000000",
        ),
        ("amount-1m", "One milli-bitcoin.", "1m", "100000000"),
        ("amount-1u", "One micro-bitcoin.", "1u", "100000"),
        ("amount-1n", "One nano-bitcoin.", "1n", "100"),
        ("amount-10p", "Ten pico-bitcoin are one millisatoshi, the smallest amount.", "10p", "1"),
        ("amount-11", "Eleven bitcoin: three times the character 1.", "11", "1100000000000"),
        (
            "amount-1000n",
            "A shorter form would be 1u. A reader takes this one as well, and hashes it as written.",
            "1000n",
            "100000",
        ),
        (
            "amount-10000000000p",
            "Ten milli-bitcoin, counted in pico-bitcoin.",
            "10000000000p",
            "1000000000",
        ),
        (
            "amount-42949672950p",
            "As many millisatoshi as 32 bits can say, and one digit more in pico-bitcoin.",
            "42949672950p",
            "4294967295",
        ),
        (
            "amount-42949672960p",
            "One millisatoshi more than 32 bits can say.",
            "42949672960p",
            "4294967296",
        ),
    ];
    let mut cases: Vec<Case> = list
        .into_iter()
        .map(|(slug, comment, written, msat)| {
            ok(slug, comment, &with(written, msat), &[SYNTAX, MULTIPLIER, SUB, POSITIVE, HASH])
        })
        .collect();
    cases.push(ok(
        "no-amount",
        "An invoice without an amount, signed by another key.",
        &Invoice::plain().by_other_key(),
        &[SYNTAX],
    ));
    cases
}

/// Amounts up to all bitcoin there can be are read; above that readers may stop, and none may wrap round.
fn large() -> Vec<Case> {
    let legal = [
        (
            "amount-18446745",
            "More pico-bitcoin than 64 bits hold, but not more millisatoshi.",
            "18446745",
            "1844674500000000000",
        ),
        (
            "amount-9007199254740993",
            "One millisatoshi more than 2^53: a double holds the number before and the one behind.",
            "90071992547409930p",
            "9007199254740993",
        ),
        ("amount-20000000", "Twenty million bitcoin.", "20000000", "2000000000000000000"),
        (
            "amount-20000000000m",
            "Twenty million bitcoin in milli-bitcoin.",
            "20000000000m",
            "2000000000000000000",
        ),
        (
            "amount-20000000000000000000p",
            "Twenty million bitcoin in pico-bitcoin: a number of more than 64 bits.",
            "20000000000000000000p",
            "2000000000000000000",
        ),
        ("amount-21000000", "All bitcoin there can be.", "21000000", "2100000000000000000"),
        (
            "amount-21000000000m",
            "All bitcoin there can be, in milli-bitcoin.",
            "21000000000m",
            "2100000000000000000",
        ),
    ];
    let more = [
        (
            "amount-21000001",
            "One bitcoin more than there can be. BOLT 11 sets no limit, and this fits 64 bits.",
            "21000001",
            "2100000100000000000",
        ),
        (
            "amount-92233721",
            "More than 63 bits hold in millisatoshi: a signed reader takes it for negative.",
            "92233721",
            "9223372100000000000",
        ),
        (
            "amount-18446744073709551615",
            "The largest amount of 64 bits, counted in pico-bitcoin.",
            "184467440737095516150p",
            "18446744073709551615",
        ),
    ];
    let wrapping = [
        (
            "amount-184467441",
            "The first whole number of bitcoin that does not fit 64 bits. Wrapped round it is small.",
            "184467441",
            "18446744100000000000",
        ),
        (
            "amount-184467440738m",
            "Wrapped round at 64 bits this would be less than a thousandth of a bitcoin.",
            "184467440738m",
            "18446744073800000000",
        ),
        (
            "amount-184467440737096u",
            "Wrapped round at 64 bits this would be some satoshi.",
            "184467440737096u",
            "18446744073709600000",
        ),
        (
            "amount-184467440737095517n",
            "Wrapped round at 64 bits this would be 84 millisatoshi.",
            "184467440737095517n",
            "18446744073709551700",
        ),
        (
            "amount-18446744073709551616",
            "One more than 64 bits hold: wrapped round it is zero.",
            "184467440737095516160p",
            "18446744073709551616",
        ),
        (
            "amount-18446744073709551617-bitcoin",
            "The number itself does not fit 64 bits: wrapped round it is one.",
            "18446744073709551617",
            "1844674407370955161700000000000",
        ),
    ];
    let legal = legal.into_iter().map(|(slug, comment, written, msat)| {
        ok(slug, comment, &with(written, msat), &[MULTIPLIER, SYNTAX])
    });
    let more = more.into_iter().map(|(slug, comment, written, msat)| {
        let invoice = with(written, msat);
        let answers = [reads(&invoice), refuses(&[Class::BadAmount, Class::Limit])];
        any(slug, comment, &invoice, &answers, &[MULTIPLIER, RANGE])
    });
    let wrapping = wrapping.into_iter().map(|(slug, comment, written, msat)| {
        let invoice = with(written, msat);
        let answers = [refuses(&[Class::BadAmount, Class::Limit]), reads(&invoice)];
        any(slug, comment, &invoice, &answers, &[MULTIPLIER])
    });
    let own = own_choice(ok(
        "amount-21000002",
        "This project reads any amount that 64 bits hold.",
        &with("21000002", "2100000200000000000"),
        &[MULTIPLIER, RANGE],
    ));
    legal.chain(more).chain(wrapping).chain([own]).collect()
}

fn wrong_syntax() -> Vec<Case> {
    // The amount starts behind lnbc.
    let list = [
        ("amount-2500x", "A multiplier that nobody knows.", "2500x", 4),
        ("amount-m", "A multiplier alone.", "m", 0),
        ("amount-25mm", "A multiplier twice.", "25mm", 3),
        ("amount-2m5", "A digit behind the multiplier.", "2m5", 2),
        ("amount-decimal-point", "A decimal point.", "2.5m", 1),
        ("amount-minus", "A minus sign.", "-1m", 0),
        ("amount-plus", "A plus sign is no digit.", "+20m", 0),
        (
            "amount-separator-within",
            "A character 1 behind the multiplier belongs to the amount, since a later one parts.",
            "20m1",
            3,
        ),
    ];
    list.into_iter()
        .map(|(slug, comment, written, at)| {
            let invoice = Invoice::plain().bad_amount(written);
            refused(slug, comment, &invoice, (Class::BadAmount, Some(4 + at)), SYNTAX, "plain")
        })
        .collect()
}

fn too_precise() -> Vec<Case> {
    let list = [
        ("amount-1p", "One pico-bitcoin is a tenth of a millisatoshi.", "1p"),
        ("amount-2500000001p", "A tenth of a millisatoshi above 0.0025 bitcoin.", "2500000001p"),
    ];
    list.into_iter()
        .map(|(slug, comment, written)| {
            let invoice = Invoice::plain().bad_amount(written);
            refused(slug, comment, &invoice, (Class::BadAmount, Some(4)), SUB, "amount-10p")
        })
        .collect()
}

/// What a writer may not write, and of which a reader is told nothing.
fn not_positive() -> Vec<Case> {
    let bad = |written: &str| Invoice::plain().bad_amount(written);
    let refusal = refuses(&[Class::BadAmount]);
    let zero = |slug: &str, comment: &str, written: &str| {
        let zero = with(written, "0");
        let answers: [Answer; 3] = [refusal.clone(), reads(&zero), reads(&bad(written))];
        Case { map: zero.labels(), ..any(slug, comment, &zero, &answers, &[HASH]) }
    };
    let leading = |slug: &str, comment: &str, written: &str, msat: &str| {
        let invoice = with(written, msat);
        any(slug, comment, &invoice, &[refusal.clone(), reads(&invoice)], &[HASH, MULTIPLIER])
    };
    let refused = |slug: &str, comment: &str, written: &str, near: &str| {
        let place = (Class::BadAmount, Some(4));
        own_choice(refused(slug, comment, &bad(written), place, POSITIVE, near))
    };
    vec![
        zero("amount-0", "No bitcoin: some readers take it for zero, some for no amount.", "0"),
        zero("amount-0n", "No nano-bitcoin.", "0n"),
        zero("amount-0p", "No pico-bitcoin: the last digit is 0, as it has to be.", "0p"),
        leading(
            "amount-0020m",
            "Leading zeros. Who reads it hashes it as written, or finds another payee.",
            "0020m",
            "2000000000",
        ),
        leading("amount-010p", "A leading zero before the smallest amount.", "010p", "1"),
        refused("amount-0u", "This project refuses an amount of zero.", "0u", "amount-1u"),
        refused("amount-020m", "This project refuses leading zeros.", "020m", "plain-amount"),
    ]
}

/// This project refuses what does not fit 64 bits, however long it is.
fn too_large() -> Vec<Case> {
    let zeros = format!("1{}", "0".repeat(64));
    let list = [
        ("amount-70-digits", "A number of seventy digits.", "9".repeat(70)),
        (
            "amount-64-zeros",
            "Sixty-four zeros behind a 1: wrapped round at 64 bits this is zero.",
            zeros,
        ),
    ];
    list.into_iter()
        .map(|(slug, comment, written)| {
            let invoice = Invoice::plain().bad_amount(&written);
            let case =
                refused(slug, comment, &invoice, (Class::BadAmount, Some(4)), RANGE, "plain");
            own_choice(case.reject_for(&[Class::BadAmount, Class::Limit]).at(4))
        })
        .collect()
}
