//! What always holds, as functions that panic where it does not (feature `arbitrary`).
//!
//! Fuzz targets and property tests call the same functions, so that what one finds the other keeps.
//! Each takes bytes, or a value from [`arbitrary`](crate::arbitrary), and uses nothing but the public
//! interface of the library.
//!
//! ```text
//! bigsize, truncated, tlv_stream, frame       any bytes: nothing panics; what is accepted is written again byte
//! amp_record, hop_payload, encrypted_data,    for byte; a second, slow decoder agrees on values and faults; an
//! onion_failure, features, symbols            error points at a byte that is there and names a rule of the table
//! encoded, amp_record_value, payload_value,   values: what is written reads back; sizes are what they say; Debug
//! onion_failure_value, hop_payload_wire       hides the secrets
//! feature_rules, features_built               a second table of BOLT 9 agrees; what is built keeps its own rules
//! invoice_value                               invoices: what is written reads back, and is written again character
//!                                             for character; the checksum is BIP 173's
//! invoice_text, invoice_data,                 any text, any data with a right checksum, invoices with faults put in: a
//! invoice_fields                              second decoder, the strict reader and the lenient one agree; what is read
//!                                             is written again; secrets do not show
//! checksum                                    any bytes: bech32's checksum is the one that BIP 173 describes
//! invoice_explanation                         any text, explained: every character in one span, the parser's fault,
//!                                             secrets marked, nothing that moves a cursor
//! derivation                                  a second implementation agrees; the order of the parts does not
//!                                             matter; all parts but one never match
//! payee                                       what happens to a payee: a second one, which looks through one list for
//!                                             everything, answers alike; nothing is held in the end
//! payer                                       what happens to a payer: a second one, which counts everything anew,
//!                                             answers alike; the shares of less than the total never make the root
//! share_tree                                  what is out and what is kept make the root, whatever is done
//! explain, explanation, explain_damaged       every byte has one span, the fault is the parser's, words stay short,
//!                                             secrets are marked
//! ```
//!
//! # Panics
//!
//! All functions here panic where a property does not hold; that is their purpose.

#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is how a check reports"
)]

mod amp_record;
mod checksum;
mod derivation;
mod encrypted_data;
mod errors;
mod explain;
mod failure;
mod features;
mod frame;
mod invoice;
mod invoice_explain;
mod invoice_text;
mod layouts;
mod naive;
mod payee;
mod payer;
mod payload;
mod scalars;
mod secrecy;
mod shares;
mod stream;

pub use amp_record::{amp_record, amp_record_value};
pub use checksum::checksum;
pub use derivation::derivation;
pub use encrypted_data::encrypted_data;
pub use explain::{explain, explain_damaged, explanation};
pub use failure::{onion_failure, onion_failure_value};
pub use features::{feature_rules, features, features_built, symbols};
pub use frame::frame;
pub use invoice::invoice_value;
pub use invoice_explain::invoice_explanation;
pub use invoice_text::{invoice_data, invoice_fields, invoice_text};
pub use payee::payee;
pub use payer::payer;
pub use payload::{hop_payload, hop_payload_wire, payload_value};
pub use scalars::{bigsize, encoded, truncated};
pub use shares::share_tree;
pub use stream::{tlv_records, tlv_stream};
