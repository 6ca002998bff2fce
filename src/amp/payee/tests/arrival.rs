//! What an HTLC has to pass when it arrives.

use super::*;

#[test]
fn right_in_everything() {
    let (mut payee, shards) = (payee(), shards(1, 2));
    assert_eq!(only(&Offer::amp(1, 400, 1_000, &shards[0]).give(&mut payee, NOW)), Outcome::Held);
    consistent(&payee);
    let settled = Offer::amp(2, 600, 1_000, &shards[1]).give(&mut payee, NOW);
    let expected: Vec<Action> = (1..)
        .zip(&shards)
        .map(|(number, shard)| {
            let message = [&[1; 32][..], shard.share.reveal(), &shard.child_index.to_be_bytes()];
            let preimage = Preimage::new(sha256(&message.concat()));
            assert_eq!(PaymentHash(sha256(preimage.reveal())), shard.payment_hash);
            Action::Settle { id: id(number), preimage }
        })
        .collect();
    assert_eq!(settled, expected);
    consistent(&payee);
}

#[test]
fn payloads_that_do_not_read() {
    let mut payee = payee();
    let htlc = |payload| Htlc {
        id: id(1),
        amount_msat: 5,
        payment_hash: PaymentHash([1; 32]),
        cltv_expiry: HEIGHT + 40,
        payload,
    };
    // An unknown even record, at byte 6 of the stream; a stream that is cut.
    let cases: [(&[u8], &[u8]); 2] =
        [(&[2, 1, 1, 4, 1, 1, 20, 0], &[0x40, 0x16, 20, 0, 6]), (&[2, 9], &[0x40, 0x16, 2, 0, 1])];
    for (payload, failure) in cases {
        let expected = Outcome::Failed("invalid_onion_payload", failure.to_vec());
        assert_eq!(only(&payee.handle(NOW, Event::Htlc(htlc(payload)))), expected);
    }
    // A blinded hop: encrypted_recipient_data, current_path_key, total_amount_msat.
    let mut blinded = Vec::from([2, 1, 1, 4, 1, 1, 10, 1, 0xee, 12, 33, 2]);
    blinded.extend([2; 32]);
    blinded.extend([18, 1, 1]);
    let mut failure = Vec::from([0xc0, 0x18]);
    failure.extend([0; 32]);
    let expected = Outcome::Failed("invalid_onion_blinding", failure);
    assert_eq!(only(&payee.handle(NOW, Event::Htlc(htlc(&blinded)))), expected);
    assert_eq!(payee.answers().count(), 0);
}

#[test]
fn layouts_that_are_not_accepted() {
    let shard = shards(1, 1).remove(0);
    let deployed = Offer::amp(1, 1_000, 1_000, &shard);
    let tutorial = Offer::type8(1, 1_000, 1_000, &shard);
    let of = |layouts| PayeeConfig::new(layouts, DELTA).accept_spontaneous(true);
    for (layouts, offer, taken) in [
        (Layouts::NONE, &deployed, false),
        (Layouts::TYPE8, &deployed, false),
        (Layouts::DEPLOYED, &deployed, true),
        (Layouts::BOTH, &deployed, true),
        (Layouts::NONE, &tutorial, false),
        (Layouts::DEPLOYED, &tutorial, false),
        (Layouts::TYPE8, &tutorial, true),
        (Layouts::BOTH, &tutorial, true),
    ] {
        let outcome = only(&offer.give(&mut payee_with(of(layouts), &[]), NOW));
        assert_eq!(outcome == Outcome::Settled, taken, "{layouts:?}");
        assert_eq!(matches!(outcome, Outcome::Failed("invalid_onion_payload", _)), !taken);
    }
}

