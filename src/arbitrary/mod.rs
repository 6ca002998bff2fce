//! [`Arbitrary`](::arbitrary::Arbitrary) for the owned types, for fuzz targets and property tests (feature `arbitrary`).
//!
//! Written by hand: values lie on and beside the edges of the wire format far more often than chance
//! would put them there, and they are valid by construction. Where what was drawn does not fit, it is
//! repaired and not thrown away, so that short inputs give values too.
//!
//! - The owned types of the library: scalars, the 32-byte values, [`AmpRecord`](crate::onion::AmpRecord),
//!   [`Payload`](crate::onion::Payload) and its parts. There is none for views: a view is made from bytes.
//! - [`InvoiceBuilder`](crate::bolt11::InvoiceBuilder) and its parts: invoices that can be signed.
//! - [`CustomRecords`] and [`Parts`]: lists, with what matters between their elements, such as equal
//!   indexes.
//! - [`Wire`]: the bytes of a payload with up to three faults put in. [`Damaged`]: the same with bytes
//!   lost or changed, and the knowledge which of them are secret.
//! - [`InvoiceWire`]: the text of an invoice with up to three faults put in, its checksum and signature made
//!   right.
//! - [`PayeeScenario`], [`PayerScenario`] and [`ShareSteps`]: what happens to a payee, to a payer, to the
//!   shares of a payment, in worlds so small that things meet.
//! - [`FeatureQuestion`] and [`FeatureSteps`]: what is asked of feature vectors and of their builder.
//!
//! The functions of [`check`](crate::check) take these values.

mod damaged;
mod draw;
mod failure;
mod features;
mod invoice;
mod invoice_faults;
mod invoice_wire;
mod mutation;
mod parts;
mod payee;
mod payer;
mod payload;
mod shares;
mod values;
mod wire;

pub use damaged::{Damage, Damaged};
pub use features::{FeatureQuestion, FeatureStep, FeatureSteps, Knowing};
pub use invoice_wire::InvoiceWire;
pub use parts::Parts;
pub use payee::{PayeeScenario, PayeeStep};
pub use payer::{PayerAmount, PayerScenario, PayerStep};
pub use payload::CustomRecords;
pub use shares::{ShareGenerator, ShareStep, ShareSteps};
pub use wire::Wire;
