# Personnes

people-list = Tout le monde
people-person = Personne
people-waiting = En attente d’une personne référente
people-new = Arrivées récentes
people-all = De A à Z
people-expected = Pas encore là
people-gone = Ne sont plus ici
decided-title = Ce qui a été décidé sur les membres
decided-text = Tout le monde ici peut le lire. Le plus récent d’abord ; les heures sont celles de l’appareil de chacun.
decided-older = Voir les plus anciennes
decided-newer = Quelque chose qu’un Kith plus récent sait lire
decided-founded = { $by } a créé ce lieu
decided-let-in = { $by } a fait entrer { $person }
decided-let-in-again = { $by } a fait revenir { $person }
decided-left = { $by } a quitté ce lieu
decided-role = { $role ->
    [organiser] { $person } est désormais personne organisatrice, par { $by }
    [steward] { $person } est désormais personne référente, par { $by }
    [guest] { $person } est désormais personne invitée, par { $by }
   *[member] { $person } est désormais membre, par { $by }
}
decided-role-asked = { $by } demande que { $person } n’organise plus ; il faut être deux
decided-raise-asked = { $by } demande que { $person } organise aussi ; il faut être deux
decided-removed = { $by } a retiré { $person }
decided-remove-asked = { $by } demande de retirer { $person } ; il faut deux personnes organisatrices
decided-restored = { $by } a dit oui à { $person }
decided-members-invite = { $by } a décidé que les membres peuvent inviter
decided-stewards-invite = { $by } réserve les invitations aux personnes référentes et organisatrices
decided-stands-in = { $by } s’occupe de ce lieu tant que personne ne peut l’organiser
decided-stand-in-ended = { $by } s’occupe de nouveau de ce lieu, et l’intérim est fini
decided-agreed = { $by } a approuvé, en second, ce qui concerne { $person }
people-more = Plus de personnes
people-order = Dans l’ordre de l’alphabet. Il n’y a pas de classement ici.
people-choose-title = Choisis quelqu’un
people-choose = Sa fiche s’affiche ici.
name-whole = { $name }, abrégé ici
name-mark = D’autres ici ont un nom qui se ressemble. Ces chiffres ne sont qu’à cette personne.
standing-waiting = attend une personne référente
standing-expected = invitation acceptée, pas encore là
standing-removed = retrait décidé
standing-left = a quitté la communauté
person-names = Aussi { $names }, d’après un autre de ses appareils. À cette personne de choisir.
person-rename = Changer mon nom
person-removed = Retrait décidé par { $name }
person-removed-silent = Aucune raison n’est donnée.
person-came = Son arrivée
person-let-in = Entrée ouverte par { $name }
person-founded = A fondé ce lieu
person-heard = Nouvelles
person-reach = Tes mots
person-has-all = Cette personne a tout ce que tu as écrit.
person-silent = Aucun message de toi n’est ici.
person-lacks = { $count ->
    [one] Il lui manque encore un de tes messages.
   *[other] Il lui manque encore { $count } de tes messages.
}
person-devices = Appareils
person-topics = Où sont ses derniers mots
person-deeds = Prendre soin
person-deeds-text = Tout le monde peut voir qui a fait quoi.
person-make = Donner le rôle de { role-one }
person-restore = Faire entrer
person-bring-back = Faire revenir
person-remove = Retirer
person-now-in = { $name } fait partie de la communauté.
person-now-removed = { $name } ne fait plus partie de la communauté, ici. Chaque autre appareil suit dès qu’il l’apprend.
person-now-asked = Tu l’as demandé. Il faut une deuxième personne organisatrice : elle le trouve sur Aujourd’hui.
person-asked = { $name } demande de retirer cette personne, ou son rôle
person-asked-raise = { $name } demande que cette personne organise aussi
person-asked-text = Il faut une deuxième personne organisatrice et le veut aussi.
person-now-role = { $name } a maintenant le rôle de { role-one }.
remove-title = Retirer { $name } ?
remove-text = Les appareils qui l’ont appris ne lui donnent plus rien de nouveau. Ce que cette personne a écrit avant reste. Une personne référente peut la faire revenir. Qui a une invitation ouverte peut revenir par elle : mets-y fin dans « Portée ».
remove-why = Pourquoi ?
remove-why-hint = Cette personne la lit aussi, comme tout le monde ici.
remove-next = Suite
remove-back = Changer la raison
remove-reads = { $name } et tout le monde ici liront :
role-title = Donner à { $name } le rôle de { role-one } ?
role-means = { $role ->
    [steward] Une personne référente prend soin des autres : elle fait entrer les nouvelles personnes qui attendent, et peut retirer quelqu’un.
    [organiser] Une personne organisatrice peut faire tout ce que fait une personne référente, et décide qui prend soin de ce lieu.
   *[member] Un membre lit, écrit, et fait entrer d’autres personnes.
}
