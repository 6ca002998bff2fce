//! The fault is the parser's error, wherever a payload is cut or changed.

use super::{LND, bytes_of, explain, framed, readings};
use ampwire::explain::Kind;

/// Payloads with much in them, so that changing them breaks many rules.
fn payloads() -> Vec<Vec<u8>> {
    let blinded = "0202044c0402012c0a0401020304 0c21\
        02989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f 120203e8";
    let type8 = "020203e804020320084411111111111111111111111111111111111111111111111111111111111111\
        11333333333333333333333333333333333333333333333333333333333333333300000005120203e8\
        ff0000000146c6616b021010";
    let forwarded = "020203e80402032006080aae60000001000014 0001ff";
    [LND, blinded, type8, forwarded].into_iter().map(bytes_of).collect()
}

/// In all kinds, and in a few of the ways to read, other ones each time.
fn agrees(bytes: &[u8], turn: usize) {
    for reading in readings().into_iter().cycle().skip(turn * 2).take(2) {
        for kind in Kind::ALL {
            explain(reading, kind, bytes);
        }
        reading.guess(bytes);
    }
}

#[test]
fn every_cut() {
    for payload in payloads() {
        for end in 0..=payload.len() {
            agrees(&payload[..end], end);
            agrees(&framed(&payload)[..=end], end);
        }
    }
}

#[test]
fn every_byte_changed_left_out_and_doubled() {
    for payload in payloads() {
        let payload = framed(&payload);
        for index in 0..payload.len() {
            for bit in [0x01, 0x40, 0xff] {
                let mut bytes = payload.clone();
                bytes[index] ^= bit;
                agrees(&bytes, index);
                agrees(&bytes[1..], index);
            }
            let mut bytes = payload.clone();
            bytes.remove(index);
            agrees(&bytes, index);
            let mut bytes = payload.clone();
            bytes.insert(index, payload[index]);
            agrees(&bytes, index);
        }
    }
}

#[test]
fn records_in_any_order() {
    let records: [&[u8]; 7] = [
        &[2, 1, 1],
        &[4, 0],
        &[10, 1, 9],
        &[6, 1, 1],
        &[0xfd, 0, 2, 0],
        &[14, 0],
        &[8, 0xfd, 0, 1, 7],
    ];
    for first in records {
        for second in records {
            for third in records {
                agrees(&[first, second, third].concat(), first.len() + third.len());
            }
        }
    }
}
