//! Names for the runs of an invoice's characters.

use ampwire_vectors::Label;
use serde_json::Value;

use super::builder::{Invoice, Meaning, count};

impl Invoice {
    /// Labels of the text.
    pub(super) fn labels(&self) -> Vec<Label> {
        let mut labels = Vec::new();
        let mut offset = 0;
        let mut add = |length: usize, name: &str, note: Option<String>| {
            if length > 0 {
                let length = count(length);
                labels.push(Label { offset, length, name: name.to_owned(), note });
                offset += length;
            }
        };
        add(2, "prefix", None);
        add(self.prefix.len() - 2, "network", Some(self.network.clone()));
        add(
            self.amount.len(),
            "amount",
            self.amount_msat.as_ref().map(|msat| format!("{msat} msat")),
        );
        add(1, "separator", None);
        add(7, "timestamp", Some(self.seconds.to_string()));
        for field in &self.fields {
            let (name, note) = match &field.meaning {
                Meaning::Member(name, value) => (*name, short(value)),
                Meaning::Fallback(value) => ("fallback", short(&value["version"])),
                Meaning::Hints(_) => ("route_hint", None),
                Meaning::Payee => ("payee", None),
                Meaning::Skipped => ("skipped", Some(format!("tag {}", field.tag))),
            };
            add(3 + field.words.len(), name, note);
        }
        add(self.stray.len(), "stray", None);
        add(104, "signature", None);
        add(6, "checksum", None);
        labels
    }
}

/// A value as a note, if it is short.
fn short(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(bits) => {
            let bits: Vec<&str> = bits.iter().filter_map(Value::as_str).collect();
            bits.join(" ")
        }
        _ => return None,
    };
    let plain = text.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
    (!text.is_empty() && text.len() <= 40 && plain).then_some(text)
}
