# Aujourd’hui

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
