//! A wallet that pays an AMP invoice in eight parts, over a network that loses some of them.
//!
//! ```console
//! $ cargo run --features serde --example payer
//! ```
//!
//! The payment's state is in a file, and stored before anything is done about it. The wallet is killed
//! twice, in the worst moments: what it does then is what it would do after any crash.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use ampwire::amp::payer::{Action, Event, FinalHop, Payer, PayerConfig, Status};
use ampwire::amp::{Part, sha256};
use ampwire::bolt11::{self, AmpInvoice, InvoiceBuilder, Network, SecretKey, VerifiedInvoice};
use ampwire::secret::{PaymentHash, PaymentSecret};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// On the invoice's clock.
const NOW: u64 = 1_700_000_000;
const HEIGHT: u32 = 800_000;

fn main() -> Result<()> {
    let text = invoice()?;
    let file = std::env::temp_dir().join(format!("ampwire-payer-{}.json", std::process::id()));
    let mut node = Node::default();

    // The invoice is read, and asked whether it can be paid, once.
    let invoice = VerifiedInvoice::parse(&text)?;
    let invoice = AmpInvoice::new(&invoice).ok_or("the payee does not take AMP")?;
    let total_msat = invoice.invoice().amount_msat().ok_or("how much?")?;
    let delta = invoice.invoice().min_final_cltv_expiry_delta_or_default();
    let outgoing_cltv_value = HEIGHT + u32::try_from(delta)? + 3;
    let config =
        PayerConfig::of_invoice(&bolt11::Payer::with_amp().at(NOW), &invoice, total_msat, 16)?;
    let mut wallet = Wallet { payer: Payer::new(config)?, file: file.clone() };
    wallet.store()?;

    // Killed after the fourth part was stored, and before it was offered.
    for amt_to_forward in wallet.payer.plan(8).into_iter().take(3) {
        wallet.send(amt_to_forward, outgoing_cltv_value, &mut node)?;
    }
    let id = wallet.payer.next_id().ok_or("no id is left")?;
    let amt_to_forward = wallet.payer.plan(5).first().copied().ok_or("nothing lacks")?;
    let _ =
        wallet.payer.handle(Event::Send { id, amt_to_forward, outgoing_cltv_value }, &mut random);
    wallet.store()?;
    drop(wallet);
    println!("killed: part {id} is stored, and the node does not know it");

    let mut wallet = Wallet::restart(&file, &mut node)?;
    // The parts of the plan that were not sent.
    for amt_to_forward in wallet.payer.plan(4) {
        wallet.send(amt_to_forward, outgoing_cltv_value, &mut node)?;
    }
    let mut killed = false;
    while !wallet.payer.status().is_end() {
        // What lacks, after a loss, goes out in two.
        for amt_to_forward in wallet.payer.plan(2) {
            wallet.send(amt_to_forward, outgoing_cltv_value, &mut node)?;
        }
        let Some(event) = node.result() else {
            node.goes_on()?;
            continue;
        };
        wallet.happens(event, &mut node)?;
        node.told(&event);
        // Killed between two settled parts.
        if !killed && wallet.payer.status() == Status::Settling {
            killed = true;
            drop(wallet);
            println!("killed: a part of the payment is settled");
            wallet = Wallet::restart(&file, &mut node)?;
        }
    }
    println!("the end: {:?}", wallet.payer.status());
    assert_eq!(wallet.payer.status(), Status::Settled { settled_msat: total_msat });
    fs::remove_file(&file)?;
    Ok(())
}

/// The payer, and where its state is.
struct Wallet {
    payer: Payer,
    file: PathBuf,
}

impl Wallet {
    /// Loads what was stored last. The node is asked what it knows: what it was not told to offer is
    /// offered now; what came back in between comes as it always does.
    fn restart(file: &Path, node: &mut Node) -> Result<Self> {
        let state = serde_json::from_slice(&fs::read(file)?)?;
        let wallet = Self { payer: Payer::from_state(&state)?, file: file.to_owned() };
        for hop in wallet.payer.outstanding() {
            node.offer(hop);
        }
        Ok(wallet)
    }

