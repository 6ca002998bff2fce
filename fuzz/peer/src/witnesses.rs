//! The tests that every peer has: its known divergences with it asked. Each is still there, and is only
//! what it says.

use crate::{
    Accepted, Answer, Differences, Divergence, Known, Peer, Question, Rejected, Word, differences,
    in_words, payload,
};
use std::fs;
use std::path::Path;

/// An entry that no longer diverges has to go.
///
/// # Panics
///
/// Where a witness shows no difference, or another entry covers it, or none.
pub fn every_one_diverges_and_its_entry_covers_it<P: Peer>() {
    for entry in P::known().entries() {
        for witness in entry.witnesses() {
            let bytes = witness.to_question();
            let question = Question::read(&bytes).expect("it has a first byte");
            // LND may walk a map, and so come to the same answer by chance.
            let covered = (0..100).any(|_| {
                P::ask(question, |theirs| {
                    let ours = question.ours::<P>();
                    let differences = differences::<P>(question, &ours, theirs);
                    let covering = P::known().covering(question, &ours, theirs, differences);
                    match covering {
                        _ if differences.is_empty() => false,
                        Some(covering) if covering.id() == entry.id() => true,
                        other => panic!(
                            "{}: {} is covered by {:?}",
                            entry.id(),
                            in_words::<P>(question, &ours, theirs, differences),
                            other.map(Divergence::id)
                        ),
                    }
                })
            });
            assert!(
                covered,
                "{}: no longer diverges on {}: remove it, or give it another witness",
                entry.id(),
                hex::encode(question.bytes())
            );
        }
    }
}

/// What once was a crash.
///
/// # Panics
///
/// Where it is one, and where the folder or a file in it can't be read.
pub fn regressions<P: Peer>(folder: &Path) {
    for file in fs::read_dir(folder).expect("a folder of regressions") {
        payload::<P>(&fs::read(file.expect("a file").path()).expect("a file to read"));
    }
}

/// Nothing else is waved through: for every witness, answers that the peer did not give, each beside the
/// one it gave.
///
/// # Panics
///
/// Where an entry covers one.
pub fn other_answers_are_not_covered<P: Peer>() {
    for entry in P::known().entries() {
        for witness in entry.witnesses() {
            let bytes = witness.to_question();
            let question = Question::read(&bytes).expect("it has a first byte");
            let ours = question.ours::<P>();
            P::ask(question, |theirs| {
                for other in beside(theirs, P::hidden(question)) {
                    let differences = differences::<P>(question, &ours, &other);
                    let covering = P::known().covering(question, &ours, &other, differences);
                    assert!(
                        differences.is_empty() || covering.is_none(),
                        "{} covers {question}, {}\nours   {ours}\ntheirs {other}",
                        covering.map(Divergence::id).unwrap_or_default(),
                        hex::encode(question.bytes()),
                    );
                }
            });
        }
    }
}

/// Changes what was read.
type Bend = fn(&mut Accepted<'_>);

const BENDS: [(Differences, Bend); 10] = [
    (Differences::AMT_TO_FORWARD, |it| it.amt_to_forward = Some(1)),
    (Differences::OUTGOING_CLTV_VALUE, |it| it.outgoing_cltv_value = Some(1)),
    (Differences::SHORT_CHANNEL_ID, |it| it.short_channel_id = Some(1)),
    (Differences::PAYMENT_DATA, |it| it.payment_data = Some(([0; 32], 1))),
    (Differences::ENCRYPTED_RECIPIENT_DATA, |it| it.encrypted_recipient_data = Some(&[1])),
    (Differences::CURRENT_PATH_KEY, |it| it.current_path_key = Some([2; 33])),
    (Differences::AMP_RECORD, |it| it.amp_record = Some(([0; 32], [0; 32], 1))),
    (Differences::PAYMENT_METADATA, |it| it.payment_metadata = Some(&[1])),
    (Differences::TOTAL_AMOUNT_MSAT, |it| it.total_amount_msat = Some(1)),
    (Differences::KEYSEND_PREIMAGE, |it| it.keysend_preimage = Some(&[1])),
];

/// Other answers, in what the peer's answers show.
fn beside<'a>(theirs: &Answer<'a>, hidden: Differences) -> Vec<Answer<'a>> {
    let classes = || Word::ALL.into_iter().filter(|word| ![Word::OK, Word::PANIC].contains(word));
    let reject = |class, record| Answer::Reject(Rejected { class, record, error: None });
    let mut answers = vec![Answer::Panic("no".to_owned()), Answer::Ok(Accepted::default())];
    match theirs {
        Answer::Panic(words) => panic!("it panicked: {words}"),
        Answer::Reject(rejected) => {
            let others = classes().filter(|class| *class != rejected.class);
            answers.extend(others.map(|class| reject(class, rejected.record)));
            answers.push(reject(rejected.class, Some(12_345)));
        }
        Answer::Ok(accepted) => {
            answers.extend(classes().map(|class| reject(class, None)));
            for (_, bend) in BENDS.iter().filter(|(member, _)| !hidden.has(*member)) {
                let mut bent = Accepted { other: accepted.other.clone(), ..*accepted };
                bend(&mut bent);
                answers.push(Answer::Ok(bent));
            }
        }
    }
    answers.retain(|answer| answer.to_string() != theirs.to_string());
    answers
}

/// Both files, and whatever does not fit in them.
///
/// # Panics
///
/// Where a fault is passed over.
pub fn files_that_do_not_fit_are_refused<P: Peer>() {
    let error = |divergences: &str, witnesses: &str| {
        Known::read::<P>(divergences, witnesses).err().expect("a fault")
    };
    let count = |divergences: &str, witnesses: &str| {
        Known::read::<P>(divergences, witnesses).map(|known| known.entries().len())
    };
    let entry = r#"
        [[divergence]]
        id = "one"
        op = "payload.decode"
        differs = ["class"]
        rule = "bolt1.tlv.ascending"
        reason = "because"
        evidence = "there"
    "#;
    let shown = r#"
        [[divergence]]
        id = "one"
        witness = [{ role = "final", bytes = "00" }]
    "#;
    let none = "divergence = []";
    assert_eq!(count(entry, shown), Ok(1));
    assert_eq!(count(&entry.replace("payload.", "tlv."), none), Ok(0));
    let no_witness = shown.replace("{ role = \"final\", bytes = \"00\" }", "");
    let also = |line: &str| format!("{entry}\n{line}");
    for (divergences, witnesses, fault) in [
        (entry.to_owned(), none, "no witness"),
        (entry.to_owned(), &no_witness, "no witness"),
        (String::new(), shown, "no such divergence"),
        (entry.replace("because", ""), shown, "reason"),
        (entry.replace("ascending", "climbing"), shown, "no rule"),
        (entry.to_owned(), &format!("{shown}\ncheck = \"none\""), "no check"),
        (entry.replace("\"class\"", "\"klass\""), shown, "klass"),
        (also("ours = [\"trunk\"]"), shown, "trunk"),
        (also("role = \"first\""), shown, "no role"),
        (also("tlv_types = [\"x\"]"), shown, "no type"),
        (also("rules = [\"x\"]"), shown, "no rule"),
        (also("zero = [\"a\"]"), shown, "members"),
        (also("sometimes = true"), shown, "unknown field"),
    ] {
        let told = error(&divergences, witnesses);
        assert!(told.contains(fault), "{told}");
    }
}
