"""Whether the numbers agree: the rollup with the rows, the parts with the total, lists and files with the cards.

Each check is a function of an account and the moment; it yields what is wrong in plain words, nothing if all is well.
All of them read one snapshot but the last, which derives a sample again and takes it back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from types import MappingProxyType

from conversations.faults import Fault, as_text
from conversations.models import Account, NumberCheck
from conversations.snapshot import snapshot
from conversations.vocabulary import Check
from metrics.checks.derived import derived_is_facts
from metrics.checks.lists import credits_are_sales, csv_is_list, list_is_card
from metrics.checks.rollup import bars_are_total, days_are_local, parts_are_total, rollup_is_rows

MOST_TOLD = 5
"""Faults of a check that are told; one would do to know."""

CHECKS: Mapping[Check, Callable[[Account, datetime], Iterator[Fault]]] = MappingProxyType(
    {
        Check.ROLLUP: rollup_is_rows,
        Check.DAYS: days_are_local,
        Check.PARTS: parts_are_total,
        Check.BARS: bars_are_total,
        Check.LIST: list_is_card,
        Check.CSV: csv_is_list,
        Check.CREDITS: credits_are_sales,
        Check.DERIVED: derived_is_facts,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """All is well without any faults."""

    check: Check
    faults: tuple[Fault, ...]


def check_numbers(account: Account, *, now: datetime) -> list[Finding]:
    """Every check of the account, and a row of each for the page of data health."""
    found = []
    for check, faults_of in CHECKS.items():
        if check is Check.DERIVED:
            faults = tuple(islice(faults_of(account, now), MOST_TOLD))
        else:
            with snapshot(account):
                faults = tuple(islice(faults_of(account, now), MOST_TOLD))
        found.append(Finding(check, faults))
    for finding in found:
        NumberCheck.objects.update_or_create(
            account=account,
            check_name=finding.check,
            defaults={"at": now, "ok": not finding.faults, "detail": as_text(finding.faults)},
        )
    return found
