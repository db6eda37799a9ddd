# Annonces

announcements-title = Annonces
announcements-all = Toutes les annonces
announcements-none = Rien n’a été annoncé
announcements-none-text = Quand une personne qui prend soin de la communauté annonce quelque chose, cela se trouve ici et dans Aujourd’hui.
announcements-none-may = Ce que tu annonces reste dans l’Aujourd’hui de chacun jusqu’à ce qu’il dise l’avoir lu.
announcements-older = Montrer les plus anciennes
announcement-new = Annoncer quelque chose
announcement-new-text = Cela reste dans l’Aujourd’hui de chacun jusqu’à ce qu’il dise l’avoir lu. Tu vois qui l’a lu, et qui cela n’a pas atteint, pour autant qu’on le sache.
announcement-what = Ce que tu annonces
announcement-what-hint = Une ligne qui dit tout
announcement-more = Le reste, s’il y en a
announcement-send = L’annoncer
announcement-by = { $name } annonce
announcement-unread = Pas encore lue
announcement-read = Tu l’as lue
announcement-acknowledge = J’ai lu ceci
announcement-untitled = Ses mots ne sont pas encore ici
announcement-take-back = La reprendre
announcement-take-back-ask = Elle ne sera plus montrée à personne, dès que chaque appareil l’apprend. Qui l’a lue l’a lue.
announcement-taken-back = Elle est reprise.
announcement-who = Qui l’a lue
announcement-who-text = D’après ce que les gens ont dit et ce que leurs appareils ont signé. Une personne dont on ne sait rien l’a peut-être déjà.
announcement-who-none = Personne d’autre n’est encore venu.
announcement-unknown = { $count ->
    [one] D’une personne, on ne sait encore rien
   *[other] De { $count } personnes, on ne sait encore rien
}
announcement-has = { $count ->
    [one] Une personne l’a
   *[other] { $count } personnes l’ont
}
announcement-have-read = { $count ->
    [one] Une personne l’a lue
   *[other] { $count } personnes l’ont lue
}
announcement-count-read = { $count ->
    [0] Pas encore lue
   *[other] Lue par { $count }
}
announcement-count-has = { $count ->
    [one] une personne de plus l’a
   *[other] { $count } de plus l’ont
}
announcement-count-unknown = { $count } sans nouvelles
announcement-lacks = Une partie de ses mots n’est pas encore ici. Tu pourras dire l’avoir lue quand ils y seront.
announcement-may-not = Seules les personnes qui prennent soin de la communauté annoncent quelque chose.
trouble-announcement-not-here = Cette annonce n’est pas ici. Elle a été reprise, ou n’est pas encore arrivée. Rien n’a été changé.
    .terminal = La liste : kith announcements
trouble-announcement-of-another = Une autre personne a annoncé ceci. Elle seule peut le reprendre. Rien n’a été changé.
