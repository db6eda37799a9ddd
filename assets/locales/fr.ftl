# Kith en français. Phrases courtes, au présent, « tu ». Ce qui s’est passé, ce qui est en sécurité, ce qu’on peut faire.
# `.terminal` est ce que la ligne de commande ajoute.

## Ennuis

trouble-closing = Kith se ferme. Ce qui était déjà confirmé est gardé. Rouvre-le et réessaie.
trouble-stopped = Kith s’est arrêté avant de répondre. Ce qu’il avait confirmé est en sécurité. Regarde si c’est déjà fait avant de redemander.
trouble-broke = Quelque chose a lâché dans Kith. Ce qui était déjà confirmé est en sécurité. Raconte à l’équipe de Kith ce que tu faisais.
trouble-not-allowed = Ton rôle ici ne le permet pas. Rien n’a changé. Parles-en à une personne organisatrice ou référente.
trouble-not-active = Tu ne peux pas écrire ici : ton entrée attend une personne référente, tu as quitté la communauté, ou ton retrait a été décidé. Ce qui est ici reste lisible.
trouble-needs-newer = Cette communauté demande un Kith plus récent. Tu peux tout lire. Mets Kith à jour pour pouvoir écrire de nouveau.
trouble-restored = Cet appareil a été remis depuis une copie plus ancienne, et il manque une décision que tu y as prise. Ce que tu peux lire est en sécurité. Fais-lui rencontrer les autres de cette communauté, puis réessaie. Si personne n’a ce qui manque, tu peux continuer sans, depuis Aujourd’hui.
    .terminal = « kith device go-on » continue sans.
trouble-too-large = C’est trop long pour être gardé. Rien n’a changé. Fais plus court.
trouble-unwritable = L’écriture n’a pas marché ({ $why }). Rien n’a changé. Réessaie.

trouble-home-newer = Ce dossier de Kith vient d’un Kith plus récent. Rien n’a changé. Mets Kith à jour pour l’ouvrir.
trouble-home-damaged = Une partie de ce dossier de Kith est abîmée ({ $what }). Rien n’a changé. Tes autres appareils et les personnes avec qui tu échanges ont toujours ce qui leur est arrivé : garde ce dossier tel quel, et reviens dans la communauté depuis un autre appareil.
trouble-home-held = Un autre Kith tient { $home } ouvert. Rien n’a changé. Sers-toi de celui-là, ou arrête-le et réessaie.
trouble-home-silent = Un autre Kith tient { $home } ouvert et ne répond pas à { $socket }. Rien n’a changé. Attends qu’il ait fini, ou arrête-le, puis réessaie.
trouble-home-full = Le disque qui contient { $home } est plein. Ce qui s’y trouve peut être lu ; rien de nouveau ne peut être gardé. Fais-y de la place : quelques mégaoctets suffisent, dans la corbeille ou les téléchargements. Kith continue ensuite tout seul.
trouble-home-read-only = Rien ne peut être écrit dans { $home } ({ $why }). Ce qui s’y trouve peut être lu ; rien de nouveau ne peut être gardé. Permets à ton compte d’y écrire. Kith continue ensuite tout seul.
trouble-home-gone = { $home } n’est plus là. Ce qui est ouvert peut être lu ; rien de nouveau ne peut être gardé. Remets-le à sa place, ou rebranche le disque. Kith continue ensuite tout seul.
trouble-home-unusable = Kith ne peut rien garder dans { $home } ({ $why }). Rien n’a changé. Fais-y de la place, ou choisis un autre endroit.
    .terminal = L’option --home indique un autre endroit.
trouble-database-damaged = La base de données de ce dossier de Kith est abîmée. Rien n’a changé. Tes autres appareils et les personnes avec qui tu échanges ont toujours ce qui leur est arrivé : garde ce dossier tel quel, et reviens dans la communauté depuis un autre appareil.
trouble-database-empty = La base de données { $file } est vide : aucune communauté n’y a commencé, ou le fichier a été coupé et il est abîmé. Rien n’a changé. Remets une copie du fichier, ou reviens dans la communauté par un lien.
trouble-database-gone = Le fichier où cette communauté est gardée n’est plus à sa place, donc rien n’a été gardé. Ce qui est ouvert peut encore être lu. Remets le fichier, depuis la corbeille ou une copie. Kith continue ensuite tout seul.
trouble-database-refused = La base de données a refusé ({ $why }). Rien n’a changé. Réessaie.
trouble-disk-full = Le disque est plein, donc rien n’a été gardé. Ce qui était gardé avant est en sûreté et peut être lu. Fais de la place là où Kith garde ses données (quelques mégaoctets suffisent : vide la corbeille ou déplace un film), puis réessaie.
trouble-disk-read-only = Le disque n’accepte plus rien, donc rien n’a été gardé. Ce qui était gardé avant est en sûreté et peut être lu. Permets à cet appareil d’y écrire de nouveau, puis réessaie.
trouble-disk-refused = Le disque a refusé : ceci n’est pas gardé. Ce qui était gardé avant est en sécurité. Vérifie le disque et réessaie.
trouble-no-randomness = Le système n’a pas fourni de nombres au hasard ({ $why }). Rien n’a changé. Réessaie.

trouble-no-community-yet = Il n’y a pas encore de communauté ici. Crées-en une, ou rejoins-en une par un lien.
    .terminal = Pour en créer une : « kith new NAME --as ME ». Pour en rejoindre une : « kith join LINK --as ME ».
