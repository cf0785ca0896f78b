#!/usr/bin/env python3
"""The table of ./dev bench: what a server costs beside the kernel's own limit and beside the servers people would pick instead.
   bench.py BUILD_DIR [--repeats N] [--only WORDS] [--keep]
The server is pinned to one core, the load to another; targets are interleaved within a repeat; medians over the repeats. --keep writes the run's
JSON and the machine's description to tests/bench/results/.
"""
import argparse, datetime, json, os, platform, re, statistics, subprocess, sys, tempfile, time
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "kit"))
from serving import Server

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--repeats", type=int, default=5)
parser.add_argument("--only", default="")
parser.add_argument("--keep", action="store_true")
given = parser.parse_args()
BUILD = os.path.abspath(given.build)
KIT = BUILD + "/tests/bench/bench_"
NODE = os.path.join(HERE, "../../web-client/node_modules")
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]
PEERS = {
    "floor": {"command": [KIT + "floor", "--port", "{port}"]},
    "floor_sliced": {"command": [KIT + "floor", "--port", "{port}", "--slice", "16"]},
    "beast_chat": {"command": [KIT + "beast_chat", "{port}"]},
    "ws": {"command": ["node", HERE + "/kit/peers/ws.js", "{port}"], "environment": {"NODE_PATH": NODE}},
}
lines, rows = [], []


def measure(target, clients, *scenarios, live=False, categories=0, rooms=1, options=(), journal="memory"):
    """The lines of the scenarios, the connecting apart."""
    where = dict(PEERS[target]) if target in PEERS else {"binary": BUILD + "/warsha", "journal": journal}
    with Server(cpu=SERVER_CORE, is_alone=True, **where) as server:
        made = [] if target in PEERS else [server.room(live, categories) for _ in range(rooms)]
        got = server.load(KIT + "load", clients, list(scenarios), rooms=made, cpu=LOAD_CORE, is_alone=True, options=options, label=target)
    for line in got:
        line["repeat"] = repeat
        lines.append(line)
    return got[1:] if scenarios else got


def note(measure_name, value, goal, stretch, lower=True, unit="", extra=""):
    rows.append({"measure": measure_name, "value": value, "goal": goal, "stretch": stretch, "lower": lower, "unit": unit, "repeat": repeat, "extra": extra})


def wanted(*words):
    return not given.only or any(word in given.only.split(",") for word in words)


def fdatasync_us():
    with tempfile.NamedTemporaryFile(dir=tempfile.gettempdir()) as file:
        took = []
        for _ in range(200):
            began = time.monotonic()
            os.write(file.fileno(), b"x" * 512)
            os.fdatasync(file.fileno())
            took.append((time.monotonic() - began) * 1e6)
    return statistics.median(took)


def fan_out():
    for clients in (1_000, 5_000, 10_000):
        for name, categories in (("256 B", 0), ("2 KiB", 18)):
            ours = measure("warsha", clients, "fanout:secs=1", categories=categories, options=["--seats", "0"])[0]
            floor = measure("floor", clients, f"fanout:secs=1,size={ours['size']:.0f}")[0]
            note(f"fan-out, CPU per delivery ÷ floor, {name}, {clients:,} clients", ours["cpu_us"] / floor["cpu_us"], 1.15, 1.05, extra=f"{ours['cpu_us']:.2f} µs")
            if clients == 1_000 and categories == 0:
                for peer in ("beast_chat", "ws"):
                    other = measure(peer, clients, f"fanout:secs=1,size={ours['size']:.0f}")[0]
                    note(f"– {peer}: fan-out, CPU per delivery ÷ floor, 256 B, 1,000 clients", other["cpu_us"] / floor["cpu_us"], None, None)


def batches():
    ours = measure("warsha", 1_000, "fanout:secs=1,inflight=8", options=["--seats", "0"])[0]
    floor = measure("floor", 1_000, f"fanout:secs=1,inflight=8,size={ours['size']:.0f}")[0]
    note("deliveries/s with 8 broadcasts in flight ÷ floor, 1,000 clients", ours["per_s"] / floor["per_s"], 5, 7, lower=False, extra=f"{ours['per_s']:,.0f}/s")


