# Kith in English. Short sentences, present tense, you. What happened, what is safe, what to do.
# `.terminal` is what the command line adds.

## Troubles

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

## Steps of joining

step-reading = Reading the invitation
step-looking = Looking for someone who can let you in
step-found = Found someone, asking to be let in
step-in = You are in. Fetching what is there
step-records = { $records ->
    [one] One thing is here
   *[other] { $records } things are here
}

## The charter, in plain lines: who (before it) said what

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

## Said by the page itself

page-lost = Kith does not answer. What you typed stays here. Trying again…
page-key = This page needs a new link. Run kith again: it opens one. Nothing that was answered is lost.
page-long = That is too long to be sent at once. Please shorten it. It stays here.
page-copied = Copied
page-needed = Write something here first.
page-opening = Opening…
page-script = Kith’s page needs script, all of it from this device.
shut-title = This page needs a new link
shut-text = A link to Kith opens once. This one was used before, or is from an earlier day, or was opened in another browser.
shut-open = Open Kith
shut-icon = Open Kith by its icon, as you did the first time.
shut-command = Or type “kith” in a terminal on this device: it opens the page.
shut-kept = Nothing is lost: all that was answered is kept on this device.
shut-opens-title = Kith opens its page
shut-opens = It comes in your usual browser, in a moment. You can close this one.

## Everywhere

skip = Skip to the page
back = Back
close = Close
copy = Copy
share = Share
answer = Answer
not-now = Not now
undo-mine = Undo mine
try-again = Try again
reading = Reading what is here…
not-here = This is not here
someone = Someone whose name has not arrived yet
two-versions = 2 versions
when-yesterday = Yesterday
when-ahead = { $when }, ahead of this device’s clock
when-ahead-brief = { $when }, ahead
new-count = { $count ->
    [one] 1 new
   *[other] { $count } new
}
people-count = { $count ->
    [0] nobody yet
    [one] 1 person
   *[other] { $count } people
}
devices-count = { $count ->
    [0] none any more
    [one] one device
   *[other] { $count } devices
}
heard-at = Last heard { $when }.
heard-never = Not heard from directly yet.
size-kb = { $size } KB
size-mb = { $size } MB

lost-title = Nothing is here
lost-text = This address leads to no screen of Kith. Nothing is lost.
lost-back = Back to your community
community-unnamed = A community whose name has not arrived yet

## Places

nav-label = Places
nav-today = Today
nav-talk = Talk
nav-people = People
nav-reach = Reach
nav-settings = Settings
nav-waiting = { " " }waiting for you
nav-change = { $name }. Change community
places-label = Communities

banner-waiting-title = You wait for a steward’s yes
banner-waiting = You can read what is here. As soon as your devices have met, you can write.
banner-device-title = This device was removed.
banner-device = You still belong, on your other devices. What is here stays readable; nothing new comes. To write from here again, take this community off the device in Settings and add the device anew.
banner-removed-title = You do not belong to this community any more
banner-removed = What you had is still here to read. New words do not come, and yours do not go out.
banner-removed-ask = What was said of it after does not come here. You can ask them why.
banner-left-title = You have left
banner-left = What you had is still here to read. To come back, ask for a new link.
banner-newer-title = This community needs a newer Kith
banner-newer = You can read everything. Update Kith to write again.

## Reach

reach-here = On this device
reach-alone = nobody else here yet
reach-silent = nothing of yours here
reach-everyone = reached everyone known
reach-some = reached { $reached } of { $known }
reach-alone-sentence = Nobody else is here yet. What you write is kept on this device.
reach-silent-sentence = No post of yours is here. Once there is one, this says who has it.
reach-sentence = { $known ->
    [one] { $reached ->
        [0] The one other person here has not got everything you wrote.
       *[other] The one other person here has everything you wrote.
    }
   *[other] { $reached } of { $known } people have everything you wrote.
}
who-has-what = Who has what
reach-hero-alone = Saved here. Nobody else is in yet.
reach-hero-silent = No post of yours is here.
reach-hero-all = Saved here, and nothing is on its way.
reach-hero-waiting = { $count ->
    [one] Saved here. One post is still on its way.
   *[other] Saved here. { $count } posts are still on their way.
}
reach-legend = Full colour: their device has told us so. Outline: not heard of yet, or not reached. One device of theirs is enough.
what-is-reach = What is reach?
what-is-reach-text = Kith has no server. What you write goes from device to device as they meet. Each device signs for what it has received, and that word travels on. So a number here is what others have said themselves, never a guess: it may be too low, and is never too high.
reach-who-not = { $count ->
    [one] One person has not got all of it
   *[other] { $count } people have not got all of it
}
reach-lacks = { $count ->
    [one] One post waits for them.
   *[other] { $count } posts wait for them.
}
reach-circle = { $reached } of { $known } people have everything you wrote. Not reached yet: { $names }.
others = { $count ->
    [one] one other person
   *[other] { $count } other people
}
reach-mid = { $reached } of { $known }
reach-mid-alone = You
reach-mid-text = have everything you wrote

