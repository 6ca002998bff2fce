//! The command line of `ampwire amp`.

use core::convert::Infallible;
use core::fmt;
use std::path::PathBuf;

use ampwire::amp::Scheme;
use clap::{Args, Subcommand, ValueEnum};

use super::Simulate;

/// What to do with shares and payments by AMP.
#[derive(Debug, Subcommand)]
pub(crate) enum Amp {
    /// Split a root into shares, and print them with the payment hashes
    Split(Split),
    /// Derive the preimage and the payment hash of one part
    Derive(Derive),
    /// Put a payment together from the shares of all its parts
    Reconstruct(Reconstruct),
    /// Check the AMP payments in what `lncli lookupinvoice` and `lncli listinvoices` print, set by set
    Verify(VerifyInvoices),
    /// Simulate payments over paths that lose, reorder and replay, and check what must never happen
    Simulate(Box<Simulate>),
}

/// A secret as it was typed. `Debug` does not show it, nor does a message about it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretText(String);

impl SecretText {
    /// The text.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is to be read from standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.0 == "-"
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(hidden)")
    }
}

/// Takes any text: clap would show one that it refuses.
#[expect(clippy::unnecessary_wraps, reason = "clap's form")]
fn secret(text: &str) -> Result<SecretText, Infallible> {
    Ok(SecretText(text.to_owned()))
}

/// Splits a root into shares as the deployed scheme does, and prints for each part what goes into its AMP record and its HTLC.
///
/// The shares are random, and so is the root where none is given: all from the operating system's generator. No share, root or `set_id`
/// is ever all zero.
#[derive(Debug, Args)]
#[command(after_help = SPLIT_EXAMPLES)]
pub(crate) struct Split {
    /// How many parts
    #[arg(value_name = "PARTS", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) parts: u16,
    /// The root, 32 bytes as hex or base64; - reads it from standard input. Without it a random one
    #[arg(long, value_name = "ROOT|-", value_parser = secret, allow_hyphen_values = true)]
    pub(crate) root: Option<SecretText>,
    /// The set's name, 32 bytes as hex or base64. Without it a random one
    #[arg(long, value_name = "SET_ID")]
    pub(crate) set_id: Option<String>,
    /// The indexes of the parts, as many as there are parts. Without it random ones
    #[arg(long, value_name = "INDEX", value_delimiter = ',', num_args = 1)]
    pub(crate) indexes: Vec<u32>,
    /// Print the root and the preimages too
    #[arg(long)]
    pub(crate) reveal: bool,
    /// As one JSON object, which `ampwire amp reconstruct` reads
    #[arg(long)]
    pub(crate) json: bool,
}

const SPLIT_EXAMPLES: &str = "\
Shares are secrets, printed because they were asked for: all of them together
are the root, and whoever has it can claim every part. A root that is an
argument shows in the list of processes; with - it is read from standard input.

Examples:
  ampwire amp split 4
  ampwire amp split 3 --indexes 0,1,2 --json
  ampwire amp split 2 --root - < root.hex
  ampwire amp split 5 --json | ampwire amp reconstruct --from -

Exit status:
  0  done
  2  usage: no 32 bytes, an all-zero root or set_id, one for both, not as many indexes";

