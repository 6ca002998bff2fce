use super::Tag;
use crate::feature::{FeatureError, FeatureErrorKind};
use crate::rule::{Class, RuleId, rule};
use core::fmt;

/// What is wrong with an invoice, or with writing or paying one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvoiceErrorKind {
    /// A character is not one of ASCII 33 to 126.
    NotPrintable,
    /// A letter is not of the case that the first letter has.
    MixedCase,
    /// There is no separator `1`, or nothing before it.
    SeparatorMissing,
    /// A character after the separator is not of bech32's alphabet. Writing: a tag or a symbol is not.
    NotInAlphabet,
    /// There are fewer than six characters after the separator.
    ChecksumTruncated {
        /// The characters there are.
        available: usize,
    },
    /// The checksum is wrong.
    Checksum,
    /// The text does not start with `ln` and the prefix of a known network.
    UnknownNetwork,
    /// The amount is not digits with at most one multiplier.
    AmountSyntax,
    /// The amount is zero or starts with a zero.
    AmountNotPositive,
    /// The amount is not a whole number of millisatoshi.
    AmountSubMillisatoshi,
    /// The amount is over 2^64-1 msat.
    AmountRange,
    /// The data is shorter than a timestamp and a signature.
    DataTruncated {
        /// The symbols there are, without the checksum.
        available: usize,
    },
    /// One or two symbols alone before the signature: no field is that short.
    FieldHeaderTruncated,
    /// A field runs into the signature.
    FieldTruncated {
        /// The length the field claims, in symbols.
        declared: usize,
        /// The symbols left for it.
        available: usize,
    },
    /// The bits behind a field's last byte are five or more, or not zero.
    Padding,
    /// Where the caller refuses it: a field of a fixed length has another.
    FixedLength {
        /// The length it should have, in symbols.
        expected: usize,
        /// The length it has, in symbols.
        actual: usize,
    },
    /// An integer or a feature vector starts with a zero symbol.
    NotMinimal,
    /// An integer is over 2^64-1.
    IntegerRange,
    /// The description is not UTF-8.
    DescriptionNotUtf8,
    /// The payee's key is not a compressed point of the curve.
    PayeeNotAPoint,
    /// Writing only: a fallback address of a version that readers skip.
    FallbackVersion {
        /// The version.
        version: u8,
    },
    /// A fallback address has a program of the wrong length, or no version.
    FallbackProgram {
        /// The length found, in bytes.
        actual: usize,
    },
    /// A route hint is empty or not a multiple of 51 bytes.
    RouteHintLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// Writing only: a route hint has no entry, or more than a field can hold.
    RouteHintEntries {
        /// The entries found.
        actual: usize,
    },
    /// The node of a route hint's entry is not a compressed point of the curve.
    RouteHintNotAPoint,
    /// There is no `payment_hash`.
    PaymentHashMissing,
    /// There is no `payment_secret`.
    PaymentSecretMissing,
    /// There is neither a description nor a description's hash.
    DescriptionMissing,
    /// There are both a description and a description's hash.
    DescriptionTwice,
    /// The recovery id is over 3.
    RecoveryId {
        /// The recovery id found.
        actual: u8,
    },
    /// No key can be recovered from the signature, or its numbers are out of range.
    SignatureInvalid,
    /// The signature is not the payee's.
    SignatureNotThePayees,
    /// The payee's key is given, and the signature has a high S.
    SignatureHighS,
    /// Writing only: the timestamp is over 2^35-1.
    TimestampRange,
    /// Writing only: a field is longer than 1023 symbols.
    FieldTooLong {
        /// The length it would have, in symbols.
        actual: usize,
    },
    /// Writing only: the features may not stand together.
    Features(FeatureErrorKind),
    /// Writing only: blinded paths beside a feature bit of AMP.
    BlindedPathsWithAmp,
    /// AMP without `payment_secret`.
    AmpWithoutPaymentSecret,
    /// Writing only: a field given as it is would count, or be refused, by a reader.
    FieldWouldCount,
    /// Writing only: the order asked for is not that of the fields.
    OrderMismatch,
    /// Writing only: the payee asked for is not the one whose key signs.
    PayeeMismatch,
    /// Paying only: a required feature that the payer does not know.
    UnknownEvenFeature {
        /// The bit.
        bit: u32,
    },
    /// Paying only: a feature lacks one that it needs.
    FeatureDependency(FeatureErrorKind),
    /// Paying only: the invoice has to be paid by AMP.
    AmpRequired,
    /// Paying only: the invoice has expired.
    Expired {
        /// The last second at which it could be paid, since 1970.
        at: u64,
    },
    /// Paying only: a part of zero, or of more than the total.
    PartAmount,
    /// Paying only: the total is below the invoice's amount, or over twice that.
    TotalAmount,
    /// Paying only: several parts, and the invoice does not offer `basic_mpp`.
    SeveralParts,
}

