"""What a browser would send if somebody pressed a button on a page: its form, as it is filled in."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


def filled_in(page: str, *, form: str) -> Fields:
    """The fields of the form with this id, by name, without its buttons."""
    parser = _Form(form)
    parser.feed(page)
    assert parser.fields, f"there is no form {form!r} with fields"
    return parser.fields


class _Form(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.inside = False
        self.name = ""
        self.fields: Fields = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form
        elif self.inside and tag in {"input", "select", "textarea"} and "disabled" not in given:
            self.name = given.get("name", "")
            self._take_input(given) if tag == "input" else None
        elif self.inside and tag == "option" and "selected" in given:
            self._take(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and self.lasttag == "textarea":
            self._take(data)

    def _take_input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        ticked = kind not in {"checkbox", "radio"} or "checked" in given
        if ticked and kind not in {"submit", "button", "image"}:
            self._take(given.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def _take(self, value: str) -> None:
        if self.name:
            self.fields.setdefault(self.name, []).append(value)
