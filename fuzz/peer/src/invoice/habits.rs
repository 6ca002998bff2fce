//! What another implementation does otherwise with invoices: entries of a file in `fuzz/divergences/`.

use crate::Entry;
use std::sync::atomic::{AtomicU64, Ordering};

/// The one operation on invoices that is compared.
const OP: &str = "invoice.decode";

/// The entries about reading invoices. What an entry does stands in the peer's model, under the entry's
/// name: without the entry the model does as Ampwire does.
pub struct Habits(Vec<Habit>);

/// An entry, and how often it was met.
pub struct Habit {
    entry: Entry,
    hits: AtomicU64,
}

impl Habits {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where it can't be read, an entry says too little, or the model knows no such name.
    pub fn read(file: &str, modelled: &[&str]) -> Result<Self, String> {
        let told = |error: toml::de::Error| error.to_string();
        let file: toml::Table = toml::from_str(file).map_err(told)?;
        let mut habits = Vec::new();
        for table in file.get("divergence").and_then(toml::Value::as_array).into_iter().flatten() {
            if table.get("op").and_then(toml::Value::as_str) != Some(OP) {
                continue;
            }
            let entry: Entry = table.clone().try_into().map_err(told)?;
            entry.check().map_err(|fault| format!("{}: {fault}", entry.id))?;
            if !modelled.contains(&entry.id.as_str()) {
                return Err(format!("{}: the model does nothing of this name", entry.id));
            }
            if entry.witness.is_empty() {
                return Err(format!("{}: it has no witness", entry.id));
            }
            habits.push(Habit { entry, hits: AtomicU64::new(0) });
        }
        Ok(Self(habits))
    }

    /// No habits: a model of these is Ampwire.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// The same but for one.
    #[must_use]
    pub fn without(&self, id: &str) -> Self {
        let others = self.0.iter().filter(|habit| habit.id() != id);
        let copy = |habit: &Habit| Habit { entry: habit.entry.clone(), hits: AtomicU64::new(0) };
        Self(others.map(copy).collect())
    }

    /// Whether there is an entry of this name.
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|habit| habit.id() == id)
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = &Habit> {
        self.0.iter()
    }

    /// Counts one more difference for each of these.
    pub fn count(&self, used: &[&str]) {
        for habit in self.0.iter().filter(|habit| used.contains(&habit.id())) {
            habit.hits.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Habit {
    /// Its name.
    pub fn id(&self) -> &str {
        &self.entry.id
    }

    /// Invoices that show it.
    pub fn witnesses(&self) -> &[String] {
        &self.entry.witness
    }

    /// In how many differences it was met.
    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }
}
