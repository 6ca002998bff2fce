use super::errors::{self, points_inside};
use super::naive::failure as naive;
use super::naive::number;
use super::scalars::encoded;
use super::stream::cuts;
use crate::onion::{Failure, OnionError};
use crate::wire::{BigSize, Encode};
use alloc::vec::Vec;

/// Any bytes as a failure message: the second decoder agrees, what is accepted is written again up to
/// where the message ends, and cut before that it is truncated.
pub fn onion_failure(data: &[u8]) {
    match (Failure::parse(data), naive::message(data)) {
        (Ok(failure), Ok(message)) => {
            assert_eq!(u128::from(failure.code()), message.code);
            assert_eq!(failure.name().is_some(), message.named);
            fields(&failure, &message.fields);
            onion_failure_value(&failure);
            assert_eq!(failure.to_vec(), data[..message.end], "accepted, but written otherwise");
            for end in cuts(message.end).filter(|_| message.named) {
                let error = Failure::parse(&data[..end]).expect_err("cut, and accepted");
                assert_eq!(error.rule().class().as_str(), "truncated", "cut at {end}: {error}");
                points_inside(error.rule().class(), error.offset(), &data[..end]);
            }
        }
        (Err(error), Err(fault)) => {
            errors::named(error.rule(), &error);
            let found = (error.rule().class().as_str(), error.offset());
            assert_eq!(found, (fault.class, fault.offset), "{error}");
            points_inside(error.rule().class(), error.offset(), data);
        }
        (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
    }
}

/// The fields say what the bytes of each say.
fn fields(failure: &Failure<'_>, bytes: &[&[u8]]) {
    let numbers: Vec<u128> = match *failure {
        Failure::InvalidOnionPayload { record_type, offset } => {
            assert_eq!(BigSize(record_type).to_vec(), bytes[0]);
            assert_eq!(number(bytes[1]), offset.into());
            return;
        }
        Failure::InvalidOnionBlinding { sha256_of_onion } => {
            assert_eq!(sha256_of_onion[..], *bytes[0]);
            return;
        }
        Failure::Other { data, .. } => {
            assert_eq!(data, bytes[0]);
            return;
        }
        Failure::MppTimeout => Vec::new(),
        Failure::IncorrectOrUnknownPaymentDetails { htlc_msat, height } => {
            [htlc_msat.into(), height.into()].into()
        }
        Failure::FinalIncorrectCltvExpiry { cltv_expiry } => [cltv_expiry.into()].into(),
        Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt } => {
            [incoming_htlc_amt.into()].into()
        }
    };
    assert!(bytes.iter().map(|bytes| number(bytes)).eq(numbers), "{failure:?}");
}

/// A failure message: what is written reads back, also with bytes behind it, which are ignored.
pub fn onion_failure_value(failure: &Failure<'_>) {
    encoded(failure);
    let mut bytes = failure.to_vec();
    assert_eq!(bytes[..2], failure.code().to_be_bytes());
    assert_eq!(Failure::parse(&bytes), Ok(*failure), "written, but read otherwise");
    if failure.name().is_some() {
        bytes.extend([0xa5; 3]);
        assert_eq!(Failure::parse(&bytes), Ok(*failure), "bytes behind the data are not ignored");
    }
}

/// The failure that answers a payload with this fault names the same record and the same place.
pub(super) fn answers(error: &OnionError) {
    let failure = Failure::from(error);
    let Failure::InvalidOnionPayload { record_type, offset } = failure else {
        panic!("{failure:?} for {error}");
    };
    assert_eq!(record_type, error.record().unwrap_or(0));
    let place = error.offset().filter(|place| *place < 1 << 16).unwrap_or(0);
    assert_eq!(usize::from(offset), place);
    onion_failure_value(&failure);
}
