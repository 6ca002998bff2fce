//! One part that was sent, by itself: what its payload says, beside what was asked for.

use ampwire::onion::{Layouts, PayloadRules, PayloadView, Role};

use super::derivation::{Bytes32, is_zero};
use super::payment::Order;
use super::{Findings, PROTOCOL, read};
use crate::protocol::Members;

/// What a part carries, and what it is locked to.
pub(super) struct Sent {
    pub(super) payment_hash: Bytes32,
    pub(super) share: Bytes32,
    pub(super) set_id: Bytes32,
    pub(super) index: u32,
}

impl Sent {
    /// Reads an entry and looks at it by itself. None where it is not one to follow further.
    pub(super) fn read(
        entry: &Members,
        amount_msat: u64,
        order: &Order,
        place: &str,
        findings: &mut Findings,
    ) -> Option<Self> {
        match Self::checked(entry, amount_msat, order, place, findings) {
            Ok(sent) => Some(sent),
            Err((rule, why)) => {
                findings.add(rule, place, why);
                None
            }
        }
    }

    fn checked(
        entry: &Members,
        amount_msat: u64,
        order: &Order,
        place: &str,
        findings: &mut Findings,
    ) -> Result<Self, (&'static str, String)> {
        let form = |why| (PROTOCOL, why);
        let payment_hash = read::bytes32(entry, "payment_hash").map_err(form)?;
        let bytes = read::bytes(entry, "payload").map_err(form)?;
        let rules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);
        let payload = PayloadView::parse(&bytes, rules)
            .map_err(|error| (error.rule().id(), format!("the payload: {error}")))?;
        let record = payload
            .amp_record()
            .ok_or(("amp.payer.same-set", "there is no AMP record".to_owned()))?;
        let data = payload
            .payment_data()
            .ok_or(("amp.payer.same-set", "there is no payment_data".to_owned()))?;
        let (share, set_id) = (*record.root_share.reveal(), *record.set_id.as_bytes());
        let secret = *data.payment_secret.reveal() == order.payment_secret;
        let cltv = payload.outgoing_cltv_value() == Some(order.outgoing_cltv_value);
        let amount = payload.amt_to_forward() == Some(amount_msat);
        for (broken, rule, why) in [
            (!amount, "amp.payer.same-set", "amt_to_forward is not what was asked for"),
            (!cltv, "amp.payer.same-set", "outgoing_cltv_value is not what was asked for"),
            (!secret, "amp.payer.same-set", "payment_secret is not the payee's"),
            (data.total_msat != order.total_msat, "amp.payer.same-set", "total_msat is another"),
            (is_zero(&share), "amp.shares.kept", "the share is all zero"),
            (is_zero(&set_id), "amp.payer.fresh", "the set_id is all zero"),
        ] {
            if broken {
                findings.add(rule, place, why);
            }
        }
        Ok(Self { payment_hash, share, set_id, index: record.child_index })
    }
}
