use super::*;
use crate::sphinx::{apply_stream, authenticate, derive};

const POINT: &str = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
const ALL_BITCOIN: u64 = 2_100_000_000_000_000_000;

/// A TLV stream in the order given.
fn stream(records: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (kind, value) in records {
        bytes.extend(bigsize::write(*kind));
        bytes.extend(bigsize::write(u64::try_from(value.len()).unwrap()));
        bytes.extend(value);
    }
    bytes
}

fn truncated(value: u64) -> Vec<u8> {
    value.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect()
}

fn hex(text: &str) -> Vec<u8> {
    bitcoin::hex::FromHex::from_hex(text).unwrap()
}

/// The records that most payloads here have, by type.
fn record(kind: u64) -> (u64, Vec<u8>) {
    let value = match kind {
        2 => truncated(1000),
        4 => truncated(800),
        6 => 5_u64.to_be_bytes().to_vec(),
        8 => [vec![0x2a; 32], truncated(3000)].concat(),
        10 => hex("aabbcc"),
        12 => hex(POINT),
        18 => truncated(3000),
        KEYSEND_PREIMAGE => vec![7; 32],
        _ => hex("6d657461"),
    };
    (kind, value)
}

fn records(kinds: &[u64]) -> Vec<(u64, Vec<u8>)> {
    kinds.iter().copied().map(record).collect()
}

fn ask(kinds: &[u64], role: Role) -> Result<Payload, Failure> {
    ask_with(&records(kinds), role, false)
}

fn ask_with(
    records: &[(u64, Vec<u8>)],
    role: Role,
    path_key_in_htlc: bool,
) -> Result<Payload, Failure> {
    thread_local!(static NODE: Node = Node::new());
    NODE.with(|node| decode(node, &stream(records), role, path_key_in_htlc))
}

/// A final payload with one record replaced or added.
fn final_with(kind: u64, value: Vec<u8>) -> Result<Payload, Failure> {
    let mut records = records(&[2, 4, 8]);
    records.retain(|(other, _)| *other != kind);
    records.push((kind, value));
    records.sort_unstable();
    ask_with(&records, Role::Final, false)
}

/// Refused as a payload, and not for anything that the transport did.
#[track_caller]
fn refused(answer: Result<Payload, Failure>) {
    let Err(Failure::Refused(refusal)) = answer else { panic!("{answer:?}") };
    let payload = ["InvalidOnionPayload", "InvalidOnionBlinding", "PaymentSecretRequired"];
    assert!(
        payload.iter().any(|reason| refusal.message.starts_with(reason)),
        "{}",
        refusal.message
    );
}

#[track_caller]
fn accepted(answer: Result<Payload, Failure>) -> Payload {
    answer.unwrap_or_else(|failure| panic!("{failure:?}"))
}

fn plain_final() -> Payload {
    Payload {
        amt_to_forward: Some(1000),
        outgoing_cltv_value: Some(800),
        payment_data: Some(([0x2a; 32], 3000)),
        ..Payload::default()
    }
}

#[test]
fn final_hop() {
    assert_eq!(accepted(ask(&[2, 4, 8], Role::Final)), plain_final());
    let with_metadata = Payload { payment_metadata: Some(b"meta".to_vec()), ..plain_final() };
    assert_eq!(accepted(ask(&[2, 4, 8, 16], Role::Final)), with_metadata);
    let empty = Payload { payment_metadata: Some(Vec::new()), ..plain_final() };
    assert_eq!(accepted(final_with(16, Vec::new())), empty);
    let keysend = Payload { keysend_preimage: Some([7; 32]), ..plain_final() };
    assert_eq!(accepted(ask(&[2, 4, 8, KEYSEND_PREIMAGE], Role::Final)), keysend);
    let spontaneous = Payload { payment_data: None, ..keysend };
    assert_eq!(accepted(ask(&[2, 4, KEYSEND_PREIMAGE], Role::Final)), spontaneous);
    for kinds in [
        &[2, 8][..],
        &[4, 8],
        &[2, 4],
        &[2, 4, 6],
        &[2, 4, 6, 8],
        &[2, 4, 8, 10],
        &[2, 4, 8, 12],
        &[2, 4, 8, 18],
        &[],
    ] {
        refused(ask(kinds, Role::Final));
    }
}

