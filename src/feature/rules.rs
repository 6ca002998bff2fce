use super::{Context, Feature, FeatureError, FeatureErrorKind, Features};
use crate::canary::{Canary, planted};
use alloc::collections::BTreeSet;

/// Judges feature vectors: which features are known, and where the vector stands.
///
/// ```
/// use ampwire::feature::{Context, FeatureErrorKind, FeatureRules, Features};
///
/// let invoice: Features = [8, 14, 30].into_iter().collect();
/// assert!(FeatureRules::amp(Context::Invoice).check(&invoice).is_ok());
///
/// // Who does not implement AMP has to refuse it where it is required.
/// let error = FeatureRules::bystander(Context::Invoice).check(&invoice).unwrap_err();
/// assert_eq!((error.kind(), error.bit()), (FeatureErrorKind::UnknownEven, Some(30)));
/// ```
#[derive(Debug, Clone)]
pub struct FeatureRules {
    context: Context,
    /// The even bits of the pairs that are known.
    known: BTreeSet<u32>,
}

impl FeatureRules {
    /// For who implements AMP: BOLT 9's features and AMP are known.
    pub fn amp(context: Context) -> Self {
        Self::knowing(context, Feature::ALL.iter().map(|feature| feature.required_bit()))
    }

    /// For who does not implement AMP: BOLT 9's features are known.
    pub fn bystander(context: Context) -> Self {
        let known = Feature::ALL.iter().filter(|feature| **feature != Feature::AMP);
        Self::knowing(context, known.map(|feature| feature.required_bit()))
    }

    /// For who knows just the features that these bits belong to, whichever of the pair is given.
    pub fn knowing(context: Context, bits: impl IntoIterator<Item = u32>) -> Self {
        Self { context, known: bits.into_iter().map(|bit| bit & !1).collect() }
    }

    /// Checks a vector: unknown even bits, then dependencies, then the place. Unknown odd bits are
    /// ignored, and of a pair with both bits the even one counts.
    ///
    /// # Errors
    ///
    /// The first rule broken, for the lowest bit that breaks it.
    pub fn check(&self, features: &Features) -> Result<(), FeatureError> {
        let known = |bit: &u32| self.known.contains(&(bit & !1));
        let ignored = |bit: &u32| planted(Canary::FeatureBothBits) && features.contains(bit | 1);
        // rule: bolt9.features.unknown-even; rule: bolt9.features.unknown-odd
        let unknown = |bit: &u32| bit % 2 == 0 && !known(bit) && !ignored(bit);
        if let Some(bit) = features.iter().find(unknown) {
            return Err(FeatureError::new(FeatureErrorKind::UnknownEven, Some(bit)));
        }
        let named = || {
            features
                .iter()
                .filter(known)
                .filter_map(|bit| Feature::of_bit(bit).map(|feature| (bit, feature)))
        };
        for (bit, feature) in named() {
            // rule: bolt9.features.dependencies
            let lacking =
                feature.depends_on().iter().find(|dependency| !features.has(**dependency));
            if let Some(dependency) = lacking {
                let kind = FeatureErrorKind::DependencyMissing { feature, dependency: *dependency };
                return Err(FeatureError::new(kind, Some(bit)));
            }
        }
        for (bit, feature) in named() {
            // rule: bolt9.features.context
            if !feature.stands_in(self.context) {
                let kind = FeatureErrorKind::WrongContext { feature, context: self.context };
                return Err(FeatureError::new(kind, Some(bit)));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rules: &FeatureRules, bits: &[u32]) -> Result<(), (FeatureErrorKind, Option<u32>)> {
        let features = bits.iter().copied().collect();
        rules.check(&features).map_err(|error| (error.kind(), error.bit()))
    }

    #[test]
    fn amp_required_and_optional() {
        let amp = FeatureRules::amp(Context::Invoice);
        let bystander = FeatureRules::bystander(Context::Invoice);
        assert_eq!(check(&amp, &[8, 14, 30]), Ok(()));
        assert_eq!(check(&amp, &[8, 14, 30, 31]), Ok(()));
        assert_eq!(check(&bystander, &[8, 14, 31]), Ok(()));
        assert_eq!(
            check(&bystander, &[8, 14, 30, 31]),
            Err((FeatureErrorKind::UnknownEven, Some(30)))
        );
        let missing = FeatureErrorKind::DependencyMissing {
            feature: Feature::AMP,
            dependency: Feature::PAYMENT_SECRET,
        };
        assert_eq!(check(&amp, &[8, 30]), Err((missing, Some(30))));
        // A bystander does not know that bit 31 needs anything.
        assert_eq!(check(&bystander, &[8, 31]), Ok(()));
    }

    #[test]
    fn order_of_the_checks() {
        let init = FeatureRules::amp(Context::Init);
        assert_eq!(check(&init, &[100]), Err((FeatureErrorKind::UnknownEven, Some(100))));
        assert_eq!(check(&init, &[17, 100]), Err((FeatureErrorKind::UnknownEven, Some(100))));
        assert!(matches!(
            check(&init, &[17, 49]),
            Err((FeatureErrorKind::DependencyMissing { .. }, Some(17)))
        ));
        let context = FeatureErrorKind::WrongContext {
            feature: Feature::PAYMENT_METADATA,
            context: Context::Init,
        };
        assert_eq!(check(&init, &[15, 17, 49]), Err((context, Some(49))));
        assert_eq!(check(&init, &[5115]), Ok(()));
    }
}
