use super::{OnionError, OnionErrorKind, types};
use core::fmt;

/// A compressed point of secp256k1, as it stands on the wire (BOLT 1, Fundamental Types: `point`).
///
/// Its first byte is 02 or 03. Whether the point is on the curve is a question of its own, which
/// `check_point` (feature `secp256k1`) answers: parsing does the same with and without the feature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 33]);

impl PublicKey {
    /// The length on the wire, in bytes.
    pub const WIRE_LEN: usize = 33;

    /// A point of these bytes; `None` where the first byte is neither 02 nor 03.
    pub const fn new(bytes: [u8; 33]) -> Option<Self> {
        if matches!(bytes, [0x02 | 0x03, ..]) { Some(Self(bytes)) } else { None }
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 33] {
        &self.0
    }

    /// The bytes of a point that is on the curve.
    #[cfg(feature = "secp256k1")]
    pub(crate) fn of_point(point: &secp256k1::PublicKey) -> Self {
        Self(point.serialize())
    }

    /// Whether the point is on the curve.
    #[cfg(feature = "secp256k1")]
    pub fn check_point(&self) -> bool {
        secp256k1::PublicKey::from_slice(&self.0).is_ok()
    }
}

/// A compressed point, checked, still where it was read.
#[derive(Clone, Copy)]
pub(super) struct PublicKeyView<'a>(&'a [u8; 33]);

impl<'a> PublicKeyView<'a> {
    /// Reads the value of `current_path_key`, which stands at `offset` of the payload.
    pub(super) fn parse(value: &'a [u8], offset: usize) -> Result<Self, OnionError> {
        let at = |kind| OnionError::at(kind, offset, types::CURRENT_PATH_KEY);
        // rule: bolt4.blinded.path-key-length
        let bytes: &[u8; 33] = value
            .try_into()
            .map_err(|_| at(OnionErrorKind::PathKeyLength { actual: value.len() }))?;
        // rule: bolt4.blinded.path-key-point
        match PublicKey::new(*bytes) {
            Some(_) => Ok(Self(bytes)),
            None => Err(at(OnionErrorKind::PathKeyNotAPoint)),
        }
    }

    pub(super) const fn to_public_key(self) -> PublicKey {
        PublicKey(*self.0)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_only() {
        assert!(PublicKey::new([2; 33]).is_some());
        let mut bytes = [4; 33];
        assert!(PublicKey::new(bytes).is_none());
        bytes[0] = 3;
        assert!(PublicKey::new(bytes).is_some());
    }

    #[test]
    #[cfg(feature = "secp256k1")]
    fn on_the_curve() {
        let mut generator = [0; 33];
        generator[0] = 2;
        generator[1..].copy_from_slice(&secp256k1::constants::GENERATOR_X);
        assert!(PublicKey::new(generator).unwrap().check_point());
        // No point has the x coordinate 5.
        let mut off = [0; 33];
        off[0] = 2;
        off[32] = 5;
        assert!(!PublicKey::new(off).unwrap().check_point());
    }
}
