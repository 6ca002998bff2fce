//! Replays, and what the owner does.

use super::*;

/// A payee with one HTLC of each kind: held (0), settled (1), failed in time (2). With what they were.
fn one_of_each() -> (Payee, [Offer; 3]) {
    let mut payee = payee();
    let offers = [
        Offer::amp(0, 400, 1_000, &shards(1, 2)[0]),
        Offer::amp(1, 1_000, 1_000, &shards(2, 1)[0]).set_id(SetId([2; 32])),
        Offer::amp(2, 400, 1_000, &shards(3, 2)[0]).set_id(SetId([3; 32])),
    ];
    offers[2].give(&mut payee, NOW);
    let _ = payee.handle(NOW + 60, Event::Block { height: HEIGHT + 1 });
    offers[1].give(&mut payee, NOW + 60);
    let _ = payee.handle(NOW + 120, Event::Tick);
    offers[0].give(&mut payee, NOW + 120);
    (payee, offers)
}

#[test]
fn replays_are_answered_as_recorded() {
    let (payee, offers) = one_of_each();
    let expected: Vec<Action> = payee.answers().collect();
    let kinds: Vec<Outcome> = outcomes(&expected).into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(kinds, [Outcome::Held, Outcome::Settled, timed_out()]);
    for (offer, answer) in offers.iter().zip(expected) {
        let mut after = payee.clone();
        assert_eq!(offer.give(&mut after, NOW + 130), [answer]);
        unchanged(&payee, &after);
    }
}

/// Nothing that would be judged is looked at: expiry, invoice, payload.
#[test]
fn replays_are_judged_by_nothing() {
    let (mut payee, offers) = one_of_each();
    let _ = payee.handle(NOW + 121, Event::CancelInvoice { payment_secret: SECRET });
    let _ = payee.handle(NOW + 121, Event::Block { height: HEIGHT + 1_000 });
    let expected: Vec<Action> = payee.answers().collect();
    for (offer, answer) in offers.iter().zip(expected) {
        let htlc = Htlc {
            id: id(offer.id),
            amount_msat: offer.amount_msat,
            payment_hash: offer.payment_hash,
            cltv_expiry: offer.cltv_expiry,
            payload: &[0xff],
        };
        assert_eq!(payee.handle(NOW + 130, Event::Htlc(htlc)), [answer]);
    }
}

/// The failure of a replay has the height when the HTLC arrived, not the present one.
#[test]
fn a_replayed_failure_has_the_recorded_height() {
    let mut payee = payee();
    let offer = Offer::amp(0, 400, 1_000, &shards(1, 2)[0]);
    offer.give(&mut payee, NOW);
    let _ = payee.handle(NOW, Event::Block { height: HEIGHT + 5 });
    let failed = payee.handle(NOW, Event::CancelSet { set_id: SET });
    assert_eq!(only(&failed), unknown(400, HEIGHT));
    assert_eq!(offer.give(&mut payee, NOW), failed);
}

#[test]
fn another_htlc_under_a_known_id() {
    let (payee, offers) = one_of_each();
    let changes: [fn(&mut Offer); 3] = [
        |offer| offer.payment_hash = PaymentHash([1; 32]),
        |offer| offer.amount_msat += 1,
        |offer| offer.cltv_expiry += 1,
    ];
    for offer in &offers {
        for change in changes {
            let mut after = payee.clone();
            let actions = offer.clone().with(change).give(&mut after, NOW + 120);
            assert_eq!(actions, [Action::Conflict { id: id(offer.id) }]);
            unchanged(&payee, &after);
        }
    }
}

/// What failed before it was recorded is judged anew.
#[test]
fn a_newcomer_that_failed_is_not_recorded() {
    let mut payee = payee();
    let offer = Offer::amp(0, 1_000, 1_000, &shards(1, 1)[0]).secret(OTHER_SECRET);
    refused(&payee, &offer, FailReason::SpontaneousOff, "amp.payee.spontaneous");
    offer.give(&mut payee, NOW);
    payee.add_invoice(PayeeInvoice::amp(&OTHER_SECRET)).unwrap();
    assert_eq!(only(&offer.give(&mut payee, NOW)), Outcome::Settled);
}

