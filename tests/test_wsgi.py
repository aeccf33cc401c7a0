"""The door that the server knocks at: what it hands over is made harmless before Django reads it."""

from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory

from agentdash.wsgi import application
from tests.calling import make_caller

ODD = [
    "application/json; charset=hex",
    "application/json; charset=undefined",
    "application/json; charset=idna",
    "application/json; charset=punycode",
    "application/json; charset=\x00",
    "application/json; CHARSET=zlib",
    "application/json; x*=hex''%41",
    "application/json; charset*=undefined''%41",
    "application/json;" + " charset=utf-8;" * 1000,
    "application/json; boundary=" + " " * 60_000 + "*",
]


def status(address: str, content_type: str, **environ: Any) -> int:
    """The number of the answer to a POST of an empty batch, as a server would see it."""
    body = b'{"events": []}'
    request = RequestFactory().generic("POST", address, body, "text/plain", **environ)
    given = {**request.environ, "CONTENT_TYPE": content_type, "wsgi.input": BytesIO(body)}
    answers: list[int] = []
    list(application(given, lambda line, *_: answers.append(int(line.split()[0]))))
    return answers[0]


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content_type", ODD, ids=lambda text: ascii(text)[:40])
def test_promise_1_no_content_type_breaks_a_request(content_type: str) -> None:
    assert (
        status("/api/v1/events?a=%ff&b=%00", content_type, HTTP_AUTHORIZATION=f"Bearer {make_caller().secret}") == 422
    )
    assert status("/account/login/", content_type) == 403


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", 'application/json;charset="UTF-8"']
)
def test_a_plain_content_type_is_left_alone(content_type: str) -> None:
    assert status("/api/v1/events", content_type, HTTP_AUTHORIZATION=f"Bearer {make_caller().secret}") == 422


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_a_form_with_files_can_still_be_read() -> None:
    assert status("/account/login/", "multipart/form-data; boundary=x") == 403
