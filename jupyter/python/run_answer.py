"""Runs one student's notebook in a fresh, confined kernel, and says what the judges said.

    python run_answer.py < job.json > result.json

scripts/collect.mjs starts it, one process for each notebook. The job:
- notebook, project: the file, and the throw-away copy of the project;
- seconds, megabytes: the limits;
- node, read, mnist, environment: Node's command, what the kernel may read besides, MNIST's folder, the environment;
- confined, user: see confinement.py; the number of the user that the kernel becomes, or null.

The result: {"verdicts": [{"name", "outcome", "own", "text"}], "problems": [...], "seconds"}.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import tempfile
import time

import zmq
from confinement import Confinement
from jupyter_client.blocking import BlockingKernelClient

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
MOST_PRINTED = 20_000_000  # bytes of output that a notebook may give
MOST_TOLD = 1_000_000  # bytes on the judges' channel
MOST_PROBLEMS = 5  # that the table names

# The first cell. The judges' channel is a pipe, and what comes over it is signed: a cell can print what a judge prints,
# and can write into the pipe, but the key is read once, here, and is in no variable that a later cell can name.
FIRST_CELL = """
import { hearVerdicts } from "./src/exercises/check";
{
  const { createHmac } = require("node:crypto");
  const { closeSync, readFileSync, writeSync } = require("node:fs");
  const key = readFileSync(KEY_FILE);
  closeSync(KEY_FILE);
  const { stringify } = JSON;
  let number = 0;
  hearVerdicts((told) => {
    const line = stringify([number++, told.name, told.outcome, told.own, told.text]);
    writeSync(CHANNEL, createHmac("sha256", key).update(line).digest("hex") + line + "\\n");
  });
}
"""


class Ended(Exception):
    """Why the notebook was not run to its end, in the teacher's words."""


def cells_of(path):
    """The sources of a notebook's code cells, in order, with their places among all cells."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            notebook = json.loads(file.read().decode("utf-8-sig"))
        cells = [(k, cell) for k, cell in enumerate(notebook["cells"], 1) if cell.get("cell_type") == "code"]
        return [(k, "".join(cell["source"])) for k, cell in cells]
    except (ValueError, RecursionError) as error:
        raise Ended(f"no notebook: {str(error)[:100]}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Ended("no notebook: JSON of another kind") from error


class Verdicts:
    """What the judges said, read from the channel. A line that is not signed counts for nothing."""

    def __init__(self, key, channel):
        self.key, self.channel, self.rest, self.size = key, channel, b"", 0
        self.told, self.forged = [], 0
        os.set_blocking(channel, False)

    def read(self):
        while True:
            try:
                chunk = os.read(self.channel, 65536)
            except BlockingIOError:
                return
            if not chunk:
                return
            self.size += len(chunk)
            if self.size > MOST_TOLD:
                raise Ended("ended: it wrote into the judges' channel")
            *lines, self.rest = (self.rest + chunk).split(b"\n")
            for line in lines:
                self.take(line[:64], line[64:])

    def take(self, signature, line):
        expected = hmac.new(self.key, line, hashlib.sha256).hexdigest().encode()
        if not hmac.compare_digest(signature, expected):
            self.forged += 1
            return
        number, name, outcome, own, text = json.loads(line)
        if number == len(self.told):
            self.told.append({"name": name, "outcome": outcome, "own": own, "text": text})


class Run:
    """A notebook's cells, one after the other, as a front end asks for them."""

    def __init__(self, job):
        self.job, self.problems, self.printed = job, [], 0
        self.end = time.monotonic() + job["seconds"]

    def all(self):
        cells = cells_of(self.job["notebook"])
        key = secrets.token_bytes(32)
        (hear, channel), (key_file, give) = os.pipe(), os.pipe()
        os.write(give, key)
        os.close(give)
        self.verdicts = Verdicts(key, hear)
        with tempfile.TemporaryDirectory(prefix="answer-") as folder, Confinement(self.job, folder) as kernel:
            kernel.start((channel, key_file))
            os.close(channel)
            os.close(key_file)
            self.kernel = kernel
            try:
                self.connect(kernel.connection)
                first = FIRST_CELL.replace("KEY_FILE", str(key_file)).replace("CHANNEL", str(channel))
                self.execute(0, first)
                for k, source in cells:
                    self.execute(k, source)
            finally:
                self.read_verdicts()

    def read_verdicts(self):
        try:
            self.verdicts.read()
        except Ended as end:
            self.note(str(end))
        if self.verdicts.forged > 0:
            self.note("it wrote into the judges' channel without their signature")

    def connect(self, connection):
        context = zmq.Context()
        context.setsockopt(zmq.MAXMSGSIZE, MOST_PRINTED)
        context.setsockopt(zmq.RCVHWM, 20)
        context.setsockopt(zmq.LINGER, 0)
        self.client = BlockingKernelClient(connection_file=connection, context=context)
        self.client.load_connection_file()
        self.client.start_channels(stdin=False, hb=False)
        waiting = None
        while waiting is None or not self.poll({waiting}):
            self.watch()
            waiting = waiting or self.client.kernel_info()

    def execute(self, k, source):
        request = self.client.execute(source, allow_stdin=False, stop_on_error=False)
        replied = idle = False
        while not (replied and idle):
            self.watch()
            for message in self.poll({request}):
                kind, content = message["header"]["msg_type"], message["content"]
                replied |= kind == "execute_reply"
                idle |= kind == "status" and content.get("execution_state") == "idle"
                if kind == "error":
                    told = f"{content.get('ename')}: {content.get('evalue')}".splitlines()[0]
                    if k == 0:
                        raise Ended(f"the judges' channel could not be opened: {told}")
                    self.note(f"cell {k}: {COLOURS.sub('', told)[:200]}")

    def poll(self, requests):
        """The messages that have come by now and belong to one of these requests."""
        channels = [self.client.shell_channel.socket, self.client.iopub_channel.socket]
        poller = zmq.Poller()
        for channel in channels:
            poller.register(channel, zmq.POLLIN)
        messages = []
        for channel, _ in poller.poll(100):
            frames = channel.recv_multipart()
            self.printed += sum(map(len, frames))
            if self.printed > MOST_PRINTED:
                raise Ended(f"ended: it printed more than {MOST_PRINTED // 1_000_000} MB")
            _, parts = self.client.session.feed_identities(frames)
            message = self.client.session.deserialize(parts)
            if message["parent_header"].get("msg_id") in requests:
                messages.append(message)
        return messages

    def watch(self):
        self.verdicts.read()
        if time.monotonic() > self.end:
            raise Ended(f"ended after {self.job['seconds']} s, the limit")
        problem = self.kernel.problem()
        if problem:
            raise Ended(problem)

    def note(self, problem):
        if len(self.problems) < MOST_PROBLEMS and problem not in self.problems:
            self.problems.append(problem)


def main():
    """From a job to its result."""
    job = json.load(sys.stdin)
    began = time.monotonic()
    run = Run(job)
    try:
        run.all()
    except Ended as end:
        run.note(str(end))
    except OSError as error:
        run.note(f"cannot be read: {error.strerror or error}")
    except Exception as error:  # what a kernel sends may be anything; the other notebooks are not to suffer
        run.note(f"ended: {type(error).__name__}: {str(error)[:200]}")
    told = run.verdicts.told if hasattr(run, "verdicts") else []
    seconds = round(time.monotonic() - began, 1)
    print(json.dumps({"verdicts": told, "problems": run.problems, "seconds": seconds}))


main()
