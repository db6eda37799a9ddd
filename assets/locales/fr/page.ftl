# Dit par la page elle-même

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
