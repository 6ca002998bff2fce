use crate::{Answer, Differences, Entry, Peer, Question, differences};
use ampwire::tlv::{Record, TlvReader, TlvWriter};
use ampwire::wire::BigSize;

/// A difference that an entry covers by its words.
pub struct Case<'c, 'a> {
    /// The entry.
    pub entry: &'c Entry,
    /// What was asked.
    pub question: Question<'a>,
    /// What Ampwire says.
    pub ours: &'c Answer<'a>,
    /// What the other says.
    pub theirs: &'c Answer<'a>,
}

/// What has to agree beyond an entry's words: it shows that the difference is the known one and nothing
/// else. Where one side goes on after what the other refuses, the payload is repaired.
pub type Check = fn(&Case<'_, '_>) -> bool;

impl Case<'_, '_> {
    /// Whether their answer is Ampwire's answer to another payload, but for some members; or differs from
    /// it in another way that is known. For where they go on.
    pub fn same_but<P: Peer>(&self, members: Differences, payload: &[u8]) -> bool {
        let bytes = self.question.with_payload(payload);
        let Some(question) = Question::read(&bytes) else { return false };
        let ours = question.ours::<P>();
        let differences = differences::<P>(question, &ours, self.theirs).without(members);
        differences.is_empty()
            || P::known().covering(question, &ours, self.theirs, differences).is_some()
    }

    /// Whether both say the same of another payload. For where Ampwire goes on: they are asked again.
    pub fn same_of<P: Peer>(&self, payload: &[u8]) -> bool {
        self.asked_again::<P>(payload, |_, _, _, differences| differences.is_empty())
    }

    /// Whether both say the same of another payload, or differ in another way that is known.
    pub fn known_of<P: Peer>(&self, payload: &[u8]) -> bool {
        self.asked_again::<P>(payload, |question, ours, theirs, differences| {
            differences.is_empty()
                || P::known().covering(question, ours, theirs, differences).is_some()
        })
    }

    fn asked_again<P: Peer>(
        &self,
        payload: &[u8],
        look: impl FnOnce(Question<'_>, &Answer<'_>, &Answer<'_>, Differences) -> bool,
    ) -> bool {
        let bytes = self.question.with_payload(payload);
        let Some(question) = Question::read(&bytes) else { return false };
        P::ask(question, |theirs| {
            let ours = question.ours::<P>();
            look(question, &ours, theirs, differences::<P>(question, &ours, theirs))
        })
    }

    /// The length that our error points at.
    pub fn length_at_fault(&self) -> Option<u64> {
        let offset = self.ours.error()?.offset()?;
        let (length, _) = BigSize::parse_prefix(self.question.bytes().get(offset..)?).ok()?;
        Some(length.0)
    }

    /// The payload with other records: each of its own as `change` gives it. None where the payload can't
    /// be read as a stream, and where nothing changes.
    pub fn changed(
        &self,
        change: impl for<'r> Fn(&Record<'r>) -> Option<std::borrow::Cow<'r, [u8]>>,
    ) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut writer = TlvWriter::new(&mut bytes);
        for record in TlvReader::new(self.question.bytes()) {
            let record = record.ok()?;
            if let Some(value) = change(&record) {
                writer.record(record.record_type(), &value).ok()?;
            }
        }
        (bytes != self.question.bytes()).then_some(bytes)
    }
}
