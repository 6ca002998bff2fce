//! Reading does not allocate, and what does allocate does so once.

#![allow(clippy::unwrap_used, reason = "a test")]

use allocation_counter::{AllocationInfo, measure};
use ampwire::amp::payee::{Event, Htlc, HtlcId, Payee, PayeeConfig, PayeeInvoice};
use ampwire::amp::{Part, ShareTree, bp2018, hmac_xor, sha256};
use ampwire::bolt11::{InvoiceView, LenientInvoice, strip_uri_prefix};
use ampwire::onion::{
    AmpRecord, HopPayload, Layout, Layouts, OnionError, PayloadBuilder, PayloadRules, PayloadView,
    PaymentData, Role, frame,
};
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use ampwire::tlv::{Record, TlvReader, TlvStream, TlvWriter};
use ampwire::wire::{BigSize, Encode, Tu16, Tu32, Tu64};
use bytes::{Bytes, BytesMut};
use std::hint::black_box;

/// What `run` allocates. The black box keeps the compiler from leaving the run out.
fn allocated<T>(mut run: impl FnMut() -> T) -> AllocationInfo {
    measure(|| {
        black_box(run());
    })
}

#[track_caller]
fn none<T>(what: &str, run: impl FnMut() -> T) {
    let info = allocated(run);
    assert_eq!((info.count_total, info.bytes_total), (0, 0), "{what} allocates");
}

#[track_caller]
fn once<T>(what: &str, bytes: usize, run: impl FnMut() -> T) {
    let info = allocated(run);
    let expected = (1, u64::try_from(bytes).unwrap());
    assert_eq!((info.count_total, info.bytes_total), expected, "{what}: how often, how much");
}

/// A final hop's payload with everything that has a variable part.
fn final_payload() -> Vec<u8> {
    let builder = PayloadBuilder::new()
        .amt_to_forward(1_000_000)
        .outgoing_cltv_value(800_000)
        .payment_data(PaymentData {
            payment_secret: PaymentSecret::new([1; 32]),
            total_msat: 3_000_000,
        })
        .amp_record(AmpRecord {
            layout: Layout::Type14,
            root_share: Share::new([2; 32]),
            set_id: SetId([3; 32]),
            child_index: 70_000,
        })
        .payment_metadata(vec![4; 300])
        .keysend_preimage(Preimage::new([5; 32]))
        .other_record(65_537, vec![6; 40])
        .other_record(65_539, vec![7; 40]);
    builder.build().unwrap().to_vec()
}

fn rules() -> PayloadRules {
    PayloadRules::new(Role::Final, Layouts::DEPLOYED)
}

/// The counter counts at all.
#[test]
fn allocations_are_seen() {
    let info = allocated(|| vec![0_u8; 100]);
    assert_eq!((info.count_total, info.bytes_total), (1, 100));
}

#[test]
fn scalars() {
    none("BigSize", || BigSize::parse(&[0xfe, 0, 1, 0, 0]));
    none("BigSize, refused", || BigSize::parse(&[0xfd, 0, 1]));
    none("tu16", || Tu16::parse(&[1, 2]));
    none("tu32", || Tu32::parse(&[0, 2]));
    none("tu64", || Tu64::parse(&[1; 9]));
    let mut out = [0; 9];
    none("encode_to_slice", || BigSize(u64::MAX).encode_to_slice(&mut out));
    once("to_vec", 9, || BigSize(u64::MAX).to_vec());
}

#[test]
fn streams() {
    let bytes = final_payload();
    none("TlvReader", || TlvReader::new(&bytes).filter_map(Result::ok).count());
    none("TlvStream", || TlvStream::parse(&bytes).unwrap().iter().count());
    none("TlvStream::get", || TlvStream::parse(&bytes).unwrap().get(16).is_some());
    none("Record", || Record::parse_prefix(&bytes).unwrap().0.value_offset());
    for end in 0..bytes.len() {
        none("TlvStream, refused", || TlvStream::parse(&bytes[..end]).is_ok());
    }
    // A length of as much as a u64 holds reserves nothing.
    let huge = [[0x01_u8, 0xff].as_slice(), &[0xff; 8]].concat();
    none("a huge length", || TlvStream::parse(&huge).is_err());
}

#[test]
fn payloads() {
    let bytes = final_payload();
    none("PayloadView", || PayloadView::parse(&bytes, rules()).unwrap().payment_data());
    none("its accessors", || {
        let view = PayloadView::parse(&bytes, rules()).unwrap();
        (view.amp_record(), view.keysend_preimage(), view.other_records().count())
    });
    none("PayloadView for another hop", || {
        PayloadView::parse(&bytes, PayloadRules::new(Role::Intermediate, Layouts::NONE)).is_err()
    });
    for end in 0..bytes.len() {
        none("PayloadView, cut", || PayloadView::parse(&bytes[..end], rules()).is_ok());
    }

    let mut framed = Vec::new();
    frame(&Raw(&bytes), &mut framed).unwrap();
    none("HopPayload", || HopPayload::parse(&framed).unwrap().prefix_len());
    none("parse_framed", || PayloadView::parse_framed(&framed, rules()).is_ok());
}

