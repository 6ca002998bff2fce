//! What bytes are taken for.

use super::{LND, bytes_of, framed};
use ampwire::explain::{Kind, Reading};
use ampwire::onion::Layouts;

fn guess(bytes: &[u8]) -> (Kind, bool, Vec<Kind>) {
    let guess = Reading::new(Layouts::BOTH).guess(bytes);
    (guess.kind(), guess.fits(), guess.others().to_vec())
}

#[test]
fn what_is_right() {
    let payload = bytes_of(LND);
    assert_eq!(guess(&payload), (Kind::Payload, true, [Kind::TlvStream].to_vec()));
    assert_eq!(guess(&framed(&payload)), (Kind::FramedPayload, true, [].to_vec()));
    let cases = [
        ("0a0101", Kind::Payload),
        ("04 0200 0400", Kind::FramedPayload),
        ("0017", Kind::Failure),
        ("40160e0000", Kind::Failure),
        ("024100", Kind::Features),
        ("40004100", Kind::Features),
        ("0101aa", Kind::TlvStream),
        ("0101aa 0300", Kind::TlvStream),
    ];
    for (hex, kind) in cases {
        let (guessed, fits, _) = guess(&bytes_of(hex));
        assert_eq!((guessed, fits), (kind, true), "{hex}");
    }
    let record = [[0x22; 32], [0x33; 32]].concat();
    assert_eq!(guess(&record), (Kind::AmpRecord, true, [].to_vec()));
}

#[test]
fn what_is_broken() {
    let payload = bytes_of(LND);
    for end in 4..payload.len() {
        assert_eq!(guess(&payload[..end]).0, Kind::Payload, "cut at {end}");
        let framed = framed(&payload);
        assert_eq!(guess(&framed[..=end]).0, Kind::FramedPayload, "cut at {end}");
    }
    let cases = [
        // It lacks the expiry.
        ("020203e8", Kind::Payload),
        ("04 020203e8", Kind::FramedPayload),
        ("400f0000", Kind::Failure),
        // AMP without payment_secret.
        ("40000100", Kind::Features),
        ("ffff", Kind::TlvStream),
        ("", Kind::TlvStream),
    ];
    for (hex, kind) in cases {
        let (guessed, fits, _) = guess(&bytes_of(hex));
        assert_eq!((guessed, fits), (kind, false), "{hex}");
    }
    assert_eq!(guess(&[0x77; 63]).0, Kind::AmpRecord);
}
