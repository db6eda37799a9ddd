# Étapes pour rejoindre

step-reading = Lecture de l’invitation
step-looking = Recherche de quelqu’un qui peut te faire entrer
step-found = Quelqu’un est là, demande d’entrée en cours
step-in = Tu y es. Ce qui est là arrive
step-records = { $records ->
    [0] Rien n’est encore arrivé
    [one] Une chose est arrivée
   *[other] { $records } choses sont arrivées
}