#[cfg(feature = "secp256k1")]
#[test]
fn points() {
    let bytes = [&[10, 0, 12, 33, 2][..], &[1; 32]].concat();
    let rules = PayloadRules::new(Role::Intermediate, Layouts::NONE);
    none("check_points", || PayloadView::parse(&bytes, rules).unwrap().check_points().is_ok());
    let bytes = [[2; 33], [5; 33]].concat();
    none("PublicKey", || ampwire::onion::PublicKey::new(bytes[..33].try_into().unwrap()));
}

/// An error says where and why without a text of its own.
#[test]
fn errors() {
    let error: OnionError = PayloadView::parse(&[], rules()).unwrap_err();
    none("rule", || (error.rule().sentence(), error.kind(), error.offset(), error.record()));
}

#[test]
fn amp_records() {
    let bytes = [7; 68];
    none("type 14", || AmpRecord::parse(Layout::Type14, &bytes));
    none("type 8", || AmpRecord::parse(Layout::Type8, &bytes));
    none("refused", || AmpRecord::parse(Layout::Type14, &bytes[..63]));
    let record = AmpRecord::parse(Layout::Type14, &bytes).unwrap();
    let mut out = [0; 68];
    none("encode_to_slice", || record.encode_to_slice(&mut out));
    once("to_vec", 68, || record.to_vec());
}

#[test]
fn derivations() {
    let (root, share) = (Root::new([1; 32]), Share::new([2; 32]));
    none("sha256::derive", || sha256::derive(&root, &share, 3));
    none("bp2018::derive", || bp2018::derive(&root, 3));
    none("hmac_xor::derive", || hmac_xor::derive(&root, &share));
    none("sha256::split", || sha256::split(&share, Share::new([9; 32])));

    let part = |index: u8| Part {
        share: Share::new([index; 32]),
        child_index: u32::from(index),
        payment_hash: None,
    };
    let parts: Vec<Part> = (1..=16).map(part).collect();
    // The children are what it gives: one vector, of just their size.
    let children = 16 * size_of::<ampwire::amp::Child>();
    once("sha256::reconstruct", children, || sha256::reconstruct(&parts));
}

/// BOLT 11's example with an amount, a long description, an expiry, a route hint and features.
const INVOICE: &str = "lnbc9678785340p1pwmna7lpp5gc3xfm08u9qy06djf8dfflhugl6p7lgza6dsjxq454gxhj9t7a0sd8dgfkx7cmtwd68yetpd5s9xar0wfjn5gpc8qhrsdfq24f5ggrxdaezqsnvda3kkum5wfjkzmfqf3jkgem9wgsyuctwdus9xgrcyqcjcgpzgfskx6eqf9hzqnteypzxz7fzypfhg6trddjhygrcyqezcgpzfysywmm5ypxxjemgw3hxjmn8yptk7untd9hxwg3q2d6xjcmtv4ezq7pqxgsxzmnyyqcjqmt0wfjjq6t5v4khxsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsxqyjw5qcqp2rzjq0gxwkzc8w6323m55m4jyxcjwmy7stt9hwkwe2qxmy8zpsgg7jcuwz87fcqqeuqqqyqqqqlgqqqqn3qq9q9qrsgqrvgkpnmps664wgkp43l22qsgdw4ve24aca4nymnxddlnp8vh9v2sdxlu5ywdxefsfvm0fq3sesf08uf6q9a2ke0hc9j6z6wlxg5z5kqpu2v9wz";

#[test]
fn invoices() {
    none("parse_unverified", || InvoiceView::parse_unverified(INVOICE).unwrap());
    none("in a URI", || InvoiceView::parse_unverified(strip_uri_prefix(INVOICE)).is_ok());
    let upper = INVOICE.to_uppercase();
    none("upper case", || InvoiceView::parse_unverified(&upper).unwrap());
    let view = InvoiceView::parse_unverified(INVOICE).unwrap();
    none("values", || (view.payment_hash(), view.payment_secret(), view.amount_text()));
    none("fields", || view.fields().map(|field| field.end()).sum::<usize>());
    none("route hints", || view.route_hints().flat_map(|hint| hint.entries()).count());
    none("the rest", || (view.fallbacks().count(), view.unknown_fields().count()));
    none("features", || view.features().map(|features| features.iter().count()));
    let description = view.description().unwrap();
    none("description", || description.with_str(str::len));
    let mut out = [0; 639];
    none("bytes", || description.bytes().encode_to_slice(&mut out).unwrap());
    once("to_vec", description.len(), || description.bytes().to_vec());
    none("signature", || (view.signature(), view.recovery_id(), view.signature_hash()));
    for end in 0..INVOICE.len() {
        none("refused", || InvoiceView::parse_unverified(&INVOICE[..end]).is_ok());
    }
    // What is found goes into a list, which is empty here.
    none("lenient", || LenientInvoice::parse_unverified(INVOICE).findings().len());
    let long = format!("lnbc1{}", "q".repeat(60_000));
    none("60000 characters", || InvoiceView::parse_unverified(&long).is_ok());
}

