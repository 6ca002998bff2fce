//! Custom records that are in public use.
//!
//! Their types are nobody's to assign. These stand in the list that applications keep
//! (satoshis.stream, TLV record registry), the keysend preimage in bLIP 3, the podcast metadata in
//! bLIP 10.

use crate::onion::types;

/// What the public lists call the record of this type.
pub(super) const fn name_of(record_type: u64) -> Option<&'static str> {
    Some(match record_type {
        types::KEYSEND_PREIMAGE => "keysend_preimage",
        696_969 => "lnpay_wallet_destination",
        818_818 => "hive_account",
        // The even one came first; the list now sends people to the odd one.
        7_629_168 | 7_629_171 => "tip_note",
        7_629_169 => "podcast_metadata",
        7_629_173 => "podcast_metadata_proposed",
        7_629_175 => "podcast_id",
        34_349_334 => "chat_message",
        34_349_337 => "chat_signature",
        34_349_339 => "chat_sender_key",
        34_349_340 => "chat_sender_name",
        34_349_343 => "chat_timestamp",
        34_349_345 => "chat_content_type",
        34_349_347 => "chat_request_type",
        112_111_100 => "lnpay_wallet_id",
        133_773_310 => "podcast_data",
        _ => return None,
    })
}
