"""Observes a running program from outside, at almost no cost to it."""

import json
import os
import re
import threading
import time


class Peak:
    """Records the peak resident memory of a process until it ends."""

    def __init__(self, pid):
        self.kilobytes, self.path = 0, f"/proc/{pid}/status"
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            try:
                match = re.search(r"VmHWM:\s*(\d+) kB", open(self.path).read())
            except OSError:
                return
            if not match:
                return
            self.kilobytes = max(self.kilobytes, int(match.group(1)))
            time.sleep(0.1)

    def megabytes(self):
        return self.kilobytes / 1024


class SessionBegin:
    """Records when a session's file was created. The times in the file are milliseconds since then."""

    def __init__(self, path):
        self.begin, self.path = None, path
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while not os.path.exists(self.path):
            time.sleep(0.005)
        self.begin = time.time()

    def first_token(self):
        """The time of the first token in the session's file. Call it after the run has ended."""
        with open(self.path) as file:
            return next(self.begin + event["t"] / 1000 for event in map(json.loads, file) if "token" in event)