#[test]
fn a_set_is_cancelled_under_every_secret() {
    let mut payee = payee_with(config(), &[amp_invoice(), PayeeInvoice::amp(&OTHER_SECRET)]);
    let (first, second) = (shards(1, 2), shards(2, 2));
    let offers = [
        Offer::amp(0, 400, 1_000, &first[0]),
        Offer::amp(1, 400, 1_000, &second[0]).secret(OTHER_SECRET),
        Offer::amp(2, 400, 1_000, &second[0]).set_id(SetId([0x32; 32])),
        Offer::amp(3, 400, 1_000, &second[0]).set_id(SetId([0x34; 32])),
    ];
    for offer in &offers {
        assert_eq!(only(&offer.give(&mut payee, NOW)), Outcome::Held);
    }
    assert_eq!(payee.handle(NOW, Event::CancelSet { set_id: SetId([9; 32]) }), []);
    let cancelled = payee.handle(NOW, Event::CancelSet { set_id: SET });
    assert_eq!(outcomes(&cancelled), [(0, unknown(400, HEIGHT)), (1, unknown(400, HEIGHT))]);
    consistent(&payee);
    assert_eq!(payee.held_sets(), 2);
    // It may begin again, and what was settled stays so.
    let again = Offer::amp(4, 400, 1_000, &first[0]).give(&mut payee, NOW);
    assert_eq!(only(&again), Outcome::Held);
    assert_eq!(Offer::amp(5, 600, 1_000, &first[1]).give(&mut payee, NOW).len(), 2);
    assert_eq!(payee.handle(NOW, Event::CancelSet { set_id: SET }), []);
    let extra = Offer::amp(6, 400, 1_000, &first[0]);
    refused(&payee, &extra, FailReason::SetSettled, "amp.payee.set-settled");
}

#[test]
fn a_cancelled_invoice() {
    for amp in [true, false] {
        let other = PayeeInvoice::amp(&OTHER_SECRET);
        let invoice = if amp { amp_invoice() } else { mpp_invoice() };
        let mut payee = payee_with(config(), &[invoice, other]);
        let (shards, theirs) = (shards(1, 2), shards(2, 2));
        let offer = |number, amount, shard| {
            if amp {
                Offer::amp(number, amount, 1_000, shard)
            } else {
                Offer::mpp(number, amount, 1_000)
            }
        };
        offer(0, 400, &shards[0]).give(&mut payee, NOW);
        Offer::amp(1, 400, 1_000, &theirs[0]).secret(OTHER_SECRET).give(&mut payee, NOW);
        let unknown_secret = PaymentSecret::new([9; 32]);
        let nothing = Event::CancelInvoice { payment_secret: unknown_secret };
        assert_eq!(payee.handle(NOW, nothing), []);
        let cancelled = payee.handle(NOW, Event::CancelInvoice { payment_secret: SECRET });
        assert_eq!(outcomes(&cancelled), [(0, unknown(400, HEIGHT))]);
        consistent(&payee);
        let more = offer(2, 600, &shards[1]);
        refused(&payee, &more, FailReason::InvoiceCancelled, "amp.payee.invoice");
        assert_eq!(payee.handle(NOW, Event::CancelInvoice { payment_secret: SECRET }), []);
        // The other one goes on.
        let rest = Offer::amp(3, 600, 1_000, &theirs[1]).secret(OTHER_SECRET);
        assert_eq!(rest.give(&mut payee, NOW).len(), 2);
    }
}

#[test]
fn a_settled_set_of_a_cancelled_invoice_stays_settled() {
    let (mut payee, offers) = one_of_each();
    let _ = payee.handle(NOW + 120, Event::CancelInvoice { payment_secret: SECRET });
    assert_eq!(only(&offers[1].give(&mut payee, NOW + 120)), Outcome::Settled);
}

#[test]
fn what_is_resolved_is_forgotten() {
    let (mut payee, _) = one_of_each();
    for number in 0..3 {
        assert_eq!(payee.handle(NOW + 120, Event::Resolved { id: id(number) }), []);
        assert_eq!(payee.answers().count(), 2 - usize::try_from(number).unwrap());
        consistent(&payee);
    }
    assert_eq!((payee.held_sets(), payee.next_deadline()), (0, None));
    assert_eq!(payee.handle(NOW + 120, Event::Resolved { id: id(9) }), []);
    // That a set was settled is not: its HTLCs could be offered again.
    let again = Offer::amp(5, 1_000, 1_000, &shards(2, 1)[0]).set_id(SetId([2; 32]));
    refused_at(&payee, &again, NOW + 120, FailReason::SetSettled, "amp.payee.set-settled");
}