#[test]
fn intermediate_hop() {
    let forward = Payload { payment_data: None, short_channel_id: Some(5), ..plain_final() };
    assert_eq!(accepted(ask(&[2, 4, 6], Role::Intermediate)), forward);
    // Records for the recipient alone are dropped where LDK knows no reason against them.
    for dropped in [101, 65536, 65537, KEYSEND_PREIMAGE] {
        assert_eq!(accepted(ask(&[2, 4, 6, dropped], Role::Intermediate)), forward, "{dropped}");
    }
    for kinds in [
        &[2, 6][..],
        &[4, 6],
        &[2, 4],
        &[2, 4, 8],
        &[2, 4, 6, 8],
        &[2, 4, 6, 16],
        &[2, 4, 6, 18],
        &[2, 4, 6, 14],
    ] {
        refused(ask(kinds, Role::Intermediate));
    }
}

#[test]
fn expiries_that_can_be_forwarded() {
    let forwarded = |value: u32| {
        let records = [record(2), (4, truncated(value.into())), record(6)];
        ask_with(&records, Role::Intermediate, false)
    };
    for value in [
        4,
        5,
        255,
        256,
        800,
        500_000_000,
        u32::MAX - 2016,
        u32::MAX - 2000,
        u32::MAX - 49,
        u32::MAX - 48,
    ] {
        assert_eq!(accepted(forwarded(value)).outgoing_cltv_value, Some(value));
    }
    for value in [0, 1, 3, u32::MAX - 47, u32::MAX] {
        let Err(Failure::Refused(refusal)) = forwarded(value) else { panic!("{value}") };
        assert!(
            refusal.message.starts_with("the payload is read, and no HTLC for it is taken: "),
            "{}",
            refusal.message
        );
    }
    // To a final hop they mean nothing.
    for value in [0, u32::MAX] {
        assert_eq!(
            accepted(final_with(4, truncated(value.into()))).outgoing_cltv_value,
            Some(value)
        );
    }
}

#[test]
fn unknown_records() {
    for odd in [9, 13, 101, 65535] {
        assert_eq!(accepted(final_with(odd, b"x".to_vec())), plain_final(), "{odd}");
    }
    // 14 is AMP's, and 20 a record of LDK's own that has no room for this value.
    for even in [0, 14, 20, 22, 100, 65534] {
        refused(final_with(even, vec![1; 65]));
    }
    for custom in [65536, 65537, u64::MAX - 1, u64::MAX] {
        let kept = Payload { custom: vec![(custom, b"x".to_vec())], ..plain_final() };
        assert_eq!(accepted(final_with(custom, b"x".to_vec())), kept, "{custom}");
    }
    // Odd, and a record of LDK's own.
    refused(final_with(77_777, b"x".to_vec()));
}

#[test]
fn values() {
    let secret = |more: &[u8]| [&[0x2a; 32], more].concat();
    for total in [0, 1, 1000, ALL_BITCOIN] {
        let read = Payload { payment_data: Some(([0x2a; 32], total)), ..plain_final() };
        assert_eq!(accepted(final_with(8, secret(&truncated(total)))), read);
    }
    for wrong in [vec![0x2a; 31], secret(&[0]), secret(&[0, 1]), secret(&[1; 9]), secret(&[1; 36])]
    {
        refused(final_with(8, wrong));
    }
    refused(final_with(8, secret(&truncated(ALL_BITCOIN + 1))));
    assert_eq!(accepted(final_with(2, truncated(ALL_BITCOIN))).amt_to_forward, Some(ALL_BITCOIN));
    refused(final_with(2, truncated(ALL_BITCOIN + 1)));
    assert_eq!(accepted(final_with(2, Vec::new())).amt_to_forward, Some(0));
    for (kind, wrong) in
        [(2, vec![0]), (2, vec![0, 1]), (2, vec![1; 9]), (4, vec![0]), (4, vec![1; 5])]
    {
        refused(final_with(kind, wrong));
    }
    for length in [0, 31, 33] {
        refused(final_with(KEYSEND_PREIMAGE, vec![7; length]));
    }
    for length in [0, 7, 9] {
        refused(ask_with(&[record(2), record(4), (6, vec![1; length])], Role::Intermediate, false));
    }
}

#[test]
fn order_and_framing() {
    let node = Node::new();
    let sent = |bytes: &[u8]| decode(&node, bytes, Role::Final, false);
    refused(ask(&[4, 2, 8], Role::Final));
    refused(ask(&[2, 2, 4, 8], Role::Final));
    refused(ask(&[2, 4, 8, 101, 101], Role::Final));
    refused(ask(&[2, 4, 8, 103, 101], Role::Final));
    let whole = stream(&records(&[2, 4, 8]));
    for end in 0..whole.len() {
        refused(sent(&whole[..end]));
    }
    for tail in [
        "fd0001",
        "65fd0001aa",
        "fd",
        "65fd",
        "65",
        "6502aa",
        "65ffffffffffffffffff",
        "ffffffffffffffffff000000",
    ] {
        refused(sent(&[whole.clone(), hex(tail)].concat()));
    }
}

