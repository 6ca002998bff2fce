//! Streams that are fine.

use super::{APPENDIX, ok, stream};
use crate::case::Case;

pub(super) fn cases() -> Vec<Case> {
    let end = "bolt1.tlv.stream-end";
    let ascending = "bolt1.tlv.ascending";
    let mut cases = vec![
        ok("empty", "A stream of no records is valid.", stream(), &[end]).from(APPENDIX),
        ok("one-empty-record", "A record may have no value.", stream().record(33, &[]), &[end])
            .from(APPENDIX),
        ok(
            "one-record",
            "A type, a length and a value.",
            stream().record(1, &[0x2a]),
            &[end, "bolt1.tlv.value-complete"],
        ),
        ok("type-0", "Zero is a type like any other.", stream().record(0, &[0xaa]), &[end]),
        ok(
            "two-records",
            "Types ascend.",
            stream().record(1, &[0x2a]).record(2, &[0; 8]),
            &[ascending],
        )
        .from(APPENDIX),
        ok(
            "gaps",
            "Types ascend; they need not be next to each other.",
            stream().record(2, &[0x01]).record(17, &[]).record(253, &[0x02]).record(65536, &[0x03]),
            &[ascending],
        ),
        ok(
            "equal-values",
            "Two records may have one value.",
            stream().record(1, &[0xaa, 0xbb]).record(3, &[0xaa, 0xbb]),
            &[ascending, "bolt1.tlv.no-duplicate"],
        ),
        ok(
            "value-like-a-record",
            "A value that looks like records is a value.",
            stream().record(5, &[0x01, 0x01, 0x2a, 0x01, 0x00]).record(7, &[]),
            &[ascending, "bolt1.tlv.value-complete"],
        ),
        ok(
            "neighbours-at-2-63",
            "The types 2^63-1 and 2^63 ascend; to a signed reader they descend.",
            stream().record(0x7fff_ffff_ffff_ffff, &[]).record(0x8000_0000_0000_0000, &[]),
            &[ascending, "bolt1.tlv.no-wraparound"],
        ),
        ok(
            "neighbours-at-2-53",
            "The types 2^53 and 2^53+1 differ; as doubles they are one number.",
            stream().record(0x20_0000_0000_0000, &[]).record(0x20_0000_0000_0001, &[]),
            &[ascending, "bolt1.tlv.no-duplicate"],
        ),
        ok(
            "neighbours-at-2-32",
            "The types 2^32-1 and 2^32 ascend; cut to 32 bits they descend.",
            stream().record(0xffff_ffff, &[]).record(0x1_0000_0000, &[]),
            &[ascending],
        ),
        ok(
            "largest-type-last",
            "The type 2^64-1 may be the last.",
            stream().record(0, &[]).record(u64::MAX, &[0x01]),
            &[ascending, "bolt1.tlv.no-wraparound"],
        ),
        {
            let many = (0..20).fold(stream(), |stream, tlv_type| stream.record(tlv_type, &[]));
            ok("twenty-records", "Many records, all without a value.", many, &[ascending, end])
        },
    ];
    for (slug, tlv_type) in [
        ("type-18", 18),
        ("type-252", 252),
        ("type-253", 253),
        ("type-258", 258),
        ("type-65535", 65535),
        ("type-65536", 65536),
        ("type-33554433", 0x0200_0001),
        ("type-4294967295", 0xffff_ffff),
        ("type-4294967296", 0x1_0000_0000),
        ("type-2-63", 0x8000_0000_0000_0000),
        ("type-2-64-less-1", u64::MAX),
    ] {
        let parity = if tlv_type % 2 == 0 { "even" } else { "odd" };
        let comment = format!(
            "The type {tlv_type} alone. It is {parity}, which means nothing at this layer."
        );
        cases.push(
            ok(
                slug,
                &comment,
                stream().record(tlv_type, &[]),
                &["bolt1.tlv.type-minimal", "bolt1.tlv.type-complete"],
            )
            .from(APPENDIX),
        );
    }
    for length in [252, 253, 255, 256] {
        let value: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
        let comment = format!("A value of {length} bytes, and a record behind it.");
        cases.push(ok(
            &format!("length-{length}"),
            &comment,
            stream().record(1, &value).record(2, &[0x07]),
            &["bolt1.tlv.length-minimal", "bolt1.tlv.length-complete", "bolt1.tlv.value-complete"],
        ));
    }
    cases
}
