# La charte, en lignes simples : qui (devant) a dit quoi

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
