# Announcements

announcements-title = Announcements
announcements-all = All announcements
announcements-none = Nothing was announced
announcements-none-text = When somebody who looks after the community announces something, it stands here and on Today.
announcements-none-may = What you announce stands on everyone’s Today until they say that they have read it.
announcements-older = Show older ones
announcement-new = Announce something
announcement-new-text = It stands on everyone’s Today until they say that they have read it. You see who has, and whom it has not reached as far as is known.
announcement-what = What you announce
announcement-what-hint = One line that says it all
announcement-more = More about it, if there is more
announcement-send = Announce it
announcement-by = { $name } announces
announcement-unread = Not read yet
announcement-read = You have read it
announcement-acknowledge = I have read this
announcement-untitled = Its words are not here yet
announcement-take-back = Take it back
announcement-take-back-ask = Nobody will be shown it any more, once their device hears of it. Who has read it has read it.
announcement-taken-back = It is taken back.
announcement-who = Who has read it
announcement-who-text = By what people said and what their devices signed. Somebody of whom nothing is known may have it already.
announcement-who-none = Nobody else has been here yet.
announcement-unknown = { $count ->
    [one] Of one person nothing is known yet
   *[other] Of { $count } people nothing is known yet
}
announcement-has = { $count ->
    [one] One person has it
   *[other] { $count } people have it
}
announcement-have-read = { $count ->
    [one] One person has read it
   *[other] { $count } people have read it
}
announcement-count-read = { $count ->
    [0] Read by nobody yet
   *[other] Read by { $count }
}
announcement-count-has = { $count ->
    [one] one more has it
   *[other] { $count } more have it
}
announcement-count-unknown = { $count } unknown
announcement-lacks = Some of its words are not here yet. You can say that you have read it once they are.
announcement-may-not = Only who looks after the community announces something.
trouble-announcement-not-here = This announcement is not here. It was taken back, or has not arrived yet. Nothing was changed.
    .terminal = List them with: kith announcements
trouble-announcement-of-another = Somebody else announced this. Only they can take it back. Nothing was changed.
