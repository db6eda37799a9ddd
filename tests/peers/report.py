"""Prints the tables of docs/performance.md: `report.py FOLDER`. Medians of the runs of one number of posts."""
import json
import statistics
import sys

ORDER = ["kith", "floor", "samod", "hypercore", "iroh-docs", "loro"]
NAMES = {"kith": "Kith", "floor": "*floor*", "loro": "Loro"}
PEERS = ["samod", "hypercore", "iroh-docs", "loro"]
ENCRYPT = ["hypercore", "iroh-docs"]
# Headers of IP with those of UDP, or with those of TCP and its time stamps.
HEADERS = {"kith": 28, "iroh-docs": 28}
TCP_HEADERS = 52


def get(run, path):
    for key in path.split("."):
        run = run[key]
    return run


def live(path, scale=1.0):
    return lambda run, _: statistics.median(get(one, path) for one in run["live"]) * scale


def of(path, scale=1.0):
    return lambda run, _: get(run, path) * scale


def a_post(path, scale=1.0):
    return lambda run, posts: get(run, path) * scale / posts


def bare(wire, peer):
    return wire["bytes"] - wire["packets"] * HEADERS.get(peer, TCP_HEADERS)


# What, with how many digits, and the figure of a run; where there is a name, the bytes there less their headers.
LINES = [
    ("writing: CPU ms a post", 3, a_post("write.cpu_s", 1e3)),
    ("writing, the authors' devices alone: CPU ms a post", 3, a_post("write.authors_cpu_s", 1e3)),
    ("writing: kB written a post", 1, a_post("write.written", 1e-3)),
    ("writing, the authors' devices alone: kB written a post", 1, a_post("write.authors_written", 1e-3)),
    ("disk of A, bytes a post", 0, a_post("write.disk")),
    ("writing: peak memory, MB", 1, of("write.peak_memory", 1e-6)),
    ("catching up: bytes of IP a post", 1, a_post("catch_up.wire.bytes")),
    ("catching up: bytes a post", 1, "catch_up.wire"),
    ("catching up: CPU of the newcomer, ms a post", 3, a_post("catch_up.cpu_b_s", 1e3)),
    ("catching up: CPU of the giver, ms a post", 3, a_post("catch_up.cpu_a_s", 1e3)),
    ("catching up: kB written by the newcomer, a post", 2, a_post("catch_up.written", 1e-3)),
    ("disk of the newcomer, bytes a post", 0, a_post("catch_up.disk")),
    ("catching up: peak memory of the newcomer, MB", 1, of("catch_up.peak_memory", 1e-6)),
    ("catching up: ms until all is durable", 0, of("catch_up.wall_s", 1e3)),
    ("meeting again, nothing new: bytes of IP", 0, of("meet_again.wire.bytes")),
    ("meeting again, nothing new: bytes", 0, "meet_again.wire"),
    ("meeting again, nothing new: CPU ms of both", 1, of("meet_again.cpu_s", 1e3)),
    ("meeting again, nothing new: ms until the last packet", 1, of("meet_again.wall_s", 1e3)),
    ("connected and quiet: bytes of IP a second", 0, of("quiet.bytes_a_second")),
    ("one post, connected: bytes of IP", 0, live("wire.bytes")),
    ("one post, connected: bytes", 0, "live"),
    ("one post, connected: CPU ms of both", 2, live("cpu_s", 1e3)),
    ("one post, connected: ms until it is seen", 2, live("wall_s", 1e3)),
    ("one post while apart: bytes of IP", 0, of("meet_with_news.wire.bytes")),
    ("one post while apart: bytes", 0, "meet_with_news.wire"),
    ("one post while apart: CPU ms of both", 1, of("meet_with_news.cpu_s", 1e3)),
    ("one post while apart: ms from dialing until it is seen", 1, of("meet_with_news.wall_s", 1e3)),
    ("started until a topic's newest 50 posts: ms", 1, of("open_cold.wall_s", 1e3)),
    ("started until a topic's newest 50 posts: peak memory, MB", 1, of("open_cold.peak_memory", 1e-6)),
]


