use super::{Layout, OnionError, OnionErrorKind};
use crate::canary::{Canary, planted};
use crate::secret::{SetId, Share};
use crate::wire::{Encode, Tu32, tu32};
use bytes::BufMut;

/// The AMP record: a part's share, the set it belongs to, and its index.
///
/// ```text
/// layout    record type   value
/// Type14    14            root_share 32 | set_id 32 | child_index tu32       64 to 68 bytes
/// Type8     8             root_share 32 | set_id 32 | child_index 4 bytes    68 bytes
/// ```
///
/// The layout is part of the value, so that what was read is written again. No value of a field is
/// refused here: whether a set may have this id, or a share be zero, is the payee's question.
///
/// ```
/// use ampwire::onion::{AmpRecord, Layout};
/// use ampwire::secret::{SetId, Share};
/// use ampwire::wire::Encode;
///
/// let record = AmpRecord {
///     layout: Layout::Type14,
///     root_share: Share::new([0x11; 32]),
///     set_id: SetId([0x33; 32]),
///     child_index: 0,
/// };
/// let bytes = record.to_vec();
/// assert_eq!(bytes.len(), 64);
/// assert_eq!(AmpRecord::parse(Layout::Type14, &bytes)?, record);
/// # Ok::<(), ampwire::onion::OnionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmpRecord {
    /// Which layout the record has on the wire.
    pub layout: Layout,
    /// The part's share. Only in a payment of a single part is it the root.
    pub root_share: Share,
    /// The set the part belongs to.
    pub set_id: SetId,
    /// The part's index, which goes into the derivation of its preimage.
    pub child_index: u32,
}

impl AmpRecord {
    /// The shortest value, in bytes: type 14 with index 0.
    pub const MIN_WIRE_LEN: usize = 64;
    /// The longest value, in bytes.
    pub const MAX_WIRE_LEN: usize = 68;

    /// Reads the value of a record, without its type and length.
    ///
    /// # Errors
    ///
    /// [`AmpRecordLength`](OnionErrorKind::AmpRecordLength) or
    /// [`AmpRecordType8Length`](OnionErrorKind::AmpRecordType8Length) where the length is none the
    /// layout has, [`AmpRecordIndexNotMinimal`](OnionErrorKind::AmpRecordIndexNotMinimal) where, in
    /// type 14, the index starts with a zero byte.
    pub fn parse(layout: Layout, value: &[u8]) -> Result<Self, OnionError> {
        AmpRecordView::parse(layout, value, 0).map(AmpRecordView::to_amp_record)
    }
}

/// An AMP record, checked, share and set still where they were read.
#[derive(Clone, Copy)]
pub(super) struct AmpRecordView<'a> {
    pub(super) layout: Layout,
    root_share: &'a [u8; 32],
    set_id: &'a [u8; 32],
    child_index: u32,
}

impl<'a> AmpRecordView<'a> {
    /// Reads the record's value, which stands at `offset` of the payload.
    #[inline]
    pub(super) fn parse(
        layout: Layout,
        value: &'a [u8],
        offset: usize,
    ) -> Result<Self, OnionError> {
        let actual = value.len();
        let at = |kind, offset| OnionError::at(kind, offset, layout.record_type());
        let bad_length = || match layout {
            Layout::Type14 => at(OnionErrorKind::AmpRecordLength { actual }, offset),
            Layout::Type8 => at(OnionErrorKind::AmpRecordType8Length { actual }, offset),
        };
        // rule: amp.record.layout, rule: amp.record.type8-layout
        let (root_share, rest) = value.split_first_chunk::<32>().ok_or_else(bad_length)?;
        let (set_id, index) = rest.split_first_chunk::<32>().ok_or_else(bad_length)?;
        let child_index = match layout {
            Layout::Type14 if index.is_empty() && planted(Canary::AmpRecordShortest) => {
                return Err(bad_length());
            }
            // rule: amp.record.length, then rule: amp.record.index-minimal
            Layout::Type14 => tu32(index).ok_or_else(bad_length)?.map_err(|_| {
                at(OnionErrorKind::AmpRecordIndexNotMinimal, offset.saturating_add(64))
            })?,
            // rule: amp.record.type8-length
            Layout::Type8 => {
                u32::from_be_bytes(<[u8; 4]>::try_from(index).map_err(|_| bad_length())?)
            }
        };
        Ok(Self { layout, root_share, set_id, child_index })
    }

