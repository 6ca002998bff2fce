//! Routing hints.

use ampwire_vectors::{Class, Level};

use super::builder::Invoice;
use super::hop::Hop;
use super::{any, ok, own_choice, reads, refused, refuses};
use crate::case::Case;
use crate::cases::samples::POINT;
use crate::invoice::symbols_of;

const ENTRIES: &str = "bolt11.r.entries";
const NODE: &str = "bolt11.r.point";
const ORDER: &str = "bolt11.field.order";

const FIRST: Hop = Hop {
    node_id: POINT,
    short_channel_id: 0x0102_0304_0506_0708,
    fee_base_msat: 1,
    fee_proportional_millionths: 20,
    cltv_expiry_delta: 3,
};

/// The negated generator: the same x with the other prefix.
const SECOND: Hop = Hop {
    node_id: {
        let mut point = POINT;
        point[0] = 3;
        point
    },
    short_channel_id: 0x0304_0506_0708_090a,
    fee_base_msat: 2,
    fee_proportional_millionths: 30,
    cltv_expiry_delta: 4,
};

pub(super) fn cases() -> Vec<Case> {
    [valid(), lengths(), nodes()].concat()
}

fn valid() -> Vec<Case> {
    let plain = Invoice::plain();
    let zero = Hop {
        short_channel_id: 0,
        fee_base_msat: 0,
        fee_proportional_millionths: 0,
        cltv_expiry_delta: 0,
        ..FIRST
    };
    let largest = Hop {
        short_channel_id: u64::MAX,
        fee_base_msat: u32::MAX,
        fee_proportional_millionths: u32::MAX,
        cltv_expiry_delta: u16::MAX,
        ..SECOND
    };
    let twelve: Vec<Hop> = (0..12_u16)
        .map(|index| Hop { cltv_expiry_delta: index, short_channel_id: index.into(), ..FIRST })
        .collect();
    let on = |hops: &[Hop]| plain.clone().route_hint(hops);
    vec![
        ok("route-hint", "One entry.", &on(&[FIRST]), &[ENTRIES, NODE]),
        ok(
            "route-hint-of-2",
            "A route of two entries, the one next to the payee last.",
            &on(&[FIRST, SECOND]),
            &[ENTRIES, ORDER],
        ),
        ok("route-hint-of-12", "As many entries as a field can hold.", &on(&twelve), &[ENTRIES]),
        ok(
            "route-hints-2",
            "Two routes of one entry each.",
            &on(&[FIRST]).route_hint(&[SECOND]),
            &[ENTRIES, ORDER],
        ),
        ok("route-hint-zeros", "Numbers of zero.", &on(&[zero]), &[ENTRIES]),
        ok("route-hint-largest", "All bits of all numbers.", &on(&[largest]), &[ENTRIES]),
    ]
}

fn lengths() -> Vec<Case> {
    let bytes = |hops: &[Hop]| -> Vec<u8> { hops.iter().flat_map(Hop::bytes).collect() };
    let one = bytes(&[FIRST]);
    let two = bytes(&[FIRST, SECOND]);
    let of = |bytes: &[u8], hops: &[Hop]| Invoice::plain().route_hint_of(symbols_of(bytes), hops);
    let refuse = |slug: &str, comment: &str, bytes: &[u8]| {
        let invoice = of(bytes, &[]);
        let place = (Class::BadLength, Some(invoice.value_of('r')));
        refused(slug, comment, &invoice, place, ENTRIES, "route-hint").level(Level::Should)
    };
    // Behind a whole entry some readers leave what is too short for another one.
    let tail = |slug: &str, comment: &str, bytes: &[u8], hops: &[Hop]| {
        let invoice = of(bytes, hops);
        any(slug, comment, &invoice, &[refuses(&[Class::BadLength]), reads(&invoice)], &[ORDER])
    };
    let second = Invoice::plain().route_hint(&[FIRST]).skipped('r', "qqqqqqqq");
    let at = second.start_of(5) + 3;
    vec![
        refuse("route-hint-empty", "No entry.", &[]).level(Level::May),
        refuse("route-hint-50-bytes", "An entry without its last byte.", &one[..50]),
        tail(
            "route-hint-52-bytes",
            "An entry and one byte.",
            &[one.as_slice(), &[0]].concat(),
            &[FIRST],
        ),
        tail("route-hint-84-bytes", "An entry and another one's node.", &two[..84], &[FIRST]),
        tail("route-hint-101-bytes", "Two entries without the last byte.", &two[..101], &[FIRST]),
        own_choice(refuse(
            "route-hint-103-bytes",
            "Two entries and one byte: this project refuses what is left.",
            &[two.as_slice(), &[0]].concat(),
        )),
        refused(
            "route-hint-second-of-5-bytes",
            "A whole route, and one of five bytes.",
            &second,
            (Class::BadLength, Some(at)),
            ENTRIES,
            "route-hint",
        )
        .level(Level::Should),
    ]
}

fn nodes() -> Vec<Case> {
    let with = |first: u8, last: u8| {
        let mut node_id = POINT;
        node_id[0] = first;
        node_id[32] = last;
        Hop { node_id, ..FIRST }
    };
    // No point of the curve has an x of 5, and 2^256 - 1 is no element of the field.
    let off_curve = {
        let mut node_id = [0; 33];
        (node_id[0], node_id[32]) = (2, 5);
        Hop { node_id, ..FIRST }
    };
    let too_large =
        Hop { node_id: [&[2_u8][..], &[0xff; 32]].concat().try_into().expect("33 bytes"), ..FIRST };
    let list = [
        (
            "route-hint-node-prefix-4",
            "A node whose first byte is that of an uncompressed key.",
            vec![with(4, POINT[32])],
        ),
        ("route-hint-node-off-curve", "A node that is no point of the curve.", vec![off_curve]),
        (
            "route-hint-node-too-large",
            "A node whose x is not below the field's order.",
            vec![too_large],
        ),
        (
            "route-hint-second-node-prefix-5",
            "The second entry's node has another first byte.",
            vec![FIRST, with(5, POINT[32])],
        ),
        (
            "route-hint-second-node-off-curve",
            "The second entry's node is no point of the curve.",
            vec![FIRST, off_curve],
        ),
    ];
    let mut cases: Vec<Case> = list
        .into_iter()
        .map(|(slug, comment, hops)| {
            let invoice = Invoice::plain().route_hint(&hops);
            any(
                slug,
                comment,
                &invoice,
                &[refuses(&[Class::BadValue]), reads(&invoice)],
                &[ENTRIES],
            )
        })
        .collect();
    let hops = [FIRST, SECOND, with(0x82, POINT[32])];
    let invoice = Invoice::plain().route_hint(&hops);
    let at = invoice.value_of('r') + 2 * 51 * 8 / 5;
    cases.push(own_choice(refused(
        "route-hint-third-node-prefix-130",
        "This project refuses a node that is no point; the third entry's starts within a symbol.",
        &invoice,
        (Class::BadValue, Some(at)),
        NODE,
        "route-hint-of-2",
    )));
    let hops = [FIRST, off_curve];
    let invoice = Invoice::plain().expiry(60).route_hint(&hops);
    let at = invoice.value_of('r') + 51 * 8 / 5;
    cases.push(own_choice(refused(
        "route-hint-node-off-curve-behind-expiry",
        "This project looks at the curve once all fields are read.",
        &invoice,
        (Class::BadValue, Some(at)),
        NODE,
        "route-hint",
    )));
    cases
}
