use super::{OnionError, OnionErrorKind, types};
use crate::secret::PaymentSecret;
use crate::wire::{Encode, Tu64, tu64};
use bytes::BufMut;

/// `payment_data` (BOLT 4, type 8): the secret that names the invoice, and the total of all parts.
///
/// ```text
/// payment_secret  32 bytes
/// total_msat      tu64, to the end of the record
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentData {
    /// What the payee put into the invoice.
    pub payment_secret: PaymentSecret,
    /// The amount of all parts together, in msat. Zero decodes; whether it is enough is the payee's
    /// question.
    pub total_msat: u64,
}

impl PaymentData {
    /// The shortest value, in bytes: a total of zero takes no byte.
    pub const MIN_WIRE_LEN: usize = 32;
    /// The longest value, in bytes.
    pub const MAX_WIRE_LEN: usize = 40;
}

/// `payment_data`, checked, the secret still where it was read.
#[derive(Clone, Copy)]
pub(super) struct PaymentDataView<'a> {
    payment_secret: &'a [u8; 32],
    total_msat: u64,
}

impl<'a> PaymentDataView<'a> {
    /// Reads the record's value, which stands at `offset` of the payload.
    #[inline]
    pub(super) fn parse(value: &'a [u8], offset: usize) -> Result<Self, OnionError> {
        let at = |kind, offset| OnionError::at(kind, offset, types::PAYMENT_DATA);
        let too_long = || at(OnionErrorKind::PaymentDataLength { actual: value.len() }, offset);
        // rule: bolt4.payload.payment-data-length
        let (payment_secret, total) = value.split_first_chunk::<32>().ok_or_else(too_long)?;
        // rule: bolt4.payload.payment-data-total-minimal
        let total_msat = tu64(total).ok_or_else(too_long)?.map_err(|_| {
            at(OnionErrorKind::PaymentDataTotalNotMinimal, offset.saturating_add(32))
        })?;
        Ok(Self { payment_secret, total_msat })
    }

    pub(super) const fn to_payment_data(self) -> PaymentData {
        PaymentData {
            payment_secret: PaymentSecret::new(*self.payment_secret),
            total_msat: self.total_msat,
        }
    }
}

impl Encode for PaymentData {
    fn wire_len(&self) -> usize {
        Self::MIN_WIRE_LEN.saturating_add(Tu64(self.total_msat).wire_len())
    }

    fn put(&self, out: &mut impl BufMut) {
        out.put_slice(self.payment_secret.reveal());
        Tu64(self.total_msat).put(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(value: &[u8], offset: usize) -> Result<PaymentData, OnionError> {
        PaymentDataView::parse(value, offset).map(PaymentDataView::to_payment_data)
    }

    #[test]
    fn lengths() {
        for total_msat in [0, 1, 255, 256, 3000, u64::MAX] {
            let data = PaymentData { payment_secret: PaymentSecret::new([1; 32]), total_msat };
            let bytes = data.to_vec();
            assert_eq!(bytes.len(), data.wire_len());
            assert_eq!(parse(&bytes, 0), Ok(data));
        }
        for actual in [0, 31, 41, 68] {
            let error = parse(&alloc::vec![1; actual], 5).unwrap_err();
            assert_eq!(error.kind(), OnionErrorKind::PaymentDataLength { actual });
            assert_eq!(error.offset(), Some(5));
        }
    }

    #[test]
    fn the_total_is_minimal() {
        let mut bytes = alloc::vec![1; 32];
        bytes.push(0);
        let error = parse(&bytes, 5).unwrap_err();
        assert_eq!(error.kind(), OnionErrorKind::PaymentDataTotalNotMinimal);
        assert_eq!((error.offset(), error.record()), (Some(37), Some(8)));
    }
}
