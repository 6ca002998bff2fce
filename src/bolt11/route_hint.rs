use crate::onion::PublicKey;
use crate::symbols::{SymbolByteIter, SymbolBytes};
use core::fmt;

/// One hop of a private route to the payee (BOLT 11, `r`): a node, and the channel that leads on from
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RouteHintEntry {
    /// The node at the channel's start.
    pub node_id: PublicKey,
    /// The channel.
    pub short_channel_id: u64,
    /// The fee for each HTLC, in msat.
    pub fee_base_msat: u32,
    /// The fee in proportion to the amount, in millionths.
    pub fee_proportional_millionths: u32,
    /// What the node needs between the expiries of its HTLCs, in blocks.
    pub cltv_expiry_delta: u16,
}

impl RouteHintEntry {
    /// The length in an invoice, in bytes.
    pub const LEN: usize = 51;

    /// The entry of these bytes. `None` where the node's first byte is neither 02 nor 03.
    pub fn from_bytes(bytes: &[u8; Self::LEN]) -> Option<Self> {
        let (node_id, rest) = bytes.split_first_chunk()?;
        let (short_channel_id, rest) = rest.split_first_chunk()?;
        let (fee_base_msat, rest) = rest.split_first_chunk()?;
        let (fee_proportional_millionths, rest) = rest.split_first_chunk()?;
        let (cltv_expiry_delta, _) = rest.split_first_chunk()?;
        Some(Self {
            node_id: PublicKey::new(*node_id)?,
            short_channel_id: u64::from_be_bytes(*short_channel_id),
            fee_base_msat: u32::from_be_bytes(*fee_base_msat),
            fee_proportional_millionths: u32::from_be_bytes(*fee_proportional_millionths),
            cltv_expiry_delta: u16::from_be_bytes(*cltv_expiry_delta),
        })
    }

    /// The bytes of the entry.
    pub fn to_bytes(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        let parts: [&[u8]; 5] = [
            self.node_id.as_bytes(),
            &self.short_channel_id.to_be_bytes(),
            &self.fee_base_msat.to_be_bytes(),
            &self.fee_proportional_millionths.to_be_bytes(),
            &self.cltv_expiry_delta.to_be_bytes(),
        ];
        bytes.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        bytes
    }
}

/// A private route to the payee (BOLT 11, `r`): one entry or more, from where it starts to the last hop
/// before the payee. It is read where it stands.
#[derive(Clone, Copy)]
pub struct RouteHintView<'a>(SymbolBytes<'a>);

impl<'a> RouteHintView<'a> {
    /// A route hint of bytes that were found to be entries.
    pub(super) const fn checked_before(bytes: SymbolBytes<'a>) -> Self {
        Self(bytes)
    }

    /// How many entries there are: at least one.
    pub const fn len(&self) -> usize {
        self.0.len() / RouteHintEntry::LEN
    }

    /// Never: a route hint has an entry.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, in order.
    pub fn entries(&self) -> RouteHintEntries<'a> {
        RouteHintEntries(self.0.iter())
    }
}

impl<'a> IntoIterator for RouteHintView<'a> {
    type Item = RouteHintEntry;
    type IntoIter = RouteHintEntries<'a>;

    fn into_iter(self) -> RouteHintEntries<'a> {
        self.entries()
    }
}

impl fmt::Debug for RouteHintView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries()).finish()
    }
}

/// The entries of a route hint, one after the other.
#[derive(Clone)]
pub struct RouteHintEntries<'a>(SymbolByteIter<'a>);

impl Iterator for RouteHintEntries<'_> {
    type Item = RouteHintEntry;

    fn next(&mut self) -> Option<RouteHintEntry> {
        if self.0.len() < RouteHintEntry::LEN {
            return None;
        }
        let mut bytes = [0; RouteHintEntry::LEN];
        bytes.iter_mut().zip(&mut self.0).for_each(|(to, byte)| *to = byte);
        RouteHintEntry::from_bytes(&bytes)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.0.len() / RouteHintEntry::LEN;
        (left, Some(left))
    }
}

impl ExactSizeIterator for RouteHintEntries<'_> {}

impl core::iter::FusedIterator for RouteHintEntries<'_> {}

impl fmt::Debug for RouteHintEntries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
