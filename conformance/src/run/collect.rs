//! The verdicts of a run, brought into order: the same ones whether one source was asked or several at a time.

use std::collections::BTreeMap;

use super::Observer;
use super::work::{Event, Judged, Work};
use crate::report::VectorReport;
use crate::source::{FaultKind, Halt};
use crate::stray::Stray;

/// Verdicts as they come, told in order, and the end of the run: the place from which on none counts.
pub(super) struct Collector<'a, O> {
    work: &'a Work<'a>,
    observer: &'a mut O,
    patience: Option<usize>,
    found: BTreeMap<usize, Judged>,
    halts: BTreeMap<usize, Halt>,
    over: bool,
    /// What is told, in the order of asking.
    pub(super) told: Vec<VectorReport>,
    /// Why no more were asked.
    pub(super) halt: Option<Halt>,
    /// Over how many cases the testee broke.
    breaks: usize,
    /// And how many of them were still to be followed by a start.
    down: usize,
    /// How often it was started anew.
    pub(super) restarts: usize,
    pub(super) warnings: Vec<String>,
    pub(super) stray: Stray,
}

impl<'a, O: Observer> Collector<'a, O> {
    pub(super) fn new(work: &'a Work<'a>, observer: &'a mut O, patience: Option<usize>) -> Self {
        Self {
            work,
            observer,
            patience,
            found: BTreeMap::new(),
            halts: BTreeMap::new(),
            over: false,
            told: Vec::new(),
            halt: None,
            breaks: 0,
            down: 0,
            restarts: 0,
            warnings: Vec::new(),
            stray: Stray::default(),
        }
    }

    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::Judged(judged) => {
                self.found.insert(judged.place, *judged);
            }
            Event::Halted(place, halt) => {
                self.halts.insert(place, halt);
            }
            Event::Ended { warning, stray } => {
                self.stray.add(&stray);
                // Several processes of one testee end in the same way.
                self.warnings.extend(warning.filter(|warning| !self.warnings.contains(warning)));
            }
        }
        while !self.over && self.next() {}
    }

    /// Tells the next verdict, if it is there.
    fn next(&mut self) -> bool {
        let place = self.told.len();
        if let Some(halt) = self.halts.remove(&place) {
            self.end(Some(halt));
            return false;
        }
        let Some(Judged { asked, broke, report, .. }) = self.found.remove(&place) else {
            return false;
        };
        // Others may have been ahead of the break that was one too many: what they found doesn't count.
        if let Some(patience) = self.patience.filter(|patience| asked && self.breaks > *patience) {
            self.end(Some(Halt::fault(FaultKind::KeptBreaking(patience))));
            return false;
        }
        if asked {
            self.restarts += core::mem::take(&mut self.down);
        }
        self.breaks += usize::from(broke);
        self.down += usize::from(broke);
        if let Some(case) = self.work.cases.get(place) {
            self.observer.judged(case, &report);
        }
        let stop = self.work.options.fail_fast && report.red;
        self.told.push(report);
        if stop {
            self.end(None);
        }
        !stop
    }

    fn end(&mut self, halt: Option<Halt>) {
        self.over = true;
        self.halt = halt;
        self.work.stop_at(self.told.len());
    }
}
