"""A network of this program's own, with packets as large as they are elsewhere, and counters of what passes."""
import json
import os
import subprocess
import sys
import time

from process import now_ns

PORT = 7001
COUNTERS = f"""table inet peers {{
  counter from_a {{}}
  counter to_a {{}}
  chain incoming {{ type filter hook input priority 0;
    meta l4proto {{tcp, udp}} th sport {PORT} counter name from_a
    meta l4proto {{tcp, udp}} th dport {PORT} counter name to_a
  }}
}}"""


def set_up():
    links = [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]]
    if any(link not in ("lo", "sit0", "ip6tnl0", "tunl0") for link in links):
        sys.exit("not a network of its own: start it by tests/peers/run")
    run = lambda *command, **how: subprocess.run(command, check=True, capture_output=True, **how)
    run("ip", "link", "set", "lo", "mtu", "1500", "up")
    for offload in ("tso", "gso", "gro", "tx-udp-segmentation"):
        run("ethtool", "-K", "lo", offload, "off")
    run("nft", "-f", "-", input=COUNTERS.encode())


def passed():
    """Bytes of IP, headers included, and packets, from and to A's port."""
    listed = subprocess.run(["nft", "-j", "list", "counters"], capture_output=True, check=True).stdout
    counters = {one["counter"]["name"]: one["counter"] for one in json.loads(listed)["nftables"] if "counter" in one}
    out, back = counters["from_a"], counters["to_a"]
    return {"from_a": out["bytes"], "to_a": back["bytes"], "packets": out["packets"] + back["packets"]}


def since(before):
    now = passed()
    sums = {key: now[key] - before[key] for key in now}
    sums["bytes"] = sums["from_a"] + sums["to_a"]
    return sums


def all_packets():
    with open("/proc/net/dev") as devices:
        return next(line.split(":")[1].split()[:2] for line in devices if line.strip().startswith("lo:"))


def until_quiet(window_s=1.0, most_s=20.0):
    """Waits until nothing has passed for a while; when the last packet did, None if there was none."""
    began, last_ns, first = time.monotonic(), now_ns(), all_packets()
    seen = first
    while now_ns() - last_ns < window_s * 1e9 and time.monotonic() - began < most_s:
        time.sleep(0.002)
        here = all_packets()
        if here != seen:
            seen, last_ns = here, now_ns()
    return last_ns if seen != first else None