#[test]
fn even_custom_records_have_to_be_known() {
    let shard = shards(1, 1).remove(0);
    let offer = |custom: &[u64]| {
        Offer::amp(1, 1_000, 1_000, &shard).with(|offer| offer.custom = custom.to_vec())
    };
    for (custom, known, unknown_type) in [
        (&[65_537][..], &[][..], None),
        (&[65_536], &[], Some(65_536)),
        (&[65_537, 65_538, 65_540], &[], Some(65_538)),
        (&[65_538, 65_540], &[65_538], Some(65_540)),
        (&[65_538, 65_540], &[65_540], Some(65_538)),
        (&[65_538, 65_540], &[65_538, 65_540], None),
        (&[7_629_168], &[7_629_168], None),
    ] {
        let config = known.iter().fold(config(), |config, known| config.known_custom_type(*known));
        let mut payee = payee_with(config, &[amp_invoice()]);
        let Some(unknown_type) = unknown_type else {
            assert_eq!(only(&offer(custom).give(&mut payee, NOW)), Outcome::Settled);
            continue;
        };
        let payload = offer(custom).payload();
        let stream = crate::tlv::TlvStream::parse(&payload).unwrap();
        let offset = stream.get(unknown_type).unwrap().offset();
        let reason = FailReason::CustomEven { record_type: unknown_type, offset };
        refused(&payee, &offer(custom), reason, "amp.payee.custom-even");
        let bytes = [
            &[0x40, 0x16, 0xfe][..],
            &u32::try_from(unknown_type).unwrap().to_be_bytes(),
            &u16::try_from(offset).unwrap().to_be_bytes(),
        ];
        let expected = Outcome::Failed("invalid_onion_payload", bytes.concat());
        assert_eq!(only(&offer(custom).give(&mut payee, NOW)), expected);
    }
    // Keysend is even, and known.
    let offer = offer(&[]).with(|offer| offer.keysend = Some(PREIMAGE));
    assert_eq!(only(&offer.give(&mut payee(), NOW)), Outcome::Settled);
}

#[test]
fn amount_and_expiry_against_the_payload() {
    let shard = shards(1, 1).remove(0);
    let offer = Offer::amp(1, 1_000, 1_000, &shard);
    let less = offer.clone().with(|offer| offer.amount_msat = 999);
    refused(&payee(), &less, FailReason::HtlcAmount, "amp.payee.htlc-amount");
    let amount = Outcome::Failed(
        "final_incorrect_htlc_amount",
        Vec::from([0, 19, 0, 0, 0, 0, 0, 0, 3, 0xe7]),
    );
    assert_eq!(only(&less.give(&mut payee(), NOW)), amount);
    let sooner = offer.clone().with(|offer| offer.cltv_expiry -= 1);
    refused(&payee(), &sooner, FailReason::HtlcExpiry, "amp.payee.htlc-expiry");
    let expiry =
        Outcome::Failed("final_incorrect_cltv_expiry", Vec::from([0, 18, 0, 0x0c, 0x35, 0x27]));
    assert_eq!(only(&sooner.give(&mut payee(), NOW)), expiry);
    // The amount is looked at first, and before the invoice.
    let both = less.with(|offer| offer.cltv_expiry -= 1).secret(OTHER_SECRET);
    assert_eq!(only(&both.give(&mut payee(), NOW)), amount);
    let more = offer.with(|offer| {
        offer.amount_msat += 5;
        offer.cltv_expiry += 5;
    });
    assert_eq!(only(&more.give(&mut payee(), NOW)), Outcome::Settled);
}

#[test]
fn finding_the_invoice() {
    let shard = shards(1, 1).remove(0);
    let amp = Offer::amp(1, 1_000, 1_000, &shard);
    let mpp = Offer::mpp(1, 1_000, 1_000);
    let (invoice, missing) = ("amp.payee.invoice", FailReason::PaymentDataMissing);
    let with = |invoice| payee_with(config(), &[invoice]);
    let (amp_payee, mpp_payee) = (payee(), with(mpp_invoice()));

    let bare = amp.clone().with(|offer| offer.payment_data = None);
    refused(&amp_payee, &bare, missing, "amp.payee.payment-data");
    let bare = mpp.clone().with(|offer| offer.payment_data = None);
    refused(&mpp_payee, &bare, missing, "amp.payee.payment-data");

    let unknown = amp.clone().secret(OTHER_SECRET);
    refused(&amp_payee, &unknown, FailReason::SpontaneousOff, "amp.payee.spontaneous");
    let unknown = mpp.clone().secret(OTHER_SECRET);
    refused(&mpp_payee, &unknown, FailReason::InvoiceUnknown, invoice);
    let zero = PaymentSecret::new([0; 32]);
    for offer in [&amp, &mpp] {
        let payee = payee_with(config().accept_spontaneous(true), &[]);
        refused(&payee, &offer.clone().secret(zero), FailReason::InvoiceUnknown, invoice);
    }

    refused(&amp_payee, &mpp, FailReason::InvoiceKind, invoice);
    refused(&mpp_payee, &amp, FailReason::InvoiceKind, invoice);
    let other = mpp.clone().with(|offer| offer.payment_hash = PaymentHash([9; 32]));
    refused(&mpp_payee, &other, FailReason::InvoiceHash, invoice);

    let either = with(PayeeInvoice::amp_or_mpp(&SECRET, PREIMAGE).amount_msat(1_000));
    for offer in [&amp, &mpp] {
        assert_eq!(only(&offer.give(&mut either.clone(), NOW)), Outcome::Settled);
    }
    let mut cancelled = either;
    let _ = cancelled.handle(NOW, Event::CancelInvoice { payment_secret: SECRET });
    for offer in [&amp, &mpp] {
        refused(&cancelled, offer, FailReason::InvoiceCancelled, invoice);
    }
}

