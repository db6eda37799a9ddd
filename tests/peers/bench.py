"""Runs peers through the steps, in turn, and adds what was counted to a file: `bench.py FOLDER POSTS REPETITIONS PEER…`.

Started by `run` in a network of its own.
"""
import json
import os
import subprocess
import sys
import time

import network
from process import Peer
from steps import Run

HERE = os.path.dirname(os.path.abspath(__file__))
# Which calls ask the disk to really write.
SYNCS = "fsync,fdatasync,msync,sync_file_range,syncfs"


def command_of(peer, folder):
    if peer == "hypercore":
        return ["node", f"{HERE}/node/hypercore.mjs"]
    return [f"{folder}/bin/{'peer' if peer == 'kith' else peer + '-peer'}"]


def load(path):
    return json.load(open(path)) if os.path.exists(path) else {"runs": {}, "syncs": {}, "versions": {}}


def main():
    folder, posts, repetitions, peers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    network.set_up()
    path = f"{folder}/results.json"
    for number in range(repetitions):
        for peer in peers:
            print(f"  {peer}, {posts} posts, {number + 1} of {repetitions}", flush=True)
            run = Run(command_of(peer, folder), posts, f"{folder}/data", f"{folder}/run")
            result = run.all()
            results = load(path)
            results["versions"][peer] = result.pop("versions", None)
            results["runs"].setdefault(str(posts), {}).setdefault(peer, []).append(result)
            if peer not in results["syncs"] and posts == 1000:
                results["syncs"][peer] = count_syncs(command_of(peer, folder), folder)
            json.dump(results, open(path, "w"), indent=1)


def count_syncs(command, folder):
    """How often the disk is asked to really write: for 1,000 posts and 333 reactions, and for one post more."""
    work, traced = f"{folder}/run", f"{folder}/syncs"
    subprocess.run(["rm", "-rf", work, traced], check=True)
    os.makedirs(work)
    strace = ["strace", "-f", "-qq", "-e", f"trace={SYNCS}", "-o", traced]
    peer = Peer(strace + command, f"{work}/A", network.PORT, f"{work}/log")

    def counted():
        # What is written in batches gets its chance.
        time.sleep(1.5)
        return sum("sync" in line and "unfinished" not in line for line in open(traced))

    peer.ask("open")
    before = counted()
    peer.ask("load", events=f"{folder}/data/events-1000.jsonl")
    loaded = counted()
    peer.ask("post", event=json.loads(open(f"{folder}/data/extra-1000.jsonl").readline()))
    said = counted()
    peer.close()
    return {"load": loaded - before, "post": said - loaded}


if __name__ == "__main__":
    main()
