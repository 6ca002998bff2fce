//! The known divergences, with LND asked: each is still there, and is only what it says.

use ampwire_fuzz_lnd::{Accepted, Answer, Known, Question, Rejected, Word, ask, differences};
use std::fs;
use std::path::Path;

/// An entry that no longer diverges has to go.
#[test]
fn every_witness_diverges_and_its_entry_covers_it() {
    for entry in Known::listed().entries() {
        for witness in entry.witnesses() {
            let bytes = witness.to_question();
            let question = Question::read(&bytes).unwrap();
            // LND may walk a map, and so come to the same answer by chance.
            let covered = (0..100).any(|_| {
                ask(question, |theirs| {
                    let ours = question.ours();
                    let differences = differences(&ours, theirs);
                    let covering = Known::listed().covering(question, &ours, theirs, differences);
                    match covering {
                        _ if differences.is_empty() => false,
                        Some(covering) if covering.id == entry.id => true,
                        other => panic!(
                            "{}: {} is covered by {:?}",
                            entry.id,
                            ampwire_fuzz_lnd::in_words(question, &ours, theirs, differences),
                            other.map(|entry| &entry.id)
                        ),
                    }
                })
            });
            assert!(
                covered,
                "{}: no longer diverges on {}: remove it, or give it another witness",
                entry.id,
                hex::encode(question.bytes())
            );
        }
    }
}

/// What once was a crash.
#[test]
fn regressions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions/diff_lnd_payload");
    for file in fs::read_dir(folder).unwrap() {
        ampwire_fuzz_lnd::payload(&fs::read(file.unwrap().path()).unwrap());
    }
}

/// Nothing else is waved through: for every witness, answers that LND did not give, each beside the
/// one it gave.
#[test]
fn other_answers_are_not_covered() {
    for entry in Known::listed().entries() {
        for witness in entry.witnesses() {
            let bytes = witness.to_question();
            let question = Question::read(&bytes).unwrap();
            let ours = question.ours();
            ask(question, |theirs| {
                for other in beside(theirs) {
                    let differences = differences(&ours, &other);
                    let covering = Known::listed().covering(question, &ours, &other, differences);
                    assert!(
                        differences.is_empty() || covering.is_none(),
                        "{} covers {question}, {}\nours   {ours}\ntheirs {other}",
                        covering.unwrap().id,
                        hex::encode(question.bytes()),
                    );
                }
            });
        }
    }
}

/// Changes what was read.
type Bend = fn(&mut Accepted<'_>);

fn beside<'a>(theirs: &Answer<'a>) -> Vec<Answer<'a>> {
    let classes = || Word::ALL.into_iter().filter(|word| ![Word::OK, Word::PANIC].contains(word));
    let reject = |class, record| Answer::Reject(Rejected { class, record, error: None });
    // Accepted with nothing in it.
    let mut answers = vec![Answer::Panic("no".to_owned()), Answer::theirs(&[0, 0, 0])];
    match theirs {
        Answer::Panic(words) => panic!("LND panicked: {words}"),
        Answer::Reject(rejected) => {
            let others = classes().filter(|class| *class != rejected.class);
            answers.extend(others.map(|class| reject(class, rejected.record)));
            answers.push(reject(rejected.class, Some(12_345)));
        }
        Answer::Ok(accepted) => {
            answers.extend(classes().map(|class| reject(class, None)));
            let bends: [Bend; 10] = [
                |it| it.amt_to_forward = Some(1),
                |it| it.outgoing_cltv_value = Some(1),
                |it| it.short_channel_id = Some(1),
                |it| it.payment_data = Some(([0; 32], 1)),
                |it| it.encrypted_recipient_data = Some(&[1]),
                |it| it.current_path_key = Some([2; 33]),
                |it| it.amp_record = Some(([0; 32], [0; 32], 1)),
                |it| it.payment_metadata = Some(&[1]),
                |it| it.total_amount_msat = Some(1),
                |it| it.keysend_preimage = Some(&[1]),
            ];
            for bend in bends {
                let mut bent = Accepted { other: accepted.other.clone(), ..*accepted };
                bend(&mut bent);
                answers.push(Answer::Ok(bent));
            }
        }
    }
    answers
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let error =
        |divergences: &str, witnesses: &str| Known::read(divergences, witnesses).err().unwrap();
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
    assert_eq!(Known::read(entry, shown).unwrap().entries().len(), 1);
    assert_eq!(Known::read(&entry.replace("payload.", "tlv."), none).unwrap().entries().len(), 0);
    assert!(error(entry, none).contains("no witness"));
    assert!(
        error(entry, &shown.replace("{ role = \"final\", bytes = \"00\" }", ""))
            .contains("no witness")
    );
    assert!(error("", shown).contains("no such divergence"));
    assert!(error(&entry.replace("because", ""), shown).contains("reason"));
    assert!(error(&entry.replace("ascending", "climbing"), shown).contains("no rule"));
    assert!(error(entry, &format!("{shown}\ncheck = \"none\"")).contains("no check"));
    assert!(error(&entry.replace("\"class\"", "\"klass\""), shown).contains("klass"));
    assert!(error(&format!("{entry}\nours = [\"trunk\"]"), shown).contains("trunk"));
    assert!(error(&format!("{entry}\nrole = \"first\""), shown).contains("no role"));
    assert!(error(&format!("{entry}\ntlv_types = [\"x\"]"), shown).contains("no type"));
    assert!(error(&format!("{entry}\nrules = [\"x\"]"), shown).contains("no rule"));
    assert!(error(&format!("{entry}\nzero = [\"a\"]"), shown).contains("unknown field"));
}