mark-here = On this device
mark-only-here = Here only
mark-some = Reached { $reached } of { $known }
mark-everyone = Reached everyone known

ways-title = Ways out of this device
ways-near = Connected now: { $names }.
ways-nobody = Nobody is connected now. It goes on by itself when a device comes near.
way-wifi = Same Wi-Fi
way-wifi-text = Devices of your people on the same network find each other. No internet is used.
way-internet = Internet
way-internet-text = Used when there is one. Those who carry it see addresses, and no words.
way-off-text = Not used.
way-machine = This machine only
way-machine-text = Kith was started so that it reaches nothing beyond this machine.
way-open = Open
way-closed = Closed
network-legend = What may be used
network-online = Wi-Fi and internet
network-lan = Wi-Fi only
network-off = Nothing
network-changing = Changing the ways…
network-fixed = Kith was started with these networks. They can be changed where it is started.
data-used = Since Kith was started: { $in } received, { $out } sent.

devices-title = My devices
devices-add = Add my device
device-this = This device
device-other = Another device of mine
device-this-text = Here, and saved here.
device-connected = Connected now.
device-link-text = On your other device, open Kith, choose “I use Kith on another device”, and scan or paste this within ten minutes.
device-link-care = Whoever has this link becomes you. Show it to nobody else. A new one ends the one before.
device-link-field = The link for your device
device-in = Your device is in.
device-rename = Name { $name }
device-name-title = Name this device
device-name = What it is called
device-name-hint = Only your own devices show it. For instance: my phone.
device-remove = Remove { $name }
device-remove-text = For a device that is lost, sold or broken. It gets nothing new from devices that have heard of it. What you wrote on it stays. To use it here again, add it anew.
device-remove-go = Remove the device
device-removed = { $name } is removed here. Each device follows when it hears.

invite = Invite
invite-title = Invite someone
invite-text = Whoever has the link can join within { $days } days. Any member’s device that is on can let them in.
invite-make = Make an invitation
invite-not-title = Only members invite
invite-not = You do not belong here now, so you cannot bring others in. A steward or organiser can let you in.
invite-until = Good until the end of { $day }. Works without internet when you are on the same Wi-Fi.
invite-link = The invitation, to copy or send
invite-message = Come to “{ $name }” on Kith, our own place on our own devices. Open Kith, choose “Join your people” and paste this whole message there, until { $day }:
invite-full = Show large
invite-full-title = Join { $name }
invite-full-text = Scan this with the phone’s camera.
invite-full-in = { $count ->
    [one] One person is in.
   *[other] { $count } people are in.
}
invite-close = End this invitation
invite-now-closed = The invitation has ended. Devices that have not heard of it may still let someone in; they then wait for a steward.
invite-greeting = A line of your own for whoever comes
invite-greeting-hint = They read it before they join. It travels in the link and the code. It may stay empty.
invite-greet = Put it in
invite-greeted = It is in the link and the code now.
invite-not-greeted = There is no line in it any more.
invite-sees = What a newcomer sees
invite-sees-text = Everything said to everyone here, from the beginning.
qr-label = The link as a code for a phone’s camera
qr-too-long = The link is too long for a code. Send it as it is.

## Today

