"""Words that are looked up once stay those of their language."""

from django.utils import translation
from django.utils.translation import gettext, trans_real

from conversations.languages import Remembered, by_language, forget


def test_django_keeps_its_languages_in_our_class_which_says_the_same() -> None:
    for _ in range(2):  # looked up, then remembered
        with translation.override("sv"):
            assert isinstance(trans_real.translation("sv"), Remembered)
            assert gettext("Today") == "I dag"
        with translation.override("en"):
            assert gettext("Today") == "Today"
            assert gettext("no message of ours") == "no message of ours"


def test_what_depends_on_the_language_is_worked_out_once_for_each() -> None:
    asked: list[str] = []

    @by_language
    def today(mark: str) -> str:
        asked.append(mark)
        return gettext("Today") + mark

    for language in ("en", "sv", "en", "sv"):
        with translation.override(language):
            assert today("!") == ("I dag!" if language == "sv" else "Today!")
    assert asked == ["!", "!"]
    forget()
    today("!")
    assert asked == ["!", "!", "!"]
    assert today(mark="?") == "Today?"