def acks():
    ours = measure("warsha", 1_000, "votes:window=1,secs=1")[0]
    floor = measure("floor", 1_000, "votes:window=1,secs=1")[0]
    note("vote, CPU per acknowledgement ÷ floor, window 1", ours["cpu_us"] / floor["cpu_us"], 2.0, 1.35, extra=f"{ours['cpu_us']:.1f} µs")
    ours = measure("warsha", 500, "votes:window=16,secs=1")[0]
    for peer, goal, stretch in (("beast_chat", 4, 7), ("ws", 3, 5)):
        other = measure(peer, 500, "votes:window=16,secs=1")[0]
        note(f"acknowledgements/s, window 16, ÷ {peer}'s echo", ours["per_s"] / other["per_s"], goal, stretch, lower=False, extra=f"{ours['per_s']:,.0f}/s")


def mixed():
    ours = measure("warsha", 5_000, "votes:rate=5000,pub=10,secs=3")[0]
    note("ack p99 while 5,000 clients get 10 broadcasts/s and 5,000 votes/s arrive", ours["latency_us"]["p99"] / 1e3, 1.0, 0.3, unit=" ms", extra=f"busy {ours['busy']:.0%}")
    for peer in ("floor", "floor_sliced", "beast_chat", "ws"):
        other = measure(peer, 5_000, "votes:rate=5000,pub=10,secs=2")[0]
        note(f"– {peer}: ack p99 under that load", other["latency_us"]["p99"] / 1e3, None, None, unit=" ms")
    ours = measure("warsha", 10_000, "votes:rate=20000,secs=3", live=True, options=["--seats", "5000"])[0]
    name = "10,000 clients (5,000 with seats), 10 tallies/s, 20,000 votes/s: ack "
    note(name + "p50", ours["latency_us"]["p50"] / 1e3, 0.5, 0.1, unit=" ms", extra=f"busy {ours['busy']:.0%}, {ours['per_s']:,.0f} votes/s")
    note(name + "p99", ours["latency_us"]["p99"] / 1e3, 3, 1, unit=" ms")
    few = measure("warsha", 1_000, "votes:rate=1000,secs=3", live=True)[0]
    many = measure("warsha", 1_000, "votes:rate=5000,secs=3", live=True)[0]
    note("CPU at 5,000 votes/s ÷ at 1,000 votes/s, 1,000 clients", many["busy"] / few["busy"], 2.0, 1.6)


def durable():
    memory = measure("warsha", 1_000, "votes:rate=5000,secs=3")[0]["latency_us"]
    disk = measure("warsha", 1_000, "votes:rate=5000,secs=3", journal="sqlite")[0]["latency_us"]
    sync = fdatasync_us()
    for part, goal, stretch in (("p50", 3, 2), ("p99", 10, 5)):
        note(f"5,000 durable votes/s, added {part} ÷ fdatasync", (disk[part] - memory[part]) / sync, goal, stretch, extra=f"{disk[part] - memory[part]:.0f} µs, fdatasync {sync:.0f} µs")


def memory():
    with Server(binary=BUILD + "/warsha", cpu=SERVER_CORE, is_alone=True) as server:
        made = [server.room() for _ in range(2)]
        got = server.load(KIT + "load", 10_000, ["idle:secs=1", "reconnect"], rooms=made, cpu=LOAD_CORE, is_alone=True, options=["--connecting", "512"])
    lines.extend(dict(line, repeat=repeat) for line in got)
    note("resident bytes per joined idle participant, 10,000 in two rooms", got[0]["resident_each"], 6_000, 1_500, unit=" B")
    note("10,000 phones reset at once, all back with the view", got[2]["seconds"], 1.5, 0.7, unit=" s")


