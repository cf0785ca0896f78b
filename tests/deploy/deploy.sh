#!/usr/bin/env bash
# What is shipped in deploy/ is accepted by the programs it is for. Usage: deploy.sh WARSHA
set -euo pipefail
warsha=$1
folder=$(mktemp -d)
redis=
finish() { [ -z "$redis" ] || kill "$redis" 2>/dev/null || true; rm -rf "$folder"; }
trap finish EXIT
passed=0
ok() { passed=$((passed + 1)); }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

haproxy -c -q -f deploy/haproxy.cfg || fail "haproxy takes deploy/haproxy.cfg"; ok
sed "s#^worker_processes#pid $folder/nginx.pid; error_log stderr; worker_processes#" deploy/nginx.conf >"$folder/nginx.conf"
nginx -q -t -c "$folder/nginx.conf" 2>"$folder/nginx.log" || fail "nginx takes deploy/nginx.conf: $(cat "$folder/nginx.log")"; ok

sed "s#/usr/bin/warsha#$warsha#" deploy/warsha.service >"$folder/warsha.service"
systemd-analyze verify "$folder/warsha.service" >"$folder/verify.log" 2>&1 || fail "systemd takes the unit: $(cat "$folder/verify.log")"; ok
exposure=$(systemd-analyze security --offline=yes --no-pager "$folder/warsha.service" 2>/dev/null | sed -n 's/.*exposure level.*: \([0-9.]*\).*/\1/p')
awk -v e="${exposure:-10}" 'BEGIN { exit !(e <= 1.5) }' || fail "the unit's exposure is $exposure, above 1.5"; ok
printf 'exposure of the systemd unit: %s\n' "$exposure"

port=$((20000 + RANDOM % 20000))
redis-server deploy/redis.conf --port $port --dir "$folder" --daemonize no --aclfile "$PWD/deploy/redis-users.acl" >"$folder/redis.log" 2>&1 &
redis=$!
ask() { redis-cli -p $port "$@"; }
for _ in $(seq 100); do [ "$(ask PING 2>/dev/null)" = PONG ] && break; sleep 0.05; done
for pair in appendonly=yes appendfsync=always maxmemory-policy=noeviction aof-load-truncated=no; do
  [ "$(ask CONFIG GET "${pair%=*}" | tail -1)" = "${pair#*=}" ] || fail "redis.conf sets $pair"; ok
done
ask ACL LIST | grep -q '^user warsha on' || fail "Redis takes the shipped user"; ok
printf '\n' | timeout 20 "$warsha" serve --address 127.0.0.1 --port $((port + 1)) --metrics-port $((port + 2)) --data-dir "$folder/node" --redis "redis://127.0.0.1:$port" >"$folder/node.log" 2>&1 &
node=$!
for _ in $(seq 100); do "$warsha" health --server "http://127.0.0.1:$((port + 1))" >"$folder/health" 2>&1 && break; sleep 0.1; done
grep -q 'ready' "$folder/health" || fail "a node runs on the shipped redis.conf: $(cat "$folder/node.log")"; ok
kill $node; wait $node 2>/dev/null || true
"$warsha" health --server "http://127.0.0.1:$((port + 1))" >"$folder/health" 2>&1 && fail "health notices that nobody answers"; ok

python3 - <<'PY' || fail "compose files and Dockerfile name what exists"
import pathlib, re, yaml
root = pathlib.Path('deploy')
for name in ('compose.single.yaml', 'compose.cluster.yaml'):
    compose = yaml.safe_load((root / name).read_text())
    for service, made in compose['services'].items():
        if 'build' in made:
            assert (root / made['build']['context'] / made['build']['dockerfile']).is_file(), (name, service)
        for volume in made.get('volumes', []):
            source = volume.split(':')[0]
            assert source in compose['volumes'] or (root / source).is_file(), (name, service, volume)
        for port in made.get('ports', []):
            assert port == '8080:8080', (name, port)
docker = (root / 'Dockerfile').read_text()
assert re.search(r'^USER warsha$', docker, re.M) and 'EXPOSE 8080' in docker and 'HEALTHCHECK' in docker
assert pathlib.Path('dev').is_file()
PY
ok
printf '%s passed, 0 failed\n' "$passed"