trouble-which-community = Il y a plusieurs communautés ici. Précise laquelle.
    .terminal = Précise-la avec --community NAME-OR-ID ; « kith communities » en donne la liste.
trouble-communities-alike = Plusieurs communautés s’appellent « { $named } ». Indique plutôt l’identifiant.
trouble-no-community = Aucune communauté ici ne s’appelle « { $named } ».
    .terminal = « kith communities » donne la liste de celles qui sont là.
trouble-no-community-some-unread = Aucune communauté ici ne s’appelle « { $named } ». L’une d’elles n’a pas pu s’ouvrir : son fichier est abîmé ou vide. Rien n’a changé.
    .terminal = « kith doctor » en dit plus.
trouble-community-unopened = La communauté n’a pas pu s’ouvrir ({ $why }). Rien n’a changé. Réessaie.

trouble-link-foreign = Ce n’est pas un lien Kith. Rien n’a changé. Un lien Kith commence par « kith: ».
trouble-link-broken = Ce lien est abîmé ou incomplet. Rien n’a changé. Copie-le en entier, ou redemande-le.
trouble-link-newer = Ce lien vient d’un Kith plus récent. Rien n’a changé. Mets Kith à jour et reprends ce lien.
trouble-link-for-device = Ce lien sert à ajouter un deuxième appareil à une même personne. Rien n’a changé. Ouvre-le sous « J’utilise Kith sur un autre appareil ».
    .terminal = Utilise-le avec « kith device join ».
trouble-link-for-newcomer = Ce lien invite une nouvelle personne. Rien n’a changé. Ouvre-le sous « Rejoindre les tiens ».
    .terminal = Utilise-le avec « kith join LINK --as ME ».
trouble-join-without-network = Ce Kith ne peut utiliser aucun réseau, et il en faut un pour joindre la personne qui te fait entrer. Rien n’a changé. Permets-lui d’en utiliser un, puis rouvre le même lien.
    .terminal = Lance-le sans « --net off ».
trouble-join-already = Tu fais déjà partie de cette communauté. Rien n’a changé.
trouble-join-waiting = Ton entrée attend le oui d’une personne référente. Rien n’a changé. Parles-en à l’une d’elles.
trouble-join-removed = Ton retrait de cette communauté a été décidé : un lien ne suffit pas pour revenir. Une personne organisatrice ou référente peut te faire revenir.
trouble-join-nobody = Pendant ce temps, aucune personne qui peut te faire entrer n’était joignable. Rien n’est perdu : Kith garde l’invitation et continue à demander chaque fois qu’il est ouvert. Mets-toi sur le même réseau que la personne qui t’invite, avec son Kith ouvert.
    .terminal = Laisse « kith run » ou « kith » tourner jusqu’à ton entrée ; « kith forget » y met fin.
trouble-join-impostor = L’appareil qui a répondu n’est pas de la communauté de ce lien. Tu n’as pas pu entrer. Demande un nouveau lien à quelqu’un de confiance.
trouble-join-ended = Kith ne cherche plus à entrer. Rien n’est perdu. Tu peux reprendre le même lien.
trouble-refused-unknown = L’appareil qui a répondu ne connaît pas cette invitation, ou n’en a pas encore entendu parler. Tu n’as pas pu entrer. Kith continue à demander chaque fois qu’il est ouvert ; si cela dure, demande un nouveau lien.
trouble-refused-closed = Cette invitation a été fermée. Tu n’as pas pu entrer. Demande un nouveau lien.
trouble-refused-expired = Tu n’as pas pu entrer : l’invitation valait jusqu’au { $until_ms }, et l’horloge de l’appareil qui a répondu indique { $theirs_ms }. L’horloge de cet appareil indique { $here_ms }. Si l’une des deux est fausse, règle-la et reprends le même lien ; sinon, demande un nouveau lien.
trouble-refused-proof = Ce lien ne correspond pas à l’invitation. Tu n’as pas pu entrer. Demande un nouveau lien.
trouble-refused-may-not = La personne dont l’appareil a répondu ne peut faire entrer personne. Tu n’as pas pu entrer. Kith continue à demander à d’autres chaque fois qu’il est ouvert ; si cela dure, demande un nouveau lien à un membre.

trouble-days-out-of-range = Une invitation est valable de 1 à { $most } jours. Rien n’a changé. Choisis une autre durée.
trouble-no-person = Personne ici n’a l’identifiant « { $person } ». Rien n’a changé.
    .terminal = « kith people » donne la liste de tout le monde.
trouble-nobody-called = Personne ici ne s’appelle « { $person } ». Rien n’a changé. Indique le nom ou l’identifiant comme dans la liste des personnes.
    .terminal = « kith people » donne la liste de tout le monde.
trouble-several-called = { $count } personnes ici s’appellent « { $person } ». Rien n’a changé. Indique plutôt l’identifiant : il est dans la liste des personnes.
    .terminal = « kith people » donne la liste de tout le monde.
trouble-role-already = Cette personne a déjà ce rôle. Rien n’a changé.
trouble-no-device = Aucun de tes appareils ne s’appelle « { $device } ». Rien n’a changé. Donne son nom ou son identifiant.
    .terminal = « kith devices » les donne.
