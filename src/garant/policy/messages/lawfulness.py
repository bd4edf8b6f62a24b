"""What is said of activities: their bases, their periods, and the names that they use."""

from garant.policy.messages.message import Message

LAWFULNESS = {
    "condition-unneeded": Message(
        fr=(
            "l'activité `{name}` a une condition de l'art. 9.2 et aucune catégorie particulière",
            "marquez la catégorie par `special:`, ou retirez la condition",
        ),
        en=(
            "activity `{name}` has a condition of Art. 9(2) and no special category",
            "mark the category with `special:`, or take the condition away",
        ),
    ),
    "consent-beside-another-basis": Message(
        fr=(
            "l'activité `{name}` demande un consentement explicite (art. 9.2.a), et sa base légale est autre",
            "donnez-lui la base `consent`, et au retrait un événement d'où compter ; ou nommez la vraie condition",
        ),
        en=(
            "activity `{name}` needs explicit consent by Art. 9(2)(a), and its basis is another",
            "make the basis `consent`, with an event of withdrawal to count from; or name the condition that holds",
        ),
    ),
    "forbidden-but-used": Message(
        fr=(
            "`{category}` est interdite, et l'activité `{name}` porte pourtant dessus",
            "une catégorie interdite est effacée dès qu'elle est vue : retirez-la de l'un des deux endroits",
        ),
        en=(
            "`{category}` is forbidden and yet covered by activity `{name}`",
            "a forbidden category is due on sight: take it from one of the two",
        ),
    ),
    "logs-over-a-year": Message(
        fr=(
            "`{category}` est gardée {period}, et la CNIL conseille de six mois à un an pour des journaux",
            "raccourcissez, ou ayez par écrit la raison d'en garder plus (CNIL, délibération 2021-122)",
        ),
        en=(
            "`{category}` is kept for {period}, and the CNIL advises six months to a year for logs",
            "shorten it, or have the reason for more in writing (CNIL, délibération 2021-122)",
        ),
    ),
    "no-assessment": Message(
        fr=(
            "l'intérêt légitime de `{name}` n'a jamais été mis en balance ; rien n'est effacé en son nom d'ici là",
            "ajoutez `assessment: {{document: …, on: …}}`, la mise en balance de l'art. 6.1.f",
        ),
        en=(
            "the legitimate interest of `{name}` was never weighed; nothing is erased for it until it is",
            "add `assessment: {{document: …, on: …}}`, the balancing test of Art. 6(1)(f)",
        ),
    ),
    "no-condition": Message(
        fr=(
            "l'activité `{name}` porte sur `{category}`, une catégorie particulière, sans condition de l'art. 9.2",
            "{mend}",
        ),
        en=("activity `{name}` covers `{category}`, a special category, without a condition of Art. 9(2)", "{mend}"),
    ),
    "no-interest-told": Message(
        fr=(
            "l'intérêt légitime de `{name}` n'est pas énoncé",
            "ajoutez `interest: {{fr: …}}` ; l'art. 13.1.d veut qu'il soit dit",
        ),
        en=(
            "the legitimate interest of `{name}` is not put into words",
            "add `interest: {{fr: …}}`; Art. 13(1)(d) wants it told",
        ),
    ),
    "no-legal-basis": Message(
        fr=(
            "l'activité `{name}` n'a pas de base légale",
            "donnez à `basis:` l'une des six de l'art. 6.1 ; l'art. 13.1.c veut qu'elle soit dite",
        ),
        en=(
            "activity `{name}` has no legal basis",
            "give `basis:` one of the six of Art. 6(1); Art. 13(1)(c) wants it told",
        ),
    ),
    "no-period": Message(
        fr=(
            "l'activité `{name}` ne dit pas combien de temps les données sont gardées",
            "ajoutez `retention: [{{keep: P…, from: …}}]` ; l'art. 13.2.a veut que la durée soit dite",
        ),
        en=(
            "activity `{name}` does not say how long data are kept",
            "add `retention: [{{keep: P…, from: …}}]`; Art. 13(2)(a) wants the period told",
        ),
    ),
    "no-period/to-decide": Message(
        fr=(
            "une durée de l'activité `{name}` reste à décider ; rien n'est effacé ni gardé par elle",
            "écrivez une durée, comme `P3Y` ; l'art. 13.2.a veut qu'elle soit dite",
        ),
        en=(
            "a period of activity `{name}` is still to be decided; nothing is erased or kept by it",
            "write a period such as `P3Y`; Art. 13(2)(a) wants it told",
        ),
    ),
    "no-start": Message(
        fr=(
            "une durée de l'activité `{name}` ne commence par rien",
            "ajoutez `from:` avec l'événement qui la fait courir",
        ),
        en=("a period of activity `{name}` begins with nothing", "add `from:` with the event that starts it"),
    ),
    "offences-without-law": Message(
        fr=(
            "l'activité `{name}` porte sur des infractions et ne nomme aucun texte qui le permette",
            "citez le texte dans `because:` ; l'art. 10 exige une autorité publique ou une loi",
        ),
        en=(
            "activity `{name}` covers offences and names no law that allows it",
            "say the text in `because:`; Art. 10 wants an authority or a law",
        ),
    ),
    "or-else-the-same": Message(
        fr=(
            "`or else` répète `{event}`, que `from` compte déjà",
            "`or else` ne sert que si rien de `from` n'est jamais arrivé : nommez un autre événement",
        ),
        en=(
            "`or else` repeats `{event}`, which `from` already counts",
            "`or else` is asked only when none of `from` ever happened: name another event",
        ),
    ),
    "period-not-in-the-text": Message(
        fr=(
            "le texte publié ne dit rien d'une durée de l'activité `{name}`",
            "publiez la durée (art. 13.2.a), puis retirez `not in the text`",
        ),
        en=(
            "the published text says nothing of a period of activity `{name}`",
            "publish the period (Art. 13(2)(a)), then take `not in the text` away",
        ),
    ),
    "public-body-interest": Message(
        fr=(
            "un organisme public invoque un intérêt légitime pour `{name}`",
            "il ne le peut pas dans ses missions (art. 6.1, dernier alinéa) : prenez `public task`, si c'en est une",
        ),
        en=(
            "a public body claims a legitimate interest for `{name}`",
            "in its tasks it may not (Art. 6(1), last sentence): take `public task`, if it is one of them",
        ),
    ),
    "purpose-not-published": Message(
        fr=(
            "l'activité `{name}` ne sert aucune des finalités que le texte publie",
            "dites `part of:` avec l'une des `purposes`, et publiez la finalité si elle manque",
        ),
        en=(
            "activity `{name}` serves none of the purposes that the text publishes",
            "say `part of:` with one of `purposes`, and publish the purpose if it is missing",
        ),
    ),
    "unknown-dpv": Message(
        fr=("`{written}` n'est pas dans la liste retenue du DPV {version}", "{mend}"),
        en=("`{written}` is not in the pinned list of DPV {version}", "{mend}"),
    ),
    "unknown-name": Message(
        fr=("`{name}` n'est pas déclaré comme {what}", "{mend}"),
        en=("`{name}` is not a declared {what}", "{mend}"),
    ),
    "unknown-time-zone": Message(
        fr=("aucun fuseau horaire ne porte ce nom", "{mend}"),
        en=("no time zone has this name", "{mend}"),
    ),
    "unused-category": Message(
        fr=(
            "la catégorie `{name}` n'est dans aucune activité",
            "ajoutez-la aux `categories` d'une activité, dites `forbidden: true`, ou retirez-la",
        ),
        en=(
            "category `{name}` is in no activity",
            "add it to the `categories` of an activity, say `forbidden: true`, or take it away",
        ),
    ),
    "unused-event": Message(
        fr=("rien n'est compté à partir de l'événement `{name}`", "faites-en partir une durée, ou retirez-le"),
        en=("nothing is counted from event `{name}`", "count a retention rule from it, or take it away"),
    ),
    "very-long": Message(
        fr=(
            "l'activité `{name}` garde des données un demi-siècle ou plus",
            "nommez dans `because:` le texte qui l'exige, ou raccourcissez (art. 5.1.e)",
        ),
        en=(
            "activity `{name}` keeps data for half a century or more",
            "name the text that asks for it in `because:`, or shorten it (Art. 5(1)(e))",
        ),
    ),
    "very-long/because": Message(
        fr=(
            "l'activité `{name}` garde des données un demi-siècle ou plus",
            "revoyez si le texte cité dans `because:` l'exige vraiment (art. 5.1.e)",
        ),
        en=(
            "activity `{name}` keeps data for half a century or more",
            "look again whether the text in `because:` truly asks for it (Art. 5(1)(e))",
        ),
    ),
}