/// Derives what one part's HTLC is locked to and what claims it.
#[derive(Debug, Args)]
#[command(after_help = DERIVE_EXAMPLES)]
pub(crate) struct Derive {
    /// The root, the XOR of the shares of all parts: 32 bytes as hex or base64; - reads it from standard input
    #[arg(long, value_name = "ROOT|-", value_parser = secret, allow_hyphen_values = true)]
    pub(crate) root: SecretText,
    /// The part's share, in the same forms. Not with --scheme bp2018
    #[arg(long, value_name = "SHARE|-", value_parser = secret, allow_hyphen_values = true)]
    pub(crate) share: Option<SecretText>,
    /// The part's `child_index`. Not with --scheme hmac-xor
    #[arg(long, value_name = "INDEX")]
    pub(crate) index: Option<u32>,
    /// The derivation. Only sha256 is deployed
    #[arg(long, value_name = "SCHEME", default_value = "sha256")]
    pub(crate) scheme: SchemeName,
    /// As one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

const DERIVE_EXAMPLES: &str = "\
The preimage is a secret until the part is claimed; it is printed because it was
asked for. What is an argument shows in the list of processes: with - a line of
standard input is read instead, the root's before the share's.

Examples:
  ampwire amp derive --root - --share - --index 7 < root-and-share.hex
  ampwire amp derive --scheme bp2018 --root - --index 0 --json < base.hex

Exit status:
  0  done
  2  usage: no 32 bytes, or what the scheme does not take";

/// Puts a payment together from its parts: the XOR of all shares is the root, and from it every preimage follows.
///
/// Where hashes are given and one differs, a share or an index is wrong, or a part lacks: then it is said which differ, and no
/// preimage is printed.
#[derive(Debug, Args)]
#[command(after_help = RECONSTRUCT_EXAMPLES)]
pub(crate) struct Reconstruct {
    /// The parts: share and index, and the hash where it is to be compared. Shares and hashes are 32 bytes as hex
    #[arg(value_name = "SHARE:INDEX[:HASH]", value_parser = secret, required_unless_present = "from")]
    pub(crate) parts: Vec<SecretText>,
    /// Read the parts as JSON from a file, or with - from standard input
    #[arg(long, value_name = "FILE|-", conflicts_with = "parts")]
    pub(crate) from: Option<PathBuf>,
    /// The derivation. Only sha256 is deployed
    #[arg(long, value_name = "SCHEME", default_value = "sha256")]
    pub(crate) scheme: SchemeName,
    /// Print the root too
    #[arg(long)]
    pub(crate) show_root: bool,
    /// As one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

const RECONSTRUCT_EXAMPLES: &str = "\
Preimages are secrets until the parts are claimed, and printed because they were
asked for; the root only with --show-root. Shares that are arguments show in the
list of processes: with --from they don't.

The JSON is a list of parts, or an object with such a list as parts or children.
A part has root_share, child_index and payment_hash, or as the testee protocol
calls them share, index and hash; the hash may lack. Bytes are hex or base64.

Examples:
  ampwire amp reconstruct --from parts.json
  ampwire amp split 3 --json | ampwire amp reconstruct --from - --show-root

Exit status:
  0  reconstructed; every hash that was given is right
  1  a hash differs, or the scheme refuses
  2  usage: no part, no JSON, no 32 bytes";

/// Checks what a node keeps of its AMP payments: whether shares, indexes, hashes, preimages and totals are consistent, set by set.
///
/// Reads the JSON of one invoice, as `lncli lookupinvoice` prints it, of a list, as `lncli listinvoices` does, or several after one
/// another. Bytes may be hex, as lncli prints them, or base64, as the REST interface does. Invoices without AMP are counted and left alone.
#[derive(Debug, Args)]
#[command(after_help = VERIFY_EXAMPLES)]
pub(crate) struct VerifyInvoices {
    /// The JSON; - reads standard input
    #[arg(value_name = "FILE|-")]
    pub(crate) file: PathBuf,
    /// As one JSON object, in the form of schema/amp-verify-1.schema.json
    #[arg(long)]
    pub(crate) json: bool,
}

const VERIFY_EXAMPLES: &str = "\
What is checked:
  settled    the shares make a root, from it and the indexes follow all
             preimages and hashes, the totals are equal, the amounts reach the
             total and the total the invoice's amount
  held       as far as it is there: hashes of preimages, equal totals, not
             below the invoice's amount
  cancelled  a preimage that is there has the HTLC's hash
Shares and preimages are never printed.

Examples:
  lncli lookupinvoice HASH | ampwire amp verify -
  lncli listinvoices --max_invoices 1000 > invoices.json
  ampwire amp verify invoices.json --json

Exit status:
  0  every set is consistent, or there is none
  1  something is not
  2  usage: no file, no JSON, or not of this form";

/// A derivation by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemeName {
    /// As deployed
    Sha256,
    /// The proposal of 2018
    Bp2018,
    /// A tutorial's, which is broken
    HmacXor,
}

impl From<SchemeName> for Scheme {
    fn from(name: SchemeName) -> Self {
        match name {
            SchemeName::Sha256 => Self::Sha256,
            SchemeName::Bp2018 => Self::Bp2018,
            SchemeName::HmacXor => Self::HmacXor,
        }
    }
}
