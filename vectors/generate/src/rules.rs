//! `spec/rules.toml`, and what is made from it: `v1/rules.json` and the library's table.

use core::fmt::Write;
use std::path::Path;

use ampwire_vectors::{RULES_SCHEMA, Rule, RuleFile, SUITE_VERSION};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    rule: Vec<Rule>,
}

/// Reads `spec/rules.toml` below this root.
///
/// # Errors
/// Where the file is not there, or has something that a rule can't have.
pub fn read(root: &Path) -> Result<RuleFile, String> {
    let path = root.join("spec/rules.toml");
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("spec/rules.toml: {error}"))?;
    let table: RuleTable =
        toml::from_str(&text).map_err(|error| format!("spec/rules.toml: {error}"))?;
    Ok(RuleFile {
        schema: RULES_SCHEMA.to_owned(),
        suite: SUITE_VERSION.to_owned(),
        rules: table.rule,
    })
}

/// The library's table, `src/rule/table.rs`. Written as rustfmt leaves it, so that the check needs no rustfmt.
pub fn library_table(rules: &RuleFile) -> String {
    let mut text = String::from(
        "// Generated from spec/rules.toml by `cargo run -p ampwire-vectors-generate -- rules`. Do not edit.\n\n\
         use super::{Authority, Class, Level, Rule};\n\n",
    );
    // Writing to a string can't fail.
    let _ = writeln!(text, "pub(super) static TABLE: [Rule; {}] = [", rules.rules.len());
    for rule in &rules.rules {
        let quoted = |words: &str| Value::String(words.to_owned()).to_string();
        let _ = writeln!(text, "    Rule {{");
        let _ = writeln!(text, "        id: {},", quoted(&rule.id));
        let _ = writeln!(text, "        level: Level::{},", variant(rule.level.as_str()));
        let _ =
            writeln!(text, "        authority: Authority::{},", variant(rule.authority.as_str()));
        let _ = writeln!(text, "        class: Class::{},", variant(rule.class.as_str()));
        let _ = writeln!(text, "        source: {},", quoted(&rule.source));
        let _ = writeln!(text, "        sentence: {},", quoted(&rule.sentence));
        let _ = writeln!(text, "    }},");
    }
    text.push_str("];\n");
    text
}

/// `not_minimal` as Rust names a variant: `NotMinimal`.
fn variant(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::variant;

    #[test]
    fn variants() {
        assert_eq!(variant("not_minimal"), "NotMinimal");
        assert_eq!(variant("bolt"), "Bolt");
    }
}
