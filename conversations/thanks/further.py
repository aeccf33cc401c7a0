"""S6b: more languages, in the notation of `phrases.py`, and with its caution."""

from collections.abc import Mapping

from conversations.thanks.kinds import Kind

FURTHER: Mapping[str, Mapping[Kind, str]] = {
    "it": {
        Kind.THANKS: """
            grazie{| mille| tante| infinite} / {tante|mille|molte} grazie / {ti|vi|la} ringrazio{| molto| tanto}
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
            {|no }{è|era|questo è} tutto{| per ora| per oggi} / {|no }{nient'altro|niente altro} /
            {|è stato |è stata |sei stato |sei stata |molto }{gentile|gentilissimo|gentilissima|utile}
        """,
    },
    "pt": {
        Kind.THANKS: """
            {|muito |muitíssimo }{obrigado|obrigada|obg|agradecido|agradecida} / valeu / {|eu |muito }agradeço
        """,
        Kind.TAIL: """
            mesmo / mais uma vez / novamente / de {novo|coração|verdade} / por tudo / a {você|todos} /
            {pela|pela sua|por sua|pela tua|por toda a} {|rápida |grande }{ajuda|atenção|resposta|paciência} /
            {pelas informações|pelo esclarecimento|pelo atendimento|pelo apoio|pelo suporte|pelo seu tempo} /
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
            então / muito bem / {|não }{era|é} {só isso|tudo}{| por enquanto| por hoje} /
            {|não }{nada mais|mais nada} / isso é tudo /
            {|foi |você foi }muito {gentil|útil|atencioso|atenciosa}
        """,
    },
}
