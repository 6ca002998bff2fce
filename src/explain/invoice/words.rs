//! What an invoice says, and what follows from it, in plain words.

use super::SignatureCheck;
use super::envelope::Envelope;
use crate::bolt11::{AmpSupport, Network};
use crate::explain::feature_vector;
use crate::explain::packed::Packed;
use crate::explain::text::{Quoted, with_text};
use crate::explain::time::{Length, Moment};
use crate::explain::words::{Bit, Grouped, counted, listed};
use crate::feature::{Feature, Features};
use crate::onion::PublicKey;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How many features a sentence names.
const NAMED: usize = 8;
/// The seconds after which an invoice expires that doesn't say so.
const DEFAULT_EXPIRY: u64 = 3600;

/// What the amount is.
#[derive(Clone, Copy, Default)]
pub(super) enum Amount {
    /// Nothing was read.
    #[default]
    Unread,
    /// There is none: the payer chooses.
    Any,
    /// So many msat.
    Msat(u64),
}

/// What was read.
#[derive(Default)]
pub(super) struct Facts<'a> {
    pub(super) network: Option<Network>,
    pub(super) amount: Amount,
    pub(super) timestamp: Option<u64>,
    pub(super) description: Option<Packed<'a>>,
    pub(super) description_hash: Option<[u8; 32]>,
    pub(super) payee: Option<PublicKey>,
    pub(super) expiry: Option<u64>,
    pub(super) features: Option<Features>,
    pub(super) has_metadata: bool,
    /// Fields that say nothing.
    pub(super) ignored: usize,
    /// Where it can no longer be told what stands where.
    pub(super) lost_at: Option<usize>,
    /// All fields were read, so that what was not found is not there.
    pub(super) is_whole: bool,
}

/// Bytes as hex.
struct Hex<'a>(&'a [u8]);

impl core::fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// An amount of so many msat, in satoshi.
struct Satoshi(u64);

impl core::fmt::Display for Satoshi {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (sat, msat) = (self.0 / 1000, self.0 % 1000);
        if sat == 0 {
            return write!(f, "{msat} msat");
        }
        write!(f, "{}", Grouped(sat))?;
        if msat > 0 {
            write!(f, ".{msat:03}")?;
        }
        f.write_str(" sat")
    }
}

impl Facts<'_> {
    /// What it is, in one line.
    pub(super) fn headline(&self) -> String {
        let what = match self.amp() {
            AmpSupport::None => "invoice",
            AmpSupport::Optional | AmpSupport::Required => "AMP invoice",
        };
        let amount = match self.amount {
            Amount::Unread => String::new(),
            Amount::Any => " for any amount".to_owned(),
            Amount::Msat(msat) => format!(" for {}", Satoshi(msat)),
        };
        let network = self.network.map(|network| format!(" on {network}"));
        format!("{what}{amount}{}", network.unwrap_or_default())
    }

    fn amp(&self) -> AmpSupport {
        self.features.as_ref().map_or(AmpSupport::None, AmpSupport::of)
    }

    /// What follows, what matters most first.
    pub(super) fn notes(
        &self,
        envelope: &Envelope<'_>,
        signature: SignatureCheck,
        recovered: Option<PublicKey>,
    ) -> Vec<String> {
        let mut notes = Vec::new();
        self.how_it_is_paid(&mut notes);
        if let Some(description) = self.description {
            notes.push(with_text(description, |text| format!("For: {}", Quoted(text))));
        }
        if let Some(hash) = &self.description_hash {
            notes.push(format!(
                "What it is for is said elsewhere, by a text with this SHA-256: {}",
                Hex(hash)
            ));
        }
        notes.extend(self.times());
        if self.timestamp.is_some() {
            notes.push(self.payee(signature, recovered));
        }
        if self.has_metadata {
            notes.push("payment_metadata goes back to the payee with every part.".to_owned());
        }
        if self.ignored > 0 {
            let verb = if self.ignored == 1 { "says" } else { "say" };
            let fields = counted(self.ignored, "field", "fields");
            notes.push(format!("{fields} {verb} nothing to a reader."));
        }
        if let Some(place) = self.lost_at {
            notes.push(format!(
                "Characters are missing or too many: from character {place} on it can't be told what stands where."
            ));
        }
        let around = match (envelope.has_scheme(), envelope.has_space()) {
            (true, true) => "lightning: and the space around it are",
            (true, false) => "lightning: before it is",
            (false, true) => "The space around it is",
            (false, false) => return notes,
        };
        notes.push(format!("{around} no part of the invoice."));
        notes
    }

    /// AMP, and features that a payer has to know or that are missing.
    fn how_it_is_paid(&self, notes: &mut Vec<String>) {
        match self.amp() {
            AmpSupport::Required => notes.extend([
                "AMP required: a wallet that doesn't know AMP can't pay this.".to_owned(),
                "It can be paid many times until it expires. The payment_hash is a name only: no payment is locked to it.".to_owned(),
            ]),
            AmpSupport::Optional => notes.push(
                "AMP optional: by AMP it can be paid many times; a wallet that doesn't know AMP pays the payment_hash, once.".to_owned(),
            ),
            AmpSupport::None => {}
        }
        let Some(features) = &self.features else { return };
        let unknown =
            || features.iter().filter(|bit| bit % 2 == 0 && Feature::of_bit(*bit).is_none());
        let count = unknown().count();
        if count > 0 {
            let bits = listed(unknown(), count, NAMED);
            let (feature, are) = if count == 1 { ("feature", "is") } else { ("features", "are") };
            notes.push(format!(
                "Requires {feature} {bits}, which {are} unknown here: a wallet that doesn't know {} can't pay this.",
                if count == 1 { "it" } else { "them" }
            ));
        }
        if let Err(error) = feature_vector::check_dependencies(features) {
            notes.push(format!("No wallet should pay this: {error}."));
        }
        let both = features.iter().find(|bit| bit % 2 == 0 && features.contains(bit + 1));
        if let Some(bit) = both {
            notes.push(format!("Both bits of a feature are set: {} counts.", Bit(bit)));
        }
    }

    /// When it was made, and how long it can be paid.
    fn times(&self) -> Option<String> {
        let timestamp = self.timestamp?;
        let made = format!("Made {}.", Moment(timestamp));
        let (expiry, default) = match self.expiry {
            Some(expiry) => (expiry, ""),
            None if self.is_whole => (DEFAULT_EXPIRY, ", the default"),
            None => return Some(made),
        };
        let end = Moment(timestamp.saturating_add(expiry));
        Some(format!("{made} Expires {end}, after {}{default}.", Length(expiry)))
    }

    /// Who is paid, and whether that is sure.
    fn payee(&self, signature: SignatureCheck, recovered: Option<PublicKey>) -> String {
        match (signature, &self.payee, recovered) {
            (SignatureCheck::Right, Some(payee), _) => {
                format!("The payee is {}, as given; the signature is right.", key(payee))
            }
            (SignatureCheck::Right, None, Some(payee)) => {
                format!("The payee is {}, recovered from the signature.", key(&payee))
            }
            (SignatureCheck::Wrong, Some(payee), _) => {
                format!("The signature is not right: it is not of the payee given, {}.", key(payee))
            }
            (SignatureCheck::Wrong, None, _) => "The signature is not right.".to_owned(),
            (_, Some(payee), _) => {
                format!("The payee given is {}; the signature is not checked.", key(payee))
            }
            _ => "The signature is not checked.".to_owned(),
        }
    }
}

fn key(key: &PublicKey) -> String {
    Hex(key.as_bytes()).to_string()
}
