"""docs/metrics.md has a heading for each metric, in its own words."""

from pathlib import Path

from django.utils import translation

from metrics import definitions
from metrics.definitions import Metric

DOCS = Path(__file__).parents[2] / "docs" / "metrics.md"


def test_every_metric_has_its_heading_and_its_key_in_the_docs() -> None:
    text = DOCS.read_text()
    metrics = [value for value in vars(definitions).values() if isinstance(value, Metric)]

    with translation.override("en"):
        missing = [metric.key for metric in metrics if f"\n## {metric.name}\n" not in text]

    assert metrics
    assert not missing
    assert not [metric.key for metric in metrics if f"`{metric.key}`" not in text]