trouble-several-devices = { $count } de tes appareils répondent à « { $device } ». Rien n’a changé. Donne plus de l’identifiant.
    .terminal = « kith devices » les donne.
trouble-device-this = C’est cet appareil-ci. Rien n’a changé. Retire-le depuis un autre de tes appareils, ou quitte la communauté.
trouble-device-no-effect = L’appareil compterait encore. Rien n’a changé. Réessaie quand cet appareil aura eu des nouvelles des autres.
trouble-role-waiting = Cette personne attend qu’on la fasse entrer. Rien n’a changé. Fais-la d’abord entrer, puis donne-lui un rôle.
trouble-role-gone = Cette personne n’est plus membre. Rien n’a changé. Fais-la d’abord revenir.
trouble-role-only-organiser = Tu es ici la seule personne organisatrice, et il en faut une. Rien n’a changé. Donne d’abord ce rôle à quelqu’un d’autre.
trouble-role-no-effect = Cela ne lui donnerait pas ce rôle. Rien n’a changé. Regarde ce qui a été décidé à son sujet : quelqu’un d’autre a son mot à dire.
trouble-remove-no-effect = Cette personne resterait membre. Rien n’a changé. Regarde ce qui a été décidé à son sujet : quelqu’un d’autre a son mot à dire.
trouble-restore-no-effect = Cette personne ne serait toujours pas membre. Rien n’a changé. Demande à une personne organisatrice.
trouble-leave-only-organiser = Tu es ici la seule personne organisatrice, et d’autres restent. Rien n’a changé. Donne d’abord ce rôle à quelqu’un d’autre, puis pars.
trouble-leave-no-effect = Tu resterais membre. Rien n’a changé. Demande à une personne organisatrice.
trouble-second-asked = Tu l’as déjà demandé. Il faut une deuxième personne organisatrice. Rien n’a changé.
trouble-remove-oneself = Tu ne peux pas te retirer toi-même. Rien n’a changé. Pour partir, quitte la communauté.
    .terminal = Utilise « kith leave ».
trouble-remove-already = Cette personne ne fait déjà plus partie de la communauté. Rien n’a changé.
trouble-restore-left = Cette personne a choisi de partir : elle revient par une invitation. Rien n’a changé.
trouble-restore-belongs = Cette personne fait déjà partie de la communauté. Rien n’a changé.
trouble-forget-belongs = Tu fais partie de cette communauté, ou tu attends d’y entrer. Rien n’a changé. Quitte-la d’abord, puis retire-la de cet appareil.
trouble-forget-files = Elle n’est plus montrée, mais ses fichiers n’ont pas tous pu être supprimés ({ $why }). Relance Kith ; si elle est encore là, retire-la de nouveau.

trouble-no-topic = Aucun sujet ici n’a l’identifiant « { $topic } ». Il n’est peut-être pas encore arrivé.
    .terminal = « kith topics » donne la liste de ceux qui sont là.
trouble-topic-not-here = Il n’y a pas de sujet « { $id } » ici. Rien n’a changé. Il n’est peut-être pas encore arrivé.
trouble-post-not-here = Il n’y a pas de message « { $id } » ici. Rien n’a changé. Il n’est peut-être pas encore arrivé.
trouble-post-deleted = Ce message est déjà supprimé. Rien n’a changé.
trouble-post-erased = Ce message est déjà repris. Rien n’a changé.
trouble-post-of-another = Ce message est de { $author }, et un message ne peut être changé que par la personne qui l’a écrit. Rien n’a changé.
trouble-post-empty = Il n’y a aucun mot dedans. Rien n’est publié. Écris d’abord quelque chose.
trouble-post-long = Un message peut faire { $most } octets, et celui-ci en fait { $has }. Rien n’est publié. Raccourcis-le, ou coupe-le en deux.
trouble-customs-many = Tu peux choisir { $most } réactions au plus ; en voici { $has }. Rien n’a changé. Enlèves-en.
trouble-customs-long = Une question peut attendre { $most } heures au plus ; en voici { $has }. Rien n’a changé. Choisis un temps plus court.
trouble-channel-already = Il y a déjà un canal « { $name } » ici. Rien n’a changé. Utilise-le, ou choisis un autre nom.
trouble-channel-not-here = Il n’y a pas de canal « { $name } » ici. Rien n’est publié. Choisis-en un qui existe, ou crée-le d’abord.
    .terminal = « kith topics » donne la liste des canaux, « kith topic channel NOM » en crée un.
trouble-drafts-many = { $most } endroits gardent déjà des mots non envoyés, et pas un de plus. Ce que tu as écrit n’est qu’à l’écran : envoie-le ou copie-le, puis envoie ou vide les plus anciens.
trouble-seen-many = On marque au plus { $most } messages comme vus à la fois, et ceci en nomme { $has }. Rien n’a changé.
channel-first = Parler de tout
trouble-quotes-many = Un message peut en citer { $most } au plus, et celui-ci en cite { $has }. Rien n’est publié. Cites-en moins.
trouble-reaction-odd = Une réaction est un emoji, ou un mot court de { $most } octets au plus. Rien n’a changé. Choisis-en une autre.
trouble-emblem-unknown = Ce signe n’existe pas. Rien n’a changé. Choisis-en un parmi ceux qui sont montrés.
trouble-resolved-already = Ce sujet est déjà réglé. Rien n’a changé.
trouble-open-already = Ce sujet est déjà ouvert. Rien n’a changé.
trouble-reason-empty = Une raison demande des mots. Rien n’a changé. Laisse-la de côté, ou dis pourquoi.
trouble-reason-long = Une raison peut faire { $most } octets, et celle-ci en fait { $has }. Rien n’a changé. Fais plus court.
trouble-line-empty = { $what ->
    [title] Le titre est vide.
    [channel] Le nom de la rubrique est vide.
    [community] Le nom de la communauté est vide.
   *[name] Le nom est vide.
    } Rien n’est enregistré. Écris au moins une lettre.
