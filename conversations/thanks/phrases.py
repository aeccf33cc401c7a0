"""S6b: how shoppers say thanks and goodbye, language by language.

Phrases are parted by "/", {a|b} stands for either word, {|a } for a word that may be left out. Case and accents do not
matter. What a list holds is taken for thanks wherever it stands, so leave out whatever can also ask, answer or greet:
"please", "yes", "no thanks", "hello", "good day", "in advance".
"""

from collections.abc import Mapping

from conversations.thanks.english import ENGLISH
from conversations.thanks.further import FURTHER
from conversations.thanks.kinds import Kind

PHRASES: Mapping[str, Mapping[Kind, str]] = {
    "any": {
        Kind.THANKS: "🙏",
        Kind.FILLER: "{ok|okay|okey|okej|oké|okei|oke|k|super|perfect|top|cool|bravo|wow|oh|ah|haha|ciao|x|xx|xoxo}",
    },
    "en": ENGLISH,
    "sv": {
        Kind.THANKS: """
            tack{| tack| snälla| ska du ha| ska ni ha} / tackar{| och bugar} /
            {tusen|1000|stort|varmt|hjärtligt} tack / {|jag |vi }uppskattar {det|hjälpen|din hjälp|er hjälp} /
            {|det }uppskattas /
            nej tack det {var|är} {allt|bra så} / tack {å|och|o} {bock|adjö} / tack {|å |och |o }hej /
            tackar {och|å|o} bockar / tackk
        """,
        Kind.TAIL: """
            så {|jätte|hemskt |väldigt }mycket / igen / än en gång / ännu en gång / idag / i dag / allihop /
            för {|all |din |all din |er |all er }{|snabb |bra |fin }{hjälp|service|information|info|återkoppling} /
            för {|den snabba |den fina |den bra |all }{hjälpen|servicen|supporten|informationen|infon|tiden} /
            för {|ditt |ert }{|snabba |snabbt |bra |fina }{svar|tålamod|tips|råd|bemötande|stöd} /
            för {|det snabba |det fina }{svaret|tålamodet|tipset|bemötandet} / med {det|detta|allt} /
            för
                {det|allt|det här|denna gång|den här gången|återkopplingen|beskedet|bekräftelsen|förklaringen} /
            för att {du|ni} {hjälpte|löste|fixade|ordnade|svarade}{| mig| det| till| så snabbt| det så snabbt}
        """,
        Kind.GOODBYE: """
            hej{| }då / ha det / ha det {|så |riktigt |jätte}{bra|fint|gott|gött} / vi {hörs|ses} / god{| }natt /
            ha en {|fortsatt |riktigt }{bra|fin|trevlig|härlig|skön} {dag|kväll|helg|vecka|eftermiddag|sommar} /
            {|fortsatt }{trevlig|fin|skön} {dag|kväll|helg|vecka|sommar} / fortsatt bra dag / {|tack }detsamma /
            {du|dig|ni|er} {med|också} / allt gott / adjö / farväl / {|med }{vänlig|vänliga|bästa} hälsning{|ar} /
            mvh / {god|trevlig|glad} {jul|sommar|påsk|midsommar}
        """,
        Kind.FILLER: """
            {bra|jättebra|toppen|perfekt|kanon|kanonbra|härligt|grymt|utmärkt|underbart|fint|skönt|kul|suveränt} /
            {så|vad|mycket|väldigt} {bra|fint|skönt|snällt|trevligt} / snällt av dig / och / då / oj / hej hej /
            {|jag }förstår / uppfattat / då vet jag / det räcker så / {|nej }inget {mer|annat} /
            {|nej |nej då }det {var|är} {|bara }{det|allt|bra så}{| för nu| för idag| för i dag} /
            {|nej }det var allt jag {undrade|behövde|ville veta|behövde veta|behövde hjälp med} /
            {du|ni} {är|har varit}
                {bäst|toppen|snäll|snälla|jättesnäll|hjälpsam|jättehjälpsam|grym|grymma|super|underbara} /
            {nu|då} {|så }{vet|förstår} jag / {|nu |det }{fungerar|funkar}{| det}{| nu} /
            {|mycket |väldigt |riktigt |vilken |så }{bra|snabb|fin|grym|kanonbra|suverän} {service|support|hjälp} /
            nej tack / skickat från min {iphone|ipad|mobil}
        """,
    },
    "da": {
        Kind.THANKS: """
            tak{| tak| skal du have| skal i have} / {mange|tusind|1000} tak /
            {|jeg }sætter pris på {det|hjælpen|din hjælp} / nej tak det var {det|alt|det hele}
        """,
        Kind.TAIL: """
            endnu en gang / i dag / for {det|alt|denne gang|at hjælpe} /
            for {|dit |jeres |det }{|hurtige |gode }{svar|råd} / for {god|hurtig} {service|hjælp} /
            for {|al |din |al din |jeres }{|god |gode |hurtig |hurtige }{hjælp|service|information|info|tid} /
            for {|den hurtige |den gode |al }{hjælpen|servicen|informationen|infoen} / for svaret
        """,
        Kind.GOODBYE: """
            farvel / ha'det / du må {have|ha} en god {dag|aften|weekend} / {glædelig jul|god sommer} /
            ha' det {|rigtig }{godt|dejligt|fint} / god{| }nat / god weekend / vi ses /
            vi tales{| }ved /
            {hav|ha} en {|rigtig |fortsat }{god|dejlig|fin} {dag|aften|weekend|uge|eftermiddag|sommer} /
            fortsat {|rigtig }{god|dejlig} {dag|aften|weekend|uge} / {|tak }i lige måde /
            {|og }{også til dig|til dig også} / {|med }{venlig hilsen|venlige hilsner|bedste hilsner}
        """,
        Kind.FILLER: """
            {godt|fedt|dejligt|glimrende|fantastisk} / {rigtig|meget|hvor} {godt|fint|dejligt|fedt} / og /
            {|jeg }forstår / forstået / så ved jeg det / {|nej }ikke {mere|andet} /
            {|nej }det {var|er} {|bare }{det|alt|det hele}{| for nu| for i dag} / nej tak / sendt fra min iphone /
            {|nej }det var alt jeg {skulle bruge|ville vide|havde brug for} / du er {sød|den bedste}
        """,
    },
    "no": {
        Kind.THANKS: """
            takk{| takk| skal du ha| skal dere ha} / {mange|tusen|1000|hjertelig} takk /
            jeg setter {|stor }pris på {det|hjelpen|din hjelp} / nei takk det var {alt|det}
        """,
        Kind.TAIL: """
            så {|veldig |kjempe}mye / nok en gang / for {|et |ditt }{|raskt |raske |godt }{svar|tips} /
            for {|all |din |all din }{|god |rask |flott }{hjelp|service|informasjon|info|tilbakemelding} /
            for {|den raske |den gode |all }{hjelpen|hjelpa|servicen|informasjonen|infoen|tilbakemeldingen} /
            for {alt|nå|praten|svaret|hjelpen din|at du hjalp meg}
        """,
        Kind.GOODBYE: """
            hadet{| bra} / ha det {|så |riktig }{bra|fint|godt} / god helg / {|vi }snakkes / vi {sees|høres} /
            ha en {|riktig |fortsatt }{god|fin|flott|strålende} {dag|kveld|helg|uke|ettermiddag|dag videre} /
            fortsatt {god|fin|flott} {dag|kveld|helg|uke} / {|takk }i like måte / {|takk }likeså /
            {|og }{deg|du} {også|og} / {|med }{vennlig|beste} hilsen / på gjensyn
        """,
        Kind.FILLER: """
            {flott|supert|kjempefint|kjempebra|topp|kult|herlig|da|skjønner|jeg skjønner} /
            {så|veldig} {flott|hyggelig} / da vet jeg det / {|nei }{ikke noe|ingenting} {mer|annet} /
            {|nei }det {var|er} {|bare }{det|alt}{| for nå} / nei takk / sendt fra min iphone /
            {|nei }det var alt jeg {lurte på|trengte|ville vite} /
            du er {best|flink|snill|kjempeflink}
        """,
    },
    "fi": {
        Kind.THANKS: """
            {kiitos|kiitoksia|kiitti|kiitän|kiitämme} / {|oikein |tosi }paljon kiitoksia / {suuri|iso} kiitos /
            {suuret|tuhannet|parhaat} kiitokset / arvostan {apuasi|apuanne} /
            ei kiitos {siinä|tässä|tämä oli} {|oli }kaikki / ei kiitos ei muuta
        """,
        Kind.TAIL: """
            {|oikein |tosi |todella }paljon / kovasti / vielä{| kerran} / jälleen / teille / sinulle / kaikesta /
            tästä /
            {|hyvästä |nopeasta |ystävällisestä |kaikesta }{avusta|avustasi|avustanne|palvelusta|palvelustanne} /
            {|nopeasta }{vastauksesta|vastauksestasi} / {tiedosta|tiedoista|neuvosta|neuvoista|ohjeista|ajastasi}
        """,
        Kind.GOODBYE: """
            {|ja }{näkemiin|kuulemiin|nähdään|palataan} / {|ja }{mukavaa|kivaa} {päivää|iltaa} /
            {|ja }{|oikein }{hyvää|mukavaa|kivaa|ihanaa} {päivänjatkoa|päivän jatkoa|illanjatkoa|illan jatkoa|jatkoa} /
            {|ja }{|oikein }{hyvää|mukavaa|kivaa|ihanaa} {viikonloppua|loppupäivää|loppuviikkoa|yötä|kesää} /
            {|kiitos }samoin{| sinulle| sulle| teille} / {|ystävällisin |parhain }terveisin
        """,
        Kind.FILLER: """
            {hyvä|hieno|kiva|selvä}{| juttu| homma} / {hienoa|loistavaa|mahtavaa|täydellistä|mainiota|erinomaista} /
            ymmärrän / {tosi|todella|oikein} {hyvä|hienoa|kiva|ystävällistä} / {ei|eipä} muuta / ei kiitos /
            {tässä|siinä} {|oli }kaikki / se oli siinä / {|ja }{hei hei|heihei|heippa|moikka|moi moi}
        """,
    },
    "de": {
        Kind.THANKS: """
            danke{| danke|schön| schön| sehr| dir| ihnen| euch} / ich danke {dir|ihnen|euch} /
            vielen {lieben|herzlichen} dank / nein danke das {war|ist|wäre} {alles|es} / nein danke das {wars|wärs} /
            {ich bin |bin |wir sind }{|sehr }dankbar / {vielen|herzlichen|besten|lieben|tausend|1000} dank
        """,
        Kind.TAIL: """
            vielmals / nochmal{|s} / noch einmal / dafür / auch / ganz herzlich / für alles /
            für {die|deine|ihre|eure} {|tolle |schnelle |gute |nette }{hilfe|unterstützung|antwort|beratung} /
            für {die|deine|ihre|eure} {auskunft|info|infos|information|informationen|mühe|geduld|rückmeldung|zeit} /
            für {den|deinen|ihren} {|tollen |guten |netten }{service|support|einsatz}
        """,
        Kind.GOODBYE: """
            tschüss{|i} / tschüs / tschau / {|auf }wiedersehen / bis {bald|dann|zum nächsten mal} / gute nacht /
            alles gute /
            {|noch |ihnen |dir |ihnen noch |dir noch }{|einen }schönen {tag|abend|nachmittag|sonntag}{| noch} /
            ich wünsche {ihnen|dir|euch} {|noch }einen schönen {tag|abend|nachmittag} /
            {|danke }{gleichfalls|ebenfalls} / {|noch }{|ein }schönes wochenende{| noch} /
            {ihnen|dir|euch} {|ebenfalls }auch / {mach's|machen sie's} gut / {liebe|viele|beste|schöne} grüße /
            {|mit }freundlichen grüßen / lg / vg / mfg /
            {gruß|grüße|viele grüße|lieben gruß|schönen gruß|besten gruß} / frohe {ostern|weihnachten}
        """,
        Kind.FILLER: """
            {perfekt|toll|prima|klasse|spitze|gut|sehr gut|alles klar|bestens|verstanden|wunderbar|und|ausgezeichnet} /
            {großartig|hervorragend|dann|na dann|also|achso|ach so|servus|nichts weiter} / nein danke /
            von meinem iphone gesendet /
            {sehr|das ist|das war}{| sehr} {nett|lieb|toll|freundlich|hilfreich|super}{| von ihnen| von dir} /
            {|nein }das {wars|war es|war alles|ist alles|wäre alles|wärs}{| schon| dann}{| für heute| erstmal} /
            {|nein }keine {|weiteren }fragen{| mehr} / {|jetzt |nun |es |es hat |hat }{|alles }geklappt /
            {|es |das |jetzt }{funktioniert|klappt|geht} {jetzt|nun} / {super|toller|guter|klasse} {service|support} /
            {sie haben|du hast|das hat} mir sehr geholfen
        """,
    },
    "nl": {
        Kind.THANKS: """
            bedankt / {heel erg|super|ontzettend|hartelijk|hartstikke|nogmaals} bedankt / dank{| }{je|u}{|wel| wel} /
            {veel|hartelijk|heel veel} dank / nee {bedankt|dank je|dank u} {dat|dit} {was|is} {het|alles} /
            ik waardeer {het|je hulp|uw hulp}
        """,
        Kind.TAIL: """
            nogmaals / hoor / weer / allemaal /
            voor het {snelle|goede|duidelijke} {antwoord|advies} /
            voor {alles|het meedenken|het helpen|het geduld|het antwoord|het advies} /
            voor {de|je|jouw|jullie|uw} {|snelle |goede }{hulp|reactie|service|uitleg|informatie|info|moeite|tijd} /
            voor {je|jullie|uw} {|snelle }{antwoord|geduld|advies|ondersteuning}
        """,
        Kind.GOODBYE: """
            doei{|doei| doei} / doeg / tot {ziens|later|snel|de volgende keer} / {jij|u|jullie} ook / insgelijks /
            {|nog }{|een }{|hele }{fijne|prettige|mooie} {dag|avond|middag|week|vakantie}{| nog| verder} /
            welterusten / {|een }{|heel }{fijn|prettig|goed} weekend{| nog} / {|van }hetzelfde /
            {groet|groeten|groetjes} / {|met }{vriendelijke|hartelijke} {groet|groeten} / mvg
        """,
        Kind.FILLER: """
            {prima|geweldig|fijn|mooi|duidelijk|helder|begrepen|goed|lief|dag|nou|dan|en} / {fijn|goed} om te weten /
            {heel|helemaal|wat} {goed|fijn|mooi|duidelijk|aardig|lief} / dan weet ik genoeg /
            nee {bedankt|dank je|dank u|dankjewel} / {het|dat} {werkt|is gelukt}{| nu} /
            {|nee |nee hoor }{dat|dit} {was|is} {het|alles}{| voor nu| voor vandaag} /
            {|nee }{verder niets|niets meer} / {|nee }geen {|verdere }vragen{| meer} /
            je bent {geweldig|een topper|de beste}
        """,
    },
    "fr": {
        Kind.THANKS: """
            merci / {mille|grand|un grand} merci / mille mercis / je {vous|te} remercie /
            non merci c'{est|était} tout / {|très }reconnaissant{|e} / j'apprécie votre aide
        """,
        Kind.TAIL: """
            beaucoup / infiniment / encore{| une fois} / mille fois / vraiment / bcp / à {vous|toi|tous} /
            pour {votre|ton} {|précieuse |grande }{aide|assistance|réponse|réactivité|patience|gentillesse|efficacité} /
            pour {votre|ton} {temps|accueil|disponibilité|compréhension|réponse rapide|aide précieuse} /
            pour {vos|tes|les|ces} {réponses|informations|infos|explications|conseils|précisions} /
            pour {votre|ta} {rapidité|réponse|patience} / de {votre|ton} {aide|assistance|réponse|retour|patience} /
            de {m'avoir aidé|m'avoir aidée|m'avoir répondu|m'aider} /
            pour {tout|cela|ça|la réponse|la précision|la rapidité|l'aide|l'info|l'information|l'explication|le retour}
        """,
        Kind.GOODBYE: """
            au revoir / à {bientôt|très bientôt|plus|plus tard|la prochaine} / adieu / bisous / prenez soin de vous /
            {|et |passez une |je vous souhaite une }{|très }{bonne|belle|excellente} {journée|soirée|nuit|semaine} /
            {|et |passez une }bonne
                {continuation|fin de journée|fin de soirée|fin de semaine} /
            {|et }bonne journée {à vous|à vous aussi|également} /
            {|et }{|passez un }{|très }{bon|bel} {week-end|weekend|après-midi} /
            {|à }{vous|toi} {aussi|également|de même} / de même / pareillement / {|bien }cordialement / bien à vous /
            salutations
        """,
        Kind.FILLER: """
            {d'accord|parfait|génial|excellent|formidable|très bien|noté|compris|entendu|nickel|et|bon|salut} /
            ça marche / non merci /
            c'est {|très |vraiment }{parfait|super|noté|compris|gentil|clair|génial|aimable} /
            très {gentil|aimable|clair} /
            {|non }{c'est|c'était|ce sera|ça sera} tout{| pour moi| pour le moment| pour aujourd'hui} /
            {|non }rien d'autre / {|non }{pas|plus} {d'autre question|d'autres questions|de question|de questions} /
            vous êtes {|très |vraiment }{super|gentil|gentille|aimable|génial}
        """,
    },
    "es": {
        Kind.THANKS: """
            gracias / {|muy }{muchas|muchísimas|mil} gracias / {|te |se |os }lo agradezco{| mucho} / se agradece /
            no {|muchas }gracias {eso|esto|} {es|era|sería} todo / no {|muchas }gracias nada más /
            {te|le|les|os} agradezco {tu|su|la} ayuda / muy agradecid{o|a}
        """,
        Kind.TAIL: """
            de nuevo / nuevamente / otra vez / una vez más / a {ti|usted|ustedes|todos} / de verdad / por todo /
            por {|toda }{tu|su|la|vuestra} {|gran |rápida }{ayuda|atención|respuesta|información|asistencia} /
            por {tu|su|la|vuestra} {paciencia|rapidez|amabilidad|colaboración|gestión|aclaración|comprensión} /
            por {ayudarme|responder|contestar|avisar|atenderme|aclararlo|tu tiempo|su tiempo|tu apoyo|su apoyo}
        """,
        Kind.GOODBYE: """
            adiós / hasta {luego|pronto|la próxima|mañana|otra} / chao / chau / nos vemos / {|y }igualmente /
            que {tengas|tenga|tengan} {|un }{|muy }{buen|lindo|feliz|excelente} {día|fin de semana} /
            que {tengas|tenga|tengan} {|una }{|muy }{buena|linda|feliz|excelente} {tarde|noche|semana} /
            que {te|le|os|les} vaya {|muy }bien / {|un }{saludo|saludos|abrazo} / {a ti|a usted} también / cuídate /
            cuídese / {|muy }{buen|feliz|lindo} fin de semana / {feliz|lindo|bonito} día /
            {feliz|linda|bonita} {tarde|noche|semana}
        """,
        Kind.FILLER: """
            {vale|perfecto|genial|excelente|bien|estupendo|fantástico|entendido|listo|de acuerdo|bueno|pues|y} /
            buenísimo / no gracias /
            {qué|muy} {bien|bueno|amable|útil|claro} / buen día / buenas noches / todo {claro|perfecto} /
            {|no }{eso|esto} {es|era|sería|fue} todo{| por ahora| por hoy} / {|no }{es|era|sería} todo /
            {|no }nada más{| por ahora| por hoy} / {|no }{|tengo }más {preguntas|dudas} / ha{|s} sido muy {amable|útil}
        """,
    },
    **FURTHER,
}
