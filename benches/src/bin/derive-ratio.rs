//! How much a derivation, and the reconstruction of a payment of 1,000 parts, take beyond the two bare
//! SHA-256 calls that each part needs, in time. Fails where that is more than the bars.
//!
//! Not in instructions: valgrind knows no SHA extensions, so there the hashing is hundreds of times
//! what is around it, and every ratio is 1.

use ampwire::amp::sha256;
use ampwire_benches::cases::hash_twice;
use ampwire_benches::clock::{self, Pair};
use ampwire_benches::inputs;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

/// Something that takes at most so many times the time of the bare hashing.
struct Bar {
    name: &'static str,
    limit: f64,
    /// Parts in a block: a block takes so little time that most are not interrupted.
    parts: usize,
    /// Blocks of each side in an attempt.
    rounds: u32,
    measure: fn(&Bar) -> Pair,
}

const BARS: [Bar; 2] = [
    Bar { name: "derive", limit: 1.15, parts: 64, rounds: 4000, measure: derive },
    Bar { name: "reconstruct-1000", limit: 1.2, parts: 1000, rounds: 400, measure: reconstruct },
];
/// How often each is tried: a machine that does much else at the same time can spoil a measurement,
/// and never makes one better.
const ATTEMPTS: u32 = 5;

fn main() -> ExitCode {
    println!(
        "SHA extensions: {}",
        if has_sha() { "yes" } else { "no, the bars are easier without" }
    );
    let held = BARS.iter().filter(|bar| bar.holds()).count();
    if held == BARS.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Bar {
    fn holds(&self) -> bool {
        let Self { name, limit, parts, .. } = *self;
        for attempt in 1..=ATTEMPTS {
            let pair = (self.measure)(self);
            let per_part = |time: Duration| time.as_secs_f64() * 1e9 / parts as f64;
            let (taken, hashed, ratio) =
                (per_part(pair.first), per_part(pair.second), pair.ratio());
            println!(
                "{name}: {taken:.1} ns a part, {ratio:.3} times two bare hashes ({hashed:.1} ns), at most {limit}"
            );
            if ratio <= limit {
                return true;
            }
            eprintln!("{name}: attempt {attempt} of {ATTEMPTS} is over the bar");
        }
        false
    }
}

fn derive(bar: &Bar) -> Pair {
    let parts = inputs::parts(bar.parts);
    let root = inputs::root_of(&parts);
    let messages = inputs::messages(&parts);
    against_bare(bar, &messages, || {
        for part in black_box(&parts) {
            black_box(&sha256::derive(black_box(&root), &part.share, part.child_index));
        }
    })
}

/// With the hashes compared, as a payee does.
///
/// The memory for the result lies below what stays: at the end of the heap it would be given back to
/// the operating system, and asked for anew, in every block.
fn reconstruct(bar: &Bar) -> Pair {
    let parts = inputs::parts(bar.parts);
    let place = sha256::reconstruct(&parts);
    let messages = inputs::messages(&parts);
    drop(place);
    against_bare(bar, &messages, || {
        black_box(&sha256::reconstruct(black_box(&parts)).expect("a whole set"));
    })
}

fn against_bare(bar: &Bar, messages: &[[u8; 68]], run: impl FnMut()) -> Pair {
    clock::by_turns(bar.rounds, run, || {
        for message in black_box(messages) {
            black_box(&hash_twice(message));
        }
    })
}

#[cfg(target_arch = "x86_64")]
fn has_sha() -> bool {
    std::arch::is_x86_feature_detected!("sha")
}

#[cfg(target_arch = "aarch64")]
fn has_sha() -> bool {
    std::arch::is_aarch64_feature_detected!("sha2")
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn has_sha() -> bool {
    false
}
