//! Times of all cases: `cargo bench`, or `cargo bench -- tlv` for some of them.

use ampwire_benches::cases;
use criterion::{Criterion, Throughput};
use std::time::Duration;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    for case in &cases::ALL {
        let mut pass = (case.prepare)();
        let units = u64::try_from(pass.units).expect("a number of inputs");
        let (group, name) = case.name.split_once('/').expect("a name of two words");
        let mut group = criterion.benchmark_group(group);
        // Criterion shows how many units a second; the time is that of the whole pass.
        group.throughput(Throughput::Elements(units));
        group.bench_function(name, |bencher| bencher.iter(&mut pass.run));
        group.finish();
    }
    criterion.final_summary();
}