trouble-line-long = { $what ->
    [title] Un titre
    [channel] Un nom de rubrique
    [community] Un nom de communauté
    [greeting] Ton mot
   *[name] Un nom
    } peut avoir { $most } lettres, et celui-ci en a { $has }. Rien n’est enregistré. Fais plus court.

trouble-socket-unusable = Le passage vers le Kith qui tourne, { $socket }, ne peut pas servir : { $why }. Rien n’a changé.
trouble-other-version = Le Kith qui tourne sur ce dossier parle la version { $theirs }, celui-ci la version { $ours }. Rien n’a changé. Arrête celui qui tourne, et relance-le à partir du même Kith que celui-ci.
trouble-not-understood = Ici, la réponse du Kith qui tourne n’est pas comprise. Arrête-le, et relance-le à partir du même Kith que celui-ci.
trouble-question-odd = Ce Kith ne comprend pas cette question. Rien n’a changé.
trouble-question-long = C’est trop long pour passer en une fois. Rien n’a changé. Envoie-le en morceaux plus courts.

## Étapes pour rejoindre

step-reading = Lecture de l’invitation
step-looking = Recherche de quelqu’un qui peut te faire entrer
step-found = Quelqu’un est là, demande d’entrée en cours
step-in = Tu y es. Ce qui est là arrive
step-records = { $records ->
    [0] Rien n’est encore arrivé
    [one] Une chose est arrivée
   *[other] { $records } choses sont arrivées
}

## La charte, en lignes simples : qui (devant) a dit quoi

charter-genesis = a fondé la communauté
charter-invite = { $limit ->
    [0] a ouvert une invitation
    [one] a ouvert une invitation, pour { $limit } personne au plus
   *[other] a ouvert une invitation, pour { $limit } personnes au plus
}
charter-close = a fermé une invitation
charter-admit = a fait entrer { $person }
charter-admit-again = a de nouveau fait entrer { $person }
charter-leave = a quitté la communauté
charter-role = a donné à { $person } le rôle de { role-one }
charter-remove = a retiré { $person }
charter-remove-why = a retiré { $person } : { $why }
charter-restore = a fait revenir { $person }
charter-device-add = a ajouté un appareil
charter-device-remove = a retiré un appareil
charter-stand-in = assure l’intérim tant qu’aucune personne organisatrice ne le peut
charter-circle = a ouvert un cercle
charter-epoch = a changé les serrures
charter-members-invite = permet aux membres d’inviter
charter-stewards-invite = réserve les invitations aux personnes référentes et organisatrices
charter-hub = a désigné un point de rencontre
charter-take-over = répond de l’invitation de quelqu’un d’autre
charter-end-stand-in = a mis fin à l’intérim
charter-second = a approuvé ce qu’une autre personne organisatrice demandait
charter-heard = a entendu ce qui a été dit
charter-unmake = rien d’inconnu que dit { $person } n’arrête plus ce lieu
charter-newer = a dit quelque chose qui demande un Kith plus récent

role-one = { $role ->
    [guest] personne invitée
    [steward] personne référente
    [organiser] personne organisatrice
   *[member] membre
}
role = { $role ->
    [guest] personne invitée
    [steward] personne référente
    [organiser] personne organisatrice
   *[member] membre
}

trouble-no-invitation = Il n’y a pas d’invitation ouverte ici. Rien n’a changé.
trouble-post-stands = Ce message n’est pas supprimé. Rien n’a changé.

## Dit par la page elle-même

page-lost = Kith ne répond pas. Ce que tu as écrit reste ici. Nouvel essai…
page-key = Cette page a besoin d’un nouveau lien. Relance kith : il en ouvre un. Rien de ce qui était confirmé n’est perdu.
page-long = C’est trop long pour partir en une fois. Raccourcis-le. Il reste ici.
page-copied = Copié
page-needed = Écris d’abord quelque chose ici.
page-opening = Ouverture…
page-script = La page de Kith a besoin de scripts. Ils viennent tous de cet appareil.
shut-title = Cette page a besoin d’un nouveau lien
shut-text = Un lien vers Kith ouvre une seule fois. Celui-ci a déjà servi, ou date d’un autre jour, ou a été ouvert dans un autre navigateur.
shut-open = Ouvrir Kith
shut-icon = Ouvre Kith par son icône, comme la première fois.
shut-command = Ou tape « kith » dans un terminal sur cet appareil : la page s’ouvre.
shut-kept = Rien n’est perdu : tout ce qui était confirmé reste sur cet appareil.
shut-opens-title = Kith ouvre sa page
shut-opens = Elle arrive dans ton navigateur habituel, dans un instant. Tu peux fermer celle-ci.

## Partout