today-lead = { $count ->
    [0] Nothing waits for you, { $name }.
    [1] One thing waits for you, { $name }. The rest can keep.
    [2] Two things wait for you, { $name }. The rest can keep.
    [3] Three things wait for you, { $name }. The rest can keep.
   *[other] { $count } things wait for you, { $name }. The rest can keep.
}
today-lead-first = Welcome, { $name }. This is where what waits for you will stand.
today-more-new = { $count ->
    [one] One more topic has something new
   *[other] { $count } more topics have something new
}
notices-why = Something new came
notices-ask = Shall this device tell you when something new comes while you look elsewhere?
notices-let = Yes, tell me
notices-never = No, never
notices-given = Tells you what is new
notices-none = Stays quiet
notices-unasked = This browser has not been asked yet, so nothing is told so far.
notices-granted = This browser lets Kith tell you.
notices-unable = This browser cannot tell you of anything. What is new is marked on the page.
notices-denied = This browser blocks what Kith would tell you. To change that, press the icon beside the page’s address and allow notifications there.
notice-said = { $name } wrote in “{ $topic }”
nav-unread = with something new
reach-last = your last post: on its way to { $left }; everything before has reached everyone
reach-last-brief = last post on its way to { $left }
reach-last-and-before = your last post: on its way to { $left }; everything before: { $before } of { $known }
settings-notices = Being told
settings-notices-when = While you look elsewhere, this device
settings-quiet-from = Quiet from
settings-quiet-until = Quiet until
settings-quiet-never = Never
settings-quiet-hint = In quiet hours nothing is told. It is all there when you look.
mute-topic = Do not tell me of this topic
unmute-topic = Tell me of this topic again
mute-channel = Do not tell me of this channel
unmute-channel = Tell me of this channel again
mute-person = Do not tell me of what they write
unmute-person = Tell me of what they write again
muted-now = You will not be told. It is still listed as new.
unmuted-now = You will be told again.
trouble-muted-many = { $most } topics and people are muted already. Nothing was changed. Have some of them told again first.
today-waiting = Waiting for you
today-new = New to you
today-seen = I have seen it all
today-joined = { $name } has joined
today-more-joined = { $count ->
    [one] One more person has joined
   *[other] { $count } more people have joined
}
today-joined-by = Let in by { $name }.
today-joined-text = Say hello, so that they know somebody saw them come.
today-end = That is all for now.
today-caught-up = You are caught up.
today-rest = The rest can keep.
ask-quoted = { $name } answers you
greeting-by = { $name } invited you. The invitation says:
greeting-plain = { $name } invited you.
greeting-nothing = Say hello, so that people know you are here.
greeting-here = The invitation says:
greeting-new = You are new here.
greeting-hello = Say hello
greeting-look = Look around first
ask-vouch-why = A newcomer waits
ask-vouch = { $name } waits to be let in. Do you know them?
ask-vouch-act = Look
ask-second-why = { $by } asks you, as an organiser
ask-second = Should { $name } be an organiser no more, or be removed? It takes two organisers.
ask-second-raise = Should { $name } become an organiser? It takes two organisers.
ask-versions-why = Two of your devices changed a post apart
ask-versions-act = Choose one
ask-put-back-why = This device was put back from an older copy
ask-put-back = Let it meet the others: something that you decided here is missing.
ask-put-back-text = What you can read is safe. As soon as the others have brought what is missing, you can invite and decide again. If nobody has it, go on without it.
ask-put-back-meet = Who can be met
ask-put-back-act = Go on without it
ask-alone-why = { $people } people, and only you look after them
ask-alone = Name a second steward, in case your device is lost.
ask-alone-act = Choose someone
first-title = First steps
first-invite-why = You are the first here
first-invite = Bring someone in: show them a code.
first-topic-why = Nothing is said yet
first-topic = Start a topic, so that whoever comes finds something.

## Talk

