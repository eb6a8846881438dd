"""A build that never gives back a websocket's place in the count of its address."""

from api.live.peer import Peer
from api.live.service import LiveService
from tests.faults.weakened.program import run_as

forget = LiveService.part


def part(self: LiveService, peer: Peer) -> None:
    taken = self._sockets_of[peer.address]
    forget(self, peer)
    self._sockets_of[peer.address] = taken


LiveService.part = part

if __name__ == "__main__":
    run_as("tests.faults.weakened.keeps_sockets")
