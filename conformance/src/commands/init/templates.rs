//! The languages, and the files of each. They stand as files in `templates/`, where CI builds them.

use crate::args::LanguageName;

/// One language.
pub(super) struct Language {
    /// Its name in a sentence.
    pub(super) title: &'static str,
    pub(super) needs: &'static str,
    /// How the adapter is built, where it is.
    pub(super) build: Option<&'static str>,
    /// The command that is the testee.
    pub(super) run: &'static str,
    pub(super) files: &'static [TemplateFile],
}

/// One file.
pub(super) struct TemplateFile {
    /// Where it is written, in the adapter's folder.
    pub(super) path: &'static str,
    pub(super) text: &'static str,
    /// What it is, in a few words.
    pub(super) about: &'static str,
}

/// The language of this name.
pub(super) const fn find(name: LanguageName) -> &'static Language {
    match name {
        LanguageName::Go => &GO,
        LanguageName::Python => &PYTHON,
        LanguageName::Node => &NODE,
        LanguageName::Kotlin => &KOTLIN,
        LanguageName::Rust => &RUST,
        LanguageName::C => &C,
    }
}

const YOURS: &str = "yours: what the implementation says";
const PROTOCOL: &str = "the lines of the protocol; needs no change";
const JSON: &str = "reads and writes JSON; needs no change";
const WIRE: &str = "BigSize and TLV streams, where your library will be";
const BUILD: &str = "how it is built";

macro_rules! file {
    ($folder:literal, $path:literal, $about:expr) => {
        file!($folder, $path, $about, $path)
    };
    ($folder:literal, $path:literal, $about:expr, $from:literal) => {
        TemplateFile {
            path: $path,
            text: include_str!(concat!("../../../templates/", $folder, "/", $from)),
            about: $about,
        }
    };
}

/// The files of a language, in the order in which one reads them: its own stand between those that each language has.
macro_rules! files {
    ($folder:literal: $(($($own:tt)+)),+ $(,)?) => {
        &[
            file!($folder, "README.md", "from here to green, to red, and to your library"),
            $(file!($folder, $($own)+),)+
            file!("shared", "INVOICES.md", "how to wire invoice.decode"),
            file!($folder, ".gitignore", "what is built"),
            file!($folder, ".github/workflows/ampwire.yml", "the check in a CI"),
        ]
    };
}

static GO: Language = Language {
    title: "Go",
    needs: "Go 1.21 or newer",
    build: Some("go build -o ampwire-adapter ."),
    run: "./ampwire-adapter",
    files: files!["go":
        ("adapter.go", YOURS),
        ("protocol.go", PROTOCOL),
        ("wire.go", WIRE),
        ("go.mod", BUILD),
    ],
};

static PYTHON: Language = Language {
    title: "Python",
    needs: "Python 3.9 or newer",
    build: None,
    run: "python3 adapter.py",
    files: files!["python":
        ("adapter.py", YOURS),
        ("protocol.py", PROTOCOL),
        ("wire.py", WIRE),
    ],
};

static NODE: Language = Language {
    title: "JavaScript",
    needs: "Node.js 18 or newer",
    build: None,
    run: "node adapter.js",
    files: files!["node":
        ("adapter.js", YOURS),
        ("protocol.js", PROTOCOL),
        ("wire.js", WIRE),
        ("package.json", BUILD),
    ],
};

static KOTLIN: Language = Language {
    title: "Kotlin",
    needs: "a JDK, 17 or newer, and Maven",
    build: Some("mvn -q -B package"),
    run: "java -jar target/ampwire-adapter.jar",
    files: files!["kotlin":
        ("src/main/kotlin/Adapter.kt", YOURS),
        ("src/main/kotlin/Protocol.kt", PROTOCOL),
        ("src/main/kotlin/Wire.kt", WIRE),
        ("pom.xml", BUILD),
    ],
};

static RUST: Language = Language {
    title: "Rust",
    needs: "Rust 1.71 or newer, and the crate serde_json",
    build: Some("cargo build --release --target-dir target"),
    run: "target/release/ampwire-adapter",
    files: files!["rust":
        ("src/main.rs", YOURS),
        ("src/protocol.rs", PROTOCOL),
        ("src/wire.rs", WIRE),
        ("Cargo.toml", BUILD, "Cargo.toml.txt"),
    ],
};

static C: Language = Language {
    title: "C",
    needs: "a compiler for C11, and make",
    build: Some("make"),
    run: "./ampwire-adapter",
    files: files!["c":
        ("adapter.c", YOURS),
        ("protocol.c", PROTOCOL),
        ("protocol.h", PROTOCOL),
        ("json.c", JSON),
        ("json.h", JSON),
        ("wire.c", WIRE),
        ("wire.h", WIRE),
        ("Makefile", BUILD),
    ],
};
