//! The operation `payload.decode`.

use super::htlc;
use super::node::Node;
use crate::answer::{Failure, Members};
use crate::arguments::Arguments;
use crate::payload::Role;

pub(super) fn decode(node: &Node, mut arguments: Arguments) -> Result<Members, Failure> {
    if !arguments.list("layouts")?.is_empty() {
        return Err(Failure::lacking(
            "LDK does not implement AMP: it reads payloads with the layouts [] only",
        ));
    }
    let role = match arguments.text("role")?.as_str() {
        "final" => Role::Final,
        "intermediate" => Role::Intermediate,
        _ => return Err(Failure::malformed("role is neither final nor intermediate")),
    };
    let path_key_in_htlc = arguments.boolean("path_key_in_htlc")?;
    let stream = arguments.bytes("bytes")?;
    arguments.finish()?;
    Ok(htlc::decode(node, &stream, role, path_key_in_htlc)?.members())
}
