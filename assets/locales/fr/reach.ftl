# Portée

reach-here = Sur cet appareil
reach-alone = personne d’autre ici pour l’instant
reach-silent = rien de toi ici
reach-everyone = arrivé chez toutes les personnes connues
reach-some = arrivé chez { $reached } sur { $known }
reach-alone-sentence = Il n’y a encore personne d’autre ici. Ce que tu écris est gardé sur cet appareil.
reach-silent-sentence = Aucun message de toi n’est ici. Dès qu’il y en aura un, on verra ici qui l’a reçu.
reach-sentence = { $known ->
    [one] { $reached ->
        [0] La seule autre personne ici n’a pas encore tout ce que tu as écrit.
       *[other] La seule autre personne ici a tout ce que tu as écrit.
    }
   *[other] { $reached ->
        [one] { $reached } personne sur { $known } a tout ce que tu as écrit.
       *[other] { $reached } personnes sur { $known } ont tout ce que tu as écrit.
    }
}
who-has-what = Qui a quoi
reach-hero-alone = Gardé ici. Il n’y a encore personne d’autre.
reach-hero-silent = Aucun message de toi n’est ici.
reach-hero-all = Gardé ici, et rien n’est en route.
reach-hero-waiting = { $count ->
    [one] Gardé ici. Un message est encore en route.
   *[other] Gardé ici. { $count } messages sont encore en route.
}
reach-legend = En couleur : un de leurs appareils nous l’a dit. En contour : pas encore de nouvelles, ou pas encore arrivé. Un seul de leurs appareils suffit.
what-is-reach = Qu’est-ce que la portée ?
what-is-reach-text = Kith n’a pas de serveur. Ce que tu écris passe d’appareil en appareil quand ils se croisent. Chaque appareil signe pour ce qu’il a reçu, et cette parole voyage à son tour. Un chiffre, ici, c’est donc ce que les autres ont dit, jamais une supposition : il peut être trop bas, il n’est jamais trop haut.
reach-who-not = { $count ->
    [one] Une personne n’a pas encore tout
   *[other] { $count } personnes n’ont pas encore tout
}
reach-lacks = { $count ->
    [one] Un message l’attend.
   *[other] { $count } messages l’attendent.
}
reach-circle = { $reached ->
    [one] { $reached } personne sur { $known } a tout ce que tu as écrit. Pas encore arrivé chez : { $names }.
   *[other] { $reached } personnes sur { $known } ont tout ce que tu as écrit. Pas encore arrivé chez : { $names }.
}
others = { $count ->
    [one] une autre personne
   *[other] { $count } autres personnes
}
reach-mid = { $reached } sur { $known }
reach-mid-alone = Toi
reach-mid-text = avec tout ce que tu as écrit

mark-here = Sur cet appareil
mark-only-here = Ici seulement
mark-some = Arrivé chez { $reached } sur { $known }
mark-everyone = Arrivé chez toutes les personnes connues

ways-title = Chemins hors de cet appareil
ways-near = En lien maintenant : { $names }.
ways-nobody = Personne n’est en lien maintenant. Cela reprend tout seul dès qu’un appareil s’approche.
way-wifi = Même Wi-Fi
way-wifi-text = Les appareils des tiens se trouvent sur le même réseau. Internet n’est pas utilisé.
way-internet = Internet
way-internet-text = Utilisé quand il y en a. Qui transporte les données voit des adresses, et aucun mot.
way-off-text = Pas utilisé.
way-machine = Cette machine seulement
way-machine-text = Kith a été lancé de façon à ne rien joindre hors de cette machine.
way-open = Ouvert
way-closed = Fermé
network-legend = Ce qui peut servir
network-online = Wi-Fi et internet
network-lan = Wi-Fi seulement
network-off = Rien
network-changing = Changement de chemin…
network-fixed = Kith a été lancé avec ces réseaux. Ils se changent là où on le lance.
data-used = Depuis le lancement de Kith : { $in } reçus, { $out } envoyés.

devices-title = Mes appareils
devices-add = Ajouter mon appareil
device-this = Cet appareil
device-other = Un autre de mes appareils
device-this-text = Ici, et gardé ici.
device-connected = En lien maintenant.
device-link-text = Sur ton autre appareil, ouvre Kith, choisis « J’utilise Kith sur un autre appareil », puis scanne ou colle ceci dans les dix minutes.
device-link-care = La personne qui a ce lien devient toi. Ne le montre à personne d’autre. Un nouveau lien met fin au précédent.
device-link-field = Le lien pour ton appareil
device-in = Ton appareil est entré.
device-rename = Nommer { $name }
device-name-title = Nommer cet appareil
device-name = Comment il s’appelle
device-name-hint = Seuls tes propres appareils le montrent. Par exemple : mon téléphone.
device-remove = Retirer { $name }
device-remove-text = Pour un appareil perdu, vendu ou cassé. Il ne reçoit plus rien des appareils qui l’ont appris. Ce que tu y as écrit reste. Pour t’en servir à nouveau ici, ajoute-le encore une fois.
device-remove-go = Retirer l’appareil
device-removed = { $name } est retiré ici. Chaque appareil suit quand il l’apprend.

invite = Inviter
invite-title = Inviter quelqu’un
invite-text = Toute personne qui a le lien peut entrer pendant { $days } jours. L’appareil allumé de n’importe quel membre peut ouvrir la porte.
invite-make = Créer une invitation
invite-not-title = Inviter est réservé aux membres
invite-not = En ce moment, tu ne fais pas partie de la communauté : tu ne peux pas y faire entrer quelqu’un. Une personne référente ou organisatrice peut te faire entrer.
invite-until = Valable jusqu’à la fin du { $day }. Marche sans internet quand vous êtes sur le même Wi-Fi.
invite-link = L’invitation, à copier ou envoyer
invite-message = Viens dans « { $name } » sur Kith, notre lieu à nous, sur nos appareils. Ouvre Kith, choisis « Rejoindre les tiens » et colles-y tout ce message, jusqu’au { $day } :
invite-full = Montrer en grand
invite-full-title = Rejoindre { $name }
invite-full-text = Scanne ceci avec l’appareil photo du téléphone.
invite-full-in = { $count ->
    [one] Une personne est là.
   *[other] { $count } personnes sont là.
}
invite-close = Mettre fin à cette invitation
invite-now-closed = L’invitation a pris fin. Un appareil qui ne le sait pas encore peut toujours faire entrer quelqu’un : cette entrée attend alors une personne référente.
invite-greeting = Un mot de toi pour qui arrive
invite-greeting-hint = La personne le lit avant d’entrer. Il voyage dans le lien et le code. Il peut rester vide.
invite-greet = L’ajouter
invite-greeted = C’est maintenant dans le lien et le code.
invite-not-greeted = Il n’y a plus de mot dedans.
invite-sees = Ce que voit une nouvelle personne
invite-sees-text = Tout ce qui est dit à tout le monde ici, depuis le début.
qr-label = Le lien sous forme de code pour l’appareil photo d’un téléphone
qr-too-long = Le lien est trop long pour un code. Envoie-le tel quel.