talk-topics = Topics
talk-topic = Topic
talk-new = New topic
talk-all = All
talk-unread = Unread
talk-more = More topics
talk-unanswered = Unanswered
talk-open = Open
talk-show = Show
talk-order = Newest word first, the same order for everyone.
talk-none-such = No topic here is like that.
talk-empty-title = No topics yet
talk-empty = Nobody here has started one, or what was started was taken away. A question is a good beginning.
talk-choose-title = Choose a topic
talk-choose = What is said in it stands here.
topic-untitled = A topic whose title is not here
topic-settled = Settled
topic-unanswered = No answer yet
topic-asks = Question
topic-draft = Draft
topic-muted = You are not told of this
topic-started = Started by { $name }, { $when }
topic-menu = What you can do with this topic
topic-settle = Mark as settled
topic-reopen = Open again
topic-retitle = Change the title
topic-now-settled = The topic is settled.
topic-now-open = The topic is open again.
topic-both = Some say settled, some say open. Whoever chooses decides for both.
topic-other-title = Also called: { $title }
topic-only-title = So far there is only a title. Write the first words.
topic-posts = Posts, in order of time
topic-new-from = New to you
topic-new-above = { $count } new above
topic-new-below = { $count } new below
topic-to-end = To the newest
topic-news = { $count ->
    [one] One new post
   *[other] { $count } new posts
}
new-topic-title = Start a topic
new-topic-hello = Hello from { $name }
new-topic-welcome = Welcome, { $name }
new-topic-about = What is it about?
new-topic-about-hint = A question works best.
new-topic-words = First words
new-topic-channel = Which channel does it belong to?
new-topic-nowhere = None
new-topic-asks = I want an answer
new-topic-asks-hint = If nobody has answered after { $after }, it is listed as unanswered.
new-topic-start = Start the topic

post-you = { " " }(you)
post-edited = changed
post-late = After the removal
post-came-late = Came late
post-first = Their first words
post-erased = These words were taken back.
post-deleted = This was deleted.
post-not-here = The words are not here yet. They come when a device that has them is near.
post-gone = Words that are not here any more
post-quote-missing = A post that is not here yet
post-history = { $count ->
    [one] Before it was changed
   *[other] Before it was changed { $count } times
}
post-menu = What you can do with this post
post-more = Answer { $name }, or more
post-edit = Change my words
post-delete = Delete
post-undelete = Bring back
post-now-deleted = Deleted.
post-now-erased = Taken back here. Each device lets go of it when it hears.
react-same = Same here
react-heard = Heard
react-thanks = Thank you
react-idea = Good idea
emoji-1f600 = Laughing
emoji-1f602 = Tears of joy
emoji-1f60a = Smile
emoji-1f60d = In love
emoji-1f914 = Thinking
emoji-1f62e = Surprised
emoji-1f622 = Sad
emoji-1f621 = Angry
emoji-1f64f = Folded hands
emoji-1f44f = Applause
emoji-1f4aa = Strength
emoji-1f44b = Waving
emoji-1f44d = Thumbs up
emoji-1f44e = Thumbs down
emoji-2705 = Done
emoji-274c = Cross
emoji-2753 = Question
emoji-1f389 = Celebration
emoji-1f525 = Fire
emoji-1f331 = Seedling
emoji-2615 = Hot drink
emoji-1f372 = Pot of food
emoji-1f4a7 = Drop of water
emoji-1f3e0 = House
emoji-2b50 = Star
emoji-2764 = Heart
channels = Channels
channels-count = { $count ->
    [0] Channels
   *[other] Channels · { $count }
}
channel-new = New channel
channel-what = A channel is a place to just talk, and where topics of one kind belong.
channel-name = What is it called?
channel-name-hint = One or two words, such as Water or Choir.
channel-make = Make the channel
channel-rename = Rename the channel
channel-remove = Remove the channel
channel-remove-title = Remove { $name }?
channel-remove-text = Its topics stay, and stand in no channel. What was said in its conversation stays too, as a topic. You can bring it back.
channel-now-removed = The channel is removed.
channel-unnamed = A channel whose name is not here
channel-quiet = Nobody has said anything yet.
channel-talk = Conversation
channel-open = Open the conversation
channel-no-topics = There are no topics in this channel yet.
channel-empty = Nobody has said anything here yet. Say hello.
channel-started = Channel made by { $name }, { $when }
react-title = React
react-say = Say: { $what }
react-any = Any other reaction
react-other = Any other emoji
react-give = Give it

composer-label = Answer in this topic
composer-words = Your words
composer-write = Write an answer
composer-talk = Say something
composer-send = Send to everyone here
composer-answers = Answering { $name }:
composer-unquote = Do not quote this
composer-closed = You cannot write here now. What is here stays readable.
composer-unsent = Not sent yet. It stays here.
composer-again = Try again

