# La porte

door-title = Les tiens, sur vos propres appareils.
door-lead = Parler ensemble. Tout reste sur les appareils du groupe et marche sans internet.
door-join = Rejoindre les tiens
door-start = Créer une communauté
door-no-account = Sans compte, ni numéro de téléphone, ni e-mail.
door-again = J’utilise Kith sur un autre appareil
door-circle = Des personnes assises en cercle, avec une place gardée libre
start-text = Elle commence sur cet appareil seul. Rien n’en sort tant que tu n’invites personne.
start-name = Son nom
start-name-hint = Par exemple : Owerri 24
start-me = Comment veux-tu qu’on t’appelle ?
start-me-hint = Un surnom suffit. Tu peux en changer plus tard.
start-go = Créer
join-title = Comment l’invitation t’est-elle arrivée ?
join-text = Scanne le code avec ton appareil photo, ou copie le lien que quelqu’un t’a envoyé.
join-link = Le lien
join-link-hint = Il commence par « kith: ».
join-look = Regarder l’invitation
scan-open = Scanner un code
scan-looks = Tiens le code de façon qu’il remplisse presque toute l’image.
scan-other = C’est un code, mais pas un code de Kith. Scanne celui que Kith montre sur l’autre appareil, sous Portée.
scan-not-allowed = Kith n’a pas le droit d’utiliser la caméra. Rien n’est perdu. Autorise-la dans les permissions de cette page ou du système, ou colle plutôt le lien.
scan-no-camera = Aucune caméra n’est utilisable ici maintenant. Rien n’est perdu. Ferme ce qui l’utilise, ou colle plutôt le lien.
join-anyone = N’importe quel membre peut te faire entrer. Son appareil peut se rendormir juste après.
join-other-link = Utiliser un autre lien
join-another = Une autre invitation est arrivée.
join-another-look = La regarder
join-long = Si cela dure
join-long-near = Gardez les deux appareils proches, sur le même Wi-Fi ou le même partage de connexion.
join-long-other = Ou demande à un autre membre de te montrer un code.
join-long-open = Kith doit être ouvert sur l’autre appareil : il répond tout seul.
join-steps = Entrer, pas à pas
join-step-reading = Lecture de l’invitation
join-step-looking = Recherche de quelqu’un qui peut te faire entrer
join-step-found = Demande d’entrée
join-step-in = Tu y es. Ce qui est là arrive
going-title = En route vers { $name }
meet-invites = Une invitation pour toi.
meet-sees = Tout ce qui est dit à tout le monde ici, et le nom de chaque personne. On y voit le nom que tu choisis.
meet-join = Rejoindre { $name }
meet-greeting = C’est ce que dit l’invitation
places-join-still = L’entrée est en cours
places-join-over = Ne t’a pas laissé entrer
join-still-title = L’entrée dans { $name } est encore en cours.
join-still = Cela continue chaque fois que Kith est ouvert ici, jusqu’à ce que quelqu’un puisse te faire entrer. Tu peux fermer cette page.
join-still-end = Arrêter
join-still-tried = Depuis { $when } : { $devices ->
    [one] un appareil qui peut te faire entrer est appelé
   *[other] { $devices } appareils qui peuvent te faire entrer sont appelés
}, { $times ->
    [0] pour la première fois.
    [one] sans réponse une fois.
   *[other] sans réponse { $times } fois.
}
join-over-title = { $name } ne t’a pas laissé entrer.
meet-expired = D’après l’horloge de cet appareil, cette invitation n’est peut-être plus valable. Une horloge peut se tromper, alors tu peux essayer : c’est l’appareil qui répond qui décide.
in-title = Tu y es.
in-text = Les premières choses sont là. Le reste vient quand les appareils se croisent.
in-waiting-title = Ta demande est arrivée.
in-waiting = Une personne référente doit encore dire oui. La suite se fait toute seule quand vos appareils se croisent.
in-go = Entrer
again-title = Te revoilà
again-text = Sur ton autre appareil, ouvre Portée et choisis « Ajouter mon appareil ». Puis apporte le lien ici.
again-brings = Ceci ajoute un autre de tes appareils.
again-sees = Cet appareil sera toi : il lira ce que tu lis et écrira en ton nom. Ne continue que si tu viens de créer ce lien toi-même.
again-bring = Ajouter cet appareil
