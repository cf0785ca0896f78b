#!/usr/bin/env bash
# Clients that others wrote, against the binary: ws of npm, websockets of Debian. Usage: others.sh WARSHA
set -euo pipefail
warsha=$1
here=$(dirname "$0")
folder=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true; rm -rf "$folder"; }
trap finish EXIT
port=$((20000 + RANDOM % 20000))
url=http://127.0.0.1:$port
WARSHA_ORGANISER_TOKEN=secret "$warsha" serve --address 127.0.0.1 --port $port --metrics-port $((port + 1)) --data-dir "$folder/data" --public-url "$url" 2> "$folder/log" &
server=$!
for _ in $(seq 100); do curl -fsS "$url/healthz" >/dev/null 2>&1 && break; sleep 0.1; done

# against CLIENT…: a room of its own for each.
against() {
  created=$("$warsha" room create "$here/plan.json" --server "$url" --token secret)
  code=$(printf '%s\n' "$created" | sed -n 's/^code *//p')
  link=$(printf '%s\n' "$created" | grep -o "http[^ ]*/f/$code#[^ ]*")
  "$@" "$url" "$code" "$link"
}
against node "$here/with_ws.mjs"
against /usr/bin/python3 "$here/with_websockets.py"

kill -TERM $server
wait $server && status=0 || status=$?
server=
[ "$status" = 0 ] || { echo "FAILED: the server ended with $status"; cat "$folder/log"; exit 1; }
