//! One declared case.

use ampwire_vectors::{
    Answer, Class, Deployed, Label, Level, Members, Profile, Rejection, SourceKind,
};
use serde_json::Value;

use crate::bytes::Labelled;
use crate::scenario::Outcomes;

/// A case: what a vector is made from.
#[derive(Clone, Debug)]
pub struct Case {
    /// The vector's id.
    pub id: String,
    /// The operation.
    pub op: &'static str,
    /// What it shows.
    pub comment: String,
    /// The level, where it is not the highest of its rules'.
    pub level: Option<Level>,
    /// Who runs it.
    pub profiles: Vec<Profile>,
    /// Rules it keeps.
    pub obeys: Vec<&'static str>,
    /// Rules it breaks.
    pub breaks: Vec<&'static str>,
    /// The request's `in`.
    pub input: Members,
    /// Labels of the bytes.
    pub map: Vec<Label>,
    /// What follows from how it was built.
    pub declared: Declared,
    /// The nearest valid case.
    pub near: Option<String>,
    /// What implementations in use answer instead.
    pub deployed: Vec<Deployed>,
    /// How it was made.
    pub kind: SourceKind,
    /// The fact it was made from.
    pub from: String,
}

/// The answer that a case declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// Nothing yet: a case that keeps this can't be written.
    Nothing,
    /// This result.
    Ok(Members),
    /// This refusal.
    Reject(Refusal),
    /// One of these; the project's own implementations give the first.
    Any(Vec<Answer>),
    /// What becomes of the HTLCs of a scenario, by both kinds of timeout.
    Outcomes(Outcomes),
    /// An answer that is random: these members of it, by the name of its list. A member that is no text is only compared for
    /// being there, and one that is not listed here may be anything.
    Random {
        /// The list's name.
        list: &'static str,
        /// What stands in it.
        entries: Vec<Entry>,
    },
}

/// What is certain of one entry of an answer that is random.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which part it is.
    pub id: String,
    /// Members that are there.
    pub has: &'static [&'static str],
    /// Members that are not there.
    pub lacks: &'static [&'static str],
}

/// A declared refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Every class that is right.
    pub class: Vec<Class>,
    /// The offset, where the case knows it.
    pub offset: Option<u64>,
    /// The type of the record, where the case knows it.
    pub tlv_type: Option<u64>,
    /// Whether a right reader may find the fault in another place: then the vector says nothing about the place.
    pub open: bool,
}

