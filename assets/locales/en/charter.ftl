# The charter, in plain lines: who (before it) said what

charter-genesis = founded the community
charter-invite = { $limit ->
    [0] opened an invitation
   *[other] opened an invitation, for at most { $limit }
}
charter-close = closed an invitation
charter-admit = let { $person } in
charter-admit-again = let { $person } in again
charter-leave = left
charter-role = made { $person } { role-one }
charter-remove = removed { $person }
charter-remove-why = removed { $person }: { $why }
charter-restore = brought { $person } back
charter-device-add = added a device
charter-device-remove = removed a device
charter-stand-in = stands in while no organiser can
charter-circle = opened a circle
charter-epoch = changed the keys
charter-members-invite = lets members invite
charter-stewards-invite = lets only stewards and organisers invite
charter-hub = named a hub
charter-take-over = answers for somebody else’s invitation
charter-end-stand-in = ended the standing in
charter-second = agreed to what another organiser asked for
charter-heard = heard what was said
charter-unmake = lets nothing unknown that { $person } says stop this place
charter-newer = said something that needs a newer Kith

role-one = { $role ->
    [guest] a guest
    [steward] a steward
    [organiser] an organiser
   *[member] a member
}
role = { $role ->
    [guest] guest
    [steward] steward
    [organiser] organiser
   *[member] member
}

trouble-no-invitation = There is no open invitation here. Nothing was changed.
trouble-post-stands = That post is not deleted. Nothing was changed.
