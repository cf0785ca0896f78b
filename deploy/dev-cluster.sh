#!/usr/bin/env bash
# ./dev cluster: a private Redis, three nodes and HAProxy on this machine. Stops everything at Ctrl-C; the rooms are there again next time.
#   dev-cluster.sh WARSHA [--port N] [--data-dir DIR] [--public-url URL] [--play]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
warsha=$1; shift
port=8080 data=data/cluster url= play=
while [ $# -gt 0 ]; do
  case "$1" in
    --port) port=${2:?--port needs a number}; shift 2 ;;
    --data-dir) data=${2:?--data-dir needs a folder}; shift 2 ;;
    --public-url) url=${2:?--public-url needs an address}; shift 2 ;;
    --play) play=yes; shift ;;
    *) echo "Unknown option $1. Known: --port N, --data-dir DIR, --public-url URL, --play" >&2; exit 2 ;;
  esac
done
mkdir -p "$data/redis"
data=$(cd "$data" && pwd)
pids=()
stop() {
  trap - EXIT
  # Proxy and nodes first: nodes finish their appends, and Redis is there while they do.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[$i]}" 2>/dev/null && wait "${pids[$i]}" 2>/dev/null || true; done
}
trap stop EXIT
trap 'exit 130' INT TERM
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
answers() { # answers URL PID NAME: waits
  for _ in $(seq 300); do
    curl -fsS -o /dev/null "$1" 2>/dev/null && return
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  echo "$3 did not start; see $data/$3.log" >&2; tail -n 5 "$data/$3.log" >&2; exit 1
}
taken "$port" && { echo "Port $port is taken by another program. Stop it, or choose another with --port." >&2; exit 1; }
redis_port=$((port + 4))

redis-server "$here/redis.conf" --port "$redis_port" --dir "$data/redis" --daemonize no >"$data/redis.log" 2>&1 &
pids+=($!)
token=$(cat "$data/organiser.token" 2>/dev/null || head -c 24 /dev/urandom | basenc --base64url)
(umask 077; printf '%s' "$token" >"$data/organiser.token")
address=$(hostname -I 2>/dev/null | cut -d' ' -f1)
[ -n "$url" ] || url=http://${address:-localhost}:$port
servers=
for n in 1 2 3; do
  demo=(); [ $n != 1 ] || [ -n "$play" ] || demo=(--demo)
  limits=default; [ -z "$play" ] || limits=bench
  WARSHA_ORGANISER_TOKEN=$token "$warsha" serve --address 127.0.0.1 --port $((port + n)) --metrics-port $((port + 1000 + n)) --data-dir "$data/node$n" \
    --web-root "$here/../web-client/dist" --public-url "$url" --origins "http://localhost:$port,http://127.0.0.1:$port" --trusted-proxies 127.0.0.1 --redis "redis://127.0.0.1:$redis_port" --limits $limits "${demo[@]}" \
    >"$data/node$n.log" 2>&1 &
  pids+=($!)
  answers "http://127.0.0.1:$((port + n))/readyz" $! "node$n"
  servers+=${servers:+,}http://127.0.0.1:$((port + n))
done
WARSHA_PORT=$port WARSHA_NODE1=127.0.0.1:$((port + 1)) WARSHA_NODE2=127.0.0.1:$((port + 2)) WARSHA_NODE3=127.0.0.1:$((port + 3)) \
  haproxy -f "$here/haproxy.cfg" >"$data/proxy.log" 2>&1 &
pids+=($!)
answers "http://127.0.0.1:$port/readyz" $! proxy

if [ -n "$play" ]; then
  WARSHA_ORGANISER_TOKEN=$token "$warsha" play "$here/../tests/workshop/scenario.json" --server "$servers"
  exit
fi
for _ in $(seq 100); do grep -q 'Wall ' "$data/node1.log" && break; sleep 0.2; done
grep -E '█|▀|▄|^  (Phones|Facilitator|Wall|Join code) ' "$data/node1.log"
printf '\nThree nodes (ports %s to %s) behind %s, Redis on port %s. Kill one and watch: kill -9 %s\nStop all with Ctrl-C.\n' $((port + 1)) $((port + 3)) "$url" "$redis_port" "${pids[1]}"
wait -n "${pids[@]}" || true
