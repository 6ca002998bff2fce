//! The command line of `ampwire inspect`.

use ampwire::explain::{Kind, Reading};
use ampwire::feature::Context;
use ampwire::onion::{Layouts, Role};
use clap::{Args, ValueEnum};

/// Says what an invoice or bytes mean: names every field, and where something is broken, marks the place and names the rule.
///
/// Reads invoices, hop payloads, TLV streams, AMP records, feature vectors and failure messages. What it is, is guessed, and said.
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUSES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUSES}"))]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Inspect {
    /// An invoice, or bytes as hex. Spaces, line ends, commas, colons, 0x and upper case don't matter in hex, nor does lightning:
    /// before an invoice. Without it, or with -, standard input is read. With --each, a file
    #[arg(value_name = "INVOICE|HEX")]
    pub(crate) input: Vec<String>,
    /// What the bytes are, instead of a guess
    #[arg(long = "as", value_name = "KIND")]
    pub(crate) kind: Option<KindName>,
    /// Which hop a payload is for. Otherwise the one for which it is right
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<RoleName>,
    /// The layouts of the AMP record that are accepted
    #[arg(long, value_name = "LAYOUTS", default_value = "both")]
    pub(crate) layouts: LayoutsName,
    /// Whether `update_add_htlc` carried a path key. Otherwise as the payload needs it
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pub(crate) path_key: Option<YesNo>,
    /// Where a feature vector stands, to judge it by what is known and has a place there
    #[arg(long, value_name = "CONTEXT")]
    pub(crate) context: Option<ContextName>,
    /// Standard input has the bytes themselves, not hex or an invoice
    #[arg(long, conflicts_with = "input")]
    pub(crate) binary: bool,
    /// Show secrets too: the payment secret, shares, preimages
    #[arg(long)]
    pub(crate) reveal: bool,
    /// As one JSON object, in the form of schema/inspect-1.schema.json
    #[arg(long)]
    pub(crate) json: bool,
    /// Many inputs, one a line, from a file or standard input: a JSON object a line for each, in the form of
    /// schema/inspect-each-1.schema.json
    #[arg(long, conflicts_with = "binary", help_heading = "Many inputs")]
    pub(crate) each: bool,
    /// On so many threads. Otherwise as many as there are processors
    #[arg(long, value_name = "N", requires = "each", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Many inputs")]
    pub(crate) jobs: Option<u16>,
}

impl Inspect {
    /// How the bytes are to be read.
    pub(crate) fn reading(&self) -> Reading {
        let mut reading = Reading::new(self.layouts.into());
        if let Some(role) = self.role {
            reading = reading.role(role.into());
        }
        if let Some(answer) = self.path_key {
            reading = reading.path_key_in_htlc(answer == YesNo::Yes);
        }
        if let Some(context) = self.context {
            reading = reading.context(context.into());
        }
        reading
    }
}

const EXIT_STATUSES: &str = "\
Exit status:
  0  it is right as that; with --each, all are
  1  it has a fault; with --each, some have one or can't be read
  2  usage: no input, no hex, no file";

const EXAMPLES: &str = "\
Examples:
  ampwire inspect lnbc2500u1pvjluez…
  ampwire inspect 020203e804020320
  ampwire inspect --as payload --role intermediate 020203e804020320
  ampwire inspect --as features --context invoice 40004100
  ampwire inspect < payload.hex
  ampwire inspect --binary --json < payload.bin
  ampwire inspect --each lines.txt > answers.jsonl

Secrets are hidden. Where the bytes are broken, anything may be part of one:
then what is not a type, a length or a number is hidden too, unless it is the
text of a custom record before the fault.

With --each every line has its line of JSON, in order, with the line's number;
also a blank line, one that begins with #, and one that can't be read.";

/// A kind of input by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindName {
    /// A hop payload behind its length
    Framed,
    /// A hop payload without its length
    Payload,
    /// A TLV stream of any meaning
    Tlv,
    /// A failure message: code and data
    Failure,
    /// The value of an AMP record
    AmpRecord,
    /// A feature vector
    Features,
    /// An invoice
    Invoice,
}

impl KindName {
    /// The name of a kind.
    pub(crate) fn of(kind: Kind) -> &'static str {
        match kind {
            Kind::FramedPayload => "framed",
            Kind::Payload => "payload",
            Kind::Failure => "failure",
            Kind::AmpRecord => "amp-record",
            Kind::Features => "features",
            Kind::Invoice => "invoice",
            // A kind that is new to this program would have to be offered by --as too.
            _ => "tlv",
        }
    }
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Framed => Self::FramedPayload,
            KindName::Payload => Self::Payload,
            KindName::Tlv => Self::TlvStream,
            KindName::Failure => Self::Failure,
            KindName::AmpRecord => Self::AmpRecord,
            KindName::Features => Self::Features,
            KindName::Invoice => Self::Invoice,
        }
    }
}

/// A hop by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleName {
    /// The payee
    Final,
    /// A hop that forwards
    Intermediate,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Final => Self::Final,
            RoleName::Intermediate => Self::Intermediate,
        }
    }
}

/// Layouts of the AMP record by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayoutsName {
    /// Type 14 and type 8
    Both,
    /// Type 14, as deployed
    Type14,
    /// Type 8, of 68 bytes
    Type8,
    /// None: who does not implement AMP
    None,
}

impl From<LayoutsName> for Layouts {
    fn from(name: LayoutsName) -> Self {
        match name {
            LayoutsName::Both => Self::BOTH,
            LayoutsName::Type14 => Self::DEPLOYED,
            LayoutsName::Type8 => Self::TYPE8,
            LayoutsName::None => Self::NONE,
        }
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    Yes,
    No,
}

/// A place of feature vectors by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ContextName {
    /// The init message
    Init,
    /// `node_announcement`
    Node,
    /// An invoice
    Invoice,
    /// `channel_type`
    ChannelType,
}

impl From<ContextName> for Context {
    fn from(name: ContextName) -> Self {
        match name {
            ContextName::Init => Self::Init,
            ContextName::Node => Self::Node,
            ContextName::Invoice => Self::Invoice,
            ContextName::ChannelType => Self::ChannelType,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_can_be_asked_for_by_its_name() {
        for kind in Kind::ALL {
            let name = KindName::from_str(KindName::of(kind), false).unwrap();
            assert_eq!(Kind::from(name), kind);
        }
    }
}
