//! The payer: sends a payment in parts, sends anew what fails, and says what came of it.
//!
//! A state machine without clock and without I/O. What paths are found and what comes back goes in as
//! [`Event`]s, what is to be done comes out as [`Action`]s. The specification (`spec/amp.md`, section 9)
//! is its text; each check names its rule here.
//!
//! ```text
//! a part fails by   its share                     what lacks then is sent
//! a router          comes back, is split anew     at once, under the same root and set_id
//! the payee         is known there                once nothing is outstanding, under new ones
//! ```
//!
//! The outstanding parts never make more than the total, and none is of nothing: so all of them are
//! needed to reach it, and no strict subset does. The part that reaches it is the last, and takes all
//! that was kept of the root. After one part is settled nothing is sent any more: a payee that has one
//! preimage has them all.
//!
//! # What remains
//!
//! A payee needs the shares of all parts that are outstanding to claim any of them. A router that fails a
//! part may have shown its onion to the payee before: the payee then has that share, and, once the
//! other parts are there, the root. The payer, who thinks that the share is not known, makes other parts
//! of it; the payee does not need to wait for them, and can claim less than the total. The payer does
//! not pay more than it wanted to, but the payment is not atomic any more: some parts are settled, and
//! the payee may deny that it was paid. No payer can tell such a failure from any other.
//! [`PayerConfig::fresh_root_after_each_failure`] excludes it: nothing is made of a root again once any
//! part has failed.
//!
//! # What the caller does
//!
//! Nothing happens by itself: there is no time here. As long as the payment is [open](Status::Open) the
//! caller sends, by [`Payer::plan`] or as its paths are; when it has waited for long enough, it says
//! [`Event::GiveUp`], and goes on to tell what becomes of the parts that are out. A part has failed once its
//! HTLC is gone for good, and not before: of one that was said to have failed and is claimed then, the
//! preimage is [refused](PayerErrorKind::PartResolved), though the payee has the money.
//!
//! # Storing
//!
//! The state has to be stored after [`Payer::handle`] and before any of its actions is carried out
//! (feature `serde`: `Payer::to_state`). Each part has an id, under which the caller's node offers one
//! HTLC, once for ever: an attempt's id. After a restart the caller loads the state and goes through
//! [`Payer::outstanding`]: what the node knows by its id was offered, and what came of it is handled as
//! an event, also where it was handled before; what the node does not know is offered now. What was
//! planned and not stored was not offered. [`Action::Ended`] comes once: whether a loaded payment is at its
//! end, [`Payer::status`] says.
//!
//! A state that is loaded twice does not pay twice, as long as ids come from [`Payer::next_id`], or from
//! elsewhere by the state alone, and never from a counter that goes on by itself. Both copies then name
//! their next part alike, and the node takes the id once. The copy that comes second holds another hash
//! for it, and refuses the preimage that comes back: to it that part stays outstanding for ever, and as
//! it was never offered, no set that it is needed for is complete. So of both copies one alone can pay.
//!
//! # Example
//!
//! ```
//! use ampwire::amp::payer::{Action, Event, Payer, PayerConfig, Status};
//! use ampwire::secret::PaymentSecret;
//! use ampwire::wire::Encode;
//!
//! // Here from a counter, so that the example runs: a payer takes its operating system's generator.
//! let mut next = 0_u8;
//! let mut random = |bytes: &mut [u8; 32]| {
//!     next += 1;
//!     bytes.fill(next);
//! };
//! let mut payer = Payer::new(PayerConfig::new(PaymentSecret::new([0x11; 32]), 1_000, 4))?;
//! for amt_to_forward in payer.plan(2) {
//!     let id = payer.next_id().unwrap();
//!     let send = Event::Send { id, amt_to_forward, outgoing_cltv_value: 800_040 };
//!     let actions = payer.handle(send, &mut random);
//!     // Here the state is stored. Then the HTLC is offered:
//!     let [Action::Send(hop)] = &actions[..] else { panic!("{actions:?}") };
//!     assert_eq!(hop.payload.to_vec().len(), 115);
//! }
//! assert_eq!(payer.status(), Status::AllOut);
//!
//! // One fails on its way: what lacks is sent anew, in two.
//! let actions = payer.handle(Event::FailedByRouter { id: 2 }, &mut random);
//! assert!(actions.is_empty());
//! assert_eq!((payer.lacks_msat(), payer.plan(2)), (500, vec![250, 250]));
//! # Ok::<(), ampwire::amp::payer::PayerError>(())
//! ```

mod attempt;
mod config;
mod error;
mod event;
mod machine;
#[cfg(feature = "serde")]
mod state;
#[cfg(test)]
mod tests;

pub use config::PayerConfig;
pub use error::{PayerError, PayerErrorKind};
pub use event::{Action, Event, FinalHop, Status};
pub use machine::Payer;
#[cfg(feature = "serde")]
pub use state::PayerState;
