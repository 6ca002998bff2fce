//! The bytes of a feature vector, by the bits that they set.

use super::explanation::{Explanation, Taken};
use super::spans::{Place, Spans};
use super::words::{Bit, counted, listed};
use super::{Kind, Refusal, Value};
use crate::feature::{
    Context, Feature, FeatureError, FeatureErrorKind, FeatureRules, Features, FeaturesView,
};

/// How many features a summary names.
const NAMED: usize = 8;

/// Explains a feature vector.
pub(super) fn explain(bytes: &[u8], context: Option<Context>) -> Explanation<'_> {
    let refusal = check(bytes, context).err().map(Refusal::Feature);
    let mut what = alloc::format!("feature vector of {}", counted(bytes.len(), "byte", "bytes"));
    // A vector that is too long has so many bits that naming them would take longer than its bytes.
    if let Ok(view) = FeaturesView::from_bytes(bytes) {
        let count = view.iter().count();
        what.push_str(match count {
            0 => ", no feature",
            1 => ", feature ",
            _ => ", features ",
        });
        what.push_str(&listed(view.iter().map(Bit), count, NAMED));
    }
    let mut spans = Spans::new(bytes);
    while !spans.rest().is_empty() {
        byte(&mut spans);
    }
    Explanation::new(bytes, Kind::Features, Taken::default(), spans, refusal, &what)
}

/// Gives the next byte its span, or the next bytes where they set nothing.
fn byte(spans: &mut Spans<'_>) {
    let rest = spans.rest();
    if spans.is_full() {
        let value = Value::NotListed { records: 0 };
        return spans.push(rest.len(), "features", Place::TOP, value);
    }
    let zeros = rest.iter().take_while(|byte| **byte == 0).count();
    let length = zeros.max(1);
    let behind = rest.len().saturating_sub(length).saturating_mul(8);
    let lowest = u32::try_from(behind).unwrap_or(u32::MAX);
    let set = if zeros > 0 { 0 } else { rest.first().copied().unwrap_or_default() };
    spans.push(length, "features", Place::TOP, Value::Bits { lowest, set });
}

/// Judges a vector: by who implements AMP where it is known where the vector stands, and otherwise
/// only by what does not depend on it.
pub(super) fn check(bytes: &[u8], context: Option<Context>) -> Result<(), FeatureError> {
    let features: Features = FeaturesView::from_bytes(bytes)?.to_features();
    if let Some(context) = context {
        return FeatureRules::amp(context).check(&features);
    }
    check_dependencies(&features)
}

/// Judges only whether each feature comes with those that it needs.
pub(super) fn check_dependencies(features: &Features) -> Result<(), FeatureError> {
    let named = Feature::ALL.iter().map(|feature| feature.required_bit());
    let all = features.iter().chain(named);
    match FeatureRules::knowing(Context::Init, all).check(features) {
        Err(error) if matches!(error.kind(), FeatureErrorKind::DependencyMissing { .. }) => {
            Err(error)
        }
        _ => Ok(()),
    }
}
