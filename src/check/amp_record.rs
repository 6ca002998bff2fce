use super::errors::{self, points_inside};
use super::naive::{self, Fault};
use super::scalars::encoded;
use super::secrecy;
use crate::onion::{AmpRecord, Layout};
use crate::wire::Encode;
use alloc::format;

/// Any bytes as the value of an AMP record, in both layouts.
pub fn amp_record(data: &[u8]) {
    let type14 = one_layout(data, Layout::Type14);
    let type8 = one_layout(data, Layout::Type8);
    if let (Some(type14), Some(type8)) = (type14, type8) {
        // Full width, and so the same bytes: only the layout tells them apart.
        assert_eq!(data.len(), 68);
        assert_eq!(AmpRecord { layout: Layout::Type8, ..type14 }, type8);
        assert!(type14 != type8 && type14.child_index > 0x00ff_ffff);
    }
}

fn one_layout(data: &[u8], layout: Layout) -> Option<AmpRecord> {
    match (AmpRecord::parse(layout, data), index(data, layout)) {
        (Ok(record), Ok(index)) => {
            assert_eq!(record.layout, layout);
            assert_eq!(record.root_share.reveal(), &data[..32]);
            assert_eq!(record.set_id.as_bytes(), &data[32..64]);
            assert_eq!(u64::from(record.child_index), index);
            assert_eq!(record.to_vec(), data, "accepted, but written otherwise");
            amp_record_value(&record);
            Some(record)
        }
        (Err(error), Err(fault)) => {
            errors::onion(error, &fault.of(layout.record_type()));
            points_inside(error.rule().class(), error.offset().unwrap(), data);
            None
        }
        (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
    }
}

fn index(data: &[u8], layout: Layout) -> Result<u64, Fault> {
    let lengths = match layout {
        Layout::Type14 => 64..=68,
        Layout::Type8 => 68..=68,
    };
    if !lengths.contains(&data.len()) {
        return Err(Fault::new("bad_length", 0));
    }
    match layout {
        Layout::Type14 => {
            naive::truncated(&data[64..], 4).map_err(|fault| Fault::new(fault.class, 64))
        }
        Layout::Type8 => Ok(u64::try_from(naive::number(&data[64..])).unwrap()),
    }
}

/// An AMP record: what is written reads back, in its own layout, and the share does not show.
pub fn amp_record_value(record: &AmpRecord) {
    encoded(record);
    let bytes = record.to_vec();
    assert!((AmpRecord::MIN_WIRE_LEN..=AmpRecord::MAX_WIRE_LEN).contains(&bytes.len()));
    assert_eq!(AmpRecord::parse(record.layout, &bytes), Ok(*record));
    let shown = [format!("{}", record.set_id)];
    secrecy::hidden(&format!("{record:?}"), &[record.root_share.reveal()], &shown);
}
