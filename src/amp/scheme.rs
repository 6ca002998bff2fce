use super::{AmpError, Part, Set, bp2018, hmac_xor, sha256};

/// One of the three derivations, where a caller chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(clippy::exhaustive_enums, reason = "the three there are")]
pub enum Scheme {
    /// [`sha256`]: what is deployed.
    #[default]
    Sha256,
    /// [`bp2018`]: a proposal that nothing runs.
    Bp2018,
    /// [`hmac_xor`]: a tutorial's, broken for every number of parts.
    HmacXor,
}

impl Scheme {
    /// Reconstructs by this scheme.
    ///
    /// # Errors
    ///
    /// As the scheme's own `reconstruct`.
    pub fn reconstruct(self, all: &[Part]) -> Result<Set, AmpError> {
        match self {
            Self::Sha256 => sha256::reconstruct(all),
            Self::Bp2018 => bp2018::reconstruct(all),
            Self::HmacXor => hmac_xor::reconstruct(all),
        }
    }
}
