//! Bytes that mean nothing.

use super::{explain, readings};
use ampwire::explain::{Kind, MAX_SPANS, Reading, Value};
use ampwire::onion::Layouts;

/// Pseudo-random numbers (xorshift64): the same ones every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[3]
    }

    fn bytes(&mut self, length: u64) -> Vec<u8> {
        (0..length).map(|_| self.byte()).collect()
    }

    /// Records that are right more often than not.
    fn records(&mut self) -> Vec<u8> {
        let types = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 0xfd];
        let lengths = [0, 1, 2, 4, 8, 31, 32, 33, 40, 64, 65, 68, 69];
        let mut bytes = Vec::new();
        for _ in 0..self.below(6) {
            bytes.push(types[usize::try_from(self.below(11)).unwrap()]);
            let length = lengths[usize::try_from(self.below(13)).unwrap()];
            bytes.push(length);
            let off = self.below(8) / 7;
            bytes.extend(self.bytes(u64::from(length) + off));
        }
        bytes
    }
}

#[test]
fn nothing_panics_and_all_of_it_agrees() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let readings = readings();
    for round in 0..3_000_u64 {
        let length = numbers.below(100);
        let bytes = if round % 2 == 0 { numbers.bytes(length) } else { numbers.records() };
        let reading = readings[usize::try_from(round).unwrap() % readings.len()];
        for kind in Kind::ALL {
            explain(reading, kind, &bytes);
        }
        let guess = reading.guess(&bytes);
        let fault = reading.explain(guess.kind(), &bytes).fault().copied();
        assert_eq!(guess.fits(), fault.is_none() && !bytes.is_empty(), "{guess:?} {fault:?}");
        for other in guess.others() {
            assert_ne!(*other, guess.kind());
            assert!(reading.explain(*other, &bytes).fault().is_none());
        }
    }
}

#[test]
fn what_is_long_is_listed_no_further() {
    let mut numbers = Numbers(1);
    let inputs = [vec![0; 1 << 18], vec![1; 1 << 18], vec![0xff; 1 << 18], numbers.bytes(1 << 20)];
    for bytes in inputs {
        for kind in Kind::ALL {
            explain(Reading::new(Layouts::BOTH), kind, &bytes);
        }
        Reading::new(Layouts::BOTH).guess(&bytes);
    }
    let zeros = vec![0; 1 << 18];
    let explanation = explain(Reading::new(Layouts::BOTH), Kind::TlvStream, &zeros);
    let last = explanation.spans().last().unwrap();
    let listed = explanation.spans().len() - 1;
    // Three spans a record: type, length and a value of no byte.
    assert_eq!(listed, MAX_SPANS.next_multiple_of(3));
    assert_eq!(last.value(), Value::NotListed { records: (1 << 17) - listed / 3 });
    assert_eq!(
        explanation.summary(),
        "as far as it can be read: TLV stream of 131,072 records, types 0, 0, 0, 0, 0, 0, 0, 0 and 131064 more"
    );
}
