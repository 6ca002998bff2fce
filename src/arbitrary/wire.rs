use super::mutation::Stream;
use crate::onion::Payload;
use crate::wire::Encode;
use alloc::vec::Vec;
use arbitrary::{Arbitrary, Result, Unstructured};
use core::fmt;

/// The bytes of a payload, with up to three faults put in.
///
/// Bytes at random hardly ever get past the first record. These have the structure of a payload, and
/// are wrong, where they are, in one place: a bit flipped, the end cut off, a record twice, out of
/// order or lacking, a number written longer than needed, an unknown even type, a length off by one, the
/// AMP record under the type of the other layout, an integer with a zero byte in front, a record that
/// belongs to another kind of hop. One in three has right records, but any of them together.
///
/// `Debug` shows the bytes in hex: they were made up, there are no secrets in them.
#[derive(Clone, PartialEq, Eq)]
pub struct Wire(pub Vec<u8>);

impl<'a> Arbitrary<'a> for Wire {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        // How many faults is drawn first: behind the payload a short input has only zeros left.
        let (records, bytes) = match u.int_in_range(0..=9_u8)? {
            0 => (0, 0),
            1..=4 => (1, 0),
            5 => (0, 1),
            6 | 7 => (2, 0),
            8 => (1, 1),
            _ => (2, 1),
        };
        // And so is where they are.
        let faults = u.arbitrary::<[u8; 32]>()?;
        let mut choices = Unstructured::new(&faults);
        let mut stream = if choices.ratio(1, 3)? {
            Stream::of_any_records(&mut choices, u)?
        } else {
            Stream::of(&Payload::arbitrary(u)?.to_vec())
        };
        for _ in 0..records {
            stream.mutate(&mut choices, u)?;
        }
        let mut wire = stream.into_bytes();
        for _ in 0..bytes {
            super::mutation::mutate_bytes(&mut wire, &mut choices)?;
        }
        Ok(Self(wire))
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (33, None)
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
