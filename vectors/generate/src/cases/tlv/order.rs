//! Records out of order or twice, and two faults at once.

use ampwire_vectors::Class;

use super::{APPENDIX, case, stream};
use crate::case::Case;

/// A reader that wants types to ascend strictly need not tell an equal one from a lower one.
const TWICE: [Class; 2] = [Class::Duplicate, Class::Order];

pub(super) fn cases() -> Vec<Case> {
    [order(), several()].concat()
}

/// Order and duplicates.
fn order() -> Vec<Case> {
    let wrong =
        |slug: &str, comment: &str, first: u64, second: u64, class: Class, neighbour: &str| {
            let start = stream().record(first, &[]);
            let offset = start.bytes.len();
            let (rule, classes) = if class == Class::Order {
                ("bolt1.tlv.ascending", vec![class])
            } else {
                ("bolt1.tlv.no-duplicate", TWICE.to_vec())
            };
            case(slug, comment, &start.record(second, &[]))
                .breaks(&[rule])
                .reject_for(&classes)
                .at(offset)
                .of_type(second)
                .near(&format!("tlv/{neighbour}"))
        };
    let swapped = stream().record(2, &[0, 0, 0, 0, 0, 0, 2, 0x26]).record(1, &[0x2a]);
    let twice =
        stream().record(2, &[0, 0, 0, 0, 0, 0, 2, 0x31]).record(2, &[0, 0, 0, 0, 0, 0, 4, 0x51]);
    let apart = stream().record(1, &[]).record(2, &[]).record(3, &[]).record(2, &[]);
    let beyond = |slug: &str, comment: &str, second: u64, classes: &[Class]| {
        let stream = stream().record(0, &[]).record(u64::MAX, &[0x01]).record(second, &[]);
        let case = case(slug, comment, &stream)
            .breaks(&["bolt1.tlv.no-wraparound"])
            .near("tlv/largest-type-last")
            .from(APPENDIX);
        match classes {
            [class] => case.reject(*class).at(13).of_type(second),
            several => case.reject_either(several),
        }
    };
    vec![
        case("order-swapped", "Two records in the wrong order.", &swapped)
            .breaks(&["bolt1.tlv.ascending"])
            .reject(Class::Order)
            .at(10)
            .of_type(1)
            .near("tlv/two-records")
            .from(APPENDIX),
        case("duplicate", "One type twice, with two values.", &twice)
            .breaks(&["bolt1.tlv.no-duplicate"])
            .reject_for(&TWICE)
            .at(10)
            .of_type(2)
            .near("tlv/two-records")
            .from(APPENDIX),
        wrong(
            "order-odd",
            "Odd types have to ascend as well.",
            31,
            15,
            Class::Order,
            "one-empty-record",
        )
        .from(APPENDIX),
        wrong(
            "duplicate-odd",
            "An odd type may not be there twice either.",
            31,
            31,
            Class::Duplicate,
            "one-empty-record",
        )
        .from(APPENDIX),
        wrong("order-by-one", "The second type is one lower.", 3, 2, Class::Order, "equal-values"),
        wrong(
            "order-zero-behind",
            "Zero padding behind a stream is a record of type 0, out of order.",
            33,
            0,
            Class::Order,
            "one-empty-record",
        ),
        wrong("duplicate-zero", "Type 0 twice.", 0, 0, Class::Duplicate, "type-0"),
        wrong(
            "order-at-253",
            "A type of three bytes before one of one byte.",
            253,
            252,
            Class::Order,
            "type-253",
        ),
        wrong(
            "order-at-2-32",
            "Cut to 32 bits the types 2^32 and 1 would ascend.",
            0x1_0000_0000,
            1,
            Class::Order,
            "type-4294967296",
        ),
        wrong(
            "order-at-2-63",
            "The types 2^63 and 2^63-1 descend; to a signed reader they ascend.",
            0x8000_0000_0000_0000,
            0x7fff_ffff_ffff_ffff,
            Class::Order,
            "type-2-63",
        )
        .breaks(&["bolt1.tlv.no-wraparound"]),
        wrong(
            "duplicate-at-2-63",
            "The type 2^63 twice.",
            0x8000_0000_0000_0000,
            0x8000_0000_0000_0000,
            Class::Duplicate,
            "type-2-63",
        ),
        case(
            "duplicate-apart",
            "A type that comes again two records later is below the one before it.",
            &apart,
        )
        .breaks(&["bolt1.tlv.ascending", "bolt1.tlv.no-duplicate"])
        .reject_either(&[Class::Order, Class::Duplicate])
        .near("tlv/two-records"),
        beyond(
            "wraparound-to-0",
            "Nothing may follow the type 2^64-1, where counting on would give 0.",
            0,
            &[Class::Order],
        ),
        beyond("wraparound-to-1", "Nothing may follow the type 2^64-1.", 1, &[Class::Order]),
        beyond(
            "largest-type-twice",
            "The type 2^64-1 twice: nothing may follow it.",
            u64::MAX,
            &[Class::Duplicate, Class::Order],
        )
        .breaks(&["bolt1.tlv.no-duplicate"]),
    ]
}

/// Two faults at once: either may be found first.
fn several() -> Vec<Case> {
    let order_and_short = stream().record(2, &[]).tlv_type(1).raw("length", &[0x05], "5, 0 there");
    let duplicate_and_wide =
        stream().record(2, &[]).tlv_type(2).raw("length", &[0xfd, 0x00, 0x00], "not minimal");
    let wide_and_order =
        stream().record(2, &[]).raw("type", &[0xfd, 0x00, 0x01], "1, not minimal").length(0);
    vec![
        case(
            "order-and-value-missing",
            "The second type is lower, and its value is not there.",
            &order_and_short,
        )
        .breaks(&["bolt1.tlv.ascending", "bolt1.tlv.value-complete"])
        .reject_either(&[Class::Order, Class::Truncated])
        .near("tlv/two-records"),
        case(
            "duplicate-and-length-not-minimal",
            "A type twice, the second time with a length in a longer form.",
            &duplicate_and_wide,
        )
        .breaks(&["bolt1.tlv.no-duplicate", "bolt1.tlv.length-minimal"])
        .reject_either(&[Class::Duplicate, Class::NotMinimal])
        .near("tlv/two-records"),
        case(
            "order-and-type-not-minimal",
            "The second type is lower, and in a longer form.",
            &wide_and_order,
        )
        .breaks(&["bolt1.tlv.ascending", "bolt1.tlv.type-minimal"])
        .reject_either(&[Class::NotMinimal, Class::Order])
        .near("tlv/two-records"),
    ]
}