    pub(super) const fn to_amp_record(self) -> AmpRecord {
        AmpRecord {
            layout: self.layout,
            root_share: Share::new(*self.root_share),
            set_id: SetId(*self.set_id),
            child_index: self.child_index,
        }
    }
}

impl Encode for AmpRecord {
    fn wire_len(&self) -> usize {
        match self.layout {
            Layout::Type14 => Self::MIN_WIRE_LEN.saturating_add(Tu32(self.child_index).wire_len()),
            Layout::Type8 => Self::MAX_WIRE_LEN,
        }
    }

    fn put(&self, out: &mut impl BufMut) {
        out.put_slice(self.root_share.reveal());
        out.put_slice(self.set_id.as_bytes());
        match self.layout {
            Layout::Type14 => Tu32(self.child_index).put(out),
            Layout::Type8 => out.put_u32(self.child_index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn record(layout: Layout, child_index: u32) -> AmpRecord {
        let root_share = Share::new([0x12; 32]);
        AmpRecord { layout, root_share, set_id: SetId([0x13; 32]), child_index }
    }

    #[test]
    fn every_index_width_both_ways() {
        let widths =
            [(0, 64), (1, 65), (255, 65), (256, 66), (65535, 66), (65536, 67), (1 << 24, 68)];
        for (index, length) in widths.into_iter().chain([(u32::MAX, 68)]) {
            let deployed = record(Layout::Type14, index);
            assert_eq!(deployed.to_vec().len(), length);
            assert_eq!(deployed.wire_len(), length);
            assert_eq!(AmpRecord::parse(Layout::Type14, &deployed.to_vec()), Ok(deployed));
            let tutorial = record(Layout::Type8, index);
            assert_eq!(tutorial.to_vec().len(), 68);
            assert_eq!(AmpRecord::parse(Layout::Type8, &tutorial.to_vec()), Ok(tutorial));
        }
    }

    #[test]
    fn other_lengths_are_refused() {
        for actual in (0..64).chain(69..80) {
            let error = AmpRecord::parse(Layout::Type14, &alloc::vec![1; actual]).unwrap_err();
            assert_eq!(error.kind(), OnionErrorKind::AmpRecordLength { actual });
            assert_eq!(error.offset(), Some(0));
        }
        for actual in (0..68).chain(69..80) {
            let error = AmpRecord::parse(Layout::Type8, &alloc::vec![1; actual]).unwrap_err();
            assert_eq!(error.kind(), OnionErrorKind::AmpRecordType8Length { actual });
        }
    }

    #[test]
    fn the_index_is_minimal_in_type_14_only() {
        for length in 1..=4 {
            let mut bytes: Vec<u8> = [[0x12; 32], [0x13; 32]].concat();
            bytes.extend(alloc::vec![0; length]);
            let error = AmpRecord::parse(Layout::Type14, &bytes).unwrap_err();
            assert_eq!(error.kind(), OnionErrorKind::AmpRecordIndexNotMinimal);
            assert_eq!((error.offset(), error.record()), (Some(64), Some(14)));
        }
        assert!(AmpRecord::parse(Layout::Type8, &[0; 68]).is_ok());
    }

    #[test]
    fn the_share_does_not_show() {
        let text = alloc::format!("{:?}", record(Layout::Type14, 9));
        assert!(!text.contains("1212"), "{text}");
    }
}
