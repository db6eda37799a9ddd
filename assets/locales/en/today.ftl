# Today

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
