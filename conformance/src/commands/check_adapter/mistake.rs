//! What can be wrong with an adapter, and what to do about it.

/// How much a mistake matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grade {
    /// It has to be changed.
    Wrong,
    /// It does no harm, and is worth a look.
    Note,
}

/// What an adapter does that it should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mistake {
    NeverAnswers,
    NotFlushed,
    ReadsToTheEnd,
    NoLineFeed,
    BadHello,
    OtherHello,
    UnknownName,
    IdIsNumber,
    IdChanged,
    NoOneVerdict,
    DuplicateKey,
    TwoAnswers,
    AnswersEverything,
    SameAnswer,
    NothingAccepted,
    NothingRefused,
    DeclaredUnsupported,
    NumberInAnswer,
    NullMember,
    UpperCaseHex,
    PrefixedHex,
    UnknownClass,
    Breaks,
    Panics,
    NotTheSameTwice,
    UnknownMembers,
    LongLine,
    IncompleteRequest,
    BadHex,
    NeedsHello,
    EndOfInput,
    NeedlessOmits,
    Noise,
    ClassUndeclared,
    ClassNeverGiven,
    Undeclared,
    RefusesUndeclared,
}

impl Mistake {
    pub(super) const fn grade(self) -> Grade {
        match self {
            Self::Noise
            | Self::ClassUndeclared
            | Self::ClassNeverGiven
            | Self::Undeclared
            | Self::RefusesUndeclared => Grade::Note,
            _ => Grade::Wrong,
        }
    }

