//! For which testee, and for which of its versions.

use core::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::protocol::Hello;

/// A condition on what the testee says about itself. What isn't given holds for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    /// The testee's name.
    pub(crate) name: Option<String>,
    /// Its versions.
    pub(crate) version: Option<Versions>,
}

impl When {
    /// Whether it holds for this testee. A version without numbers is in no range.
    pub(crate) fn holds(&self, hello: &Hello) -> bool {
        let version = || Version::parse(&hello.version);
        self.name.as_ref().is_none_or(|name| *name == hello.name)
            && self
                .version
                .as_ref()
                .is_none_or(|range| version().is_some_and(|version| range.contains(&version)))
    }

    /// The range of versions that this text means.
    pub(crate) fn versions(text: &str) -> Option<Versions> {
        Versions::parse(text)
    }

    /// Whether there can be a testee for which both hold.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let names = match (&self.name, &other.name) {
            (Some(name), Some(other)) => name == other,
            _ => true,
        };
        let versions = match (&self.version, &other.version) {
            (Some(range), Some(other)) => range.meets(other),
            _ => true,
        };
        names && versions
    }
}

/// The numbers of a version. What follows them, such as `-beta`, does not count; neither do zeros at the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(Vec<u64>);

impl Version {
    /// The numbers at the beginning, after a `v` if there is one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        let end = text.find(|character: char| !character.is_ascii_digit() && character != '.');
        Self::exact(text.get(..end.unwrap_or(text.len()))?.trim_end_matches('.'))
    }

    /// Numbers with dots between them, and nothing else.
    fn exact(text: &str) -> Option<Self> {
        let numbers: Result<Vec<u64>, _> = text.split('.').map(str::parse).collect();
        let mut numbers = numbers.ok()?;
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        Some(Self(numbers))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(u64::to_string).collect();
        formatter.write_str(if numbers.is_empty() { "0" } else { "" })?;
        formatter.write_str(&numbers.join("."))
    }
}

/// The versions between two bounds, of which either may be open. The bound itself belongs to it where the flag is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Versions {
    low: Option<(Version, bool)>,
    high: Option<(Version, bool)>,
}

impl Versions {
    /// Reads comparisons with commas between them: `>=0.20, <0.21`.
    fn parse(text: &str) -> Option<Self> {
        let mut range = Self { low: None, high: None };
        for comparison in text.split(',').map(str::trim) {
            let number = comparison.trim_start_matches(['<', '>', '=']);
            let operator = comparison.strip_suffix(number)?;
            let version = Version::exact(number.trim())?;
            let (low, high) = match operator {
                "<" => (None, Some((version, false))),
                "<=" => (None, Some((version, true))),
                ">" => (Some((version, false)), None),
                ">=" => (Some((version, true)), None),
                "=" => (Some((version.clone(), true)), Some((version, true))),
                _ => return None,
            };
            range = range.and(&Self { low, high });
        }
        (!range.is_empty()).then_some(range)
    }

    fn contains(&self, version: &Version) -> bool {
        let above = |(low, with): &(Version, bool)| version > low || (*with && version == low);
        let below = |(high, with): &(Version, bool)| version < high || (*with && version == high);
        self.low.as_ref().is_none_or(above) && self.high.as_ref().is_none_or(below)
    }

    /// The versions of both.
    fn and(&self, other: &Self) -> Self {
        // Of equal bounds the one that does not belong to it is the narrower.
        let low = [&self.low, &other.low].into_iter().flatten();
        let high = [&self.high, &other.high].into_iter().flatten();
        Self {
            low: low.max_by_key(|(version, with)| (version, !with)).cloned(),
            high: high.min_by_key(|(version, with)| (version, *with)).cloned(),
        }
    }

    fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Some((low, with_low)), Some((high, with_high))) => {
                low > high || (low == high && !(*with_low && *with_high))
            }
            _ => false,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        !self.and(other).is_empty()
    }
}

impl<'de> Deserialize<'de> for Versions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "{text:?} is no range of versions: comparisons with <, <=, =, >= or > and numbers, that hold together, such as \">=0.20, <0.21\""
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> Versions {
        Versions::parse(text).unwrap()
    }

    #[test]
    fn only_the_numbers_of_a_version_count() {
        for (text, same) in [
            ("0.21.0-beta", "0.21"),
            ("v0.21.0", "0.21"),
            ("0.21.0-beta.rc1", "0.21.0"),
            ("1.11.5", "1.11.5"),
            ("25.09.", "25.9"),
            (" 3 (dev)", "3"),
        ] {
            assert_eq!(Version::parse(text), Version::exact(same), "{text}");
        }
        for text in ["", "dev", "v", "(devel)", "..", "-1", "1..2", "99999999999999999999"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        assert!(Version::parse("0.9") < Version::parse("0.10"));
        assert!(Version::parse("0.21") < Version::parse("0.21.1"));
    }

    #[test]
    fn ranges() {
        for (text, version, inside) in [
            ("<0.21", "0.20.9-beta", true),
            ("<0.21", "0.21.0-beta", false),
            ("<=0.21", "0.21.0-beta", true),
            ("<=0.21", "0.21.1", false),
            ("=0.21", "0.21.0", true),
            ("=0.21", "0.21.1", false),
            (">0.21", "0.21.1", true),
            (">0.21", "0.21", false),
            (">=0.20, <0.21", "0.20", true),
            (">=0.20, <0.21", "0.21", false),
            (">= 0.20 ,< 0.21", "0.20.5", true),
            (">0.20, >=0.20", "0.20", false),
        ] {
            assert_eq!(range(text).contains(&Version::parse(version).unwrap()), inside, "{text}");
        }
        for text in
            ["", "0.21", "<", "~1", "<0.21,", "<0.21-beta", "==1", "<1, >2", "<1, >=1", "=1, =2"]
        {
            assert_eq!(Versions::parse(text), None, "{text}");
        }
    }

    #[test]
    fn two_conditions_meet_where_one_testee_could_fulfil_both() {
        let when = |name: Option<&str>, version: Option<&str>| When {
            name: name.map(str::to_owned),
            version: version.map(range),
        };
        for (one, other, meet) in [
            ((None, None), (Some("lnd"), Some("<0.21")), true),
            ((Some("lnd"), None), (Some("ldk"), None), false),
            ((Some("lnd"), None), (Some("lnd"), Some("<0.21")), true),
            ((None, Some("<0.21")), (None, Some(">=0.21")), false),
            ((None, Some("<=0.21")), (None, Some(">=0.21")), true),
            ((Some("lnd"), Some("<0.21")), (None, Some(">0.20, <0.22")), true),
        ] {
            let (one, other) = (when(one.0, one.1), when(other.0, other.1));
            assert_eq!((one.meets(&other), other.meets(&one)), (meet, meet), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_condition_holds_for_what_the_testee_says() {
        let hello = |version: &str| Hello {
            name: "lnd".to_owned(),
            version: version.to_owned(),
            ..Hello::default()
        };
        let when = When { name: Some("lnd".to_owned()), version: Some(range("<0.21")) };
        assert!(when.holds(&hello("0.20.1-beta")));
        assert!(!when.holds(&hello("0.21.0-beta")));
        assert!(!when.holds(&hello("dev")));
        assert!(!When { name: Some("ldk".to_owned()), version: None }.holds(&hello("0.20")));
        assert!(When::default().holds(&hello("dev")));
    }
}
