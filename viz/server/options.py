"""Streamlit's options: those that follow from the settings, and a check that the others were honoured.

``.streamlit/config.toml`` is read from the working directory and from the user's home, a variable can overrule it,
and an option may be gone in another version. So what a class depends on is looked at when the server starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from streamlit import config

from viz.server.settings import Settings

NEVER = 1e9  # bytes; no message is that large, so none is sent by reference


def apply(settings: Settings) -> str:
    """Tell Streamlit the path that it is reached below, and give it back without slashes around it."""
    if settings.base_path:
        config.set_option("server.baseUrlPath", settings.base_path.strip("/"))
    return str(config.get_option("server.baseUrlPath") or "").strip("/")


@dataclass(frozen=True)
class Expected:
    """An option, what its value should be like, and what happens otherwise.

    ``off`` says that a Streamlit without the option behaves as wished.
    """

    option: str
    holds: Callable[[Any], bool]
    otherwise: str
    off: bool = False


def _is(wanted: Any) -> Callable[[Any], bool]:
    return lambda value: bool(value == wanted)


EXPECTED = (
    Expected("runner.postScriptGC", _is(False), "every rerun collects the whole heap, and a class waits for seconds"),
    Expected("runner.magicEnabled", _is(False), "every run of the page is rewritten before it is run"),
    Expected("server.fileWatcherType", _is("none"), "every learner watches files, and a class waits for seconds"),
    Expected("global.minCachedMessageSize", lambda size: size >= NEVER, "a page may stop at a message it has dropped"),
    Expected("server.maxWidgetStateSize", lambda size: size <= 1, "one learner may send more than a megabyte at once"),
    Expected("server.enableXsrfProtection", _is(True), "requests from other sites are not told apart"),
    Expected("server.enableCORS", _is(True), "pages of other sites may open a socket"),
    Expected("server.enableStaticServing", _is(False), "files beside the page are served"),
    Expected("server.enableAgentApi", _is(False), "programs may use sessions without a page", off=True),
    Expected("logger.enableRich", _is(False), "the log quotes what learners typed"),
    Expected("client.showErrorDetails", _is("none"), "learners see tracebacks"),
    Expected("browser.gatherUsageStats", _is(False), "browsers tell another host what is used"),
)  # fmt: skip


def disregarded() -> Iterator[str]:
    """A sentence for every option that is not as a class needs it."""
    for expected in EXPECTED:
        try:
            value = config.get_option(expected.option)
        except RuntimeError:  # this Streamlit has no such option
            if not expected.off:
                yield f"This Streamlit knows no {expected.option}: {expected.otherwise}."
            continue
        if not expected.holds(value):
            yield f"{expected.option} is {value!r}: {expected.otherwise}."
