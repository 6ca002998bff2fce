//! LDK's release candidate.

use lightning_candidate as lightning;

#[path = "peer/mod.rs"]
mod peer;

pub use peer::Testee;

/// What this version does in another way than the other one.
mod differences {
    use bitcoin::secp256k1::{All, PublicKey, Secp256k1, SecretKey};
    use lightning::blinded_path::payment::{
        BlindedPaymentPath, Bolt12RefundContext, PaymentConstraints, PaymentContext,
        PaymentForwardNode, ReceiveTlvs,
    };
    use lightning::bolt11_invoice::{RawBolt11Invoice, TaggedField};
    use lightning::ln::msgs::{OnionPacket, UpdateAddHTLC};
    use lightning::ln::onion_utils::create_payment_onion;
    use lightning::ln::outbound_payment::{RecipientCustomTlvs, RecipientOnionFields};
    use lightning::ln::types::ChannelId;
    use lightning::routing::router::Path;
    use lightning::sign::{EntropySource, KeysManager, NodeSigner as _};
    use lightning::types::payment::{PaymentHash, PaymentPreimage, PaymentSecret};
    use lightning::util::errors::APIError;

    use super::lightning;
    use super::peer::{Recipient, Transport};

    pub(super) fn version() -> &'static str {
        crate::locked_version("0.3.")
    }

    pub(super) fn update_add_htlc(
        transport: &Transport,
        onion_routing_packet: OnionPacket,
    ) -> UpdateAddHTLC {
        UpdateAddHTLC {
            channel_id: ChannelId([0; 32]),
            htlc_id: 0,
            amount_msat: transport.amount_msat,
            payment_hash: PaymentHash(transport.payment_hash),
            cltv_expiry: transport.cltv_expiry,
            skimmed_fee_msat: None,
            onion_routing_packet,
            blinding_point: transport.path_key,
            hold_htlc: None,
            accountable: None,
        }
    }

    pub(super) fn blinded_path(
        keys: &KeysManager,
        entropy: &impl EntropySource,
        context: &Secp256k1<All>,
        forwarding: &[PaymentForwardNode],
        payee: PublicKey,
    ) -> Result<BlindedPaymentPath, ()> {
        let tlvs = ReceiveTlvs {
            payment_secret: PaymentSecret([0; 32]),
            payment_constraints: PaymentConstraints {
                max_cltv_expiry: u32::MAX,
                htlc_minimum_msat: 0,
            },
            payment_context: PaymentContext::Bolt12Refund(Bolt12RefundContext {
                payment_metadata: None,
            }),
        };
        BlindedPaymentPath::new(
            forwarding,
            payee,
            keys.get_receive_auth_key(),
            tlvs,
            u64::MAX,
            0,
            entropy,
            context,
        )
    }

    pub(super) fn payment_onion(
        context: &Secp256k1<All>,
        session: &SecretKey,
        path: &Path,
        recipient: Recipient,
        outgoing_cltv_value: u32,
        payment_hash: [u8; 32],
    ) -> Result<OnionPacket, APIError> {
        let custom = RecipientCustomTlvs::new(recipient.custom)
            .map_err(|()| super::peer::refused_custom_records())?;
        let mut fields =
            RecipientOnionFields::spontaneous_empty(recipient.total_msat).with_custom_tlvs(custom);
        fields.payment_secret = recipient.payment_secret.map(PaymentSecret);
        fields.payment_metadata = recipient.payment_metadata;
        let preimage = recipient.keysend_preimage.map(PaymentPreimage);
        let (packet, ..) = create_payment_onion(
            context,
            path,
            session,
            &fields,
            outgoing_cltv_value,
            &PaymentHash(payment_hash),
            &preimage,
            None,
            [0; 32],
        )?;
        Ok(packet)
    }

    pub(super) fn payment_hash(invoice: &RawBolt11Invoice) -> Option<[u8; 32]> {
        invoice.payment_hash().map(|hash| hash.0)
    }

    pub(super) fn payment_hash_field(hash: [u8; 32]) -> TaggedField {
        TaggedField::PaymentHash(PaymentHash(hash))
    }
}
