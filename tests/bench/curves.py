#!/usr/bin/env python3
"""How cost grows: clients, rooms, votes/s, entries. Writes curves.md and curves.svg beside this file.   curves.py BUILD_DIR"""
import math, os, re, subprocess, sys
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "kit"))
from serving import Server

BUILD = os.path.abspath(sys.argv[1])
LOAD, FLOOR, WARSHA = BUILD + "/tests/bench/bench_load", BUILD + "/tests/bench/bench_floor", BUILD + "/warsha"
CORES = sorted(os.sched_getaffinity(0))


def run(clients, scenario, rooms=1, options=(), live=False, floor=False):
    with Server(**({"command": [FLOOR, "--port", "{port}"]} if floor else {"binary": WARSHA}), cpu=CORES[0], is_alone=True) as server:
        made = [] if floor else [server.room(live=live) for _ in range(rooms)]
        return server.load(LOAD, clients, [scenario], rooms=made, cpu=CORES[-1], is_alone=True, options=options)[-1]


def entries(count):
    said = subprocess.run([BUILD + "/tests/bench/load_bench", str(count)], stdout=subprocess.PIPE, text=True).stdout
    return float(re.search(r"newest saved state\s*: \d+ entries ready in ([\d.e-]+)", said)[1]) * 1e6 / count


CURVES = [
    ("Clients of one room: CPU per delivery", "µs", "clients", (100, 300, 1_000, 3_000, 10_000), {
        "warsha": lambda n: run(n, "fanout:secs=0.7", options=["--seats", "0"])["cpu_us"],
        "floor": lambda n: run(n, "fanout:secs=0.7,size=292", floor=True)["cpu_us"]},
     "Both bend together from 1,000 on: sockets and their buffers no longer fit the processor's caches. What is ours stays below one microsecond."),
    ("Rooms of 5,000 clients in all: CPU per delivery", "µs", "rooms", (1, 5, 20, 50, 200), {
        "warsha": lambda n: run(5_000, "fanout:secs=0.7", rooms=n, options=["--seats", "0"])["cpu_us"]},
     "Flat down to a hundred clients a room; at 200 rooms an announcement's own decoding, journal and encoding are shared by 25 clients only."),
    ("Votes per second, 1,000 clients, live results: share of a core", "%", "votes/s", (250, 1_000, 4_000, 16_000), {
        "warsha": lambda n: 100 * run(1_000, f"votes:rate={n},secs=1.5", live=True)["busy"]},
     "The ticks' fan-out is there from the first vote; above it the line is the votes' own cost, which falls per vote as batches fill."),
    ("Entries of a room: microseconds each until it is ready", "µs", "entries", (6_000, 20_000, 60_000, 200_000), {
        "warsha": entries},
     "The chain is verified from its first byte, so time is linear; small rooms pay for opening the file and for their 5,000 people. A single point that stands out met other work on the disk."),
]


def svg(results):
    width, height, across = 460, 300, 2
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * across}" height="{height * 2}" font-family="sans-serif" font-size="11">', '<rect width="100%" height="100%" fill="white"/>']
    for index, (title, unit, axis, xs, lines) in enumerate(results):
        left, top = width * (index % across) + 50, height * (index // across) + 40
        w, h = width - 80, height - 90
        most = max(max(values) for values in lines.values()) * 1.15
        low, high = math.log10(xs[0]), math.log10(xs[-1])
        x = lambda v: left + w * (math.log10(v) - low) / (high - low)
        y = lambda v: top + h * (1 - v / most)
        out.append(f'<text x="{left}" y="{top - 14}" font-weight="bold">{title}</text>')
        for part in (0, 0.5, 1):
            out.append(f'<line x1="{left}" x2="{left + w}" y1="{y(most * part)}" y2="{y(most * part)}" stroke="#ddd"/><text x="{left - 6}" y="{y(most * part) + 4}" text-anchor="end">{most * part:.3g}</text>')
        for v in xs:
            out.append(f'<text x="{x(v)}" y="{top + h + 16}" text-anchor="middle">{v:,}</text>')
        out.append(f'<text x="{left + w / 2}" y="{top + h + 34}" text-anchor="middle">{axis}; vertical: {unit}</text>')
        for (name, values), colour in zip(lines.items(), ("#0b6e4f", "#b35900")):
            points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(xs, values))
            out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
            out += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in zip(xs, values)]
            out.append(f'<text x="{x(xs[-1]) - 4}" y="{y(values[-1]) - 8}" text-anchor="end" fill="{colour}">{name}</text>')
    return "\n".join(out + ["</svg>", ""])


def main():
    results, text = [], ["# Cost curves", "", "Written by `tests/bench/curves.py`; `curves.svg` shows the same. One run each: look at the shape, not at the digits.", ""]
    for title, unit, axis, xs, lines, sentence in CURVES:
        values = {name: [measure(x) for x in xs] for name, measure in lines.items()}
        results.append((title, unit, axis, xs, values))
        text += [f"## {title}", "", f"| {axis} | " + " | ".join(f"{x:,}" for x in xs) + " |", "|---|" + "---|" * len(xs)]
        text += [f"| {name}, {unit} | " + " | ".join(f"{v:.3g}" for v in row) + " |" for name, row in values.items()] + ["", sentence, ""]
        print("\n".join(text[-4 - len(values):]), flush=True)
    open(HERE + "/curves.md", "w").write("\n".join(text))
    open(HERE + "/curves.svg", "w").write(svg(results))


main()
