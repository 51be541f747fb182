"""Counting what one learner, one address and everybody use, and saying no past the limits.

An address is counted far more generously than a learner: a classroom behind one router is one address.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
REMEMBERED = 10_000  # learners or addresses whose use of a rate is known at once
FEW = 25  # learners that an address may always have
RESERVED = 10  # one of so many places is for addresses with few
NETWORK = 64  # bits of an IPv6 address that belong to one household


class Refused(Exception):
    """A limit was reached. ``limit`` is its name, the message a sentence for the learner."""

    def __init__(self, limit: str, sentence: str) -> None:
        super().__init__(sentence)
        self.limit = limit


class Rate:
    """So many a minute for each key, and at most ``room`` at once (a quarter of a minute's, if not given).

    What may be used at once is there from the beginning, or is ``earned`` by using less: then who comes anew each time
    has no more than who stays.

    (A token bucket; see Turner, *New directions in communications*, IEEE Communications Magazine 24 (10), 1986.)
    """

    def __init__(
        self,
        a_minute: float,
        room: float | None = None,
        earned: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.a_second = a_minute / 60
        self.room = room or max(1.0, a_minute / 4)
        self._at_first = self.room if earned else 0.0
        self._clock = clock
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key: what is used, and when that was so
        self._lock = threading.Lock()

    def take(self, key: str, amount: float = 1, patience: float = 0.0) -> float:
        """The seconds until there is so much: it is used now, for then, unless they are more than the patience."""
        with self._lock:
            wait = self._wait(key, amount)
            if wait <= patience:
                self._use(key, amount)
            return wait

    def use(self, key: str, amount: float) -> None:
        """Use so much, whether there is so much or not."""
        with self._lock:
            self._use(key, amount)

    def wait(self, key: str, amount: float = 0) -> float:
        """The seconds until there is so much; or else until nothing is used that was not there."""
        with self._lock:
            return self._wait(key, amount)

    def alone(self, key: str, seconds: float) -> bool:
        """Whether nobody else has used any for so long."""
        with self._lock:
            others = (then for other, (_, then) in reversed(self._used.items()) if other != key)
            return self._clock() - next(others, -math.inf) > seconds

    def _wait(self, key: str, amount: float) -> float:
        return max(0.0, (self._now(key) + amount - self.room) / self.a_second)

    def _use(self, key: str, amount: float) -> None:
        self._used[key] = (self._now(key) + amount, self._clock())
        self._used.move_to_end(key)
        while len(self._used) > REMEMBERED:
            self._used.popitem(last=False)

    def _now(self, key: str) -> float:
        """What is used of the room by now."""
        now = self._clock()
        used, then = self._used.get(key, (self._at_first, now))
        return max(0.0, used - (now - then) * self.a_second)


class Crowd:
    """Who is connected: at most so many, and at most so many from one address. For one thread, the event loop's.

    From one address they may all come at once, and all again half a minute later, as after a restart. The last places
    are for addresses that have few, so that two with many cannot keep everybody else out.
    """

    def __init__(self, most: int, most_from_one: int) -> None:
        self.most = most
        self.most_from_one = most_from_one
        self._from: Counter[str] = Counter()
        self._arrivals = Rate(2 * most_from_one, room=most_from_one)

    def __len__(self) -> int:
        return self._from.total()

    def count(self, address: str) -> int:
        """How many are connected from one address."""
        return self._from[address]

    def ask(self, address: str) -> None:
        """Raises `Refused` where there is no room for one more."""
        reserved = 0 if self.count(address) < FEW else self.most // RESERVED
        if len(self) >= self.most - reserved:
            raise Refused("sessions", "All places are taken.")
        if self.count(address) >= self.most_from_one:
            raise Refused("sockets_per_address", "All places for this address are taken.")
        if self._arrivals.wait(address, 1):
            raise Refused("arrivals", "Too many came from this address at once.")

    def enter(self, address: str) -> None:
        """Count one more. Raises `Refused` where there is no room."""
        self.ask(address)
        self._arrivals.use(address, 1)
        self._from[address] += 1

    def leave(self, address: str) -> None:
        """Count one less."""
        self._from[address] -= 1
        if not self._from[address]:
            del self._from[address]


@dataclass(frozen=True)
class Household:
    """All who ask from one address, and how many learners of them are connected."""

    address: str
    learners: int = 0


def household(text: str | None) -> str:
    """What counts as one address: of IPv6 the network, since a machine may take any address in its own."""
    address = parsed(text)
    if address is None:  # a socket in the file system has none
        return "local"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, NETWORK), strict=False))
    return str(address)


def parsed(text: str | None) -> Address | None:
    """An address, of IPv4 also where a socket for both writes it as one of IPv6; None where it is none."""
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
