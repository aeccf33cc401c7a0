"""What a page says, read from its HTML as a reader sees it."""

import re
from html import unescape

from django.test import Client


def opened(client: Client, address: str) -> str:
    """The HTML of a page that is there."""
    response = client.get(address)
    assert response.status_code == 200, (response.status_code, address)
    return response.content.decode()


def text_of(html: str) -> str:
    """The words of it, without tags and scripts; every white space, no-break ones too, is one blank."""
    shown = re.sub(r"<script.*?</script>|<title>.*?</title>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).split())


def links(html: str) -> dict[str, str]:
    """The address of each link by its words; the last one of several alike."""
    found = re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, flags=re.DOTALL)
    return {text_of(words): unescape(address) for address, words in found}


def card(html: str, title: str) -> str:
    """The HTML of one headline card."""
    found = re.search(rf"<article[^>]*>\s*<div class=\"kpi-head\"><h2>{title}</h2>.*?</article>", html, re.DOTALL)
    assert found, f"there is no card {title!r}"
    return found[0]


def big(html: str, title: str) -> tuple[str, str]:
    """The number of a headline card, and the address it leads to; that is empty for a number that is absent."""
    found = re.search(r'<p class="big">(.*?)</p>', card(html, title), re.DOTALL)
    assert found
    address = re.search(r'href="([^"]*)"', found[1])
    return text_of(found[1]), unescape(address[1]) if address else ""


def questions(html: str) -> list[str]:
    """The first questions of the rows of the table of conversations, in order."""
    return [text_of(cell) for cell in re.findall(r'<td class="wide">(.*?)</td>', html, re.DOTALL)]


def bars(html: str) -> list[tuple[str, str, int]]:
    """The rows of the chart's table: label, address and total."""
    table = re.search(r'<details class="chart-table".*?</details>', html, re.DOTALL)
    assert table
    rows = re.findall(
        r'<tr><th scope="row"><a class="link" href="([^"]*)">(.*?)</a>.*?<b>(.*?)</b>', table[0], re.DOTALL
    )
    return [(text_of(label), unescape(address), int(total.replace(",", ""))) for address, label, total in rows]


def rows_behind(reader: Client, address: str) -> int:
    """How many rows the page behind a link says it has."""
    found = re.search(r"([\d,]+) conversations? ·", text_of(opened(reader, address)))
    return int(found[1].replace(",", "")) if found else 0
