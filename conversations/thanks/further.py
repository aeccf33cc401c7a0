"""S6b: more languages, in the notation of `phrases.py`, and with its caution."""

from collections.abc import Mapping

from conversations.thanks.kinds import Kind

FURTHER: Mapping[str, Mapping[Kind, str]] = {
    "it": {
        Kind.THANKS: """
            grazie{| mille| tante| infinite} / no grazie {è|era} tutto / no grazie {nient'altro|niente altro} /
            {tante|mille|molte} grazie / {ti|vi|la} ringrazio{| molto| tanto}
        """,
        Kind.TAIL: """
            ancora / di {nuovo|tutto|cuore} / a {te|lei|voi} / davvero /
            per {|tutto }{l'aiuto|l'assistenza|l'informazione|l'attenzione} / dell'aiuto /
            per {il tuo|il suo|il vostro} {|prezioso }{aiuto|tempo|supporto} / per {tutto|questo|il supporto} /
            per {la|la tua|la sua|la vostra} {|rapida |gentile }{risposta|disponibilità|pazienza|cortesia|gentilezza} /
            per {le informazioni|avermi aiutato|avermi aiutata|il chiarimento|il servizio}
        """,
        Kind.GOODBYE: """
            arrivederci / arrivederla / addio / a {presto|dopo|domani} / alla prossima / ci {vediamo|sentiamo} /
            buonanotte /
            {|e }{buona|bella} {giornata|serata|notte|domenica|settimana} / {|e }buon {weekend|fine settimana} /
            {|e }buona {continuazione|giornata anche a te|giornata anche a lei} / anche a {te|lei|voi} / altrettanto /
            {|un caro |cordiali |distinti }saluti
        """,
        Kind.FILLER: """
            {perfetto|ottimo|benissimo|va bene|bene|capito|ho capito|chiaro|tutto chiaro|fantastico|e|d'accordo} /
            no grazie /
            {|no }{è|era|questo è} tutto{| per ora| per oggi} / {|no }{nient'altro|niente altro} /
            {|è stato |è stata |sei stato |sei stata |molto }{gentile|gentilissimo|gentilissima|utile}
        """,
    },
    "pt": {
        Kind.THANKS: """
            {|muito |muitíssimo }{obrigado|obrigada|obg|agradecido|agradecida} / valeu /
            {|eu |muito }agradeço{| a ajuda| pela ajuda} /
            {brigado|brigada|mto obrigado|mto obrigada} / não {obrigado|obrigada} {é|era} só isso
        """,
        Kind.TAIL: """
            mesmo / mais uma vez / novamente / de {novo|coração|verdade} / por tudo / a {você|todos} /
            {pela|pela sua|por sua|pela tua|por toda a} {|rápida |grande }{ajuda|atenção|resposta|paciência} /
            {pelas informações|pela informação|pelo esclarecimento|pelo atendimento|pelo apoio|pelo suporte} /
            pelo seu tempo /
            por {ajudar|me ajudar|responder|isso|sua compreensão} / a sua ajuda
        """,
        Kind.GOODBYE: """
            tchau{| tchau} / adeus / até {logo|mais|breve|a próxima|à próxima|amanhã} / {|para }você também /
            {|e }{|tenha |tenham }{|um |uma }{|ótimo |ótima |bom |boa |excelente }{final de semana|fim de semana} /
            {|e }{tenha um|tenha} {bom|ótimo|excelente} dia /
            {|e }{tenha uma|uma|tenha} {boa|ótima} {tarde|noite|semana} /
            {|um }abraço / abraços / cumprimentos / atenciosamente
        """,
        Kind.FILLER: """
            {perfeito|ótimo|maravilha|certo|entendi|entendido|tá bom|está bem|está bom|tudo certo|show|beleza} /
            não {obrigado|obrigada} /
            então / muito bem / {|e }{bom dia|boa tarde|boa noite} /
            {|não }{era|é} {só isso|tudo}{| por enquanto| por hoje} /
            {|não }{nada mais|mais nada} / isso é tudo /
            {|foi |você foi }muito {gentil|útil|atencioso|atenciosa}
        """,
    },
    "pl": {
        Kind.THANKS: "{|bardzo |serdecznie }{dziękuję|dziękujemy} / {|wielkie }dzięki / {|nie }to wszystko dziękuję",
        Kind.TAIL: """
            bardzo / serdecznie / jeszcze raz / za {pomoc|odpowiedź|informację|wszystko|cierpliwość} /
            za {szybką |pani |pana }{pomoc|odpowiedź}
        """,
        Kind.GOODBYE: """
            do {widzenia|zobaczenia|usłyszenia} / {|serdecznie }pozdrawiam / {miłego|dobrego} {dnia|wieczoru|weekendu} /
            dobranoc
        """,
        Kind.FILLER: "{dobrze|świetnie|rozumiem|super|jasne|doskonale} / to {wszystko|już wszystko}",
        Kind.ANSWER: "tak {dziękuję|dzięki|bardzo|dziękuję bardzo|poproszę}",
    },
    "cs": {
        Kind.THANKS: "{|moc |mockrát |velice }{děkuji|děkuju|děkujeme|díky|ďakujem|dík} / {|veľmi |pekne }ďakujem",
        Kind.TAIL: """
            {moc|mockrát|pěkně|pekne|velmi|veľmi|ještě jednou} /
            za {pomoc|odpověď|odpoveď|informaci|informace|všechno}
        """,
        Kind.GOODBYE: """
            na {shledanou|viděnou} / nashledanou / dovidenia / {hezký|pěkný|pekný} {den|deň|večer|víkend} /
            s pozdravem
        """,
        Kind.FILLER: "{dobře|skvělé|výborně|rozumím|super} / to je {vše|všechno}",
        Kind.ANSWER: "tak {děkuji|díky|moc}",
    },
    "hu": {
        Kind.THANKS: "{|nagyon |szépen |hálásan }{köszönöm|köszönjük|köszi|kösz}",
        Kind.TAIL: "{szépen|nagyon|még egyszer} / a {segítséget|segítségét|választ|gyors választ|tájékoztatást}",
        Kind.GOODBYE: "{viszlát|viszontlátásra|üdvözlettel} / jó éjszakát",
        Kind.FILLER: "{rendben|szuper|értem|nagyszerű} / {|további }szép napot{| kívánok}",
    },
    "ro": {
        Kind.THANKS: """
            {|vă |îți |iti |va }mulțumesc / {|vă }mulțumim / {mersi|multumesc} / {mii de mulțumiri|mulțumiri}
        """,
        Kind.TAIL: """
            {mult|frumos|mult de tot|din suflet|încă o dată} / pentru {ajutor|răspuns|tot|informații|timpul acordat}
        """,
        Kind.GOODBYE: "la revedere / {o zi|o seară} {bună|frumoasă|plăcută} / {pa|noapte bună|numai bine}",
        Kind.FILLER: "{bine|perfect|excelent|am înțeles|minunat}",
        Kind.ANSWER: "da {mulțumesc|multumesc|mersi|hvala}",
    },
    "tr": {
        Kind.THANKS: """
            {|çok }{teşekkürler|teşekkür ederim|teşekkür ederiz|sağ ol|sağ olun|sağol|sağolun} / elinize sağlık
        """,
        Kind.TAIL: "{yardımınız|yardımların|ilginiz|bilgi|cevabınız|her şey} için",
        Kind.GOODBYE: "iyi geceler / {hoşça kalın|hoşça kal|güle güle|görüşürüz|kolay gelsin}",
        Kind.FILLER: "{tamam|harika|süper|anladım|peki|mükemmel} / iyi {günler|akşamlar}",
    },
    "ru": {
        Kind.THANKS: """
            {|большое |огромное |хорошо }{спасибо|спс} / {|очень }{благодарю|благодарен|благодарна} / {|щиро }дякую
        """,
        Kind.TAIL: """
            {|вам }{большое|огромное} / {вам|тебе|дуже|ещё раз|еще раз|ще раз} /
            за {помощь|ответ|информацию|всё|все|допомогу} /
            за {быстрый ответ|вашу помощь|быструю помощь|відповідь}
        """,
        Kind.GOODBYE: """
            до {свидания|встречи|побачення} / {|всего }{хорошего дня|доброго|хорошего} / пока / дуже дякую /
            {хорошего|доброго} {дня|вечера} / гарного дня
        """,
        Kind.FILLER: "{хорошо|отлично|понятно|понял|поняла|супер|ясно|зрозуміло|чудово|прекрасно}",
    },
    "el": {
        Kind.THANKS: "{|σας |σε }ευχαριστώ / ευχαριστούμε / {|σας }ευχαριστώ πολύ",
        Kind.TAIL: "πολύ / για {τη βοήθεια|την βοήθεια|όλα|την απάντηση|την εξυπηρέτηση}",
        Kind.GOODBYE: "{αντίο|καλή συνέχεια|καλή σας μέρα|καλό βράδυ}",
        Kind.FILLER: "{τέλεια|ωραία|εντάξει|κατάλαβα|γεια σας}",
    },
    "hr": {
        Kind.THANKS: "{|puno |najljepša |mnogo }hvala / {|много }хвала / {|много }благодаря / hvala {puno|lepo|lijepo}",
        Kind.TAIL: "{вам|вама|vam|ti} / na {pomoći|pomoci|svemu|odgovoru} / za {vse|odgovor} / много / за помощта",
        Kind.GOODBYE: "{doviđenja|довиђења|nasvidenje|довиждане} / {lijep|lep} pozdrav",
        Kind.FILLER: "{odlično|super|razumijem|razumem|v redu|u redu}",
    },
    "baltic": {
        Kind.THANKS: """
            {|suur |suured }{aitäh|tänan|tänud} / {|liels |liels jums }paldies / {|labai }{ačiū|dėkoju|dėkui}
        """,
        Kind.TAIL: "{abi eest|par palīdzību|už pagalbą|labai}",
        Kind.GOODBYE: "{head aega|nägemist|uz redzēšanos|viso gero}",
    },
    "is": {
        Kind.THANKS: """
            {takk|þakka þér|kærar þakkir} {|kærlega }{fyrir|fyrir mig|fyrir hjálpina|fyrir aðstoðina} / kærar þakkir
        """,
        Kind.GOODBYE: "{bless|bless bless|eigðu góðan dag}",
    },
    "ca": {
        Kind.THANKS: "{|moltes |mil |muitas }{gràcies|grazas} / eskerrik asko / mercès",
        Kind.TAIL: "per {l'ajuda|tot|la resposta} / polo {axuda} / zure laguntzagatik",
        Kind.GOODBYE: "{adéu|fins aviat|agur}",
        Kind.FILLER: "{perfecte|entesos|d'acord|molt bé}",
    },
    "ja": {
        Kind.THANKS: """
            {|どうも|本当に|大変}ありがとう{|ございます|ございました} / 有難う{ございます|ございました} /
            {感謝します|感謝いたします|感謝しております|助かりました|とても助かりました|大変助かりました|どうも}
        """,
        Kind.GOODBYE: "{さようなら|よい一日を|良い一日を|おやすみなさい|ではまた|またね|バイバイ}",
        Kind.FILLER: """
            {わかりました|分かりました|了解です|了解しました|承知しました|承知いたしました} / 失礼{します|いたします}
        """,
    },
    "zh": {
        Kind.THANKS: """
            {|非常|好的|太|十分}{谢谢|感谢|謝謝|感謝}{|你|您|你们|您的帮助|你的帮助|您的幫助|帮忙|啦|了} /
            {多谢|多謝|唔該|唔該晒|谢谢谢谢}
        """,
        Kind.GOODBYE: "{再见|再見|拜拜|拜拜了|晚安|祝您愉快|祝你愉快|祝您生活愉快|祝您有愉快的一天}",
        Kind.FILLER: "{好的|好|好了|明白|明白了|知道了|了解|太好了|没问题了|没有了|沒有了|没有其他问题了}",
    },
    "ko": {
        Kind.THANKS: """
            {|정말 |너무 |대단히 |도와주셔서 }{감사합니다|감사해요|감사드립니다|고맙습니다|고마워요} /
            {감사|고마워} /
            {감사했습니다|땡큐}
        """,
        Kind.GOODBYE: "{안녕히 계세요|안녕히 가세요|수고하세요|수고하셨습니다|좋은 하루 되세요|좋은 하루 보내세요}",
        Kind.FILLER: "{알겠습니다|네 알겠습니다|좋아요|좋습니다}",
    },
    "ar": {
        Kind.THANKS: "{شكرا|شكرًا|شكراً|مشكور|مشكورة|أشكرك|أشكركم|تسلم|يعطيك العافية}",
        Kind.TAIL: "{جزيلا|جزيلًا|جزيلاً|لك|لكم|كثيرا|كثيرًا|كثيراً} / على {المساعدة|مساعدتك|مساعدتكم|كل شيء}",
        Kind.GOODBYE: "{مع السلامة|إلى اللقاء|وداعا|وداعًا|يوم سعيد}",
        Kind.FILLER: "{ممتاز|تمام|حسنا|رائع}",
    },
    "he": {
        Kind.THANKS: "{תודה|תודה רבה|המון תודה|אני מודה לך}",
        Kind.TAIL: "על {העזרה|הכל|הסבלנות|המענה} / {לך|לכם}",
        Kind.GOODBYE: "{להתראות|לילה טוב}",
        Kind.FILLER: "{מעולה|מצוין|הבנתי|סבבה|יום טוב|יום נעים|ערב טוב}",
    },
    "asia": {
        Kind.THANKS: """
            {|बहुत |बहुत बहुत |आपका }{धन्यवाद|शुक्रिया} / {terima kasih|makasih|trimakasih|tq} /
            {|xin |chân thành |rất }cảm ơn /
            {ขอบคุณ|ขอบคุณครับ|ขอบคุณค่ะ|ขอบคุณมาก|ขอบคุณมากครับ|ขอบคุณมากค่ะ} / {|maraming }salamat{| po}
        """,
        Kind.TAIL: """
            {banyak|atas bantuannya|bạn|bạn nhiều|shop|nhiều} / {sa tulong|po} / {आपका|जी}
        """,
        Kind.GOODBYE: "{selamat tinggal|sampai jumpa|tạm biệt|chào tạm biệt|ลาก่อน|paalam|अलविदा}",
        Kind.FILLER: "{baik|baiklah|oke siap}",
    },
}