#[test]
fn amp_comes_before_keysend_and_payment_data_too() {
    let shard = shards(1, 1).remove(0);
    let config = config().accept_spontaneous(true);
    let amp = Offer::amp(1, 1_000, 1_000, &shard).with(|offer| offer.keysend = Some(PREIMAGE));
    assert_eq!(
        only(&amp.give(&mut payee_with(config.clone(), &[amp_invoice()]), NOW)),
        Outcome::Settled
    );
    // As keysend this HTLC would be settled: its preimage fits. As MPP it is the first of two.
    let mpp = Offer::mpp(1, 500, 1_000).with(|offer| offer.keysend = Some(PREIMAGE));
    assert_eq!(only(&mpp.give(&mut payee_with(config, &[mpp_invoice()]), NOW)), Outcome::Held);
}

#[test]
fn set_ids() {
    let shard = shards(1, 1).remove(0);
    let zero = Offer::amp(1, 1_000, 1_000, &shard).set_id(SetId([0; 32]));
    refused(&payee(), &zero, FailReason::SetIdZero, "amp.payee.set-id-zero");
}

#[test]
fn metadata() {
    let shard = shards(1, 1).remove(0);
    let offer = |metadata: Option<&[u8]>| {
        let metadata = metadata.map(<[u8]>::to_vec);
        Offer::amp(1, 1_000, 1_000, &shard).with(|offer| offer.metadata = metadata)
    };
    let payee = payee_with(config(), &[amp_invoice().payment_metadata([1, 2])]);
    for wrong in [None, Some(&[][..]), Some(&[1]), Some(&[1, 3]), Some(&[1, 2, 3])] {
        refused(&payee, &offer(wrong), FailReason::Metadata, "amp.payee.metadata");
    }
    assert_eq!(only(&offer(Some(&[1, 2])).give(&mut payee.clone(), NOW)), Outcome::Settled);
    // Empty is not absent.
    let empty = payee_with(config(), &[amp_invoice().payment_metadata([])]);
    refused(&empty, &offer(None), FailReason::Metadata, "amp.payee.metadata");
    assert_eq!(only(&offer(Some(&[])).give(&mut empty.clone(), NOW)), Outcome::Settled);
    let none = super::payee();
    assert_eq!(only(&offer(Some(&[7])).give(&mut none.clone(), NOW)), Outcome::Settled);
}

#[test]
fn totals() {
    let shard = shards(1, 1).remove(0);
    let offer = |total| Offer::amp(1, total, total, &shard);
    let (least, most) = ("amp.payee.total-least", "amp.payee.total-most");
    for total in [0, 1, 999] {
        refused(&payee(), &offer(total), FailReason::TotalTooLow, least);
    }
    for total in [1_000, 2_000] {
        assert_eq!(only(&offer(total).give(&mut payee(), NOW)), Outcome::Settled, "{total}");
    }
    for total in [2_001, u64::MAX] {
        refused(&payee(), &offer(total), FailReason::TotalTooHigh, most);
    }
    let any = payee_with(config(), &[PayeeInvoice::amp(&SECRET)]);
    refused(&any, &offer(0), FailReason::TotalTooLow, least);
    for total in [1, u64::MAX] {
        assert_eq!(only(&offer(total).give(&mut any.clone(), NOW)), Outcome::Settled, "{total}");
    }
    // Twice an amount may be more than can be said.
    let dear = payee_with(config(), &[PayeeInvoice::amp(&SECRET).amount_msat(u64::MAX - 1)]);
    assert_eq!(only(&offer(u64::MAX).give(&mut dear.clone(), NOW)), Outcome::Settled);
    refused(&dear, &offer(u64::MAX - 2), FailReason::TotalTooLow, least);
    // The same without AMP.
    let mpp = payee_with(config(), &[mpp_invoice()]);
    refused(&mpp, &Offer::mpp(1, 999, 999), FailReason::TotalTooLow, least);
    refused(&mpp, &Offer::mpp(1, 2_001, 2_001), FailReason::TotalTooHigh, most);
}

