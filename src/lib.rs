#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod amp;
#[cfg(feature = "arbitrary")]
pub mod arbitrary;
pub mod bolt11;
#[cfg(feature = "arbitrary")]
pub mod check;
pub mod explain;
pub mod feature;
pub mod onion;
pub mod rule;
pub mod secret;
pub mod symbols;
pub mod tlv;
pub mod wire;
