//! Each rule, kept and broken.

use super::*;
use crate::amp::AmpErrorKind;
use crate::onion::OnionErrorKind;
use crate::wire::Encode;

#[test]
fn set_up() {
    let refused = |config| Payer::new(config).unwrap_err().kind();
    assert_eq!(refused(PayerConfig::new(SECRET, 0, 4)), PayerErrorKind::TotalZero);
    assert_eq!(refused(PayerConfig::new(SECRET, 1, 0)), PayerErrorKind::MaxPartsZero);
    let scheme = config().undeployed_scheme(Scheme::HmacXor);
    assert_eq!(refused(scheme), PayerErrorKind::SchemeUnfit);
    // Even, and nobody's; one that the payer writes itself; and one twice.
    for types in [&[100][..], &[14], &[65_537, 65_537]] {
        let add = |config: PayerConfig, record_type: &u64| config.other_record(*record_type, [9]);
        match refused(types.iter().fold(config(), add)) {
            PayerErrorKind::Payload(error) => {
                let even = types == [100];
                assert_eq!(error.kind() == OnionErrorKind::UnknownEven, even);
                assert_eq!(error.kind() == OnionErrorKind::RecordTwice, !even);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(Payer::new(config().other_record(65_537, [9])).is_ok());
    assert!(Payer::new(PayerConfig::new(SECRET, u64::MAX, u32::MAX)).is_ok());
}

/// amp.payer.fresh
#[test]
fn root_and_set_id_are_fresh() {
    let rule = Some("amp.payer.fresh");
    let fresh = |bytes: &[u8]| {
        refused_with(&payer(), send(1, 1_000), &mut given(bytes), PayerErrorKind::NotFresh, rule);
    };
    // A root of zeros, a set_id of zeros, both alike.
    fresh(&[0]);
    fresh(&[5, 0]);
    fresh(&[5, 5]);

    // Those of an attempt that failed, alone and together.
    let mut payer = payer();
    let _ = payer.handle(send(1, 1_000), &mut given(&[5, 6, 7]));
    happens(&mut payer, Event::FailedByPayee { id: 1, code: TIMEOUT });
    for bytes in [[5, 6], [5, 9], [9, 6]] {
        let mut random = given(&bytes);
        refused_with(&payer, send(2, 1_000), &mut random, PayerErrorKind::NotFresh, rule);
    }
    let actions = payer.handle(send(2, 1_000), &mut given(&[9, 8, 7]));
    let [Action::Send(hop)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!((set_id(hop), share(hop)), (SetId([8; 32]), Share::new([9; 32])));
}

#[test]
fn a_broken_generator_makes_no_share() {
    let kind = |payer: &Payer, bytes: &[u8]| {
        let mut after = payer.clone();
        match &after.handle(send(9, 100), &mut given(bytes))[..] {
            [Action::Refused { error, .. }] => {
                same(payer, &after);
                assert_eq!(error.rule().unwrap().id(), "amp.sha256.split");
                error.kind()
            }
            others => panic!("{others:?}"),
        }
    };
    let mut payer = payer();
    // Halves of zero: before an attempt has begun, and in one that has.
    for bytes in [&[5, 6, 5][..], &[5, 6, 0]] {
        let PayerErrorKind::Share(error) = kind(&payer, bytes) else { panic!() };
        assert_eq!(error.kind(), AmpErrorKind::ZeroShare);
    }
    sent(&mut payer, 1, 500);
    assert!(matches!(kind(&payer, &[0]), PayerErrorKind::Share(_)));
}

/// amp.payer.hash-once
#[test]
fn no_hash_twice() {
    let rule = Some("amp.payer.hash-once");
    let mut payer = payer();
    let _ = payer.handle(send(1, 1_000), &mut given(&[5, 6, 7]));
    happens(&mut payer, Event::FailedByRouter { id: 1 });
    // The share whole again, and the same index.
    let twice = PayerErrorKind::HashTwice;
    refused_with(&payer, send(2, 1_000), &mut given(&[7]), twice, rule);
    let [Action::Send(_)] = &payer.handle(send(2, 1_000), &mut given(&[8]))[..] else { panic!() };

    // By the proposal of 2018 the share does not matter.
    let mut payer = Payer::new(config().undeployed_scheme(Scheme::Bp2018)).unwrap();
    let _ = payer.handle(send(1, 500), &mut given(&[5, 6, 7, 8]));
    refused_with(&payer, send(2, 500), &mut given(&[8]), twice, rule);
    let [Action::Send(_)] = &payer.handle(send(2, 500), &mut given(&[9]))[..] else { panic!() };
}

/// amp.payer.same-set
#[test]
fn all_parts_are_of_one_set() {
    let config = config().payment_metadata([1, 2, 3]).other_record(65_537, [9]);
    let mut payer = Payer::new(config).unwrap();
    let hops = [sent(&mut payer, 1, 300), sent(&mut payer, 2, 300), sent(&mut payer, 3, 400)];
    for (hop, amount) in hops.iter().zip([300, 300, 400]) {
        let data = hop.payload.payment_data().unwrap();
        assert_eq!((data.payment_secret, data.total_msat), (SECRET, 1_000));
        assert_eq!(hop.payload.payment_metadata().unwrap()[..], [1, 2, 3]);
        assert_eq!(hop.payload.other_records().len(), 1);
        assert_eq!(hop.payload.amt_to_forward(), Some(amount));
        assert_eq!(hop.payload.outgoing_cltv_value(), Some(CLTV));
        assert_eq!(Some(set_id(hop)), payer.set_id());
    }
    // The bytes are known from LND: type 2, 4, 8, 14, 16 and the caller's own.
    let bytes = hops[0].payload.to_vec();
    let stream = crate::tlv::TlvStream::parse(&bytes).unwrap();
    let types: Vec<u64> = stream.iter().map(|record| record.record_type()).collect();
    assert_eq!(types, [2, 4, 8, 14, 16, 65_537]);
    assert_eq!(preimages(&hops).len(), 3);
    // No metadata, no record.
    let hop = sent(&mut super::payer(), 1, 1_000);
    assert_eq!(hop.payload.payment_metadata(), None);
}

/// amp.payer.no-subset
#[test]
fn no_strict_subset_reaches_the_total() {
    let rule = Some("amp.payer.no-subset");
    let mut payer = payer();
    for (amount, kind) in [
        (0, PayerErrorKind::AmountZero),
        (1_001, PayerErrorKind::AmountTooLarge),
        (u64::MAX, PayerErrorKind::AmountTooLarge),
    ] {
        refused(&payer, send(1, amount), kind, rule);
    }
    sent(&mut payer, 1, 999);
    assert_eq!((payer.lacks_msat(), payer.status()), (1, Status::Open));
    for amount in [2, 1_000, u64::MAX, u64::MAX - 998] {
        refused(&payer, send(2, amount), PayerErrorKind::AmountTooLarge, rule);
    }
    sent(&mut payer, 2, 1);
    assert_eq!((payer.lacks_msat(), payer.status()), (0, Status::AllOut));
    for amount in [1, 1_000, u64::MAX] {
        refused(&payer, send(3, amount), PayerErrorKind::NothingLacks, rule);
    }
    refused(&payer, send(3, 0), PayerErrorKind::AmountZero, rule);
}

#[test]
fn the_greatest_total() {
    let mut payer = Payer::new(PayerConfig::new(SECRET, u64::MAX, 3)).unwrap();
    sent(&mut payer, 1, u64::MAX - 1);
    let rule = Some("amp.payer.no-subset");
    refused(&payer, send(2, u64::MAX), PayerErrorKind::AmountTooLarge, rule);
    refused(&payer, send(2, 2), PayerErrorKind::AmountTooLarge, rule);
    sent(&mut payer, 2, 1);
    assert_eq!(payer.outstanding_msat(), u64::MAX);
}

/// amp.shares.kept: the last part, and it alone, takes all that is kept.
#[test]
fn the_last_part_takes_all() {
    let mut payer = payer();
    let all_out = |payer: &Payer| payer.attempt.as_ref().unwrap().tree.is_all_out();
    let first = sent(&mut payer, 1, 400);
    assert!(!all_out(&payer));
    let second = sent(&mut payer, 2, 600);
    assert!(all_out(&payer));
    assert!(sha256::reconstruct(&[part(&first)]).is_err());
    assert!(sha256::reconstruct(&[part(&second)]).is_err());
    assert!(sha256::reconstruct(&[part(&first), part(&second)]).is_ok());
    // In one part the share is the root.
    let mut payer = super::payer();
    let hop = sent(&mut payer, 1, 1_000);
    let root = *payer.attempt.as_ref().unwrap().tree.root();
    assert_eq!(Root::new(*share(&hop).reveal()), root);
}

#[test]
fn max_parts() {
    let mut payer = Payer::new(PayerConfig::new(SECRET, 1_000, 3)).unwrap();
    sent(&mut payer, 1, 100);
    sent(&mut payer, 2, 100);
    refused(&payer, send(3, 799), PayerErrorKind::TooManyParts, None);
    // A part that failed makes room.
    happens(&mut payer, Event::FailedByRouter { id: 2 });
    sent(&mut payer, 3, 200);
    sent(&mut payer, 4, 700);
    assert_eq!(payer.status(), Status::AllOut);

    let one = Payer::new(PayerConfig::new(SECRET, 1_000, 1)).unwrap();
    refused(&one, send(1, 999), PayerErrorKind::TooManyParts, None);
    sent(&mut one.clone(), 1, 1_000);
    // No caller of the machine gets there; the check does not depend on that.
    let mut over = payer.clone();
    over.outstanding.msat = 900;
    refused(&over, send(5, 100), PayerErrorKind::TooManyParts, None);
}

#[test]
fn plans() {
    let mut payer = payer();
    assert!(payer.plan(0).is_empty());
    assert_eq!(payer.plan(1), [1_000]);
    assert_eq!(payer.plan(3), [334, 333, 333]);
    assert_eq!(payer.plan(99), [250; 4]);
    sent(&mut payer, 1, 999);
    assert_eq!(payer.plan(3), [1]);
    sent(&mut payer, 2, 1);
    assert!(payer.plan(3).is_empty());
}

/// amp.shares.id-once, over all of a payment
#[test]
fn no_id_twice() {
    let mut payer = payer();
    assert_eq!(payer.next_id(), Some(1));
    sent(&mut payer, 1, 500);
    let rule = Some("amp.shares.id-once");
    refused(&payer, send(1, 500), PayerErrorKind::PartTwice, rule);
    happens(&mut payer, Event::FailedByRouter { id: 1 });
    refused(&payer, send(1, 500), PayerErrorKind::PartTwice, rule);
    assert_eq!(payer.next_id(), Some(2));
    sent(&mut payer, u64::MAX, 500);
    assert_eq!(payer.next_id(), None);
}

/// amp.payer.retry-router
#[test]
fn a_router_failed_it() {
    let mut payer = payer();
    let first = sent(&mut payer, 1, 400);
    let second = sent(&mut payer, 2, 600);
    assert_eq!(happens(&mut payer, Event::FailedByRouter { id: 2 }), []);
    assert_eq!((payer.status(), payer.lacks_msat()), (Status::Open, 600));
    // Again: nothing happens. As the payee's: it is contradicted.
    assert_eq!(happens(&mut payer, Event::FailedByRouter { id: 2 }), []);
    let by_payee = Event::FailedByPayee { id: 2, code: TIMEOUT };
    let cancel = Some("amp.shares.cancel");
    refused(&payer, by_payee, PayerErrorKind::PartResolved, cancel);
    refused(&payer, Event::FailedByRouter { id: 7 }, PayerErrorKind::PartUnknown, cancel);
    // Its share, split anew, in the same set.
    let third = sent(&mut payer, 3, 100);
    let fourth = sent(&mut payer, 4, 500);
    assert_eq!(share(&third).xor(&share(&fourth)), share(&second));
    assert!([&second, &third, &fourth].iter().all(|hop| set_id(hop) == set_id(&first)));
    assert_eq!(preimages(&[first, third, fourth]).len(), 3);
}

/// amp.payer.retry-payee
#[test]
fn the_payee_failed_it() {
    let mut payer = payer();
    let hops = [sent(&mut payer, 1, 400), sent(&mut payer, 2, 300)];
    happens(&mut payer, Event::FailedByPayee { id: 2, code: TIMEOUT });
    // While the first is out, nothing is sent.
    assert_eq!((payer.status(), payer.lacks_msat()), (Status::Draining, 0));
    assert!(payer.plan(2).is_empty());
    refused(&payer, send(3, 300), PayerErrorKind::PayeeFailed, Some("amp.payer.retry-payee"));
    // Who failed the first does not matter.
    for event in [Event::FailedByRouter { id: 1 }, Event::FailedByPayee { id: 1, code: None }] {
        let mut payer = payer.clone();
        assert_eq!(happens(&mut payer, event), []);
        assert_eq!((payer.status(), payer.set_id()), (Status::Open, None));
        let again = sent(&mut payer, 3, 1_000);
        for hop in &hops {
            assert_ne!(set_id(&again), set_id(hop));
            assert_ne!(share(&again), share(hop));
        }
        assert_eq!(preimages(&[again]).len(), 1);
    }
}

/// An option: every failure is the payee's.
#[test]
fn fresh_after_each_failure() {
    let config = config().fresh_root_after_each_failure(true);
    let mut payer = Payer::new(config).unwrap();
    let first = sent(&mut payer, 1, 400);
    sent(&mut payer, 2, 600);
    happens(&mut payer, Event::FailedByRouter { id: 2 });
    let rule = Some("amp.payer.retry-payee");
    refused(&payer, send(3, 600), PayerErrorKind::PayeeFailed, rule);
    happens(&mut payer, Event::FailedByRouter { id: 1 });
    assert_ne!(set_id(&sent(&mut payer, 3, 1_000)), set_id(&first));
}

/// A failure that says there is no use in trying again.
#[test]
fn the_payee_failed_it_for_good() {
    for (code, over) in [(UNKNOWN_DETAILS, true), (Some(0x4016), true), (TIMEOUT, false)] {
        let mut payer = payer();
        sent(&mut payer, 1, 400);
        sent(&mut payer, 2, 600);
        assert_eq!(happens(&mut payer, Event::FailedByPayee { id: 1, code }), []);
        let status = if over { Status::GivingUp } else { Status::Draining };
        assert_eq!(payer.status(), status);
        let actions = happens(&mut payer, Event::FailedByPayee { id: 2, code: TIMEOUT });
        let end = Action::Ended(Status::GivenUp);
        assert_eq!(actions, if over { Vec::from([end]) } else { Vec::new() });
        if over {
            refused(&payer, send(3, 1_000), PayerErrorKind::Over, None);
        }
    }
}

/// The payee failed one part and claims another, in either order: nothing more is sent, for ever, and it
/// is no payment that begins anew.
#[test]
fn failed_and_claimed_by_the_payee() {
    for failed_first in [true, false] {
        for code in [TIMEOUT, UNKNOWN_DETAILS, None] {
            let mut payer = payer();
            let hops = [sent(&mut payer, 1, 400), sent(&mut payer, 2, 600)];
            let failed = Event::FailedByPayee { id: 1, code };
            let claimed = Event::Settled { id: 2, preimage: preimages(&hops)[1] };
            let [first, last] = if failed_first { [failed, claimed] } else { [claimed, failed] };
            assert_eq!(happens(&mut payer, first), []);
            let end = Status::Settled { settled_msat: 600 };
            assert_eq!(happens(&mut payer, last), [Action::Ended(end)]);
            assert_eq!((payer.lacks_msat(), payer.plan(2)), (0, Vec::new()));
            refused(&payer, send(3, 400), PayerErrorKind::Over, None);
            #[cfg(feature = "serde")]
            storing::stored_and_loaded(&payer);
        }
    }
}

/// amp.payer.verify
#[test]
fn preimages_are_verified() {
    let mut payer = payer();
    let hops = [sent(&mut payer, 1, 400), sent(&mut payer, 2, 600)];
    let preimages = preimages(&hops);
    let rule = Some("amp.payer.verify");
    let settled = |id, number: usize| Event::Settled { id, preimage: preimages[number] };
    refused(&payer, settled(1, 1), PayerErrorKind::WrongPreimage, rule);
    let zero = Event::Settled { id: 1, preimage: Preimage::new([0; 32]) };
    refused(&payer, zero, PayerErrorKind::WrongPreimage, rule);
    let unknown = Some("amp.shares.cancel");
    refused(&payer, settled(3, 1), PayerErrorKind::PartUnknown, unknown);

    assert_eq!(happens(&mut payer, settled(1, 0)), []);
    assert_eq!(payer.status(), Status::Settling);
    // Again: nothing happens; with another preimage it is wrong still.
    assert_eq!(happens(&mut payer, settled(1, 0)), []);
    refused(&payer, settled(1, 1), PayerErrorKind::WrongPreimage, rule);
    let failed = Event::FailedByRouter { id: 1 };
    refused(&payer, failed, PayerErrorKind::PartResolved, unknown);

    let end = Status::Settled { settled_msat: 1_000 };
    assert_eq!(happens(&mut payer, settled(2, 1)), [Action::Ended(end)]);
    assert_eq!(payer.settled().map(|(_, preimage)| preimage).collect::<Vec<_>>(), preimages);
    assert_eq!(happens(&mut payer, settled(2, 1)), []);
    refused(&payer, send(3, 1), PayerErrorKind::Over, None);
}

/// A payee that takes less than the total gets no more.
#[test]
fn settled_in_part() {
    let mut payer = payer();
    let hops = [sent(&mut payer, 1, 400), sent(&mut payer, 2, 600)];
    let preimage = preimages(&hops)[0];
    happens(&mut payer, Event::FailedByRouter { id: 2 });
    happens(&mut payer, Event::Settled { id: 1, preimage });
    let end = Status::Settled { settled_msat: 400 };
    assert_eq!((payer.status(), payer.lacks_msat()), (end, 0));
    refused(&payer, send(3, 600), PayerErrorKind::Over, None);
    // Also where the payee failed the other one, and the payment was given up.
    let late = Event::Settled { id: 2, preimage: preimages(&hops)[1] };
    refused(&payer, late, PayerErrorKind::PartResolved, Some("amp.shares.cancel"));
    assert_eq!(happens(&mut payer, Event::GiveUp), []);
    assert_eq!(payer.status(), end);
}

#[test]
fn given_up() {
    let mut payer = payer();
    sent(&mut payer, 1, 400);
    assert_eq!(happens(&mut payer, Event::GiveUp), []);
    assert_eq!((payer.status(), payer.lacks_msat()), (Status::GivingUp, 0));
    refused(&payer, send(2, 600), PayerErrorKind::Over, None);
    let end = [Action::Ended(Status::GivenUp)];
    assert_eq!(happens(&mut payer, Event::FailedByRouter { id: 1 }), end);
    // Said once.
    assert_eq!(happens(&mut payer, Event::GiveUp), []);
    assert_eq!(happens(&mut super::payer(), Event::GiveUp), end);
}

#[test]
fn nothing_secret_is_shown() {
    let mut payer = Payer::new(config().payment_metadata([0xab; 40])).unwrap();
    let actions = payer.handle(send(1, 1_000), &mut given(&[0x5e, 6, 7]));
    let text = alloc::format!("{payer:?} {actions:?}");
    assert!(!text.contains("94, 94") && !text.contains("5e5e"), "{text}");
    assert!(!text.contains("17, 17") && !text.contains("171, 171"), "{text}");
}

/// By the proposal of 2018 a payee set up for it has what it needs.
#[test]
fn bp2018() {
    let mut payer = Payer::new(config().undeployed_scheme(Scheme::Bp2018)).unwrap();
    let hops = [sent(&mut payer, 1, 400), sent(&mut payer, 2, 600)];
    let parts = hops.each_ref().map(part);
    assert!(sha256::reconstruct(&parts).is_err());
    let set = Scheme::Bp2018.reconstruct(&parts).unwrap();
    let preimage = set.children[0].preimage;
    assert_eq!(happens(&mut payer, Event::Settled { id: 1, preimage }), []);
    assert_eq!(payer.status(), Status::Settling);
}

/// What an invoice asks for goes into every part.
#[cfg(feature = "secp256k1")]
#[test]
fn of_an_invoice() {
    use crate::bolt11::{AmpInvoice, InvoiceBuilder, InvoiceErrorKind, Network, SecretKey};
    use crate::secret::PaymentHash;
    let key = SecretKey::new([7; 32]).unwrap();
    let builder =
        InvoiceBuilder::amp(Network::Bitcoin, 1_000, PaymentHash([0x44; 32]), SECRET).expiry(60);
    let any = builder.clone().description("").sign(&key).unwrap();
    let asks = builder.description("").amount_msat(500).payment_metadata([1, 2]);
    let asks = asks.sign(&key).unwrap();
    let of = |invoice: &crate::bolt11::Invoice, now, total_msat| {
        let invoice = AmpInvoice::new(&invoice.view()).unwrap();
        let payer = crate::bolt11::Payer::with_amp().at(now);
        PayerConfig::of_invoice(&payer, &invoice, total_msat, 4).map_err(|error| error.kind())
    };
    assert_eq!(of(&any, 1_060, u64::MAX), Ok(PayerConfig::new(SECRET, u64::MAX, 4)));
    for total_msat in [500, 1_000] {
        let config = PayerConfig::new(SECRET, total_msat, 4).payment_metadata([1, 2]);
        assert_eq!(of(&asks, 1_060, total_msat), Ok(config));
    }
    for total_msat in [1, 499, 1_001] {
        assert_eq!(of(&asks, 1_060, total_msat), Err(InvoiceErrorKind::TotalAmount));
    }
    assert_eq!(of(&any, 1_060, 0), Err(InvoiceErrorKind::PartAmount));
    assert_eq!(of(&any, 1_061, 500), Err(InvoiceErrorKind::Expired { at: 1_060 }));
    let bystander = crate::bolt11::Payer::without_amp();
    let invoice = AmpInvoice::new(&any.view()).unwrap();
    let error = PayerConfig::of_invoice(&bystander, &invoice, 500, 4).unwrap_err();
    assert_eq!(error.kind(), InvoiceErrorKind::UnknownEvenFeature { bit: 30 });
}