#[test]
fn the_total_of_the_others() {
    let shards = shards(1, 3);
    for amp in [true, false] {
        let offer = |id: u64, amount, total| {
            let shard = &shards[usize::try_from(id - 1).unwrap()];
            if amp { Offer::amp(id, amount, total, shard) } else { Offer::mpp(id, amount, total) }
        };
        let invoice = if amp { amp_invoice() } else { mpp_invoice() };
        let mut payee = payee_with(config(), &[invoice]);
        offer(1, 400, 1_000).give(&mut payee, NOW);
        refused(&payee, &offer(2, 300, 1_001), FailReason::TotalDiffers, "amp.payee.total-equal");
        // What is held goes on: the newcomer failed alone.
        assert_eq!(only(&offer(2, 300, 1_000).give(&mut payee, NOW)), Outcome::Held);
        assert_eq!(offer(3, 300, 1_000).give(&mut payee, NOW).len(), 3);
    }
}

#[test]
fn sums_do_not_overflow() {
    let shards = shards(1, 2);
    let mut payee = payee_with(config(), &[PayeeInvoice::amp(&SECRET)]);
    let first = Offer::amp(1, u64::MAX - 1, u64::MAX, &shards[0]);
    assert_eq!(only(&first.give(&mut payee, NOW)), Outcome::Held);
    let second = Offer::amp(2, 2, u64::MAX, &shards[1]);
    refused(&payee, &second, FailReason::SumTooLarge, "amp.payee.sum");
    let second = Offer::amp(2, 1, u64::MAX, &shards[1]);
    assert_eq!(second.give(&mut payee, NOW).len(), 2);
}

#[test]
fn blocks_that_are_left() {
    let shard = shards(1, 1).remove(0);
    let offer = |expiry| Offer::amp(1, 1_000, 1_000, &shard).expiring(expiry);
    let cltv = "amp.payee.cltv";
    for (invoice_delta, delta) in [(None, DELTA), (Some(5), DELTA), (Some(80), 80)] {
        let invoice = match invoice_delta {
            Some(blocks) => amp_invoice().min_final_cltv_expiry_delta(blocks),
            None => amp_invoice(),
        };
        let payee = payee_with(config(), &[invoice]);
        let too_soon = offer(HEIGHT + delta - 1);
        refused(&payee, &too_soon, FailReason::ExpiryTooSoon, cltv);
        assert_eq!(only(&offer(HEIGHT + delta).give(&mut payee.clone(), NOW)), Outcome::Settled);
    }
    // A height plus a delta that is no u32.
    let late =
        Payee::new(PayeeConfig::new(Layouts::DEPLOYED, 2).accept_spontaneous(true), NOW, u32::MAX);
    refused(&late, &offer(u32::MAX), FailReason::ExpiryTooSoon, cltv);
}

#[test]
fn keysend() {
    let on = payee_with(config().accept_spontaneous(true), &[]);
    let offer = Offer::keysend(1, 700);
    assert_eq!(
        offer.give(&mut on.clone(), NOW),
        [Action::Settle { id: id(1), preimage: PREIMAGE }]
    );
    refused(&payee(), &offer, FailReason::SpontaneousOff, "amp.payee.spontaneous");
    let other = offer.clone().with(|offer| offer.payment_hash = PaymentHash([1; 32]));
    refused(&on, &other, FailReason::KeysendHash, "amp.payee.keysend");
    let nothing = offer.clone().with(|offer| offer.amt_to_forward = 0);
    refused(&on, &nothing, FailReason::TotalTooLow, "amp.payee.total-least");
    let soon = offer.clone().expiring(HEIGHT + DELTA - 1);
    refused(&on, &soon, FailReason::ExpiryTooSoon, "amp.payee.cltv");
    // It may be sent again, by another HTLC.
    let mut payee = on;
    for number in 1..3 {
        let again = Offer { id: number, ..offer.clone() };
        assert_eq!(only(&again.give(&mut payee, NOW)), Outcome::Settled);
    }
}

