//! The errors of shares, of the payee and of the payer.

use ampwire::amp::payee::{
    Action, Event, Htlc, HtlcId, MppTimeout, Payee, PayeeConfig, PayeeInvoice,
};
use ampwire::amp::payer::{self, Payer as AmpPayer, PayerConfig, PayerError};
use ampwire::amp::{AmpErrorKind, Part, Scheme, ShareTree, bp2018, hmac_xor, sha256};
use ampwire::onion::{AmpRecord, Layout, Layouts, PayloadBuilder, PaymentData};
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use ampwire::wire::Encode;

use crate::rendered::Rendered;

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
