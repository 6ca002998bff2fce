//! Offline transcripts: all requests of a selection as lines, and the answers to them, written anywhere.
//!
//! A transcript is a conversation of the testee protocol, written down. Its first request is `hello`, with one more member that
//! says what was exported; testees ignore it. The id of a request is made from its content: so answers are found whatever their
//! order, answers to another suite or selection are seen, and the same question is asked once.
//!
//! | file | concept |
//! |---|---|
//! | `export` | the request lines of a selection, and what the first says about them |
//! | `answers` | the answers of a file, each at the request that it answers, and what has no meaning |
//! | `source` | the answers as a source for a run |

pub(crate) mod answers;
pub(crate) mod export;
pub(crate) mod source;
