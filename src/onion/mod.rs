//! One hop's payload (BOLT 4, payload format): which records, of which lengths, which together, and
//! for whom.
//!
//! ```text
//! type        record                      value
//! 2           amt_to_forward              tu64, msat
//! 4           outgoing_cltv_value         tu32, blocks
//! 6           short_channel_id            8 bytes
//! 8           payment_data                payment_secret 32 | total_msat tu64
//! 8           amp_record (type 8 layout)  root_share 32 | set_id 32 | child_index 4
//! 10          encrypted_recipient_data    any bytes
//! 12          current_path_key            33 bytes, a compressed point
//! 14          amp_record                  root_share 32 | set_id 32 | child_index tu32
//! 16          payment_metadata            any bytes
//! 18          total_amount_msat           tu64, msat
//! 5482373484  keysend preimage            32 bytes (bLIP 3)
//! ```
//!
//! [`PayloadView`] borrows and checks, [`Payload`] owns and writes. Which layouts of the AMP record a
//! caller accepts is always said, in [`Layouts`]; nothing is guessed.
//!
//! # Deviation from the specification
//!
//! - BOLT 1 refuses every unknown even record. From type 65536 up this reader keeps them, as deployed
//!   readers do, unless [`PayloadRules::refuse_custom_even`] is called.
//! - BOLT 1 limits amounts to 21 million BTC. This reader does not judge amounts.
//! - BOLT 4 tells writers to leave `payment_data` out of intermediate hops and `short_channel_id` out
//!   of the final hop. This reader refuses them there.

mod amp_record;
mod encrypted_data;
mod error;
mod failure;
mod frame;
mod layouts;
pub mod payload;
mod payment_data;
mod public_key;
pub mod types;

pub use amp_record::AmpRecord;
pub use encrypted_data::{EncryptedDataView, PaymentConstraints, PaymentRelay};
pub use error::{OnionError, OnionErrorKind};
pub use failure::{Failure, FailureError, FailureErrorKind};
pub use frame::{HopPayload, frame};
pub use layouts::{Layout, Layouts};
pub use payload::{Payload, PayloadBuilder, PayloadRules, PayloadView, Role};
pub use payment_data::PaymentData;
pub use public_key::PublicKey;
