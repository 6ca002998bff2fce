//! The numbers of the records of a hop payload.

/// `amt_to_forward`: tu64, msat.
pub const AMT_TO_FORWARD: u64 = 2;
/// `outgoing_cltv_value`: tu32, blocks.
pub const OUTGOING_CLTV_VALUE: u64 = 4;
/// `short_channel_id`: 8 bytes.
pub const SHORT_CHANNEL_ID: u64 = 6;
/// `payment_data`: 32 bytes of secret and a tu64 of msat. The AMP record in the type 8 layout stands
/// in the same type.
pub const PAYMENT_DATA: u64 = 8;
/// `encrypted_recipient_data`: any bytes.
pub const ENCRYPTED_RECIPIENT_DATA: u64 = 10;
/// `current_path_key`: 33 bytes.
pub const CURRENT_PATH_KEY: u64 = 12;
/// The AMP record as deployed.
pub const AMP_RECORD: u64 = 14;
/// `payment_metadata`: any bytes.
pub const PAYMENT_METADATA: u64 = 16;
/// `total_amount_msat`: tu64, msat.
pub const TOTAL_AMOUNT_MSAT: u64 = 18;
/// The keysend preimage of bLIP 3: 32 bytes.
pub const KEYSEND_PREIMAGE: u64 = 5_482_373_484;
/// The first type of the range for custom records.
pub const CUSTOM_START: u64 = 65_536;

/// Whether the type has a name here.
pub const fn is_known(record_type: u64) -> bool {
    matches!(
        record_type,
        AMT_TO_FORWARD
            | OUTGOING_CLTV_VALUE
            | SHORT_CHANNEL_ID
            | PAYMENT_DATA
            | ENCRYPTED_RECIPIENT_DATA
            | CURRENT_PATH_KEY
            | AMP_RECORD
            | PAYMENT_METADATA
            | TOTAL_AMOUNT_MSAT
            | KEYSEND_PREIMAGE
    )
}

/// Whether a reader that does not know the type has to refuse it, were it not a custom record.
pub const fn is_even(record_type: u64) -> bool {
    record_type % 2 == 0
}
