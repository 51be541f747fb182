"""What is kept is bounded by weight, and what was asked for last stays."""

from __future__ import annotations

import threading

import pytest

from viz.keeping import kept


def counting(most: int):
    asked: list[int] = []

    @kept(most, lambda result, size: result)
    def find(size: int) -> int:
        asked.append(size)
        return size

    return find, asked


def test_what_is_known_is_not_computed_again():
    find, asked = counting(10)
    assert [find(3), find(3), find(4), find(3)] == [3, 3, 4, 3]
    assert asked == [3, 4]


def test_what_was_not_asked_for_longest_goes_first():
    find, asked = counting(10)
    for size in (3, 4, 3, 5):  # 4 has to go for 5
        find(size)
    asked.clear()
    find(3)
    find(5)
    assert asked == []
    find(4)
    assert asked == [4]


def test_what_is_too_heavy_alone_drives_nothing_out():
    find, asked = counting(10)
    find(3)
    assert find(11) == 11
    find(3)
    assert asked == [3, 11]


def test_many_threads_leave_it_within_its_bound():
    sizes = list(range(1, 8)) * 200
    find, asked = counting(12)
    threads = [threading.Thread(target=lambda: [find(size) for size in sizes]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked.clear()
    kept_now = [size for size in range(7, 0, -1) if find(size) and size not in asked]
    assert sum(kept_now) <= 12


def test_an_exception_is_not_kept():
    asked = []

    @kept(10, lambda result, size: 1)
    def fail(size: int) -> int:
        asked.append(size)
        if len(asked) == 1:
            raise ValueError("not now")
        return size

    with pytest.raises(ValueError, match="not now"):
        fail(1)
    assert fail(1) == 1