skip = Aller à la page
back = Revenir
close = Fermer
copy = Copier
share = Partager
answer = Répondre
not-now = Pas maintenant
undo-mine = Annuler mon geste
try-again = Réessayer
reading = Lecture de ce qui est ici…
not-here = Ceci n’est pas ici
someone = Quelqu’un dont le nom n’est pas encore arrivé
two-versions = 2 versions
when-yesterday = Hier
when-ahead = { $when }, en avance sur l’horloge de cet appareil
when-ahead-brief = { $when }, en avance
new-count = { $count ->
    [one] { $count } nouveau
   *[other] { $count } nouveaux
}
people-count = { $count ->
    [0] personne pour l’instant
    [one] { $count } personne
   *[other] { $count } personnes
}
devices-count = { $count ->
    [0] plus aucun
    [one] un appareil
   *[other] { $count } appareils
}
heard-at = Dernières nouvelles : { $when }.
heard-never = Pas encore de nouvelles directes.
size-kb = { $size } ko
size-mb = { $size } Mo

lost-title = Il n’y a rien ici
lost-text = Cette adresse ne mène à aucun écran de Kith. Rien n’est perdu.
lost-back = Revenir à ta communauté
community-unnamed = Une communauté dont le nom n’est pas encore arrivé

## Lieux

nav-label = Lieux
nav-today = Ce jour
nav-talk = Parler
nav-people = Gens
nav-reach = Portée
nav-settings = Réglages
nav-waiting = { " " }en attente pour toi
nav-change = { $name }. Changer de communauté
places-label = Communautés

banner-waiting-title = Ton entrée attend le oui d’une personne référente
banner-waiting = Tu peux lire ce qui est ici. Dès que vos appareils se croisent, tu peux écrire.
banner-device-title = Cet appareil a été retiré.
banner-device = Tu restes membre, sur tes autres appareils. Ce qui est ici reste lisible ; rien de nouveau n’arrive. Pour écrire à nouveau d’ici, enlève cette communauté de l’appareil dans Réglages, puis ajoute l’appareil encore une fois.
banner-removed-title = Tu ne fais plus partie de cette communauté
banner-removed = Ce que tu avais est toujours ici, à lire. Les nouveaux mots n’arrivent plus, et les tiens ne partent plus.
banner-removed-ask = Ce qui en a été dit ensuite n’arrive pas ici. Tu peux leur demander pourquoi.
banner-left-title = Tu as quitté la communauté
banner-left = Ce que tu avais est toujours ici, à lire. Pour revenir, demande un nouveau lien.
banner-newer-title = Cette communauté demande un Kith plus récent
banner-newer = Tu peux tout lire. Mets Kith à jour pour pouvoir écrire de nouveau.

## Portée

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

## Aujourd’hui

today-lead = { $count ->
    [0] Rien ne t’attend, { $name }.
    [1] Une chose t’attend, { $name }. Le reste n’est pas pressé.
    [2] Deux choses t’attendent, { $name }. Le reste n’est pas pressé.
    [3] Trois choses t’attendent, { $name }. Le reste n’est pas pressé.
   *[other] { $count } choses t’attendent, { $name }. Le reste n’est pas pressé.
}
today-lead-first = Bienvenue, { $name }. Ce qui t’attend se trouvera ici.
today-more-new = { $count ->
    [one] Encore un sujet a du nouveau
   *[other] Encore { $count } sujets ont du nouveau
}
notices-why = Du nouveau est arrivé
notices-ask = Cet appareil doit-il te prévenir quand du nouveau arrive pendant que tu regardes ailleurs ?
notices-let = Oui, préviens-moi
notices-never = Non, jamais
notices-given = Doit me prévenir de ce qui est nouveau
notices-none = Ne doit me prévenir de rien
notices-unasked = Ce navigateur n’a pas encore été interrogé : rien n’est signalé pour l’instant.
notices-granted = Ce navigateur permet à Kith de te prévenir.
notices-unable = Ce navigateur ne peut te prévenir de rien. Ce qui est nouveau est marqué sur la page.
notices-denied = Ce navigateur bloque ce dont Kith voudrait te prévenir. Pour changer cela, appuie sur l’icône à côté de l’adresse de la page et autorise-y les notifications.
notice-said = { $name } a écrit dans « { $topic } »
nav-unread = avec du nouveau
reach-last = ton dernier message : en route vers { $left } ; tout ce qui précède est arrivé chez tout le monde
reach-last-brief = dernier message en route vers { $left }
reach-last-and-before = ton dernier message : en route vers { $left } ; tout ce qui précède : { $before } sur { $known }
settings-notices = Être prévenu
settings-notices-when = Pendant que tu regardes ailleurs, cet appareil
settings-quiet-from = Silence à partir de
settings-quiet-until = Silence jusqu’à
settings-quiet-never = Jamais
settings-quiet-hint = Pendant les heures de silence, rien n’est annoncé. Tout est là quand tu regardes.
mute-topic = Ne me préviens pas pour ce sujet
unmute-topic = Préviens-moi à nouveau pour ce sujet
mute-channel = Ne me préviens pas pour ce canal
unmute-channel = Préviens-moi à nouveau pour ce canal
mute-person = Ne me préviens pas de ce que cette personne écrit
unmute-person = Préviens-moi à nouveau de ce que cette personne écrit
muted-now = Tu ne seras pas prévenu. Cela reste indiqué comme nouveau.
unmuted-now = Tu seras prévenu à nouveau.
trouble-muted-many = { $most } sujets et personnes sont déjà en silence. Rien n’a changé. Réactive d’abord certains d’entre eux.
today-waiting = Ce qui t’attend
today-new = Nouveau pour toi
today-seen = J’ai tout vu
today-joined = { $name } a rejoint la communauté
today-more-joined = { $count ->
    [one] Encore une personne a rejoint la communauté
   *[other] Encore { $count } personnes ont rejoint la communauté
}
today-joined-by = Grâce à { $name }.
today-joined-text = Dis bonjour : cette personne saura qu’on l’a vue arriver.
today-end = C’est tout pour l’instant.
today-caught-up = Tu as tout vu.
today-rest = Le reste n’est pas pressé.
ask-quoted = { $name } te répond
greeting-by = { $name } t’invite. L’invitation dit :
greeting-plain = { $name } t’invite.
greeting-nothing = Dis bonjour, pour que les gens sachent que tu es là.
greeting-here = L’invitation dit :
greeting-new = Tu viens d’arriver.
greeting-hello = Dire bonjour
greeting-look = Regarder d’abord
ask-vouch-why = Une nouvelle personne attend
ask-vouch = { $name } attend de pouvoir entrer. Est-ce que vous vous connaissez ?
ask-vouch-act = Voir
ask-second-why = { $by } te le demande, à toi qui organises
ask-second = Faut-il retirer { $name }, ou mettre fin à son rôle ? Il faut deux personnes organisatrices.
ask-second-raise = { $name } doit-il ou doit-elle organiser aussi ? Il faut deux personnes organisatrices.
ask-versions-why = Deux de tes appareils ont modifié un message chacun de leur côté
ask-versions-act = Choisir
ask-put-back-why = Cet appareil a été remis depuis une copie plus ancienne
ask-put-back = Fais-lui rencontrer les autres : il manque une décision que tu y as prise.
ask-put-back-text = Ce que tu peux lire est en sécurité. Dès que les autres auront rapporté ce qui manque, tu pourras de nouveau inviter et décider. Si personne ne l’a, continue sans.
ask-put-back-meet = Qui peut être rencontré
ask-put-back-act = Continuer sans
ask-alone-why = { $people } personnes, et toi seulement pour veiller sur elles
ask-alone = Désigne une deuxième personne référente, au cas où ton appareil se perdrait.
ask-alone-act = Choisir quelqu’un
first-title = Premiers pas
first-invite-why = Tu es la première personne ici
first-invite = Fais entrer quelqu’un : montre-lui un code.
first-topic-why = Rien n’est encore dit
first-topic = Lance un sujet, pour que chaque personne qui arrive trouve quelque chose.

