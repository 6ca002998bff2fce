//! Makes `fuzz/<peer>/seeds/diff_<peer>_payload/` out of the vectors and of the peer's witnesses, and, where
//! there is such a target, `diff_<peer>_invoice/`. The seeds
//! are never committed: they are made anew from what is at hand.
//!
//! ```text
//! make-peer-seeds PEER
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

type Seeds = BTreeMap<String, Vec<u8>>;

fn main() -> Result<(), Box<dyn Error>> {
    let peer = std::env::args().nth(1).ok_or("whose seeds? Name a peer")?;
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seeds = Seeds::new();
    vectors(&fuzz.join("../vectors/v1/payload.decode.json"), &mut seeds)?;
    witnesses(&fuzz.join(&peer).join("witnesses.toml"), &mut seeds)?;

    write(&fuzz, &peer, "payload", &seeds)?;
    // Of the peers that are compared on invoices too.
    if fuzz.join(&peer).join(format!("fuzz_targets/diff_{peer}_invoice.rs")).exists() {
        write(&fuzz, &peer, "invoice", &invoices(&fuzz)?)?;
    }
    Ok(())
}

/// The invoices of the vectors, behind a zero byte; and bytes that look random behind a one, to draw from.
fn invoices(fuzz: &Path) -> Result<Seeds, Box<dyn Error>> {
    let mut seeds = Seeds::new();
    let text = fs::read_to_string(fuzz.join("../vectors/v1/invoice.decode.json"))?;
    let file: serde_json::Value = serde_json::from_str(&text)?;
    for vector in file["vectors"].as_array().ok_or("no list of vectors")? {
        let name = vector["id"].as_str().ok_or("a vector without id")?.replace('/', "-");
        let text = vector["in"]["invoice"].as_str().ok_or("a vector without invoice")?;
        seeds.insert(name, [&[0], text.as_bytes()].concat());
    }
    let mut state = 0_u64;
    for number in 0..64_usize {
        let mut seed = vec![1];
        while seed.len() < 64 + number * 16 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            seed.push(state.to_be_bytes()[0]);
        }
        seeds.insert(format!("drawn-{number:02}"), seed);
    }
    Ok(seeds)
}

fn write(fuzz: &Path, peer: &str, what: &str, seeds: &Seeds) -> Result<(), Box<dyn Error>> {
    let target = format!("diff_{peer}_{what}");
    let folder = fuzz.join(peer).join("seeds").join(&target);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (name, bytes) in seeds {
        fs::write(folder.join(name), bytes)?;
    }
    println!("{target}: {} seeds", seeds.len());
    Ok(())
}

fn vectors(path: &Path, seeds: &mut Seeds) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file: serde_json::Value = serde_json::from_str(&text)?;
    for vector in file["vectors"].as_array().ok_or("no list of vectors")? {
        let input = &vector["in"];
        // An input that is not hex at all is none for a decoder of bytes.
        let Ok(payload) = hex::decode(input["bytes"].as_str().unwrap_or("?")) else { continue };
        let name = vector["id"].as_str().ok_or("a vector without id")?.replace('/', "-");
        let role = input["role"].as_str().ok_or("a vector without role")?;
        let path_key = input["path_key_in_htlc"].as_bool().unwrap_or_default();
        seeds.insert(name, question(role, path_key, &payload));
    }
    Ok(())
}

fn witnesses(path: &Path, seeds: &mut Seeds) -> Result<(), Box<dyn Error>> {
    let file: toml::Table = toml::from_str(&fs::read_to_string(path)?)?;
    let list = |value: &toml::Value, name| value.get(name).and_then(toml::Value::as_array).cloned();
    for entry in list(&file.into(), "divergence").ok_or("no list of divergences")? {
        let id = entry["id"].as_str().ok_or("an entry without id")?;
        for (number, witness) in list(&entry, "witness").unwrap_or_default().iter().enumerate() {
            let role = witness["role"].as_str().ok_or("a witness without role")?;
            let path_key =
                witness.get("path_key_in_htlc").and_then(toml::Value::as_bool).unwrap_or_default();
            let payload = hex::decode(witness["bytes"].as_str().ok_or("a witness without bytes")?)?;
            seeds.insert(format!("witness-{id}-{number}"), question(role, path_key, &payload));
        }
    }
    Ok(())
}

/// As the target reads it: bit 0 of the first byte for an intermediate hop, bit 1 for a path key in
/// `update_add_htlc`.
fn question(role: &str, path_key_in_htlc: bool, payload: &[u8]) -> Vec<u8> {
    let first = u8::from(role == "intermediate") | u8::from(path_key_in_htlc) << 1;
    [&[first], payload].concat()
}
