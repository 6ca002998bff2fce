//! The state, stored and read again; and a payee that is killed between any two steps.

use super::*;
use alloc::string::String;
use serde_json::Value;

fn stored(payee: &Payee) -> String {
    serde_json::to_string(&payee.to_state()).unwrap()
}

fn loaded(config: &PayeeConfig, text: &str) -> Payee {
    Payee::from_state(config.clone(), &serde_json::from_str(text).unwrap()).unwrap()
}

/// What a wallet and its channels go through: HTLCs by number, and what else happens.
#[derive(Clone, Copy)]
enum Step {
    Offer(usize),
    Block(u32),
    Tick,
    CancelSet(u8),
    CancelInvoice,
}

/// A wallet around a payee, which stores before it acts.
struct Wallet {
    config: PayeeConfig,
    offers: Vec<Offer>,
    payee: Payee,
    disk: PayeeState,
    /// HTLCs that are in their channels: offered, and not answered there.
    offered: Vec<usize>,
    /// The answers that are on the wire.
    wire: Vec<(u64, Action)>,
    /// How many more steps it lives.
    left: usize,
}

struct Killed;

impl Wallet {
    fn new(config: PayeeConfig, left: usize) -> Self {
        let payee = payee_with(config.clone(), &[amp_invoice(), PayeeInvoice::amp(&OTHER_SECRET)]);
        let disk = payee.to_state();
        Self {
            config,
            offers: script_offers(),
            payee,
            disk,
            offered: Vec::new(),
            wire: Vec::new(),
            left,
        }
    }

    fn step(&mut self) -> Result<(), Killed> {
        self.left = self.left.checked_sub(1).ok_or(Killed)?;
        Ok(())
    }

    /// Handle, store, act: killed before any of these.
    fn happens(&mut self, at: u64, step: Step) -> Result<(), Killed> {
        if let Step::Offer(number) = step {
            if !self.offered.contains(&number) && !self.is_on_the_wire(number) {
                self.offered.push(number);
            }
        }
        self.step()?;
        let actions = match step {
            Step::Offer(number) if self.is_on_the_wire(number) => Vec::new(),
            Step::Offer(number) => self.offers[number].give(&mut self.payee, at),
            Step::Block(height) => self.payee.handle(at, Event::Block { height }),
            Step::Tick => self.payee.handle(at, Event::Tick),
            Step::CancelSet(set) => {
                self.payee.handle(at, Event::CancelSet { set_id: SetId([set; 32]) })
            }
            Step::CancelInvoice => {
                self.payee.handle(at, Event::CancelInvoice { payment_secret: OTHER_SECRET })
            }
        };
        self.carry_out(&actions)
    }

    fn carry_out(&mut self, actions: &[Action]) -> Result<(), Killed> {
        self.step()?;
        self.disk = self.payee.to_state();
        for action in actions {
            if matches!(action, Action::Hold { .. }) {
                continue;
            }
            self.step()?;
            let number = usize::try_from(action.id().id).unwrap();
            // A channel takes one answer to an HTLC; a second one has to be the same.
            match self.wire.iter().find(|(id, _)| *id == action.id().id) {
                Some((_, first)) => assert_eq!(first, action),
                None => self.wire.push((action.id().id, *action)),
            }
            self.offered.retain(|offered| *offered != number);
        }
        Ok(())
    }

    fn is_on_the_wire(&self, number: usize) -> bool {
        self.wire.iter().any(|(id, _)| usize::try_from(*id).unwrap() == number)
    }

    /// Started again: the last state that was stored, and every HTLC presented that is in its channel.
    fn restart(&mut self, at: u64, lives: usize) -> Result<(), Killed> {
        self.payee = Payee::from_state(self.config.clone(), &self.disk).unwrap();
        consistent(&self.payee);
        self.left = lives;
        for number in self.offered.clone() {
            self.happens(at, Step::Offer(number))?;
        }
        Ok(())
    }

    fn sorted_wire(mut self) -> Vec<(u64, Action)> {
        self.wire.sort_by_key(|(id, _)| *id);
        self.wire
    }
}

