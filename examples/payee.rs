//! A wallet that is paid: by AMP with an invoice, many times; by AMP without one; by plain MPP; by keysend.
//!
//! ```console
//! $ cargo run --features serde --example payee
//! ```
//!
//! The payee's state is in a file, and stored before anything is answered. The wallet is killed between any
//! two steps, also between two answers of one set: what it does then is what it would do after any crash.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use ampwire::amp::ShareTree;
use ampwire::amp::payee::{
    Action, Event, Htlc, HtlcId, Payee, PayeeConfig, PayeeInvoice, PayeeState,
};
use ampwire::onion::{AmpRecord, Layout, Layouts, Payload, PayloadBuilder, PaymentData};
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, SetId};
use ampwire::wire::Encode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const NOW: u64 = 1_700_000_000;
const HEIGHT: u32 = 800_000;
/// Blocks that this wallet needs to claim an HTLC.
const DELTA: u32 = 19;

const AMP_SECRET: PaymentSecret = PaymentSecret::new([0x11; 32]);
const MPP_SECRET: PaymentSecret = PaymentSecret::new([0x12; 32]);
const MPP_PREIMAGE: Preimage = Preimage::new([0x13; 32]);

fn main() -> Result<()> {
    let file = std::env::temp_dir().join(format!("ampwire-payee-{}.json", std::process::id()));
    let mut channels = Channels::default();
    let mut payee = Payee::new(config(), NOW, HEIGHT);
    // A wallet that has signed an invoice takes it in by `PayeeInvoice::of_invoice`.
    payee.add_invoice(PayeeInvoice::amp(&AMP_SECRET).amount_msat(1_000).expires_at(NOW + 3_600))?;
    payee.add_invoice(PayeeInvoice::mpp(&MPP_SECRET, MPP_PREIMAGE).amount_msat(1_000))?;
    let mut wallet = Wallet { payee, file: file.clone(), left: usize::MAX };
    // Before an invoice is given out.
    wallet.store()?;

    println!("an AMP invoice, paid in four parts");
    channels.by_amp(AMP_SECRET, 1, &[250; 4])?;
    wallet.takes_all(NOW + 1, &mut channels)?;

    println!("the same invoice again and again, killed one step later each time");
    for left in 0.. {
        channels.by_amp(AMP_SECRET, 10 + u8::try_from(left)?, &[400, 600])?;
        wallet.left = left;
        if wallet.takes_all(NOW + 2, &mut channels).is_ok() {
            break;
        }
        drop(wallet);
        wallet = Wallet::restart(&file, NOW + 3, HEIGHT, &mut channels)?;
    }
    wallet.left = usize::MAX;

    println!("by AMP without an invoice");
    channels.by_amp(PaymentSecret::new([0x99; 32]), 3, &[10, 20, 30])?;
    wallet.takes_all(NOW + 4, &mut channels)?;

    println!("without AMP, in two parts");
    channels.by_mpp(&[500, 500])?;
    wallet.takes_all(NOW + 5, &mut channels)?;

    println!("by keysend");
    channels.by_keysend(Preimage::new([0x66; 32]))?;
    wallet.takes_all(NOW + 6, &mut channels)?;

    println!("a part that nothing follows");
    channels.by_amp(AMP_SECRET, 4, &[500, 500])?;
    channels.lose_the_last();
    wallet.takes_all(NOW + 7, &mut channels)?;
    wallet.happens(NOW + 60, Event::Block { height: HEIGHT + 1 }, &mut channels)?;
    let deadline = wallet.payee.next_deadline().ok_or("nothing is held")?;
    wallet.happens(deadline, Event::Tick, &mut channels)?;

    assert_eq!((wallet.payee.held_htlcs(), channels.htlcs.len()), (0, 0));
    assert_eq!((channels.settled, channels.failed), (26, 1));
    println!("settled {} HTLCs, failed {}", channels.settled, channels.failed);
    fs::remove_file(&file)?;
    Ok(())
}

fn config() -> PayeeConfig {
    PayeeConfig::new(Layouts::DEPLOYED, DELTA).accept_spontaneous(true)
}

/// The payee, and where its state is.
struct Wallet {
    payee: Payee,
    file: PathBuf,
    /// How many more steps it lives.
    left: usize,
}

impl Wallet {
    /// Loads what was stored last. First it is said what has gone in between, then how high the chain is;
    /// then all that is still in its channel is presented again.
    fn restart(file: &Path, at: u64, height: u32, channels: &mut Channels) -> Result<Self> {
        println!("  killed, and started again");
        let state: PayeeState = serde_json::from_slice(&fs::read(file)?)?;
        let payee = Payee::from_state(config(), &state)?;
        let mut wallet = Self { payee, file: file.to_owned(), left: usize::MAX };
        let recorded: Vec<HtlcId> = wallet.payee.answers().map(|answer| answer.id()).collect();
        for id in recorded {
            if !channels.htlcs.contains_key(&id) {
                wallet.happens(at, Event::Resolved { id }, channels)?;
            }
        }
        wallet.happens(at, Event::Block { height }, channels)?;
        wallet.takes_all(at, channels)?;
        Ok(wallet)
    }

    /// To another file first: a crash while it is written leaves the old state. There are secrets in it.
    fn store(&self) -> Result<()> {
        let new = self.file.with_extension("new");
        fs::write(&new, serde_json::to_vec(&self.payee.to_state())?)?;
        fs::File::open(&new)?.sync_all()?;
        Ok(fs::rename(&new, &self.file)?)
    }

