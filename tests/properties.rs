//! The properties of `ampwire::check`, each over inputs drawn anew in every run. What a run finds it
//! prints with the seed that finds it again: `check(…).seed(0x…)`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use ampwire::amp::Part;
use ampwire::arbitrary::{
    CustomRecords, Damaged, FeatureQuestion, FeatureStep, FeatureSteps, InvoiceWire, Parts,
    PayeeScenario, PayerScenario, ShareSteps, Wire,
};
use ampwire::check;
use ampwire::feature::{Context, Feature};
use ampwire::onion::{AmpRecord, Failure, Payload, PaymentData, PublicKey};
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use ampwire::wire::{BigSize, Encode, Tu16, Tu32, Tu64};
use arbtest::ArbTest;
use arbtest::arbitrary::{Arbitrary, Result, Unstructured};

/// Runs a property for most of a second. The input grows as long as there is time.
fn check<P: FnMut(&mut Unstructured<'_>) -> Result<()>>(property: P) -> ArbTest<P> {
    arbtest::arbtest(property).budget_ms(600).size_max(1024)
}

/// The bytes that are left, of any number up to all.
fn bytes(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let length = u.int_in_range(0..=u.len())?;
    u.bytes(length).map(<[u8]>::to_vec)
}

/// A number in one of the forms of a `BigSize`, often a longer one than needed, cut or with more behind.
fn one_number(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let value = u.arbitrary::<BigSize>()?.0.to_be_bytes();
    let (first, width) = *u.choose(&[(0xfd, 2), (0xfe, 4), (0xff, 8), (value[7], 0)])?;
    let mut bytes = vec![first];
    bytes.extend(&value[8 - width..]);
    bytes.extend(u.arbitrary::<[u8; 2]>()?);
    bytes.truncate(u.int_in_range(0..=bytes.len())?);
    Ok(bytes)
}

/// Few bytes, with zeros in front as often as not.
fn few_bytes(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut bytes = vec![0; u.int_in_range(0..=12)?];
    u.fill_buffer(&mut bytes)?;
    let zeros = *u.choose(&[0, 0, 1, 2])?;
    bytes.iter_mut().take(zeros).for_each(|byte| *byte = 0);
    Ok(bytes)
}

#[test]
fn bigsize() {
    check(|u| {
        check::bigsize(&one_number(u)?);
        Ok(())
    });
}

#[test]
fn truncated() {
    check(|u| {
        check::truncated(&few_bytes(u)?);
        Ok(())
    });
}

#[test]
fn scalars_read_back() {
    check(|u| {
        let (big, tu16, tu32, tu64): (BigSize, Tu16, Tu32, Tu64) = u.arbitrary()?;
        check::encoded(&big);
        check::bigsize(&big.to_vec());
        assert_eq!(BigSize::parse(&big.to_vec()), Ok(big));
        check::truncated(&tu16.to_vec());
        check::truncated(&tu32.to_vec());
        check::truncated(&tu64.to_vec());
        assert_eq!(Tu16::parse(&tu16.to_vec()), Ok(tu16));
        assert_eq!(Tu32::parse(&tu32.to_vec()), Ok(tu32));
        assert_eq!(Tu64::parse(&tu64.to_vec()), Ok(tu64));
        Ok(())
    });
}

#[test]
fn streams_of_any_bytes() {
    check(|u| {
        check::tlv_stream(&bytes(u)?);
        Ok(())
    });
}

#[test]
fn streams_of_payloads_with_faults() {
    check(|u| {
        check::tlv_stream(&u.arbitrary::<Wire>()?.0);
        Ok(())
    });
}

#[test]
fn streams_written_from_records() {
    check(|u| {
        let count = u.int_in_range(0..=6)?;
        let mut records: Vec<(u64, Vec<u8>)> = Vec::new();
        for _ in 0..count {
            let record_type = u.arbitrary::<BigSize>()?.0;
            let length = u.int_in_range(0..=300)?;
            records.push((record_type, u.bytes(length.min(u.len()))?.to_vec()));
        }
        check::tlv_records(&records);
        records.sort();
        check::tlv_records(&records);
        Ok(())
    });
}

#[test]
fn amp_records_of_any_bytes() {
    check(|u| {
        let length = *u.choose(&[0, 1, 31, 32, 63, 64, 65, 66, 67, 68, 69, 70, 100])?;
        let mut bytes = vec![0; length];
        u.fill_buffer(&mut bytes)?;
        if u.ratio(1, 4)? {
            bytes.iter_mut().skip(64).take(1).for_each(|byte| *byte = 0);
        }
        check::amp_record(&bytes);
        Ok(())
    });
}

#[test]
fn amp_records_read_back() {
    check(|u| {
        let record: AmpRecord = u.arbitrary()?;
        check::amp_record_value(&record);
        check::amp_record(&record.to_vec());
        check::encoded(&u.arbitrary::<PaymentData>()?);
        Ok(())
    });
}

