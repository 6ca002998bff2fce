//! What an LND node sent to a payee on a network of its own: each HTLC as it arrived, and the preimage that LND then took.
//!
//! No part of it is made here. Keys, shares and preimages were drawn for that network, and are of no use elsewhere.

use super::part::{Part, Records};
use super::scene::{Invoice, START, Scene, held, settled};
use crate::bytes::array;
use crate::cases::samples::CAPTURED;

/// What each HTLC carried.
const AMOUNT: u64 = 30_000_000;

/// The height at which all of them arrived.
const HEIGHT: u64 = 581;

/// Where LND let them expire: the invoice's 80 blocks, and a few more.
const EXPIRY: u32 = 664;

pub(super) fn scenes() -> Vec<Scene> {
    vec![twice(), spontaneously()].into_iter().map(|scene| scene.captured(CAPTURED)).collect()
}

/// The payee as it was set.
fn payee(slug: &str, comment: &str, invoice: Invoice) -> Scene {
    Scene::should(slug, comment)
        .config("min_final_cltv_expiry_delta", "19".into())
        .config("block_height", HEIGHT.to_string().into())
        .without("mpp_timeout")
        .invoices([invoice])
}

/// An AMP invoice as LND's payee had it.
fn invoice(payment_secret: &str, payment_hash: &str, amount_msat: u64) -> Invoice {
    Invoice::with_hash(array(payment_secret), array(payment_hash))
        .set("amount_msat", amount_msat)
        .set("min_final_cltv_expiry_delta", 80)
}

/// Seconds from the start of other scenarios to this one.
const fn after(unix: u64) -> u64 {
    unix - START
}

/// An HTLC as it arrived: its number in its channel, its hash and its payload. The preimage is what LND took for it.
fn sent(id: &str, payment_hash: &str, payload: String, preimage: &str) -> Part {
    Part {
        id: id.to_owned(),
        carries: Some(AMOUNT),
        payment_hash: array(payment_hash),
        preimage: array(preimage),
        cltv_expiry: EXPIRY,
        records: Records::default(),
        stream: Some(payload),
    }
}

