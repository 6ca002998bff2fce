//! The node that the onions are for: LDK's own key manager with a fixed seed.

use std::cell::RefCell;

use bitcoin::secp256k1::{All, PublicKey, Secp256k1, SecretKey};

use super::differences;
use super::lightning::blinded_path::payment::{
    ForwardTlvs, PaymentConstraints, PaymentForwardNode, PaymentRelay,
};
use super::lightning::sign::{EntropySource, KeysManager, NodeSigner as _, Recipient};
use super::lightning::types::features::BlindedHopFeatures;
use super::lightning::util::logger::{Logger, Record};
use crate::payload::Role;
use crate::sphinx::Route;

/// How many blocks a blinded hop of this node asks for. Any number from LDK's least, 48, would do.
pub(super) const BLINDED_CLTV_EXPIRY_DELTA: u16 = 144;

/// Keys, and all that depends on keys alone.
pub(super) struct Node {
    pub(super) keys: KeysManager,
    pub(super) context: Secp256k1<All>,
    pub(super) id: PublicKey,
    /// Another node. Nobody has to have its key.
    pub(super) other: PublicKey,
    pub(super) session: SecretKey,
    last: Way,
    forwarding: Way,
}

/// What the node needs to get a payload in one role.
pub(super) struct Way {
    /// Encrypted for the node's id.
    pub(super) plain: Route,
    /// Encrypted for the node's blinded id.
    pub(super) blinded: Route,
    /// The path key that goes with that id and with the data.
    pub(super) path_key: PublicKey,
    /// What LDK encrypted for itself.
    pub(super) encrypted_recipient_data: Vec<u8>,
}

/// LDK asks for random bytes once for each blinded path. There is nothing to hide here.
struct Fixed([u8; 32]);

impl EntropySource for Fixed {
    fn get_secure_random_bytes(&self) -> [u8; 32] {
        self.0
    }
}

impl Node {
    // Only with other constants than these could anything here fail.
    #[allow(clippy::expect_used)]
    pub(super) fn new() -> Self {
        let keys = KeysManager::new(&[1; 32], 0, 0, true);
        let context = Secp256k1::new();
        let id = keys.get_node_id(Recipient::Node).expect("the node has a key");
        let session = SecretKey::from_slice(&[2; 32]).expect("a key");
        let other = SecretKey::from_slice(&[3; 32]).expect("a key").public_key(&context);

        let way = |role: Role| {
            let hop = PaymentForwardNode {
                tlvs: ForwardTlvs {
                    short_channel_id: 1,
                    payment_relay: PaymentRelay {
                        cltv_expiry_delta: BLINDED_CLTV_EXPIRY_DELTA,
                        fee_proportional_millionths: 0,
                        fee_base_msat: 0,
                    },
                    payment_constraints: PaymentConstraints {
                        max_cltv_expiry: u32::MAX,
                        htlc_minimum_msat: 0,
                    },
                    features: BlindedHopFeatures::empty(),
                    next_blinding_override: None,
                },
                node_id: id,
                htlc_maximum_msat: u64::MAX,
            };
            let (hops, payee) = match role {
                Role::Final => (vec![], id),
                Role::Intermediate => (vec![hop], other),
            };
            let path = differences::blinded_path(&keys, &Fixed([4; 32]), &context, &hops, payee)
                .expect("a path");
            let blinded = path.blinded_hops().first().expect("a hop");
            let route = |id: PublicKey| {
                let nodes = match role {
                    Role::Final => vec![id],
                    Role::Intermediate => vec![id, other],
                };
                Route::new(&context, &session, &nodes).expect("a route")
            };
            Way {
                plain: route(id),
                blinded: route(blinded.blinded_node_id),
                path_key: path.blinding_point(),
                encrypted_recipient_data: blinded.encrypted_payload.clone(),
            }
        };
        let (last, forwarding) = (way(Role::Final), way(Role::Intermediate));
        Self { keys, context, id, other, session, last, forwarding }
    }

    pub(super) fn way(&self, role: Role) -> &Way {
        match role {
            Role::Final => &self.last,
            Role::Intermediate => &self.forwarding,
        }
    }
}

/// Keeps the last message that LDK logs: it has words for what its error has not.
#[derive(Default)]
pub(super) struct LastMessage(RefCell<String>);

impl LastMessage {
    pub(super) fn into_text(self) -> String {
        self.0.into_inner()
    }
}

impl Logger for LastMessage {
    fn log(&self, record: Record<'_>) {
        *self.0.borrow_mut() = record.args.to_string();
    }
}