def figure(how, runs, peer, posts):
    def one(run):
        if how == "live":
            return statistics.median(bare(said["wire"], peer) for said in run["live"])
        if isinstance(how, str):
            wire = bare(get(run, how), peer)
            return wire / posts if how.startswith("catch_up") else wire
        return how(run, posts)

    found = []
    for run in runs:
        try:
            found.append(one(run))
        except KeyError:
            pass
    return statistics.median(found) if found else None


def shown(number, digits):
    return "–" if number is None else f"{number:,.{digits}f}"


def ratio(kith, others):
    others = [other for other in others if other is not None]
    if kith is None or not others or min(others) <= 0:
        return "–"
    best = kith / min(others)
    return f"{best:.2f}" if best < 100 else f"{best:,.0f}"


def table(posts, runs):
    peers = [peer for peer in ORDER if peer in runs]
    counts = ", ".join(f"{NAMES.get(peer, peer)} {len(runs[peer])}" for peer in peers)
    loads = [run["load"] for of_peer in runs.values() for run in of_peer]
    print(f"\n{posts:,} posts. Runs: {counts}. Other work on the two cores at the start of a run, as load: "
          f"median {statistics.median(loads):.1f}, most {max(loads):.1f}.\n")
    heads = [NAMES.get(peer, peer) for peer in peers]
    ratios = len(peers) > 1
    print("| what | " + " | ".join(heads) + (" | to the best | to the best that encrypts |" if ratios else " |"))
    print("|---" * (len(peers) + (3 if ratios else 1)) + "|")
    for what, digits, how in LINES:
        figures = {peer: figure(how, runs[peer], peer, posts) for peer in peers}
        cells = [shown(figures[peer], digits) for peer in peers]
        if ratios:
            kith = figures.get("kith")
            cells += [ratio(kith, [figures.get(peer) for peer in of]) for of in (PEERS, ENCRYPT)]
        print(f"| {what} | " + " | ".join(cells) + " |")


def growth(runs):
    """Each figure against the one of the number of posts before it."""
    sizes = sorted(map(int, runs))
    steps = list(zip(sizes, sizes[1:]))
    peers = [peer for peer in ORDER if any(peer in runs[str(size)] for size in sizes)]
    print("\n| what | " + " | ".join(NAMES.get(peer, peer) for peer in peers) + " |\n" + "|---" * (len(peers) + 1) + "|")
    for what, _, how in LINES:
        cells = []
        for peer in peers:
            at = {size: figure(how, runs[str(size)].get(peer, []), peer, size) for size in sizes}
            grown = [f"{at[to] / at[of]:.2f}" if at[of] and at[to] is not None else "–" for of, to in steps]
            while grown and grown[-1] == "–":
                grown.pop()
            cells.append(", ".join(grown) or "–")
        print(f"| {what} | " + " | ".join(cells) + " |")


def main():
    results = json.load(open(f"{sys.argv[1]}/results.json"))
    print("Versions: " + "; ".join(f"{peer} {json.dumps(of)}" for peer, of in results["versions"].items()))
    for posts in sorted(results["runs"], key=int):
        table(int(posts), results["runs"][posts])
    if len(results["runs"]) > 1:
        print("\nGrowth from each number of posts to the next:")
        growth(results["runs"])
    print("\n| asks the disk to write | 1,000 posts and 333 reactions | one post more |\n|---|---|---|")
    for peer in filter(results["syncs"].get, ORDER):
        print(f"| {NAMES.get(peer, peer)} | {results['syncs'][peer]['load']:,} | {results['syncs'][peer]['post']:,} |")
    for posts, runs in results["runs"].items():
        for peer, of_peer in runs.items():
            for run in of_peer:
                wrong = [what for what, holds in run["checked"].items() if not holds]
                if wrong or "failed" in run:
                    print(f"\nNot as it should be: {peer} at {posts}: {wrong} {run.get('failed', '')}")


if __name__ == "__main__":
    main()
