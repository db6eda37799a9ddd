# People

people-list = Everyone
people-person = Person
people-waiting = Waiting for a steward
people-new = New here
people-all = A to Z
people-expected = Let in, not here yet
people-gone = Not here any more
decided-title = What was decided about who belongs
decided-text = Everyone here can read this. The newest comes first; the times are those of each one’s own device.
decided-older = Show older ones
decided-newer = Something that a newer Kith can read
decided-founded = { $by } started this place
decided-let-in = { $by } let { $person } in
decided-let-in-again = { $by } let { $person } in again
decided-left = { $by } left
decided-role = { $role ->
    [organiser] { $by } made { $person } an organiser
    [steward] { $by } made { $person } a steward
    [guest] { $by } made { $person } a guest
   *[member] { $by } made { $person } a member
}
decided-role-asked = { $by } asks that { $person } be an organiser no more; it takes two
decided-raise-asked = { $by } asks that { $person } become an organiser; it takes two
decided-removed = { $by } removed { $person }
decided-remove-asked = { $by } asks that { $person } be removed; it takes two organisers
decided-restored = { $by } said yes to { $person }
decided-members-invite = { $by } decided that members may invite
decided-stewards-invite = { $by } decided that only stewards and organisers invite
decided-stands-in = { $by } looks after this place while no organiser can
decided-stand-in-ended = { $by } looks after this place again, and nobody stands in
decided-agreed = { $by } agreed, as a second organiser, about { $person }
people-more = More people
people-order = In the order of the alphabet. Nobody is ranked here.
people-choose-title = Choose someone
people-choose = Their card stands here.
name-whole = { $name }, cut short here
name-mark = Others here have a name that looks the same. These figures are this person’s alone.
standing-waiting = waits for a steward
standing-expected = was let in and has not been here yet
standing-removed = removed
standing-left = left
person-names = Also called { $names }, from another of their devices. They choose.
person-rename = Change my name
person-removed = Removed by { $name }
person-removed-silent = No reason was given.
person-came = How they came
person-let-in = Let in by { $name }
person-founded = Started this place
person-heard = Heard
person-reach = Your words
person-has-all = They have everything you wrote.
person-silent = No post of yours is here.
person-lacks = { $count ->
    [one] They do not have one of your posts yet.
   *[other] They do not have { $count } of your posts yet.
}
person-devices = Devices
person-topics = Where they spoke last
person-deeds = Looking after
person-deeds-text = Everyone can see who did what.
person-make = Make { role-one }
person-restore = Let in
person-bring-back = Bring back
person-remove = Remove
person-now-in = { $name } belongs here.
person-now-removed = { $name } is removed here. Each device follows when it hears.
person-now-asked = You have asked for it. It takes a second organiser: they find it on Today.
person-asked = { $name } asks that they be removed or be an organiser no more
person-asked-raise = { $name } asks that they become an organiser
person-asked-text = It takes a second organiser who wants the same.
person-now-role = { $name } is { role-one } now.
remove-title = Remove { $name }?
remove-text = They get nothing new from devices that have heard of it. What they wrote before stays. A steward can bring them back. Whoever has an open invitation can come in by it again: end that on Reach.
remove-why = Why?
remove-why-hint = They read it too, and so does everyone here.
remove-next = Next
remove-back = Change the reason
remove-reads = { $name } and everyone here will read:
role-title = Make { $name } { role-one }?
role-means = { $role ->
    [steward] A steward looks after people: lets waiting newcomers in, and can remove someone.
    [organiser] An organiser can do all a steward can, and decides who looks after this place.
   *[member] A member reads, writes, and brings others in.
}