    fn takes_all(&mut self, at: u64, channels: &mut Channels) -> Result<()> {
        let ids: Vec<HtlcId> = channels.htlcs.keys().copied().collect();
        for id in ids {
            // It may have been answered together with one before it.
            let Some(offer) = channels.htlcs.get(&id).cloned() else { continue };
            let htlc = Htlc {
                id,
                amount_msat: offer.amount_msat,
                payment_hash: offer.payment_hash,
                cltv_expiry: HEIGHT + 40,
                payload: &offer.payload,
            };
            self.happens(at, Event::Htlc(htlc), channels)?;
        }
        Ok(())
    }

    /// Handle, store, act; in this order.
    fn happens(&mut self, at: u64, event: Event<'_>, channels: &mut Channels) -> Result<()> {
        let actions = self.payee.handle(at, event);
        self.lives()?;
        self.store()?;
        for action in actions {
            self.lives()?;
            let id = action.id();
            if channels.answer(&action)? {
                // It has left its channel. An event like any other: what is due by now is answered by it too.
                self.happens(at, Event::Resolved { id }, channels)?;
            }
        }
        Ok(())
    }

    fn lives(&mut self) -> Result<()> {
        self.left = self.left.checked_sub(1).ok_or("killed")?;
        Ok(())
    }
}

/// An HTLC as it was offered.
#[derive(Clone)]
struct Offer {
    amount_msat: u64,
    payment_hash: PaymentHash,
    payload: Vec<u8>,
}

/// Channels with payers behind them, as far as this example needs them.
#[derive(Default)]
struct Channels {
    htlcs: BTreeMap<HtlcId, Offer>,
    next: u64,
    settled: u32,
    failed: u32,
}

impl Channels {
    /// Carries an answer out. Says whether the HTLC has left its channel.
    fn answer(&mut self, action: &Action) -> Result<bool> {
        let id = action.id();
        match action {
            Action::Hold { .. } => return Ok(false),
            Action::Settle { preimage, .. } => {
                let hash = self.htlcs.get(&id).map(|htlc| htlc.payment_hash);
                assert_eq!(hash, Some(hash_of(preimage)));
                self.settled += 1;
                println!("  HTLC {}: settled", id.id);
            }
            Action::Fail { failure, reason, .. } => {
                self.failed += 1;
                // What the payer is told, encrypted on its way, and what it is not told.
                println!("  HTLC {}: failed with {:02x?}: {reason}", id.id, failure.to_vec());
            }
            other => return Err(format!("{other:?}").into()),
        }
        self.htlcs.remove(&id);
        Ok(true)
    }

    fn offer(&mut self, amount_msat: u64, payment_hash: PaymentHash, payload: &Payload) {
        self.next += 1;
        let offer = Offer { amount_msat, payment_hash, payload: payload.to_vec() };
        // A number of the channel's own, and not its short_channel_id, which changes.
        self.htlcs.insert(HtlcId { channel: 1, id: self.next }, offer);
    }

    fn by_amp(&mut self, payment_secret: PaymentSecret, set: u8, amounts: &[u64]) -> Result<()> {
        let total_msat = amounts.iter().sum();
        let mut next = 8 * set;
        // Here not random, so that the example needs no other crate: nobody may pay like this.
        let mut random = |bytes: &mut [u8; 32]| {
            next += 1;
            bytes.fill(next);
        };
        let mut tree = ShareTree::random(&mut random)?;
        let ids: Vec<u64> = (1..).take(amounts.len()).collect();
        let shards = tree.all_shards(&ids, &mut random)?;
        for (shard, amount) in shards.into_iter().zip(amounts) {
            let payload = PayloadBuilder::new()
                .amt_to_forward(*amount)
                .outgoing_cltv_value(HEIGHT + 40)
                .payment_data(PaymentData { payment_secret, total_msat })
                .amp_record(AmpRecord {
                    layout: Layout::Type14,
                    root_share: shard.share,
                    set_id: SetId([set; 32]),
                    child_index: shard.child_index,
                })
                .build()?;
            self.offer(*amount, shard.payment_hash, &payload);
        }
        Ok(())
    }

    fn by_mpp(&mut self, amounts: &[u64]) -> Result<()> {
        let total_msat = amounts.iter().sum();
        for amount in amounts {
            let payload = PayloadBuilder::new()
                .amt_to_forward(*amount)
                .outgoing_cltv_value(HEIGHT + 40)
                .payment_data(PaymentData { payment_secret: MPP_SECRET, total_msat })
                .build()?;
            self.offer(*amount, hash_of(&MPP_PREIMAGE), &payload);
        }
        Ok(())
    }

    fn by_keysend(&mut self, preimage: Preimage) -> Result<()> {
        let payload = PayloadBuilder::new()
            .amt_to_forward(77)
            .outgoing_cltv_value(HEIGHT + 40)
            .keysend_preimage(preimage)
            .build()?;
        self.offer(77, hash_of(&preimage), &payload);
        Ok(())
    }

    fn lose_the_last(&mut self) {
        self.htlcs.pop_last();
    }
}

fn hash_of(preimage: &Preimage) -> PaymentHash {
    PaymentHash(bitcoin_hashes::sha256::hash(preimage.reveal()).to_byte_array())
}

#[test]
fn it_is_paid() -> Result<()> {
    main()
}
