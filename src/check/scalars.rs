use super::errors::{self, points_inside};
use super::naive;
use crate::wire::{BigSize, Encode, Tu16, Tu32, Tu64, WireErrorKind};
use alloc::vec;
use alloc::vec::Vec;
use bytes::BytesMut;

/// Any bytes as a `BigSize`, whole and as a prefix.
pub fn bigsize(data: &[u8]) {
    let expected = naive::bigsize(data, 0);
    match (BigSize::parse_prefix(data), &expected) {
        (Ok((value, rest)), Ok((number, end))) => {
            assert_eq!(value.0, *number, "another value than the second decoder's");
            assert_eq!(rest, &data[*end..], "another rest than the second decoder's");
            assert_eq!(value.to_vec(), data[..*end], "accepted, but written otherwise");
            encoded(&value);
        }
        (Err(error), Err(fault)) => {
            errors::wire(error, fault);
            points_inside(error.rule().class(), error.offset(), data);
        }
        (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
    }
    match (BigSize::parse(data), expected) {
        (Ok(value), Ok((number, end))) => assert_eq!((value.0, data.len()), (number, end)),
        (Err(error), Ok((_, end))) => {
            assert_eq!((error.kind(), error.offset()), (WireErrorKind::Trailing, end));
            errors::named(error.rule(), &error);
            assert!(end < data.len(), "a fault of what is left over, and nothing is");
        }
        (Err(error), Err(fault)) => errors::wire(error, &fault),
        (Ok(value), Err(fault)) => panic!("{value:?}, the second decoder: {fault:?}"),
    }
}

macro_rules! one_width {
    ($name:ident, $data:ident) => {
        match ($name::parse($data), naive::truncated($data, $name::MAX_WIRE_LEN)) {
            (Ok(value), Ok(number)) => {
                assert_eq!(u64::from(value.0), number, "another value than the second decoder's");
                assert_eq!(value.to_vec(), $data, "accepted, but written otherwise");
                encoded(&value);
            }
            (Err(error), Err(fault)) => {
                errors::wire(error, &fault);
                points_inside(error.rule().class(), error.offset(), $data);
            }
            (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
        }
    };
}

/// Any bytes as truncated integers of all three widths.
pub fn truncated(data: &[u8]) {
    one_width!(Tu16, data);
    one_width!(Tu32, data);
    one_width!(Tu64, data);
}

/// A value that can be written: all ways to write it agree, and its size is what it says.
pub fn encoded(value: &impl Encode) {
    let bytes = value.to_vec();
    let length = bytes.len();
    assert_eq!(value.wire_len(), length, "wire_len is not what was written");

    // Behind what is there already, in either of the growing buffers.
    let mut vector: Vec<u8> = vec![0xa5];
    value.put(&mut vector);
    let mut buffer = BytesMut::from(&[0xa5][..]);
    value.put(&mut buffer);
    assert_eq!(vector[1..], bytes, "put appends something else than to_vec");
    assert_eq!(buffer, vector, "put depends on the buffer");

    // In a slice of just its size, and in one with room behind.
    for room in [0, 1, 9] {
        let mut slice = vec![0xa5; length + room];
        assert_eq!(value.encode_to_slice(&mut slice), Ok(length));
        assert_eq!(slice[..length], bytes, "the slice has something else than to_vec");
        assert_eq!(slice[length..], vec![0xa5; room], "written past the end");
    }
    // One byte too few, and no byte at all: nothing is touched.
    for short in
        [length.checked_sub(1), Some(0)].into_iter().flatten().filter(|short| *short < length)
    {
        let mut slice = vec![0xa5; short];
        let error = value.encode_to_slice(&mut slice).unwrap_err();
        assert_eq!((error.needed(), error.available()), (length, short));
        assert_eq!(slice, vec![0xa5; short], "refused, and yet written");
    }
}
