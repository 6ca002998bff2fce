//! `ampwire amp derive`: one part's preimage and hash.

use ampwire::amp::{Child, bp2018, hmac_xor, sha256};
use ampwire::secret::{Root, Share};
use serde_json::json;

use super::bytes::secret;
use super::{Failure, refusal};
use crate::args::{Derive, SchemeName};
use crate::commands::finish;
use crate::exit;
use crate::render::output::Output;

/// Runs the command.
pub(super) fn execute(arguments: &Derive, no_color: bool) -> Result<u8, Failure> {
    check(arguments)?;
    let root = Root::new(secret(&arguments.root, "the root", no_color)?);
    let share = match &arguments.share {
        Some(text) => Some(Share::new(secret(text, "the share", no_color)?)),
        None => None,
    };
    let child = child(arguments.scheme, &root, share.as_ref(), arguments.index)?;
    let preimage = hex::encode(child.preimage.reveal());
    let mut output = Output::stdout(no_color);
    if arguments.json {
        let object =
            json!({ "preimage": preimage, "payment_hash": child.payment_hash.to_string() });
        output.line(&object.to_string());
    } else {
        output.line(&format!("preimage      {preimage}"));
        output.line(&format!("payment_hash  {}", child.payment_hash));
    }
    finish(output, exit::SUCCESS)
}

/// Whether there is what the scheme takes, and no more: what is left unused may be a mistake.
fn check(arguments: &Derive) -> Result<(), Failure> {
    let (takes_share, takes_index) = match arguments.scheme {
        SchemeName::Sha256 => (true, true),
        SchemeName::Bp2018 => (false, true),
        SchemeName::HmacXor => (true, false),
    };
    let members = [
        ("--share", takes_share, arguments.share.is_some()),
        ("--index", takes_index, arguments.index.is_some()),
    ];
    for (name, takes, has) in members {
        if takes && !has {
            return Err(Failure::usage(format!("this scheme needs {name}")));
        }
        if has && !takes {
            return Err(Failure::usage(format!("this scheme does not take {name}")));
        }
    }
    Ok(())
}

fn child(
    scheme: SchemeName,
    root: &Root,
    share: Option<&Share>,
    index: Option<u32>,
) -> Result<Child, Failure> {
    // What lacks was refused before.
    let lacks = || Failure::usage("this scheme needs --share and --index");
    Ok(match scheme {
        SchemeName::Sha256 => {
            sha256::derive(root, share.ok_or_else(lacks)?, index.ok_or_else(lacks)?)
        }
        SchemeName::Bp2018 => bp2018::derive(root, index.ok_or_else(lacks)?),
        SchemeName::HmacXor => hmac_xor::derive(root, share.ok_or_else(lacks)?)
            .map_err(|error| Failure::usage(refusal(&error)))?,
    })
}
