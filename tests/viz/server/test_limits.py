"""Counting: rates with a clock of our own, places, and what one address is."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from viz.server.limits import FEW, REMEMBERED, RESERVED, Crowd, Rate, Refused, household, parsed


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_quarter_of_a_minutes_worth_may_come_at_once_and_then_steadily(clock):
    rate = Rate(60, clock=clock)
    assert [rate.take("a") for _ in range(15)] == [0] * 15
    assert rate.take("a") == pytest.approx(1)
    clock.now += 1
    assert rate.take("a") == 0
    assert rate.take("a") == pytest.approx(1)


@pytest.mark.parametrize(("a_minute", "minutes"), [(40, 5), (1200, 2), (7, 10)])
def test_over_minutes_nobody_gets_more_than_his_rate(clock, a_minute, minutes):
    rate, taken = Rate(a_minute, clock=clock), 0
    for _ in range(minutes * 60 * 50):
        clock.now += 1 / 50
        taken += rate.take("a") == 0
    assert taken == pytest.approx(a_minute * minutes + rate.room, abs=1.01)


def test_the_wait_is_as_long_as_said(clock):
    rate = Rate(30, room=2, clock=clock)
    assert [rate.take("a"), rate.take("a")] == [0, 0]
    wait = rate.take("a")
    clock.now += wait - 0.01
    assert rate.take("a") > 0
    clock.now += 0.02
    assert rate.take("a") == 0


def test_who_has_patience_gets_a_turn_and_those_behind_him_later_ones(clock):
    rate = Rate(60, room=1, clock=clock)
    assert [rate.take("a", patience=2.5) for _ in range(4)] == pytest.approx([0, 1, 2, 3])
    assert rate.take("a", patience=2.5) == pytest.approx(3), "the one before had not enough and took none"
    clock.now += 1
    assert rate.take("a", patience=2.5) == pytest.approx(2)


def test_what_is_earned_is_not_there_at_first_and_grows_to_the_room(clock):
    rate = Rate(15, room=5, earned=True, clock=clock)
    assert rate.wait("a") == 0, "the first one need not wait"
    rate.use("a", 0.5)
    assert rate.wait("a") == pytest.approx(2), "a quarter of a second is earned in each"
    clock.now += 2 + 8
    rate.use("a", 2)
    assert rate.wait("a") == 0
    clock.now += 1000
    rate.use("a", 6)
    assert rate.wait("a") == pytest.approx(4)
    assert rate.wait("b") == 0


def test_who_is_alone(clock):
    rate = Rate(15, clock=clock)
    assert rate.alone("a", 60)
    rate.use("b", 1)
    rate.use("a", 1)
    rate.use("a", 1)
    assert not rate.alone("a", 60)
    clock.now += 61
    assert rate.alone("a", 60)
    rate.use("b", 1)
    assert rate.alone("b", 60)
    assert not rate.alone("a", 60)


def test_who_comes_anew_each_time_has_earned_nothing(clock):
    rate, waited = Rate(15, room=5, earned=True, clock=clock), 0.0
    for number in range(100):
        for _ in range(5):
            wait = rate.wait(str(number))
            waited += wait
            clock.now += wait
            rate.use(str(number), 0.1)
    assert waited == pytest.approx(100 * 4 * 0.4)


def test_one_does_not_use_what_is_anothers(clock):
    rate = Rate(4, clock=clock)
    assert rate.take("a") == 0
    assert rate.take("a") > 0
    assert rate.take("b") == 0


def test_what_is_remembered_is_bounded(clock):
    rate = Rate(4, clock=clock)
    for i in range(REMEMBERED + 500):
        rate.take(str(i))
    assert len(rate._used) == REMEMBERED


def test_threads_together_get_no_more_than_one_would(clock):
    rate, taken = Rate(400, clock=clock), []
    threads = [threading.Thread(target=lambda: taken.extend(rate.take("a") == 0 for _ in range(100))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 100


def entered(crowd: Crowd, address: str, many: int) -> int:
    """How many of so many were let in."""
    before = len(crowd)
    for _ in range(many):
        with suppress(Refused):
            crowd.enter(address)
    return len(crowd) - before


def test_a_crowd_has_so_many_places_and_one_address_fewer():
    crowd = Crowd(5, 3)
    for _ in range(3):
        crowd.enter("a")
    with pytest.raises(Refused) as refused:
        crowd.enter("a")
    assert refused.value.limit == "sockets_per_address"
    crowd.enter("b")
    crowd.enter("c")
    with pytest.raises(Refused) as refused:
        crowd.enter("d")
    assert refused.value.limit == "sessions"
    crowd.leave("b")
    crowd.enter("d")
    assert len(crowd) == 5


def test_two_addresses_with_many_leave_places_for_those_with_few():
    crowd = Crowd(600, 400)
    assert [entered(crowd, address, 401) for address in ("10.0.0.1", "2001:db8::/64")] == [400, 200 - 600 // RESERVED]
    assert [entered(crowd, address, 401) for address in ("10.0.0.2", "10.0.0.3")] == [FEW, FEW]


def test_a_class_and_as_many_at_home_all_find_a_place():
    crowd = Crowd(600, 400)
    assert sum(entered(crowd, str(i), 1) for i in range(240)) == 240
    assert entered(crowd, "a class", 300) == 300


def test_who_only_asks_for_a_place_takes_none():
    crowd = Crowd(1, 1)
    for _ in range(3):
        crowd.ask("a")
    crowd.enter("a")
    with pytest.raises(Refused):
        crowd.ask("b")


def test_who_has_left_is_not_remembered():
    crowd = Crowd(2, 2)
    crowd.enter("a")
    crowd.leave("a")
    assert len(crowd) == 0
    assert not crowd._from


def test_a_class_may_come_back_at_once_but_not_over_and_over():
    crowd = Crowd(1000, 30)
    for _ in range(30):
        crowd.enter("a")
        crowd.leave("a")
    with pytest.raises(Refused) as refused:
        crowd.enter("a")
    assert refused.value.limit == "arrivals"
    crowd.enter("b")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        (None, "", True),
        ("not an address", "another", True),
    ],
)
def test_of_ipv6_a_network_is_one_address(one, other, same):
    assert (household(one) == household(other)) == same


def test_an_address_of_both_kinds_is_one():
    assert parsed("::ffff:127.0.0.1") == parsed("127.0.0.1")
    assert parsed("nonsense") is None
    assert parsed(None) is None
