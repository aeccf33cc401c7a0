"""`manage.py import_events`: batches, kills, bad lines, and what it tells."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from conversations.intake import importer
from conversations.intake.importer import Source, import_lines
from conversations.intake.receive import LARGEST_LINE
from conversations.models import Account, RejectedEvent
from tests.make import make_label, make_message
from tests.make_account import make_account
from tests.state import state_of

pytestmark = pytest.mark.django_db


def written(path: Path, *lines: bytes | dict[str, Any]) -> Path:
    path.write_bytes(
        b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    )
    return path


def run(account: Account, *paths: Path | str) -> tuple[str, str, int]:
    """What the command printed to both streams, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_events", *map(str, paths), account=account.slug, quiet=True, stdout=out, stderr=err)
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    return out.getvalue(), err.getvalue(), code


def test_an_import_counts_what_it_accepted_and_a_second_one_adds_nothing(tmp_path: Path) -> None:
    account = make_account()
    path = written(tmp_path / "events.jsonl", make_message(), make_message(), make_label())

    assert run(account, path) == ("3 accepted, 0 duplicates, 0 rejected\n", "", 0)
    before = state_of(account)
    assert run(account, path) == ("0 accepted, 3 duplicates, 0 rejected\n", "", 0)
    assert state_of(account) == before


def test_bad_lines_are_kept_with_number_and_reason_and_never_stop_the_rest(tmp_path: Path) -> None:
    account = make_account()
    bad: list[bytes | dict[str, Any]] = [
        b'{"type": "message",',
        make_message(type="mesage"),
        make_message(txt="typo"),
        make_message(occurred_at="2026-03-01T10:00:00"),
        make_message(occurred_at="2099-01-01T00:00:00Z"),
        make_message(text="nul \x00 inside"),
        json.dumps(make_message(text="?")).replace("?", r"\ud800").encode(),
        b'{"type": "order", "id": "o", "occurred_at": "2026-03-01T10:00:00Z", "total": 1e400}',
        make_message(text=5),
        b'["not", "an", "object"]',
        b"\xff\xfe",
    ]
    path = written(tmp_path / "mixed.jsonl", make_message(), *bad, b"", make_message())

    out, err, code = run(account, path)

    assert (out, code) == ("2 accepted, 0 duplicates, 11 rejected\n", 1)
    kept = account.rejectedevents.order_by("line")
    assert [(row.line, row.code) for row in kept] == [
        (2, "not_json"),
        (3, "unknown_type"),
        (4, "unknown_field"),
        (5, "no_offset"),
        (6, "in_the_future"),
        (7, "nul_character"),
        (8, "lone_surrogate"),
        (9, "number_out_of_range"),
        (10, "wrong_type"),
        (11, "not_an_object"),
        (12, "not_utf8"),
    ]
    assert bytes(kept[0].payload) == b'{"type": "message",'
    assert f"{path}:4: unknown_field /txt: " in err
    assert account.messages.count() == 2


def test_the_same_bad_line_seen_again_is_one_row_seen_twice(tmp_path: Path) -> None:
    account = make_account()
    path = written(tmp_path / "bad.jsonl", b"nonsense")

    run(account, path)
    run(account, path)

    assert RejectedEvent.objects.get(account=account).times == 2


def test_gzipped_files_and_files_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    account = make_account()
    zipped = tmp_path / "events.jsonl.gz"
    zipped.write_bytes(gzip.compress(json.dumps(make_message()).encode()))
    marked = written(tmp_path / "marked.jsonl", b"\xef\xbb\xbf" + json.dumps(make_message()).encode())

    assert run(account, zipped, marked) == ("2 accepted, 0 duplicates, 0 rejected\n", "", 0)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account()
    raw = io.BufferedReader(io.BytesIO(json.dumps(make_message()).encode()))
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": raw}))

    assert run(account, "-") == ("1 accepted, 0 duplicates, 0 rejected\n", "", 0)


def test_an_import_killed_between_batches_goes_on_without_doubling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "BATCH_LINES", 2)
    path = written(tmp_path / "events.jsonl", *(make_message(conversation="c") for _ in range(7)))
    account = make_account()

    def die(_: int) -> None:
        raise KeyboardInterrupt

    source = Source.of(path)
    with source.raw, pytest.raises(KeyboardInterrupt):
        import_lines(account, source, progress=die)
    assert account.messages.count() == 2

    assert run(account, path)[0] == "5 accepted, 2 duplicates, 0 rejected\n"
    assert account.conversations.get().messages == 7


def test_a_line_of_endless_length_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    account = make_account()
    path = written(tmp_path / "long.jsonl", b"[" * (LARGEST_LINE + 10), make_message())

    assert run(account, path)[0] == "1 accepted, 0 duplicates, 1 rejected\n"
    assert account.rejectedevents.get().code == "too_large"


def test_a_zip_that_breaks_off_gives_what_it_held_and_says_so(tmp_path: Path) -> None:
    account = make_account()
    lines = b"".join(json.dumps(make_message()).encode() + b"\n" for _ in range(50))
    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(gzip.compress(lines)[:-20])

    with pytest.raises(CommandError, match="cannot be read"):
        run(account, path)

    assert account.messages.exists()


def test_an_unknown_account_or_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no account 'nobody'"):
        call_command("import_events", "x", account="nobody")
    with pytest.raises(CommandError, match="cannot be read"):
        run(make_account(), tmp_path / "absent.jsonl")
