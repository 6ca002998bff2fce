//! `invoice.encode`.
//!
//! The builder checks everything, in the order of its fields. Where a member can't become a value at
//! all, such as a hash of another length, what stands before it is checked first: so the first fault is
//! the one that is answered.

use ampwire::bolt11::{
    Fallback, InvoiceBuilder, InvoiceErrorKind, Network, RawField, RouteHintEntry, SecretKey, Tag,
};
use ampwire::feature::Features;
use ampwire::onion::PublicKey;
use ampwire::secret::{PaymentHash, PaymentSecret};
use serde_json::Value;

use super::{features, input, refusal};
use crate::protocol::{Answer, Class, Members, Rejection};

/// The highest feature bit that a field has room for.
const MAX_FEATURE_BIT: u32 = 5114;

pub(super) fn encode(members: &Members) -> Result<Answer, Rejection> {
    let builder = amount_and_time(members)?;
    let builder = hash_and_secret(members, builder)?;
    let builder = description(members, builder)?;
    let builder = fallbacks_and_routes(members, builder)?;
    let builder = with_features(members, builder)?;
    let builder = unknown_and_order(members, builder)?;
    sign(members, &builder)
}

/// What is wrong so far.
fn check(builder: &InvoiceBuilder) -> Result<(), Rejection> {
    builder.check().map_err(refusal::invoice)
}

fn amount_and_time(members: &Members) -> Result<InvoiceBuilder, Rejection> {
    let name = input::text(input::required(members, "network")?, "network")?;
    let network = Network::of_name(name)
        .ok_or_else(|| input::refuse(Class::UnknownNetwork, "network", "is none that is known"))?;
    let timestamp = input::integer(input::required(members, "timestamp")?, "timestamp")?;
    let mut builder = InvoiceBuilder::new(network, timestamp)
        .payee_in_field(flag(members, "payee_in_field")?)
        .upper_case(flag(members, "upper_case")?);
    if let Some(msat) = input::optional(members, "amount_msat", input::integer)? {
        builder = builder.amount_msat(msat);
    }
    if let Some(seconds) = input::optional(members, "expiry", input::integer)? {
        builder = builder.expiry(seconds);
    }
    let name = "min_final_cltv_expiry_delta";
    if let Some(blocks) = input::optional(members, name, input::integer)? {
        builder = builder.min_final_cltv_expiry_delta(blocks);
    }
    Ok(builder)
}

fn flag(members: &Members, name: &str) -> Result<bool, Rejection> {
    match members.get(name) {
        None => Ok(false),
        Some(Value::Bool(yes)) => Ok(*yes),
        Some(_) => Err(input::refuse(Class::Other, name, "is not a boolean")),
    }
}

fn hash_and_secret(
    members: &Members,
    mut builder: InvoiceBuilder,
) -> Result<InvoiceBuilder, Rejection> {
    // The values stand in while what comes before them is checked.
    let stand_in = builder
        .clone()
        .payment_hash(PaymentHash([0; 32]))
        .payment_secret(PaymentSecret::new([0; 32]))
        .description("");
    check(&stand_in)?;
    if let Some(hash) = input::optional(members, "payment_hash", input::array)? {
        builder = builder.payment_hash(PaymentHash(hash));
    } else {
        check(&builder)?;
    }
    if let Some(secret) = input::optional(members, "payment_secret", input::array)? {
        builder = builder.payment_secret(PaymentSecret::new(secret));
    } else {
        check(&builder)?;
    }
    Ok(builder)
}

fn description(
    members: &Members,
    mut builder: InvoiceBuilder,
) -> Result<InvoiceBuilder, Rejection> {
    if let Some(value) = members.get("description") {
        builder = builder.description(input::text(value, "description")?);
    }
    if members.contains_key("description") && members.contains_key("description_hash") {
        // That there are both comes before the hash's length.
        check(&builder.clone().description_hash([0; 32]))?;
    }
    if let Some(hash) = input::optional(members, "description_hash", input::array)? {
        builder = builder.description_hash(hash);
    }
    if let Some(metadata) = input::optional(members, "payment_metadata", input::bytes)? {
        builder = builder.payment_metadata(metadata);
    }
    check(&builder)?;
    Ok(builder)
}

