"""Words that say nothing of what a study is about: those of grammar, and those that most studies use of themselves.

Of four letters or more, without accents, in English, German, Spanish, French, Finnish, Portuguese.
"""

from __future__ import annotations

_ENGLISH = """
    about above across after against along also although among amongst another around based because become been
    before being below between both could does doing during each either else ever every from further have having
    here hers hence however into itself just later less like made many might more most much must near need nearly
    neither never nevertheless none onto other others otherwise over rather same several shall should since some
    such than that their theirs them then there therefore these they this those though through throughout thus
    together toward towards under until upon used using very versus well were what when where whereas whether
    which while whom whose will with within without would your
    abstract aim aims analyses analysis article background conclusion conclusions data effect effects evidence
    exploring findings finding first included including method methods objective objectives outcome outcomes paper
    participant participants controlled pilot protocol purpose qualitative quantitative randomised randomized
    report reported research result results review reviews role sample second significant significantly studies
    study systematic trial trials year years
"""
_OTHERS = """
    aber alle allen aller als auch auf aufgrund beim bereits dabei damit dann dass davon dazu deren dessen diese
    diesem diesen dieser dieses doch durch eine einem einen einer eines etwa fuer haben hatte ihre ihrem ihren
    ihrer immer jedoch kann keine konnen mehr mussen nach nicht noch oder ohne sehr seine sich sind sowie uber
    unter viele vom werden wird wurde wurden zwischen zum zur
    ergebnis ergebnisse methode methoden studie studien untersuchung
    ante antes aunque bajo cada como contra cual cuando desde donde durante ella ellos entre esta estas este estos
    fueron hacia hasta mediante mientras mismo otros para pero porque segun sido siendo sobre sino tambien tanto
    tiene tienen todos tras unos
    analisis estudio estudios metodo metodos objetivo resultado resultados revision
    afin ainsi alors apres aussi autre autres avec avant avoir car cela celle celui cette ceux chez comme dans
    depuis des donc dont elle elles entre etaient etait etes etre leur leurs lors mais meme moins notre nous pour
    plus quand quelle sans selon ses sont sous tous tout toute vers vous
    analyse etude etudes methode methodes objectif resultat resultats
    ehka eivat ella etta haluta heidan hyvin jalkeen joiden joilla joita joka jolla jonka jossa josta jotka jotta
    kanssa koska kuin kuitenkin kuten lisaksi mika mikali mukaan myos nama niiden niita noin olevan olivat olla
    ollut ovat siihen siina sita tama taman tassa tata useita vaan vain valilla
    tutkimuksen tutkimus tulokset menetelmat
    ainda algum alguns apos como cujo dela dele deles desta deste disso eles essa esse estao isso mais mesmo muito
    nossa pela pelo pelos porem quais qual quanto quem seja sejam seus suas tambem todas uma
    estudo estudos metodologia objetivos
"""
STOP_WORDS = frozenset(f"{_ENGLISH} {_OTHERS}".split())
