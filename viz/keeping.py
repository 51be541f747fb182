"""What is kept for all learners, bounded by how large it is and not only by how many there are."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar, TypeVarTuple

Args = TypeVarTuple("Args")
T = TypeVar("T")


def kept(most: int, weight: Callable[[T, *Args], int]) -> Callable[[Callable[[*Args], T]], Callable[[*Args], T]]:
    """Keep the results of a function of hashable positional arguments, together at most ``most`` in weight.

    ``weight`` is called with a result and its arguments. What was not asked for longest goes first; a result that is
    too heavy alone is not kept. Two threads that ask for the same at once may both compute it.
    """

    def decorate(function: Callable[[*Args], T]) -> Callable[[*Args], T]:
        results: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        lock = threading.Lock()
        held = 0

        @wraps(function)
        def ask(*args: *Args) -> T:
            nonlocal held
            with lock:
                if args in results:
                    results.move_to_end(args)
                    return results[args][0]
            result = function(*args)
            heavy = weight(result, *args)
            with lock:
                if args not in results and heavy <= most:
                    results[args] = (result, heavy)
                    held += heavy
                while held > most:
                    held -= results.popitem(last=False)[1][1]
            return result

        return ask

    return decorate
