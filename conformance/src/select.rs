//! Which vectors run. A pattern that matches nothing is a mistake, never an empty run.

use core::fmt;
use std::collections::BTreeSet;

use ampwire_vectors::{Level, Profile, Status};
use globset::{GlobBuilder, GlobMatcher};

use crate::near;
use crate::suite::{Case, Suite};

/// Patterns as they were typed. In a pattern `*` and `?` stay within one part of a name, `**` crosses parts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patterns {
    /// Ids that are taken. None: all.
    pub(crate) only: Vec<String>,
    /// Ids that are left out.
    pub(crate) skip: Vec<String>,
    /// Rules of which a vector obeys or breaks one. None: all.
    pub(crate) rules: Vec<String>,
    /// Operations. None: all.
    pub(crate) ops: Vec<String>,
    /// Levels. None: all.
    pub(crate) levels: Vec<Level>,
    /// The profile. None: both.
    pub(crate) profile: Option<Profile>,
}

/// A pattern that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PatternFault(String);

impl fmt::Display for PatternFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The vectors that the patterns take, without the withdrawn ones.
///
/// # Errors
/// A pattern that is none, or that matches nothing in the whole suite.
pub(crate) fn select<'a>(
    suite: &'a Suite,
    patterns: &Patterns,
) -> Result<Vec<&'a Case>, PatternFault> {
    let selection = Selection {
        only: Pattern::all("--only", &patterns.only, '/')?,
        skip: Pattern::all("--skip", &patterns.skip, '/')?,
        rules: Pattern::all("--rule", &patterns.rules, '.')?,
        ops: Pattern::all("--op", &patterns.ops, '.')?,
    };
    selection.check(suite)?;
    let taken = suite.cases.iter().filter(|case| {
        case.vector.status != Status::Withdrawn
            && (patterns.levels.is_empty() || patterns.levels.contains(&case.vector.level))
            && patterns.profile.is_none_or(|profile| case.vector.profiles.contains(&profile))
            && selection.takes(case)
    });
    Ok(taken.collect())
}

struct Selection {
    only: Vec<Pattern>,
    skip: Vec<Pattern>,
    rules: Vec<Pattern>,
    ops: Vec<Pattern>,
}

impl Selection {
    fn takes(&self, case: &Case) -> bool {
        let any = |patterns: &[Pattern], matches: &dyn Fn(&Pattern) -> bool| {
            patterns.is_empty() || patterns.iter().any(matches)
        };
        any(&self.only, &|pattern| pattern.matches(&case.vector.id))
            && !self.skip.iter().any(|pattern| pattern.matches(&case.vector.id))
            && any(&self.rules, &|pattern| rules(case).any(|rule| pattern.matches(rule)))
            && any(&self.ops, &|pattern| pattern.matches(&case.op))
    }

    /// Each pattern has to match something by itself: a typo in one of five is a typo.
    fn check(&self, suite: &Suite) -> Result<(), PatternFault> {
        let live = || suite.cases.iter().filter(|case| case.vector.status != Status::Withdrawn);
        for pattern in self.only.iter().chain(&self.skip) {
            if !live().any(|case| pattern.matches(&case.vector.id)) {
                let withdrawn = suite.cases.iter().any(|case| pattern.matches(&case.vector.id));
                if withdrawn {
                    return Err(pattern.nothing("only withdrawn vectors"));
                }
                let ids = live().map(|case| case.vector.id.as_str());
                return Err(pattern.nothing_but("no vector", ids));
            }
        }
        for pattern in &self.rules {
            if !live().any(|case| rules(case).any(|rule| pattern.matches(rule))) {
                let known = suite.rules.rules.iter().any(|rule| pattern.matches(&rule.id));
                if known {
                    return Err(pattern.nothing("rules, but no vector has one of them"));
                }
                let ids = suite.rules.rules.iter().map(|rule| rule.id.as_str());
                return Err(pattern.nothing_but("no rule", ids));
            }
        }
        for pattern in &self.ops {
            if !live().any(|case| pattern.matches(&case.op)) {
                let ops: BTreeSet<&str> = live().map(|case| case.op.as_str()).collect();
                return Err(
                    pattern.nothing_but("no operation that a vector asks for", ops.into_iter())
                );
            }
        }
        Ok(())
    }
}

fn rules(case: &Case) -> impl Iterator<Item = &str> {
    case.vector.rules.obeys.iter().chain(&case.vector.rules.breaks).map(String::as_str)
}

/// One pattern, and the option that it came with.
#[derive(Debug)]
pub(crate) struct Pattern {
    option: &'static str,
    text: String,
    matcher: GlobMatcher,
    separator: char,
}

impl Pattern {
    fn all(
        option: &'static str,
        texts: &[String],
        separator: char,
    ) -> Result<Vec<Self>, PatternFault> {
        texts.iter().map(|text| Self::new(option, text, separator)).collect()
    }

    /// A pattern of names whose parts this separates.
    ///
    /// # Errors
    /// Where it is none.
    pub(crate) fn new(
        option: &'static str,
        text: &str,
        separator: char,
    ) -> Result<Self, PatternFault> {
        // The matcher knows one separator. Ids have slashes, rules and operations have dots.
        let glob = GlobBuilder::new(&text.replace(separator, "/"))
            .literal_separator(true)
            // Else a backslash would be a slash on Windows, and a file of expected failures would mean two things.
            .backslash_escape(true)
            .build();
        let glob =
            glob.map_err(|error| PatternFault(format!("{option} {text}: {}", error.kind())))?;
        Ok(Self { option, text: text.to_owned(), matcher: glob.compile_matcher(), separator })
    }

    /// Whether a name matches.
    pub(crate) fn matches(&self, name: &str) -> bool {
        if self.separator == '/' {
            self.matcher.is_match(name)
        } else {
            self.matcher.is_match(name.replace(self.separator, "/"))
        }
    }

    fn nothing(&self, what: &str) -> PatternFault {
        PatternFault(format!("{} {}: this pattern matches {what}", self.option, self.text))
    }

    /// As [`Self::nothing`], with the names that may have been meant.
    fn nothing_but<'a>(&self, what: &str, names: impl Iterator<Item = &'a str>) -> PatternFault {
        let PatternFault(words) = self.nothing(what);
        PatternFault(words + &near::hint(&self.text, names))
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_stays_within_a_part() {
        for (text, name, expected) in [
            ("payload/amp-*", "payload/amp-index", true),
            ("payload/*", "payload/amp-index", true),
            ("*", "payload/amp-index", false),
            ("**", "payload/amp-index", true),
            ("pay*/*-index", "payload/amp-index", true),
            ("payload", "payload/amp-index", false),
            ("{payload,tlv}/*", "tlv/order", true),
            // The same on every system.
            (r"payload\*", "payload/amp-index", false),
            (r"pay\load/*", "payload/amp-index", true),
        ] {
            assert_eq!(
                Pattern::new("--only", text, '/').unwrap().matches(name),
                expected,
                "{text} {name}"
            );
        }
        for (text, name, expected) in [
            ("bolt1.tlv.*", "bolt1.tlv.ascending", true),
            ("bolt1.*", "bolt1.tlv.ascending", false),
            ("bolt1.**", "bolt1.tlv.ascending", true),
            ("*.decode", "tlv.decode", true),
        ] {
            assert_eq!(
                Pattern::new("--rule", text, '.').unwrap().matches(name),
                expected,
                "{text} {name}"
            );
        }
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        let fault = Pattern::new("--only", "payload/[", '/').err().unwrap().to_string();
        assert!(fault.starts_with("--only payload/[: "), "{fault}");
    }
}