#[test]
fn payloads_of_any_bytes() {
    check(|u| {
        check::hop_payload(&bytes(u)?);
        Ok(())
    });
}

#[test]
fn payloads_with_faults() {
    check(|u| {
        check::hop_payload_wire(&u.arbitrary()?);
        Ok(())
    });
}

#[test]
fn payloads_read_back() {
    check(|u| {
        check::payload_value(&u.arbitrary()?);
        Ok(())
    });
}

#[test]
fn frames_of_any_bytes() {
    check(|u| {
        check::frame(&one_number(u)?);
        check::frame(&few_bytes(u)?);
        Ok(())
    });
}

#[test]
fn frames_of_payloads_with_faults() {
    check(|u| {
        let wire: Wire = u.arbitrary()?;
        let mut bytes = BigSize(u64::try_from(wire.0.len()).unwrap()).to_vec();
        bytes.extend(&wire.0);
        match u.int_in_range(0..=3)? {
            0 => bytes.truncate(u.int_in_range(0..=bytes.len())?),
            1 => bytes.push(u.arbitrary()?),
            _ => {}
        }
        check::frame(&bytes);
        Ok(())
    });
}

#[test]
fn payees() {
    check(|u| {
        check::payee(&u.arbitrary()?);
        Ok(())
    });
}

#[test]
fn payers() {
    check(|u| {
        check::payer(&u.arbitrary()?);
        Ok(())
    });
}

#[test]
fn share_trees() {
    check(|u| {
        check::share_tree(&u.arbitrary()?);
        Ok(())
    });
}

#[test]
fn derivations() {
    check(|u| {
        check::derivation(&u.arbitrary()?);
        Ok(())
    });
}

/// Records of `encrypted_data_tlv`, ascending, with values of about the right length.
fn encrypted_data_records(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for record_type in [1, 2, 4, 6, 8, 10, 12, 14, 15, 16] {
        // The odd one is 16, which has no name.
        if u.ratio(if record_type == 16 { 1 } else { 8 }, 16)? {
            let lengths: &[usize] = match record_type {
                2 => &[8, 8, 8, 7],
                4 | 8 => &[33, 33, 33, 32],
                10 => &[6, 7, 8, 9, 10, 5, 11],
                12 => &[4, 5, 8, 12, 3, 13],
                _ => &[0, 1, 2, 40],
            };
            let mut value = vec![0; *u.choose(lengths)?];
            if record_type != 14 || u.ratio(1, 4)? {
                u.fill_buffer(&mut value)?;
            }
            if let (4 | 8, false, Some(first)) = (record_type, u.ratio(1, 8)?, value.first_mut()) {
                *first = 2;
            }
            bytes.push(record_type);
            bytes.push(u8::try_from(value.len()).unwrap());
            bytes.extend(value);
        }
    }
    if u.ratio(1, 8)? {
        bytes.truncate(u.int_in_range(0..=bytes.len())?);
    }
    Ok(bytes)
}

#[test]
fn encrypted_data() {
    check(|u| {
        check::encrypted_data(&encrypted_data_records(u)?);
        Ok(())
    });
    check(|u| {
        check::encrypted_data(&bytes(u)?);
        Ok(())
    });
}

#[test]
fn failures_of_any_bytes() {
    check(|u| {
        // Where the code is one with a name as often as not.
        let codes = [0x4016, 0x400f, 18, 19, 23, 0xc018, u.arbitrary::<u16>()?];
        let mut message = u.choose(&codes)?.to_be_bytes().to_vec();
        let data = if u.arbitrary()? { one_number(u)? } else { few_bytes(u)? };
        message.extend(data);
        message.extend(few_bytes(u)?);
        message.truncate(u.int_in_range(0..=message.len())?);
        check::onion_failure(&message);
        Ok(())
    });
}

#[test]
fn failures_read_back() {
    check(|u| {
        let failure: Failure<'_> = u.arbitrary()?;
        check::onion_failure_value(&failure);
        check::onion_failure(&failure.to_vec());
        Ok(())
    });
}

#[test]
fn features_of_any_bytes() {
    check(|u| {
        check::features(&few_bytes(u)?);
        check::features(&bytes(u)?);
        Ok(())
    });
    // What a message has room for, and one byte more.
    for length in [65_535, 65_536] {
        let mut bytes = vec![0; length];
        bytes[0] = 1;
        check::features(&bytes);
    }
}

#[test]
fn symbols_of_any_text() {
    check(|u| {
        check::symbols(&few_bytes(u)?);
        let character =
            |byte: u8| b"qpzry9x8gf2tvdw0s3jn54khce6mua7lQPZRL1b"[usize::from(byte) % 39];
        let text: Vec<u8> = bytes(u)?.into_iter().map(character).collect();
        check::symbols(&text);
        Ok(())
    });
    for byte in 0..=255 {
        check::symbols(&[byte]);
    }
}

