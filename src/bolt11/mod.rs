//! Invoices (BOLT 11): a request for a payment as one line of text.
//!
//! ```text
//! ln | network | amount | 1 | timestamp | fields ... | signature | checksum
//! `---- human-readable ----'   7 symbols                104         6
//!
//! network    bc (bitcoin), tb (testnet), tbs (signet), bcrt (regtest)
//! amount     digits, and m, u, n or p; or nothing
//! field      tag 1 symbol | length 2 symbols | value
//!
//! p   payment_hash                   52 symbols, 32 bytes
//! s   payment_secret                 52 symbols, 32 bytes
//! d   description                    UTF-8
//! h   description's hash             52 symbols, 32 bytes
//! n   the payee's key                53 symbols, a compressed point of 33 bytes
//! x   expiry                         integer, seconds; 3600 where it is not there
//! c   min_final_cltv_expiry_delta    integer, blocks; 18 where it is not there
//! f   fallback address               version 1 symbol | program
//! r   route hint                     51 bytes an entry: node_id 33 | short_channel_id 8 |
//!                                    fee_base_msat 4 | fee_proportional_millionths 4 |
//!                                    cltv_expiry_delta 2
//! 9   features                       bits, from the last symbol's lowest
//! m   payment_metadata               any bytes
//! ```
//!
//! A symbol is a character of bech32's alphabet and has 5 bits.

mod amount;
mod amp;
mod builder;
mod description;
mod error;
#[cfg(test)]
mod examples;
mod fallback;
mod field;
mod fields;
mod invoice;
mod lenient;
mod network;
mod pay;
mod raw_field;
mod route_hint;
mod rules;
mod sign;
mod signature;
mod tagged;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod verified;
mod view;
mod walk;

pub use amp::{AMP_EXPIRY, AmpSupport};
pub use builder::InvoiceBuilder;
pub use description::Description;
pub use error::{InvoiceError, InvoiceErrorKind};
pub use fallback::Fallback;
pub use field::Tag;
pub use fields::{Field, Fields};
pub use invoice::Invoice;
pub use lenient::LenientInvoice;
pub use network::Network;
pub use pay::{AmpInvoice, Part, Payer};
pub use raw_field::RawField;
pub use route_hint::{RouteHintEntries, RouteHintEntry, RouteHintView};
pub use rules::InvoiceRules;
#[cfg(feature = "secp256k1")]
pub use sign::SecretKey;
pub use sign::UnsignedInvoice;
pub use value::FieldValue;
pub use verified::VerifiedInvoice;
pub use view::InvoiceView;

/// The text without the prefix of a URI, `lightning:` in any case, if it is there. `lightning://` is no
/// such prefix.
///
/// ```
/// use ampwire::bolt11::strip_uri_prefix;
///
/// assert_eq!(strip_uri_prefix("LIGHTNING:LNBC1"), "LNBC1");
/// assert_eq!(strip_uri_prefix("lnbc1"), "lnbc1");
/// assert_eq!(strip_uri_prefix("lightning://lnbc1"), "lightning://lnbc1");
/// ```
pub fn strip_uri_prefix(text: &str) -> &str {
    const PREFIX: &str = "lightning:";
    match text.split_at_checked(PREFIX.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(PREFIX) && !rest.starts_with("//") => {
            rest
        }
        _ => text,
    }
}
