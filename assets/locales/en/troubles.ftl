# Troubles

trouble-closing = Kith is closing. What was answered before is kept. Open it again and try once more.
trouble-stopped = Kith stopped before it had answered. Whatever it did answer is safe. Look whether this was done before you ask again.
trouble-broke = Something in Kith broke. What was answered before is safe. Please tell its makers what you did.
trouble-not-allowed = Your role here does not allow that. Nothing was changed. Ask an organiser or steward.
trouble-not-active = You cannot write here: you wait for a steward, have left, or were removed. What is here stays readable.
trouble-needs-newer = This community needs a newer Kith. You can read everything. Update Kith to write again.
trouble-restored = This device was put back from an older copy, and something that you decided here is missing. What you can read is safe. Let it meet the others of this community, and try again. If nobody has what is missing, Today lets you go on without it.
    .terminal = “kith device go-on” goes on without it.
trouble-too-large = That is too large to keep. Nothing was changed. Make it shorter.
trouble-unwritable = That could not be written ({ $why }). Nothing was changed. Try again.

trouble-home-newer = This home was written by a newer Kith. Nothing was changed. Update Kith to open it.
trouble-home-damaged = Part of this home is damaged ({ $what }). Nothing was changed. Your other devices and the people you sync with still have what they received: keep this home as it is, and join again from another device.
trouble-home-held = Another Kith has { $home } open. Nothing was changed. Use that one, or stop it and try again.
trouble-home-silent = Another Kith has { $home } open, and does not answer at { $socket }. Nothing was changed. Wait until it has ended, or stop it, and try again.
trouble-home-full = The disk that holds { $home } is full. What is there can be read; nothing new can be kept. Make room there: a few megabytes are enough, from the trash or from downloads. Kith goes on by itself.
trouble-home-read-only = Nothing can be written in { $home } ({ $why }). What is there can be read; nothing new can be kept. Let your account write there. Kith goes on by itself.
trouble-home-gone = { $home } is no longer there. What is open can be read; nothing new can be kept. Put it back, or connect the disk again. Kith goes on by itself.
trouble-home-unusable = Kith cannot keep things in { $home } ({ $why }). Nothing was changed. Make room there, or choose another place.
    .terminal = Another place is named with --home.
trouble-database-damaged = The database of this home is damaged. Nothing was changed. Your other devices and the people you sync with still have what they received: keep this home as it is, and join again from another device.
trouble-database-empty = The database { $file } is empty: a community was never begun there, or its file was cut off and is damaged. Nothing was changed. Put a copy of the file back, or join again by a link.
trouble-database-gone = The file that this community is kept in is no longer in its place, so this was not kept. What is open can still be read. Put the file back, from the trash or from a copy. Kith goes on by itself.
trouble-database-refused = The database refused ({ $why }). Nothing was changed. Try again.
trouble-disk-full = The disk is full, so this was not kept. What was kept before is safe, and can be read. Make room where Kith keeps things (a few megabytes are enough: empty the trash, or move a film), and try again.
trouble-disk-read-only = The disk takes nothing new, so this was not kept. What was kept before is safe, and can be read. Let this device write there again, and try once more.
trouble-disk-refused = The disk refused, so this was not kept. What was kept before is safe. Check the disk and try again.
trouble-no-randomness = The system gave no randomness ({ $why }). Nothing was changed. Try again.

trouble-no-community-yet = There is no community here yet. Start one, or join one by a link.
    .terminal = Start one with “kith new NAME --as ME”, join with “kith join LINK --as ME”.
trouble-which-community = There are several communities here. Say which one is meant.
    .terminal = Say it with --community NAME-OR-ID; “kith communities” lists them.
trouble-communities-alike = Several communities are called “{ $named }”. Use the id instead.
trouble-no-community = No community here is called “{ $named }”.
    .terminal = “kith communities” lists those that are.
trouble-no-community-some-unread = No community here is called “{ $named }”. One of them could not be opened: its file is damaged or empty. Nothing was changed.
    .terminal = “kith doctor” says more.
trouble-community-unopened = The community could not be opened ({ $why }). Nothing was changed. Try again.

