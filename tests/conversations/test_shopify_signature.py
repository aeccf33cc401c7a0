"""Signatures: base64 of the HMAC-SHA256 of the raw body, by the current or the previous secret."""

import base64
import json
from pathlib import Path

import pytest

from conversations.intake.shopify.signature import is_signed, sign

VECTORS = json.loads((Path(__file__).parents[1] / "data/shopify/hmac_vectors.json").read_text())
BODY = b'{"id":1}'


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_known_vectors_are_signed_and_their_neighbours_are_not(vector: dict[str, str]) -> None:
    message, secret = vector["message"].encode(), vector["secret"]
    signature = base64.b64encode(bytes.fromhex(vector["expected"])).decode()

    assert sign(message, secret) == signature
    assert is_signed(message, [signature], [secret])
    assert not is_signed(message + b" ", [signature], [secret])
    assert not is_signed(message, [signature], [secret + "x"])
    assert not is_signed(message, [vector["expected"]], [secret])  # hexadecimal is another scheme


@pytest.mark.parametrize("secrets", [["new"], ["old", "new"], ["new", "old"]])
def test_either_secret_will_do_while_both_are_accepted(secrets: list[str]) -> None:
    assert is_signed(BODY, [sign(BODY, "new")], secrets)
    assert is_signed(BODY, [sign(BODY, "old")], secrets) == ("old" in secrets)


def test_one_right_signature_among_the_given_is_enough() -> None:
    assert is_signed(BODY, ["AAAA", sign(BODY, "hush")], ["hush"])


@pytest.mark.parametrize(
    "given", [[], [""], ["="], ["AAAA"], ["\N{SNOWMAN}"], ["é"], ["A" * 10_000], [sign(b"", "hush")]]
)
def test_nothing_else_is_a_signature(given: list[str]) -> None:
    assert not is_signed(BODY, given, ["hush"])


def test_without_a_secret_nothing_is_signed() -> None:
    assert not is_signed(BODY, [sign(BODY, "")], [])
    assert not is_signed(BODY, [""], [""])