#[cfg(feature = "secp256k1")]
#[test]
fn verified_invoices() {
    use ampwire::bolt11::VerifiedInvoice;

    // The curve's library allocates its context once, where it has one for a thread or a program.
    assert!(VerifiedInvoice::parse(INVOICE).is_ok());
    none("VerifiedInvoice", || VerifiedInvoice::parse(INVOICE).unwrap().payee());
    let verified = VerifiedInvoice::parse(INVOICE).unwrap();
    once("to_invoice", INVOICE.len(), || verified.to_invoice());
    let invoice = verified.to_invoice();
    none("view", || invoice.view().payment_hash());
}

/// What is owned shares the buffer it was read from; only the list of other records is its own.
#[test]
fn owned_payloads() {
    let bytes = final_payload();
    let source = Bytes::from(bytes.clone());
    // From the first handle beside it a `Bytes` counts its references: one allocation, made here.
    let held = source.clone();
    let view = PayloadView::parse(&source, rules()).unwrap();
    let info = allocated(|| view.to_payload_in(&source));
    assert!(info.count_total <= 1, "{} allocations", info.count_total);

    let without_others = PayloadBuilder::new().amt_to_forward(1).outgoing_cltv_value(1);
    let bytes = without_others.payment_metadata(vec![1; 200]).build().unwrap().to_vec();
    let source = Bytes::from(bytes);
    let also_held = source.clone();
    let view = PayloadView::parse(&source, rules()).unwrap();
    none("to_payload_in without other records", || view.to_payload_in(&source));

    let payload = view.to_payload_in(&source);
    once("to_vec", payload.wire_len(), || payload.to_vec());
    drop((held, also_held));
}

/// HTLCs that are held of this many sets, ten of each: the payload and what it is locked to.
fn held(sets: u16) -> Vec<(PaymentHash, Vec<u8>)> {
    let mut htlcs = Vec::new();
    for set in 0..sets {
        let mut next = 0_u8;
        let mut random = |bytes: &mut [u8; 32]| {
            next += 1;
            *bytes = [next; 32];
            bytes[..2].copy_from_slice(&set.to_be_bytes());
        };
        let mut tree = ShareTree::of_root(Root::new([0xff; 32])).unwrap();
        for id in 0..10 {
            let shard = tree.new_shard(id, &mut random).unwrap();
            let builder = PayloadBuilder::new()
                .amt_to_forward(1)
                .outgoing_cltv_value(800_040)
                .payment_data(PaymentData {
                    payment_secret: PaymentSecret::new([1; 32]),
                    total_msat: 11,
                })
                .amp_record(AmpRecord {
                    layout: Layout::Type14,
                    root_share: shard.share,
                    set_id: SetId(looks_random(set)),
                    child_index: shard.child_index,
                });
            htlcs.push((shard.payment_hash, builder.build().unwrap().to_vec()));
        }
    }
    htlcs
}

/// 32 bytes that look random.
fn looks_random(number: u16) -> [u8; 32] {
    *sha256::derive(&Root::new([1; 32]), &Share::new([2; 32]), number.into())
        .payment_hash
        .as_bytes()
}

/// What a payee takes for an HTLC that it holds.
#[test]
fn held_htlcs() {
    let htlcs = held(1_000);
    let mut payee = Payee::new(PayeeConfig::new(Layouts::DEPLOYED, 19), 0, 800_000);
    payee.add_invoice(PayeeInvoice::amp(&PaymentSecret::new([1; 32]))).unwrap();
    let info = measure(|| {
        for (id, (payment_hash, payload)) in (0..).zip(&htlcs) {
            let htlc = Htlc {
                id: HtlcId { channel: 1, id },
                amount_msat: 1,
                payment_hash: *payment_hash,
                cltv_expiry: 800_040,
                payload,
            };
            let _ = payee.handle(0, Event::Htlc(htlc));
        }
    });
    assert_eq!((payee.held_sets(), payee.held_htlcs()), (1_000, 10_000));
    let each = u64::try_from(info.bytes_current).unwrap() / 10_000;
    assert!((150..=225).contains(&each), "{each} bytes");
}

#[test]
fn writing() {
    let mut out = BytesMut::with_capacity(64);
    none("TlvWriter", || {
        out.clear();
        let mut writer = TlvWriter::new(&mut out);
        (writer.record(1, &[0; 10]).is_ok(), writer.encode(2, &Tu32(1000)).is_ok())
    });
}

struct Raw<'a>(&'a [u8]);

impl Encode for Raw<'_> {
    fn wire_len(&self) -> usize {
        self.0.len()
    }

    fn put(&self, out: &mut impl bytes::BufMut) {
        out.put_slice(self.0);
    }
}
