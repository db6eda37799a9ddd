"""One process of a peer, spoken to line by line, and what the kernel says that it used."""
import json
import os
import queue
import signal
import subprocess
import threading
import time

STEP_S = int(os.environ.get("STEP_S", 900))


class PeerError(Exception):
    """The peer failed, or took longer than a step may take."""


def now_ns():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


class Peer:
    def __init__(self, command, folder, port, log):
        self.began_ns = now_ns()
        command = command + ["--dir", folder, "--port", str(port)]
        with open(log, "ab") as errors:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, bufsize=0)
        self.answers, self.events, self.asked, self.usage = queue.Queue(), queue.Queue(), 0, None
        threading.Thread(target=self._hear, daemon=True).start()
        self.versions = self.event("ready", 60)["versions"]

    def _hear(self):
        for line in self.process.stdout:
            said = json.loads(line)
            if "ev" not in said:
                self.answers.put(said)
            elif said["ev"] != "progress":
                self.events.put(said)
        self.events.put(None)
        self.answers.put(None)

    def _next(self, of, what, timeout_s):
        try:
            said = of.get(timeout=timeout_s)
        except queue.Empty:
            raise PeerError(f"{what} took longer than {timeout_s} s") from None
        if said is None:
            raise PeerError(f"it ended in {what}")
        return said

    def event(self, name, timeout_s=STEP_S):
        while True:
            event = self._next(self.events, name, timeout_s)
            if event["ev"] == name:
                return event

    def ask(self, command, timeout_s=STEP_S, **more):
        self.asked += 1
        self.process.stdin.write(json.dumps({"id": self.asked, "cmd": command, **more}).encode() + b"\n")
        answer = self._next(self.answers, command, timeout_s)
        if not answer["ok"]:
            raise PeerError(f"{command}: {answer.get('err')}")
        return answer

    def cpu_s(self):
        """Processor time of all its threads: the clock that Linux keeps for a process."""
        return time.clock_gettime(((~self.process.pid) << 3) | 2)

    def peak_memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))

    def written(self):
        """Bytes that it had written to disk, whole pages each time."""
        with open(f"/proc/{self.process.pid}/io") as io:
            return next(int(line.split()[1]) for line in io if line.startswith("write_bytes"))

    def pause(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def close(self):
        """Ends it in good order; the processor time and the peak memory of its whole life."""
        try:
            self.ask("close", 120)
        except (PeerError, BrokenPipeError):
            pass
        return self._reap()

    def kill(self):
        if self.usage is None:
            self._end()
            self._reap()

    def _end(self):
        # Popen's own way would reap a process that has ended, and its usage with it.
        os.kill(self.process.pid, signal.SIGKILL)

    def _reap(self):
        if self.usage is None:
            late = threading.Timer(20, self._end)
            late.start()
            _, status, usage = os.wait4(self.process.pid, 0)
            late.cancel()
            self.process.returncode = status
            self.usage = {"cpu_s": usage.ru_utime + usage.ru_stime, "peak_memory": usage.ru_maxrss * 1024}
        return self.usage
