//! `amp_record.decode` and `amp_record.encode`.

use ampwire::onion::{AmpRecord, Layout};
use ampwire::secret::{SetId, Share};
use serde_json::{Value, json};

use super::{input, refusal, scalars};
use crate::protocol::{Answer, Class, Members, Rejection};

pub(super) fn decode(members: &Members) -> Result<Answer, Rejection> {
    let layout = layout(input::required(members, "layout")?, "layout")?;
    let bytes = input::the_bytes(members)?;
    let record = AmpRecord::parse(layout, &bytes)
        .map_err(|error| Rejection { tlv_type: None, ..refusal::onion(error) })?;
    Ok(Answer::ok([
        ("root_share", hex::encode(record.root_share.reveal()).into()),
        ("set_id", hex::encode(record.set_id.as_bytes()).into()),
        ("child_index", record.child_index.to_string().into()),
    ]))
}

pub(super) fn encode(members: &Members) -> Result<Answer, Rejection> {
    Ok(scalars::written(&from_members(members)?))
}

pub(super) fn layout(value: &Value, name: &str) -> Result<Layout, Rejection> {
    match input::text(value, name)? {
        "type14" => Ok(Layout::Type14),
        "type8" => Ok(Layout::Type8),
        other => {
            Err(input::refuse(Class::Other, name, &format!("is {other:?}, not type14 or type8")))
        }
    }
}

pub(super) fn from_members(members: &Members) -> Result<AmpRecord, Rejection> {
    let member = |name| input::required(members, name);
    Ok(AmpRecord {
        layout: layout(member("layout")?, "layout")?,
        // A number out of range is judged before lengths are.
        child_index: input::integer(member("child_index")?, "child_index")?,
        root_share: Share::new(input::array(member("root_share")?, "root_share")?),
        set_id: SetId(input::array(member("set_id")?, "set_id")?),
    })
}

/// The record as a member of the payload object.
pub(super) fn to_json(record: &AmpRecord) -> Value {
    json!({
        "layout": record.layout.to_string(),
        "root_share": hex::encode(record.root_share.reveal()),
        "set_id": hex::encode(record.set_id.as_bytes()),
        "child_index": record.child_index.to_string(),
    })
}
