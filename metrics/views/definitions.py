"""What every number, status and rule means, in words, taken from the code that computes them."""

from django.http import HttpResponse

from conversations.crediting import DEFAULT_WINDOWS
from conversations.in_words import hours_in_words
from conversations.models import attribution_of
from conversations.views.access import AccountRequest, account_page
from conversations.views.shell import show
from conversations.vocabulary import ClosingThanks, SilenceMeans
from conversations.why import RULE, SENTENCE
from conversations.wording import CHANNEL, CLOSING_THANKS, SILENCE_MEANS, STATUS, TOUCH_KIND
from metrics.definitions import METRICS


@account_page
def definitions(request: AccountRequest) -> HttpResponse:
    account = request.account
    settings = attribution_of(account)
    reasons = [
        {
            "status": reason.status.value,
            "name": STATUS[reason.status],
            "sentence": SENTENCE[reason],
            "rule": RULE[reason],
        }
        for reason in SENTENCE
    ]
    windows = [
        {
            "channel": CHANNEL[point.channel],
            "touch": TOUCH_KIND[point.kind],
            "enabled": settings.windows[point].enabled,
            "window": hours_in_words(int(settings.windows[point].length.total_seconds() // 3600)),
        }
        for point in DEFAULT_WINDOWS
    ]
    context = {
        "metrics": METRICS.values(),
        "reasons": reasons,
        "windows": windows,
        "silence": hours_in_words(account.silence_hours),
        "silence_means": SILENCE_MEANS[SilenceMeans(account.silence_means)],
        "closing_thanks": CLOSING_THANKS[ClosingThanks(account.closing_thanks)],
    }
    return show(request, "definitions.html", context)
