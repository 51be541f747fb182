"""Lines of JSON, and nothing in them that a learner typed."""

from __future__ import annotations

import json
import logging

import pytest

from tests.aside import run
from viz.server.logs import AccessLog, Lines

TYPED = "a_secret_name*x"


def line(**about) -> dict:
    record = logging.LogRecord("gradwalk", logging.INFO, "file.py", 1, "it %s", ("happened",), about.pop("error", None))
    record.__dict__.update(about)
    return json.loads(Lines().format(record))


def test_a_record_is_one_line_with_time_level_logger_message_and_its_fields():
    found = line(fields={"status": 200})
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "INFO", "logger": "gradwalk", "message": "it happened", "status": 200}


def test_a_line_break_in_a_message_makes_no_second_line():
    record = logging.LogRecord("x", logging.INFO, "f", 1, "a\nb", (), None)
    assert "\n" not in Lines().format(record)


def test_an_exception_is_told_by_its_kind_and_places_not_by_its_words():
    try:
        int(TYPED)
    except ValueError as error:
        found = line(error=(type(error), error, error.__traceback__))
    assert found["error"] == "ValueError"
    assert found["places"][0].endswith("test_an_exception_is_told_by_its_kind_and_places_not_by_its_words")
    assert TYPED not in json.dumps(found)


@pytest.mark.parametrize("fails", [False, True])
def test_a_request_is_logged_without_its_query(fails, caplog):
    async def app(scope, receive, send):
        if fails:
            raise RuntimeError(TYPED)
        await send({"type": "http.response.start", "status": 404, "headers": []})

    async def send(message):
        pass

    scope = {
        "type": "http", "method": "GET", "path": "/dot", "query_string": TYPED.encode(), "client": ("10.0.0.9", 1),
    }  # fmt: skip
    with caplog.at_level(logging.INFO, "gradwalk"):
        if fails:
            with pytest.raises(RuntimeError):
                run(AccessLog(app)(scope, None, send))
        else:
            run(AccessLog(app)(scope, None, send))
    (record,) = caplog.records
    found = json.loads(Lines().format(record))
    assert (found["method"], found["path"], found["status"]) == ("GET", "/dot", 500 if fails else 404)
    assert TYPED not in json.dumps(found)
