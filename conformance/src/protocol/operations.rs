//! The operations of the protocol, and the members that their answers can have.
//!
//! The members matter for comparing: a member that stands here and not in an answer is absent, and a member that stands in
//! an answer and not here is unknown, and ignored.

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// The name in a request's `op`.
    pub name: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// Every member that `ok` can have; a dotted name is a member of a member. Empty where the members depend on the case:
    /// then those of the expectation are compared.
    pub members: &'static [&'static str],
    /// Whether it runs a whole scenario, for which there is more time.
    pub scenario: bool,
    /// How the members of two results are compared.
    pub compared: Compared,
}

/// How the members of two results are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// One by one, as they stand.
    Members,
    /// As the outcomes of a scenario: what became of each HTLC, and at which event.
    Outcomes,
    /// Not at all: they are drawn anew each time, and judged by rules.
    ByRules,
}

const PAYLOAD: &[&str] = &[
    "amt_to_forward",
    "outgoing_cltv_value",
    "short_channel_id",
    "payment_data.payment_secret",
    "payment_data.total_msat",
    "encrypted_recipient_data",
    "current_path_key",
    "amp_record.layout",
    "amp_record.root_share",
    "amp_record.set_id",
    "amp_record.child_index",
    "payment_metadata",
    "total_amount_msat",
    "keysend_preimage",
    "other",
];

const FAILURE: &[&str] = &[
    "name",
    "code",
    "type",
    "offset",
    "htlc_msat",
    "height",
    "cltv_expiry",
    "incoming_htlc_amt",
    "sha256_of_onion",
];

const INVOICE: &[&str] = &[
    "network",
    "amount_msat",
    "hrp_amount",
    "timestamp",
    "payment_hash",
    "payment_secret",
    "description",
    "description_hash",
    "payee",
    "payee_in_field",
    "expiry",
    "min_final_cltv_expiry_delta",
    "fallbacks",
    "route_hints",
    "features",
    "payment_metadata",
    "unknown",
    "order",
    "signature",
    "recovery_id",
    "upper_case",
];

const fn case(
    name: &'static str,
    summary: &'static str,
    members: &'static [&'static str],
) -> Operation {
    Operation { name, summary, members, scenario: false, compared: Compared::Members }
}

const fn drawn(
    name: &'static str,
    summary: &'static str,
    members: &'static [&'static str],
    scenario: bool,
) -> Operation {
    Operation { name, summary, members, scenario, compared: Compared::ByRules }
}

/// Every operation, in the order of the protocol's text.
pub const OPERATIONS: &[Operation] = &[
    case("bigsize.decode", "reads a BigSize from the start of the bytes", &["value", "length"]),
    case("bigsize.encode", "writes a BigSize", &["bytes"]),
    case("tu16.decode", "reads a truncated 16-bit integer", &["value"]),
    case("tu16.encode", "writes a truncated 16-bit integer", &["bytes"]),
    case("tu32.decode", "reads a truncated 32-bit integer", &["value"]),
    case("tu32.encode", "writes a truncated 32-bit integer", &["bytes"]),
    case("tu64.decode", "reads a truncated 64-bit integer", &["value"]),
    case("tu64.encode", "writes a truncated 64-bit integer", &["bytes"]),
    case("tlv.decode", "splits a TLV stream into records", &["records"]),
    case("tlv.encode", "writes a TLV stream", &["bytes"]),
    case(
        "amp_record.decode",
        "reads the value of an AMP record",
        &["root_share", "set_id", "child_index"],
    ),
    case("amp_record.encode", "writes the value of an AMP record", &["bytes"]),
    case("payload.decode", "reads the payload of one hop", PAYLOAD),
    case("payload.encode", "writes the payload of one hop", &["bytes"]),
    case("onion_failure.decode", "reads a failure message", FAILURE),
    case("onion_failure.encode", "writes a failure message", &["bytes"]),
    case("features.decode", "reads a feature vector", &["features"]),
    case("features.encode", "writes a feature vector", &["bytes"]),
    case("features.check", "says whether features may stand together in a context", &[]),
    case("amp.split", "derives the shares from a root", &["shares"]),
    case("amp.derive", "derives one part's preimage and hash", &["preimage", "hash"]),
    case("amp.reconstruct", "combines the shares of a set", &["root", "children"]),
    case("invoice.decode", "reads an invoice", INVOICE),
    case("invoice.encode", "writes and signs an invoice", &["invoice"]),
    case("invoice.final_payload", "makes the payload with which an invoice is paid", &["bytes"]),
    drawn("shares.run", "hands out and takes back shares", &["shares"], false),
    Operation {
        name: "receiver.run",
        summary: "runs a payee",
        members: &["outcomes"],
        scenario: true,
        compared: Compared::Outcomes,
    },
    drawn("sender.run", "runs a payer", &["shards"], true),
];

/// Whether two results of this operation are compared member by member, as they stand.
pub fn is_compared_by_members(name: &str) -> bool {
    find(name).is_none_or(|operation| operation.compared == Compared::Members)
}

/// Whether the results of this operation are drawn anew each time.
pub fn is_drawn(name: &str) -> bool {
    find(name).is_some_and(|operation| operation.compared == Compared::ByRules)
}

/// The operation of this name, if the protocol has it.
pub fn find(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for operation in OPERATIONS {
            assert_eq!(
                OPERATIONS.iter().filter(|other| other.name == operation.name).count(),
                1,
                "{}",
                operation.name
            );
            assert_eq!(find(operation.name), Some(operation));
        }
    }
}