/// Three sets, of which one is whole, one is not, and one is damaged; one of another invoice; a stranger.
fn script_offers() -> Vec<Offer> {
    let sets = [shards(1, 2), shards(2, 3), shards(3, 2), shards(4, 2), shards(5, 2)];
    let offer = |id, amount, set: usize, part: usize| {
        let shard = &sets[set][part];
        Offer::amp(id, amount, 1_000, shard).set_id(SetId([u8::try_from(set + 1).unwrap(); 32]))
    };
    Vec::from([
        offer(0, 400, 0, 0),
        offer(1, 300, 1, 0),
        offer(2, 500, 2, 0),
        offer(3, 600, 0, 1),
        offer(4, 500, 2, 1).with(|offer| offer.payment_hash = PaymentHash([1; 32])),
        offer(5, 300, 1, 1),
        offer(6, 400, 3, 0).secret(OTHER_SECRET),
        offer(7, 400, 3, 1).secret(PaymentSecret::new([9; 32])),
        offer(8, 400, 4, 0).expiring(HEIGHT + 25),
        offer(9, 400, 2, 0),
    ])
}

const SCRIPT: [(u64, Step); 15] = [
    (NOW, Step::Offer(0)),
    (NOW, Step::Offer(1)),
    (NOW + 1, Step::Offer(2)),
    (NOW + 2, Step::Block(HEIGHT + 1)),
    (NOW + 3, Step::Offer(3)),
    (NOW + 4, Step::Offer(4)),
    (NOW + 5, Step::Offer(5)),
    (NOW + 6, Step::Offer(6)),
    (NOW + 7, Step::Offer(7)),
    (NOW + 8, Step::Offer(8)),
    (NOW + 9, Step::Block(HEIGHT + 7)),
    (NOW + 10, Step::CancelInvoice),
    (NOW + 11, Step::Offer(9)),
    (NOW + 12, Step::CancelSet(3)),
    (NOW + 140, Step::Tick),
];

fn configs() -> [PayeeConfig; 2] {
    [config(), config().mpp_timeout(MppTimeout::of_each_htlc(120).unwrap())]
}

/// Runs the script; whenever the wallet is killed it is started again, with so many steps to live.
fn lived(config: &PayeeConfig, lives: &[usize]) -> (Wallet, usize) {
    let mut lives = lives.iter().copied();
    let mut wallet = Wallet::new(config.clone(), lives.next().unwrap_or(usize::MAX));
    let mut kills = 0;
    for (at, step) in SCRIPT {
        while wallet.happens(at, step).is_err() {
            kills += 1;
            while wallet.restart(at, lives.next().unwrap_or(usize::MAX)).is_err() {
                kills += 1;
            }
        }
    }
    (wallet, kills)
}

#[test]
fn killed_between_any_two_steps() {
    for config in configs() {
        let (wallet, kills) = lived(&config, &[]);
        let (state, steps) = (wallet.disk.clone(), usize::MAX - wallet.left);
        let expected = wallet.sorted_wire();
        assert_eq!((kills, expected.len()), (0, 10));
        let settled =
            |(id, action): &(u64, Action)| matches!(action, Action::Settle { .. }).then_some(*id);
        assert!(expected.iter().filter_map(settled).eq([0, 3]));
        assert!(steps > 30);
        for first in 0..steps {
            // Killed once, and once more so many steps after that.
            for second in [None, Some(0), Some(1), Some(2), Some(3), Some(5), Some(8)] {
                let lives: Vec<usize> = [first].into_iter().chain(second).collect();
                let (wallet, kills) = lived(&config, &lives);
                assert!((1..=2).contains(&kills), "{first} {second:?}");
                assert!(wallet.disk == state, "{first} {second:?}");
                assert_eq!(wallet.sorted_wire(), expected, "{first} {second:?}");
            }
        }
    }
}

/// After each step of the script, what was stored and read again is the same payee.
#[test]
fn stored_and_read_again_at_any_time() {
    for config in configs() {
        let mut wallet = Wallet::new(config.clone(), usize::MAX);
        for (at, step) in SCRIPT {
            let _ = wallet.happens(at, step);
            let again = loaded(&config, &serde_json::to_string(&wallet.disk).unwrap());
            assert!(again.to_state() == wallet.payee.to_state());
            assert!(again.answers().eq(wallet.payee.answers()));
            assert_eq!(again.next_deadline(), wallet.payee.next_deadline());
            consistent(&again);
        }
    }
}

