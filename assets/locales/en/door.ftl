# The door

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
