//! Records that are cut, or not written in the shortest form.

use ampwire_vectors::Class;

use super::{APPENDIX, LARGEST_KEPT, case, stream};
use crate::bytes::{Width, bigsize, bigsize_in};
use crate::case::Case;

pub(super) fn cases() -> Vec<Case> {
    [types(), lengths(), values()].concat()
}

/// Faults of a record's type.
fn types() -> Vec<Case> {
    let mut cases = Vec::new();
    for (width, tlv_type, neighbour) in [
        (Width::Two, 1, "one-empty-record"),
        (Width::Two, 252, "type-253"),
        (Width::Four, 253, "type-65536"),
        (Width::Four, 0xffff, "type-65536"),
        (Width::Eight, 0x1_0000, "type-4294967296"),
        (Width::Eight, 0xffff_ffff, "type-4294967296"),
    ] {
        let bytes = bigsize_in(width, tlv_type);
        let slug = format!("type-{tlv_type}-in-{}", bytes.len());
        let stream = stream().raw("type", &bytes, "not minimal").length(0);
        cases.push(
            case(
                &slug,
                &format!("The type {tlv_type} in {} bytes is longer than it need be.", bytes.len()),
                &stream,
            )
            .breaks(&["bolt1.tlv.type-minimal", "bolt1.tlv.type-complete"])
            .reject(Class::NotMinimal)
            .at(0)
            .near(&format!("tlv/{neighbour}"))
            .from(APPENDIX),
        );
    }
    for (bytes, neighbour) in [
        ([0xfd].as_slice(), "type-253"),
        (&[0xfd, 0x01], "type-258"),
        (&[0xfe], "type-65536"),
        (&[0xfe, 0x02, 0x00, 0x00], "type-33554433"),
        (&[0xff], "type-4294967296"),
        (&[0xff, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00], "type-2-63"),
    ] {
        let slug = format!("type-cut-{:02x}-after-{}", bytes[0], bytes.len());
        cases.push(
            case(&slug, "The stream ends inside of a type.", &stream().raw("type", bytes, "cut"))
                .breaks(&["bolt1.tlv.type-complete"])
                .reject(Class::Truncated)
                .at(0)
                .near(&format!("tlv/{neighbour}"))
                .from(APPENDIX),
        );
    }
    cases
}

/// Faults of a record's length.
fn lengths() -> Vec<Case> {
    let mut cases = Vec::new();
    for (width, length) in [
        (Width::Two, 0),
        (Width::Two, 1),
        (Width::Two, 252),
        (Width::Four, 1),
        (Width::Four, 0xffff),
        (Width::Eight, 1),
        (Width::Eight, 0xffff_ffff),
    ] {
        let bytes = bigsize_in(width, length);
        let slug = format!("length-{length}-in-{}", bytes.len());
        let value: &[u8] = if length == 0 { &[] } else { &[0x2a] };
        let stream = stream().tlv_type(1).raw("length", &bytes, "not minimal").value(value);
        let comment =
            format!("The length {length} in {} bytes is longer than it need be.", bytes.len());
        let case = case(&slug, &comment, &stream)
            .breaks(&["bolt1.tlv.length-minimal"])
            .near("tlv/one-record")
            .from(APPENDIX);
        // A length that also runs past the end is wrong in two ways.
        cases.push(if length > 1 {
            case.breaks(&["bolt1.tlv.value-complete"])
                .reject_either(&[Class::NotMinimal, Class::Truncated])
        } else {
            case.reject(Class::NotMinimal).at(1).of_type(1)
        });
    }
    for (slug, tlv_type, neighbour) in
        [("length-missing", 33, "one-empty-record"), ("length-missing-wide-type", 258, "type-258")]
    {
        cases.push(
            case(slug, "The stream ends before a length.", &stream().tlv_type(tlv_type))
                .breaks(&["bolt1.tlv.length-complete"])
                .reject(Class::Truncated)
                .at(0)
                .of_type(tlv_type)
                .near(&format!("tlv/{neighbour}"))
                .from(APPENDIX),
        );
    }
    for bytes in [
        [0xfd].as_slice(),
        &[0xfd, 0x26],
        &[0xfe],
        &[0xfe, 0x00, 0x01, 0x00],
        &[0xff],
        &[0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00],
    ] {
        let slug = format!("length-cut-{:02x}-after-{}", bytes[0], bytes.len());
        cases.push(
            case(
                &slug,
                "The stream ends inside of a length.",
                &stream().tlv_type(1).raw("length", bytes, "cut"),
            )
            .breaks(&["bolt1.tlv.length-complete"])
            .reject(Class::Truncated)
            .at(1)
            .of_type(1)
            .near("tlv/one-record")
            .from(APPENDIX),
        );
    }
    cases
}

