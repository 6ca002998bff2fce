//! Makes `fuzz/<peer>/seeds/diff_<peer>_payload/` out of the vectors and of the peer's witnesses. The seeds
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

    let target = format!("diff_{peer}_payload");
    let folder = fuzz.join(&peer).join("seeds").join(&target);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (name, bytes) in &seeds {
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
