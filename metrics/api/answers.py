"""How a reader is answered: JSON whole, CSV streamed."""

import json
from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse, StreamingHttpResponse

from conversations.spreadsheets import csv_pieces
from metrics.api.asking import CSV, JSON


def as_json(answer: Mapping[str, object]) -> HttpResponse:
    return HttpResponse(json.dumps(answer, ensure_ascii=False), content_type=JSON)


def as_csv(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A file to be saved. Rows are read while they are sent, so that memory does not grow with them."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(csv_pieces(header, rows), content_type=f"{CSV}; charset=utf-8", headers=headers)
