"""Three nodes and the channels between them.

alice ==== carol        alice pays, carol is paid
    \\      /
     bob                routes; takes no payment by AMP without an invoice
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from live.chain import Chain, nobodys_address
from live.node import Node, NodeError, connect, open_channel
from live.process import wait_for

BLOCKS_UNTIL_ALL_IS_ACTIVE = 450
"""LND wants segwit and taproot, which three windows of 144 blocks activate."""

BLOCKS_UNTIL_COINS_ARE_RIPE = 120


@dataclass(frozen=True)
class Network:
    """All that runs."""

    chain: Chain
    miner: Chain
    alice: Node
    bob: Node
    carol: Node

    @property
    def nodes(self) -> tuple[Node, Node, Node]:
        """The three."""
        return self.alice, self.bob, self.carol

    def mine(self, blocks: int) -> None:
        """So many blocks more, with all that waits in the first, and known where the nodes look."""
        waiting = self.chain.waiting()
        wait_for("the miner has all that waits", lambda: waiting <= self.miner.waiting())
        self.miner.mine(blocks)
        tip = self.miner.ask("getbestblockhash")
        wait_for("the blocks arrive", lambda: self.chain.ask("getbestblockhash") == tip)

    def channels(self, one: Node, other: Node) -> list[str]:
        """The short channel ids between two nodes, as `one` has them."""
        return [
            channel["scid"]
            for channel in one.cli("listchannels")["channels"]
            if channel["remote_pubkey"] == other.key and channel["active"]
        ]


def bring_up(binaries: Path, folder: Path) -> Network:
    """From nothing to channels over which payments go."""
    chain = Chain("btcd", binaries, folder)
    chain.start(nobodys_address())
    chain.mine(BLOCKS_UNTIL_ALL_IS_ACTIVE)
    # What Carol can't forward she holds until somebody decides, also while nobody is there.
    taking = ["--accept-keysend", "--accept-amp", "--requireinterceptor"]
    alice, bob, carol = (
        Node(name, chain, binaries, folder, options)
        for name, options in (("alice", []), ("bob", []), ("carol", taking))
    )
    for node in (alice, bob, carol):
        node.start()
    for node in (alice, bob, carol):
        node.wait()
    # Where what is mined goes is fixed when btcd starts, and now there is a wallet.
    miner = Chain("miner", binaries, folder)
    miner.start(alice.cli("newaddress", "p2wkh")["address"], beside=chain)
    network = Network(chain, miner, alice, bob, carol)
    _give_coins(network)
    _open_channels(network)
    return network


def _give_coins(network: Network) -> None:
    def has_coins(node: Node) -> bool:
        return int(node.cli("walletbalance")["confirmed_balance"]) > 10**8

    alice, bob, _ = network.nodes
    network.mine(BLOCKS_UNTIL_COINS_ARE_RIPE)
    wait_for("alice has coins", lambda: has_coins(alice))
    wait_for("alice knows the chain", lambda: alice.cli("getinfo")["synced_to_chain"])
    # Bob opens a channel too.
    address = bob.cli("newaddress", "p2wkh")["address"]
    alice.cli("sendcoins", "--addr", address, "--amt", 2 * 10**8, "--force")
    network.mine(1)
    wait_for("bob has coins", lambda: has_coins(bob))


def _open_channels(network: Network) -> None:
    alice, bob, carol = network.nodes
    connect(alice, bob)
    connect(alice, carol)
    connect(bob, carol)
    for one, other, amount in (
        (alice, carol, 5_000_000),
        (bob, carol, 6_000_000),
        (alice, carol, 4_000_000),
        (alice, bob, 6_000_000),
    ):
        _open_channel(network, one, other, amount)
    network.mine(6)

    def all_known() -> bool:
        active = [
            len(network.channels(alice, carol)),
            len(network.channels(alice, bob)),
            len(network.channels(bob, carol)),
        ]
        edges = alice.cli("describegraph")["edges"]
        complete = [edge for edge in edges if edge["node1_policy"] and edge["node2_policy"]]
        return active == [2, 1, 1] and len(complete) == 4

    wait_for("alice knows all channels", all_known)


def _open_channel(network: Network, one: Node, other: Node, amount: int) -> None:
    def opened() -> bool:
        try:
            open_channel(one, other, amount, pushed=500_000)
        except NodeError:
            # The change of the channel before isn't there for the node yet.
            network.mine(1)
            raise
        network.mine(1)
        return True

    wait_for(f"a channel from {one.name} to {other.name}", opened)