fn twice() -> Scene {
    /// All records before the AMP record.
    const HEAD: &str = "020401c9c3800402029808242c90ee6cb567929b9051ca2216dd9a3030b1824ff53d8b9ec04b3363b52deb9a07270e00";
    let invoice = invoice(
        "2c90ee6cb567929b9051ca2216dd9a3030b1824ff53d8b9ec04b3363b52deb9a",
        "f181b7ac3e2fb79de45afb3f894c2a0da18365792c87a87760773241ba45d01c",
        120_000_000,
    );
    let first = [
        sent(
            "22",
            "0a85d01134719bccae3804fc15011afb36cbf218d826c8811754e8b03077949b",
            format!(
                "{HEAD}0e443d1b27f1b991aa06ddf5c9f72f6d0a7be6134eab69f9f6a284b247e942eaea99d94cc3e920c09290d3f143f052d62b37d8cb5d64bd3e6c0060529494db3650065129a142"
            ),
            "4bd68f752673250355fa1349a55c072c0b30e4d2c8978966eb0484db28dfd9d0",
        ),
        sent(
            "23",
            "52751ac92833fd1561a6b1ebd5cb85adbf0c5246830b3a5301dd189426af9450",
            format!(
                "{HEAD}0e448532e3115456ab6b09b58a73c0411cd0301644837e70fa83a9460bcff1a77ed9d94cc3e920c09290d3f143f052d62b37d8cb5d64bd3e6c0060529494db3650061ae895ea"
            ),
            "0d23b578243bee51977807e8955bac8d5f059ce8981f5fa798cb013e3513f215",
        ),
        sent(
            "24",
            "4bb23c522463ee33a4cbc5ffbb8cd81ef284dfd91fe2d4a3fc74a6e8afac60af",
            format!(
                "{HEAD}0e44ceb264430853b8dfb69d268fc47653b72c72032ea7dadc636db9c4533bfee4a7d94cc3e920c09290d3f143f052d62b37d8cb5d64bd3e6c0060529494db365006af060e39"
            ),
            "ab104ad1eea6b4ae25c30d0c5fc06992e78491904cadf2adbaa6ce942d10b1b8",
        ),
        sent(
            "25",
            "4ebf10d1b6ce8cae1e90a8de0a41e93e9fb918c304db68061ca531fdb48fd41a",
            format!(
                "{HEAD}0e4477662bd89ca6508b85125f2d7a409b6b17137237a90199186c118a3e635be01bd94cc3e920c09290d3f143f052d62b37d8cb5d64bd3e6c0060529494db3650065a29e580"
            ),
            "002b651a9d4093bd993178cf35ef077327dae0e6f0ee2c54dbbc9da05acff6fa",
        ),
    ];
    let second = [
        sent(
            "26",
            "30fb87bfe02dd675d2821d226dffefaac9c37a0a33ad53f1643cea011d4ee78b",
            format!(
                "{HEAD}0e4451303a75d1022965e7756f9d2a67c25e6977d87d5e5b1bedb33871f049deef926c674f78b699a16f2bf272701e9f95329dc0b13cc76c2b5ea68099cd62f8a1b847308607"
            ),
            "becc2e721f33d04c1a4a4f05b4b57f7b4f6f97e6aa4d58cfcfbec634fea7e755",
        ),
        sent(
            "27",
            "cd5630e37e44edb0e916a8231a994321c6f0be7629e36ddc8a0e8b456d529de7",
            format!(
                "{HEAD}0e4454f006b18fa139edd50fe36c64541c6c23f8ee37fd0c4d3ee837c378a0d4b53b6c674f78b699a16f2bf272701e9f95329dc0b13cc76c2b5ea68099cd62f8a1b8afab665d"
            ),
            "97027df0e278f0e54cd9457a95399d13b16d81256d49d15c1d1477f20ff69e33",
        ),
        sent(
            "28",
            "d4f774c17cd2ccdd418827594cfb4b96594d606ceba63304d969a5d260240cd8",
            format!(
                "{HEAD}0e4437bce640dfaff47e3f5497b4ce4981e936a6ca44ec5133dbafc0f06fc6b653506c674f78b699a16f2bf272701e9f95329dc0b13cc76c2b5ea68099cd62f8a1b851c4af57"
            ),
            "4b98acce52b7598c41e3cd923ac5b3a28d350bd7f173c43d3174b98ae913b6f1",
        ),
        sent(
            "29",
            "14ba6bdafac4d9b3bad550e1631c818e9e7e8be9f0d609f708db969a803bc10d",
            format!(
                "{HEAD}0e448c8423591f8b21c9956a414657e6ee34a87f110ce242c7c19f6de6ddf29e40826c674f78b699a16f2bf272701e9f95329dc0b13cc76c2b5ea68099cd62f8a1b804fe78d4"
            ),
            "d779ed716dc0ea48e5e4090da49213f8148df97898c48ee8b83568e927e9b05a",
        ),
    ];
    let comment =
        "LND pays an AMP invoice twice, in four parts each: two sets under one payment_secret.";
    payee("lnd-pays-an-invoice-twice", comment, invoice)
        .obeys(&["amp.payee.complete", "amp.payee.settle-all", "amp.payee.set-key"])
        .whole_set([1_795_293_915, 1_795_293_915, 1_795_293_916, 1_795_293_916].map(after), &first)
        .whole_set([1_795_293_916; 4].map(after), &second)
}

