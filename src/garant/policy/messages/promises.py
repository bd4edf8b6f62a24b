"""What is said of the rest of the published text: parties, rights, cookies, prospecting, versions."""

from garant.policy.messages.message import Message

PROMISES = {
    "announced-too-late": Message(
        fr=(
            "la version `{name}` était en vigueur avant d'être annoncée",
            "on prévient avant (art. 13.3) : regardez les deux jours",
        ),
        en=(
            "version `{name}` was in force before it was announced",
            "people are told before (Art. 13(3)): look at the two days",
        ),
    ),
    "answered-too-late": Message(
        fr=(
            "le texte promet une réponse plus tard que la loi ne le permet",
            "un mois après la réception (art. 12.3) : `P1M` ou moins",
        ),
        en=(
            "the text promises an answer later than the law allows",
            "one month from receipt (Art. 12(3)): `P1M` or less",
        ),
    ),
    "audience-not-exempt": Message(
        fr=(
            "cet outil n'est pas de ceux que la CNIL dispense de consentement",
            "retirez `exempt` et demandez le consentement, ou mesurez avec un outil exempté",
        ),
        en=(
            "this tool is not one that the CNIL exempts from consent",
            "take `exempt` away and ask for consent, or measure with an exempt tool",
        ),
    ),
    "audience-without-consent": Message(
        fr=(
            "l'audience est mesurée, et aucune finalité de cookies n'en demande le consentement",
            "déclarez-en la finalité sous `cookies: purposes:`, ou dites `exempt: true` si l'outil tourne ainsi",
        ),
        en=(
            "the audience is measured, and no purpose of cookies asks for consent to it",
            "declare a purpose for it under `cookies: purposes:`, or say `exempt: true` if it runs so",
        ),
    ),
    "bloctel-ended": Message(
        fr=(
            "la liste d'opposition téléphonique nommée ici n'existe plus",
            "depuis le 11 août 2026, un appel exige un accord préalable (loi 2025-594, art. 13)",
        ),
        en=(
            "the telephone opposition list named here has ended",
            "since 11 August 2026 a call needs prior consent (loi 2025-594, art. 13)",
        ),
    ),
    "calls-without-consent": Message(
        fr=(
            "des personnes sont démarchées par téléphone sans y avoir d'abord consenti",
            "depuis le 11 août 2026, il faut un accord préalable (code de la consommation, L.223-1) : `consent from:`",
        ),
        en=(
            "people are called to prospect them who did not agree to it before",
            "since 11 August 2026 a call needs prior consent (code de la consommation, L.223-1): `consent from:`",
        ),
    ),
    "choice-too-long": Message(
        fr=(
            "un choix sur les cookies est retenu plus de treize mois",
            "redemandez après six mois, `P6M`, et au plus tard après treize",
        ),
        en=(
            "a choice about cookies is remembered for more than thirteen months",
            "ask again after six months, `P6M`, and at the latest after thirteen",
        ),
    ),
    "contacts-differ": Message(
        fr=(
            "les droits s'exercent à une adresse qui n'est ni celle de l'organisme ni celle de son délégué",
            "donnez une seule adresse, ou dites à qui est celle-ci (art. 13.1.a et b)",
        ),
        en=(
            "rights are asked for at an address that is neither the organisation's nor its officer's",
            "give one address, or say whose this one is (Art. 13(1)(a) and (b))",
        ),
    ),
    "cookie-too-long": Message(
        fr=(
            "le cookie `{name}` vit plus de treize mois",
            "`P13M` ou moins (CNIL, délibération 2020-091 et lignes directrices)",
        ),
        en=(
            "cookie `{name}` lives for more than thirteen months",
            "`P13M` or less (CNIL, délibération 2020-091 and guidelines)",
        ),
    ),
    "dpo-unreachable": Message(
        fr=(
            "le délégué à la protection des données n'a pas de coordonnées",
            "ajoutez une adresse postale, électronique ou un numéro de téléphone (art. 13.1.b)",
        ),
        en=(
            "the data protection officer has no contact",
            "add an address, an e-mail or a telephone number (Art. 13(1)(b))",
        ),
    ),
    "erasure-narrowed": Message(
        fr=(
            "l'effacement n'est offert que pour des données fausses ou illicites",
            "l'art. 17.1 donne six motifs : offrez-les tous",
        ),
        en=(
            "erasure is offered only for data that are wrong or unlawful",
            "Art. 17(1) gives six grounds; offer them all",
        ),
    ),
    "identity-of-everyone": Message(
        fr=(
            "chacun doit prouver qui il est",
            "ne le demandez qu'en cas de doute raisonnable (art. 12.6) : `identity: in doubt`",
        ),
        en=(
            "everyone has to prove who they are",
            "ask only where there is a reasonable doubt (Art. 12(6)): `identity: in doubt`",
        ),
    ),
    "measure-unproved": Message(
        fr=(
            "la mesure `{name}` n'a pas de {lacking}",
            "dites qui en répond, ce qui la montre, et quand on la revoit (art. 5.2 et 32)",
        ),
        en=(
            "measure `{name}` has no {lacking}",
            "say who answers for it, what shows it, and when it is looked at again (Art. 5(2), 32)",
        ),
    ),
    "words-missing": Message(
        fr=(
            "{count} de ce que la politique nomme n'ont pas de mots en {language} : {names}",
            "ajoutez `{code}:` à chacun, ou retirez `{code}` de `languages`",
        ),
        en=(
            "{count} of the things that the policy names have no words in {language}: {names}",
            "add `{code}:` to each, or take `{code}` out of `languages`",
        ),
    ),
    "messages-without-consent": Message(
        fr=(
            "des messages de prospection partent à des personnes à qui rien n'a été demandé",
            "ajoutez `consent from:`, `similar services to:` pour des clients, ou `professionals: true` (CPCE, L.34-5)",
        ),
        en=(
            "messages are sent to prospect people who were not asked",
            "add `consent from:`, or `similar services to:` for clients, or `professionals: true` (CPCE L.34-5)",
        ),
    ),
    "no-complaint": Message(
        fr=(
            "rien ne dit que l'on peut se plaindre auprès de l'autorité",
            "dites-le, avec le nom de l'autorité (art. 13.2.d et 77)",
        ),
        en=(
            "nothing says that one may complain to the authority",
            "say so, with the authority's name (Art. 13(2)(d), 77)",
        ),
    ),
    "no-contract": Message(
        fr=(
            "le sous-traitant `{name}` n'a pas de contrat",
            "ajoutez `contract: {{signed: …, review: P1Y}}` (art. 28.3)",
        ),
        en=("processor `{name}` has no contract", "add `contract: {{signed: …, review: P1Y}}` (Art. 28(3))"),
    ),
    "no-cookies-but-some": Message(
        fr=("le texte n'annonce aucun cookie, et il en est déclaré", "retirez `none`, ou les cookies"),
        en=("the text announces no cookie, and some are declared", "take `none` away, or the cookies"),
    ),
    "no-country": Message(
        fr=(
            "rien ne dit dans quel pays est le sous-traitant `{name}`",
            "ajoutez `country:` avec ses deux lettres, comme `FR` (art. 13.1.f et 30.1.e)",
        ),
        en=(
            "nothing says in which country processor `{name}` is",
            "add `country:` with its two letters, e.g. `FR` (Art. 13(1)(f), 30(1)(e))",
        ),
    ),
    "no-dpo": Message(
        fr=(
            "rien ne dit s'il y a un délégué à la protection des données",
            "ajoutez `dpo:` avec ses coordonnées (art. 13.1.b), ou `no dpo:` et pourquoi il n'en faut pas (art. 37.1)",
        ),
        en=(
            "nothing says whether there is a data protection officer",
            "add `dpo:` with a contact (Art. 13(1)(b)), or `no dpo:` with why none is needed (Art. 37(1))",
        ),
    ),
    "no-opposition": Message(
        fr=(
            "rien ne dit comment s'opposer à la prospection",
            "ajoutez `opposition by:`, et offrez-le dans chaque message (art. 21.2 ; CPCE, L.34-5)",
        ),
        en=(
            "nothing says how to object to prospecting",
            "add `opposition by:`, and offer it in every message (Art. 21(2); CPCE L.34-5)",
        ),
    ),
    "no-safeguard": Message(
        fr=(
            "des données partent à `{name}`, hors de l'Espace économique européen, et rien ne dit ce qui le permet",
            "ajoutez `transfer: {{safeguard: …}}` (art. 44 à 49), comme `adequacy decision`",
        ),
        en=(
            "data go to `{name}` outside the European Economic Area, and nothing says why they may",
            "add `transfer: {{safeguard: …}}` (Art. 44 to 49), e.g. `adequacy decision`",
        ),
    ),
    "nobody-told": Message(
        fr=(
            "la version `{name}` a beaucoup changé, et rien ne dit comment les personnes l'ont su",
            "ajoutez `told by:`, comme `[e-mail, banner]` (art. 13.3)",
        ),
        en=(
            "version `{name}` changed much, and nothing says how people were told",
            "add `told by:`, e.g. `[e-mail, banner]` (Art. 13(3))",
        ),
    ),
    "not-a-host": Message(
        fr=("le site `{name}` donne plus, ou moins, qu'un nom d'hôte", "écrivez l'hôte seul, comme `www.exemple.fr`"),
        en=("site `{name}` gives more, or less, than a host name", "write the host alone, as `www.example.org`"),
    ),
    "not-a-host/hyphen": Message(
        fr=("le nom d'hôte de `{name}` contient un tiret qu'aucun nom d'hôte ne porte", "écrivez `{mended}`"),
        en=("the host name of `{name}` contains a hyphen that no host name has", "write `{mended}`"),
    ),
    "objection-needs-grounds": Message(
        fr=(
            "il faut justifier son opposition",
            "au responsable de montrer des motifs impérieux (art. 21.1) ; contre la prospection, aucun (21.2)",
        ),
        en=(
            "a person has to justify an objection",
            "the controller shows compelling grounds, not the person (Art. 21(1)); prospecting needs none (21(2))",
        ),
    ),
    "outside-location": Message(
        fr=("`{name}` est hors du lieu que promet `location: {location}`", "changez la promesse, ou le destinataire"),
        en=(
            "`{name}` is outside the place that `location: {location}` promises",
            "change the promise, or the recipient",
        ),
    ),
    "post-mortem-missing": Message(
        fr=(
            "rien n'est dit des directives sur le sort des données après la mort",
            "ajoutez `directives after death` (loi 78-17, art. 85)",
        ),
        en=(
            "nothing is said about directives on one's data after death",
            "add `directives after death` (loi 78-17, art. 85)",
        ),
    ),
    "public-body-without-dpo": Message(
        fr=(
            "un organisme public n'a pas de délégué à la protection des données",
            "ajoutez `dpo:` ; un organisme public en désigne un (art. 37.1.a)",
        ),
        en=("a public body has no data protection officer", "add `dpo:`; a public body designates one (Art. 37(1)(a))"),
    ),
    "refused-in-the-browser": Message(
        fr=(
            "pour refuser les cookies, on est renvoyé à son navigateur",
            "refuser doit être aussi simple qu'accepter, au même endroit (art. 7.3 ; CNIL, délibération 2020-091)",
        ),
        en=(
            "people are sent to their browser to refuse cookies",
            "refusing is as easy as accepting, in the same place (Art. 7(3); CNIL, délibération 2020-091)",
        ),
    ),
    "right-missing": Message(
        fr=("le droit {right} n'est pas offert", "ajoutez `{key}` ({article}) ; l'art. 13.2 veut qu'il soit dit"),
        en=("the right of {right} is not offered", "add `{key}` ({article}); Art. 13(2) wants it told"),
    ),
    "rights-charged": Message(
        fr=(
            "exercer un droit coûte quelque chose",
            "les réponses sont gratuites (art. 12.5), sauf demandes excessives",
        ),
        en=(
            "exercising a right costs something",
            "answers are free of charge (Art. 12(5)), but for excessive requests",
        ),
    ),
    "small-cells": Message(
        fr=(
            "les statistiques `{name}` montrent des groupes de moins de cinq personnes",
            "cachez ceux de moins de 11, ou au moins ceux de moins de 5 (considérant 26)",
        ),
        en=(
            "the statistics `{name}` show cells of fewer than five people",
            "hide cells under 11, or at least under 5 (recital 26)",
        ),
    ),
    "social-links-unproved": Message(
        fr=(
            "le texte n'annonce aucun cookie, et renvoie vers des réseaux sociaux",
            "montrez que ce sont de simples liens, qui n'appellent personne avant un clic",
        ),
        en=(
            "the text announces no cookie, and social networks are linked",
            "show that these are plain links that call nobody before a click",
        ),
    ),
    "targeted-but-unlinked": Message(
        fr=(
            "`{name}` cible des personnes, et le texte dit que les cookies n'y sont pas rattachés",
            "ce qui distingue une personne est une donnée personnelle (considérant 30) : dites-le",
        ),
        en=(
            "`{name}` targets people, and the text says that cookies are not joined to people",
            "what singles a person out is personal data (recital 30): say so",
        ),
    ),
    "training-account": Message(
        fr=(
            "il est interdit de prospecter en proposant de payer par le compte personnel de formation",
            "tenez-en toute campagne à l'écart, consentement ou non (code du travail, L.6323-8-1)",
        ),
        en=(
            "prospecting that suggests paying by the training account (CPF) is forbidden",
            "keep every campaign clear of it, consent or not (code du travail, L.6323-8-1)",
        ),
    ),
    "two-names": Message(
        fr=(
            "le texte donne aussi d'autres noms au responsable du traitement",
            "dites, là où un nom paraît d'abord, que c'est le même (art. 13.1.a), ou que c'en est un autre",
        ),
        en=(
            "the text calls the controller by other names too",
            "say where a name first stands that it is the same (Art. 13(1)(a)), or that it is another",
        ),
    ),
}