#[test]
fn blinded_final_hop() {
    let read = Payload { payment_data: None, total_amount_msat: Some(3000), ..plain_final() };
    let in_htlc = |kinds: &[u64]| ask_with(&records(kinds), Role::Final, true);
    assert_eq!(accepted(ask(&[2, 4, 10, 12, 18], Role::Final)), read);
    assert_eq!(accepted(in_htlc(&[2, 4, 10, 18])), read);
    refused(in_htlc(&[2, 4, 10, 12, 18]));
    refused(in_htlc(&[2, 4, 18]));
    refused(in_htlc(&[2, 4, 8]));
    for kinds in
        [&[4, 10, 12, 18][..], &[2, 10, 12, 18], &[2, 4, 10, 12], &[2, 4, 12, 18], &[2, 4, 10, 18]]
    {
        refused(ask(kinds, Role::Final));
    }
    for more in [6, 8, 14, 16, 77_777] {
        let mut kinds = vec![2, 4, 10, 12, 18, more];
        kinds.sort_unstable();
        refused(ask(&kinds, Role::Final));
    }
    // Not so whatever else LDK finds.
    assert_eq!(accepted(ask(&[2, 4, 10, 12, 18, 101], Role::Final)), read);
    let custom = Payload { custom: vec![record(65537)], ..read.clone() };
    assert_eq!(accepted(ask(&[2, 4, 10, 12, 18, 65537], Role::Final)), custom);
    let keysend = Payload { keysend_preimage: Some([7; 32]), ..read };
    assert_eq!(accepted(ask(&[2, 4, 10, 12, 18, KEYSEND_PREIMAGE], Role::Final)), keysend);
}

#[test]
fn blinded_intermediate_hop() {
    let in_htlc = |kinds: &[u64]| ask_with(&records(kinds), Role::Intermediate, true);
    for more in [None, Some(101), Some(65536), Some(65537)] {
        let kinds: Vec<u64> = [10, 12].into_iter().chain(more).collect();
        assert_eq!(accepted(ask(&kinds, Role::Intermediate)), Payload::default(), "{more:?}");
        let kinds: Vec<u64> = [10].into_iter().chain(more).collect();
        assert_eq!(accepted(in_htlc(&kinds)), Payload::default(), "{more:?}");
    }
    for more in [2, 4, 6, 8, 14, 16, 18, 77_777, KEYSEND_PREIMAGE] {
        let mut kinds = vec![10, 12, more];
        kinds.sort_unstable();
        refused(ask(&kinds, Role::Intermediate));
    }
    refused(in_htlc(&[10, 12]));
    refused(ask(&[10], Role::Intermediate));
    refused(ask(&[2, 4, 6, 12], Role::Intermediate));
}

#[test]
fn points() {
    let with = |point: Vec<u8>| {
        ask_with(&[record(2), record(4), record(10), (12, point), record(18)], Role::Final, false)
    };
    accepted(with(hex(POINT)));
    let off_curve = "02".to_owned() + &"00".repeat(31) + "05";
    let no_field_element = "02".to_owned() + &"ff".repeat(32);
    for wrong in [
        POINT.replacen("02", "04", 1),
        off_curve,
        no_field_element,
        POINT[..64].to_owned(),
        POINT.to_owned() + "00",
    ] {
        refused(with(hex(&wrong)));
    }
}

/// Why the encrypted data is replaced: as it stands in a request, LDK can't decrypt it.
#[test]
fn nothing_is_read_behind_data_that_does_not_decrypt() {
    let node = Node::new();
    for (role, kinds) in [(Role::Final, &[2, 4, 10, 12, 18][..]), (Role::Intermediate, &[10, 12])] {
        let stream = stream(&records(kinds));
        let mut frame = bigsize::write(u64::try_from(stream.len()).unwrap());
        frame.extend(&stream);
        let transport = Transport::new(&stream, &[], role, node.way(role), false);
        refused(decode_frame(&node, &frame, role, &transport));
    }
}

#[test]
fn lengths_of_payloads() {
    let node = Node::new();
    let transport = Transport::new(&[], &[], Role::Final, node.way(Role::Final), false);
    let sent = |frame: &[u8]| decode_frame(&node, frame, Role::Final, &transport);
    let whole = stream(&records(&[2, 4, 8]));
    let frame = |length: &str| [hex(length), whole.clone()].concat();
    accepted(sent(&frame("2c")));
    // None, one byte, one less, one more than there is (then the HMAC is cut short), not minimal, more than an onion has.
    for length in ["00", "01", "2b", "fd002c", "fd0514", "fe0000002c", "ffffffffffffffffff"] {
        let answer = sent(&frame(length));
        assert!(matches!(answer, Err(Failure::Refused(_))), "{length}: {answer:?}");
    }
    // As much as an onion holds: 1300 bytes less the HMAC and the length, and less what the next hop gets.
    for (role, kinds, most) in
        [(Role::Final, [2, 4, 8], 1265), (Role::Intermediate, [2, 4, 6], 1226)]
    {
        let filled = |length: usize| {
            let mut records = records(&kinds);
            records.push((65537, vec![1; length - stream(&records).len() - 8]));
            decode(&node, &stream(&records), role, false)
        };
        assert_eq!(accepted(filled(most)).amt_to_forward, Some(1000));
        let Err(Failure::Refused(refusal)) = filled(most + 1) else {
            panic!("more than an onion holds")
        };
        assert_eq!(refusal.class, Some("limit"));
    }
}

