//! LDK's answers, as its adapter gives them to callers in the same process.

use ampwire_fuzz_peer::{Accepted, Answer, Other, Rejected, Word};
use ampwire_testee_ldk::answer::Failure;
use ampwire_testee_ldk::payload::Payload;

/// Takes an answer for what it says.
///
/// # Panics
///
/// Where LDK could not be asked: that is no answer.
pub(crate) fn read(said: &Result<Payload, Failure>) -> Answer<'_> {
    match said {
        Ok(payload) => Answer::Ok(accepted(payload)),
        Err(Failure::Refused(refusal)) => {
            let class = refusal.class.map_or(Word::NONE, |class| {
                Word::find(class).unwrap_or_else(|| panic!("the adapter gave a class {class}"))
            });
            Answer::Reject(Rejected { class, record: None, error: None })
        }
        Err(Failure::Lacking(why)) => panic!("LDK could not be asked: {why}"),
    }
}

fn accepted(payload: &Payload) -> Accepted<'_> {
    Accepted {
        amt_to_forward: payload.amt_to_forward,
        outgoing_cltv_value: payload.outgoing_cltv_value,
        short_channel_id: payload.short_channel_id,
        payment_data: payload.payment_data,
        encrypted_recipient_data: None,
        current_path_key: None,
        amp_record: None,
        payment_metadata: payload.payment_metadata.as_deref(),
        total_amount_msat: payload.total_amount_msat,
        keysend_preimage: payload.keysend_preimage.as_ref().map(<[u8; 32]>::as_slice),
        other: Other::Listed(&payload.custom),
    }
}
