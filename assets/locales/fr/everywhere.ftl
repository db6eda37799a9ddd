# Kith en français. Phrases courtes, au présent, « tu ». Ce qui s’est passé, ce qui est en sécurité, ce qu’on peut faire.
# `.terminal` est ce que la ligne de commande ajoute.

# Partout

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