/// Another configuration after a restart: held sets get its time, from when they began.
#[test]
fn another_configuration() {
    let mut payee = payee();
    let shards = shards(1, 3);
    for (number, shard) in (0..2).zip(&shards) {
        Offer::amp(number, 400, 1_000, shard).give(&mut payee, NOW + 5 * number);
    }
    let text = stored(&payee);
    let longer = config().mpp_timeout(MppTimeout::of_each_htlc(300).unwrap());
    let mut payee = loaded(&longer, &text);
    assert_eq!(payee.next_deadline(), Some(NOW + 300));
    assert_eq!(payee.handle(NOW + 300, Event::Tick).len(), 1);
    assert_eq!(payee.next_deadline(), Some(NOW + 305));
}

/// The set's own deadline stays, also when its first HTLC is gone.
#[test]
fn a_set_whose_first_has_gone() {
    let (mut payee, shards) = (payee(), shards(1, 3));
    for (number, shard) in (0..2).zip(&shards) {
        Offer::amp(number, 400, 1_000, shard).give(&mut payee, NOW + 5 * number);
    }
    let _ = payee.handle(NOW + 6, Event::Resolved { id: id(0) });
    assert_eq!(loaded(&config(), &stored(&payee)).next_deadline(), Some(NOW + 120));
}

/// A payee with something of everything.
fn full() -> Payee {
    let both = PayeeConfig::new(Layouts::BOTH, DELTA).accept_spontaneous(true);
    let mpp = PayeeInvoice::mpp(&PaymentSecret::new([0x13; 32]), PREIMAGE)
        .expires_at(NOW + 5)
        .min_final_cltv_expiry_delta(30)
        .payment_metadata([1, 2]);
    let mut payee = payee_with(both, &[amp_invoice(), PayeeInvoice::amp(&OTHER_SECRET), mpp]);
    let (first, second) = (shards(1, 2), shards(2, 1));
    Offer::amp(0, 400, 1_000, &first[0]).give(&mut payee, NOW);
    Offer::amp(1, 1_000, 1_000, &second[0]).set_id(SetId([2; 32])).give(&mut payee, NOW);
    Offer::type8(2, 400, 1_000, &first[1]).give(&mut payee, NOW);
    Offer::mpp(3, 400, 1_000)
        .secret(PaymentSecret::new([0x13; 32]))
        .with(|offer| offer.metadata = Some(Vec::from([1, 2])))
        .give(&mut payee, NOW);
    Offer::amp(4, 400, 1_000, &first[0]).set_id(SetId([4; 32])).give(&mut payee, NOW);
    let _ = payee.handle(NOW + 1, Event::CancelSet { set_id: SetId([4; 32]) });
    let _ = payee.handle(NOW + 1, Event::CancelInvoice { payment_secret: OTHER_SECRET });
    consistent(&payee);
    assert_eq!((payee.held_sets(), payee.answers().count()), (3, 5));
    payee
}

#[test]
fn everything_is_stored() {
    let payee = full();
    let again = loaded(&payee.config, &stored(&payee));
    assert!(again.to_state() == payee.to_state());
    assert!(again.answers().eq(payee.answers()));
    consistent(&again);
    for (secret, entry) in &payee.invoices {
        let other = &again.invoices[secret];
        assert!(entry.terms == other.terms && entry.cancelled == other.cancelled);
        assert_eq!(entry.load, other.load);
    }
    assert_eq!(again.spontaneous, payee.spontaneous);
}

