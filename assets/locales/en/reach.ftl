# Reach

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
