//! `ampwire amp split`: shares for the parts of a payment.

use ampwire::amp::{Child, Shard, ShareTree, sha256};
use ampwire::secret::{Root, SetId};
use serde_json::{Map, Value};

use super::bytes::{array, random, secret};
use super::{Failure, refusal};
use crate::args::Split;
use crate::commands::finish;
use crate::exit;
use crate::render::output::Output;

/// One part, with what claims it.
struct Made {
    shard: Shard,
    child: Child,
}

/// Runs the command.
pub(super) fn execute(arguments: &Split, no_color: bool) -> Result<u8, Failure> {
    let root = match &arguments.root {
        Some(text) => Root::new(secret(text, "the root", no_color)?),
        None => Root::new(drawn()),
    };
    let set_id = match &arguments.set_id {
        Some(text) => SetId(array(text).map_err(|words| fault("the set_id", &words))?),
        None => SetId(drawn()),
    };
    if set_id.is_zero() {
        return Err(fault("the set_id", "it is all zero"));
    }
    // It goes out with every part.
    if Root::new(set_id.0) == root {
        return Err(fault("the set_id", "it is the root"));
    }
    let made = parts(arguments, root)?;
    let mut output = Output::stdout(no_color);
    if arguments.json {
        output.line(&Value::Object(object(arguments, &root, set_id, &made)).to_string());
    } else {
        text(&mut output, arguments, &root, set_id, &made);
    }
    finish(output, exit::SUCCESS)
}

fn fault(name: &str, words: &str) -> Failure {
    Failure::usage(format!("{name}: {words}"))
}

fn drawn() -> [u8; 32] {
    let mut bytes = [0; 32];
    random(&mut bytes);
    bytes
}

fn parts(arguments: &Split, root: Root) -> Result<Vec<Made>, Failure> {
    let refused = |error: ampwire::amp::AmpError| fault("the shares", &refusal(&error));
    let indexes = &arguments.indexes;
    if !indexes.is_empty() && indexes.len() != usize::from(arguments.parts) {
        let words = format!("there are {} for {} parts", indexes.len(), arguments.parts);
        return Err(fault("the indexes", &words));
    }
    let mut tree = ShareTree::of_root(root).map_err(refused)?;
    let ids: Vec<u64> = (1..=u64::from(arguments.parts)).collect();
    let mut shards = tree.all_shards(&ids, &mut random).map_err(refused)?;
    for (shard, index) in shards.iter_mut().zip(indexes) {
        shard.child_index = *index;
        shard.payment_hash = sha256::derive(&root, &shard.share, *index).payment_hash;
    }
    let child = |shard: &Shard| sha256::derive(&root, &shard.share, shard.child_index);
    Ok(shards.into_iter().map(|shard| Made { child: child(&shard), shard }).collect())
}

fn text(output: &mut Output, arguments: &Split, root: &Root, set_id: SetId, made: &[Made]) {
    output.line(&format!("set_id          {set_id}"));
    if arguments.reveal {
        output.line(&format!("root            {}", hex::encode(root.reveal())));
    }
    for (number, Made { shard, child }) in (1..).zip(made) {
        output.line(&format!("\npart {number}"));
        output.line(&format!("  root_share    {}", hex::encode(shard.share.reveal())));
        output.line(&format!("  child_index   {}", shard.child_index));
        output.line(&format!("  payment_hash  {}", shard.payment_hash));
        if arguments.reveal {
            output.line(&format!("  preimage      {}", hex::encode(child.preimage.reveal())));
        }
    }
}

fn object(arguments: &Split, root: &Root, set_id: SetId, made: &[Made]) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("set_id".to_owned(), set_id.to_string().into());
    if arguments.reveal {
        object.insert("root".to_owned(), hex::encode(root.reveal()).into());
    }
    let part = |Made { shard, child }: &Made| {
        let mut part = Map::new();
        part.insert("root_share".to_owned(), hex::encode(shard.share.reveal()).into());
        part.insert("child_index".to_owned(), shard.child_index.into());
        part.insert("payment_hash".to_owned(), shard.payment_hash.to_string().into());
        if arguments.reveal {
            part.insert("preimage".to_owned(), hex::encode(child.preimage.reveal()).into());
        }
        Value::Object(part)
    };
    object.insert("parts".to_owned(), made.iter().map(part).collect());
    object
}