/// Values that run past the end.
fn values() -> Vec<Case> {
    let short = |slug: &str, comment: &str, length: u64, value: &[u8]| {
        let there = format!("{length}, {} there", value.len());
        case(
            slug,
            comment,
            &stream().tlv_type(1).raw("length", &bigsize(length), &there).value(value),
        )
        .breaks(&["bolt1.tlv.value-complete"])
        .reject_for(if length > LARGEST_KEPT {
            &[Class::Truncated, Class::Limit]
        } else {
            &[Class::Truncated]
        })
        .at(1)
        .of_type(1)
        .near("tlv/one-record")
    };
    let mut cases = vec![
        short("value-missing", "One byte is promised, none is there.", 1, &[]),
        short("value-one-short", "Two bytes are promised, one is there.", 2, &[0x2a]),
        short("value-of-513-missing", "513 bytes are promised, one is there.", 513, &[0x2a])
            .from(APPENDIX),
    ];
    for (slug, comment, length) in [
        ("value-length-256", "Cut to 8 bits the length is 0.", 256),
        ("value-length-257", "Cut to 8 bits the length is 1, and one byte is there.", 257),
        ("value-length-65535", "The largest length of three bytes.", 65535),
        ("value-length-65536", "Cut to 16 bits the length is 0.", 65536),
        ("value-length-65537", "Cut to 16 bits the length is 1, and one byte is there.", 65537),
        ("value-length-2-31", "A signed 32-bit reader takes the length for negative.", 0x8000_0000),
        (
            "value-length-2-32-less-1",
            "The largest length of five bytes; to a signed 32-bit reader it is -1.",
            0xffff_ffff,
        ),
        ("value-length-2-32", "Cut to 32 bits the length is 0.", 0x1_0000_0000),
        (
            "value-length-2-32-and-1",
            "Cut to 32 bits the length is 1, and one byte is there.",
            0x1_0000_0001,
        ),
        ("value-length-2-53-and-1", "A double can't hold the length.", 0x20_0000_0000_0001),
        ("value-length-2-63-less-1", "The largest signed length.", 0x7fff_ffff_ffff_ffff),
        (
            "value-length-2-63",
            "A signed reader takes the length for negative.",
            0x8000_0000_0000_0000,
        ),
        (
            "value-length-2-64-less-10",
            "Added to the offset of the value, the length wraps to 0: the reader stands at the start again.",
            u64::MAX - 9,
        ),
        ("value-length-2-64-less-1", "The largest length; to a signed reader it is -1.", u64::MAX),
    ] {
        cases.push(short(slug, comment, length, &[0x2a]));
    }
    cases.push(short(
        "value-length-2-64-less-1-at-the-end",
        "The largest length and nothing behind it: where the end of the value wraps, nothing is missing.",
        u64::MAX,
        &[],
    ));
    let second =
        stream().record(1, &[0x2a]).tlv_type(2).raw("length", &[0x08], "8, 7 there").value(&[0; 7]);
    cases.push(
        case(
            "second-value-one-short",
            "The first record is whole, the second lacks its last byte.",
            &second,
        )
        .breaks(&["bolt1.tlv.value-complete"])
        .reject(Class::Truncated)
        .at(4)
        .of_type(2)
        .near("tlv/two-records"),
    );
    cases
}
