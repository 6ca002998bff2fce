//! What a hop payload says, in plain words.

use super::amp_record::Part;
use super::custom;
use super::words::{Grouped, listed};
use crate::onion::{Role, types};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How many custom records are named.
const NAMED: usize = 3;

/// What is in a payload, as far as it could be read.
#[derive(Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a record that is there or is not")]
pub(super) struct Facts {
    pub(super) amt_to_forward: Option<u64>,
    pub(super) outgoing_cltv_value: Option<u64>,
    pub(super) short_channel_id: Option<u64>,
    pub(super) has_payment_data: bool,
    pub(super) total_msat: Option<u64>,
    pub(super) is_blinded: bool,
    pub(super) has_path_key: bool,
    pub(super) amp_record: Option<Part>,
    pub(super) has_metadata: bool,
    pub(super) total_amount_msat: Option<u64>,
    pub(super) has_keysend: bool,
    /// The first custom records.
    customs: [Option<u64>; NAMED],
    custom_count: usize,
    unknown_count: usize,
}

impl Facts {
    /// A record that has no name in the BOLTs.
    pub(super) fn other(&mut self, record_type: u64) {
        if record_type < types::CUSTOM_START {
            self.unknown_count = self.unknown_count.saturating_add(1);
            return;
        }
        if let Some(free) = self.customs.get_mut(self.custom_count) {
            *free = Some(record_type);
        }
        self.custom_count = self.custom_count.saturating_add(1);
    }

    /// The hop that it is more likely for.
    pub(super) const fn likely_role(&self) -> Role {
        let to_the_payee = self.has_payment_data || self.amp_record.is_some() || self.has_keysend;
        let forwards = if self.is_blinded {
            self.amt_to_forward.is_none() && self.outgoing_cltv_value.is_none()
        } else {
            self.short_channel_id.is_some()
        };
        if forwards && !to_the_payee { Role::Intermediate } else { Role::Final }
    }

    /// Whether it needs a path key that it does not have.
    pub(super) const fn lacks_path_key(&self) -> bool {
        self.is_blinded && !self.has_path_key
    }

    /// All of it.
    pub(super) fn words(&self, role: Role) -> String {
        let mut parts = Vec::new();
        match role {
            Role::Final => self.payment(&mut parts),
            Role::Intermediate => self.forwarding(&mut parts),
        }
        if self.has_metadata {
            parts.push("with payment_metadata".to_string());
        }
        if self.custom_count > 0 {
            let several = if self.custom_count == 1 { "record" } else { "records" };
            let customs = self.customs.iter().flatten().map(|record_type| {
                custom::name_of(*record_type).map_or_else(|| record_type.to_string(), String::from)
            });
            let list = listed(customs, self.custom_count, NAMED);
            parts.push(alloc::format!("with custom {several} {list}"));
        }
        if self.unknown_count > 0 {
            let several = if self.unknown_count == 1 { "record" } else { "records" };
            parts.push(alloc::format!("with {} unknown {several}", self.unknown_count));
        }
        parts.join(", ")
    }

    fn payment(&self, parts: &mut Vec<String>) {
        let total = self.total_msat.or(self.total_amount_msat);
        let more_to_come = total > self.amt_to_forward;
        parts.push(String::from(match self {
            Self { amp_record: Some(_), .. } => "final hop of an AMP payment",
            Self { has_keysend: true, .. } => "final hop of a keysend payment",
            Self { is_blinded: true, .. } => "final hop of a payment over a blinded path",
            Self { has_payment_data: true, .. } if more_to_come => {
                "final hop of a multi-part payment"
            }
            Self { has_payment_data: true, .. } => "final hop of a payment",
            _ => "final hop of a payment without payment_data",
        }));
        if let Some(part) = &self.amp_record {
            let words = part.words();
            if !words.is_empty() {
                parts.push(words);
            }
            if self.has_keysend {
                parts.push("with a keysend preimage".to_string());
            }
        }
        match (self.amt_to_forward, total) {
            (Some(amount), Some(total)) => {
                parts.push(alloc::format!("{} of {} msat", Grouped(amount), Grouped(total)));
            }
            (Some(amount), None) => parts.push(alloc::format!("{} msat", Grouped(amount))),
            (None, Some(total)) => parts.push(alloc::format!("of {} msat", Grouped(total))),
            (None, None) => {}
        }
        if let Some(height) = self.outgoing_cltv_value {
            parts.push(alloc::format!("expiry at block {height}"));
        }
    }

    fn forwarding(&self, parts: &mut Vec<String>) {
        if self.is_blinded {
            let first = if self.has_path_key { "first hop" } else { "intermediate hop" };
            parts.push(alloc::format!(
                "{first} of a blinded path: encrypted_recipient_data says where to forward"
            ));
        } else {
            parts.push("intermediate hop".to_string());
        }
        if let Some(amount) = self.amt_to_forward {
            parts.push(alloc::format!("forwards {} msat", Grouped(amount)));
        }
        if let Some(id) = self.short_channel_id {
            parts.push(alloc::format!("over channel {}", super::Value::ShortChannelId(id)));
        }
        if let Some(height) = self.outgoing_cltv_value {
            parts.push(alloc::format!("expiry at block {height}"));
        }
    }
}