fn fallbacks_and_routes(
    members: &Members,
    mut builder: InvoiceBuilder,
) -> Result<InvoiceBuilder, Rejection> {
    if let Some(value) = members.get("fallbacks") {
        for value in input::list(value, "fallbacks")? {
            builder = builder.fallback(fallback(input::object(value, "fallbacks")?)?);
        }
    }
    if let Some(value) = members.get("route_hints") {
        for hops in input::list(value, "route_hints")? {
            let hops = input::list(hops, "route_hints")?
                .iter()
                .map(|hop| entry(input::object(hop, "route_hints")?))
                .collect::<Result<Vec<_>, Rejection>>()?;
            builder = builder.route_hint(hops);
        }
    }
    check(&builder)?;
    Ok(builder)
}

fn fallback(members: &Members) -> Result<Fallback, Rejection> {
    let version = input::integer(input::required(members, "version")?, "version")?;
    let program = input::bytes(input::required(members, "program")?, "program")?;
    Fallback::new(version, &program).map_err(refusal::invoice)
}

fn entry(members: &Members) -> Result<RouteHintEntry, Rejection> {
    fn number<T: core::str::FromStr>(members: &Members, name: &str) -> Result<T, Rejection> {
        input::integer(input::required(members, name)?, name)
    }
    let node_id = input::array(input::required(members, "node_id")?, "node_id")?;
    Ok(RouteHintEntry {
        node_id: PublicKey::new(node_id).ok_or_else(|| {
            input::refuse(Class::BadValue, "node_id", "is not a compressed point of the curve")
        })?,
        short_channel_id: number(members, "short_channel_id")?,
        fee_base_msat: number(members, "fee_base_msat")?,
        fee_proportional_millionths: number(members, "fee_proportional_millionths")?,
        cltv_expiry_delta: number(members, "cltv_expiry_delta")?,
    })
}

fn with_features(members: &Members, builder: InvoiceBuilder) -> Result<InvoiceBuilder, Rejection> {
    let Some(bits) = input::optional(members, "features", features::bits)? else {
        return Ok(builder);
    };
    // A bit that no vector can hold would be lost on the way to the builder.
    if bits.iter().any(|bit| *bit > MAX_FEATURE_BIT) {
        return Err(input::refuse(Class::Limit, "features", "has a bit that no field can hold"));
    }
    let builder = builder.features(bits.into_iter().collect::<Features>());
    check(&builder)?;
    Ok(builder)
}

fn unknown_and_order(
    members: &Members,
    mut builder: InvoiceBuilder,
) -> Result<InvoiceBuilder, Rejection> {
    let order = input::optional(members, "order", |value, name| {
        input::text(value, name).map(|order| order.chars().map(tag).collect::<Vec<_>>())
    })?;
    if let Some(order) = &order {
        builder = builder.order(order.iter().copied().flatten());
    }
    if let Some(value) = members.get("unknown") {
        for value in input::list(value, "unknown")? {
            match input::object(value, "unknown").and_then(raw_field) {
                Ok(field) => builder = builder.raw_field(field),
                Err(rejection) => return Err(fields_so_far(&builder).err().unwrap_or(rejection)),
            }
        }
    }
    check(&builder)?;
    // A character that is no tag names no field.
    if order.is_some_and(|order| order.contains(&None)) {
        return Err(input::refuse(Class::BadValue, "order", "is not that of the fields"));
    }
    Ok(builder)
}

/// What is wrong with the fields so far, but for their order: more of them come.
fn fields_so_far(builder: &InvoiceBuilder) -> Result<(), Rejection> {
    match builder.check() {
        Err(error) if error.kind() != InvoiceErrorKind::OrderMismatch => {
            Err(refusal::invoice(error))
        }
        _ => Ok(()),
    }
}

fn raw_field(members: &Members) -> Result<RawField, Rejection> {
    let mut characters = input::text(input::required(members, "tag")?, "tag")?.chars();
    let (Some(tag), None) = (characters.next().and_then(tag), characters.next()) else {
        return Err(input::refuse(Class::BadEncoding, "tag", "is not one symbol"));
    };
    let words = input::text(input::required(members, "words")?, "words")?;
    if words.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(input::refuse(Class::BadEncoding, "words", "are not in lower case"));
    }
    let field = RawField::new(tag, words).map_err(refusal::invoice)?;
    Ok(match input::optional(members, "at", input::integer)? {
        Some(position) => field.at(position),
        None => field,
    })
}

/// A tag, in lower case as all members are.
fn tag(character: char) -> Option<Tag> {
    Tag::from_character(character).filter(|_| !character.is_ascii_uppercase())
}