impl InvoiceErrorKind {
    /// The rule that is broken.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::NotPrintable | Self::NotInAlphabet => rule!("bolt11.text.characters"),
            Self::MixedCase => rule!("bolt11.text.case"),
            Self::SeparatorMissing => rule!("bolt11.text.separator"),
            Self::ChecksumTruncated { .. } => rule!("bolt11.text.checksum-complete"),
            Self::Checksum => rule!("bolt11.text.checksum"),
            Self::UnknownNetwork => rule!("bolt11.hrp.prefix"),
            Self::AmountSyntax => rule!("bolt11.amount.syntax"),
            Self::AmountNotPositive => rule!("bolt11.amount.positive"),
            Self::AmountSubMillisatoshi => rule!("bolt11.amount.sub-millisatoshi"),
            Self::AmountRange => rule!("bolt11.amount.range"),
            Self::DataTruncated { .. } => rule!("bolt11.data.complete"),
            Self::FieldHeaderTruncated => rule!("bolt11.field.framing"),
            Self::FieldTruncated { .. } => rule!("bolt11.field.complete"),
            Self::Padding => rule!("bolt11.field.padding"),
            Self::FixedLength { .. } => rule!("bolt11.field.fixed-length"),
            Self::NotMinimal => rule!("bolt11.field.integer-minimal"),
            Self::IntegerRange => rule!("bolt11.field.integer-range"),
            Self::DescriptionNotUtf8 => rule!("bolt11.d.utf-8"),
            Self::PayeeNotAPoint => rule!("bolt11.n.point"),
            Self::FallbackVersion { .. } => rule!("bolt11.f.version"),
            Self::FallbackProgram { .. } => rule!("bolt11.f.program"),
            Self::RouteHintLength { .. } | Self::RouteHintEntries { .. } => {
                rule!("bolt11.r.entries")
            }
            Self::RouteHintNotAPoint => rule!("bolt11.r.point"),
            Self::PaymentHashMissing => rule!("bolt11.p.present"),
            Self::PaymentSecretMissing => rule!("bolt11.s.present"),
            Self::DescriptionMissing => rule!("bolt11.d-h.one"),
            Self::DescriptionTwice => rule!("bolt11.d-h.not-both"),
            Self::RecoveryId { .. } => rule!("bolt11.signature.recovery-id"),
            Self::SignatureInvalid => rule!("bolt11.signature.valid"),
            Self::SignatureNotThePayees => rule!("bolt11.signature.payee"),
            Self::SignatureHighS => rule!("bolt11.signature.high-s"),
            Self::TimestampRange => rule!("bolt11.data.timestamp"),
            Self::FieldTooLong { .. } => rule!("bolt11.field.longest"),
            Self::Features(kind) => kind.rule(),
            Self::BlindedPathsWithAmp => rule!("amp.invoice.blinded-paths"),
            Self::AmpWithoutPaymentSecret => rule!("amp.invoice.payment-secret"),
            Self::FieldWouldCount => rule!("bolt11.write.unknown"),
            Self::OrderMismatch => rule!("bolt11.write.order"),
            Self::PayeeMismatch => rule!("bolt11.write.payee"),
            Self::UnknownEvenFeature { .. } => rule!("bolt11.pay.features"),
            Self::FeatureDependency(_) => rule!("bolt11.pay.dependencies"),
            Self::AmpRequired => rule!("amp.invoice.payer"),
            Self::Expired { .. } => rule!("bolt11.pay.expired"),
            Self::PartAmount | Self::TotalAmount => rule!("bolt11.pay.amount"),
            Self::SeveralParts => rule!("bolt11.pay.one-part"),
        }
    }

    /// The class of the rejection: the rule's, but for a writer that is asked to break a rule which
    /// tells readers what to accept.
    pub const fn class(self) -> Class {
        match self {
            Self::FallbackVersion { .. } => Class::BadValue,
            _ => self.rule().class(),
        }
    }
}

