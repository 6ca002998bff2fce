use super::errors::{self, points_inside};
use super::naive::{encrypted_data as naive, number};
use super::secrecy::debug_hides;
use super::stream::cuts;
use crate::onion::{EncryptedDataView, Role};
use crate::rule::Class;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Any bytes as `encrypted_data_tlv` in the clear, for both kinds of hop.
pub fn encrypted_data(data: &[u8]) {
    let [forwards, receives] = [Role::Intermediate, Role::Final].map(|role| one_role(data, role));
    // The payee's hop needs less and is refused nothing more.
    assert!(receives || !forwards, "taken where it is forwarded and not where it ends");
}

/// Gives whether the bytes are taken.
fn one_role(data: &[u8], role: Role) -> bool {
    match (EncryptedDataView::parse(data, role), naive::records(data, role)) {
        (Ok(view), Ok(records)) => {
            let value = |record_type| {
                let record = records.iter().find(|record| record.record_type == record_type);
                record.map(|record| record.value(data))
            };
            says(&view, value);
            assert_eq!(view.stream().as_bytes(), data);
            every_prefix(data, role);
            true
        }
        (Err(error), Err((fault, offset))) => {
            errors::named(error.rule(), &error);
            let found = (error.rule().class().as_str(), error.offset(), error.record());
            assert_eq!(found, (fault.class, offset, fault.record), "{error}");
            if let Some(offset) = offset {
                points_inside(error.rule().class(), offset, data);
            }
            false
        }
        (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
    }
}

/// Each accessor says what the record of its type says.
fn says<'d>(view: &EncryptedDataView<'_>, value: impl Fn(u64) -> Option<&'d [u8]>) {
    assert_eq!(view.short_channel_id().map(u128::from), value(2).map(number));
    let node = view.next_node_id();
    assert_eq!(node.as_ref().map(|key| &key.as_bytes()[..]), value(4));
    assert_eq!(view.path_id(), value(6));
    let path_key = view.next_path_key_override();
    assert_eq!(path_key.as_ref().map(|key| &key.as_bytes()[..]), value(8));
    let relay = view.payment_relay().map(|relay| {
        [
            u128::from(relay.cltv_expiry_delta),
            relay.fee_proportional_millionths.into(),
            relay.fee_base_msat.into(),
        ]
    });
    let three = |bytes: &[u8]| [&bytes[..2], &bytes[2..6], &bytes[6..]].map(number);
    assert_eq!(relay, value(10).map(three));
    let constraints = view
        .payment_constraints()
        .map(|limits| [u128::from(limits.max_cltv_expiry), limits.htlc_minimum_msat.into()]);
    assert_eq!(constraints, value(12).map(|bytes| [&bytes[..4], &bytes[4..]].map(number)));
    // No bit of it can be set.
    let features = view.allowed_features().map(|features| features.iter().count());
    let readable = value(14).filter(|bytes| bytes.len() <= 65_535);
    assert_eq!(features, readable.map(|_| 0));

    let keys = [node, path_key].into_iter().flatten();
    let shown: Vec<String> = keys.map(|key| format!("{key}")).collect();
    let path_id: Vec<&[u8]> = view.path_id().into_iter().collect();
    debug_hides(view, &path_id, &shown);
    #[cfg(feature = "secp256k1")]
    if let Err(error) = view.check_points() {
        errors::named(error.rule(), &error);
        let record = view.stream().get(error.record().unwrap()).unwrap();
        assert_eq!(error.offset(), Some(record.value_offset()));
    }
}

/// Where it is cut, something lacks, or it is truncated.
fn every_prefix(data: &[u8], role: Role) {
    for end in cuts(data.len()) {
        let Err(error) = EncryptedDataView::parse(&data[..end], role) else { continue };
        match error.rule().class() {
            Class::Missing => assert_eq!(error.offset(), None),
            Class::Truncated => {
                assert!(error.offset().is_some_and(|offset| offset < end), "cut at {end}: {error}");
            }
            class => panic!("cut at {end}, and {class}: {error}"),
        }
    }
}
