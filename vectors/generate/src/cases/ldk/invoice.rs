//! Invoices, but for those that `ampwire-expect.toml` and `skipped` in `adapters/ldk` list.

use ampwire_vectors::{Answer, Members, Rejection};
use serde_json::{Value, json};

use crate::case::{Case, Declared, object};

/// It reads no amount where picobitcoin don't fit 64 bits and there is no multiplier.
const NO_AMOUNT: &[&str] = &[
    "amount-18446745",
    "amount-20000000",
    "amount-21000000",
    "amount-21000001",
    "amount-92233721",
    "amount-184467441",
];

/// It refuses to read it.
const REFUSED: &[&str] = &[
    // No more than 7089 characters.
    "7090-characters",
    "60000-characters",
    // Picobitcoin, and the digits, fit 64 bits.
    "amount-20000000000m",
    "amount-20000000000000000000p",
    "amount-21000000000m",
    // It wants bit 14 or 15.
    "no-features",
    "features-only-odd",
];

/// It refuses to write it.
const NOT_WRITTEN: &[&str] = &[
    // Picobitcoin fit 64 bits.
    "amount-21000000",
    "amount-largest",
    // It wants bit 14 or 15.
    "no-features",
    "features-empty",
    "order-usual-several",
    "order-apart",
    // Nor does it write an even bit that it doesn't know.
    "features-5114",
    "features-unknown",
    // It writes lower case.
    "example-upper-case",
    "upper-case",
];

/// What it writes instead: one amount with a multiplier, and what should be refused.
const WRITTEN: &[(&str, &str)] = &[
    (
        "amount-1",
        "lnbc1000m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgql387mdza386vajqmkq0khec0z4u2np35vwlf7nyfg3a850g5vsusgecwd4rqjrhgj3upj8vzejvtmjeal9cz97wxcfmkk600zpf5q7gq07tdf2",
    ),
    (
        "unknown-expiry",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqxqzpurrksnfja89mgw6dw6atmp26mwypuzjhwx280qykae4qfw8hsltg5sejkqslsyrg8qr848c58n05uhe44v25s9yx46turh2vv9scucygpn5ma72",
    ),
    (
        "unknown-expiry-ill-formed",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqxqpq6z2t4f8xt4s9tcs7c0u8x7pft0u63m2zvnsj4q2lgl7pqvvw8app7uvzvy70d5w9aemuer6g0wf7mkxcuupx0ypq5epfaln8r2tw7nqp42pydy",
    ),
    (
        "unknown-description-hash",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqhp5qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqsupchw27ws3laqfu97jjfg4m5uf3ep8s3exgkzx4wfnt4m7z2sgxy49a66uq2hthkhqprr8sffn50uvgg0drwnxz7chxus9t0tyydtcqe2rm9m",
    ),
    (
        "unknown-route-hint",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqrqq73zqatcwmx55v529rt4rn6gyvsmwnxhj2zhesyqwg2eu8dsuxrj82v4mvkdc9hav6czk65hvfzwgdwx8dckv4srrxgy5q3ct2v7a47cqddp9lw",
    ),
    (
        "unknown-fallback-17",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqfpp3qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj3spupnguyl8lrftuka4l6u9xxw2h8eh5wzznptgva9qra563nf4caf68vv2xtsgsxd3kkqlej2dn87hp48sy4hy4389a30e33vrcwgqh7k293",
    ),
    (
        "unknown-before",
        "lnbc1pvjluezpp5qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqwzx24ughngd0nz8khxggty7y0xhjcfw9chk994dnq3d0rhzapmpn7un796gnxxaev4uqfhtp84z6y2mcqksrx6xjup36z37svulsq0cqe0gnn6",
    ),
    (
        "amount-0",
        "lnbc0m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgq9d6rdjdw87nh552ghx46c544px92597d4ejsl2lgacxc0wfhe4xs2qazl4tehkmw7gxqljp5px46wql2wt9yqas9jxkrv8artsar0aqpkjr534",
    ),
    (
        "fallback-version-0-of-19-bytes",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsfpqqpu8s7rc0pu8s7rc0pu8s7rc0pu8s7rcsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqrer4f9h44dr2ry5ta0tx2mtmcjesreu8urff4langsyn5gxyhqcr33u6hmtl2ts4tg7qz9wukvfe7k3e0yy4uq3098mf2qrn0ajrl5cp0q6q5k",
    ),
    (
        "fallback-version-1-of-1-byte",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsfqrppusp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgq6egcxd9x5zyqzl584r4554a53m5m2xaq06axd4k6up8da59seex5glzj0mxs630fj323lj0t5xc0w3z8x43d9nn2ykts73ppxgsau9cq007qk5",
    ),
    (
        "route-hint-empty",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsrqqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgq2mtgmkrm0cjdcxd6m9mc86d0gz2s250puyx9epc5fxu35ndrgq39gv2fzu45dvmsgvnluvk0z0832495gd25kwrgku6ve48fqy2q8sqqyg480d",
    ),
    (
        "features-both-bits",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qypsgqkv7c2gsus02yk6w48v2neqqyzth3d25sdaxhufpnzveceu9dejvj4qp0mt34sfmgvwe3ppfp6m7cxjf2fv633ya9km85nvvt9lgq08spdm9lvz",
    ),
    (
        "payee-other",
        "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqz68zhs0s5gs05j3rnyn2fnqdx400qpwhs4dqz0wwtmsr95mxe3k9rmmhsym6zrej7d4ds2j209l2z20uejefxmjxzdhxedh77uzlfscpqf687z",
    ),
];

