use super::errors::{self, points_inside};
use super::naive;
use super::scalars::encoded;
use crate::tlv::{Record, TlvErrorKind, TlvReader, TlvStream, TlvWriter};
use crate::wire::Encode;
use alloc::string::ToString;
use alloc::vec::Vec;

/// Any bytes as a TLV stream: reader, stream and the second decoder agree, and what is accepted is
/// written again by the writer.
pub fn tlv_stream(data: &[u8]) {
    let (expected, fault) = naive::stream(data);

    let mut reader = TlvReader::new(data);
    let mut records = Vec::new();
    let mut error = None;
    for item in reader.by_ref() {
        assert!(error.is_none(), "the reader goes on behind a fault");
        match item {
            Ok(record) => records.push(record),
            Err(fault) => error = Some(fault),
        }
    }
    assert!(reader.next().is_none() && reader.next().is_none(), "the reader is not fused");

    assert_eq!(
        records.len(),
        expected.len(),
        "another number of records than the second decoder's"
    );
    for (record, expected) in records.iter().zip(&expected) {
        assert_eq!(record.record_type(), expected.record_type);
        assert_eq!(record.value(), expected.value(data));
        assert_eq!(record.offset(), expected.start);
        assert_eq!(record.length_offset(), expected.length_at);
        assert_eq!(record.value_offset(), expected.value_at);
        assert_eq!(record.to_vec(), data[expected.start..expected.end]);
    }
    assert!(records.windows(2).all(|two| two[0].record_type() < two[1].record_type()));

    match (error, fault, TlvStream::parse(data)) {
        (None, None, Ok(stream)) => {
            accepted(data, stream, &records);
            every_prefix(data, &records);
        }
        (Some(error), Some(fault), Err(of_stream)) => {
            assert_eq!(error, of_stream, "the reader and the stream find different faults");
            errors::tlv(error, &fault);
            points_inside(error.rule().class(), error.offset(), data);
            // What comes before the fault is a stream.
            let end = expected.last().map_or(0, |last| last.end);
            assert!(TlvStream::parse(&data[..end]).is_ok(), "the records before the fault");
        }
        (error, fault, stream) => {
            panic!("reader: {error:?}, second: {fault:?}, stream: {stream:?}")
        }
    }
    single_record(data);
}

fn accepted(data: &[u8], stream: TlvStream<'_>, records: &[Record<'_>]) {
    assert_eq!(stream.as_bytes(), data);
    assert_eq!(stream.is_empty(), data.is_empty());
    assert!(stream.iter().eq(records.iter().copied()), "the stream has other records");
    let mut iter = stream.into_iter();
    assert_eq!(iter.by_ref().count(), records.len());
    assert!(iter.next().is_none(), "the stream's records are not fused");

    for record in records {
        assert_eq!(stream.get(record.record_type()), Some(*record));
        let next = record.record_type().wrapping_add(1);
        let expected = records.iter().find(|other| other.record_type() == next).copied();
        assert_eq!(stream.get(next), expected);
    }

    let mut written = Vec::new();
    let mut writer = TlvWriter::new(&mut written);
    for (place, record) in records.iter().enumerate() {
        // Both ways to write a record; then neither may come again, nor may one that came before.
        let result = if place % 2 == 0 {
            writer.record(record.record_type(), record.value())
        } else {
            writer.encode(record.record_type(), &Raw(record.value()))
        };
        assert_eq!(result, Ok(()), "the writer refuses what the reader gave");
        for earlier in [place, 0] {
            let again = writer.record(records[earlier].record_type(), &[]).unwrap_err();
            let kind = if earlier == place {
                TlvErrorKind::TypeDuplicate
            } else {
                TlvErrorKind::TypeNotAscending
            };
            assert_eq!(again.kind(), kind);
            errors::named(again.rule(), &again);
        }
    }
    assert_eq!(written, data, "accepted, but written otherwise");
}

/// Cut anywhere, a stream is whole at the end of a record and truncated everywhere else.
fn every_prefix(data: &[u8], records: &[Record<'_>]) {
    for end in cuts(data.len()) {
        let boundary = records.iter().any(|record| record.offset() == end);
        match TlvStream::parse(&data[..end]) {
            Ok(_) => assert!(boundary, "cut at {end}, inside a record, and accepted"),
            Err(error) => {
                assert!(!boundary, "cut at {end}, behind a record, and refused: {error}");
                assert_eq!(error.rule().class().as_str(), "truncated", "cut at {end}: {error}");
                assert!(error.offset() < end, "cut at {end}: {error}");
            }
        }
    }
}

/// Where to cut: everywhere, or in a long input at some 300 places.
pub(super) fn cuts(length: usize) -> impl Iterator<Item = usize> {
    (0..length).step_by(1 + length / 300)
}

/// The first record alone, whole and as a prefix.
fn single_record(data: &[u8]) {
    match (Record::parse_prefix(data), naive::record(data, 0, None)) {
        (Ok((record, rest)), Ok(expected)) => {
            assert_eq!((record.record_type(), record.offset()), (expected.record_type, 0));
            assert_eq!(record.value(), expected.value(data));
            assert_eq!(rest, &data[expected.end..]);
            encoded(&record);
            match Record::parse(data) {
                Ok(whole) => assert!(whole == record && rest.is_empty()),
                Err(error) => {
                    assert_eq!(error.kind(), TlvErrorKind::Trailing);
                    assert_eq!(error.offset(), expected.end);
                    assert!(!rest.is_empty(), "nothing is left over, and yet: {error}");
                    errors::named(error.rule(), &error);
                }
            }
        }
        (Err(error), Err(fault)) => {
            errors::tlv(error, &fault);
            assert_eq!(Record::parse(data), Err(error));
            assert!(!error.to_string().is_empty());
        }
        (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
    }
}

/// Records in any order: the writer takes exactly the ascending ones, and what it took reads back.
pub fn tlv_records(records: &[(u64, Vec<u8>)]) {
    let mut written = Vec::new();
    let mut taken: Vec<&(u64, Vec<u8>)> = Vec::new();
    let mut writer = TlvWriter::new(&mut written);
    for record in records {
        let in_order = taken.last().is_none_or(|last| last.0 < record.0);
        let result = writer.record(record.0, &record.1);
        assert_eq!(result.is_ok(), in_order, "{result:?}");
        if in_order {
            taken.push(record);
        }
    }
    let stream = TlvStream::parse(&written).unwrap();
    let read: Vec<(u64, Vec<u8>)> =
        stream.iter().map(|record| (record.record_type(), record.value().to_vec())).collect();
    assert!(read.iter().eq(taken), "what was written reads otherwise");
}

/// Bytes that are written as they are.
pub(super) struct Raw<'a>(pub(super) &'a [u8]);

impl Encode for Raw<'_> {
    fn wire_len(&self) -> usize {
        self.0.len()
    }

    fn put(&self, out: &mut impl bytes::BufMut) {
        out.put_slice(self.0);
    }
}