/// A held HTLC whose channel was closed: the others still make a set, with one that takes its place.
#[test]
fn a_held_htlc_that_is_gone() {
    for config in [config(), config().mpp_timeout(MppTimeout::of_each_htlc(120).unwrap())] {
        let each = config.mpp_timeout.each_htlc;
        let mut payee = payee_with(config, &[amp_invoice()]);
        let shards = shards(1, 3);
        for (number, shard) in (0..2).zip(&shards) {
            Offer::amp(number, 400, 1_000, shard).give(&mut payee, NOW + 10 * number);
        }
        let _ = payee.handle(NOW + 20, Event::Resolved { id: id(0) });
        consistent(&payee);
        // The set's own deadline does not move.
        assert_eq!(payee.next_deadline(), Some(if each { NOW + 130 } else { NOW + 120 }));
        assert_eq!(
            only(&Offer::amp(2, 200, 1_000, &shards[2]).give(&mut payee, NOW + 20)),
            Outcome::Held
        );
        let again = Offer::amp(3, 400, 1_000, &shards[0]).give(&mut payee, NOW + 20);
        let ids: Vec<u64> = again.iter().map(|action| action.id().id).collect();
        assert_eq!(ids, [1, 2, 3]);
        assert!(again.iter().all(|action| matches!(action, Action::Settle { .. })));
    }
}

#[test]
fn invoices_in_and_out() {
    let mut payee = payee();
    let kind = |result: Result<(), PayeeError>| result.unwrap_err().kind();
    assert_eq!(kind(payee.add_invoice(amp_invoice())), PayeeErrorKind::InvoiceTwice);
    assert_eq!(kind(payee.add_invoice(mpp_invoice())), PayeeErrorKind::InvoiceTwice);
    let zero = PayeeInvoice::amp(&PaymentSecret::new([0; 32]));
    assert_eq!(kind(payee.add_invoice(zero)), PayeeErrorKind::ZeroPaymentSecret);

    let shards = shards(1, 2);
    Offer::amp(0, 400, 1_000, &shards[0]).give(&mut payee, NOW);
    assert_eq!(kind(payee.remove_invoice(&SECRET)), PayeeErrorKind::InvoiceHeld);
    Offer::amp(1, 600, 1_000, &shards[1]).give(&mut payee, NOW);
    payee.remove_invoice(&SECRET).unwrap();
    payee.remove_invoice(&SECRET).unwrap();
    let again = Offer::amp(2, 400, 1_000, &shards[0]);
    refused(&payee, &again, FailReason::SpontaneousOff, "amp.payee.spontaneous");
    // What was settled is answered so while it is in its channel, invoice or not.
    let replay = Offer::amp(0, 400, 1_000, &shards[0]);
    assert_eq!(only(&replay.give(&mut payee, NOW)), Outcome::Settled);
    // And with the invoice the payee has forgotten what was paid.
    payee.add_invoice(amp_invoice()).unwrap();
    assert_eq!(only(&again.give(&mut payee, NOW)), Outcome::Held);
    consistent(&payee);
}

#[test]
fn spontaneous_sets_are_forgotten_when_the_owner_says_so() {
    let mut payee = payee_with(config().accept_spontaneous(true), &[amp_invoice()]);
    let shard = shards(1, 1).remove(0);
    let secrets = [SECRET, OTHER_SECRET];
    let offer = |number: u64, secret| Offer::amp(number, 1_000, 1_000, &shard).secret(secret);
    for (number, secret) in (0..).zip(secrets) {
        assert_eq!(only(&offer(number, secret).give(&mut payee, NOW)), Outcome::Settled);
    }
    let settled = "amp.payee.set-settled";
    payee.forget_spontaneous(NOW);
    refused(&payee, &offer(5, OTHER_SECRET), FailReason::SetSettled, settled);
    payee.forget_spontaneous(NOW + 1);
    refused(&payee, &offer(5, SECRET), FailReason::SetSettled, settled);
    assert_eq!(only(&offer(5, OTHER_SECRET).give(&mut payee, NOW)), Outcome::Settled);
}