## Échanges

talk-topics = Sujets
talk-topic = Sujet
talk-new = Nouveau sujet
talk-all = Tous
talk-unread = Non lus
talk-more = Plus de sujets
talk-unanswered = Sans réponse
talk-open = Ouverts
talk-show = Afficher
talk-order = Les mots les plus récents d’abord, dans le même ordre pour tout le monde.
talk-none-such = Aucun sujet ici n’est dans ce cas.
talk-empty-title = Pas encore de sujet
talk-empty = Personne n’en a encore lancé, ou ce qui l’était a été retiré. Une question est un bon début.
talk-choose-title = Choisis un sujet
talk-choose = Ce qui s’y dit s’affiche ici.
topic-untitled = Un sujet dont le titre n’est pas ici
topic-settled = Réglé
topic-unanswered = Pas encore de réponse
topic-asks = Question
topic-draft = Brouillon
topic-muted = Rien n’en est signalé
topic-started = Lancé par { $name }, { $when }
topic-menu = Ce que tu peux faire avec ce sujet
topic-settle = Marquer comme réglé
topic-reopen = Rouvrir
topic-retitle = Changer le titre
topic-now-settled = Le sujet est réglé.
topic-now-open = Le sujet est de nouveau ouvert.
topic-both = Certaines personnes disent réglé, d’autres disent ouvert. Qui choisit tranche pour les deux.
topic-other-title = Aussi appelé : { $title }
topic-only-title = Il n’y a encore qu’un titre. Écris les premiers mots.
topic-posts = Messages, dans l’ordre du temps
topic-new-from = Nouveau pour toi
topic-new-above = { $count } au-dessus, non lus
topic-new-below = { $count } plus bas, non lus
topic-to-end = Aux plus récents
topic-news = { $count ->
    [one] Un nouveau message
   *[other] { $count } nouveaux messages
}
new-topic-title = Lancer un sujet
new-topic-hello = Bonjour de { $name }
new-topic-welcome = Bienvenue, { $name }
new-topic-about = De quoi s’agit-il ?
new-topic-about-hint = Une question marche le mieux.
new-topic-words = Premiers mots
new-topic-channel = À quel canal appartient-il ?
new-topic-nowhere = Aucun
new-topic-asks = Je voudrais une réponse
new-topic-asks-hint = Si personne n’a répondu après { $after }, il figure parmi les sujets sans réponse.
new-topic-start = Lancer le sujet

