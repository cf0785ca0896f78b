#!/usr/bin/env bash
# What ./dev cluster does: plays the day, survives a killed node, stops what it started, keeps its rooms. Usage: dev_cluster.sh WARSHA, in the source folder.
set -euo pipefail
warsha=$1
folder=$(mktemp -d)
cluster=
finish() { [ -z "$cluster" ] || { kill "$cluster" 2>/dev/null && wait "$cluster" 2>/dev/null; } || true; rm -rf "$folder"; }
trap finish EXIT
fail() { printf 'FAILED: %s\n' "$*"; cat "$folder/printed"; tail -n 5 "$folder"/data/*.log; exit 1; }
passed=0
ok() { passed=$((passed + 1)); }
until_it() { for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; fail "this never came true: $*"; }
port=$((20000 + RANDOM % 11000))  # below those that the system gives to outgoing connections

start() { # start OPTION…
  deploy/dev-cluster.sh "$warsha" --port $port --data-dir "$folder/data" --public-url "http://127.0.0.1:$port" "$@" >"$folder/printed" 2>&1 &
  cluster=$!
}
starts() { start; until_it grep -q 'Stop all with' "$folder/printed"; }
stops() {
  local children status=0
  children=$(pgrep -P "$cluster")
  kill -TERM "$cluster"
  wait "$cluster" || status=$?
  [ $status = 130 ] || fail "it ends with 130 when it is told to stop, not $status"; ok
  for child in $children; do ! kill -0 "$child" 2>/dev/null || fail "nothing runs on: $(ps -o args= -p "$child")"; done; ok
  cluster=
}
code() { sed -n 's/.*Join code *//p' "$folder/printed"; }
ready() { "$warsha" health --server "http://127.0.0.1:$1"; }
node_1_is_another() { [ -n "$(node_1)" ] && [ "$(node_1)" != "$1" ]; }
node_1() { pgrep -P "$cluster" -f "serve .*--port $((port + 1)) "; }

start --play
wait "$cluster" || fail "the day over three nodes gives the expected results"; ok
cluster=
starts
first=$(code)
killed=$(node_1)
kill -9 "$killed"
until_it node_1_is_another "$killed"
until_it ready $((port + 1))
ready "$port" >/dev/null || fail "people are served while a node ends and comes back"; ok
stops
starts
[ -n "$first" ] && [ "$(code)" = "$first" ] || fail "the room is there again: $first, not $(code)"; ok
stops
printf '%s passed, 0 failed\n' "$passed"
