//! `payload.decode`: the payload of one hop.

use ampwire_vectors::Class;
use serde_json::Value;

use crate::case::{Case, Declared};

mod amounts;
mod amp;
mod blinded;
mod builder;
mod bystander;
mod framing;
mod key_in_htlc;
mod keysend;
mod point;
mod precedence;
mod presence;
mod records;
mod several;
mod type8;
mod unknown;

pub(super) use builder::Payload;

const BOLT: &str = "BOLT 4, payload format";
const LND: &str = "LND v0.21.0-beta, htlcswitch/hop/payload.go";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = [
        presence::cases(),
        records::cases(),
        amounts::cases(),
        framing::cases(),
        unknown::cases(),
        keysend::cases(),
        amp::cases(),
        type8::cases(),
        blinded::cases(),
        key_in_htlc::cases(),
        several::cases(),
        precedence::cases(),
    ]
    .concat();
    cases.extend(bystander::cases(&cases));
    cases.push(amp::sent_by_lnd());
    cases
}

/// A payload read as a final hop, by a reader that accepts the deployed AMP record.
fn read(slug: &str, comment: &str, payload: &Payload) -> Case {
    Case::new("payload.decode", format!("payload/{slug}"), comment)
        .bytes(payload.bytes())
        .with("role", "final")
        .layouts(&["type14"])
        .from(BOLT)
}

impl Case {
    /// Read as an intermediate hop.
    fn intermediate(self) -> Self {
        self.with("role", "intermediate")
    }

    /// Read by a reader that accepts these AMP records.
    fn layouts(self, layouts: &[&str]) -> Self {
        self.with("layouts", layouts.to_vec()).amp_only()
    }

    /// Read by a reader without AMP, which accepts no AMP record. Its vectors are a family of their own.
    fn without_amp(mut self) -> Self {
        let slug = self.id.split_once('/').expect("an id is family/slug").1;
        self.id = format!("bystander/{slug}");
        self.with("layouts", Vec::<Value>::new()).bystander_only()
    }

    /// Read with a path key in `update_add_htlc`.
    fn path_key_in_htlc(self) -> Self {
        self.with("path_key_in_htlc", true)
    }

    /// Declares what the payload was built from.
    fn decodes(mut self, payload: &Payload) -> Self {
        self.declared = Declared::Ok(payload.expected());
        self
    }

    /// Declares a refusal where the payload was broken on purpose.
    fn broken(self, class: Class, payload: &Payload) -> Self {
        let fault = payload.fault();
        // A reader that wants types to ascend strictly need not tell an equal one from a lower one.
        let classes =
            if class == Class::Duplicate { vec![class, Class::Order] } else { vec![class] };
        let case = self.reject_for(&classes).at(fault.offset);
        match fault.tlv_type {
            Some(tlv_type) => case.of_type(tlv_type),
            None => case,
        }
    }

    /// Declares a refusal of a record that is whole, but may not be there.
    fn refused(self, class: Class, payload: &Payload, tlv_type: u64) -> Self {
        self.reject(class).at(payload.start_of(tlv_type)).of_type(tlv_type)
    }

    /// Declares a refusal because a record is not there.
    fn missing(self, tlv_type: u64) -> Self {
        self.reject(Class::Missing).of_type(tlv_type)
    }
}