impl fmt::Display for InvoiceErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NotPrintable => "the character is not one of ASCII 33 to 126",
            Self::MixedCase => "the letter is not of the case that the first letter has",
            Self::SeparatorMissing => "there is no separator 1, or nothing before it",
            Self::NotInAlphabet => "the character is not of bech32's alphabet",
            Self::ChecksumTruncated { available } => {
                return write!(
                    f,
                    "the checksum has 6 characters, there are {available} after the separator"
                );
            }
            Self::Checksum => "the checksum is wrong",
            Self::UnknownNetwork => "the text does not start with lnbc, lntb, lntbs or lnbcrt",
            Self::AmountSyntax => "the amount is digits and at most one of m, u, n and p",
            Self::AmountNotPositive => "the amount is zero or starts with a zero",
            Self::AmountSubMillisatoshi => {
                "the amount is not a whole number of millisatoshi: with p, the last digit is 0"
            }
            Self::AmountRange => "the amount is over 2^64-1 msat",
            Self::DataTruncated { available } => {
                return write!(
                    f,
                    "timestamp and signature have 111 symbols, there are {available}"
                );
            }
            Self::FieldHeaderTruncated => "a field is cut: tag and length are three symbols",
            Self::FieldTruncated { declared, available } => {
                return write!(
                    f,
                    "the field claims {declared} symbols, there are {available} before the signature"
                );
            }
            Self::Padding => "the bits behind the last byte are five or more, or not zero",
            Self::FixedLength { expected, actual } => {
                return write!(f, "the field has {expected} symbols, this has {actual}");
            }
            Self::NotMinimal => "the value starts with a zero symbol",
            Self::IntegerRange => "the integer is over 2^64-1",
            Self::DescriptionNotUtf8 => "the description is not UTF-8",
            Self::PayeeNotAPoint => "the payee is not a compressed point of the curve",
            Self::FallbackVersion { version } => {
                return write!(f, "readers skip a fallback address of version {version}");
            }
            Self::FallbackProgram { actual } => {
                return write!(f, "no fallback address of this version has {actual} bytes");
            }
            Self::RouteHintLength { actual } => {
                return write!(f, "a route hint has 51 bytes an entry, this has {actual} bytes");
            }
            Self::RouteHintEntries { actual } => {
                return write!(f, "a route hint has 1 to 12 entries, this has {actual}");
            }
            Self::RouteHintNotAPoint => "the node is not a compressed point of the curve",
            Self::PaymentHashMissing => "payment_hash is missing",
            Self::PaymentSecretMissing => "payment_secret is missing",
            Self::DescriptionMissing => "description and description_hash are both missing",
            Self::DescriptionTwice => "description and description_hash, and only one may be there",
            Self::RecoveryId { actual } => {
                return write!(f, "the recovery id is 0 to 3, this is {actual}");
            }
            Self::SignatureInvalid => "no key can be recovered from the signature",
            Self::SignatureNotThePayees => "the signature is not the payee's",
            Self::SignatureHighS => "the signature has a high S, and the payee's key is given",
            Self::TimestampRange => "the timestamp is over 2^35-1",
            Self::FieldTooLong { actual } => {
                return write!(f, "a field has at most 1023 symbols, this would have {actual}");
            }
            Self::Features(kind) | Self::FeatureDependency(kind) => return kind.fmt(f),
            Self::BlindedPathsWithAmp => "blinded paths in an AMP invoice",
            Self::AmpWithoutPaymentSecret => "option_amp needs payment_secret, which is not set",
            Self::FieldWouldCount => {
                "the field would count or be refused; it can't be written as it is"
            }
            Self::OrderMismatch => "the order asked for is not that of the fields",
            Self::PayeeMismatch => "the payee asked for is not the one whose key signs",
            Self::UnknownEvenFeature { bit } => {
                return write!(f, "an unknown required feature (bit {bit})");
            }
            Self::AmpRequired => "the invoice has to be paid by AMP",
            Self::Expired { at } => {
                return write!(f, "the invoice expired {at} seconds after 1970");
            }
            Self::PartAmount => "the part is zero or more than the total",
            Self::TotalAmount => "the total is below the invoice's amount or over twice that",
            Self::SeveralParts => "several parts, and the invoice does not offer basic_mpp",
        };
        f.write_str(text)
    }
}

/// Why an invoice was refused, where, and at which field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InvoiceError {
    kind: InvoiceErrorKind,
    offset: Option<usize>,
    tag: Option<Tag>,
}

impl InvoiceError {
    /// A fault at a character of the text.
    #[cold]
    pub(super) const fn at(kind: InvoiceErrorKind, offset: usize) -> Self {
        Self { kind, offset: Some(offset), tag: None }
    }

    /// A fault that has no character: a field is not there, or nothing was read.
    #[cold]
    pub(super) const fn new(kind: InvoiceErrorKind) -> Self {
        Self { kind, offset: None, tag: None }
    }

    /// The same fault, of a field with this tag.
    pub(super) const fn of_field(self, tag: Tag) -> Self {
        Self { tag: Some(tag), ..self }
    }

    /// What is wrong.
    pub const fn kind(&self) -> InvoiceErrorKind {
        self.kind
    }

    /// The first character of the item at fault, counted from the start of the text in bytes. `None`
    /// where a field is missing, or when writing or paying.
    ///
    /// The item is the field's length where that claims too much, the last symbol where the padding is
    /// wrong, the value where it has the wrong length or content, and the signature's start where that
    /// is wrong.
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }

    /// The tag of the field at fault: the one that is missing where one is.
    pub const fn tag(&self) -> Option<Tag> {
        self.tag
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.kind.rule()
    }

    /// The class of the rejection.
    pub const fn class(&self) -> Class {
        self.kind.class()
    }
}

impl From<FeatureError> for InvoiceError {
    /// Features that may not be written together.
    fn from(error: FeatureError) -> Self {
        Self::new(InvoiceErrorKind::Features(error.kind())).of_field(Tag::FEATURES)
    }
}

impl fmt::Display for InvoiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        if let Some(offset) = self.offset {
            write!(f, " at character {offset}")?;
        }
        match self.tag {
            Some(tag) => write!(f, " (field {tag})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for InvoiceError {}