impl Case {
    /// A case with nothing but its name.
    pub fn new(op: &'static str, id: impl Into<String>, comment: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            op,
            comment: comment.into(),
            level: None,
            profiles: vec![Profile::Amp, Profile::Bystander],
            obeys: Vec::new(),
            breaks: Vec::new(),
            input: Members::new(),
            map: Vec::new(),
            declared: Declared::Nothing,
            near: None,
            deployed: Vec::new(),
            kind: SourceKind::Generated,
            from: String::new(),
        }
    }

    /// Sets `in.bytes`, with the labels.
    pub fn bytes(mut self, bytes: &Labelled) -> Self {
        self.map = bytes.labels().to_vec();
        self.with("bytes", bytes.hex())
    }

    /// Sets one member of `in`.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.input.insert(name.to_owned(), value.into());
        self
    }

    /// Sets all of `in`.
    pub fn input(mut self, input: Value) -> Self {
        self.input = object(input);
        self
    }

    /// Names rules that the input keeps.
    pub fn obeys(mut self, rules: &[&'static str]) -> Self {
        self.obeys.extend(rules);
        self
    }

    /// Names rules that the input breaks.
    pub fn breaks(mut self, rules: &[&'static str]) -> Self {
        self.breaks.extend(rules);
        self
    }

    /// Only implementations of AMP run it.
    pub fn amp_only(mut self) -> Self {
        self.profiles = vec![Profile::Amp];
        self
    }

    /// Only implementations without AMP run it.
    pub fn bystander_only(mut self) -> Self {
        self.profiles = vec![Profile::Bystander];
        self
    }

    /// A level that differs from the rules'.
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Declares this result.
    pub fn ok(mut self, result: Value) -> Self {
        self.declared = Declared::Ok(object(result));
        self
    }

    /// Declares an encoder's result.
    pub fn ok_bytes(self, bytes: &Labelled) -> Self {
        self.ok(serde_json::json!({ "bytes": bytes.hex() }))
    }

    /// Declares a refusal of this class.
    pub fn reject(self, class: Class) -> Self {
        self.refuse(vec![class], false)
    }

    /// Declares a refusal of one of several classes: two things are wrong, and either may be found first.
    pub fn reject_either(self, classes: &[Class]) -> Self {
        self.refuse(classes.to_vec(), true)
    }

    /// Declares a refusal of one of several classes, of one and the same item.
    pub fn reject_for(self, classes: &[Class]) -> Self {
        self.refuse(classes.to_vec(), false)
    }

    fn refuse(mut self, class: Vec<Class>, open: bool) -> Self {
        self.declared = Declared::Reject(Refusal { class, offset: None, tlv_type: None, open });
        self
    }

    /// Declares where a refusal's fault is.
    pub fn at(mut self, offset: u64) -> Self {
        if let Declared::Reject(refusal) = &mut self.declared {
            refusal.offset = Some(offset);
        }
        self
    }

    /// Declares which record a refusal is about.
    pub fn of_type(mut self, tlv_type: u64) -> Self {
        if let Declared::Reject(refusal) = &mut self.declared {
            refusal.tlv_type = Some(tlv_type);
        }
        self
    }

    /// A right reader may point elsewhere, although the class is certain.
    pub fn open(mut self) -> Self {
        if let Declared::Reject(refusal) = &mut self.declared {
            refusal.open = true;
        }
        self
    }

    /// Declares several answers that are right; the project gives the first.
    pub fn any(mut self, answers: Vec<Answer>) -> Self {
        self.declared = Declared::Any(answers);
        self
    }

    /// Names the nearest valid case.
    pub fn near(mut self, id: &str) -> Self {
        self.near = Some(id.to_owned());
        self
    }

    /// Records what LND answers instead, as the adapter for it was seen to.
    pub fn lnd_answers(mut self, answer: Answer) -> Self {
        self.deployed.push(Deployed {
            implementation: "lnd".to_owned(),
            versions: "0.21.0-beta".to_owned(),
            answer,
            evidence: "run by adapters/lnd".to_owned(),
        });
        self
    }

    /// Records that LND gives this result instead.
    pub fn lnd_gives(self, result: Value) -> Self {
        self.lnd_answers(Answer::Ok(object(result)))
    }

    /// Records that LND writes these bytes instead.
    pub fn lnd_writes(self, bytes: &Labelled) -> Self {
        self.lnd_gives(serde_json::json!({ "bytes": bytes.hex() }))
    }

    /// Records that LND refuses, for this reason.
    pub fn lnd_refuses(self, class: Class) -> Self {
        self.lnd_answers(rejection(&[class]))
    }

    /// Records what LDK answers instead, in these versions, as its adapter was seen to.
    pub fn ldk_answers(mut self, versions: &str, answer: Answer) -> Self {
        self.deployed.push(Deployed {
            implementation: "ldk".to_owned(),
            versions: versions.to_owned(),
            answer,
            evidence: "run by adapters/ldk".to_owned(),
        });
        self
    }

    /// Recorded where this says, and not built here: the bytes, and what became of them.
    pub fn captured(self, origin: &str) -> Self {
        Self { kind: SourceKind::Captured, ..self.from(origin) }
    }

    /// The fact it was made from.
    pub fn from(mut self, fact: &str) -> Self {
        fact.clone_into(&mut self.from);
        self
    }
}

/// A refusal as one answer of several.
pub fn rejection(classes: &[Class]) -> Answer {
    Answer::Reject(Rejection { class: classes.to_vec(), offset: None, tlv_type: None })
}

/// The members of a JSON object written with `json!`.
///
/// # Panics
/// Where it is no object.
pub fn object(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        other => panic!("not a JSON object: {other}"),
    }
}
