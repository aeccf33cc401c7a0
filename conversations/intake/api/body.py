"""The bytes of a request: of a type we take, unzipped, and never more of them than allowed, whatever was announced.

Nothing is parsed before its size is known, and a zip bomb is put down at the bound.
"""

import zlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Protocol, cast

from django.http import HttpRequest

from conversations.intake.api.problems import Problem

LARGEST = 5 * 1024 * 1024
"""Bytes after decompression. As many, and a little, may come over the wire: what was packed badly is no smaller."""
LARGEST_ON_WIRE = LARGEST + 64 * 1024
MOST_MEMBERS = 1000
"""Parts of a gzip stream; nobody needs one an event."""
CHUNK = 64 * 1024

JSON = "application/json"
NDJSON = "application/x-ndjson"
_GZIP = 31  # for zlib: gzip, with its header and check sum


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def media_type(request: HttpRequest) -> str:
    """JSON or NDJSON; 415 for anything else. Without a type it is neither: a form would come so, too."""
    given = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if given not in (JSON, NDJSON):
        accept = {"Accept": f"{JSON}, {NDJSON}"}
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type must be {JSON} or {NDJSON}.", headers=accept)
    return given


def read_body(request: HttpRequest) -> bytes:
    """The whole body, unzipped. Problems: 400, 411, 413, 415."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        accept = {"Accept-Encoding": "gzip"}
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, or absent.", headers=accept)
    chunks = _chunks(request)
    return _joined(_unzipped(chunks) if encoding == "gzip" else chunks, most=LARGEST)


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    """What comes over the wire, as long as it is not too much."""
    stream, announced = _stream(request)
    if announced is not None and announced > LARGEST_ON_WIRE:
        raise _too_large()
    size = 0
    while chunk := _read(stream):
        size += len(chunk)
        if size > LARGEST_ON_WIRE:
            raise _too_large()
        yield chunk
    if announced is not None and size < announced:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body breaks off: there is less of it than Content-Length says.")


def _stream(request: HttpRequest) -> tuple[Stream, int | None]:
    """Where to read, and how many bytes were announced. A body in chunks can be read if the server knows its end."""
    announced = request.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit():
        return request, int(announced[:20])
    if "Transfer-Encoding" not in request.headers:
        return request, 0
    if request.META.get("wsgi.input_terminated"):
        return cast(Stream, request.META["wsgi.input"]), None
    raise Problem(HTTPStatus.LENGTH_REQUIRED, "Send a Content-Length: this server takes no body in chunks.")


def _read(stream: Stream) -> bytes:
    try:
        return stream.read(CHUNK)
    except OSError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body breaks off.") from error


def _unzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """One gzip member after the other, in pieces; at most one chunk's worth is unpacked ahead of whoever reads."""
    members, unzip = 1, zlib.decompressobj(_GZIP)
    for chunk in chunks:
        rest = chunk
        while rest:
            if unzip.eof:
                members, unzip = members + 1, zlib.decompressobj(_GZIP)
            yield _unzip(unzip, rest)
            rest = unzip.unused_data or unzip.unconsumed_tail
            if members > MOST_MEMBERS:
                raise Problem(HTTPStatus.BAD_REQUEST, f"The gzip has more than {MOST_MEMBERS} parts.")
    if not unzip.eof:
        raise Problem(HTTPStatus.BAD_REQUEST, "The gzip breaks off.")


def _unzip(unzip: "zlib._Decompress", packed: bytes) -> bytes:
    try:
        return unzip.decompress(packed, CHUNK)
    except zlib.error as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is no gzip, though Content-Encoding says so.") from error


def _joined(pieces: Iterator[bytes], *, most: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            raise _too_large()
    return bytes(body)


def _too_large() -> Problem:
    detail = f"A request has at most {LARGEST:,} bytes, unzipped."
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