#[test]
fn states_that_cannot_be() {
    let payee = full();
    let right: Value = serde_json::from_str(&stored(&payee)).unwrap();
    let read = |value: Value| {
        let state: PayeeState = serde_json::from_value(value).unwrap();
        Payee::from_state(payee.config.clone(), &state).map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(read(right.clone()), Ok(()));
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut value = right.clone();
        change(&mut value);
        assert!(value != right, "nothing was changed");
        read(value)
    };
    let version = PayeeErrorKind::StateVersion { version: 2 };
    assert_eq!(changed(&|state| state["version"] = 2.into()), Err(version));
    let double = |list: &'static str| {
        move |state: &mut Value| {
            let first = state[list][0].clone();
            state[list].as_array_mut().unwrap().push(first);
        }
    };
    let zeros = || Value::from(Vec::from([0; 32]));
    let broken: [&dyn Fn(&mut Value); 25] = [
        &double("invoices"),
        &double("settled"),
        &double("sets"),
        &double("answered"),
        &|state| {
            state["invoices"][0]["amp"] = (!right["invoices"][0]["amp"].as_bool().unwrap()).into();
        },
        &|state| state["invoices"] = Value::Array(Vec::new()),
        &|state| state["settled"][0]["at"] = (NOW + 2).into(),
        &|state| state["settled"][0]["name"]["Amp"]["payment_secret_sha256"] = zeros(),
        &|state| state["settled"][0]["name"] = right["sets"][0]["name"].clone(),
        &|state| state["answered"][0]["htlc"]["payment_hash"] = zeros(),
        &|state| state["answered"][0]["htlc"]["id"] = 0.into(),
        &|state| state["sets"][0]["htlcs"] = Value::Array(Vec::new()),
        &|state| state["sets"][0]["total_msat"] = 400.into(),
        &|state| state["sets"][0]["total_msat"] = 0.into(),
        &|state| state["sets"][0]["began_at"] = (NOW + 1).into(),
        &|state| state["sets"][0]["name"]["Amp"]["set_id"] = zeros(),
        &|state| state["sets"][0]["htlcs"][0]["arrived_at"] = (NOW + 2).into(),
        &|state| state["sets"][0]["htlcs"][0]["amt_to_forward"] = 401.into(),
        &|state| state["sets"][0]["htlcs"][0]["amp"] = Value::Null,
        &|state| state["sets"][0]["htlcs"][0]["htlc"]["id"] = 4.into(),
        &|state| state["sets"][0]["spontaneous"] = false.into(),
        &|state| state["sets"][2]["spontaneous"] = true.into(),
        &|state| state["sets"][2]["htlcs"][0]["amp"] = right["sets"][0]["htlcs"][0]["amp"].clone(),
        &|state| state["sets"][2]["htlcs"][0]["htlc"]["payment_hash"] = zeros(),
        &|state| state["at"] = (NOW - 1).into(),
    ];
    for (number, change) in broken.into_iter().enumerate() {
        assert_eq!(changed(change), Err(PayeeErrorKind::StateBroken), "{number}");
    }
    // A member that is not known may be one that has to be.
    let mut more = right.clone();
    more["more"] = 1.into();
    assert!(serde_json::from_value::<PayeeState>(more).is_err());
    for member in right.as_object().unwrap().keys() {
        let mut less = right.clone();
        less.as_object_mut().unwrap().remove(member);
        let error = serde_json::from_value::<PayeeState>(less).unwrap_err();
        assert_eq!(alloc::format!("{error}"), alloc::format!("missing field `{member}`"));
    }
}

/// A later library's state has members that this one can't know.
#[test]
fn a_state_of_another_form() {
    let kind = |state: PayeeState| Payee::from_state(config(), &state).unwrap_err().kind();
    for (text, version) in [
        (r#"{"version":2,"sets":{"other":[1]},"more":{}}"#, 2),
        (r#"{"height":1,"more":{},"version":4294967295}"#, u32::MAX),
        (r#"{"version":0}"#, 0),
    ] {
        let version = PayeeErrorKind::StateVersion { version };
        assert_eq!(kind(serde_json::from_str(text).unwrap()), version, "{text}");
    }
    for text in [
        "{}",
        "[]",
        "[1]",
        "[1,0,0,[],[],[]]",
        r#"{"version":1}"#,
        r#"{"version":1,"version":1}"#,
        r#"{"at":0,"at":0,"version":1}"#,
        r#"{"version":4294967296}"#,
        r#"{"version":2"#,
    ] {
        assert!(serde_json::from_str::<PayeeState>(text).is_err(), "{text}");
    }
    // Of formats without names of members.
    let empty: PayeeState = serde_json::from_str("[1,0,0,[],[],[],[]]").unwrap();
    assert!(Payee::from_state(config(), &empty).is_ok());
    let later: PayeeState = serde_json::from_str("[2]").unwrap();
    assert_eq!(kind(later), PayeeErrorKind::StateVersion { version: 2 });
}

/// What is cut anywhere is no state.
#[test]
fn a_state_that_is_cut() {
    let text = stored(&full());
    for end in 0..text.len() {
        assert!(serde_json::from_str::<PayeeState>(&text[..end]).is_err(), "{end}");
    }
}

#[test]
fn a_state_shows_no_secret() {
    let text = alloc::format!("{:?}", full().to_state());
    assert!(
        !text.contains("68, 68, 68") && !text.contains('[') && text.contains("answered: 2"),
        "{text}"
    );
}
