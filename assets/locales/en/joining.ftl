# Steps of joining

step-reading = Reading the invitation
step-looking = Looking for someone who can let you in
step-found = Found someone, asking to be let in
step-in = You are in. Fetching what is there
step-records = { $records ->
    [one] One thing is here
   *[other] { $records } things are here
}