#[test]
fn limits() {
    let shards = shards(1, 9);
    let limits = Limits { sets_per_invoice: 2, htlcs_per_invoice: 3, sets: 3, htlcs: 5 };
    let invoice = |secret| PayeeInvoice::amp(secret).amount_msat(1_000);
    let config = config().limits(limits).accept_spontaneous(true);
    let mut payee = payee_with(config, &[invoice(&SECRET), invoice(&OTHER_SECRET)]);
    let offer = |id: u64, set: u8, secret| {
        Offer::amp(id, 100, 1_000, &shards[usize::try_from(id).unwrap()])
            .set_id(SetId([set; 32]))
            .secret(secret)
    };
    let full = |payee: &Payee, offer: &Offer| {
        refused(payee, offer, FailReason::LimitReached, "amp.payee.limits");
    };
    let held = |payee: &mut Payee, offer: &Offer| {
        assert_eq!(only(&offer.give(payee, NOW)), Outcome::Held);
        consistent(payee);
    };
    held(&mut payee, &offer(0, 1, SECRET));
    held(&mut payee, &offer(1, 2, SECRET));
    full(&payee, &offer(2, 3, SECRET));
    held(&mut payee, &offer(2, 2, SECRET));
    full(&payee, &offer(3, 1, SECRET));
    // Another invoice, and what has no invoice, are not touched by that.
    held(&mut payee, &offer(3, 1, OTHER_SECRET));
    full(&payee, &offer(4, 1, PaymentSecret::new([9; 32])));
    full(&payee, &offer(4, 2, OTHER_SECRET));
    held(&mut payee, &offer(4, 1, OTHER_SECRET));
    full(&payee, &offer(5, 1, OTHER_SECRET));
    full(&payee, &Offer::keysend(5, 1));
    // Answered is not forgotten: there is place again once the HTLC has left its channel.
    let _ = payee.handle(NOW, Event::CancelSet { set_id: SetId([2; 32]) });
    full(&payee, &offer(5, 1, OTHER_SECRET));
    let _ = payee.handle(NOW, Event::Resolved { id: id(1) });
    held(&mut payee, &offer(5, 1, OTHER_SECRET));
}

#[test]
fn spontaneous_is_one_invoice_to_the_limits() {
    let shards = shards(1, 3);
    let limits = Limits { sets_per_invoice: 1, ..Limits::DEFAULT };
    let mut payee = payee_with(config().limits(limits).accept_spontaneous(true), &[]);
    let offer = |id: u64, secret| {
        Offer::amp(id, 100, 1_000, &shards[usize::try_from(id).unwrap()]).secret(secret)
    };
    assert_eq!(only(&offer(0, SECRET).give(&mut payee, NOW)), Outcome::Held);
    let second = offer(1, OTHER_SECRET);
    refused(&payee, &second, FailReason::LimitReached, "amp.payee.limits");
}

/// What a stranger is told is the same in every case, so that it learns of no invoice.
#[test]
fn every_reason_has_a_text_and_a_rule() {
    let reasons = [
        FailReason::Blinded,
        FailReason::CustomEven { record_type: 65_536, offset: 3 },
        FailReason::HtlcAmount,
        FailReason::HtlcExpiry,
        FailReason::PaymentDataMissing,
        FailReason::InvoiceUnknown,
        FailReason::InvoiceKind,
        FailReason::InvoiceHash,
        FailReason::InvoiceCancelled,
        FailReason::KeysendHash,
        FailReason::SpontaneousOff,
        FailReason::SetIdZero,
        FailReason::SetSettled,
        FailReason::InvoiceExpired,
        FailReason::Metadata,
        FailReason::TotalTooLow,
        FailReason::TotalTooHigh,
        FailReason::TotalDiffers,
        FailReason::SumTooLarge,
        FailReason::ExpiryTooSoon,
        FailReason::LimitReached,
        FailReason::MppTimeout,
        FailReason::ExpiryTooNear,
        FailReason::NotReconstructed,
        FailReason::Cancelled,
    ];
    let mut texts: Vec<_> = reasons.iter().map(|reason| alloc::format!("{reason}")).collect();
    for (reason, text) in reasons.iter().zip(&texts) {
        assert!(!text.is_empty() && !reason.rule().id().is_empty());
    }
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), reasons.len());
}
