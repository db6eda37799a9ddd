#!/usr/bin/env python3
"""The workload: `workload.py FOLDER POSTS…`. Integers alone and one seed, so every machine gets the same bytes.

Fifty members, two hundred topics, POSTS posts and a third as many reactions, in the order in which they are written; a
shorter stream is the beginning of a longer one. For each number of posts it writes

  events-POSTS.jsonl   the stream
  extra-POSTS.jsonl    posts to be said later, all in the busiest topic
  expect-POSTS.json    counts, digests, and the newest posts of the busiest topic
"""
import bisect
import collections
import hashlib
import heapq
import json
import os
import sys

MASK = (1 << 64) - 1
MEMBERS, TOPICS, EXTRA = 50, 200, 64
BEGIN_MS = 1_767_225_600_000
COMMON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../src/crowd/words.txt")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EMOJI = ["👍", "❤", "😂", "🎉", "🙏", "👀", "🔥", "😮", "😢", "✅"]
# Lengths of texts and how often each span of them occurs.
LENGTHS = [(40, 69, 18), (70, 109, 27), (110, 159, 24), (160, 219, 16), (220, 299, 10), (300, 400, 5)]


class Rng:
    """SplitMix64."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return (self.next() * bound) >> 64

    def span(self, least, most):
        return least + self.below(most - least + 1)


class Table:
    """Places, some picked more often than others."""

    def __init__(self, weights):
        self.sums = []
        for weight in weights:
            self.sums.append(weight + (self.sums[-1] if self.sums else 0))

    def pick(self, rng):
        return bisect.bisect_right(self.sums, rng.below(self.sums[-1]))


def vocabulary(rng, size=8000):
    words = list(dict.fromkeys(open(COMMON).read().split()))
    seen = set(words)
    onset = "b c d f g h l m n p r s t v w st tr pl br ch sh gr cl pr th fl".split()
    vowel = "a e i o u a e i o ea ou ai ee io".split()
    coda = "n r s t l m d ng nt st ck rd x ss".split()
    ending = ["", "", "", "ing", "ed", "er", "s", "ly", "tion", "ment", "ness", "able", "al", "y", "e"]
    while len(words) < size:
        word = ""
        for _ in range(1 + rng.below(3)):
            word += onset[rng.below(len(onset))] + vowel[rng.below(len(vowel))]
            if rng.below(2):
                word += coda[rng.below(len(coda))]
        word += ending[rng.below(len(ending))]
        if 3 <= len(word) <= 13 and word not in seen:
            seen.add(word)
            words.append(word)
    return words


def ulid(time_ms, rng):
    value = (time_ms << 80) | ((rng.next() & 0xFFFF) << 64) | rng.next()
    return "".join(CROCKFORD[(value >> (5 * place)) & 31] for place in range(25, -1, -1))


class Workload:
    def __init__(self, seed=42):
        self.rng = Rng(seed)
        self.words = vocabulary(self.rng)
        self.word = Table(10**12 // (10 * place + 27) for place in range(len(self.words)))
        self.topic = Table(10**9 // (place + 3) for place in range(TOPICS))
        self.author = Table(10**9 // (place + 5) for place in range(MEMBERS))
        self.emoji = Table(10**9 // (place + 2) for place in range(len(EMOJI)))
        self.length = Table(weight for *_, weight in LENGTHS)

    def text(self, rng):
        least, most, _ = LENGTHS[self.length.pick(rng)]
        target, words, length, is_first, left = rng.span(least, most), [], 0, True, rng.span(5, 14)
        while length < target:
            word = self.words[self.word.pick(rng)]
            if is_first:
                word, is_first = word[0].upper() + word[1:], False
            left -= 1
            if left == 0:
                word += ".  .  .  !  ?".split()[rng.below(5)]
                is_first, left = True, rng.span(5, 14)
            elif rng.below(12) == 0:
                word += ","
            length += len(word) + (1 if words else 0)
            words.append(word)
        return " ".join(words)[:400].rstrip()

    def post(self, rng, time_ms, author, topic):
        return {"k": "p", "id": ulid(time_ms, rng), "topic": f"t{topic:03d}", "author": f"m{author:02d}", "ts": time_ms,
                "text": self.text(rng)}

    def session(self):
        """Who writes where, and how many posts."""
        return self.author.pick(self.rng), self.topic.pick(self.rng), 1 + min(self.rng.below(6), self.rng.below(8))

    def stream(self):
        """Endless; about four sessions are open at any moment."""
        rng, sessions, number, now, posts = self.rng, [], 0, BEGIN_MS, 0
        recent, given = collections.deque(maxlen=40), set()
        for number in range(4):
            heapq.heappush(sessions, (now + rng.span(0, 120_000), number, self.session()))
        while True:
            time_ms, _, (author, topic, left) = heapq.heappop(sessions)
            now = max(now + 1, time_ms)
            if rng.below(10) == 0:
                topic = self.topic.pick(rng)
            post = self.post(rng, now, author, topic)
            yield post
            posts += 1
            recent.append(post)
            if posts % 3 == 0:
                reaction = self.reaction(recent, given)
                now += rng.span(200, 4000)
                yield {**reaction, "ts": now}
            number += 1
            if left > 1:
                following = now + rng.span(15_000, 240_000), number, (author, topic, left - 1)
            else:
                following = now + rng.span(1_000, 600_000), number, self.session()
            heapq.heappush(sessions, following)

    def reaction(self, recent, given):
        while True:
            post = recent[self.rng.below(len(recent))]
            who, emoji = f"m{self.author.pick(self.rng):02d}", EMOJI[self.emoji.pick(self.rng)]
            if who != post["author"] and (who, post["id"], emoji) not in given:
                given.add((who, post["id"], emoji))
                return {"k": "r", "author": who, "post": post["id"], "topic": post["topic"], "emoji": emoji}


def digest(*parts):
    """As tests/src/line.rs makes it."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:8], "little")


def line(event):
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n"


def write(folder, most):
    workload, newest, text_bytes = Workload(), collections.deque(maxlen=50), 0
    sums = {"posts": 0, "reactions": 0, "post_digest": 0, "reaction_digest": 0}
    with open(f"{folder}/events-{most}.jsonl", "w") as events:
        for event in workload.stream():
            if event["k"] == "p":
                if sums["posts"] == most:
                    break
                sums["posts"] += 1
                sums["post_digest"] += digest(event["id"][:10], event["topic"], event["author"], event["ts"], event["text"])
                text_bytes += len(event["text"])
                if event["topic"] == "t000":
                    newest.append(event["id"])
            else:
                sums["reactions"] += 1
                sums["reaction_digest"] += digest(event["post"][:10], event["author"], event["emoji"])
            events.write(line(event))
            last = event["ts"]
        length = events.tell()
    rng = Rng(4242)
    with open(f"{folder}/extra-{most}.jsonl", "w") as extra:
        for _ in range(EXTRA):
            last += rng.span(20_000, 90_000) + 60_000
            extra.write(line(workload.post(rng, last, workload.author.pick(rng), 0)))
    digests = {key: str(sums[key] & MASK) for key in ("post_digest", "reaction_digest")}
    with open(f"{folder}/expect-{most}.json", "w") as expected:
        json.dump({**sums, **digests, "newest": list(newest), "text_bytes": text_bytes, "bytes": length}, expected)


if __name__ == "__main__":
    for size in map(int, sys.argv[2:]):
        write(sys.argv[1], size)
