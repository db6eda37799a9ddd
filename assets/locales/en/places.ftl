# Places

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
