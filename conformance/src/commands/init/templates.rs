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
    ($path:literal, $about:expr, $from:literal) => {
        TemplateFile {
            path: $path,
            text: include_str!(concat!("../../../templates/", $from)),
            about: $about,
        }
    };
}

static GO: Language = Language {
    title: "Go",
    needs: "Go 1.21 or newer",
    build: Some("go build -o ampwire-adapter ."),
    run: "./ampwire-adapter",
    files: &[
        file!("README.md", "from here to green, to red, and to your library", "go/README.md"),
        file!("adapter.go", YOURS, "go/adapter.go"),
        file!("protocol.go", PROTOCOL, "go/protocol.go"),
        file!("wire.go", WIRE, "go/wire.go"),
        file!("go.mod", BUILD, "go/go.mod"),
        file!("INVOICES.md", "how to wire invoice.decode", "shared/INVOICES.md"),
        file!(".gitignore", "what is built", "go/.gitignore"),
        file!(
            ".github/workflows/ampwire.yml",
            "the check in a CI",
            "go/.github/workflows/ampwire.yml"
        ),
    ],
};

static PYTHON: Language = Language {
    title: "Python",
    needs: "Python 3.9 or newer",
    build: None,
    run: "python3 adapter.py",
    files: &[
        file!("README.md", "from here to green, to red, and to your library", "python/README.md"),
        file!("adapter.py", YOURS, "python/adapter.py"),
        file!("protocol.py", PROTOCOL, "python/protocol.py"),
        file!("wire.py", WIRE, "python/wire.py"),
        file!("INVOICES.md", "how to wire invoice.decode", "shared/INVOICES.md"),
        file!(".gitignore", "what is built", "python/.gitignore"),
        file!(
            ".github/workflows/ampwire.yml",
            "the check in a CI",
            "python/.github/workflows/ampwire.yml"
        ),
    ],
};

static NODE: Language = Language {
    title: "JavaScript",
    needs: "Node.js 18 or newer",
    build: None,
    run: "node adapter.js",
    files: &[
        file!("README.md", "from here to green, to red, and to your library", "node/README.md"),
        file!("adapter.js", YOURS, "node/adapter.js"),
        file!("protocol.js", PROTOCOL, "node/protocol.js"),
        file!("wire.js", WIRE, "node/wire.js"),
        file!("package.json", BUILD, "node/package.json"),
        file!("INVOICES.md", "how to wire invoice.decode", "shared/INVOICES.md"),
        file!(".gitignore", "what is built", "node/.gitignore"),
        file!(
            ".github/workflows/ampwire.yml",
            "the check in a CI",
            "node/.github/workflows/ampwire.yml"
        ),
    ],
};

static KOTLIN: Language = Language {
    title: "Kotlin",
    needs: "a JDK, 17 or newer, and Maven",
    build: Some("mvn -q -B package"),
    run: "java -jar target/ampwire-adapter.jar",
    files: &[
        file!("README.md", "from here to green, to red, and to your library", "kotlin/README.md"),
        file!("src/main/kotlin/Adapter.kt", YOURS, "kotlin/src/main/kotlin/Adapter.kt"),
        file!("src/main/kotlin/Protocol.kt", PROTOCOL, "kotlin/src/main/kotlin/Protocol.kt"),
        file!("src/main/kotlin/Wire.kt", WIRE, "kotlin/src/main/kotlin/Wire.kt"),
        file!("pom.xml", BUILD, "kotlin/pom.xml"),
        file!("INVOICES.md", "how to wire invoice.decode", "shared/INVOICES.md"),
        file!(".gitignore", "what is built", "kotlin/.gitignore"),
        file!(
            ".github/workflows/ampwire.yml",
            "the check in a CI",
            "kotlin/.github/workflows/ampwire.yml"
        ),
    ],
};

static RUST: Language = Language {
    title: "Rust",
    needs: "Rust 1.71 or newer, and the crate serde_json",
    build: Some("cargo build --release --target-dir target"),
    run: "target/release/ampwire-adapter",
    files: &[
        file!("README.md", "from here to green, to red, and to your library", "rust/README.md"),
        file!("src/main.rs", YOURS, "rust/src/main.rs"),
        file!("src/protocol.rs", PROTOCOL, "rust/src/protocol.rs"),
        file!("src/wire.rs", WIRE, "rust/src/wire.rs"),
        file!("Cargo.toml", BUILD, "rust/Cargo.toml.txt"),
        file!("INVOICES.md", "how to wire invoice.decode", "shared/INVOICES.md"),
        file!(".gitignore", "what is built", "rust/.gitignore"),
        file!(
            ".github/workflows/ampwire.yml",
            "the check in a CI",
            "rust/.github/workflows/ampwire.yml"
        ),
    ],
};

static C: Language = Language {
    title: "C",
    needs: "a compiler for C11, and make",
    build: Some("make"),
    run: "./ampwire-adapter",
    files: &[
        file!("README.md", "from here to green, to red, and to your library", "c/README.md"),
        file!("adapter.c", YOURS, "c/adapter.c"),
        file!("protocol.c", PROTOCOL, "c/protocol.c"),
        file!("protocol.h", PROTOCOL, "c/protocol.h"),
        file!("json.c", JSON, "c/json.c"),
        file!("json.h", JSON, "c/json.h"),
        file!("wire.c", WIRE, "c/wire.c"),
        file!("wire.h", WIRE, "c/wire.h"),
        file!("Makefile", BUILD, "c/Makefile"),
        file!("INVOICES.md", "how to wire invoice.decode", "shared/INVOICES.md"),
        file!(".gitignore", "what is built", "c/.gitignore"),
        file!(
            ".github/workflows/ampwire.yml",
            "the check in a CI",
            "c/.github/workflows/ampwire.yml"
        ),
    ],
};
