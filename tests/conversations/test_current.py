"""What is current stays with its thread, as it does where Django keeps it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone, translation
from django.utils.translation import trans_real

from conversations.current import Current


def test_a_language_is_that_of_its_thread_alone_and_ends_with_its_block() -> None:
    with ThreadPoolExecutor(1) as other, translation.override("sv"):
        assert isinstance(vars(trans_real)["_active"], Current)
        assert other.submit(translation.get_language).result() == "en"
        other.submit(translation.activate, "sv").result()
        with translation.override("en"):
            assert (translation.get_language(), translation.gettext("Today")) == ("en", "Today")
            assert other.submit(translation.gettext, "Today").result() == "I dag"
        assert translation.get_language() == "sv"
        other.submit(translation.deactivate).result()
        assert other.submit(translation.get_language).result() == "en"


def test_coroutines_have_a_zone_and_a_prefix_of_their_own() -> None:
    async def elsewhere() -> tuple[str, str]:
        timezone.activate(ZoneInfo("Asia/Kathmandu"))
        set_script_prefix("/shop/")
        return timezone.get_current_timezone_name(), get_script_prefix()

    with timezone.override(ZoneInfo("Europe/Stockholm")):
        assert asyncio.run(elsewhere()) == ("Asia/Kathmandu", "/shop/")
        assert (timezone.get_current_timezone_name(), get_script_prefix()) == ("Europe/Stockholm", "/")