#[test]
fn feature_rules() {
    check(|u| {
        check::feature_rules(&u.arbitrary()?);
        Ok(())
    });
}

#[test]
fn features_built() {
    check(|u| {
        check::features_built(&u.arbitrary()?);
        Ok(())
    });
    // The highest bit of a message, and the first that is too high.
    for bit in [524_279, 524_280, u32::MAX] {
        check::features_built(&FeatureSteps(vec![FeatureStep::Bit(bit)]));
    }
}

#[test]
fn explanations_of_any_bytes() {
    check(|u| {
        check::explain(&bytes(u)?);
        check::explain(&few_bytes(u)?);
        Ok(())
    });
}

#[test]
fn explanations_of_what_means_something() {
    check(|u| {
        check::explain(&u.arbitrary::<Wire>()?.0);
        check::explain(&u.arbitrary::<Failure<'_>>()?.to_vec());
        check::explain(&u.arbitrary::<AmpRecord>()?.to_vec());
        Ok(())
    });
}

#[test]
fn explanations_of_damaged_payloads() {
    check(|u| {
        check::explain_damaged(&u.arbitrary()?);
        Ok(())
    });
}

/// Whatever was drawn, a shorter input gives a value too.
#[test]
fn drawing_never_fails() {
    fn draws<T: for<'a> Arbitrary<'a>>(input: &[u8]) {
        assert!(T::arbitrary(&mut Unstructured::new(input)).is_ok(), "{input:?}");
        assert!(T::arbitrary_take_rest(Unstructured::new(input)).is_ok(), "{input:?}");
        let (least, most) = T::size_hint(0);
        assert!(most.is_none_or(|most| least <= most && least > 0));
    }
    check(|u| {
        let input = bytes(u)?;
        draws::<(BigSize, Tu16, Tu32, Tu64)>(&input);
        draws::<(SetId, PaymentHash, PaymentSecret, Share, Root, Preimage, PublicKey)>(&input);
        draws::<(AmpRecord, PaymentData, Part, Parts)>(&input);
        draws::<CustomRecords>(&input);
        draws::<Payload>(&input);
        draws::<Wire>(&input);
        draws::<Damaged>(&input);
        draws::<(Feature, Context, FeatureQuestion, FeatureSteps)>(&input);
        draws::<(PayeeScenario, PayerScenario, ShareSteps)>(&input);
        assert!(Failure::arbitrary(&mut Unstructured::new(&input)).is_ok(), "{input:?}");
        Ok(())
    });
}

#[test]
fn invoices_of_any_value() {
    check(|u| {
        check::invoice_value(&u.arbitrary()?);
        Ok(())
    });
}

#[test]
fn invoices_with_faults() {
    check(|u| {
        check::invoice_fields(&u.arbitrary::<InvoiceWire>()?);
        Ok(())
    });
}

#[test]
fn checksums_of_any_bytes() {
    check(|u| {
        check::checksum(&bytes(u)?);
        Ok(())
    });
}

/// Bytes that are symbols of fields more often than not: a known tag, a length that fits, and any value.
fn field_symbols(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut symbols = vec![u.int_in_range(0..=3)?];
    while !u.is_empty() && symbols.len() < 600 {
        let tag = *u.choose(&[1, 16, 13, 23, 19, 6, 24, 9, 3, 5, 27, 2])?;
        let length = match (tag, u.int_in_range(0..=3)?) {
            (1 | 16 | 23, 0..=2) => 52,
            (19, 0..=2) => 53,
            (3, 0..=2) => *u.choose(&[28, 82, 109, 164])?,
            _ => u.int_in_range(0..=40)?,
        };
        symbols.extend([tag, length / 32, length % 32]);
        // The end is often zeros, which is what padding has to be.
        let zeros_from = u.int_in_range(0..=length)?;
        for place in 0..length {
            symbols.push(if place < zeros_from { u.int_in_range(0..=31)? } else { 0 });
        }
    }
    Ok(symbols)
}

#[test]
fn invoices_of_any_fields() {
    check(|u| {
        check::invoice_data(&field_symbols(u)?);
        Ok(())
    });
    check(|u| {
        check::invoice_data(&bytes(u)?);
        Ok(())
    });
}

#[test]
fn invoices_of_any_text() {
    check(|u| {
        check::invoice_text(String::from_utf8_lossy(&bytes(u)?).as_bytes());
        let text: String = bytes(u)?.iter().map(|byte| char::from(byte & 0x7f)).collect();
        check::invoice_text(format!("ln{text}").as_bytes());
        Ok(())
    });
}