trouble-link-foreign = That is not a Kith link. Nothing was changed. A Kith link begins with “kith:”.
trouble-link-broken = That link is damaged or cut short. Nothing was changed. Copy all of it, or ask for it again.
trouble-link-newer = That link was made by a newer Kith. Nothing was changed. Update Kith and use it again.
trouble-link-for-device = That link is for a second device of one person. Nothing was changed. Open it under “I use Kith on another device”.
    .terminal = Use it with “kith device join”.
trouble-link-for-newcomer = That link invites a newcomer. Nothing was changed. Open it under “Join your people”.
    .terminal = Use it with “kith join LINK --as ME”.
trouble-join-without-network = This Kith may use no network, and whoever lets you in must be reached by one. Nothing was changed. Let it use one, and open the same link again.
    .terminal = Start it without “--net off”.
trouble-join-already = You already belong to that community. Nothing was changed.
trouble-join-waiting = You wait for a steward to say yes. Nothing was changed. Ask one of them.
trouble-join-removed = You were removed from that community, so a link does not bring you back. An organiser or steward can.
trouble-join-nobody = Nobody who can let you in could be reached in that time. Nothing is lost: Kith keeps the invitation, and goes on asking whenever it is open. Be on the same network as whoever invited you, with their Kith open.
    .terminal = Leave “kith run” or “kith” running until you are in; “kith forget” ends it.
trouble-join-impostor = Whoever answered does not belong to the community of that link. You were not let in. Ask for a new link from someone you trust.
trouble-join-ended = Kith stopped looking for a way in. Nothing is lost. Use the same link again.
trouble-refused-unknown = Whoever answered does not know that invitation, or has not heard of it yet. You were not let in. Kith goes on asking whenever it is open; if it takes long, ask for a new link.
trouble-refused-closed = That invitation was closed. You were not let in. Ask for a new link.
trouble-refused-expired = You were not let in: the invitation was good until { $until_ms }, and the clock of whoever answered shows { $theirs_ms }. The clock of this device shows { $here_ms }. If one of them is wrong, set it right and use the same link again; else ask for a new link.
trouble-refused-proof = That link does not fit the invitation. You were not let in. Ask for a new link.
trouble-refused-may-not = Whoever answered may not let people in. You were not let in. Kith goes on asking others whenever it is open; if it takes long, ask a member for a new link.

trouble-days-out-of-range = An invitation is good for 1 to { $most } days. Nothing was changed. Choose other days.
trouble-no-person = Nobody here has the id “{ $person }”. Nothing was changed.
    .terminal = “kith people” lists everyone.
trouble-nobody-called = Nobody here is called “{ $person }”. Nothing was changed. Use the name or the id as the list of people has it.
    .terminal = “kith people” lists everyone.
trouble-several-called = { $count } people here are called “{ $person }”. Nothing was changed. Use the id instead: the list of people has it.
    .terminal = “kith people” lists everyone.
trouble-role-already = They have that role already. Nothing was changed.
trouble-no-device = No device of yours is called “{ $device }”. Nothing was changed. Use its name or its id.
    .terminal = “kith devices” lists them.
trouble-several-devices = { $count } devices of yours answer to “{ $device }”. Nothing was changed. Use more of the id.
    .terminal = “kith devices” lists them.
trouble-device-this = That is this device. Nothing was changed. Remove it from another of your devices, or leave.
trouble-device-no-effect = The device would still count. Nothing was changed. Try again when this device has heard from others.
trouble-role-waiting = They wait to be let in. Nothing was changed. Let them in first, then give them a role.
trouble-role-gone = They do not belong any more. Nothing was changed. Bring them back first.
trouble-role-only-organiser = You are the only organiser here, and there has to be one. Nothing was changed. Make somebody else an organiser first.
trouble-role-no-effect = They would not have that role by it. Nothing was changed. Look at what was decided about them: somebody else has a say in it.
trouble-remove-no-effect = They would still belong. Nothing was changed. Look at what was decided about them: somebody else has a say in it.
trouble-restore-no-effect = They would still not belong. Nothing was changed. Ask an organiser.
trouble-leave-only-organiser = You are the only organiser here, and others stay. Nothing was changed. Make somebody else an organiser first, then leave.
trouble-leave-no-effect = You would still belong. Nothing was changed. Ask an organiser.
trouble-second-asked = You have asked for it already. It takes a second organiser. Nothing was changed.
trouble-remove-oneself = You cannot remove yourself. Nothing was changed. To go, leave the community.
    .terminal = Use “kith leave”.