/// The payloads of BOLT 4's onion-test.json.
#[test]
fn published_payloads() {
    let node = Node::new();
    let hop = |text: &str, role| accepted(decode(&node, &hex(text), role, false));
    let forward = |amount, expiry, channel| Payload {
        amt_to_forward: Some(amount),
        outgoing_cltv_value: Some(expiry),
        short_channel_id: Some(channel),
        ..Payload::default()
    };
    assert_eq!(
        hop("02023a98040205dc06080000000000000001", Role::Intermediate),
        forward(15000, 1500, 1)
    );
    let longer = "020236b00402057806080000000000000002fd02013c".to_owned()
        + &"0102030405060708090a0b0c0d0e0f".repeat(4);
    assert_eq!(hop(&longer, Role::Intermediate), forward(14000, 1400, 2));
    assert_eq!(
        hop("020230d4040204e206080000000000000003", Role::Intermediate),
        forward(12500, 1250, 3)
    );
    assert_eq!(
        hop("02022710040203e806080000000000000004", Role::Intermediate),
        forward(10000, 1000, 4)
    );
    let secret = "24a33562c54507a9334e79f0dc4f17d407e6d7c61f0e2f3d0d38599502f61704";
    let last = "02022710040203e80822".to_owned() + secret + "2710fd012de0" + &"2a".repeat(224);
    let read = Payload {
        amt_to_forward: Some(10000),
        outgoing_cltv_value: Some(1000),
        payment_data: Some((hex(secret).try_into().unwrap(), 10000)),
        ..Payload::default()
    };
    assert_eq!(hop(&last, Role::Final), read);
}

/// What LDK sends back for a payload that it can't read.
fn failure_message(kinds: &[u64], role: Role) -> Vec<u8> {
    let node = Node::new();
    let way = node.way(role);
    let sent = stream(&records(kinds));
    let places = records::places(&sent);
    let transport = Transport::new(&sent, &places, role, way, false);
    let sent = replaceable(&sent, &places, way, false);
    let mut frame = bigsize::write(u64::try_from(sent.len()).unwrap());
    frame.extend_from_slice(&sent);
    let frames: &[&[u8]] = if role == Role::Final { &[&frame] } else { &[&frame, &NEXT_FRAME] };
    let packet = way.plain.wrap(frames, &transport.payment_hash).unwrap();
    let packet = OnionPacket {
        version: 0,
        public_key: Ok(packet.public_key),
        hop_data: packet.hop_payloads,
        hmac: packet.hmac,
    };
    let Err(refused) = peel(&node, packet, &transport) else { panic!("accepted") };
    assert_eq!(refused.error.reason, Reason::InvalidOnionPayload);

    let secret = way.plain.secrets()[0];
    let mut data = refused.error.err_data;
    apply_stream(&derive(b"ammag", &secret), &mut data);
    let (hmac, data) = data.split_at(32);
    assert_eq!(hmac, authenticate(&derive(b"um", &secret), &[data]));
    let length = usize::from(u16::from_be_bytes([data[0], data[1]]));
    data[2..2 + length].to_vec()
}

/// `invalid_onion_payload` is 4016. A type and an offset may follow; LDK gives none.
#[test]
fn failure_messages() {
    for (kinds, role) in [
        (&[2, 4, 8, 14][..], Role::Final),
        (&[2, 8], Role::Final),
        (&[2, 4, 6, 8], Role::Intermediate),
    ] {
        assert_eq!(failure_message(kinds, role), hex("4016"), "{kinds:?}");
    }
    // In a blinded path, it is the failure of blinded paths.
    for (kinds, role) in [(&[2, 4, 10][..], Role::Final), (&[2, 10], Role::Intermediate)] {
        let Err(Failure::Refused(refusal)) = ask_with(&records(kinds), role, true) else {
            panic!("{kinds:?}")
        };
        assert!(refusal.message.starts_with("InvalidOnionBlinding: "), "{}", refusal.message);
    }
}
