//! The payee: holds HTLCs until a payment is whole, and then settles all of it, or fails it.
//!
//! A state machine without clock and without I/O. Times, heights and HTLCs go in as [`Event`]s, what is
//! to be done comes out as [`Action`]s. The specification (`spec/amp.md`, section 8) is its text, check
//! by check; each check names its rule here.
//!
//! ```text
//! a payment by        is found by                    is complete when
//! AMP, type 14        payment_secret and set_id      the amounts make the total, and every hash is right
//! AMP, type 8         set_id                         the same
//! payment_data        payment_secret, payment_hash   the amounts make the total
//! keysend             itself                         at once
//! ```
//!
//! # What the caller does
//!
//! ```text
//! a block                    Event::Block, at once, also after a restart: what expires too soon fails by it
//! Payee::next_deadline       Event::Tick then; asked again after each event
//! an HTLC left its channel   Event::Resolved: until then it is recorded, and counts in Limits::htlcs
//! an invoice is over         Payee::remove_invoice: until then its settled sets are remembered
//! now and then               Payee::forget_spontaneous, where such payments are taken
//! ```
//!
//! Without blocks, HTLCs are settled that expire too soon. What else is left out shows late: HTLCs are held
//! for longer than they should be, and once [`Limits::htlcs`] are recorded of which nobody said that they
//! had left, nothing is taken any more.
//!
//! An answer can come more than once: at every replay, and twice in one event where a replay comes at its
//! set's deadline. It is the same each time, and the channel takes one.
//!
//! # Storing
//!
//! The state has to be stored after [`Payee::handle`] and before any of its actions is carried out
//! (feature `serde`: `Payee::to_state`). A state that is loaded has the time and the height at which it was
//! stored. So after a restart, in this order, before anything else:
//!
//! ```text
//! Event::Resolved    for each recorded HTLC that is gone: one that still counts would complete a set
//!                    that is not all there
//! Event::Block       with the height of the chain: by the old one HTLCs would be settled too late
//! Event::Htlc        for each that is in its channel: what was decided and stored is answered as it was,
//!                    what was not stored was not carried out either, and is decided anew
//! ```
//!
//! Without storing, a payee can reveal the preimages of some HTLCs of a set and forget the others.
//!
//! # Time
//!
//! The caller's clock may stand still or go back, and never far ahead: the latest second that was seen is
//! stored, and until the clock has come there again no set's time runs out, nor does any that begins. Such
//! sets are held until a block fails them.
//!
//! # Example
//!
//! ```
//! use ampwire::amp::payee::{
//!     Action, Event, Htlc, HtlcId, Payee, PayeeConfig, PayeeInvoice,
//! };
//! use ampwire::amp::ShareTree;
//! use ampwire::onion::{AmpRecord, Layout, Layouts, PayloadBuilder, PaymentData};
//! use ampwire::secret::{PaymentSecret, SetId};
//! use ampwire::wire::Encode;
//!
//! let payment_secret = PaymentSecret::new([0x11; 32]);
//! let mut payee = Payee::new(PayeeConfig::new(Layouts::DEPLOYED, 19), 1_700_000_000, 800_000);
//! payee.add_invoice(PayeeInvoice::amp(&payment_secret).amount_msat(1_000))?;
//!
//! // A payer splits the payment in two, here with a generator that is not random.
//! let mut next = 0_u8;
//! let mut random = |bytes: &mut [u8; 32]| {
//!     next += 1;
//!     bytes.fill(next);
//! };
//! let mut tree = ShareTree::random(&mut random)?;
//! let shards = tree.all_shards(&[1, 2], &mut random)?;
//!
//! let mut answers = Vec::new();
//! for (id, shard) in (1..).zip(shards) {
//!     let payload = PayloadBuilder::new()
//!         .amt_to_forward(500)
//!         .outgoing_cltv_value(800_040)
//!         .payment_data(PaymentData { payment_secret, total_msat: 1_000 })
//!         .amp_record(AmpRecord {
//!             layout: Layout::Type14,
//!             root_share: shard.share,
//!             set_id: SetId([0x33; 32]),
//!             child_index: shard.child_index,
//!         })
//!         .build()?
//!         .to_vec();
//!     let htlc = Htlc {
//!         id: HtlcId { channel: 1, id },
//!         amount_msat: 500,
//!         payment_hash: shard.payment_hash,
//!         cltv_expiry: 800_040,
//!         payload: &payload,
//!     };
//!     answers.push(payee.handle(1_700_000_001, Event::Htlc(htlc)));
//! }
//! // The first is held until the second is there; then both are settled.
//! assert!(matches!(answers[0][..], [Action::Hold { .. }]));
//! assert!(matches!(answers[1][..], [Action::Settle { .. }, Action::Settle { .. }]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod action;
mod config;
mod error;
mod event;
mod invoice;
mod judge;
mod key;
mod machine;
mod names;
mod record;
mod sets;
mod slab;
#[cfg(feature = "serde")]
mod state;
#[cfg(test)]
mod tests;

pub use action::{Action, FailReason};
pub use config::{Limits, MppTimeout, PayeeConfig};
pub use error::{PayeeError, PayeeErrorKind};
pub use event::{Event, Htlc, HtlcId};
pub use invoice::PayeeInvoice;
pub use machine::Payee;
#[cfg(feature = "serde")]
pub use state::PayeeState;
