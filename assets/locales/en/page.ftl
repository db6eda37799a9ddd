# Said by the page itself

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
