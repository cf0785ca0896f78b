#!/usr/bin/env bash
# ./dev cluster: a private Redis, three nodes and HAProxy on this machine. A node that ends is started again, as a service manager would.
# Stops everything at Ctrl-C; the rooms are there again next time.
#   dev-cluster.sh WARSHA [--port N] [--data-dir DIR] [--public-url URL] [--play]
set -euo pipefail
set -m                                  # a process group for each: Ctrl-C reaches this script alone, which stops them in their order
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
redis_port=$((port + 4))
token=$(cat "$data/organiser.token" 2>/dev/null || head -c 24 /dev/urandom | basenc --base64url)
(umask 077; printf '%s' "$token" >"$data/organiser.token")
address=$(hostname -I 2>/dev/null | cut -d' ' -f1)
[ -n "$url" ] || url=http://${address:-localhost}:$port

redis= proxy= nodes=()
end() { [ -z "$1" ] || { kill "$1" 2>/dev/null && wait "$1" 2>/dev/null; } || true; }
stop() {
  trap '' INT TERM
  trap - EXIT
  # Proxy and nodes first: nodes finish their appends, and Redis is there while they do.
  end "$proxy"
  for pid in "${nodes[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${nodes[@]}"; do wait "$pid" 2>/dev/null || true; done
  end "$redis"
}
trap stop EXIT
trap 'exit 130' INT TERM

answers() { # answers URL PID NAME: waits
  for _ in $(seq 300); do
    curl -fsS -o /dev/null "$1" 2>/dev/null && return
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  echo "$3 did not start; see $data/$3.log" >&2; tail -n 5 "$data/$3.log" >&2; exit 1
}
start_redis() {
  redis-server "$here/redis.conf" --port "$redis_port" --dir "$data/redis" --daemonize no >"$data/redis.log" 2>&1 &
  redis=$!
}
cores=$(nproc)
threads=$((cores > 3 ? cores / 3 : 1)) # the nodes share this machine's cores
start_node() { # start_node 1|2|3
  local more=(--limits default --threads "$threads")
  if [ -n "$play" ]; then more=(--limits bench --threads "$threads"); elif [ "$1" = 1 ]; then more+=(--demo); fi
  WARSHA_ORGANISER_TOKEN=$token "$warsha" serve --address 127.0.0.1 --port $((port + $1)) --metrics-port $((port + 1000 + $1)) \
    --data-dir "$data/node$1" --web-root "$here/../web-client/dist" --redis "redis://127.0.0.1:$redis_port" \
    --public-url "$url" --origins "http://localhost:$port,http://127.0.0.1:$port" --trusted-proxies 127.0.0.1 "${more[@]}" >"$data/node$1.log" 2>&1 &
  nodes[$1]=$!
}
start_proxy() {
  WARSHA_PORT=$port WARSHA_NODE1=127.0.0.1:$((port + 1)) WARSHA_NODE2=127.0.0.1:$((port + 2)) WARSHA_NODE3=127.0.0.1:$((port + 3)) \
    haproxy -f "$here/haproxy.cfg" >"$data/proxy.log" 2>&1 &
  proxy=$!
}
show_links() {
  for _ in $(seq 100); do grep -q 'Wall ' "$data/node1.log" && break; sleep 0.2; done
  grep -E '█|▀|▄|^  (Phones|Facilitator|Wall|Join code) ' "$data/node1.log" || true
  printf '\nThree nodes (ports %s to %s) behind %s, Redis on port %s.\nKill one and watch: kill -9 %s\nStop all with Ctrl-C.\n' \
    $((port + 1)) $((port + 3)) "$url" "$redis_port" "${nodes[1]}"
}
# Until Ctrl-C, or until what is not started again ends.
stand_by() {
  local ended=
  for (( ; ; )); do
    wait -n -p ended "$redis" "$proxy" "${nodes[@]}" || true
    for n in 1 2 3; do
      [ "${nodes[$n]}" = "$ended" ] || continue
      printf 'Node %s ended; its people are on the others. It is started again in 3 s.\n' "$n"
      sleep 3
      start_node "$n"
      continue 2
    done
    [ "$ended" = "$redis" ] && echo "Redis ended; see $data/redis.log" >&2 || echo "The proxy ended; see $data/proxy.log" >&2
    exit 1
  done
}

for taken in "$port" "$redis_port" $((port + 1)) $((port + 2)) $((port + 3)); do
  (exec 3<>"/dev/tcp/127.0.0.1/$taken") 2>/dev/null || continue
  echo "Port $taken is taken by another program. Stop it, or choose others with --port (five in a row are used)." >&2
  exit 1
done
start_redis
servers=
for n in 1 2 3; do
  start_node $n
  answers "http://127.0.0.1:$((port + n))/readyz" "${nodes[$n]}" "node$n"
  servers+=${servers:+,}http://127.0.0.1:$((port + n))
done
start_proxy
answers "http://127.0.0.1:$port/readyz" "$proxy" proxy
if [ -n "$play" ]; then
  WARSHA_ORGANISER_TOKEN=$token "$warsha" play "$here/../tests/workshop/scenario.json" --server "$servers"
  exit
fi
show_links
stand_by
