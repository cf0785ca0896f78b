"""Starts a server, makes rooms in it, puts a load on it. Used by gate.py, bench.py and curves.py."""
import json, os, random, resource, shutil, socket, subprocess, tempfile, time, urllib.request

TOKEN = "A" * 43
VOTE = "AQAAAAAAAAAAAAAAAAAAAA"


def free_port():
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def pinned(cpu, is_alone):
    """One core; `is_alone`: in a session and scheduling group of its own with the top weight, where that is allowed."""
    def prepare():
        if is_alone:
            os.setsid()
            try:
                with open("/proc/self/autogroup", "w") as group:
                    group.write("-20")
                os.setpriority(os.PRIO_PROCESS, 0, -20)
            except OSError:
                pass
        if cpu is not None and cpu in os.sched_getaffinity(0):
            os.sched_setaffinity(0, {cpu})
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return prepare


def plan(live, categories):
    options = [{"id": i + "A" * 21, "label": {"fr": l}, "proposals": []} for i, l in (("B", "Oui"), ("C", "Non"))]
    options[0]["id"] = VOTE
    options[1]["id"] = "AgAAAAAAAAAAAAAAAAAAAA"
    return {"title": {"fr": "Salle"}, "purpose": "rehearsal", "settings": {"ask_name": False, "show_presence": False, "anonymous": False}, "groups": [],
            "categories": [{"key": f"c{i}", "label": {"fr": "x" * 60}} for i in range(categories)],
            "activities": [{"id": VOTE, "title": {"fr": "Vote"}, "groups": [],
                            "config": {"type": "choice", "options": options, "choices_min": 1, "choices_max": 1, "abstain": False, "live_results": live}}]}


class Server:
    """Warsha, or with `command` any other whose port is {port}. A context."""
    def __init__(self, binary=None, command=None, prefix=(), options=(), journal="memory", cpu=None, is_alone=False, environment=None):
        self.folder = tempfile.mkdtemp(prefix="warsha-bench-")
        self.port = free_port()
        if command is None:
            command = [binary, "serve", "--address", "127.0.0.1", "--port", "{port}", "--metrics-port", str(free_port()), "--public-url", "http://127.0.0.1:{port}",
                       "--data-dir", self.folder + "/data", "--web-root", self.folder, "--limits", "bench", "--log-level", "error", "--threads", "1", "--journal", journal, *options]
        command = [part.replace("{port}", str(self.port)).replace("{folder}", self.folder) for part in command]
        self.log = open(self.folder + "/log", "w+")
        self.process = subprocess.Popen([*prefix, *command], env=dict(os.environ, WARSHA_ORGANISER_TOKEN=TOKEN, **(environment or {})), preexec_fn=pinned(cpu, is_alone),
                                        stdout=subprocess.DEVNULL, stderr=self.log)
        for _ in range(1200):
            if self.process.poll() is not None:
                self.log.seek(0)
                raise RuntimeError("the server ended: " + self.log.read()[-400:])
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                break
            except OSError:
                time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def room(self, live=False, categories=0):
        """What the load calls a room: code, facilitator's link, activity, item."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/rooms", data=json.dumps(plan(live, categories)).encode(),
                                         headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})
        for attempt in range(20):
            try:
                made = json.load(urllib.request.urlopen(request, timeout=60))
                break
            except OSError:              # a machine that is too busy lets the server's deadlines pass
                if attempt == 19:
                    raise
        return ",".join((made["code"], made["facilitator_link"].split("#")[1], VOTE, VOTE))

    def load(self, program, clients, scenarios, rooms=(), cpu=None, is_alone=False, options=(), label="warsha", pid=None, seconds=300):
        command = [program, "--port", str(self.port), "--n", str(clients), "--pid", str(pid or self.process.pid), "--label", label, *options]
        if rooms:
            command += ["--warsha", ";".join(rooms)]
        done = subprocess.run([*command, *scenarios], stdout=subprocess.PIPE, preexec_fn=pinned(cpu, is_alone), text=True, timeout=seconds, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]
