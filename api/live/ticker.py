"""Ticker: the pulse of the live channel. Collects changes, sends them in chunks, then looks around.

The only loop that writes to sockets, and it awaits none of them: between two chunks it sleeps, so
that requests of the same process are answered meanwhile.
"""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from api.live import messages
from api.live.close_codes import LiveClose
from api.live.frame import ping_frame
from api.live.groups import Due
from api.live.pace import CHUNK, TURN_S, Pace
from api.live.peer import Peer
from api.live.service import LiveService
from api.live.tiles import places_of

FANOUT_SHARE: Final = 0.6
"""Part of a tick over which its frames are spread."""
PING_BYTES: Final = 4
CLOCK_TOLD_EVERY_S: Final = 1.0


class Ticker:
    """One per process; `run` ends only by cancellation or by a fault, which ends the process."""

    def __init__(self, service: LiveService) -> None:
        self._service = service
        self._pings = 0
        self._clock = service.clock.reading
        self._clock_told_s = service.now_s()

    async def run(self) -> None:
        tick_s = self._service.limits.tick_s
        due_s = self._service.now_s()
        while True:
            now_s = self._service.now_s()
            self._service.metrics.tick_lag_s.observe(max(0.0, now_s - due_s))
            self._service.metrics.ticked.set(now_s)
            await self.tick()
            # After a late tick the next is a whole one away: lateness never piles up.
            due_s = max(due_s + tick_s, now_s + tick_s / 2)
            await asyncio.sleep(max(0.0, due_s - self._service.now_s()))

    async def tick(self) -> None:
        """Do one round; frames are spread over part of the tick."""
        service = self._service
        self._turn()
        for peer in list(service.waiting):
            # One that stopped watching meanwhile waits for nothing.
            if peer.join() or not peer.session.is_behind:
                del service.waiting[peer]
        await self._fan_out(service.hub.collect())
        service.hub.settled = service.hub.seq
        await self._pump()
        await self._tell_clock()
        self._visit()

    def _turn(self) -> None:
        """Follow what changes for whole connections: the epoch, and tiles that come to exist."""
        service, hub = self._service, self._service.hub
        if hub.turn_epoch():
            for peer in service.peers:
                peer.session.reload("epoch")
                service.wait_for_tick(peer)
        newcomers = hub.take_newcomers()
        if newcomers:
            places = places_of(newcomers.tiles)
            for peer in service.peers:
                taken = peer.session.extend(places, newcomers.lots)
                if taken:
                    hub.stir(taken)
                    service.wait_for_tick(peer)

    async def _fan_out(self, round_: Sequence[Due]) -> None:
        service = self._service
        total = sum(len(due.group.members) for due in round_)
        pace = Pace(total, service.limits.tick_s * FANOUT_SHARE, service.now_s)
        sent_bytes = 0
        for frame, group, members in service.hub.deliver(round_, service.clock.now_us):
            sent_bytes += len(members) * len(frame)
            waiting = iter(members)
            while chunk := list(islice(waiting, pace.room)):
                for member in chunk:
                    write = group.members.get(member)
                    # Whoever has left meanwhile is owed it another way.
                    if write is not None:
                        write(frame)
                if pace.take(len(chunk)):
                    await pace.rest()
        service.metrics.count_frames(total, sent_bytes)

    async def _pump(self) -> None:
        service = self._service
        begun_s = service.now_s()
        for peer in list(service.waiting):
            now_s = service.now_s()
            peer.pump(now_s)
            # A snapshot may be large: whoever else uses this process gets a turn between two.
            if now_s - begun_s > TURN_S:
                await asyncio.sleep(0)
                begun_s = service.now_s()

    async def _tell_clock(self) -> None:
        """Tell everybody, once a second at most, when the city's clock did not simply run on."""
        service, now_s = self._service, self._service.now_s()
        reading = service.clock.reading
        if reading == self._clock or now_s - self._clock_told_s < CLOCK_TOLD_EVERY_S:
            return
        self._clock, self._clock_told_s = reading, now_s
        said = messages.clock_notice(service.server_time(), service.clock_said())
        for chunk in _chunks(list(service.peers)):
            for peer in chunk:
                peer.say(said)
            await asyncio.sleep(0)

    def _visit(self) -> None:
        service = self._service
        now_s = service.now_s()
        for peer, still_reads in service.stalls.take_hopeless(now_s):
            peer.close(LiveClose.SLOW, "too slow")
            if not still_reads:
                peer.abort()
        service.metrics.behind.set(len(service.stalls))
        due = service.wheel.take_due(now_s)
        if not due:
            return
        self._pings = (self._pings + 1) % 256**PING_BYTES
        payload = self._pings.to_bytes(PING_BYTES, "big")
        heartbeat = service.hub.heartbeat()
        for peer in due:
            self._look_at(peer, now_s, payload, heartbeat)

    def _look_at(self, peer: Peer, now_s: float, payload: bytes, heartbeat: bytes) -> None:
        """Keep one connection alive, or end it."""
        limits, wheel = self._service.limits, self._service.wheel
        if not peer.is_open:
            peer.abort()
        elif peer.is_paused:
            # Its pong, if any, waits unread; whether it moves at all the stalls decide.
            wheel.put(peer, now_s + limits.pong_s)
        elif peer.awaited_pong is not None:
            peer.close(LiveClose.NO_PONG, "no pong")
        elif now_s >= peer.ends_s:
            self._end(peer)
        elif not peer.last_frame_s and now_s - peer.born_s >= limits.watch_within_s:
            peer.close(LiveClose.NOTHING_WATCHED, "nothing watched")
        elif now_s - peer.pinged_s < limits.heartbeat_s:
            wheel.put(peer, peer.pinged_s + limits.heartbeat_s)
        else:
            peer.pinged_s, peer.awaited_pong = now_s, payload
            wheel.put(peer, now_s + limits.pong_s)
            # Only who has been sent everything may be told that it stands at these positions.
            peer.send(ping_frame(payload) + (heartbeat if peer.session.is_member else b""))

    def _end(self, peer: Peer) -> None:
        peer.say(
            messages.notice(
                "reconnect",
                "This connection has lived long enough; please open a new one",
                "此连接已到期，请重新连接",
                retry_after_s=1,
            )
        )
        peer.close(LiveClose.RESTART, "lived long enough")


def _chunks(peers: list[Peer]) -> Iterator[list[Peer]]:
    return (peers[start : start + CHUNK] for start in range(0, len(peers), CHUNK))
