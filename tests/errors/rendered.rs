//! Errors as text, and whether an enum has others.

use std::fmt::{Debug, Display, Write as _};
use std::fs;
use std::path::Path;

use ampwire::rule::RuleId;

/// The errors of a layer, rendered, and the kinds that were among them.
#[derive(Default)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) kinds: Vec<String>,
}

impl Rendered {
    pub(crate) fn add(
        &mut self,
        from: &str,
        kind: impl Debug,
        error: &dyn Display,
        rule: impl Into<Option<RuleId>>,
    ) {
        let kind = format!("{kind:?}");
        writeln!(self.text, "{kind}").unwrap();
        writeln!(self.text, "    from   {from}\n    reads  {error}").unwrap();
        match rule.into() {
            Some(rule) => writeln!(self.text, "    rule   {rule} ({})", rule.class()).unwrap(),
            None => writeln!(self.text, "    rule   none").unwrap(),
        }
        self.kinds.push(kind.split([' ', '(']).next().unwrap().to_owned());
    }

    /// Fails where an enum has a kind that is not here.
    pub(crate) fn complete(self, file: &str, enumeration: &str) -> String {
        for kind in kinds(file, enumeration) {
            assert!(self.kinds.contains(&kind), "no {enumeration}::{kind} among the errors here");
        }
        self.text
    }
}

/// The variants of an enum, read from its source: it may grow, so no `match` of ours could tell.
fn kinds(file: &str, enumeration: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let text = fs::read_to_string(path).unwrap();
    let start = text.find(&format!("pub enum {enumeration} {{")).unwrap();
    let body = text[start..].split("\n}").next().unwrap();
    let kinds: Vec<String> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.split([',', ' ', '(']).next().unwrap().to_owned())
        .collect();
    assert!(!kinds.is_empty());
    kinds
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
}