trouble-remove-already = They do not belong any more. Nothing was changed.
trouble-restore-left = They left of their own accord, and come back by an invitation. Nothing was changed.
trouble-restore-belongs = They belong already. Nothing was changed.
trouble-forget-belongs = You belong to that community, or wait to. Nothing was changed. Leave it first, then take it off this device.
trouble-forget-files = It is not shown any more, but its files could not all be deleted ({ $why }). Start Kith again; if it is shown then, take it off once more.

trouble-no-topic = No topic here has the id “{ $topic }”. It may not have arrived yet.
    .terminal = “kith topics” lists those here.
trouble-topic-not-here = There is no topic “{ $id }” here. Nothing was changed. It may not have arrived yet.
trouble-post-not-here = There is no post “{ $id }” here. Nothing was changed. It may not have arrived yet.
trouble-post-deleted = That post was deleted before. Nothing was changed.
trouble-post-erased = That post was taken back before. Nothing was changed.
trouble-post-of-another = That post is by { $author }, and only who wrote a post can change it. Nothing was changed.
trouble-post-empty = There are no words in it. Nothing was posted. Write something first.
trouble-post-long = A post may have { $most } bytes, and this has { $has }. Nothing was posted. Shorten it, or split it in two.
trouble-customs-many = You can choose at most { $most } reactions; these are { $has }. Nothing was changed. Leave some out.
trouble-customs-long = A question may wait { $most } hours at most; these are { $has }. Nothing was changed. Choose a shorter time.
trouble-channel-already = There is a channel “{ $name }” here already. Nothing was changed. Use it, or choose another name.
trouble-channel-not-here = There is no channel “{ $name }” here. Nothing was posted. Choose one that is there, or make it first.
    .terminal = “kith topics” lists the channels, “kith topic channel NAME” makes one.
trouble-drafts-many = { $most } places hold unsent words already, and no more are kept. What you typed is in this page only: send it or copy it, then send or empty older ones.
trouble-seen-many = At most { $most } posts are marked as seen at once, and this names { $has }. Nothing was changed.
channel-first = Just talking
trouble-quotes-many = A post quotes at most { $most } others, and this one quotes { $has }. Nothing was posted. Quote fewer.
trouble-reaction-odd = A reaction is one emoji or one short word of at most { $most } bytes. Nothing was changed. Choose another.
trouble-emblem-unknown = There is no such sign. Nothing was changed. Choose one of those that are shown.
trouble-resolved-already = This topic is settled already. Nothing was changed.
trouble-open-already = This topic is open already. Nothing was changed.
trouble-reason-empty = A reason needs words. Nothing was changed. Leave it out, or say why.
trouble-reason-long = A reason may have { $most } bytes, and this has { $has }. Nothing was changed. Make it shorter.
trouble-line-empty = { $what ->
    [title] A title is empty.
    [channel] A channel’s name is empty.
    [community] A community’s name is empty.
   *[name] A name is empty.
    } Nothing was saved. Write at least one letter.
trouble-line-long = { $what ->
    [title] A title
    [channel] A channel’s name
    [community] A community’s name
    [greeting] Your line
   *[name] A name
    } may have { $most } letters, and this has { $has }. Nothing was saved. Make it shorter.

trouble-socket-unusable = The way to a running Kith, { $socket }, cannot be used: { $why }. Nothing was changed.
trouble-other-version = The Kith that runs on this home speaks version { $theirs }, this one version { $ours }. Nothing was changed. Stop the running one, and start it anew from the same Kith as this.
trouble-not-understood = What the running Kith answered is not understood here. Stop it, and start it anew from the same Kith as this.
trouble-question-odd = That is no question this Kith understands. Nothing was changed.
trouble-question-long = That is too long to be taken at once. Nothing was changed. Send it in shorter parts.
