"""S6b: what counts as a closing thank-you, and above all what does not."""

import json
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.thanks import _spelt_out, is_thanks
from conversations.thanks.kinds import Kind
from conversations.thanks.phrases import PHRASES

REAL_DIALOGUES = Path(__file__).parents[1] / "data/agent_dialogues.events.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your help! Have a great day!",
        "Thank you so much for your help. I appreciate it! Have a great day.",
        "No, that's all for now. Thanks for your help!",
        "You too! Thanks again for your patience and assistance.",
        "Great, appreciate it! That’s all I needed.",
        "THANKS",
        "thanks.",
        "Thank youuuu :)",
        "thx!!! <3",
        "Thanks 👍🏽❤️",
        "🙏🏻",
        "Bye!",
        "ok thanks bye",
        "  Cheers  \n",
        "Tack!",
        "Tack så jättemycket för hjälpen 😊 Ha en fin dag!",
        "Okej, tack då. Hej då!",
        "Nej det var allt, tack",
        "Tack, detsamma",
        "Mange tak for hjælpen",
        "Tak skal du have! Ha' en god dag",
        "Tusen takk for hjelpen, ha en fin dag videre",
        "Takk, i like måte",
        "Kiitos paljon avusta! Hyvää päivänjatkoa",
        "Kiitos ja hei hei",
        "Super, vielen Dank für Ihre schnelle Hilfe! Schönen Tag noch",
        "Danke, Ihnen auch. Tschüß!",
        "Dank je wel voor de hulp, fijne dag nog",
        "Merci beaucoup pour votre aide\u00a0! Bonne journée",
        "Parfait, merci, à bientôt",
        "¡Muchas gracias por tu ayuda! Que tengas un buen día",
        "Perfecto, gracias. Hasta luego",
        "Va bene, grazie mille per l'aiuto! Buona giornata",
        "No, è tutto. La ringrazio, arrivederci",
        "Era só isso, muito obrigada. Até logo!",
        "Obrigado pela ajuda, tenha um ótimo dia",
        "That's all for today, thanks for taking care of that for me!",
        "Tack sa\u030a mycket",  # å as two code points
        "Tack! Have a nice day!",
        # As they are written every day, and not in the dialogues that the lists were first made from.
        "That makes sense, thanks for explaining.",
        "Thank you, you have been very helpful! Have a great rest of your day",
        "Thank you for helping me with my order!",
        "Thanks for getting back to me so quickly",
        "Thank you for processing the refund. That should be all for now.",
        "No, there's nothing else. I have no further questions, thank you!",
        "That takes care of everything. Thank you for assisting me with the cancellation and the refund!",
        "Glad to hear that! Thanks for making the changes to my order. Have a great day too",
        "No thanks, that's all",
        "No thank you. Have a good one!",
        "No, thanks for your help",
        "Got it, thanx guys =))",
        "Thnak you & bye 🎊",
        "Thanks!\n\nSent from my iPhone",
        "It works now, thank you. You're a lifesaver!",
        "Nej tack, det var allt",
        "Tack för att ni löste det så snabbt! Vilken bra service",
        "Nein danke, das war's",
        "Non merci, c'est tout",
        "Merci de m'avoir aidé, bonne journée à vous aussi",
        "Obrigado e bom dia",
        "Dziękuję bardzo za pomoc, miłego dnia!",
        "Moc děkuji za pomoc",
        "Köszönöm szépen a segítséget",
        "Mulțumesc mult",
        "ÇOK TEŞEKKÜRLER, iyi günler",
        "Большое спасибо за помощь! До свидания",
        "Дуже дякую",
        "Σας ευχαριστώ πολύ",
        "Hvala puno",
        "Suur aitäh",
        "ありがとうございました！",
        "好的，谢谢您。再见",
        "도와주셔서 감사합니다",
        "شكرا جزيلا",
        "תודה רבה",
        "Terima kasih banyak",
        "Cảm ơn bạn nhiều",
        # An email with what it answers below.
        "Thank you!\n\nOn Mon, 1 June 2026 at 10:01, Shop\n<help@shop.example> wrote:\n\n> Anything else?\n>\n> Shop",
        "Tack!\r\n\r\nDen 1 juni 2026 skrev Butiken:\r\n> Var det något mer?\r\n",
    ],
)
def test_s6b_thanks_and_goodbyes_are_thanks(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        # It asks or tells something.
        "Thanks, but where is my order?",
        "Thanks. I need help",
        "Thank you. Help",
        "Thanks for your help, still not working",
        "Thank you for your help. I’ll keep an eye out for that email.",
        "I appreciate your patience. I'll get back to you soon.",
        "Actually, never mind. Thank you!",
        "I appreciate your help, but could you please make a note?",
        "I would appreciate your help",
        "Thanks, order 1234",
        "Thanks https://shop.example/cart",
        "Tack, men var är min order",
        "Merci de me rembourser",
        "Tak for hjælpen men pakken mangler",
        "bye bye refund",
        "Thanks?",
        "Gracias ¿y mi pedido",
        # It answers the agent's question.
        "No thanks",
        "No, thank you",
        "Yes, thank you",
        "Sure, thanks",
        "Sounds good, thanks",
        "Ja tack!",
        "Nej tack",
        "Ja, danke",
        "Danke, ja",
        "Nein danke",
        "Ja kiitos",
        "Oui merci",
        "Non merci",
        "Sí, gracias",
        "Nee, bedankt",
        "Sì, grazie",
        "Não, obrigado",
        "Tak, dziękuję",
        "Nie, dziękuję",
        "Ano, děkuji",
        "Da, mulțumesc",
        "Да, спасибо",
        "Нет, спасибо",
        "네, 감사합니다",
        "不用了，谢谢",
        "I'm good, thanks",
        "That's fine, thanks",
        "I don't have any other. Thanks",
        "No thank you, but my order is late",
        "Thanks for helping me, one more thing",
        "Thank you. Then I need the refund",
        "Not helpful, thanks",
        # What is quoted was said before; an answer below it, or a colon of one's own, is not.
        "Yes please\n\nOn 1 June 2026 Shop wrote:\n> Thank you!",
        "> Shall I cancel it?\nThanks",
        "Thanks!\n\nI still need an answer to this:\n> Where is it?",
        "\n>",
        # It asks politely beforehand, or complains politely.
        "Thanks in advance",
        "Tack på förhand",
        "Danke im Voraus",
        "Merci d'avance",
        "Gracias de antemano",
        "Alvast bedankt",
        "Grazie in anticipo",
        "Obrigado desde já",
        "Thanks anyway",
        "Thanks for nothing",
        "Tack ändå",
        "Thanks 😡",
        "Thanks :(",
        # Neither thanks nor a goodbye.
        "",
        "   ",
        "!!!",
        "👍",
        "👋",
        "Ok",
        "Great!",
        "Alright then.",
        "That's all I needed",
        "so much",
        "for your help",
        "Hello",
        "Hej hej",
        "Guten Tag",
        "Va bene",
        "Bom dia",
        "Buenas noches",
        # Odd characters are no word of any list.
        "Thank you\x00",
        "Thank\u200byou",
        "\ud800 thanks",
    ],
)
def test_s6b_whatever_asks_tells_or_answers_is_no_thanks(text: str) -> None:
    assert not is_thanks(text)


