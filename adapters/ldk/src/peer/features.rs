//! Feature vectors, by LDK's types for the three contexts.

use super::lightning::ln::msgs::DecodeError;
use super::lightning::types::features::{
    Bolt11InvoiceFeatures, InitFeatures, NodeFeatures, OfferFeatures,
};
use super::lightning::util::ser::{Readable as _, WithoutLength, Writeable as _};
use crate::answer::{Failure, Members, one};
use crate::arguments::{Arguments, integer};
use crate::payload::{decimal, hex};

/// Features in a context that LDK knows no bit of, and writes without a length. LDK's code is the same for each context.
pub(super) type AnyFeatures = OfferFeatures;

/// The highest bit that fits the messages of BOLT 1 and 7, whose feature vectors have at most 65535 bytes.
const HIGHEST: u64 = 65535 * 8 - 1;

pub(super) fn decode(mut arguments: Arguments) -> Result<Members, Failure> {
    let bytes = arguments.bytes("bytes")?;
    arguments.finish()?;
    let read: Result<WithoutLength<AnyFeatures>, DecodeError> =
        WithoutLength::read(&mut bytes.as_slice());
    let features = read.map_err(|error| Failure::unclassed(format!("{error:?}")))?.0;
    Ok(one("features", bits(features.le_flags()).into_iter().map(decimal).collect::<Vec<_>>()))
}

/// LDK has no list of the bits. It has the flags, the lowest first.
pub(super) fn bits(flags: &[u8]) -> Vec<u64> {
    let set = |(index, byte): (u64, &u8)| {
        let byte = *byte;
        (0..8).filter(move |bit| byte >> bit & 1 == 1).map(move |bit| 8 * index + bit)
    };
    (0..).zip(flags).flat_map(set).collect()
}

pub(super) fn encode(mut arguments: Arguments) -> Result<Members, Failure> {
    let features = take(&mut arguments, "features")?;
    arguments.finish()?;
    Ok(one("bytes", hex(&WithoutLength(&features).encode())))
}

/// The one check that LDK makes of features it reads, with the bits that it knows in this context or with those given.
pub(super) fn check(mut arguments: Arguments) -> Result<Members, Failure> {
    let features = take(&mut arguments, "features")?;
    let known = arguments.optional("known", take)?;
    let context = arguments.text("context")?;
    arguments.finish()?;
    let flags = || features.le_flags().to_vec();
    let refused = match (context.as_str(), &known) {
        ("init", None) => InitFeatures::from_le_bytes(flags()).requires_unknown_bits(),
        ("node", None) => NodeFeatures::from_le_bytes(flags()).requires_unknown_bits(),
        ("invoice", None) => Bolt11InvoiceFeatures::from_le_bytes(flags()).requires_unknown_bits(),
        ("init" | "node" | "invoice", Some(known)) => features.requires_unknown_bits_from(known),
        _ => return Err(Failure::malformed("unknown context")),
    };
    if refused {
        Err(Failure::refused("unknown_even", "requires unknown bits"))
    } else {
        Ok(Members::new())
    }
}

/// Sets bit by bit with LDK's two pairs of setters: below 256, and from there up.
pub(super) fn take(arguments: &mut Arguments, name: &str) -> Result<AnyFeatures, Failure> {
    let mut features = AnyFeatures::empty();
    for value in arguments.list(name)? {
        let bit = integer("feature bit", &value)?;
        let too_high = || Failure::not_representable("limit", &format!("feature bit {bit}"));
        let bit = usize::try_from(bit.min(HIGHEST + 1))
            .ok()
            .filter(|_| bit <= HIGHEST)
            .ok_or_else(too_high)?;
        match (bit < 256, bit % 2 == 0) {
            (true, true) => features.set_required_feature_bit(bit),
            (true, false) => features.set_optional_feature_bit(bit),
            (false, true) => features.set_required_custom_bit(bit),
            (false, false) => features.set_optional_custom_bit(bit),
        }
        .map_err(|()| Failure::unclassed(format!("feature bit {bit} refused")))?;
    }
    Ok(features)
}
