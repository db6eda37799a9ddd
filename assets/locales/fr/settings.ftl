# Réglages

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