def slow():
    with Server(binary=BUILD + "/warsha", cpu=SERVER_CORE, is_alone=True) as server:
        got = server.load(KIT + "load", 500, ["fanout:secs=2,rate=200", "fanout:secs=4,rate=200,slow=25"], rooms=[server.room(categories=18)], cpu=LOAD_CORE, is_alone=True,
                          options=["--seats", "0", "--rcvbuf", "8192"])
    lines.extend(dict(line, repeat=repeat) for line in got)
    note("a reader that stops: memory in all", (got[2]["resident_grown"] + max(0, got[2]["sockets_grown"])) / 25 / 1024, 256, 128, unit=" KiB")
    note("a reader that stops: the others' p99 ÷ without it", got[2]["latency_us"]["p99"] / got[1]["latency_us"]["p99"], 1.1, 1.0)


def rooms():
    one = measure("warsha", 10_000, "votes:rate=4000,pub=4,secs=3", options=["--seats", "5000"])[0]
    many = measure("warsha", 10_000, "votes:rate=4000,pub=800,secs=3", rooms=200)[0]
    note("200 rooms × 50 ÷ one room × 10,000, same deliveries and votes: CPU", many["busy"] / one["busy"], 1.3, 1.1)


def loading():
    said = subprocess.run([BUILD + "/tests/bench/load_bench"], stdout=subprocess.PIPE, text=True).stdout
    took = re.search(r"newest saved state\s*: \d+ entries ready in ([\d.]+)", said)
    if took:
        note("200,000-entry room, ready after", float(took[1]), 1.0, 0.3, unit=" s")


def machine():
    model = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    memory = next(int(l.split()[1]) // 1024 for l in open("/proc/meminfo") if l.startswith("MemTotal"))
    compiler = subprocess.run(["g++", "--version"], stdout=subprocess.PIPE, text=True).stdout.splitlines()[0]
    return {"cpu": model, "cores": os.cpu_count(), "memory_mib": memory, "kernel": platform.release(), "compiler": compiler, "fdatasync_us": round(fdatasync_us(), 1), "load_average": os.getloadavg()}


def table():
    print("\n| measure | goal | stretch | reached | |\n|---|---|---|---|---|")
    summary = []
    for name in dict.fromkeys(row["measure"] for row in rows):
        mine = [row for row in rows if row["measure"] == name]
        first, values = mine[0], [row["value"] for row in mine]
        value = statistics.median(values)
        sign = "≤" if first["lower"] else "≥"
        number = lambda x: f"{x:,.0f}" if abs(x) >= 100 else f"{x:.2f}"
        reached = ""
        if first["goal"] is not None:
            better = lambda bound: value <= bound if first["lower"] else value >= bound
            reached = "stretch" if better(first["stretch"]) else "yes" if better(first["goal"]) else "**no**"
        bound = lambda b: "" if b is None else f"{sign} {b:g}{first['unit']}"
        spread = f" [{number(min(values))}–{number(max(values))}]" if len(values) > 1 else ""
        print(f"| {name} | {bound(first['goal'])} | {bound(first['stretch'])} | {number(value)}{first['unit']}{spread} {reached} | {mine[-1]['extra']} |")
        summary.append({"measure": name, "goal": first["goal"], "stretch": first["stretch"], "median": value, "least": min(values), "most": max(values), "unit": first["unit"].strip()})
    return summary


parts = {"fan_out": fan_out, "batches": batches, "acks": acks, "mixed": mixed, "durable": durable, "memory": memory, "slow": slow, "rooms": rooms, "loading": loading}
began = machine()
for repeat in range(given.repeats):
    for name, part in parts.items():
        if not wanted(name) or (name == "loading" and repeat > 0):
            continue
        try:
            part()
        except Exception as error:  # one measure that fails must not lose the others
            print(f"{name}, repeat {repeat + 1}: {error}", file=sys.stderr)
    print(f"repeat {repeat + 1} of {given.repeats} done", file=sys.stderr)
summary = table()
if given.keep:
    os.makedirs(HERE + "/results", exist_ok=True)
    path = f"{HERE}/results/{datetime.date.today()}.json"
    json.dump({"machine": began, "repeats": given.repeats, "table": summary, "lines": lines}, open(path, "w"), indent=1)
    print(f"\nkept: {os.path.relpath(path)}")
