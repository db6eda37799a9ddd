# Settings

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
