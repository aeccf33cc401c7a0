"""Whoever calls the API in tests: an account, a key to it, and a client that sends the key along."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.test import Client

from conversations.intake.keys import make_key
from conversations.models import Account, ApiKey
from tests.make_account import make_account

JSON = "application/json"
NDJSON = "application/x-ndjson"


@dataclass
class Caller:
    account: Account
    key: ApiKey
    secret: str
    client: Client = field(default_factory=Client)

    def post(
        self,
        body: bytes,
        *,
        content_type: str = JSON,
        headers: Mapping[str, str] | None = None,
        environ: Mapping[str, object] | None = None,
    ) -> Any:
        """The body as a server would hand it over: announced as it is, unless `environ` says otherwise."""
        given = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
        real: dict[str, Any] = {**given, **(environ or {})}
        return self.client.generic("POST", "/api/v1/events", headers=self._headers(headers), **real)

    def get(
        self, address: str, query: dict[str, Any] | None = None, *, headers: Mapping[str, str] | None = None
    ) -> Any:
        return self.client.get(f"/api/v1/{address}", query, headers=self._headers(headers))

    def _headers(self, more: Mapping[str, str] | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **(more or {})}


def make_caller(account: Account | None = None, **fields: Any) -> Caller:
    """A key may send and read unless `fields` say otherwise."""
    account = account or make_account()
    key, secret = make_key(account, "Test", **{"may_ingest": True, "may_read": True, **fields})
    return Caller(account, key, secret)


def read(caller: Caller, address: str = "conversations", **query: object) -> Any:
    """The answer, which there is."""
    answer = caller.get(address, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def pages(caller: Caller, address: str = "conversations", **query: object) -> Iterator[list[Any]]:
    """The rows of one answer after the other, as the cursors lead."""
    cursor = ""
    while cursor is not None:
        answer = read(caller, address, **query, cursor=cursor)
        yield answer[address]
        cursor = answer["next_cursor"]


def table(answer: Any) -> list[list[str]]:
    """The lines of a CSV."""
    return list(csv.reader(io.StringIO(answer.getvalue().decode())))


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a file for spreadsheets, as empty lines part them: facts, then rows below their header."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [list(part) for has_cells, part in groupby(lines, key=bool) if has_cells]
