use alloc::vec::Vec;
use bytes::BufMut;
use core::fmt;

/// A value that can be written to the wire.
///
/// Writing can't fail: a value that can't be encoded can't be built. The size is known before, so a
/// buffer is reserved once.
pub trait Encode {
    /// How many bytes [`put`](Self::put) writes.
    fn wire_len(&self) -> usize;

    /// Writes the canonical form. `out` has to have room for [`wire_len`](Self::wire_len) bytes: the
    /// growing buffers (`Vec<u8>`, `BytesMut`) always do, a slice panics when it is full, so use
    /// [`encode_to_slice`](Self::encode_to_slice) there.
    fn put(&self, out: &mut impl BufMut);

    /// The canonical form in a vector of just its size.
    fn to_vec(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.wire_len());
        self.put(&mut out);
        out
    }

    /// Writes the canonical form to the start of a slice and gives its length in bytes.
    ///
    /// # Errors
    ///
    /// [`BufferTooSmall`] where the slice is shorter than [`wire_len`](Self::wire_len); nothing is
    /// written then.
    fn encode_to_slice(&self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let needed = self.wire_len();
        let available = out.len();
        let mut room = out.get_mut(..needed).ok_or(BufferTooSmall::new(needed, available))?;
        self.put(&mut room);
        Ok(needed)
    }
}

/// The slice given has no room for the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BufferTooSmall {
    needed: usize,
    available: usize,
}

impl BufferTooSmall {
    /// A slice of `available` bytes for a value that takes `needed`.
    pub(crate) const fn new(needed: usize, available: usize) -> Self {
        Self { needed, available }
    }

    /// Bytes the value takes.
    pub const fn needed(&self) -> usize {
        self.needed
    }

    /// Bytes the slice has.
    pub const fn available(&self) -> usize {
        self.available
    }
}

impl fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value takes {} bytes, the buffer has {}", self.needed, self.available)
    }
}

impl core::error::Error for BufferTooSmall {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::BigSize;

    #[test]
    fn a_slice_is_filled_or_left_alone() {
        let mut out = [0xa5; 4];
        assert_eq!(BigSize(253).encode_to_slice(&mut out), Ok(3));
        assert_eq!(out, [0xfd, 0x00, 0xfd, 0xa5]);
        let mut out = [0xa5; 2];
        let error = BigSize(253).encode_to_slice(&mut out).unwrap_err();
        assert_eq!((error.needed(), error.available()), (3, 2));
        assert_eq!(out, [0xa5; 2]);
    }
}