edit-title = Change my words
edit-words = Your words
edit-hint = Everyone can see that they were changed, and what they were.
edit-keep = Save
delete-title = Delete these words?
delete-everywhere = Take them from everyone’s devices
delete-everywhere-text = Taken from everyone’s devices, the words go from this one now and from each other when it hears of it. They cannot be brought back.
delete-mark = Only mark as deleted
delete-mark-text = Only marked, they stay on the devices and are not shown. You can bring them back.
erase-honest = Somebody may have read or copied them already. No app can undo that.
versions-text = { $name } changed this on two devices apart. Both are kept until one is chosen.
versions-choose = Choose this one

## People

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

## Settings

settings-me = You here
settings-alike = Others see you as { $name }: somebody here has a name that looks the same.
settings-face = The colours of your face are made for you. They are the same on every device.
settings-name = What people call you
settings-name-keep = Save this name
settings-named = The name is changed.
settings-emblem = On your face
settings-emblem-keep = Save this face
settings-emblem-kept = Your face is changed.
emblem-none = Initials
emblem-sun = Sun
emblem-moon = Moon
emblem-star = Star
emblem-bird = Bird
emblem-fish = Fish
emblem-flower = Flower
emblem-palm = Palm tree
emblem-drum = Drum
emblem-book = Book
emblem-mountain = Mountain
emblem-flame = Flame
emblem-feather = Feather
settings-community = What this community is called
settings-community-hint = Everyone sees it change.
settings-language = Language
settings-speaks = The app speaks
settings-as-device = As this device
settings-reading = Reading
settings-sample = The borehole on Umuguma Road has not run since August. Ụmụ nwaanyị ga-ebu ụzọ jụọ.
settings-text = Text size
text-normal = Normal
text-large = Large
text-larger = Larger
text-largest = Largest
settings-letters = People’s words in
letters-book = Book letters
letters-plain = Plain letters
settings-light = Light
light-device = As this device
light-day = Day
light-dusk = Dusk
settings-movement = Movement
movement-gentle = Gentle
movement-none = None
settings-writing = Writing
settings-enter = In an answer, the Enter key
settings-enter-hint = Shift and Enter together always begin a new line.
enter-device = Does as usual on this device
enter-send = Sends
enter-line = Begins a new line
settings-customs = How we talk here
settings-customs-reactions = Reactions that are one tap away
settings-customs-hint = An emoji or a short word each. The first stands beside every post. Leave all of them empty for the usual ones.
settings-customs-one = Reaction { $at }
settings-customs-answer = A question reads “No answer yet” after
settings-customs-keep = Save
settings-customs-kept = Kept. Others see it when their devices hear of it.
customs-after = { $hours ->
    [0] no time at all
    [1] one hour
    [24] one day
    [72] three days
    [168] one week
   *[other] { $hours } hours
}
settings-leave = Leave
settings-about = This device
settings-data = Data
settings-data-text = Only words travel. A short post costs about 3 KB from one device to the next. Which networks may be used is chosen under Reach.
settings-version = Version { $version }. Being built: not yet for what you cannot lose.
settings-decided = Who belongs
settings-decided-text = Who was let in, removed or given a role, by whom and why.
settings-safety = Safety
settings-safety-text = Everything lies in a folder that only you can open. Whoever opens this device unlocked can read what is here.
leave-title = Leave { $name }
leave-text = What you wrote stays. It works now, without signal: others will know when they hear of it. To come back, you need a new invitation.
leave-go = Leave
leave-stay = Stay
settings-forget = On this device
forget-title = Take { $name } off this device?
forget-why = All that was said up to now is still here. You can keep it to read, or take it off this device.
forget-text = Everything of it goes from this device. Other people’s devices keep what they have. To come back you need an invitation, and you come as someone new.
forget-unheard = If no device was near since you left, nobody will know that you did.
forget-go = Take it off

## The door

