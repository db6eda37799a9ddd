# Ennuis

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
