//! What LND writes, or refuses to write, where that is not what is expected.

use ampwire_vectors::Class;

use super::{DATA, blinded_final};
use crate::case::Case;
use crate::cases::payload::Payload;
use crate::cases::samples::{KEYSEND, POINT, PREIMAGE, SECRET};

enum Departure {
    Writes(Payload),
    Refuses(Class),
}

/// The cases, with LND's answer at those where it differs.
pub(super) fn with_departures(mut cases: Vec<Case>) -> Vec<Case> {
    for (slug, departure) in departures() {
        let id = format!("payload-encode/{slug}");
        let place =
            cases.iter_mut().find(|case| case.id == id).expect("a case that LND answers otherwise");
        *place = match departure {
            Departure::Writes(payload) => place.clone().lnd_writes(payload.bytes()),
            Departure::Refuses(class) => place.clone().lnd_refuses(class),
        };
    }
    cases
}

fn departures() -> Vec<(&'static str, Departure)> {
    use Departure::{Refuses, Writes};
    let key: Vec<u8> = POINT.into_iter().chain([0]).collect();
    let even = |tlv_type| Payload::last_hop().other(tlv_type, &[0x01]);
    let even_first = Payload::new()
        .other(0, &[0x01])
        .amt_to_forward(1000)
        .outgoing_cltv_value(800)
        .payment_data(SECRET, 3000);
    let with_data = Payload::last_hop()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let without_total = Payload::plain().encrypted_recipient_data(&DATA).current_path_key(&POINT);
    let with_metadata = without_total.clone().payment_metadata(&[0x01]).total_amount_msat(3000);
    let relay = Payload::new().encrypted_recipient_data(&DATA).current_path_key(&POINT);
    vec![
        // Zero is absent to LND's writer.
        ("final-zeros", Refuses(Class::Missing)),
        ("relay-channel-0", Refuses(Class::Missing)),
        ("total-amount-0", Writes(Payload::last_hop())),
        // It writes whatever other records it is given,
        ("other-even-0", Writes(even_first)),
        ("other-even-100", Writes(even(100))),
        ("other-even-65534", Writes(even(65534))),
        // also a keysend preimage of any length,
        ("keysend-31-bytes", Writes(Payload::plain().other(KEYSEND, &key[..31]))),
        ("keysend-33-bytes", Writes(Payload::plain().other(KEYSEND, &key[..33]))),
        // and checks little of blinded paths.
        ("path-key-alone", Writes(Payload::plain().current_path_key(&POINT))),
        ("blinded-final-with-payment-data", Writes(with_data)),
        ("blinded-final-with-metadata", Writes(with_metadata)),
        ("blinded-final-with-keysend", Writes(blinded_final().keysend(PREIMAGE))),
        ("blinded-final-with-other", Writes(blinded_final().other(101, &[0x01]))),
        ("blinded-final-without-total", Writes(without_total)),
        ("blinded-relay-with-other", Writes(relay.other(65537, &[0x01]))),
    ]
}
