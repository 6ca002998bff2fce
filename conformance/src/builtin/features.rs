//! `features.decode`, `features.encode` and `features.check`.

use ampwire::feature::{Context, FeatureRules, Features, FeaturesView};
use serde_json::Value;

use super::{input, refusal, scalars};
use crate::protocol::{Answer, Class, Members, Profile, Rejection};

pub(super) fn decode(members: &Members) -> Result<Answer, Rejection> {
    let bytes = input::the_bytes(members)?;
    let view = FeaturesView::from_bytes(&bytes).map_err(refusal::feature)?;
    let bits: Vec<Value> = view.iter().map(|bit| bit.to_string().into()).collect();
    Ok(Answer::ok([("features", bits.into())]))
}

pub(super) fn encode(members: &Members) -> Result<Answer, Rejection> {
    let bits = bits(input::required(members, "features")?, "features")?;
    Ok(scalars::written(&Features::from_bits(bits).map_err(refusal::feature)?))
}

pub(super) fn check(profile: Profile, members: &Members) -> Result<Answer, Rejection> {
    let features: Features =
        bits(input::required(members, "features")?, "features")?.into_iter().collect();
    let context = match input::text(input::required(members, "context")?, "context")? {
        "init" => Context::Init,
        "node" => Context::Node,
        "invoice" => Context::Invoice,
        _ => {
            return Err(input::refuse(
                Class::Other,
                "context",
                "is none of init, node and invoice",
            ));
        }
    };
    let rules = match (input::optional(members, "known", bits)?, profile) {
        (Some(known), _) => FeatureRules::knowing(context, known),
        (None, Profile::Bystander) => FeatureRules::bystander(context),
        (None, _) => FeatureRules::amp(context),
    };
    rules.check(&features).map_err(refusal::feature)?;
    Ok(Answer::ok([]))
}

pub(super) fn bits(value: &Value, name: &str) -> Result<Vec<u32>, Rejection> {
    let bit = |value| {
        // A number that no u32 holds is over what a message can hold too.
        input::integer(value, name).map_err(|rejection| match rejection.class.as_deref() {
            Some("bad_value") => {
                input::refuse(Class::Limit, name, "has a bit that no message can hold")
            }
            _ => rejection,
        })
    };
    input::list(value, name)?.iter().map(bit).collect()
}
