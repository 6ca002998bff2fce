//! JUnit XML, as the CIs read it: one suite an operation, one case a vector.

use std::collections::BTreeMap;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use super::outcome::Outcome;
use super::{Report, RunReport, VectorReport, words};

/// The report as JUnit XML.
///
/// # Errors
/// None in practice: it is written to memory.
pub(crate) fn render(report: &Report) -> Result<String, quick_junit::SerializeError> {
    let mut junit = quick_junit::Report::new("ampwire");
    for run in &report.runs {
        let mut operations = BTreeMap::<&str, Vec<&VectorReport>>::new();
        for vector in &run.vectors {
            operations.entry(&vector.op).or_default().push(vector);
        }
        for (op, vectors) in operations {
            junit.add_test_suite(suite(report, run, op, &vectors));
        }
        if let Some(problem) = words::of_run(run) {
            junit.add_test_suite(problem_suite(&words::testee(run), &problem));
        }
    }
    if let Some(problem) = words::of_report(report) {
        junit.add_test_suite(problem_suite("ampwire", &problem));
    }
    junit.to_string()
}

fn suite(report: &Report, run: &RunReport, op: &str, vectors: &[&VectorReport]) -> TestSuite {
    let testee = words::testee(run);
    let mut suite = TestSuite::new(format!("{testee}: {op}"));
    if let Some(version) = words::version(run) {
        suite.add_property(Property::new("testee.version", version));
    }
    suite.add_property(Property::new("suite.version", &report.suite.version));
    suite.add_property(Property::new("ampwire.version", &report.runner.version));
    let skipped = vectors
        .iter()
        .filter(|vector| matches!(Outcome::of(vector), Outcome::Skipped | Outcome::Tolerated));
    suite.extra.insert("skipped".into(), skipped.count().to_string().into());
    for vector in vectors {
        let mut case = TestCase::new(vector.id.as_str(), status(report, run, vector));
        case.set_classname(format!("{testee}.{op}"));
        if vector.microseconds > 0 {
            case.set_time(Duration::from_micros(vector.microseconds));
        }
        if Outcome::of(vector) == Outcome::Accepted {
            case.set_system_out(words::verdict_and_why(vector));
        }
        suite.add_test_case(case);
    }
    suite
}

fn status(report: &Report, run: &RunReport, vector: &VectorReport) -> TestCaseStatus {
    let mut status = match Outcome::of(vector) {
        Outcome::Passed | Outcome::Accepted => return TestCaseStatus::success(),
        Outcome::Tolerated | Outcome::Skipped => TestCaseStatus::skipped(),
        Outcome::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Broke => TestCaseStatus::non_success(NonSuccessKind::Error),
    };
    status.set_message(words::verdict_and_why(vector));
    if Outcome::of(vector).is_red() {
        status.set_type(words::verdict(vector));
        status.set_description(words::details(report, run, vector));
    }
    status
}

/// What no vector tells: a run that ended early must not be a small green one.
fn problem_suite(name: &str, problem: &str) -> TestSuite {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(problem);
    let mut case = TestCase::new("the whole run", status);
    case.set_classname(name);
    let mut suite = TestSuite::new(name);
    suite.add_test_case(case);
    suite
}
