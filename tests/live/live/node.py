"""A stock LND node."""

from __future__ import annotations

import base64
import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from live.chain import PASSWORD, USER, Chain, opener
from live.process import free_ports, start, wait_for


class NodeError(Exception):
    """What LND says where it does not do what it is asked for."""


def base64_of(text: str) -> str:
    """LND's REST interface has bytes in base64; all others here are in hex."""
    return base64.b64encode(bytes.fromhex(text)).decode()


def hex_of(text: str) -> str:
    """Back."""
    return base64.b64decode(text).hex()


class Node:
    """A node, with its own folder and ports."""

    def __init__(
        self, name: str, chain: Chain, binaries: Path, folder: Path, options: list[str]
    ) -> None:
        self.name = name
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        (self.folder / "lnd.conf").touch()
        peer, rpc, rest = free_ports(3)
        self.peer_address = f"127.0.0.1:{peer}"
        self.rpc_address = f"127.0.0.1:{rpc}"
        self.rest_address = f"127.0.0.1:{rest}"
        self.certificate = self.folder / "tls.cert"
        self.key = ""
        self._chain, self._binaries, self._options = chain, binaries, options

    def start(self) -> None:
        """Starts it. It answers some seconds later: see `wait`."""
        command = [
            str(self._binaries / "lnd"),
            f"--lnddir={self.folder}",
            f"--configfile={self.folder / 'lnd.conf'}",
            f"--alias={self.name}",
            f"--listen={self.peer_address}",
            f"--rpclisten={self.rpc_address}",
            f"--restlisten={self.rest_address}",
            "--bitcoin.regtest",
            "--bitcoin.node=btcd",
            f"--btcd.rpchost={self._chain.address}",
            f"--btcd.rpcuser={USER}",
            f"--btcd.rpcpass={PASSWORD}",
            f"--btcd.rpccert={self._chain.certificate}",
            "--noseedbackup",
            # On loopback alone, where LND lets these go.
            "--no-macaroons",
            "--nobootstrap",
            "--trickledelay=50",
            "--bitcoin.defaultchanconfs=1",
            "--keep-failed-payment-attempts",
            "--debuglevel=info,INVC=debug,HSWC=debug,CRTR=debug",
            *self._options,
        ]
        start(command, self.folder / "output.log")

    def wait(self) -> None:
        """Until it is ready, and knows the chain."""
        wait_for(f"{self.name} is ready", lambda: self.cli("state")["state"] == "SERVER_ACTIVE")
        self.key = self.cli("getinfo")["identity_pubkey"]

    def height(self) -> int:
        """The height that it knows."""
        return int(self.cli("getinfo")["block_height"])

    def cli(self, *arguments: str | int, seconds: float = 300) -> Any:
        """What `lncli` prints.

        Raises: `NodeError` where it ends with an error.
        """
        command = [
            str(self._binaries / "lncli"),
            f"--lnddir={self.folder}",
            f"--rpcserver={self.rpc_address}",
            f"--tlscertpath={self.certificate}",
            "--no-macaroons",
            "--network=regtest",
            *map(str, arguments),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        if done.returncode != 0:
            raise NodeError((done.stderr or done.stdout).strip())
        return json.loads(done.stdout) if done.stdout.strip() else None

    def post(self, path: str, body: dict[str, Any], seconds: float = 300) -> Any:
        """One call of the REST interface.

        Raises: `NodeError` where the answer is an error.
        """
        url = f"https://{self.rest_address}{path}"
        request = urllib.request.Request(url, json.dumps(body).encode())
        try:
            with opener(self.certificate).open(request, timeout=seconds) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise NodeError(error.read().decode().strip()) from None


def connect(from_node: Node, to_node: Node) -> None:
    """Makes them peers."""
    from_node.cli("connect", f"{to_node.key}@{to_node.peer_address}")


def open_channel(from_node: Node, to_node: Node, amount: int, pushed: int) -> None:
    """Asks for a channel.

    Raises: `NodeError` also where the coins for it are those of a transaction that isn't mined yet.
    """
    from_node.cli(
        "openchannel", "--node_key", to_node.key, "--local_amt", amount, "--push_amt", pushed
    )