    /// To another file first: a crash while it is written leaves the old state. There are secrets in it.
    fn store(&self) -> Result<()> {
        let new = self.file.with_extension("new");
        fs::write(&new, serde_json::to_vec(&self.payer.to_state())?)?;
        fs::File::open(&new)?.sync_all()?;
        Ok(fs::rename(&new, &self.file)?)
    }

    fn send(&mut self, amt_to_forward: u64, cltv: u32, node: &mut Node) -> Result<()> {
        // From the state alone: so a state that is loaded twice does not pay twice.
        let id = self.payer.next_id().ok_or("no id is left")?;
        self.happens(Event::Send { id, amt_to_forward, outgoing_cltv_value: cltv }, node)
    }

    /// Handle, store, act; in this order.
    fn happens(&mut self, event: Event, node: &mut Node) -> Result<()> {
        let actions = self.payer.handle(event, &mut random);
        self.store()?;
        for action in actions {
            match action {
                Action::Send(hop) => node.offer(hop),
                Action::Refused { id, error } => println!("part {id}: refused: {error}"),
                // `Payer::status` says it too.
                _ => {}
            }
        }
        Ok(())
    }
}

/// A node with its network and the payee behind it, as far as this example needs them.
#[derive(Default)]
struct Node {
    /// Every part that was ever offered: an id is taken once, for ever.
    offered: BTreeMap<u64, FinalHop>,
    /// Parts that are with the payee.
    held: Vec<u64>,
    /// What is to be told: until the wallet has stored it, again and again.
    results: Vec<Event>,
    arrived: usize,
}

impl Node {
    fn offer(&mut self, hop: FinalHop) {
        if self.offered.contains_key(&hop.id) {
            return;
        }
        let amount = hop.payload.amt_to_forward().unwrap_or(0);
        println!("part {}: {amount} msat, locked to {}", hop.id, hop.payment_hash);
        self.arrived += 1;
        // Every third one is lost on its way.
        if self.arrived % 3 == 2 {
            self.results.push(Event::FailedByRouter { id: hop.id });
        } else {
            self.held.push(hop.id);
        }
        self.offered.insert(hop.id, hop);
    }

    fn result(&self) -> Option<Event> {
        self.results.first().copied()
    }

    fn told(&mut self, event: &Event) {
        self.results.retain(|result| result != event);
        match event {
            Event::FailedByRouter { id } => println!("part {id}: lost"),
            Event::Settled { id, .. } => println!("part {id}: settled"),
            _ => {}
        }
    }

    /// The payee settles once it has everything. It has a machine for that: see the other example.
    fn goes_on(&mut self) -> Result<()> {
        let part = |id: &u64| {
            let hop = self.offered.get(id)?;
            let record = hop.payload.amp_record()?;
            Some(Part {
                share: record.root_share,
                child_index: record.child_index,
                payment_hash: Some(hop.payment_hash),
            })
        };
        let parts: Option<Vec<Part>> = self.held.iter().map(part).collect();
        let set = sha256::reconstruct(&parts.ok_or("a part without AMP")?)?;
        for (id, child) in self.held.drain(..).zip(set.children) {
            self.results.push(Event::Settled { id, preimage: child.preimage });
        }
        Ok(())
    }
}

/// Where a wallet takes its operating system's generator. Here from a counter, so that the example needs
/// no other crate: nobody may pay like this.
fn random(bytes: &mut [u8; 32]) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let next = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    *bytes = bitcoin_hashes::sha256::hash(&next).to_byte_array();
}

/// What a payee would give out.
fn invoice() -> Result<String> {
    let key = SecretKey::new([7; 32]).ok_or("no key")?;
    let (name, secret) = (PaymentHash([0x44; 32]), PaymentSecret::new([0x11; 32]));
    let invoice = InvoiceBuilder::amp(Network::Regtest, NOW, name, secret)
        .amount_msat(1_000_000)
        .description("a book")
        .payment_metadata([0x01, 0x02]);
    Ok(invoice.sign(&key)?.to_string())
}

#[test]
fn it_pays() -> Result<()> {
    main()
}