post-you = { " " }(toi)
post-edited = modifié
post-late = Après le retrait
post-came-late = Arrivé en retard
post-first = Ses premiers mots
post-erased = Ces mots ont été repris.
post-deleted = Ce message a été supprimé.
post-not-here = Les mots ne sont pas encore ici. Ils arrivent dès qu’un appareil qui les a s’approche.
post-gone = Des mots qui ne sont plus ici
post-quote-missing = Un message qui n’est pas encore ici
post-history = { $count ->
    [one] Avant la modification
   *[other] Avant les { $count } modifications
}
post-menu = Ce que tu peux faire avec ce message
post-more = Répondre à { $name }, ou autre chose
post-edit = Modifier mes mots
post-delete = Supprimer
post-undelete = Remettre
post-now-deleted = Supprimé.
post-now-erased = Repris ici. Chaque autre appareil l’efface dès qu’il l’apprend.
react-same = Moi aussi
react-heard = J’ai entendu
react-thanks = Merci
react-idea = Bonne idée
emoji-1f600 = Grand rire
emoji-1f602 = Larmes de joie
emoji-1f60a = Sourire
emoji-1f60d = Adoration
emoji-1f914 = Réflexion
emoji-1f62e = Surprise
emoji-1f622 = Tristesse
emoji-1f621 = Colère
emoji-1f64f = Mains jointes
emoji-1f44f = Applaudissements
emoji-1f4aa = Force
emoji-1f44b = Signe de la main
emoji-1f44d = Pouce levé
emoji-1f44e = Pouce baissé
emoji-2705 = Fait
emoji-274c = Croix
emoji-2753 = Point d’interrogation
emoji-1f389 = Fête
emoji-1f525 = Feu
emoji-1f331 = Jeune pousse
emoji-2615 = Boisson chaude
emoji-1f372 = Marmite
emoji-1f4a7 = Goutte d’eau
emoji-1f3e0 = Maison
emoji-2b50 = Étoile
emoji-2764 = Cœur
channels = Canaux
channels-count = { $count ->
    [0] Canaux
   *[other] Canaux · { $count }
}
channel-new = Nouveau canal
channel-what = Un canal est un lieu pour parler librement, et celui des sujets d’un même genre.
channel-name = Comment s’appelle-t-il ?
channel-name-hint = Un ou deux mots, comme Eau ou Chorale.
channel-make = Créer le canal
channel-rename = Renommer le canal
channel-remove = Retirer le canal
channel-remove-title = Retirer { $name } ?
channel-remove-text = Ses sujets restent, sans canal. Ce qui a été dit dans sa conversation reste aussi, comme un sujet. Tu peux le rétablir.
channel-now-removed = Le canal est retiré.
channel-unnamed = Un canal dont le nom n’est pas ici
channel-quiet = Personne n’a encore rien dit.
channel-talk = Conversation
channel-open = Ouvrir la conversation
channel-no-topics = Il n’y a encore aucun sujet dans ce canal.
channel-empty = Personne n’a encore rien dit ici. Dis bonjour.
channel-started = Canal créé par { $name }, { $when }
react-title = Réagir
react-say = Dire : { $what }
react-any = Une autre réaction
react-other = Un autre emoji
react-give = La donner

composer-label = Répondre dans ce sujet
composer-words = Tes mots
composer-write = Écris une réponse
composer-talk = Dis quelque chose
composer-send = Envoyer à tout le monde ici
composer-answers = En réponse à { $name } :
composer-unquote = Ne pas citer ceci
composer-closed = Tu ne peux pas écrire ici pour l’instant. Ce qui est ici reste lisible.
composer-unsent = Pas encore envoyé. Tes mots restent ici.
composer-again = Réessayer

edit-title = Modifier mes mots
edit-words = Tes mots
edit-hint = Tout le monde peut voir qu’ils ont été modifiés, et ce qu’ils étaient avant.
edit-keep = Enregistrer
delete-title = Supprimer ces mots ?
delete-everywhere = Les retirer des appareils de tout le monde
delete-everywhere-text = Retirés des appareils de tout le monde, les mots quittent celui-ci maintenant et chaque autre dès qu’il l’apprend. On ne peut pas les faire revenir.
delete-mark = Seulement les marquer comme supprimés
delete-mark-text = Seulement marqués, ils restent sur les appareils sans être montrés. Tu peux les remettre.
erase-honest = Quelqu’un les a peut-être déjà lus ou copiés. Aucune application ne peut défaire cela.
versions-text = { $name } a modifié ceci sur deux appareils, chacun de son côté. Les deux versions sont gardées jusqu’à ce que l’une soit choisie.
versions-choose = Choisir celle-ci

## Personnes

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

## Réglages

