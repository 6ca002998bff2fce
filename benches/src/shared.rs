//! The inputs that LND's benchmarks and ours share: files in a directory, hex and plain text.
//!
//! Both sides read them back, so what is timed is the same bytes.

use crate::random::Random;
use crate::{inputs, invoices};
use ampwire::amp::Part;
use ampwire::secret::Share;
use ampwire::tlv::TlvWriter;
use ampwire::wire::Encode;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The sizes of the payments that are put together.
pub const COUNTS: [usize; 3] = [2, 16, 1000];

/// What the files hold.
pub struct Shared {
    /// `bigsize.hex`: `BigSize`s one after another.
    pub bigsizes: Vec<u8>,
    /// `tlv-stream.hex`: one stream.
    pub stream: Vec<u8>,
    /// `amp-record.hex`: the value of one AMP record of type 14.
    pub amp_record: Vec<u8>,
    /// `final-hop-payload.hex`: the payload of the final hop of an AMP payment, without its length.
    pub payload: Vec<u8>,
    /// `invoices.txt`: signed invoices, one a line.
    pub invoices: Vec<String>,
    /// `reconstruct-2.txt` and so on: a part a line, its share in hex, a blank, its index.
    pub parts: Vec<Vec<Part>>,
}

/// Writes all files.
///
/// # Errors
///
/// Where a file can't be written.
pub fn write(directory: &Path) -> Result<(), String> {
    let mut random = Random::new(6);
    let payload = inputs::payload(&mut random);
    let amp_record = payload.amp_record().expect("an AMP payment").to_vec();
    let put = |name: &str, text: String| {
        fs::write(directory.join(name), text + "\n").map_err(|error| format!("{name}: {error}"))
    };
    put("bigsize.hex", hex(&inputs::bigsizes().concat()))?;
    put("tlv-stream.hex", hex(&stream(&payload.to_vec(), &mut random)))?;
    put("amp-record.hex", hex(&amp_record))?;
    put("final-hop-payload.hex", hex(&payload.to_vec()))?;
    put("invoices.txt", invoices::invoices().join("\n"))?;
    for count in COUNTS {
        let line = |part: &Part| format!("{} {}", hex(part.share.reveal()), part.child_index);
        let lines: Vec<String> = inputs::parts(count).iter().map(line).collect();
        put(&parts_file(count), lines.join("\n"))?;
    }
    Ok(())
}

/// A stream with the payload's records and one more of each other kind.
fn stream(payload: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = payload.to_vec();
    let mut writer = TlvWriter::new(&mut out);
    for (record_type, length) in [(16, 48), (65_537, 24), (5_482_373_484, 32)] {
        writer.record(record_type, &random.bytes(length)).expect("types are given ascending");
    }
    out
}

/// Reads all files.
///
/// # Errors
///
/// Where a file can't be read or does not have its form.
pub fn read(directory: &Path) -> Result<Shared, String> {
    let text = |name: &str| {
        fs::read_to_string(directory.join(name)).map_err(|error| format!("{name}: {error}"))
    };
    let bytes = |name: &str| unhex(text(name)?.trim()).ok_or_else(|| format!("{name} is not hex"));
    let parts = |count| {
        let name = parts_file(count);
        let lines = text(&name)?;
        let parts: Option<Vec<Part>> = lines.lines().map(part).collect();
        parts.filter(|parts| parts.len() == count).ok_or(format!("{name} has another form"))
    };
    Ok(Shared {
        bigsizes: bytes("bigsize.hex")?,
        stream: bytes("tlv-stream.hex")?,
        amp_record: bytes("amp-record.hex")?,
        payload: bytes("final-hop-payload.hex")?,
        invoices: text("invoices.txt")?.lines().map(str::to_owned).collect(),
        parts: COUNTS.into_iter().map(parts).collect::<Result<_, _>>()?,
    })
}

fn parts_file(count: usize) -> String {
    format!("reconstruct-{count}.txt")
}

fn part(line: &str) -> Option<Part> {
    let (share, index) = line.split_once(' ')?;
    Some(Part {
        share: Share::new(unhex(share)?.try_into().ok()?),
        child_index: index.parse().ok()?,
        payment_hash: None,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = (0..text.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
