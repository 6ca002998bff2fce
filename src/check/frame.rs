use super::errors::{self, points_inside};
use super::layouts::every_hop;
use super::naive::{self, Fault};
use super::stream::Raw;
use crate::onion::{HopPayload, OnionErrorKind, PayloadView, frame as write_frame};
use crate::wire::Encode;
use alloc::vec::Vec;

/// Any bytes as a hop payload behind its length, whole and as a prefix.
pub fn frame(data: &[u8]) {
    match (HopPayload::parse_prefix(data), expected(data)) {
        (Ok((hop, rest)), Ok((start, end))) => {
            assert_eq!(hop.payload(), &data[start..end]);
            assert_eq!(hop.prefix_len(), start);
            assert_eq!(rest, &data[end..]);
            let mut written = Vec::new();
            write_frame(&Raw(hop.payload()), &mut written).unwrap();
            assert_eq!(written, data[..end], "accepted, but written otherwise");
            whole(data, hop, end);
            payloads(data, hop, end);
        }
        (Err(error), Err(fault)) => {
            errors::onion(error, &fault);
            points_inside(error.rule().class(), error.offset().unwrap(), data);
            assert_eq!(HopPayload::parse(data), Err(error));
            for rules in every_hop().map(super::payload::rules) {
                assert_eq!(PayloadView::parse_framed(data, rules).unwrap_err(), error);
                assert_eq!(PayloadView::parse_framed_prefix(data, rules).unwrap_err(), error);
            }
        }
        (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
    }
    as_payload(data);
}

/// Where the payload starts and ends. All faults of a frame are faults of its length.
pub(super) fn expected(data: &[u8]) -> Result<(usize, usize), Fault> {
    let (length, start) = naive::bigsize(data, 0)?;
    if length < 2 {
        return Err(Fault::new("bad_length", 0));
    }
    match usize::try_from(length) {
        Ok(length) if length <= data.len() - start => Ok((start, start + length)),
        _ => Err(Fault::new("truncated", 0)),
    }
}

fn whole(data: &[u8], hop: HopPayload<'_>, end: usize) {
    match HopPayload::parse(data) {
        Ok(same) => assert!(same == hop && end == data.len()),
        Err(error) => {
            assert_eq!(error.kind(), OnionErrorKind::FrameTrailing);
            assert_eq!(error.offset(), Some(end));
            assert!(end < data.len(), "nothing is left over, and yet: {error}");
            errors::named(error.rule(), &error);
        }
    }
}

/// The payload behind the length is the payload, and its faults are counted from the length.
fn payloads(data: &[u8], hop: HopPayload<'_>, end: usize) {
    for rules in every_hop().map(super::payload::rules) {
        let bare = PayloadView::parse(hop.payload(), rules);
        let framed = PayloadView::parse_framed_prefix(data, rules);
        match (bare, framed) {
            (Ok(bare), Ok((framed, rest))) => {
                assert_eq!(bare.to_payload(), framed.to_payload());
                assert_eq!(rest, &data[end..]);
                assert_eq!(PayloadView::parse_framed(data, rules).is_ok(), rest.is_empty());
            }
            (Err(bare), Err(framed)) => {
                assert_eq!((bare.kind(), bare.record()), (framed.kind(), framed.record()));
                let from_prefix = bare.offset().map(|offset| offset + hop.prefix_len());
                assert_eq!(from_prefix, framed.offset(), "{framed}");
            }
            (bare, framed) => panic!("without length: {bare:?}, with: {framed:?}"),
        }
    }
}

/// The same bytes put behind a length, if they are not too few.
fn as_payload(data: &[u8]) {
    let mut framed = Vec::new();
    match write_frame(&Raw(data), &mut framed) {
        Ok(()) => {
            let hop = HopPayload::parse(&framed).unwrap();
            assert_eq!(hop.payload(), data);
            assert_eq!(hop.prefix_len() + data.len(), framed.len());
        }
        Err(error) => {
            assert!(data.len() < 2 && framed.is_empty(), "{error}");
            errors::named(error.rule(), &error);
            assert!(Raw(data).wire_len() < 2);
        }
    }
}
