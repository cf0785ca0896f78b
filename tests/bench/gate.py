#!/usr/bin/env python3
"""What noise moves little: user instructions, allocations, system calls and bytes, per delivery and per vote.
   gate.py WARSHA LOAD
Two runs that differ in the amount only; the difference of what they cost, divided by the difference of the amounts. A bound is the goal of the
project where it is reached, else what is reached with some room above it; the goal stands beside it.
"""
import os, re, subprocess, sys, tempfile
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "kit"))
from serving import Server

WARSHA, LOAD = (os.path.abspath(path) for path in sys.argv[1:3])
CLIENTS, HALL = 100, 1_000
NO_SEATS = ["--seats", "0"]


def callgrind(path):
    """Instructions by library, and how often malloc was called (file format: valgrind's manual, cl-format)."""
    by_object, names, calls = {}, {}, 0
    here, callee, is_call = "", "", False

    def name(text):
        number, _, words = text.partition(" ")
        if words:
            names[number] = words
        return names.get(number, number)
    functions = {}

    def function(text):
        number, _, words = text.partition(" ")
        if words:
            functions[number] = words
        return functions.get(number, number)
    with open(path) as lines:
        for line in lines:
            if line.startswith("ob="):
                here = name(line[3:].strip())
            elif line.startswith("cob="):
                name(line[4:].strip())
            elif line.startswith("fn="):
                function(line[3:].strip())
            elif line.startswith("cfn="):
                callee = function(line[4:].strip())
            elif line.startswith("calls="):
                is_call = True
                if callee in ("malloc", "calloc", "realloc"):
                    calls += int(line[6:].split()[0])
            elif line[:1] in "0123456789+-*" and line.strip():
                if not is_call:
                    by_object[here] = by_object.get(here, 0) + int(line.split()[1])
                is_call = False
    return {"crypto": sum(n for o, n in by_object.items() if "libcrypto" in o), "all": sum(by_object.values()), "malloc": calls}


def counted(scenario, clients=CLIENTS, options=()):
    with tempfile.TemporaryDirectory() as folder:
        out = folder + "/callgrind"
        with Server(WARSHA, prefix=["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out], is_alone=True) as server:
            got = server.load(LOAD, clients, [scenario], rooms=[server.room()], options=["--no-spin", "--connecting", "8", *options], is_alone=True)
            server.process.terminate()
            server.process.wait(60)
        return callgrind(out), got[-1]


def system_calls(scenario, clients=CLIENTS, options=()):
    with tempfile.TemporaryDirectory() as folder:
        out = folder + "/strace"
        with Server(WARSHA, prefix=["strace", "-f", "-c", "-o", out], is_alone=True) as server:
            children = subprocess.run(["pgrep", "-P", str(server.process.pid)], stdout=subprocess.PIPE, text=True).stdout.split()
            got = server.load(LOAD, clients, [scenario], rooms=[server.room()], options=["--connecting", "16", *options], pid=children[0], is_alone=True)
            os.kill(int(children[0]), 15)
            server.process.wait(60)
        total = re.findall(r"^\s*100\.00\s+\S+\s+(?:\d+\s+)?(\d+)", open(out).read(), re.M)
        return int(total[-1]), got[-1]


def fanout(messages):
    return f"fanout:msgs={messages},secs=200,warm=0"


def votes(amount, window=1):
    return f"votes:max={amount},window={window},secs=200,warm=0"


def idle_bytes():
    resident = {}
    for clients in (500, 2_500):
        with Server(WARSHA, is_alone=True) as server:
            resident[clients] = server.load(LOAD, clients, ["idle:secs=0.5"], rooms=[server.room()])[-1]["resident"]
    return (resident[2_500] - resident[500]) / 2_000


failures = 0


def check(what, got, bound, goal):
    global failures
    is_fine = got <= bound
    failures += not is_fine
    print(f"{'ok  ' if is_fine else 'FAIL'} {what}: {got:,.2f}, at most {bound:,g}" + (f" (goal {goal:,g}: not reached)" if got > goal else f" (goal {goal:,g})"), flush=True)


def main():
    small, few = counted(fanout(10), HALL, NO_SEATS)
    large, many = counted(fanout(40), HALL, NO_SEATS)
    deliveries = many["delivered"] - few["delivered"]
    check("user instructions per delivery, 1,000 clients", (large["all"] - small["all"]) / deliveries, 850, 600)
    check("allocations per delivery (those of the announcement itself among them)", (large["malloc"] - small["malloc"]) / deliveries, 0.5, 0)

    small, few = counted(votes(2_000))
    large, many = counted(votes(6_000))
    amount = many["counted"] - few["counted"]
    crypto = (large["crypto"] - small["crypto"]) / amount
    check("user instructions per vote, libcrypto apart", (large["all"] - small["all"]) / amount - crypto, 72_000, 12_000)
    check("SHA-256 blocks per vote, by libcrypto's instructions", crypto / 2_270, 18, 6)

    small, few = system_calls(fanout(10), HALL, NO_SEATS)
    large, many = system_calls(fanout(60), HALL, NO_SEATS)
    check("system calls per delivery, 1,000 clients", (large - small) / (many["delivered"] - few["delivered"]), 1.15, 1.05)
    small, few = system_calls(votes(3_200, 16))
    large, many = system_calls(votes(35_200, 16))
    check("system calls per vote, 16 at a time", (large - small) / (many["counted"] - few["counted"]), 0.4, 0.3)

    # What the allocator keeps of the rush at the door depends on its order: the least of three.
    check("resident bytes per idle participant with a seat", min(idle_bytes() for _ in range(3)), 12_000, 6_000)
    return 1 if failures else 0


sys.exit(main())
