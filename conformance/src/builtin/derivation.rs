//! `amp.split`, `amp.derive` and `amp.reconstruct`.

use ampwire::amp::{Child, Part, Scheme, bp2018, hmac_xor, sha256};
use ampwire::secret::{PaymentHash, Root, Share};
use serde_json::{Value, json};

use super::{input, refusal};
use crate::protocol::{Answer, Class, Members, Rejection};

pub(super) fn scheme(members: &Members) -> Result<Scheme, Rejection> {
    match input::text(input::required(members, "scheme")?, "scheme")? {
        "sha256" => Ok(Scheme::Sha256),
        "bp2018" => Ok(Scheme::Bp2018),
        "hmac_xor" => Ok(Scheme::HmacXor),
        _ => Err(input::refuse(Class::Other, "scheme", "is none of sha256, bp2018 and hmac_xor")),
    }
}

pub(super) fn split(members: &Members) -> Result<Answer, Rejection> {
    if !matches!(scheme(members)?, Scheme::HmacXor) {
        return Ok(Answer::unsupported(
            "only hmac_xor makes its shares from a root; the other schemes split at random",
        ));
    }
    let root_share = Share::new(input::array(input::required(members, "root")?, "root")?);
    let indexes = input::list(input::required(members, "indexes")?, "indexes")?
        .iter()
        .map(|value| input::integer(value, "indexes"))
        .collect::<Result<Vec<u32>, Rejection>>()?;
    let shares = hmac_xor::split(&root_share, &indexes).map_err(refusal::amp)?;
    let shares: Vec<Value> =
        shares.iter().map(|share| hex::encode(share.reveal()).into()).collect();
    Ok(Answer::ok([("shares", shares.into())]))
}

pub(super) fn derive(members: &Members) -> Result<Answer, Rejection> {
    let scheme = scheme(members)?;
    let root = Root::new(input::array(input::required(members, "root")?, "root")?);
    let index = input::integer(input::required(members, "index")?, "index")?;
    let share = || {
        Ok::<_, Rejection>(Share::new(input::array(input::required(members, "share")?, "share")?))
    };
    let child = match scheme {
        Scheme::Sha256 => sha256::derive(&root, &share()?, index),
        Scheme::Bp2018 => bp2018::derive(&root, index),
        Scheme::HmacXor => hmac_xor::derive(&root, &share()?).map_err(refusal::amp)?,
    };
    Ok(Answer::ok([
        ("preimage", hex::encode(child.preimage.reveal()).into()),
        ("hash", child.payment_hash.to_string().into()),
    ]))
}

pub(super) fn reconstruct(members: &Members) -> Result<Answer, Rejection> {
    let scheme = scheme(members)?;
    let parts = input::list(input::required(members, "children")?, "children")?
        .iter()
        .map(|value| part(input::object(value, "children")?))
        .collect::<Result<Vec<Part>, Rejection>>()?;
    let set = scheme.reconstruct(&parts).map_err(refusal::amp)?;
    let children: Vec<Value> = set.children.iter().map(child_json).collect();
    Ok(Answer::ok([("root", hex::encode(set.root.reveal()).into()), ("children", children.into())]))
}

fn part(members: &Members) -> Result<Part, Rejection> {
    Ok(Part {
        share: Share::new(input::array(input::required(members, "share")?, "share")?),
        child_index: input::integer(input::required(members, "index")?, "index")?,
        payment_hash: input::optional(members, "hash", input::array)?.map(PaymentHash),
    })
}

fn child_json(child: &Child) -> Value {
    json!({
        "preimage": hex::encode(child.preimage.reveal()),
        "hash": child.payment_hash.to_string(),
    })
}
