//! LND's answers, as its adapter packs them (`adapters/lnd/core/compact.go`).

use ampwire_fuzz_peer::{Accepted, Answer, Other, Packed, Rejected, Word};

/// The classes that LND's errors tell apart, by their numbers in the compact form.
const CLASSES: [Word; 10] = [
    Word::NONE,
    Word::TRUNCATED,
    Word::BAD_LENGTH,
    Word::NOT_MINIMAL,
    Word::NOT_CANONICAL,
    Word::UNKNOWN_EVEN,
    Word::MISSING,
    Word::FORBIDDEN,
    Word::BAD_VALUE,
    Word::LIMIT,
];

/// Reads an answer.
///
/// # Panics
///
/// Where it isn't one: the adapter and this package don't fit together.
pub(crate) fn read(compact: &[u8]) -> Answer<'_> {
    let mut rest = Packed::new(compact);
    match rest.byte() {
        0 => Answer::Ok(accepted(rest)),
        1 => {
            let class = CLASSES[usize::from(rest.byte())];
            let record = if rest.rest().is_empty() { None } else { Some(rest.integer()) };
            Answer::Reject(Rejected { class, record, error: None })
        }
        2 => Answer::Panic(String::from_utf8_lossy(rest.rest()).into_owned()),
        verdict => panic!("the adapter gave a verdict {verdict}"),
    }
}

fn accepted(mut rest: Packed<'_>) -> Accepted<'_> {
    let members = u16::from_be_bytes(rest.array());
    let has = |member: u32| members & (1 << member) != 0;
    // The order is that of the bytes.
    Accepted {
        amt_to_forward: has(0).then(|| rest.integer()),
        outgoing_cltv_value: has(1).then(|| rest.narrow()),
        short_channel_id: has(2).then(|| rest.integer()),
        payment_data: has(3).then(|| (rest.array(), rest.integer())),
        encrypted_recipient_data: has(4).then(|| rest.bytes()),
        current_path_key: has(5).then(|| rest.array()),
        amp_record: has(6).then(|| (rest.array(), rest.array(), rest.narrow())),
        payment_metadata: has(7).then(|| rest.bytes()),
        total_amount_msat: has(8).then(|| rest.integer()),
        keysend_preimage: has(9).then(|| rest.bytes()),
        other: Other::Packed(rest),
    }
}
