//! `invoice.decode`.

use ampwire::bolt11::{InvoiceView, VerifiedInvoice};
use ampwire::wire::Encode;
use serde_json::Value;

use super::{input, refusal};
use crate::invoice_object::{
    Decimal, EntryObject, FallbackObject, Hex, InvoiceObject, UnknownObject,
};
use crate::protocol::{Answer, Class, Members, Rejection};

pub(super) fn decode(members: &Members) -> Result<Answer, Rejection> {
    let text = input::text(input::required(members, "invoice")?, "invoice")?;
    let verify = match members.get("verify") {
        None => true,
        Some(Value::Bool(verify)) => *verify,
        Some(_) => return Err(input::refuse(Class::Other, "verify", "is neither true nor false")),
    };
    let view = InvoiceView::parse_unverified(text).map_err(refusal::invoice)?;
    let payee = if verify {
        let verified: VerifiedInvoice<'_> = view.verify().map_err(refusal::invoice)?;
        Some(verified.payee())
    } else {
        view.check_points().map_err(refusal::invoice)?;
        view.payee_field()
    };
    let object = InvoiceObject {
        network: Some(view.network().name()),
        amount_msat: view.amount_msat().map(Decimal),
        hrp_amount: view.amount_text().map(str::to_ascii_lowercase),
        timestamp: Some(Decimal(view.timestamp())),
        payment_hash: Some(Hex(*view.payment_hash().as_bytes())),
        payment_secret: Some(Hex(*view.payment_secret().reveal())),
        description: view.description().map(|description| description.to_string()),
        description_hash: view.description_hash().map(Hex),
        payee: payee.map(|payee| Hex(*payee.as_bytes())),
        payee_in_field: view.payee_field().is_some(),
        expiry: view.expiry().map(Decimal),
        min_final_cltv_expiry_delta: view.min_final_cltv_expiry_delta().map(Decimal),
        fallbacks: view.fallbacks().map(|fallback| FallbackObject::of(&fallback)).collect(),
        route_hints: view
            .route_hints()
            .map(|hint| hint.entries().map(|entry| EntryObject::of(&entry)).collect())
            .collect(),
        features: view
            .features()
            .map(|features| features.iter().map(|bit| Decimal(bit.into())).collect()),
        payment_metadata: view.payment_metadata().map(|metadata| hex::encode(metadata.to_vec())),
        unknown: view
            .unknown_fields()
            .map(|(place, field)| UnknownObject {
                tag: field.tag().character(),
                words: Some(field.symbols().to_string()),
                at: Decimal(u64::try_from(place).unwrap_or(u64::MAX)),
            })
            .collect(),
        order: view.fields().map(|field| field.tag().character()).collect(),
        signature: Some(Hex(view.signature())),
        recovery_id: Some(Decimal(view.recovery_id().into())),
        upper_case: view.is_upper_case(),
    };
    match serde_json::to_value(object) {
        Ok(Value::Object(members)) => Ok(Answer::Ok(members)),
        _ => Err(Rejection::new(Class::Other)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// BOLT 11's example of fields that must be ignored.
    const IGNORED: &str = "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdhkven9v5sxyetpdeessp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q5sqqqqqqqqqqqqqqqqsgq2qrqqqfppnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqppnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpp4qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqhpnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqhp4qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqspnqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqsp4qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnp5qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnpkqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqz599y53s3ujmcfjp5xrdap68qxymkqphwsexhmhr8wdz5usdzkzrse33chw6dlp3jhuhge9ley7j2ayx36kawe7kmgg8sv5ugdyusdcqzn8z9x";
    const PAYEE: &str = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";

    fn ask(members: &Value) -> Result<Value, Rejection> {
        decode(members.as_object().unwrap()).map(|answer| answer.to_json("1")["ok"].clone())
    }

    #[test]
    fn every_member_in_its_form() {
        let answer = ask(&json!({ "invoice": IGNORED })).unwrap();
        let hash = "0001020304050607080900010203040506070809000102030405060708090102";
        for (name, value) in [
            ("network", "bitcoin"),
            ("amount_msat", "2500000000"),
            ("hrp_amount", "25m"),
            ("timestamp", "1496314658"),
            ("payment_hash", hash),
            ("payment_secret", &"11".repeat(32)),
            ("description", "coffee beans"),
            ("payee", PAYEE),
            ("order", "pds92fpphhssnn"),
            ("recovery_id", "0"),
        ] {
            assert_eq!(answer[name], value, "{name}");
        }
        assert_eq!(answer["features"], json!(["8", "14", "99"]));
        assert_eq!(answer["unknown"].as_array().map(Vec::len), Some(10));
        assert_eq!(answer["unknown"][0], json!({"tag": "2", "words": "qqq", "at": "4"}));
        for absent in [
            "description_hash",
            "payee_in_field",
            "expiry",
            "fallbacks",
            "route_hints",
            "upper_case",
        ] {
            assert!(answer.get(absent).is_none(), "{absent}");
        }
        // In upper case it is the same, but for that.
        let mut upper = ask(&json!({ "invoice": IGNORED.to_uppercase() })).unwrap();
        assert_eq!(upper.as_object_mut().unwrap().remove("upper_case"), Some(json!(true)));
        assert_eq!(upper, answer);
    }

    #[test]
    fn without_a_look_at_the_signature() {
        let mut answer = ask(&json!({ "invoice": IGNORED })).unwrap();
        let unverified = ask(&json!({ "invoice": IGNORED, "verify": false })).unwrap();
        answer.as_object_mut().unwrap().remove("payee");
        assert_eq!(unverified, answer);
        assert!(ask(&json!({ "invoice": IGNORED, "verify": "no" })).is_err());
    }

    #[test]
    fn refusals_say_where() {
        let refused = ask(&json!({ "invoice": "lnbc1qqqqqq" })).unwrap_err();
        let (class, offset) = (refused.class.as_deref(), refused.offset.as_deref());
        assert_eq!((class, offset), (Some("bad_checksum"), Some("5")));
        let refused = ask(&json!({ "invoice": "\u{fffd}" })).unwrap_err();
        assert_eq!(refused.class.as_deref(), Some("bad_encoding"));
        assert!(ask(&json!({})).is_err());
    }
}
