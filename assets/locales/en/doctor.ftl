# What the doctor finds

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
