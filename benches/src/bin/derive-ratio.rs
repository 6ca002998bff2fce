//! How much a derivation takes beyond its two bare SHA-256 calls, in time. Fails where that is more
//! than the bar.
//!
//! Not in instructions: valgrind knows no SHA extensions, so there the hashing is hundreds of times
//! what is around it, and every ratio is 1.

use ampwire::amp::sha256;
use ampwire_benches::cases::hash_twice;
use ampwire_benches::clock::{self, Pair};
use ampwire_benches::inputs;
use std::hint::black_box;
use std::process::ExitCode;

/// A derivation takes at most so many times the time of the bare hashing.
const BAR: f64 = 1.15;
/// How often it is tried: a machine that does much else at the same time can spoil a measurement,
/// and never makes one better.
const ATTEMPTS: u32 = 5;
/// Blocks of each side in an attempt.
const ROUNDS: u32 = 4000;
/// Parts derived in a block: some microseconds, so that most blocks are not interrupted.
const PARTS: usize = 64;

fn main() -> ExitCode {
    println!("SHA extensions: {}", if has_sha() { "yes" } else { "no, the bar is easier without" });
    for attempt in 1..=ATTEMPTS {
        let pair = measure();
        let per_part = |time: std::time::Duration| time.as_secs_f64() * 1e9 / PARTS as f64;
        let (derived, hashed, ratio) = (per_part(pair.first), per_part(pair.second), pair.ratio());
        println!(
            "derive: {derived:.1} ns, {ratio:.3} times two bare hashes ({hashed:.1} ns), at most {BAR}"
        );
        if ratio <= BAR {
            return ExitCode::SUCCESS;
        }
        eprintln!("attempt {attempt} of {ATTEMPTS} is over the bar");
    }
    ExitCode::FAILURE
}

fn measure() -> Pair {
    let parts = inputs::parts(PARTS);
    let messages = inputs::messages(&parts);
    let root = inputs::root_of(&parts);
    clock::by_turns(
        ROUNDS,
        || {
            for part in black_box(&parts) {
                black_box(&sha256::derive(black_box(&root), &part.share, part.child_index));
            }
        },
        || {
            for message in black_box(&messages) {
                black_box(&hash_twice(message));
            }
        },
    )
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
