"""A chain of our own: btcd, which mines when it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import urllib.request
from pathlib import Path
from typing import Any

from live.process import Trouble, free_ports, start, wait_for

USER = "ampwire"
PASSWORD = "ampwire"

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PAY_TO_HASH_ON_REGTEST = 0x6F


def nobodys_address() -> str:
    """An address that nobody has a key for: before there is a wallet, blocks are mined too."""
    payload = bytes([PAY_TO_HASH_ON_REGTEST]) + bytes(20)
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(payload, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = ALPHABET[digit] + text
    return text


class Chain:
    """btcd on regtest. Its address for mining is fixed at the start; its chain ends with it."""

    def __init__(self, name: str, binaries: Path, folder: Path) -> None:
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        (self.folder / "btcd.conf").touch()
        peer, rpc = free_ports(2)
        self.peer_address = f"127.0.0.1:{peer}"
        self.address = f"127.0.0.1:{rpc}"
        self.certificate = self.folder / "rpc.cert"
        self._binary = binaries / "btcd"

    def start(self, mining_address: str, beside: Chain | None = None) -> None:
        """Starts it, and waits until it answers, and has the chain of the one beside it."""
        command = [
            str(self._binary),
            "--regtest",
            f"--configfile={self.folder / 'btcd.conf'}",
            f"--datadir={self.folder / 'data'}",
            f"--logdir={self.folder / 'logs'}",
            f"--listen={self.peer_address}"
            if beside is None
            else f"--connect={beside.peer_address}",
            f"--rpclisten={self.address}",
            f"--rpccert={self.certificate}",
            f"--rpckey={self.folder / 'rpc.key'}",
            f"--rpcuser={USER}",
            f"--rpcpass={PASSWORD}",
            f"--miningaddr={mining_address}",
            "--txindex",
            "--nodnsseed",
            "--nostalldetect",
            "--trickleinterval=50ms",
            "--utxocachemaxsize=16",
            "--rpcmaxclients=50",
            "--rpcmaxwebsockets=50",
        ]
        start(command, self.folder / "output.log")
        wait_for("btcd answers", lambda: self.ask("getblockcount") is not None)
        if beside is not None:
            tip = beside.ask("getbestblockhash")
            wait_for("both have one chain", lambda: self.ask("getbestblockhash") == tip)

    def ask(self, method: str, *parameters: Any) -> Any:
        """One call."""
        body = json.dumps({"jsonrpc": "1.0", "id": "1", "method": method, "params": parameters})
        credentials = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            f"https://{self.address}/", body.encode(), {"Authorization": f"Basic {credentials}"}
        )
        with opener(self.certificate).open(request, timeout=60) as response:
            answer = json.load(response)
        if answer["error"]:
            raise Trouble(f"btcd: {answer['error']}")
        return answer["result"]

    def waiting(self) -> set[str]:
        """The transactions that wait for a block."""
        return set(self.ask("getrawmempool"))

    def mine(self, blocks: int) -> None:
        """So many blocks more."""
        self.ask("generate", blocks)


def opener(certificate: Path) -> urllib.request.OpenerDirector:
    """Trusts one certificate, and goes by no proxy."""
    context = ssl.create_default_context(cafile=str(certificate))
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
