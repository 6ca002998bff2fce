//! `receiver.run`: what a payee makes of the HTLCs that arrive.

use crate::case::Case;

mod cancel;
mod captured;
mod complete;
mod expiry;
mod invoices;
mod metadata;
mod metamorphic;
mod ordinary;
mod part;
mod payload;
mod reconstruct;
mod replay;
mod scene;
mod schemes;
mod sets;
mod spontaneous;
mod time;
mod totals;

pub(super) fn cases() -> Vec<Case> {
    let scenes = [
        complete::scenes(),
        metamorphic::scenes(),
        reconstruct::scenes(),
        sets::scenes(),
        invoices::scenes(),
        metadata::scenes(),
        ordinary::scenes(),
        spontaneous::scenes(),
        totals::scenes(),
        expiry::scenes(),
        time::scenes(),
        replay::scenes(),
        payload::scenes(),
        cancel::scenes(),
        schemes::scenes(),
        captured::scenes(),
    ];
    scenes.into_iter().flatten().map(scene::Scene::case).collect()
}
