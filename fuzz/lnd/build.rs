//! Links LND's codec, a C archive with a Go runtime in it, from `AMPWIRE_LND_ARCHIVE_DIR`.
//! `adapters/lnd/build --archive` makes it.

use std::env;
use std::path::Path;

fn main() {
    const DIRECTORY: &str = "AMPWIRE_LND_ARCHIVE_DIR";
    println!("cargo::rerun-if-env-changed={DIRECTORY}");
    match env::var(DIRECTORY) {
        Ok(directory) => {
            let archive = Path::new(&directory).join("libampwire_lnd.a");
            println!("cargo::rerun-if-changed={}", archive.display());
            println!("cargo::rustc-link-search=native={directory}");
            println!("cargo::rustc-link-lib=static=ampwire_lnd");
            println!("cargo::rustc-link-lib=dylib=resolv");
            println!("cargo::rustc-link-lib=dylib=pthread");
        }
        // Enough for what doesn't link, such as lints.
        Err(_) => println!(
            "cargo::warning={DIRECTORY} is not set, so nothing here can be linked: adapters/lnd/build --archive prints it"
        ),
    }
}