# What real shoppers of the agent wrote last, beside thanks: each of these says something more.
SAID_MORE = (
    "Yes, please",
    "Could you please transfer me",
    "I'll take a swing at ordering it online",
    "I'll contact",
    "I'll get back to you",
    "I'll see what else",
    "I'll gather the necessary",
    "I’ll keep an eye out",
    "I'll definitely reach out",
    "Yes, let's go ahead",
    "Yes, I would appreciate",
    "That looks great",
    "thanks for confirming that in numbers",
    "never mind",
    "most lenient customer service agent",
    "someone to reach out to",
    "I hope it all works out",
    "Can I please speak to a human",
    "Give me a human now",
    "Is there any escalation process",
    "could you please make a note",
    "Alright then.",
)


def test_s6b_gets_every_closing_of_the_real_dialogues_right() -> None:
    closings = _closings_of_shoppers()
    wrong = [text for text in closings if is_thanks(text) == any(more in text for more in SAID_MORE)]
    assert wrong == []
    assert sum(map(is_thanks, closings)) == 68


def _closings_of_shoppers() -> list[str]:
    """The shopper's last message of each of the 100 dialogues."""
    last: dict[str, str] = {}
    for line in REAL_DIALOGUES.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["type"] == "message" and event["sender"] == "shopper":
            last[event["conversation"]] = event["text"]
    return list(last.values())


def test_s6b_every_phrase_is_in_the_lists_of_one_kind_only() -> None:
    kinds: dict[tuple[str, ...], set[Kind]] = {}
    for lists in PHRASES.values():
        for kind, phrases in lists.items():
            for phrase in _spelt_out(phrases):
                kinds.setdefault(tuple(phrase), set()).add(kind)
    assert () not in kinds
    assert [phrase for phrase, found in kinds.items() if len(found) > 1] == []


@given(
    thanks=st.sampled_from(["Thank you", "Tack så mycket", "Danke", "Merci"]),
    said=st.text(st.characters(categories=["L", "N"]), min_size=13, max_size=40),
    first=st.booleans(),
)
def test_s6b_thanks_beside_an_unknown_word_are_no_thanks(thanks: str, said: str, *, first: bool) -> None:
    assert not is_thanks(f"{said} {thanks}" if first else f"{thanks}, {said}")


@given(st.text())
def test_s6b_any_text_has_an_answer(text: str) -> None:
    assert is_thanks(text) in {True, False}
    assert not is_thanks(text + "?")


def test_s6b_a_long_text_is_answered_at_once() -> None:
    long = "thank you so much " * 3_600  # 64 KiB, the most a message may have
    assert not is_thanks(long)
    started = perf_counter()
    for _ in range(1_000):
        is_thanks(long)
    assert perf_counter() - started < 0.1
