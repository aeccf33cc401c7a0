"""S6, S6b in words: what the rate would be under the other setting, beside the one that is in force."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.vocabulary import ClosingThanks, SilenceMeans, Status
from metrics.overview import Overview
from metrics.templatetags.figures import count, percent

_THANKS: Mapping[ClosingThanks, Promise] = {
    ClosingThanks.STRICT: _(
        "%(some)s of the %(all)s that ended without resolution ended with the shopper’s thank-you. If a thank-you "
        "confirmed the answer, %(rate)s would be resolved by AI."
    ),
    ClosingThanks.CONFIRMS: _(
        "%(some)s of the %(all)s resolved ones were confirmed by the shopper’s thank-you. If the agent had to have "
        "the last word, %(rate)s would be resolved by AI."
    ),
}
_SILENCE: Mapping[SilenceMeans, Promise] = {
    SilenceMeans.RESOLVED: _(
        "%(some)s of the %(all)s resolved ones were closed by silence after the agent’s answer. If silence said "
        "nothing, %(rate)s would be resolved by AI."
    ),
    SilenceMeans.CLOSED: _(
        "%(some)s of the %(all)s that ended without resolution were closed by silence after the agent’s answer. If "
        "silence meant that it helped, %(rate)s would be resolved by AI."
    ),
}


def notes(page: Overview) -> list[str]:
    """One sentence a setting, where it makes a difference; none where only some statuses are looked at."""
    return list(_notes(page)) if page.figures.total and not page.scope.statuses else []


def _notes(page: Overview) -> Iterator[str]:
    found = page.otherwise
    if found is None:
        return
    thanks, silence = found.rules.closing_thanks, found.rules.silence_means
    if found.thanked:
        judged = Status.CLOSED if thanks is ClosingThanks.STRICT else Status.RESOLVED
        yield _note(page, _THANKS[thanks], judged, some=found.thanked, resolved=found.if_thanks)
    if found.silent:
        judged = Status.RESOLVED if silence is SilenceMeans.RESOLVED else Status.CLOSED
        yield _note(page, _SILENCE[silence], judged, some=found.silent, resolved=found.if_silence)


def _note(page: Overview, words: Promise, judged: Status, *, some: int, resolved: int) -> str:
    return str(words) % {
        "some": count(some),
        "all": count(page.figures.by_status.get(judged, 0)),
        "rate": percent(resolved / page.figures.total),
    }
