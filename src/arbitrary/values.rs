use super::draw;
use crate::onion::{AmpRecord, Layout, PaymentData, PublicKey};
use crate::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use crate::wire::{BigSize, Tu16, Tu32, Tu64};
use arbitrary::{Arbitrary, Result, Unstructured, size_hint};

/// What [`draw::integer`] takes at most: the way to draw, and the number.
const INTEGER: (usize, Option<usize>) = (1, Some(9));
/// What [`draw::array32`] takes at most.
const ARRAY32: (usize, Option<usize>) = (1, Some(33));

macro_rules! integer {
    ($name:ident, $value:ident) => {
        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                let value = draw::integer(u, $value::BITS)?;
                // Drawn with as many bits as fit.
                Ok(Self($value::try_from(value).unwrap_or($value::MAX)))
            }

            fn size_hint(_: usize) -> (usize, Option<usize>) {
                INTEGER
            }
        }
    };
}

integer!(BigSize, u64);
integer!(Tu16, u16);
integer!(Tu32, u32);
integer!(Tu64, u64);

macro_rules! bytes32 {
    ($($name:ident),*) => {
        $(impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                draw::array32(u).map(Self::from)
            }

            fn size_hint(_: usize) -> (usize, Option<usize>) {
                ARRAY32
            }
        })*
    };
}

bytes32!(SetId, PaymentHash, PaymentSecret, Share, Root, Preimage);

/// The x coordinate of secp256k1's generator: a point that is on the curve for certain.
pub(super) const GENERATOR_X: [u8; 32] = [
    0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce, 0x87, 0x0b, 0x07,
    0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98,
];

/// The first byte is always right; about three of four are points of the curve.
impl<'a> Arbitrary<'a> for PublicKey {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let x = if u.arbitrary()? { GENERATOR_X } else { draw::array32(u)? };
        let mut bytes = [0; Self::WIRE_LEN];
        let [first, rest @ ..] = &mut bytes;
        *first = if u.arbitrary()? { 0x02 } else { 0x03 };
        rest.copy_from_slice(&x);
        Self::new(bytes).ok_or(arbitrary::Error::IncorrectFormat)
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        size_hint::and((2, Some(2)), (0, ARRAY32.1))
    }
}

impl<'a> Arbitrary<'a> for Layout {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(if u.arbitrary()? { Self::Type8 } else { Self::Type14 })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, Some(1))
    }
}

impl<'a> Arbitrary<'a> for AmpRecord {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            layout: u.arbitrary()?,
            root_share: u.arbitrary()?,
            set_id: u.arbitrary()?,
            child_index: u.arbitrary::<Tu32>()?.0,
        })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        size_hint::and_all(&[(1, Some(1)), ARRAY32, ARRAY32, INTEGER])
    }
}

impl<'a> Arbitrary<'a> for PaymentData {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self { payment_secret: u.arbitrary()?, total_msat: u.arbitrary::<Tu64>()?.0 })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        size_hint::and(ARRAY32, INTEGER)
    }
}
