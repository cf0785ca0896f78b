#!/usr/bin/env bash
# What is shipped in deploy/ is accepted by the programs it is for, and a workshop goes through it: Redis with the shipped settings and the
# shipped user, a node under the unit's filters, each proxy in front. Usage: deploy.sh WARSHA, in the source folder.
set -euo pipefail
warsha=$1
folder=$(mktemp -d)
pids=()
finish() {
  local status=$?
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  [ $status = 0 ] || tail -n 20 "$folder"/*.log
  rm -rf "$folder"
}
trap finish EXIT
passed=0
ok() { passed=$((passed + 1)); }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
same() { [ "$2" = "$3" ] || fail "$1: expected $2, got $3"; ok; }          # same "sentence" expected got
until_it() { for _ in $(seq 200); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; fail "this never came true: $*"; }
background() { local name=$1; shift; "$@" >"$folder/$name.log" 2>&1 & pids+=($!); }
port=$((20000 + RANDOM % 11000))  # below those that the system gives to outgoing connections
redis_port=$port node_port=$((port + 1)) strict_port=$((port + 2)) haproxy_port=$((port + 3)) nginx_port=$((port + 4)) tls_port=$((port + 5))

the_files_are_accepted() {
  systemd_takes_the_unit
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$folder/key" -out "$folder/certificate" 2>/dev/null
  cat "$folder/certificate" "$folder/key" >"$folder/warsha.pem"
  haproxy -c -q -f deploy/haproxy.cfg || fail "haproxy takes deploy/haproxy.cfg"; ok
  same "warsha takes deploy/warsha.toml" 'trusted-proxies = "127.0.0.1"' "$("$warsha" serve --config deploy/warsha.toml --print-config | tr "'" '"' | grep trusted)"
  tests/deploy/containers.py "$warsha" || fail "Dockerfile and compose files agree with the program"; ok
}

systemd_takes_the_unit() {
  sed "s#/usr/bin/warsha#$warsha#" deploy/warsha.service >"$folder/warsha.service"
  systemd-analyze verify "$folder/warsha.service" >"$folder/verify.log" 2>&1 || fail "systemd takes the unit"; ok
  same "systemd has nothing to remark" "" "$(cat "$folder/verify.log")"
  local exposure
  exposure=$(systemd-analyze security --offline=yes --no-pager "$folder/warsha.service" 2>/dev/null | sed -n 's/.*exposure level.*: \([0-9.]*\).*/\1/p')
  awk -v e="${exposure:-10}" 'BEGIN { exit !(e <= 1.5) }' || fail "the unit's exposure is $exposure, above 1.5"; ok
  printf 'exposure of the systemd unit: %s\n' "$exposure"
}

# With the shipped users, the password put in, and an administrator as redis.conf advises.
redis_has_the_shipped_settings() {
  local hash
  hash=$(printf secret | sha256sum | cut -d' ' -f1)
  sed "s/#0*/#$hash/" deploy/redis-users.acl >"$folder/users.acl"
  printf 'user admin on >admin ~* &* +@all\n' >>"$folder/users.acl"
  background redis redis-server deploy/redis.conf --port "$redis_port" --dir "$folder" --aclfile "$folder/users.acl"
  until_it admin PING
  for pair in appendonly=yes appendfsync=always maxmemory-policy=noeviction aof-load-truncated=no; do
    same "redis.conf sets ${pair%=*}" "${pair#*=}" "$(admin CONFIG GET "${pair%=*}" | tail -1)"
  done
  same "who has no password may do nothing" "NOAUTH Authentication required." "$(redis-cli -p "$redis_port" PING)"
  for command in FLUSHALL "KEYS warsha:x" "DEL warsha:x" "CONFIG SET appendonly no" "GET other" "ACL LIST" "FUNCTION FLUSH" "PUBLISH other x"; do
    case "$(redis-cli -p "$redis_port" --user warsha --pass secret --no-auth-warning $command)" in NOPERM*) ok ;; *) fail "the shipped user may not: $command" ;; esac
  done
}
admin() { redis-cli -p "$redis_port" --user admin --pass admin --no-auth-warning "$@"; }

