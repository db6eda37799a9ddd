# La fenêtre : ses menus, et ce que le système annonce.

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