/// An invoice that is taken in while a spontaneous set of the same secret is held.
#[test]
fn an_invoice_for_what_began_without() {
    let mut payee = payee_with(config().accept_spontaneous(true), &[]);
    let shards = shards(1, 2);
    Offer::amp(0, 400, 1_000, &shards[0]).give(&mut payee, NOW);
    payee.add_invoice(amp_invoice()).unwrap();
    consistent(&payee);
    assert_eq!(Offer::amp(1, 600, 1_000, &shards[1]).give(&mut payee, NOW).len(), 2);
    consistent(&payee);
    assert_eq!(payee.spontaneous, machine::Load::default());
}

#[test]
fn no_secret_shows() {
    let (payee, offers) = one_of_each();
    let payload = offers[0].payload();
    let htlc = Htlc {
        id: id(1),
        amount_msat: 1,
        payment_hash: PaymentHash([1; 32]),
        cltv_expiry: 1,
        payload: &payload,
    };
    let texts = [
        alloc::format!("{payee:?}"),
        alloc::format!("{:?}", Event::Htlc(htlc)),
        alloc::format!("{:?}", Event::CancelInvoice { payment_secret: SECRET }),
        alloc::format!("{:?}", mpp_invoice().payment_metadata([0x77; 32])),
        alloc::format!("{:?}", payee.answers().collect::<Vec<_>>()),
    ];
    let share = shards(1, 2)[0].share;
    let preimage = payee
        .answers()
        .find_map(|action| match action {
            Action::Settle { preimage, .. } => Some(*preimage.reveal()),
            _ => None,
        })
        .unwrap();
    let secrets =
        [[0x11; 32], [0x44; 32], [0x77; 32], *share.reveal(), preimage, sha256(&[0x11; 32])];
    for (text, secret) in texts.iter().flat_map(|text| secrets.map(|secret| (text, secret))) {
        assert!(!text.contains(&alloc::format!("{}", PaymentHash(secret))), "{text}");
        assert!(!text.contains(&alloc::format!("{secret:?}")), "{text}");
    }
}

/// What was signed is what is asked for.
#[cfg(feature = "secp256k1")]
#[test]
fn an_invoice_as_it_was_signed() {
    use crate::bolt11::{InvoiceBuilder, Network, SecretKey};
    let hash = PaymentHash(sha256(PREIMAGE.reveal()));
    let key = SecretKey::new([7; 32]).unwrap();
    let of = |bits: &[u32], preimage| {
        let builder = InvoiceBuilder::new(Network::Bitcoin, NOW)
            .payment_hash(hash)
            .payment_secret(SECRET)
            .description("")
            .features(bits.iter().copied().collect());
        let full = builder
            .clone()
            .amount_msat(1_000)
            .expiry(60)
            .min_final_cltv_expiry_delta(1 << 32)
            .payment_metadata([1, 2]);
        let [bare, full] = [builder, full].map(|builder| builder.sign(&key).unwrap());
        let own = [&bare, &full].map(|invoice| PayeeInvoice::of_invoice(&invoice.view(), preimage));
        let [Some(bare), Some(full)] = own else {
            assert_eq!(own, [None, None]);
            return None;
        };
        Some((bare, full))
    };
    let terms = |own: PayeeInvoice| {
        let full = own.clone().expires_at(NOW + 60).min_final_cltv_expiry_delta(u32::MAX);
        let bare = own.expires_at(NOW + 3_600).min_final_cltv_expiry_delta(18);
        Some((bare, full.amount_msat(1_000).payment_metadata([1, 2])))
    };
    let (plain, required, optional) = (&[8, 14][..], &[8, 14, 30][..], &[8, 14, 31][..]);
    assert_eq!(of(plain, Some(PREIMAGE)), terms(PayeeInvoice::mpp(&SECRET, PREIMAGE)));
    assert_eq!(of(required, None), terms(PayeeInvoice::amp(&SECRET)));
    assert_eq!(of(optional, Some(PREIMAGE)), terms(PayeeInvoice::amp_or_mpp(&SECRET, PREIMAGE)));
    // Without the preimage it can't be paid as it says; another one is a mistake.
    let other = Some(Preimage::new([0x45; 32]));
    for (bits, preimage) in [
        (plain, None),
        (optional, None),
        (required, Some(PREIMAGE)),
        (plain, other),
        (optional, other),
        (required, other),
    ] {
        assert_eq!(of(bits, preimage), None);
    }
}
