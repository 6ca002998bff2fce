//! The models of those that are compared on invoices.

use ampwire_fuzz_peer::invoice::{Habits, ldk, lnd, tests};

const LND: &str = include_str!("../../divergences/lnd.toml");
const LDK: &str = include_str!("../../divergences/ldk.toml");

#[test]
fn a_model_without_habits_is_ampwire() {
    tests::the_model_is_ampwire_but_for_habits(lnd::model, 5_000);
    tests::the_model_is_ampwire_but_for_habits(ldk::model, 2_000);
}

#[test]
fn every_habit_that_a_model_has_is_an_entry() {
    for (file, modelled) in [(LND, lnd::HABITS), (LDK, ldk::HABITS)] {
        let habits = Habits::read(file, modelled).unwrap();
        for habit in modelled {
            assert!(habits.has(habit), "{habit}");
        }
    }
}

#[test]
fn entries_that_do_not_fit_are_refused() {
    let entry =
        LND.split("[[divergence]]").find(|entry| entry.contains("\"secret-absent\"")).unwrap();
    let entry = format!("[[divergence]]{entry}");
    assert!(Habits::read(&entry, lnd::HABITS).is_ok());
    for (from, to, told) in [
        ("secret-absent", "secret-present", "secret-present"),
        ("bolt11.s.present", "bolt11.s.absent", "no rule"),
        ("witness = [", "witness = []\nno = [", "unknown field"),
    ] {
        let changed = entry.replace(from, to);
        assert_ne!(changed, entry);
        let error = Habits::read(&changed, lnd::HABITS).err().unwrap();
        assert!(error.contains(told), "{error}");
    }
}