settings-me = Toi, ici
settings-alike = On te voit ici comme { $name } : quelqu’un a un nom qui se ressemble.
settings-face = Les couleurs de ton visage sont faites pour toi. Elles sont les mêmes sur chaque appareil.
settings-name = Comment on t’appelle
settings-name-keep = Enregistrer ce nom
settings-named = Le nom est changé.
settings-emblem = Sur ton visage
settings-emblem-keep = Enregistrer ce visage
settings-emblem-kept = Ton visage a changé.
emblem-none = Initiales
emblem-sun = Soleil
emblem-moon = Lune
emblem-star = Étoile
emblem-bird = Oiseau
emblem-fish = Poisson
emblem-flower = Fleur
emblem-palm = Palmier
emblem-drum = Tambour
emblem-book = Livre
emblem-mountain = Montagne
emblem-flame = Flamme
emblem-feather = Plume
settings-community = Comment s’appelle cette communauté
settings-community-hint = Tout le monde voit le changement.
settings-language = Langue
settings-speaks = L’application parle
settings-as-device = Comme cet appareil
settings-reading = Lecture
settings-sample = Le forage de la route d’Umuguma ne marche plus depuis août. Ụmụ nwaanyị ga-ebu ụzọ jụọ.
settings-text = Taille du texte
text-normal = Normale
text-large = Grande
text-larger = Plus grande
text-largest = La plus grande
settings-letters = Les mots des gens, en
letters-book = Lettres de livre
letters-plain = Lettres simples
settings-light = Lumière
light-device = Comme cet appareil
light-day = Jour
light-dusk = Crépuscule
settings-movement = Mouvement
movement-gentle = Doux
movement-none = Aucun
settings-writing = Écrire
settings-enter = Dans une réponse, la touche Entrée
settings-enter-hint = Maj et Entrée ensemble commencent toujours une nouvelle ligne.
enter-device = Fait comme d’habitude sur cet appareil
enter-send = Envoie
enter-line = Commence une nouvelle ligne
settings-customs = Comment on parle ici
settings-customs-reactions = Réactions à portée d’un geste
settings-customs-hint = Un emoji ou un mot court chacune. La première est à côté de chaque message. Laisse tout vide pour les réactions habituelles.
settings-customs-one = Réaction { $at }
settings-customs-answer = Une question porte « Pas encore de réponse » après
settings-customs-keep = Enregistrer
settings-customs-kept = C’est gardé. Les autres le voient quand leurs appareils l’apprennent.
customs-after = { $hours ->
    [0] aucun délai
    [1] une heure
    [24] un jour
    [72] trois jours
    [168] une semaine
   *[other] { $hours } heures
}
settings-leave = Partir
settings-about = Cet appareil
settings-data = Données
settings-data-text = Seuls des mots voyagent. Un court message pèse environ 3 Ko d’un appareil à l’autre. Les réseaux permis se choisissent sous Portée.
settings-version = Version { $version }. En construction : n’y mets pas encore ce que tu ne peux pas perdre.
settings-decided = Qui est membre
settings-decided-text = Qui est entré, a été retiré ou a reçu un rôle, par qui et pourquoi.
settings-safety = Sécurité
settings-safety-text = Tout est dans un dossier qui ne s’ouvre que pour toi. Si l’appareil est déverrouillé, la personne qui l’a en main peut lire ce qui est ici.
leave-title = Quitter { $name }
leave-text = Ce que tu as écrit reste. Cela marche maintenant, sans réseau : les autres le savent dès que la nouvelle leur arrive. Pour revenir, il te faut une nouvelle invitation.
leave-go = Partir
leave-stay = Rester
settings-forget = Sur cet appareil
forget-title = Retirer { $name } de cet appareil ?
forget-why = Tout ce qui s’est dit jusqu’ici est encore là. Tu peux le garder à lire, ou le retirer de cet appareil.
forget-text = Tout ce qui en vient disparaît de cet appareil. Les appareils des autres gardent ce qu’ils ont. Pour revenir, il te faut une invitation, et tu arrives comme quelqu’un de nouveau.
forget-unheard = Si aucun appareil n’a été proche depuis ton départ, personne ne le saura.
forget-go = Retirer

## La porte

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

## Ce que trouve le docteur

doctor-version = Ceci est Kith { $version }.
doctor-home = On peut écrire dans le dossier.
doctor-home-not = On ne peut pas écrire dans le dossier ({ $why }). Ce qu’il contient est en sécurité. Fais de la place, ou permets à ton compte d’y écrire.
doctor-clock = L’horloge est réglée.
doctor-clock-not = L’horloge de cet appareil n’a jamais été réglée. Rien n’est perdu. Règle-la pour que les heures soient justes.
doctor-online = Le Wi-Fi et Internet peuvent servir.
doctor-lan = Seul le Wi-Fi peut servir.
doctor-loopback = Rien au-delà de cette machine ne peut servir.
doctor-off = Aucun réseau ne peut servir.
doctor-communities = { $count ->
    [0] Aucune communauté n’est ouverte.
    [one] Une communauté est ouverte.
   *[other] { $count } communautés sont ouvertes.
}
doctor-database = Communauté { $at } : sa base de données est entière.
doctor-database-not = Communauté { $at } : sa base de données est abîmée. Garde ce dossier tel quel, et rejoins-la depuis un autre appareil.
doctor-refused = Communauté { $at } : { $count } éléments venus d’ailleurs ont été mis de côté, car ils enfreignaient une règle. Ce que les autres ont écrit est en sécurité.
doctor-joining = Communauté { $at } : cet appareil attend encore d’être admis.
doctor-connected = Communauté { $at } : { $count ->
    [0] aucun appareil n’est connecté maintenant.
    [one] un appareil est connecté maintenant.
   *[other] { $count } appareils sont connectés maintenant.
}

## La fenêtre : ses menus, et ce que le système annonce.

menu-kith = Kith
menu-join = Rejoindre avec un lien
menu-close = Fermer Kith
menu-edit = Édition
menu-undo = Annuler
menu-redo = Rétablir
menu-cut = Couper
menu-copy = Copier
menu-paste = Coller
menu-all = Tout sélectionner
menu-view = Affichage
menu-larger = Plus grand
menu-smaller = Plus petit
menu-usual = Taille habituelle
menu-go = Aller
menu-back = Retour
menu-forward = Avancer
notice-open = Ouvrir
