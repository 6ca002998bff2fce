use crate::{Answer, Differences, Peer, Question, Word};

/// Where two answers differ. Where the other names no record, or by its nature no class, and what it
/// hides of what it read, there is nothing to compare with.
pub fn differences<P: Peer>(
    question: Question<'_>,
    ours: &Answer<'_>,
    theirs: &Answer<'_>,
) -> Differences {
    let mut differences = Differences::default();
    let mut compare = |what, same: bool| {
        if !same {
            differences = differences.and(what);
        }
    };
    match (ours, theirs) {
        (Answer::Ok(ours), Answer::Ok(theirs)) => {
            compare(Differences::AMT_TO_FORWARD, ours.amt_to_forward == theirs.amt_to_forward);
            compare(
                Differences::OUTGOING_CLTV_VALUE,
                ours.outgoing_cltv_value == theirs.outgoing_cltv_value,
            );
            compare(
                Differences::SHORT_CHANNEL_ID,
                ours.short_channel_id == theirs.short_channel_id,
            );
            compare(Differences::PAYMENT_DATA, ours.payment_data == theirs.payment_data);
            compare(
                Differences::ENCRYPTED_RECIPIENT_DATA,
                ours.encrypted_recipient_data == theirs.encrypted_recipient_data,
            );
            compare(
                Differences::CURRENT_PATH_KEY,
                ours.current_path_key == theirs.current_path_key,
            );
            compare(Differences::AMP_RECORD, ours.amp_record == theirs.amp_record);
            compare(
                Differences::PAYMENT_METADATA,
                ours.payment_metadata == theirs.payment_metadata,
            );
            compare(
                Differences::TOTAL_AMOUNT_MSAT,
                ours.total_amount_msat == theirs.total_amount_msat,
            );
            compare(
                Differences::KEYSEND_PREIMAGE,
                ours.keysend_preimage == theirs.keysend_preimage,
            );
            compare(Differences::OTHER, ours.other.clone().eq(theirs.other.clone()));
            differences = differences.without(P::hidden(question));
        }
        (Answer::Reject(ours), Answer::Reject(theirs)) => {
            let not_canonical = theirs.class == Word::NOT_CANONICAL
                && matches!(ours.class, Word::ORDER | Word::DUPLICATE);
            let untold = !P::CLASSES && theirs.class == Word::NONE;
            compare(Differences::CLASS, untold || not_canonical || ours.class == theirs.class);
            compare(Differences::TLV_TYPE, theirs.record.is_none() || ours.record == theirs.record);
        }
        _ => compare(Differences::VERDICT, false),
    }
    differences
}