door-title = Your people, on your own devices.
door-lead = Talk together. Everything is kept on the group’s own devices and works without internet.
door-join = Join your people
door-start = Start a community
door-no-account = No account, phone number or e-mail.
door-again = I use Kith on another device
door-circle = People sitting in a circle, with one seat kept free
start-text = It begins on this device alone. Nothing leaves it until you invite someone.
start-name = Its name
start-name-hint = For example: Owerri 24
start-me = What should people call you?
start-me-hint = A nickname is fine. You can change it later.
start-go = Start
join-title = How were you invited?
join-text = Scan the code with your camera, or copy the link that somebody sent you.
join-link = The link
join-link-hint = It begins with “kith:”.
join-look = Look at the invitation
scan-open = Scan a code
scan-looks = Hold the code so that it fills most of the picture.
scan-other = That is a code, but none of Kith’s. Scan the one that Kith shows on the other device, under Reach.
scan-not-allowed = Kith may not use the camera. Nothing is lost. Allow it in this page’s or the system’s permissions, or paste the link instead.
scan-no-camera = There is no camera here that can be used now. Nothing is lost. Close what else uses it, or paste the link instead.
join-anyone = Any member can bring you in. Their device may sleep again right after.
join-other-link = Use another link
join-another = Another invitation came.
join-another-look = Look at it
join-long = If it takes long
join-long-near = Keep both devices close, on the same Wi-Fi or hotspot.
join-long-other = Or let any other member show you a code.
join-long-open = Kith must be open on theirs: it answers by itself.
join-steps = Joining, step by step
join-step-reading = Reading the invitation
join-step-looking = Looking for someone who can let you in
join-step-found = Asking to be let in
join-step-in = You are in. Fetching what is there
going-title = Joining { $name }
meet-invites = You are invited.
meet-sees = Everything said to everyone here, and everyone’s names. They will see the name you choose.
meet-join = Join { $name }
meet-greeting = The invitation says this
places-join-still = Joining goes on
places-join-over = Did not let you in
join-still-title = Joining { $name } goes on.
join-still = It goes on whenever Kith is open here, until somebody can let you in. You may close this page.
join-still-end = Stop joining
join-still-tried = Since { $when }: { $devices ->
    [one] one device that can let you in is asked
   *[other] { $devices } devices that can let you in are asked
}, { $times ->
    [0] for the first time.
    [one] and was out of reach once.
   *[other] and was out of reach { $times } times.
}
join-over-title = { $name } did not let you in.
meet-expired = By this device’s clock, this invitation may be over. Clocks can be wrong, so you can try: whoever answers decides.
in-title = You are in.
in-text = The first things are here. The rest comes as devices meet.
in-waiting-title = They know of you.
in-waiting = A steward still has to say yes. It happens by itself once your devices meet.
in-go = Go in
again-title = Welcome back
again-text = On your other device, open Reach and choose “Add my device”. Then bring the link here.
again-brings = This brings another device of yours.
again-sees = This device will be you: it reads what you read and writes in your name. Go on only if you made this link yourself, just now.
again-bring = Bring this device

## What the doctor finds

doctor-version = This is Kith { $version }.
doctor-home = The home can be written to.
doctor-home-not = The home cannot be written to ({ $why }). What is in it is safe. Make room, or let your account write there.
doctor-clock = The clock is set.
doctor-clock-not = The clock of this device was never set. Nothing is lost. Set it, so that hours are right.
doctor-online = Wi-Fi and internet may be used.
doctor-lan = Wi-Fi alone may be used.
doctor-loopback = Nothing beyond this machine may be used.
doctor-off = No network may be used.
doctor-communities = { $count ->
    [0] No community is open.
    [one] One community is open.
   *[other] { $count } communities are open.
}
doctor-database = Community { $at }: its database is whole.
doctor-database-not = Community { $at }: its database is damaged. Keep this home as it is, and join again from another device.
doctor-refused = Community { $at }: { $count } pieces that came from others were set aside, because they broke a rule. What others wrote is safe.
doctor-joining = Community { $at }: this device still waits to be let in.
doctor-connected = Community { $at }: { $count ->
    [0] no device is connected now.
    [one] one device is connected now.
   *[other] { $count } devices are connected now.
}

## The window: its menus, and what the system tells.

menu-kith = Kith
menu-join = Join with a link
menu-close = Close Kith
menu-edit = Edit
menu-undo = Undo
menu-redo = Redo
menu-cut = Cut
menu-copy = Copy
menu-paste = Paste
menu-all = Select all
menu-view = View
menu-larger = Larger
menu-smaller = Smaller
menu-usual = Usual size
menu-go = Go
menu-back = Back
menu-forward = Forward
notice-open = Open
