//! The command line of `ampwire amp simulate`.

use clap::Args;

use crate::simulation::{Chance, Options};

/// Simulates payments by AMP: this project's payer and payee, and between them routers that lose, keep and reorder parts, connections
/// that break, and nodes that crash.
///
/// One payment is printed as it happens, many are counted. All follows from the seed and the options. What must never happen is judged by
/// what the simulation keeps of parts and amounts, and each run in which it does is named by its seed.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Simulate {
    /// The seed of the first run; each further run has the next one. Without it a random one
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// How many payments
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) runs: u64,
    /// What is paid, in millisatoshi
    #[arg(long, value_name = "MSAT", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..=2_100_000_000_000_000_000), help_heading = "Payment")]
    pub(crate) total: u64,
    /// In how many parts each attempt begins
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=500), help_heading = "Payment")]
    pub(crate) parts: u32,
    /// How many parts may be outstanding at a time. Without it twice as many as --parts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000), help_heading = "Payment")]
    pub(crate) max_parts: Option<u32>,
    /// Take a fresh root after each failure, also a router's
    #[arg(long, help_heading = "Payment")]
    pub(crate) fresh_roots: bool,
    /// When the payer gives up, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 1_800, value_parser = clap::value_parser!(u64).range(0..=86_400), help_heading = "Payment")]
    pub(crate) give_up: u64,
    /// The payee's timeout, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(60..=86_400), help_heading = "Payment")]
    pub(crate) mpp_timeout: u64,
    /// The payee fails each HTLC after its own timeout, and not the set after its first
    #[arg(long, help_heading = "Payment")]
    pub(crate) each_htlc: bool,
    /// How many HTLCs a part makes on its way: one more than there are routers
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20), help_heading = "Paths")]
    pub(crate) hops: u32,
    /// The mean delay of a link, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 500, value_parser = clap::value_parser!(u64).range(0..=3_600_000), help_heading = "Paths")]
    pub(crate) delay: u64,
    /// The mean time between blocks, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400), help_heading = "Paths")]
    pub(crate) blocks: u64,
    /// That a router fails a part, in percent
    #[arg(long, value_name = "PERCENT", default_value = "5", help_heading = "Faults")]
    pub(crate) loss: Chance,
    /// That a failure comes back unreadable, for each node that it passes
    #[arg(long, value_name = "PERCENT", default_value = "1", help_heading = "Faults")]
    pub(crate) unreadable: Chance,
    /// That a router holds a part back for up to four minutes
    #[arg(long, value_name = "PERCENT", default_value = "1", help_heading = "Faults")]
    pub(crate) slow: Chance,
    /// That a router keeps a part until it has expired
    #[arg(long, value_name = "PERCENT", default_value = "0.1", help_heading = "Faults")]
    pub(crate) dead: Chance,
    /// That the last router pays more than it was told to
    #[arg(long, value_name = "PERCENT", default_value = "2", help_heading = "Faults")]
    pub(crate) overpay: Chance,
    /// That the last router pays less
    #[arg(long, value_name = "PERCENT", default_value = "0.2", help_heading = "Faults")]
    pub(crate) underpay: Chance,
    /// That the last router's HTLC expires a block too soon
    #[arg(long, value_name = "PERCENT", default_value = "0.2", help_heading = "Faults")]
    pub(crate) hasten: Chance,
    /// That a connection to the payee breaks at an answer, so that the HTLC is presented again
    #[arg(long, value_name = "PERCENT", default_value = "10", help_heading = "Faults")]
    pub(crate) replays: Chance,
    /// That payer or payee crashes at an event, before or after its state is stored
    #[arg(long, value_name = "PERCENT", default_value = "1", help_heading = "Faults")]
    pub(crate) crashes: Chance,
    /// As one JSON object, in the form of schema/amp-simulate-1.schema.json
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
    /// Show no progress
    #[arg(short, long, help_heading = "Output")]
    pub(crate) quiet: bool,
}

impl Simulate {
    /// What the simulated payments are like.
    pub(crate) fn options(&self) -> Options {
        Options {
            total_msat: self.total,
            parts: self.parts,
            max_parts: self.max_parts.unwrap_or(self.parts.saturating_mul(2)),
            hops: self.hops,
            loss: self.loss,
            unreadable: self.unreadable,
            slow: self.slow,
            dead: self.dead,
            overpay: self.overpay,
            underpay: self.underpay,
            hasten: self.hasten,
            replays: self.replays,
            crashes: self.crashes,
            delay_ms: self.delay,
            block_seconds: self.blocks,
            mpp_timeout: self.mpp_timeout,
            each_htlc: self.each_htlc,
            fresh_roots: self.fresh_roots,
            give_up_seconds: self.give_up,
        }
    }
}

const EXAMPLES: &str = "\
What must never happen, whatever is lost:
  sets settled in part; preimages revealed while a part is not with the payee;
  HTLCs that never come to an end; millisatoshi made or lost; HTLCs held or
  failed without a cause; replays answered in another way; preimages that do
  not fit; hashes or set_ids used again; right steps refused, or wrong taken

Examples:
  ampwire amp simulate
  ampwire amp simulate --seed 7 --parts 16 --loss 20
  ampwire amp simulate --runs 100000
  ampwire amp simulate --runs 1000 --each-htlc --slow 10 --json

Exit status:
  0  none of that happened
  1  some of it did; the seeds that show it alone are named
  2  usage
  130  interrupted";
