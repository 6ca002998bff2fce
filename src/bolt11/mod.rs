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
//!
//! [`VerifiedInvoice`] is what one reads and pays: its signature was checked, so the payee is known.
//! [`InvoiceView`] is the same without that, and [`LenientInvoice`] says all that is wrong with a text.
//! All borrow the text; [`Invoice`] owns it. [`InvoiceBuilder`] writes, [`Payer`] says what the final hop
//! of a payment gets.
//!
//! ```
//! use ampwire::bolt11::{AmpSupport, InvoiceView, strip_uri_prefix};
//!
//! # let scanned = "LIGHTNING:LNBC25M1PVJLUEZPP5QQQSYQCYQ5RQWZQFQQQSYQCYQ5RQWZQFQQQSYQCYQ5RQWZQFQYPQDQ5VDHKVEN9V5SXYETPDEESSP5ZYG3ZYG3ZYG3ZYG3ZYG3ZYG3ZYG3ZYG3ZYG3ZYG3ZYG3ZYG3ZYGS9Q5SQQQQQQQQQQQQQQQQSGQ2A25DXL5HRNTDTN6ZVYDT7D66HYZSYHQS4WDYNAVYS42XGL6SGX9C4G7ME86A27T07MDTFRY458RTJR0V92CNMSWPSJSCGT2VCSE3SGPZ3UAPA";
//! let invoice = InvoiceView::parse_unverified(strip_uri_prefix(scanned))?;
//! assert_eq!(invoice.amount_msat(), Some(2_500_000_000));
//! assert!(invoice.description().unwrap() == "coffee beans");
//! assert_eq!(invoice.amp_support(), AmpSupport::None);
//!
//! # #[cfg(feature = "secp256k1")] {
//! let invoice = invoice.verify()?;
//! let payee = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";
//! assert_eq!(invoice.payee().to_string(), payee);
//! # }
//! # Ok::<(), ampwire::bolt11::InvoiceError>(())
//! ```
//!
//! # Deviation from the specification
//!
//! - BOLT 11 says in one place that a `p`, `s`, `h` or `n` field of the wrong length fails the payment,
//!   and skips them in an example. This reader skips them, unless
//!   [`InvoiceRules::refuse_wrong_lengths`] is called.
//! - What binds writers alone is asked of the text that is read, too: amounts are positive, without
//!   leading zero and at most 2^64-1 msat, padding is zero and shorter than a symbol, descriptions are
//!   UTF-8, and fallback addresses have the length of their version.
//! - Where a field that may stand once comes again, the first that is right counts and the others are
//!   not looked at. BOLT 11 says so of `p` alone.
//! - A recovery id over 3 is refused also where the payee's key is given.

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
