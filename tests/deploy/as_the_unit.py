#!/usr/bin/python3
"""Runs a program under the SystemCallFilter and RestrictAddressFamilies of a systemd unit, for systemd does not run where this is tested:
a call outside the filter kills it, another family of sockets is refused. Never as root: SQLite calls fchown there and nowhere else.
   as_the_unit.py UNIT PROGRAM ARGUMENT…"""
import os
import socket
import subprocess
import sys

import seccomp

families_max = 46
nobody = 65534


def values(unit, key):
    with open(unit) as lines:
        return [line.strip().split('=', 1)[1] for line in lines if line.startswith(key + '=')]


def calls(names):
    """The calls of @groups and single names; groups hold groups."""
    found = set()
    for name in names.split():
        if not name.startswith('@'):
            found.add(name)
            continue
        listed = subprocess.run(['systemd-analyze', 'syscall-filter', name], check=True, capture_output=True, text=True).stdout
        found |= calls(' '.join(line.strip() for line in listed.splitlines()[1:] if not line.strip().startswith('#')))
    return found


def allowed_by(unit):
    allowed = calls('@default')  # systemd adds it to every list of what is allowed
    for line in values(unit, 'SystemCallFilter'):
        if line.startswith('~'):
            allowed -= calls(line[1:])
        else:
            allowed |= calls(line)
    return allowed


def filter_of(unit):
    made = seccomp.SyscallFilter(seccomp.KILL_PROCESS)
    for call in sorted(allowed_by(unit) - {'socket'}):
        try:
            made.add_rule(seccomp.ALLOW, call)
        except (RuntimeError, ValueError, OSError):
            pass  # of another architecture, or newer than the library
    welcome = {getattr(socket, name) for line in values(unit, 'RestrictAddressFamilies') for name in line.split()}
    for family in range(families_max):
        action = seccomp.ALLOW if family in welcome else seccomp.ERRNO(97)  # EAFNOSUPPORT
        made.add_rule(action, 'socket', seccomp.Arg(0, seccomp.EQ, family))
    return made


unit, program = sys.argv[1], sys.argv[2:]
filtered = filter_of(unit)
opened = os.open(program[0], os.O_RDONLY)  # nobody need not reach its folder
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(nobody)
    os.setuid(nobody)
filtered.load()
os.execve(opened, program, os.environ)
