//! 32-byte values, each with the name the protocol gives it, and which of them are secrets.
//!
//! Secrets do not show in `Debug` and are compared in constant time. They can be read, by
//! [`reveal`](PaymentSecret::reveal), where the caller says so.

use core::fmt;

macro_rules! bytes32 {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl $name {
            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }

            /// Whether all bytes are zero.
            pub fn is_zero(&self) -> bool {
                self.0 == [0; 32]
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl From<[u8; 32]> for $name {
            fn from(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }
        }
    };
}

macro_rules! secret32 {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// A secret: `Debug` does not show it, and comparing takes the same time whatever the bytes.
        #[derive(Clone, Copy)]
        pub struct $name([u8; 32]);

        impl $name {
            /// A secret of these bytes.
            pub const fn new(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The bytes, in the clear.
            pub const fn reveal(&self) -> &[u8; 32] {
                &self.0
            }

            /// Whether all bytes are zero. Takes the same time whatever the bytes.
            pub fn is_zero(&self) -> bool {
                bitcoin_hashes::cmp::fixed_time_eq(&self.0, &[0; 32])
            }

            /// Overwrites the bytes. The compiler is told that they are looked at afterwards, so that
            /// it does not leave that out; without unsafe code there is no stronger promise.
            #[allow(dead_code, reason = "not every secret is held long enough")]
            pub(crate) fn wipe(&mut self) {
                self.0 = [0; 32];
                core::hint::black_box(&self.0);
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                bitcoin_hashes::cmp::fixed_time_eq(&self.0, &other.0)
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([32 bytes])"))
            }
        }

        impl From<[u8; 32]> for $name {
            fn from(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }
        }
    };
}

bytes32! {
    /// `set_id`: names the set of parts that a payment is made of. The payer draws it at random.
    SetId
}

bytes32! {
    /// `payment_hash`: the SHA-256 of a part's preimage, which the HTLC is locked to.
    PaymentHash
}

secret32! {
    /// `payment_secret`: what the payee put into the invoice and finds again in `payment_data`.
    PaymentSecret
}

secret32! {
    /// A part's share. On the wire the field is `root_share`; it is the root itself only where the
    /// payment has a single part.
    Share
}

secret32! {
    /// The root: the XOR of the shares of all parts. Whoever knows it and a share can claim that part.
    Root
}

secret32! {
    /// A preimage: claims the HTLC that is locked to its hash.
    Preimage
}

impl Share {
    /// The XOR of two shares.
    #[must_use]
    pub fn xor(&self, other: &Self) -> Self {
        Self(xor(&self.0, &other.0))
    }
}

impl Root {
    /// The root with one more share taken in.
    #[must_use]
    pub fn combine(&self, share: &Share) -> Self {
        Self(xor(&self.0, &share.0))
    }
}

pub(crate) fn xor(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    let mut out = *left;
    out.iter_mut().zip(right).for_each(|(out, byte)| *out ^= byte);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_show() {
        let bytes = [0x5e; 32];
        for text in [
            alloc::format!("{:?}", PaymentSecret::new(bytes)),
            alloc::format!("{:?}", Share::new(bytes)),
            alloc::format!("{:?}", Root::new(bytes)),
            alloc::format!("{:?}", Preimage::new(bytes)),
        ] {
            assert!(text.ends_with("([32 bytes])"), "{text}");
        }
        assert!(alloc::format!("{:?}", SetId(bytes)).contains("5e5e"));
    }

    #[test]
    fn compared_by_content() {
        let mut other = [7; 32];
        other[31] = 8;
        assert_eq!(Share::new([7; 32]), Share::new([7; 32]));
        assert_ne!(Share::new([7; 32]), Share::new(other));
        assert!(Share::new([0; 32]).is_zero() && !Share::new(other).is_zero());
    }

    #[test]
    fn shares_combine_to_the_root() {
        let root = Root::new([0; 32]);
        let share = Share::new([0x11; 32]);
        assert_eq!(root.combine(&share).combine(&share), root);
        assert_eq!(share.xor(&Share::new([0x11; 32])), Share::new([0; 32]));
    }
}
