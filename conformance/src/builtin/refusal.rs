//! The library's errors as rejections: class, offset and record type come from the error itself.

use ampwire::amp::AmpError;
use ampwire::amp::payee::PayeeError;
use ampwire::amp::payer::PayerError;
use ampwire::bolt11::InvoiceError;
use ampwire::feature::FeatureError;
use ampwire::onion::{FailureError, OnionError};
use ampwire::rule::RuleId;
use ampwire::tlv::TlvError;
use ampwire::wire::WireError;

use crate::protocol::{Class, Rejection};

fn rejection(rule: RuleId, message: &dyn core::fmt::Display) -> Rejection {
    Rejection {
        class: Some(rule.class().as_str().to_owned()),
        message: Some(format!("{message} [{rule}]")),
        ..Rejection::default()
    }
}

pub(super) fn wire(error: WireError) -> Rejection {
    rejection(error.rule(), &error).at(error.offset())
}

pub(super) fn tlv(error: TlvError) -> Rejection {
    Rejection {
        tlv_type: error.record().map(|record| record.to_string()),
        ..rejection(error.rule(), &error).at(error.offset())
    }
}

pub(super) fn onion(error: OnionError) -> Rejection {
    Rejection {
        offset: error.offset().map(|offset| offset.to_string()),
        tlv_type: error.record().map(|record| record.to_string()),
        ..rejection(error.rule(), &error)
    }
}

pub(super) fn feature(error: FeatureError) -> Rejection {
    rejection(error.rule(), &error)
}

pub(super) fn failure(error: FailureError) -> Rejection {
    rejection(error.rule(), &error).at(error.offset())
}

pub(super) fn invoice(error: InvoiceError) -> Rejection {
    Rejection {
        class: Some(error.class().as_str().to_owned()),
        offset: error.offset().map(|offset| offset.to_string()),
        ..rejection(error.rule(), &error)
    }
}

pub(super) fn amp(error: AmpError) -> Rejection {
    rejection(error.rule(), &error)
}

pub(super) fn payee(error: PayeeError) -> Rejection {
    rejection(error.rule(), &error)
}

/// A payment that can't be set up. Where no rule says so, a number of it is at fault.
pub(super) fn payer(error: PayerError) -> Rejection {
    match error.rule() {
        Some(rule) => rejection(rule, &error),
        None => Rejection::new(Class::BadValue).because(error.to_string()),
    }
}
