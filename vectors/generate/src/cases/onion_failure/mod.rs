//! `onion_failure.decode` and `onion_failure.encode`.

use ampwire_vectors::{Class, Members};
use serde_json::Value;

use crate::bytes::{Labelled, bigsize, hex};
use crate::case::{Case, Declared};

mod codes;
mod faults;
mod messages;
mod refusals;

const BOLT: &str = "BOLT 4, Failure Messages";

const CODES: &str = "bolt4.failure.codes";
const COMPLETE: &str = "bolt4.failure.complete";
const MINIMAL: &str = "bolt4.failure.type-minimal";

const BADONION: u16 = 0x8000;
const PERM: u16 = 0x4000;
const NODE: u16 = 0x2000;
const UPDATE: u16 = 0x1000;

pub(super) fn cases() -> Vec<Case> {
    [messages::cases(), codes::cases(), faults::cases(), refusals::cases()].concat()
}

/// A failure message under construction.
#[derive(Clone)]
struct Message {
    bytes: Labelled,
    expected: Members,
}

impl Message {
    /// The code alone; a message without a name is known by it.
    fn of_code(code: u16, note: &str) -> Self {
        let expected = Members::from_iter([("code".to_owned(), Value::from(code.to_string()))]);
        Self { bytes: code_bytes(code, note), expected }
    }

    fn named(name: &str, code: u16, note: &str) -> Self {
        let expected = Members::from_iter([("name".to_owned(), Value::from(name))]);
        Self { bytes: code_bytes(code, note), expected }
    }

    fn invalid_onion_payload(tlv_type: u64, offset: u16) -> Self {
        Self::named("invalid_onion_payload", PERM + 22, "PERM|22")
            .field("type", bigsize(tlv_type), tlv_type)
            .field("offset", offset.to_be_bytes(), offset.into())
    }

    fn incorrect_or_unknown_payment_details(htlc_msat: u64, height: u32) -> Self {
        Self::named("incorrect_or_unknown_payment_details", PERM + 15, "PERM|15")
            .field("htlc_msat", htlc_msat.to_be_bytes(), htlc_msat)
            .field("height", height.to_be_bytes(), height.into())
    }

    fn mpp_timeout() -> Self {
        Self::named("mpp_timeout", 23, "23")
    }

    fn final_incorrect_cltv_expiry(cltv_expiry: u32) -> Self {
        Self::named("final_incorrect_cltv_expiry", 18, "18").field(
            "cltv_expiry",
            cltv_expiry.to_be_bytes(),
            cltv_expiry.into(),
        )
    }

    fn final_incorrect_htlc_amount(incoming_htlc_amt: u64) -> Self {
        Self::named("final_incorrect_htlc_amount", 19, "19").field(
            "incoming_htlc_amt",
            incoming_htlc_amt.to_be_bytes(),
            incoming_htlc_amt,
        )
    }

    fn invalid_onion_blinding(sha256_of_onion: [u8; 32]) -> Self {
        let mut message =
            Self::named("invalid_onion_blinding", BADONION + PERM + 24, "BADONION|PERM|24");
        message.bytes = message.bytes.part("sha256_of_onion", sha256_of_onion);
        message.expected.insert("sha256_of_onion".to_owned(), hex(&sha256_of_onion).into());
        message
    }

    fn field(mut self, name: &str, bytes: impl AsRef<[u8]>, value: u64) -> Self {
        self.bytes = self.bytes.noted(name, bytes, &value.to_string());
        self.expected.insert(name.to_owned(), value.to_string().into());
        self
    }

    /// Data that the reader does not look at.
    fn and(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.bytes = self.bytes.part(name, bytes);
        self
    }

    /// The message is read from these bytes.
    fn decode(&self, slug: &str, comment: &str) -> Case {
        let case = decode(slug, comment, &self.bytes);
        Case { declared: Declared::Ok(self.expected.clone()), ..case }
    }

    /// The message is written as these bytes.
    fn encode(&self, slug: &str, comment: &str) -> Case {
        Case::new("onion_failure.encode", format!("failure-encode/{slug}"), comment)
            .input(Value::Object(self.expected.clone()))
            .ok_bytes(&self.bytes)
            .from(BOLT)
    }
}

fn code_bytes(code: u16, note: &str) -> Labelled {
    Labelled::noted_of("failure_code", code.to_be_bytes(), note)
}

fn decode(slug: &str, comment: &str, bytes: &Labelled) -> Case {
    Case::new("onion_failure.decode", format!("failure/{slug}"), comment).bytes(bytes).from(BOLT)
}

impl Case {
    /// The message ends too early: the item at this offset is cut, or there is no byte of it.
    fn cut_at(self, offset: u64) -> Self {
        self.breaks(&[COMPLETE]).reject(Class::Truncated).at(offset)
    }
}