fn spontaneously() -> Scene {
    /// All records before the AMP record.
    const HEAD: &str = "020401c9c3800402029808246363c301aa4b4b43d8ca625b114d4c59572dc0a2aa9dbe43d956066735bebdbd07270e00";
    let invoice = invoice(
        "ef6960ed0ca2a5964efcfd24249c334faa26f723f603d800a9537e4742aee39c",
        "cdf908ec6f822f1d84cab3556d8822b05b390f74417272360c316de0777df34c",
        1,
    );
    let set = [
        sent(
            "34",
            "7669053dade3969953a888891ca1ba927f4c52f4aac242549cc7cfccffd49ed4",
            format!(
                "{HEAD}0e449a08c829a0394d7b679681839694f624ada47ebf7603a45ccd38572e15141b0695c0f52d62bc3fd9b6a1de26283cb2ba61befe9d4039c13525d63464d4954e6baa1e0447"
            ),
            "d03b857dec4bba97cf164f8b783325654ad985e061c5fe7b801dfe245e2cad44",
        ),
        sent(
            "35",
            "62794de24455afd8b9641a76374e9e9edcb9f2ed510463fe355934bbf8fc96e8",
            format!(
                "{HEAD}0e44184ddfe1e0fd449599e7dd6f69d164d38ccdd40fe8bb316d7fc27418fd75d82295c0f52d62bc3fd9b6a1de26283cb2ba61befe9d4039c13525d63464d4954e6bbb3e708b"
            ),
            "6dbe3212c9512b07bc957a9efb2ed1121f121679f2311c1e97b34a1be8150a00",
        ),
        sent(
            "36",
            "6dbe908ab3e69daa23b458fd3e211444123af73f630ab35aa22852a9e83cfa60",
            format!(
                "{HEAD}0e44c8323bebf584fe9ab28af663b037ca2d9ecacd3a8966cbf79ca598d46c36077195c0f52d62bc3fd9b6a1de26283cb2ba61befe9d4039c13525d63464d4954e6b13e10f70"
            ),
            "9db5fb4c45ced9b7a6b93d56c2f4b5f9c919584446463ed7e511f07b2f622e72",
        ),
        sent(
            "37",
            "21ffe21520389810aa2455ef0422ba2530fd6fcce012d185e6d13fc6552c5574",
            format!(
                "{HEAD}0e4440e4034cb26a4332f2f4c30d5395945dd33eeaa4582ad3be1e0a8d0e0bd4537e95c0f52d62bc3fd9b6a1de26283cb2ba61befe9d4039c13525d63464d4954e6b8686ffe0"
            ),
            "35f4713a5cc9570233cab33126017f027f0339019cf370a137073203780e8c48",
        ),
    ];
    let keysend = sent(
        "38",
        "1c51166330e9a0f9083b4308726522f7bfbbbe9772591d16b30436f86028778d",
        "020401c9c38004020298ff0000000146c6616c20c633e1eb5466a052d110dbc235405cfb15000dcebe667dfd7d5d7da80e9a0d38".to_owned(),
        "c633e1eb5466a052d110dbc235405cfb15000dcebe667dfd7d5d7da80e9a0d38",
    );
    let comment = "LND pays without an invoice: by AMP in four parts, and by keysend. The payee's invoice is another.";
    payee("lnd-pays-spontaneously", comment, invoice)
        .spontaneous()
        .obeys(&["amp.payee.spontaneous", "amp.payee.settle-all", "amp.payee.keysend"])
        .whole_set([1_795_293_918; 4].map(after), &set)
        .htlc(after(1_795_293_918), &keysend)
        .then([settled(&keysend)])
}

impl Scene {
    /// Four parts arrive at these seconds; the last one completes their set.
    fn whole_set(self, seconds: [u64; 4], parts: &[Part; 4]) -> Self {
        let [first, second, third, last] = parts;
        let [at_first, at_second, at_third, at_last] = seconds;
        self.htlc(at_first, first)
            .then([held(first)])
            .htlc(at_second, second)
            .then([held(second)])
            .htlc(at_third, third)
            .then([held(third)])
            .htlc(at_last, last)
            .then([settled(first), settled(second), settled(third), settled(last)])
    }
}
