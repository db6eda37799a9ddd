# Lieux

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
