use crate::symbols::{character_of, symbol_of};
use core::fmt;

/// The tag of a field: one symbol, written here as its character in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u8);

impl Tag {
    /// `p`: the payment hash.
    pub const PAYMENT_HASH: Self = Self(1);
    /// `s`: the payment secret.
    pub const PAYMENT_SECRET: Self = Self(16);
    /// `d`: the description.
    pub const DESCRIPTION: Self = Self(13);
    /// `h`: the description's hash.
    pub const DESCRIPTION_HASH: Self = Self(23);
    /// `n`: the payee's public key.
    pub const PAYEE: Self = Self(19);
    /// `x`: the expiry.
    pub const EXPIRY: Self = Self(6);
    /// `c`: `min_final_cltv_expiry_delta`.
    pub const MIN_FINAL_CLTV_EXPIRY_DELTA: Self = Self(24);
    /// `f`: a fallback address.
    pub const FALLBACK: Self = Self(9);
    /// `r`: a route hint.
    pub const ROUTE_HINT: Self = Self(3);
    /// `9`: the features.
    pub const FEATURES: Self = Self(5);
    /// `m`: the payment metadata.
    pub const PAYMENT_METADATA: Self = Self(27);
    /// `5`: a blinded path (bLIP 39 calls the field b), which nothing here reads.
    pub const BLINDED_PATH: Self = Self(20);

    /// The tag of this symbol; `None` over 31.
    pub const fn new(symbol: u8) -> Option<Self> {
        if symbol < 32 { Some(Self(symbol)) } else { None }
    }

    /// The tag that is written as this character, in either case; `None` where it is not of the
    /// alphabet.
    pub fn from_character(character: char) -> Option<Self> {
        u8::try_from(character).ok().and_then(symbol_of).map(Self)
    }

    /// The symbol, 0 to 31.
    pub const fn symbol(self) -> u8 {
        self.0
    }

    /// The character, in lower case.
    pub const fn character(self) -> char {
        character_of(self.0)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.character())
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}
