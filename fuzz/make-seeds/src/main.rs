//! Makes `fuzz/seeds/<target>/` out of the vectors, so that fuzzing starts from inputs that mean
//! something. The seeds are never committed: they are made anew from the vectors at hand.
//!
//! Targets that take bytes get the bytes of each vector. Targets that take values draw them from
//! entropy, which no vector has: they get bytes that look random and are always the same. For
//! `encrypted_data_tlv` in the clear there is no operation, and so a few inputs stand here.

use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The targets that the input of an operation is a seed for.
const TARGETS: [(&str, &[&str]); 9] = [
    ("bigsize.decode", &["bigsize"]),
    ("tu16.decode", &["truncated"]),
    ("tu32.decode", &["truncated"]),
    ("tu64.decode", &["truncated"]),
    ("tlv.decode", &["tlv_stream", "hop_payload", "explain", "encrypted_data"]),
    ("amp_record.decode", &["amp_record", "explain"]),
    ("payload.decode", &["hop_payload", "tlv_stream", "explain", FRAME]),
    ("features.decode", &["features", "explain", SYMBOLS]),
    ("onion_failure.decode", &["onion_failure", "explain"]),
];

/// The target that wants a length in front.
const FRAME: &str = "frame";

/// The target that wants text in bech32's alphabet.
const SYMBOLS: &str = "symbols";

/// The targets that draw values.
const DRAWN: [&str; 11] = [
    "hop_payload_wire",
    "payload_value",
    "derivation",
    "feature_rules",
    "features_built",
    "explain_damaged",
    "invoice_fields",
    "invoice_value",
    "payee",
    "payer",
    "share_tree",
];

/// How many inputs each of those gets: what one in a hundred values has is among them, and a fuzzer that
/// changes few bytes need not come upon it.
const DRAWN_EACH: u16 = 256;

/// Longer invoices are no seeds: the targets' inputs end here.
const LONGEST_INVOICE: usize = 2048;

/// Streams of `encrypted_data_tlv`: right for a hop on the way, for the payee, and for neither.
const ENCRYPTED_DATA: [(&str, &str); 5] = [
    ("by-channel", "01020000020800000000000000070a0700900000006401 0c050000010009 0e00"),
    (
        "by-node",
        "042102 1111111111111111111111111111111111111111111111111111111111111111 0a06000100000002",
    ),
    ("path-id", "060401020304 0c0c ffffffff ffffffffffffffff"),
    (
        "override",
        "02080000000000000001 082103 2222222222222222222222222222222222222222222222222222222222222222 0a0a0001000000ff01000000",
    ),
    ("unknown", "0f00 1000"),
];

/// Seeds by target and name.
type Seeds = BTreeMap<(&'static str, String), Vec<u8>>;

fn main() -> Result<(), Box<dyn Error>> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seeds = Seeds::new();
    for (op, targets) in TARGETS {
        let path = fuzz.join(format!("../vectors/v1/{op}.json"));
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file: Value = serde_json::from_str(&text)?;
        for vector in file["vectors"].as_array().ok_or("no list of vectors")? {
            let name = vector["id"].as_str().ok_or("a vector without id")?.replace('/', "-");
            // An input that is not hex at all is none for a decoder of bytes.
            let Ok(bytes) = hex::decode(vector["in"]["bytes"].as_str().unwrap_or("?")) else {
                continue;
            };
            for target in targets {
                let seed = match *target {
                    FRAME => framed(&bytes),
                    SYMBOLS => bytes.iter().map(|byte| symbol(*byte)).collect(),
                    _ => bytes.clone(),
                };
                seeds.insert((target, name.clone()), seed);
            }
        }
    }
    invoices(&fuzz, &mut seeds)?;
    for (name, digits) in ENCRYPTED_DATA {
        seeds.insert(("encrypted_data", name.to_owned()), hex::decode(digits.replace(' ', ""))?);
    }
    for target in DRAWN {
        for number in 0..DRAWN_EACH {
            let length = 16 + usize::from(number % 64) * 8;
            seeds.insert((target, format!("drawn-{number:03}")), drawn(u64::from(number), length));
        }
    }
    write(&fuzz.join("seeds"), &seeds)?;
    Ok(())
}

/// The invoices of the vectors, as text; and each as a human-readable part behind its length, and data.
fn invoices(fuzz: &Path, seeds: &mut Seeds) -> Result<(), Box<dyn Error>> {
    let path = fuzz.join("../vectors/v1/invoice.decode.json");
    let file: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    for vector in file["vectors"].as_array().ok_or("no list of vectors")? {
        let name = vector["id"].as_str().ok_or("a vector without id")?.replace('/', "-");
        let text = vector["in"]["invoice"].as_str().ok_or("a vector without invoice")?;
        if text.len() > LONGEST_INVOICE {
            continue;
        }
        seeds.insert(("invoice_text", name.clone()), text.into());
        seeds.insert(("invoice_explanation", name.clone()), text.into());
        let Some((hrp, data)) = text.rsplit_once('1') else { continue };
        if let Ok(length) = u8::try_from(hrp.len()) {
            let seed = [&[length], hrp.as_bytes(), data.as_bytes()].concat();
            seeds.insert(("checksum", name), seed);
        }
    }
    Ok(())
}

/// The bytes behind their length as a `BigSize`.
fn framed(bytes: &[u8]) -> Vec<u8> {
    let mut framed = match (u8::try_from(bytes.len()), u16::try_from(bytes.len())) {
        (Ok(length @ ..0xfd), _) => vec![length],
        (_, Ok(length)) => [&[0xfd][..], &length.to_be_bytes()].concat(),
        // No hop payload is so long.
        _ => vec![0xfe],
    };
    framed.extend(bytes);
    framed
}

/// A character of bech32's alphabet for each byte.
fn symbol(byte: u8) -> u8 {
    b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"[usize::from(byte % 32)]
}

/// Bytes that look random, from a generator that anyone can write down (`SplitMix64`).
fn drawn(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut bytes = Vec::new();
    while bytes.len() < length {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bytes.extend((word ^ (word >> 31)).to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

fn write(folder: &Path, seeds: &Seeds) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ((target, name), bytes) in seeds {
        let folder = folder.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)?;
        *counts.entry(target).or_default() += 1;
    }
    for (target, count) in counts {
        println!("{target}: {count} seeds");
    }
    Ok(())
}
