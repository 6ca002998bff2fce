use super::{Habits, Invoice};
use std::collections::BTreeSet;

/// What a model writes down while it reads: which habits mattered, and what is wrong.
pub(super) struct Notes<'h> {
    pub(super) habits: &'h Habits,
    pub(super) used: Vec<&'static str>,
    faults: BTreeSet<String>,
}

impl<'h> Notes<'h> {
    pub(super) const fn new(habits: &'h Habits) -> Self {
        Self { habits, used: Vec::new(), faults: BTreeSet::new() }
    }

    /// Where a habit matters: whether it is one.
    pub(super) fn does(&mut self, id: &'static str) -> bool {
        let has = self.habits.has(id);
        if has && !self.used.contains(&id) {
            self.used.push(id);
        }
        has
    }

    pub(super) fn fault(&mut self, class: &str) {
        self.faults.insert(class.to_owned());
    }

    pub(super) fn faults(&mut self, classes: BTreeSet<String>) {
        self.faults.extend(classes);
    }

    /// What was read, unless something is wrong, and the habits that mattered.
    pub(super) fn judged(
        self,
        read: Invoice,
    ) -> (Result<Box<Invoice>, BTreeSet<String>>, Vec<&'static str>) {
        let read = if self.faults.is_empty() { Ok(Box::new(read)) } else { Err(self.faults) };
        (read, self.used)
    }
}