/// The answers, by the vectors' ids.
pub(super) fn departures(cases: &[Case]) -> Vec<(String, Answer)> {
    let refused = || Answer::Reject(Rejection::default());
    let read = |slug: &str| format!("invoice/{slug}");
    let write = |slug: &str| format!("invoice-encode/{slug}");
    let amounts = NO_AMOUNT.iter().map(|slug| {
        let mut members = members(cases, &read(slug));
        members.remove("amount_msat");
        (read(slug), Answer::Ok(members))
    });
    let not_read = REFUSED.iter().map(|slug| (read(slug), refused()));
    let not_written = NOT_WRITTEN.iter().map(|slug| (write(slug), refused()));
    let written = WRITTEN
        .iter()
        .map(|(slug, invoice)| (write(slug), Answer::Ok(object(json!({ "invoice": invoice })))));
    amounts.chain(not_read).chain([zero(cases)]).chain(not_written).chain(written).collect()
}

/// An amount of zero is one.
fn zero(cases: &[Case]) -> (String, Answer) {
    let changes = json!({
        "amount_msat": "0",
        "hrp_amount": "0u",
        "recovery_id": "0",
        "signature": "2dca9c4d3d7d9c0a6341af97a84b3735315de285375c3eca936308416d23edac36e21143cc04f0a8b20b604cbf01e452d3baaab3c02181a36c4f7eed9cdabe44",
    });
    ("invoice/amount-0u".to_owned(), changed(cases, "invoice/amount-1u", changes))
}

/// The result of another case, with other members.
fn changed(cases: &[Case], id: &str, changes: Value) -> Answer {
    let mut members = members(cases, id);
    members.extend(object(changes));
    Answer::Ok(members)
}

/// The result that a case declares, or one of those that it leaves open.
fn members(cases: &[Case], id: &str) -> Members {
    let case = cases.iter().find(|case| case.id == id).expect("a case of that id");
    let any = match &case.declared {
        Declared::Ok(members) => Some(members),
        Declared::Any(answers) => answers.iter().find_map(|answer| match answer {
            Answer::Ok(members) => Some(members),
            Answer::Reject(_) => None,
        }),
        Declared::Nothing
        | Declared::Reject(_)
        | Declared::Outcomes(_)
        | Declared::Random { .. } => None,
    };
    any.expect("a case with a result").clone()
}
