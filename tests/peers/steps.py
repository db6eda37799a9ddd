"""What each peer is asked to do, step by step, and what is counted meanwhile."""
import json
import os
import shutil
import statistics
import time

import network
from process import Peer, PeerError

LIVE_POSTS = 5
COLD_OPENS = 5
QUIET_S = 10


class Run:
    """One peer, one number of posts, once."""

    def __init__(self, command, posts, data, work):
        self.command, self.work = command, work
        self.events = f"{data}/events-{posts}.jsonl"
        self.expected = json.load(open(f"{data}/expect-{posts}.json"))
        self.extra = [json.loads(line) for line in open(f"{data}/extra-{posts}.jsonl")]
        self.alive, self.said = [], 0
        self.result = {"load": os.getloadavg()[0], "checked": {}}

    def all(self):
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        for step in (self.write, self.open_cold, self.catch_up, self.meet_again, self.meet_with_news):
            began = time.monotonic()
            try:
                step()
            except (PeerError, BrokenPipeError) as error:
                self.result["failed"] = f"{step.__name__}: {error}"
                print(f"    {self.result['failed']}", flush=True)
                break
            finally:
                for peer in self.alive:
                    peer.kill()
                self.alive = []
            print(f"    {step.__name__}: {time.monotonic() - began:.1f} s", flush=True)
        shutil.rmtree(self.work, ignore_errors=True)
        return self.result

    def start(self, name):
        peer = Peer(self.command, f"{self.work}/{name}", network.PORT if name == "A" else 0, f"{self.work}/{name}.log")
        self.alive.append(peer)
        self.result["versions"] = peer.versions
        peer.ask("open")
        return peer

    def write(self):
        """A writes all events one by one, as people would, and makes them durable."""
        peer = self.start("A")
        cpu_s = peer.cpu_s()
        told = peer.ask("load", events=self.events)
        written = peer.written()
        usage = peer.close()
        setup = {"cpu_s": told.get("setup_cpu_ns", 0) / 1e9, "written": told.get("setup_written", 0)}
        self.result["write"] = {
            "wall_s": (told["t1"] - told["t0"]) / 1e9,
            "cpu_s": usage["cpu_s"] - cpu_s - setup["cpu_s"],
            "written": written - setup["written"],
            "peak_memory": usage["peak_memory"],
        }
        wrote = self.result["write"]
        wrote["authors_cpu_s"] = told["authors_cpu_ns"] / 1e9 if "authors_cpu_ns" in told else wrote["cpu_s"]
        wrote["authors_written"] = told.get("authors_written", wrote["written"])
        self.check("A", "written")
        # What the next start tidies up does not count.
        wrote["disk"] = disk(f"{self.work}/A")

    def open_cold(self):
        """From the start of the process to the newest fifty posts of the busiest topic; files are in the page cache."""
        took, memory = [], []
        for _ in range(COLD_OPENS):
            peer = self.start("A")
            answer = peer.ask("read_topic", topic="t000", n=50)
            took.append((answer["t1"] - peer.began_ns) / 1e9)
            memory.append(peer.peak_memory())
            self.note("newest", beginnings(answer["ids"]) == beginnings(self.expected["newest"]))
            peer.close()
        self.result["open_cold"] = {"wall_s": statistics.median(took), "peak_memory": statistics.median(memory)}

    def pair(self, before=lambda _: None):
        """Both are open; A listens."""
        a = self.start("A")
        before(a)
        a.ask("prep")
        address = a.ask("listen", port=network.PORT)["addr"]
        return a, self.start("B"), address

    def catch_up(self):
        """B is empty and is told what to join; until it has all, readable and durable."""
        a, b, address = self.pair()
        link = a.ask("invite")
        b.ask("join", **{key: value for key, value in link.items() if key not in ("id", "ok", "t0", "t1")})
        b.ask("prep")
        before, cpu_s, written = network.passed(), (a.cpu_s(), b.cpu_s()), b.written()
        began = b.ask("connect", addr=address)
        posts, reactions = self.expected["posts"], self.expected["reactions"]
        ended = b.ask("wait", posts=posts, reactions=reactions)
        used = {"cpu_a_s": a.cpu_s() - cpu_s[0], "cpu_b_s": b.cpu_s() - cpu_s[1]}
        # What is called durable must outlive the process, from this moment on.
        b.pause()
        shutil.copytree(f"{self.work}/B", f"{self.work}/killed", ignore=shutil.ignore_patterns("CORESTORE"))
        b.go_on()
        network.until_quiet()
        self.result["catch_up"] = {
            "wall_s": (ended["durable_ns"] - began["t0"]) / 1e9, **used, "wire": network.since(before),
            "written": b.written() - written, "peak_memory": b.peak_memory(), "told": tell(b),
        }
        b.close(), a.close()
        self.check("killed", "killed when durable")
        self.check("B", "caught up")
        self.result["catch_up"]["disk"] = disk(f"{self.work}/B")

    def meet_again(self):
        """Both start again with nothing to exchange, then are quiet, then A says five things one by one."""
        a, b, address = self.pair()
        b.ask("prep")
        time.sleep(0.5)
        before, cpu_s = network.passed(), a.cpu_s() + b.cpu_s()
        began = b.ask("connect", addr=address)
        synced_ns = b.ask("synced").get("synced_ns", 0)
        last_ns = max(network.until_quiet() or 0, synced_ns)
        self.result["meet_again"] = {
            "wall_s": (last_ns - began["t0"]) / 1e9, "wire": network.since(before), "told": tell(b),
            "cpu_s": a.cpu_s() + b.cpu_s() - cpu_s,
        }
        before = network.passed()
        time.sleep(QUIET_S)
        self.result["quiet"] = {"bytes_a_second": network.since(before)["bytes"] / QUIET_S}
        self.result["live"] = [self.say_one(a, b) for _ in range(LIVE_POSTS)]
        b.close(), a.close()

    def say_one(self, a, b):
        event = self.next_extra()
        b.ask("watch", post=event["id"], topic=event["topic"])
        before, cpu_s = network.passed(), a.cpu_s() + b.cpu_s()
        posted = a.ask("post", event=event)
        seen = b.event("visible", 60)
        network.until_quiet(0.6, 3.0)
        wire, cpu_s = network.since(before), a.cpu_s() + b.cpu_s() - cpu_s
        return {"wall_s": (seen["ns"] - posted["post_ns"]) / 1e9, "wire": wire, "cpu_s": cpu_s}

    def meet_with_news(self):
        """A says one thing alone, then B meets it."""
        event = self.next_extra()
        a, b, address = self.pair(lambda a: a.ask("post", event=event, flush=True))
        b.ask("prep")
        b.ask("watch", post=event["id"], topic=event["topic"])
        time.sleep(0.5)
        before, cpu_s = network.passed(), a.cpu_s() + b.cpu_s()
        began = b.ask("connect", addr=address)
        seen = b.event("visible", 120)
        network.until_quiet()
        self.result["meet_with_news"] = {
            "wall_s": (seen["ns"] - began["t0"]) / 1e9, "wire": network.since(before),
            "cpu_s": a.cpu_s() + b.cpu_s() - cpu_s,
        }
        b.close(), a.close()
        self.check("B", "at the end", self.said)

    def next_extra(self):
        self.said += 1
        return self.extra[self.said - 1]

    def check(self, folder, what, more_posts=0):
        """Everything is read back and compared with the input."""
        peer = self.start(folder)
        count = peer.ask("count")
        peer.close()
        keys = ("posts", "reactions") if more_posts else ("posts", "reactions", "post_digest", "reaction_digest")
        wanted = {key: self.expected[key] for key in keys}
        wanted["posts"] += more_posts
        found = {key: count[key] for key in keys}
        self.note(what, found == wanted)
        if found != wanted:
            raise PeerError(f"{what}: {found} instead of {wanted}")

    def note(self, what, holds):
        self.result["checked"][what] = holds and self.result["checked"].get(what, True)


def tell(peer):
    return {key: value for key, value in peer.ask("stats").items() if key.startswith("stream")}


def beginnings(ids):
    """Some peers name posts themselves: what is compared of an id is its time."""
    return [one[:10] for one in ids]


def disk(folder):
    files = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
    return sum(os.lstat(file).st_size for file in files)
