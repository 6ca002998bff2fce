"""What LND settles, Ampwire's payee settles: from LND's own books, after the fact."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from live import payee, reference
from live.scene import Scene, Stage, Wrong, expect

IN_THE_MESSAGE = 106823
"""A record of update_add_htlc, which LND shows among those of the onion."""

SENDING = ["--force", "--json", "--timeout", "60s", "--amp"]


def scenes() -> list[Scene]:
    """In their order."""
    return [
        Scene("captured/settled-here-too", settled_here_too),
        Scene("captured/verified", verified),
    ]


def lnd_pays_lnd(stage: Stage) -> dict[str, Any]:
    """Alice pays Carol by AMP in several ways. Gives what Carol's `listinvoices` prints of that."""
    alice, _, carol = stage.network.nodes
    before = carol.cli("listinvoices", "--max_invoices", 1)["last_index_offset"]
    fixed = carol.cli("addinvoice", "--amp", "--amt_msat", 150_000_001, "--memo", "paid twice")
    any_amount = carol.cli("addinvoice", "--amp", "--memo", "any amount")
    spontaneous = ["sendpayment", *SENDING, "--dest", carol.key]
    parts = ["--max_parts", 8, "--max_shard_size_sat"]
    for arguments in (
        ["payinvoice", *SENDING, *parts, 40_000, fixed["payment_request"]],
        ["payinvoice", *SENDING, *parts, 40_000, fixed["payment_request"]],
        ["payinvoice", *SENDING, *parts, 25_000, "--amt", 77_777, any_amount["payment_request"]],
        [*spontaneous, "--amt", 1_234, "--max_parts", 1],
        [*spontaneous, "--amt", 160_001, *parts, 20_001, "--data", "7629169=7b7d,696969=03ff94"],
    ):
        paid = alice.cli(*arguments)
        expect("LND's payment", paid["status"], "SUCCEEDED")
    return carol.cli(
        "listinvoices", "--index_offset", before, "--max_invoices", 1000, "--paginate-forwards"
    )


def settled_here_too(stage: Stage) -> str:
    """The HTLCs of LND's books, told to Ampwire's payee in two orders: the same preimages."""
    listed = lnd_pays_lnd(stage)
    htlcs = 0
    for invoice in listed["invoices"]:
        settled = [htlc for htlc in invoice["htlcs"] if htlc["state"] == "SETTLED"]
        expect("HTLCs that LND did not settle", len(invoice["htlcs"]) - len(settled), 0)
        settled.sort(
            key=lambda htlc: (
                int(htlc["accept_time"]),
                int(htlc["chan_id"]),
                int(htlc["htlc_index"]),
            )
        )
        _expect_settled(stage, invoice, settled)
        _expect_settled(stage, invoice, settled[::-1])
        htlcs += len(settled)
    if len(listed["invoices"]) != 4 or htlcs < 16:
        raise Wrong(f"{len(listed['invoices'])} invoices and {htlcs} HTLCs only")
    return f"{htlcs} HTLCs of {len(listed['invoices'])} invoices settled by Ampwire too"


def _expect_settled(stage: Stage, invoice: dict[str, Any], htlcs: list[dict[str, Any]]) -> None:
    """LND makes an invoice of a spontaneous payment, without a request; here it has none."""
    heights = {int(htlc["accept_height"]) for htlc in htlcs}
    expect("heights", len(heights), 1)
    spontaneous = not invoice["payment_request"]
    known = [] if spontaneous else [_told(invoice)]
    settings = payee.config(stage.network.carol, heights.pop(), accept_spontaneous=spontaneous)
    # In whatever order they are told, they came at one time.
    at = str(max(int(htlc["accept_time"]) for htlc in htlcs))
    events = [{"at": at, "htlc": _htlc(invoice, htlc)} for htlc in htlcs]
    answers = payee.answers(stage, settings, known, events)
    wanted = {_name(htlc): {"settled": htlc["amp"]["preimage"]} for htlc in htlcs}
    expect("what Ampwire answers", answers, wanted)


def _told(invoice: dict[str, Any]) -> dict[str, Any]:
    """An invoice as `receiver.run` has it."""
    told = {
        "payment_secret": invoice["payment_addr"],
        "payment_hash": invoice["r_hash"],
        "amp": True,
        "expires_at": str(int(invoice["creation_date"]) + int(invoice["expiry"])),
        "min_final_cltv_expiry_delta": invoice["cltv_expiry"],
    }
    if invoice["value_msat"] != "0":
        told["amount_msat"] = invoice["value_msat"]
    return told


def _htlc(invoice: dict[str, Any], htlc: dict[str, Any]) -> dict[str, Any]:
    """An HTLC as `receiver.run` has it. No router was between: it carries what it was to carry."""
    amp = htlc["amp"]
    custom = {int(kind): value for kind, value in htlc["custom_records"].items()}
    custom.pop(IN_THE_MESSAGE, None)
    payload = {
        "amt_to_forward": htlc["amt_msat"],
        "outgoing_cltv_value": str(htlc["expiry_height"]),
        "payment_data": {
            "payment_secret": invoice["payment_addr"],
            "total_msat": htlc["mpp_total_amt_msat"],
        },
        "amp_record": {
            "layout": "type14",
            "root_share": amp["root_share"],
            "set_id": amp["set_id"],
            "child_index": str(amp["child_index"]),
        },
        "other": [{"type": str(kind), "value": custom[kind]} for kind in sorted(custom)],
    }
    return {
        "id": _name(htlc),
        "amount_msat": htlc["amt_msat"],
        "payment_hash": amp["hash"],
        "cltv_expiry": str(htlc["expiry_height"]),
        "payload": reference.ask("payload.encode", payload)["bytes"],
    }


def _name(htlc: dict[str, Any]) -> str:
    return f"{htlc['chan_id']}/{htlc['htlc_index']}"


def verified(stage: Stage) -> str:
    """`ampwire amp verify` finds LND's books consistent, and sees where they are changed."""
    listed = lnd_pays_lnd(stage)
    looked_up = [
        stage.network.carol.cli("lookupinvoice", "--rhash", invoice["r_hash"])
        for invoice in listed["invoices"]
        # LND makes invoices of spontaneous payments, and shows no hash of them to look up by.
        if invoice["r_hash"]
    ]
    outputs = {
        "listinvoices": listed,
        **{f"lookupinvoice-{n}": each for n, each in enumerate(looked_up)},
    }
    for name, output in outputs.items():
        stage.capture(name, output)
        expect(f"the status of `amp verify` for {name}", _verify(stage, output), 0)

    changes = 0
    for member, wrong in (
        ("root_share", "11" * 32),
        ("child_index", 7),
        ("hash", "22" * 32),
        ("preimage", "33" * 32),
    ):
        copy = json.loads(json.dumps(listed))
        copy["invoices"][0]["htlcs"][1]["amp"][member] = wrong
        expect(f"the status of `amp verify` with another {member}", _verify(stage, copy), 1)
        changes += 1
    return f"{len(outputs)} outputs are consistent, {changes} changed ones are not"


def _verify(stage: Stage, value: Any) -> int:
    command = [str(stage.ampwire), "amp", "verify", "-"]
    done = subprocess.run(
        command, input=json.dumps(value), capture_output=True, text=True, timeout=60, check=False
    )
    with (stage.folder / "verify.log").open("a") as log:
        log.write(done.stdout + done.stderr)
    return done.returncode
