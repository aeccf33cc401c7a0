"""S6b: how shoppers say thanks and goodbye in English, in the notation of `phrases.py` and with its caution.

Phrases follow one another, so short ones do: "that's all" and "for now", "for helping me" and "with my order". Left out
although polite is what also accepts or declines: "I'm good", "no problem", "that's fine", "sounds good".
"""

from collections.abc import Mapping

from conversations.thanks.kinds import Kind

ENGLISH: Mapping[Kind, str] = {
    Kind.THANKS: """
        thank{s| you| u|you|u} / {thx|thnx|thanx|tnx|thnks|thankss|ty|tysm|tyvm|cheers} / ta {very |}{much|muchly} /
        {thx|ty} u /
        {thnak|thak|thnk|tank} you / thank yo / {many|much|huge|big} thanks / a {big|huge} thank you /
        {|very |so }much {appreciated|obliged} / {|greatly |really }appreciated /
        {|i |we }{|really |truly |greatly |do |so }appreciate {it|that|this|you} /
        {|i |we }{|really |truly |greatly |do |so }appreciate {your|the|all your|all the}
            {help|assistance|support|service|time|patience|effort|efforts|kindness|understanding} /
        {|i'm |i am |we're |we are }{|so |very |really }{thankful|grateful} /
        {|i }{|really }appreciate you {helping me|helping} /
        appreciate ya /
        no {thanks|thank you} {that's|that is|that'll be|that will be|that was} {all|it|everything} /
        no {thanks|thank you} {|i'm |i am |we're }all {set|good|sorted} / no {thanks|thank you} all {set|good} /
        no {thanks|thank you} for {your|the|all your|all the} {help|assistance|support|time|patience|information} /
        no {thanks|thank you} {|i have |i've |i've got }{nothing else|no more questions|no further questions}
    """,
    Kind.TAIL: """
        {so|very|ever so|so so|so very} much / indeed / heaps / loads / tons / a {|whole }{lot|bunch|ton|million|heap} /
        {|once }again / kindly / sincerely / today / too / as well / tonight / so {quickly|fast|soon} /
        {all|everyone|everybody|guys|folks|team|mate|buddy|pal|friend|my friend|man|bro|sir|madam|ma'am|dear|hun|love} /
        for {your|ur|the|all your|all the|all of your} {|great |kind |quick |prompt |excellent |amazing |wonderful }
            {help|assistance|support|service|customer service|time|patience|effort|efforts|hard work|advice|guidance} /
        for {your|ur|the} {|quick |fast |prompt |swift |kind |speedy |great |detailed }
            {response|reply|answer|answers|resolution|turnaround|confirmation|explanation|clarification|follow up} /
        for {your|the} {information|info|update|updates|details|heads up|reminder|reassurance|link|instructions} /
        for {your|the} {kindness|honesty|cooperation|attention|consideration|flexibility|understanding|courtesy} /
        for {your|the} {tip|tips|suggestion|suggestions|options|recommendation|recommendations|good news|great news} /
        for {your|the} {refund|discount|credit|exchange|replacement|voucher|coupon|gift card|compensation} /
        for
            {everything|that|this|it|it all|all this|all that|all of this|understanding|letting me know|us} /
        for being {|so |very |really }{helpful|kind|patient|understanding|great|nice|awesome|amazing|quick|honest} /
        for
            {confirming|clarifying|explaining|checking|cooperating|handling|arranging|resolving|fixing|processing|updating}
            {|that|this|it|everything|all of this} /
        for {changing|cancelling|canceling|completing|booking|providing|sharing|doing|finding|finalizing|assisting}
            {|that|this|it|everything|all of this} /
        for {taking care of|looking into|working on|sorting out|checking on|following up on} {that|this|it|everything} /
        for {processing|updating|changing|cancelling|canceling|confirming|handling|booking|fixing|checking}
            {the|my}
                {order|orders|return|exchange|refund|booking|cancellation|reservation|flight|address|request|issue} /
        for {making|providing|confirming|sharing} {the|these|those|all the}
            {|necessary }{change|changes|details|information} /
        for {sorting|clearing|working|figuring} {that|this|it|everything} {out|up} / for sorting {that|this|it} /
        for {making|keeping} {this|it|that|everything} {|so |very }{easy|simple|smooth|quick} / in this matter /
        for {helping|assisting|guiding|supporting}{| me| us}{| out| through this} / for getting back to me /
        for taking care of {the|my|both} {|flight }{change|changes|request|return|exchange|refund|order|cancellation} /
        {with|for} {canceling|cancelling|updating|changing|processing|returning|exchanging|booking|modifying}
            {the|my|both}
            {order|orders|flight|flights|reservation|reservations|return|exchange|refund|booking|item|items} /
        with {the|my} {cancellation|return|exchange|change|changes|order|booking} and {|the }{refund|return|exchange} /
        for making {the|these} changes to {the|my} {order|orders|reservation|booking|flight} /
        for making {the|this} {|whole }process {|so |very }{easy|simple|smooth|quick} /
        for your {efficient|excellent|efficient and kind} service /
        and {help|assistance|support|patience|time|understanding|kindness|efforts|quick response|service} /
        with {this|that|it|everything|both|all of this|all of that|all this} /
        with {the|both|my|these|this|that} {|recent |new }
            {change|changes|order|orders|return|returns|exchange|exchanges|refund|refunds|booking|bookings|issue} /
        with {the|my|this} {cancellation|matter|request|flight|flights|reservation|purchase|delivery|account}
    """,
    Kind.GOODBYE: """
        {bye |good |good|}bye / bye now / good{| }night / farewell / take care{| of yourself} / so long / stay safe /
        all the best / until {next time|then} / see {you|ya|u}{| later| soon| around| next time| then} / {cya|laters} /
        {talk|speak} {|to you }{soon|later} / ttyl / {kind|kindest|best|warm|warmest} regards / best wishes /
        {|and }{you|u} {too|as well} / {|and }{|the }same to you / likewise / {|god |and god |may god }bless{| you} /
        enjoy {your|the rest of your} {day|evening|night|weekend|afternoon|week} / regards /
        {|you |hope you |i hope you }have {a|an|yourself a} {|very |really }
            {good|great|nice|lovely|wonderful|fantastic|awesome|amazing|excellent|blessed|pleasant|super|beautiful}
            {day|one|time|evening|night|week|weekend|afternoon|morning|rest of your day|rest of the day|day ahead} /
        {|you }have a {good|great|nice|lovely} day {too|as well} /
        {|and }{|i }{wish|wishing} you {|all }{a good day|a great day|a nice day|a lovely day|a wonderful day|the best}
    """,
    Kind.FILLER: """
        {great|awesome|excellent|wonderful|amazing|fantastic|brilliant|lovely|nice|good|very good|yay|well|and|sweet} /
        {fab|grand|marvellous|marvelous|terrific|splendid|superb|phew|woohoo|hooray|neat|beautiful|gotcha|then} /
        {alright|all right|got it|i see|understood|noted|you're welcome|fair enough} / i understand{| now} /
        {|that's |that is |it's }{good|great|wonderful|awesome} to {know|hear} / what a relief /
        {|i'm |i am |so }{glad|happy|pleased} to hear {it|that|this} / i'm glad that's {sorted|settled|resolved|done} /
        {great|good|nice|excellent|amazing} job / well done / {that|this} takes care of {everything|it|that} /
        {|that |it |this }makes {|perfect |total }sense{| now} /
        {that|it|this} {worked|works now|did the trick|did it} /
        {that's|that is|that was|this is|this was|it was|you've been|you have been|you were|you are|you're}
            {|very |really |so |super |most |extremely |incredibly }
            {helpful|kind|nice|great|perfect|wonderful|patient|awesome|amazing|excellent|fantastic|quick|fast|easy} /
        {|that's |that is }{great|good|wonderful|amazing|fantastic|awesome|excellent} {|customer }{news|help|service} /
        {|very |really |so |super |extremely }helpful / {very|really|so} {kind|nice|sweet}{| of you} /
        {you're|you are|you've been|you have been|you were}
            {the best|a star|a legend|a lifesaver|a life saver|an angel} /
        {you're|you are|you've been|you have been|you were} {a great|a big|a huge|such a|so much} help / you rock /
        {|that |this |it }{|really }{helps|helped}{| a lot| so much| me a lot| a great deal} / of great help /
        {i'm|i am} {|so |very |really }{happy|glad|pleased|satisfied|relieved}{| with that| with this| with it} /
        {|no |nope |nah |i think |i believe |no i think |nope i think |no i believe }
            {that's|that is|that'll be|that will be|that would be|that should be|that was|this is|this will be}
            {all|it|everything|about it} / from {me|my side|my end} / for {now|today|me|the moment} / at the moment /
        {all|everything|just what|exactly what|that's exactly what} i
            {need|needed|wanted}{| to know| to ask| help with| help with today| today} /
        i {need|needed}{| to know| to ask| help with| help with today| today} / all i {have|had} /
        {|no |nope |i think |no i think }{that|this} {|should |will |about |pretty much }{cover|covers}
            {it|everything} /
        {|no |nope }{that'll|that will|that should|this will} do{| it} / right now / at this time /
        {|no |nope |nah |there's |there is |no there's |no there is }nothing {else|more|further}{| today} /
        {|no |nope |i have |i've |i've got |no i have }no {|more |further |additional }questions /
        {|no |nope }i {don't|do not} have {any|any more|any further|any other} questions / no other questions /
        {|no |nope }i {don't|do not} need anything {else|more|further} /
        {|no |nope }{|i'm |i am |we're |we are |i think i'm }all set{| now| then} / all {good|sorted}{| now} /
        no {thanks|thank you} / sent from my {iphone|ipad|android|galaxy|mobile|phone|android phone|samsung galaxy}
    """,
}
