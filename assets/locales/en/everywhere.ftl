# Kith in English. Short sentences, present tense, you. What happened, what is safe, what to do.
# `.terminal` is what the command line adds.

# Everywhere

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