nodes_are_ready() {
  local redis=redis://warsha:secret@127.0.0.1:$redis_port
  export WARSHA_ORGANISER_TOKEN=secret
  export WARSHA_ORIGINS=http://127.0.0.1:$haproxy_port,http://127.0.0.1:$nginx_port,https://localhost:$tls_port
  mkdir "$folder/node"
  if [ "$(id -u)" = 0 ]; then chmod 711 "$folder"; chown nobody "$folder/node"; fi
  background node tests/deploy/as_the_unit.py deploy/warsha.service "$(realpath "$warsha")" serve --address 127.0.0.1 --port "$node_port" --metrics-port $((port + 11)) \
    --data-dir "$folder/node" --redis "$redis" --limits bench
  background strict "$warsha" serve --address 127.0.0.1 --port "$strict_port" --metrics-port $((port + 12)) --data-dir "$folder/strict" --redis "$redis" --trusted-proxies 127.0.0.1
  for at in $node_port $strict_port; do until_it "$warsha" health --server "http://127.0.0.1:$at"; done
  same "health says so" "The server is ready." "$("$warsha" health --server "http://127.0.0.1:$node_port")"
}

# proxies_for PORT_OF_A_NODE: all three servers of each proxy are this one.
proxies_for() {
  local node=127.0.0.1:$1
  WARSHA_PORT=$haproxy_port WARSHA_TLS_PORT=$tls_port WARSHA_CERTIFICATE=$folder/warsha.pem WARSHA_NODE1=$node WARSHA_NODE2=$node WARSHA_NODE3=$node \
    background haproxy haproxy -f deploy/haproxy.cfg -f deploy/haproxy-tls.cfg
  sed -e "s/^worker_processes.*/worker_processes 1; daemon off; error_log stderr; pid ${folder//\//\\/}\/nginx.pid;/" -e "s/listen 8080/listen $nginx_port/" \
    -e "s/127.0.0.1:808[123]/$node/" deploy/nginx.conf >"$folder/nginx.conf"
  nginx -q -t -c "$folder/nginx.conf" 2>"$folder/nginx-test.log" || fail "nginx takes deploy/nginx.conf"; ok
  background nginx nginx -c "$folder/nginx.conf"
  for at in $haproxy_port $nginx_port; do until_it curl -fsS "http://127.0.0.1:$at/readyz"; done
}
stop_proxies() {
  for _ in haproxy nginx; do
    kill "${pids[-1]}"; wait "${pids[-1]}" 2>/dev/null || true
    unset 'pids[-1]'
  done
}

a_workshop_goes_through() {
  for at in $haproxy_port $nginx_port; do
    "$warsha" play tests/workshop/scenario.json --server "http://127.0.0.1:$at" >"$folder/play.log" 2>&1 || fail "the workshop day goes through port $at"; ok
  done
  same "and pages over TLS" 200 "$(curl -s -o /dev/null -w '%{http_code}' --cacert "$folder/certificate" "https://localhost:$tls_port/readyz")"
}

# A client that claims another address each time is one client.
addresses_are_not_forged() {
  local at status
  for at in $haproxy_port $nginx_port; do
    for n in $(seq 12); do
      status=$(curl -s -o /dev/null -w '%{http_code}' --interface "127.0.0.$((at % 100 + 2))" -H "X-Forwarded-For: 198.51.100.$n" "http://127.0.0.1:$at/api/codes/0000000000")
    done
    same "guesses at codes through port $at count for the client's own address" 429 "$status"
  done
}

# The strict node without its Redis, then the proxy without a node.
health_says_what_is_wrong() {
  kill "${pids[0]}"; wait "${pids[0]}" || true
  until_it not_ready "$strict_port" "does not answer"
  kill "${pids[2]}"; wait "${pids[2]}" || true
  until_it not_ready "$haproxy_port" "The server refused (503)"
  ok
}
not_ready() { ! "$warsha" health --server "http://127.0.0.1:$1" >"$folder/health.log" 2>&1 && grep -qF "$2" "$folder/health.log"; }  # not_ready PORT WORDS

nodes_stop_cleanly() {
  local node=${pids[1]} status=0
  kill -TERM "$node"; wait "$node" || status=$?
  same "a node under the unit's filters stops cleanly" 0 "$status"
  "$warsha" health --server "http://127.0.0.1:$node_port" >"$folder/health.log" 2>&1 && fail "health notices that nobody answers"; ok
}

the_files_are_accepted
redis_has_the_shipped_settings
nodes_are_ready
proxies_for "$node_port"
a_workshop_goes_through
stop_proxies
proxies_for "$strict_port"
addresses_are_not_forged
nodes_stop_cleanly
health_says_what_is_wrong
printf '%s passed, 0 failed\n' "$passed"