    /// What it is.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::NeverAnswers => "it doesn't answer",
            Self::NotFlushed => "its answers stay in a buffer",
            Self::ReadsToTheEnd => "it answers only when its input has ended",
            Self::NoLineFeed => "its answer has no line feed at the end",
            Self::BadHello => "its answer to hello can't be used",
            Self::OtherHello => "started again, it describes itself otherwise",
            Self::UnknownName => "its answer to hello names what the protocol doesn't have",
            Self::IdIsNumber => "the id comes back as a number",
            Self::IdChanged => "the id doesn't come back as it was",
            Self::NoOneVerdict => {
                "an answer hasn't exactly one of ok, reject, unsupported and panic, an object each"
            }
            Self::DuplicateKey => "a key stands twice in one object",
            Self::TwoAnswers => "two answers to one request",
            Self::AnswersEverything => "it answers an operation that nobody has",
            Self::SameAnswer => "it always says the same",
            Self::NothingAccepted => "nothing that is right is accepted with the right members",
            Self::NothingRefused => "nothing that is wrong is refused",
            Self::DeclaredUnsupported => "it says unsupported to what it has declared",
            Self::NumberInAnswer => "integers are written as JSON numbers",
            Self::NullMember => "members that aren't there are written as null",
            Self::UpperCaseHex => "hex digits are in upper case",
            Self::PrefixedHex => "hex has a prefix",
            Self::UnknownClass => "a rejection has a class that the protocol doesn't have",
            Self::Breaks => "it breaks over a question",
            Self::Panics => "it answers panic",
            Self::NotTheSameTwice => "the same question gets another answer the second time",
            Self::UnknownMembers => "members of a request that it doesn't know change its answer",
            Self::LongLine => "it doesn't take a line that is nearly as long as a line may be",
            Self::IncompleteRequest => "a request that lacks its members isn't refused",
            Self::BadHex => "hex that is none isn't refused",
            Self::NeedsHello => "without a hello before it, a question gets another answer",
            Self::EndOfInput => "it doesn't exit with status 0 when its input ends",
            Self::NeedlessOmits => "it omits what it reports",
            Self::Noise => "it writes to standard output what is no answer",
            Self::ClassUndeclared => "it gives classes, and its hello doesn't say so",
            Self::ClassNeverGiven => "its hello promises classes, and it gave none",
            Self::Undeclared => "it answers what it hasn't declared, and rightly",
            Self::RefusesUndeclared => "it doesn't say unsupported to what it hasn't declared",
        }
    }

    /// What to do.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::NeverAnswers => {
                "answer each line on standard input with one line on standard output; try it by hand with the line below"
            }
            Self::NotFlushed => {
                "flush after each line: print(…, flush=True) in Python, fflush(stdout) in C, Flush() of a bufio.Writer in Go, System.out.flush() in Java, $stdout.sync = true in Ruby"
            }
            Self::ReadsToTheEnd => {
                "read one line, answer it, then read the next: `for line in sys.stdin` in Python, readline in Node.js, a Scanner in Go; not read(), readFileSync or ReadAll"
            }
            Self::NoLineFeed => "end each answer with one line feed, and write none within it",
            Self::BadHello => {
                "answer {\"id\":…,\"hello\":{\"protocol\":\"1\",\"name\":…,\"version\":…,\"profiles\":[…],\"ops\":[…]}}"
            }
            Self::OtherHello => {
                "say nothing in hello that changes from start to start, such as a time or a process id"
            }
            Self::UnknownName => {
                "take the names from the protocol, letter by letter; what isn't known is never asked"
            }
            Self::IdIsNumber => "keep the id as the string that it is, and write it back as one",
            Self::IdChanged => {
                "an id is any string: copy it, don't read a number from it, and let a JSON library write it"
            }
            Self::NoOneVerdict => {
                "write {\"id\":…,\"ok\":{…}} or {\"id\":…,\"reject\":{}}; `reject` without members is fine"
            }
            Self::DuplicateKey => "build the answer as an object and let a JSON library write it",
            Self::TwoAnswers => {
                "write one line for each request, also where an exception is caught after the answer"
            }
            Self::AnswersEverything => {
                "answer {\"id\":…,\"unsupported\":{\"why\":\"…\"}} to every operation that isn't yours: `reject` says that an input was looked at and is wrong"
            }
            Self::SameAnswer => {
                "look whether the implementation is called at all, and whether it gets the input of this request"
            }
            Self::NothingAccepted => {
                "compare the answer below with the expected one: names and forms of members are those of the protocol. Where it says reject, look whether the input reaches the implementation"
            }
            Self::NothingRefused => {
                "hand on the implementation's error: an exception, an Err, a return value that nobody looked at"
            }
            Self::DeclaredUnsupported => {
                "take the operation out of `ops`, or what the question needs out of `can`"
            }
            Self::NumberInAnswer => {
                "write every integer as a string of decimal digits, however small: \"17\""
            }
            Self::NullMember => {
                "leave out what isn't there: in Go omitempty, in Python a filter, in Kotlin explicitNulls = false"
            }
            Self::UpperCaseHex => "write hex in lower case",
            Self::PrefixedHex => "write two hex digits for each byte, and nothing else",
            Self::UnknownClass => "take a class from the list in the protocol, or none",
            Self::Breaks => {
                "catch what the language lets you catch around each question, and answer panic"
            }
            Self::Panics => {
                "an uncaught fault of the implementation, or of the adapter: the message says which"
            }
            Self::NotTheSameTwice => {
                "let nothing of one question stay for the next: caches, buffers that aren't emptied, random numbers, the time"
            }
            Self::UnknownMembers => {
                "ignore members that you don't know, at the top and in `in`: later versions may have more"
            }
            Self::LongLine => {
                "read lines of up to 4 MiB, or declare `max_line`: in Go scanner.Buffer(nil, 4<<20), in C getline instead of a fixed array"
            }
            Self::IncompleteRequest => {
                "answer `reject` of class `other` with a message: {\"id\":…,\"reject\":{\"class\":\"other\",\"message\":\"no bytes\"}}"
            }
            Self::BadHex => {
                "answer `reject` of class `bad_encoding`: half bytes and other letters are no hex"
            }
            Self::NeedsHello => {
                "answer any request in any order: then one line can be tried by hand"
            }
            Self::EndOfInput => "leave the loop when there are no more lines, and return from main",
            Self::NeedlessOmits => "take it out of `omits`: what stands there is not compared",
            Self::Noise => {
                "log to standard error: print(…, file=sys.stderr), console.error, log.SetOutput(os.Stderr)"
            }
            Self::ClassUndeclared => {
                "add \"errors\":\"class\" to hello, so that the classes are compared"
            }
            Self::ClassNeverGiven => {
                "leave `errors` out of hello, or give a class where the implementation's error is one"
            }
            Self::Undeclared => "add it to `ops`, so that its vectors are asked",
            Self::RefusesUndeclared => {
                "answer `unsupported`: a person who tries it by hand would take `reject` for a verdict"
            }
        }
    }
}
