# Ce que trouve le docteur

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
