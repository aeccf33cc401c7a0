"""What comes over the wire to `POST /api/v1/events`: types, sizes, zips, and bodies that break off."""

import gzip
import json
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine

from conversations.intake.api import body
from tests.calling import JSON, NDJSON, make_caller
from tests.make import NOW, make_message

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _frozen(settings: Any) -> Iterator[None]:
    settings.API_BURST = 10_000  # a corpus is sent in no time
    with time_machine.travel(NOW, tick=False):
        yield


def batch(*events: object) -> bytes:
    return json.dumps({"events": events}).encode()


@pytest.mark.parametrize(
    ("raw", "status", "pointer"),
    [
        (b"", 400, ""),
        (b"nonsense", 400, ""),
        (b'{"events": [', 400, ""),
        (b'{"events": ["\xff"]}', 400, ""),
        (b"[]", 422, ""),
        (b"{}", 422, "/events"),
        (b'{"events": 1}', 422, "/events"),
        (b'{"events": [], "extra": 1}', 422, "/extra"),
    ],
)
def test_a_body_that_is_no_batch_is_a_problem(raw: bytes, status: int, pointer: str) -> None:
    answer = make_caller().post(raw)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("content_type", "encoding", "accept"),
    [
        ("text/plain", None, "Accept"),
        ("application/x-www-form-urlencoded", None, "Accept"),
        ("multipart/form-data; boundary=x", None, "Accept"),
        ("", None, "Accept"),
        (JSON, "br", "Accept-Encoding"),
        (JSON, "gzip, gzip", "Accept-Encoding"),
    ],
)
def test_another_type_or_encoding_is_415_and_says_what_is_taken(
    content_type: str, encoding: str | None, accept: str
) -> None:
    headers = {"Content-Encoding": encoding} if encoding else {}
    answer = make_caller().post(batch(make_message()), content_type=content_type, headers=headers)
    assert answer.status_code == 415
    assert accept in answer.headers


def gzipped(raw: bytes, *, members: int = 1) -> bytes:
    size = len(raw) // members + 1
    return b"".join(gzip.compress(raw[at : at + size]) for at in range(0, len(raw), size))


@pytest.mark.parametrize("members", [1, 3])
def test_gzip_is_unpacked_of_one_part_or_several(members: int) -> None:
    answer = make_caller().post(gzipped(batch(make_message()), members=members), headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        gzip.compress(b'{"events": []}')[:-1],
        gzip.compress(b'{"events": []}')[:-8] + b"\0" * 8,
        gzip.compress(b'{"events": []}') + b"more",
        zlib.compress(b'{"events": []}'),
        gzip.compress(b"") * 2000,
    ],
    ids=["nothing", "plain", "broken off", "wrong check sum", "something after", "zlib", "many parts"],
)
def test_broken_gzip_is_400(raw: bytes) -> None:
    assert make_caller().post(raw, headers={"Content-Encoding": "gzip"}).status_code == 400


def test_a_zip_bomb_is_put_down_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = 0

    def count(unzip: Any, packed: bytes) -> bytes:
        nonlocal unpacked
        piece: bytes = unzip.decompress(packed, body.CHUNK)
        unpacked += len(piece)
        return piece

    monkeypatch.setattr(body, "_unzip", count)
    bomb = gzip.compress(b" " * (500 * 1024 * 1024), compresslevel=1)

    assert make_caller().post(bomb, headers={"Content-Encoding": "gzip"}).status_code == 413
    assert unpacked <= body.LARGEST + body.CHUNK


def test_five_mebibytes_are_read_and_a_byte_more_is_413() -> None:
    caller = make_caller()
    raw = batch(make_message())
    assert caller.post(raw.ljust(body.LARGEST)).status_code == 200
    assert caller.post(raw.ljust(body.LARGEST + 1)).status_code == 413
    packed = {"Content-Encoding": "gzip"}
    assert caller.post(gzip.compress(raw.ljust(body.LARGEST)), headers=packed).status_code == 200
    assert caller.post(gzip.compress(raw.ljust(body.LARGEST + 1)), headers=packed).status_code == 413


class Untouched(BytesIO):
    """A body that must not be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("read before its announced size was looked at")


def test_an_announced_size_is_refused_before_a_byte_is_read() -> None:
    announced = {"CONTENT_LENGTH": str(body.LARGEST_ON_WIRE + 1), "wsgi.input": Untouched()}
    assert make_caller().post(b"", environ=announced).status_code == 413


def test_a_body_shorter_than_announced_is_not_taken_for_whole() -> None:
    raw = json.dumps(make_message()).encode()
    caller = make_caller()
    answer = caller.post(raw, content_type=NDJSON, environ={"CONTENT_LENGTH": str(len(raw) + 1)})
    assert (answer.status_code, caller.account.messages.count()) == (400, 0)


def test_a_body_in_chunks_is_read_where_the_server_knows_its_end() -> None:
    chunked: dict[str, object] = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    caller = make_caller()
    assert caller.post(batch(make_message()), environ=chunked).status_code == 411
    assert caller.post(batch(make_message()), environ=chunked | {"wsgi.input_terminated": True}).status_code == 200