fn sign(members: &Members, builder: &InvoiceBuilder) -> Result<Answer, Rejection> {
    let key = input::array(input::required(members, "private_key")?, "private_key")?;
    let key = SecretKey::new(key)
        .ok_or_else(|| input::refuse(Class::BadValue, "private_key", "is no scalar"))?;
    if let Some(payee) = input::optional(members, "payee", input::bytes)? {
        if payee != key.public_key().as_bytes() {
            return Err(input::refuse(Class::Mismatch, "payee", "is not the key's"));
        }
    }
    let invoice = builder.sign(&key).map_err(refusal::invoice)?;
    Ok(Answer::ok([("invoice", invoice.into_string().into())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, json};

    /// BOLT 11's first example, member by member.
    fn donation() -> Members {
        let hash = "0001020304050607080900010203040506070809000102030405060708090102";
        let value = json!({
            "network": "bitcoin",
            "timestamp": "1496314658",
            "payment_hash": hash,
            "payment_secret": "11".repeat(32),
            "description": "Please consider supporting this project",
            "features": ["8", "14"],
            "order": "spd9",
            "private_key": "e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734",
        });
        value.as_object().unwrap().clone()
    }

    fn with(changes: &Value) -> Members {
        let mut members = donation();
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                members.remove(name);
            } else {
                members.insert(name.clone(), value.clone());
            }
        }
        members
    }

    fn written(members: &Members) -> String {
        match encode(members) {
            Ok(Answer::Ok(members)) => members["invoice"].as_str().unwrap().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    fn refused(changes: &Value) -> String {
        let rejection = encode(&with(changes)).unwrap_err();
        assert_eq!(rejection.offset, None);
        rejection.class.unwrap()
    }

    const DONATION: &str = "lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9lfyql";

    #[test]
    fn the_first_example() {
        assert_eq!(written(&donation()), DONATION);
        let upper = with(&json!({"upper_case": true}));
        assert_eq!(written(&upper), DONATION.to_uppercase());
        // What only reading gives is not looked at.
        let more = json!({"hrp_amount": "1", "signature": "zz", "recovery_id": "9"});
        assert_eq!(written(&with(&more)), DONATION);
        let payee = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";
        assert_eq!(written(&with(&json!({"payee": payee}))), DONATION);
        let named = with(&json!({"payee_in_field": true, "order": null}));
        assert!(
            written(&named).contains("np4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66s")
        );
    }

    #[test]
    fn every_member_is_written() {
        let node = "029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255";
        let hop = json!({"node_id": node, "short_channel_id": "1", "fee_base_msat": "2",
            "fee_proportional_millionths": "3", "cltv_expiry_delta": "4"});
        let members = with(&json!({
            "amount_msat": "250000000", "expiry": "60", "min_final_cltv_expiry_delta": "0",
            "payment_metadata": "01fafaf0", "features": ["99", "8", "14"],
            "fallbacks": [{"version": "17", "program": "31".repeat(20)}],
            "route_hints": [[hop, hop]],
            "unknown": [{"tag": "2", "words": "qqq"}, {"tag": "x", "words": "q", "at": "0"}],
            "order": null,
        }));
        // A place takes an order.
        assert_eq!(encode(&members).unwrap_err().class.unwrap(), "bad_value");
        let mut members = members;
        members.insert("order".to_owned(), json!("2pdmcxxfrs9"));
        // And an x before the one that counts would count itself.
        assert_eq!(encode(&members).unwrap_err().class.unwrap(), "conflict");
        members["unknown"][1]["at"] = json!("6");
        let text = written(&members);
        assert!(text.starts_with("lnbc2500u1pvjluez2qrqqqpp5"), "{text}");
        assert!(text.contains("mq8q8a04uqcqqxqzpuxqpqfpp3"), "{text}");
    }

    #[test]
    fn what_is_refused() {
        let hop = |node: &str, delta: &str| {
            json!({"node_id": node, "short_channel_id": "1", "fee_base_msat": "2",
                "fee_proportional_millionths": "3", "cltv_expiry_delta": delta})
        };
        let node = "029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255";
        let off = format!("02{}05", "00".repeat(31));
        let unknown = |tag: &str, words: &str| json!({"unknown": [{"tag": tag, "words": words}], "order": null});
        for (changes, class) in [
            (json!({"network": "litecoin"}), "unknown_network"),
            (json!({"amount_msat": "0"}), "bad_amount"),
            (json!({"amount_msat": "18446744073709551616"}), "bad_value"),
            (json!({"timestamp": "34359738368"}), "bad_value"),
            (json!({"payment_hash": null}), "missing"),
            (json!({"payment_hash": "00"}), "bad_length"),
            (json!({"payment_secret": null}), "missing"),
            (json!({"payment_secret": "00".repeat(33)}), "bad_length"),
            (json!({"description": null}), "missing"),
            (json!({"description_hash": "00".repeat(32)}), "conflict"),
            (json!({"description_hash": "00"}), "conflict"),
            (json!({"description": null, "description_hash": "00"}), "bad_length"),
            (json!({"description": "x".repeat(640)}), "bad_length"),
            (json!({"payment_metadata": "00".repeat(640)}), "bad_length"),
            (json!({"fallbacks": [{"version": "19", "program": "00"}]}), "bad_value"),
            (json!({"fallbacks": [{"version": "17", "program": "00"}]}), "bad_length"),
            (json!({"route_hints": [[]]}), "bad_length"),
            (json!({"route_hints": [vec![hop(node, "1"); 13]]}), "bad_length"),
            (json!({"route_hints": [[hop("02", "1")]]}), "bad_length"),
            (json!({"route_hints": [[hop(&off, "1")]]}), "bad_value"),
            (json!({"route_hints": [[hop(&"04".repeat(33), "1")]]}), "bad_value"),
            (json!({"route_hints": [[hop(node, "65536")]]}), "bad_value"),
            (json!({"features": ["5115"]}), "limit"),
            (json!({"features": ["4294967296"]}), "limit"),
            (json!({"features": ["14", "15"]}), "conflict"),
            (json!({"features": ["8", "30"]}), "missing"),
            (json!({"features": ["22"]}), "forbidden"),
            (unknown("b", "q"), "bad_encoding"),
            (unknown("P", "q"), "bad_encoding"),
            (unknown("22", "q"), "bad_encoding"),
            (unknown("", "q"), "bad_encoding"),
            (unknown("2", "b"), "bad_encoding"),
            (unknown("2", "Q"), "bad_encoding"),
            (unknown("2", &"q".repeat(1024)), "bad_length"),
            (unknown("r", &"q".repeat(82)), "conflict"),
            (unknown("x", "q"), "conflict"),
            (json!({"order": "spd"}), "bad_value"),
            (json!({"order": "spdb"}), "bad_value"),
            (json!({"features": []}), "bad_value"),
            (json!({"private_key": "00"}), "bad_length"),
            (json!({"private_key": "00".repeat(32)}), "bad_value"),
            (json!({"private_key": "ff".repeat(32)}), "bad_value"),
            (json!({"payee": node}), "mismatch"),
            (json!({"payee": "02"}), "mismatch"),
        ] {
            assert_eq!(refused(&changes), class, "{changes}");
        }
        let blinded = |bit: &str| {
            let mut changes = unknown("5", "q");
            changes["features"] = json!(["8", "14", bit]);
            changes
        };
        assert_eq!(refused(&blinded("30")), "forbidden");
        assert_eq!(refused(&blinded("31")), "forbidden");
        assert!(encode(&with(&blinded("17"))).is_ok());
        assert!(encode(&with(&json!({"features": [], "order": "spd"}))).is_ok());
    }

    /// Faults in the order in which they are looked for, each with what makes it: of any two, the
    /// earlier one is answered.
    #[test]
    fn the_first_fault_is_answered() {
        let faults = [
            (json!({"network": "x"}), "unknown_network"),
            (json!({"amount_msat": "0"}), "bad_amount"),
            (json!({"timestamp": "34359738368"}), "bad_value"),
            (json!({"payment_hash": "00"}), "bad_length"),
            (json!({"payment_secret": null}), "missing"),
            (json!({"description_hash": "00"}), "conflict"),
            (json!({"payment_metadata": "00".repeat(640)}), "bad_length"),
            (json!({"fallbacks": [{"version": "19", "program": ""}]}), "bad_value"),
            (json!({"route_hints": [[]]}), "bad_length"),
            (json!({"features": ["14", "15"]}), "conflict"),
            (json!({"unknown": [{"tag": "b", "words": ""}]}), "bad_encoding"),
            (json!({"order": "spd"}), "bad_value"),
            (json!({"private_key": "00"}), "bad_length"),
            (json!({"payee": ""}), "mismatch"),
        ];
        for (place, (first, class)) in faults.iter().enumerate() {
            for (second, _) in &faults[place + 1..] {
                let mut both: Map<String, Value> = second.as_object().unwrap().clone();
                both.extend(first.as_object().unwrap().clone());
                assert_eq!(refused(&both.into()), *class, "{first} {second}");
            }
        }
    }
}
