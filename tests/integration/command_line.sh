#!/usr/bin/env bash
# What a person at the command line meets. Usage: command_line.sh WARSHA
set -euo pipefail
warsha=$1
folder=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true; rm -rf "$folder"; }
trap finish EXIT
passed=0
same() { # same "sentence" expected got
  if [ "$2" != "$3" ]; then printf 'FAILED: %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3"; exit 1; fi
  passed=$((passed + 1))
}
has() { # has "sentence" part text
  case "$3" in *"$2"*) passed=$((passed + 1)) ;; *) printf 'FAILED: %s\n  "%s" is not in: %s\n' "$1" "$2" "$3"; exit 1 ;; esac
}
port_of() { "$warsha" serve --print-config "$@" | sed -n "s/^port = \(.*\)$/\1/p"; }

printf 'port = 7001\nlog-level = "warn"\n' > "$folder/warsha.toml"
same "a default holds where nothing is said" 8080 "$(port_of)"
same "the file beats the default" 7001 "$(port_of --config "$folder/warsha.toml")"
same "the environment beats the file" 7002 "$(WARSHA_PORT=7002 port_of --config "$folder/warsha.toml")"
same "a flag beats the environment" 7003 "$(WARSHA_PORT=7002 port_of --config "$folder/warsha.toml" --port 7003)"

printf 'prot = 7001\n' > "$folder/wrong.toml"
has "an unknown key is refused with the nearest name" 'Did you mean "port"?' "$("$warsha" serve --config "$folder/wrong.toml" 2>&1 || true)"
has "a wrong value is refused in a sentence" "is a number from 1 to 65535" "$("$warsha" serve --port many 2>&1 || true)"
has "a zone that does not exist is refused in a sentence" "is a name of the IANA database" "$("$warsha" serve --time-zone Africa/Casabianca 2>&1 || true)"
for command in serve room backup restore organiser crowd play verify health; do has "$command --help shows an example" "Example:" "$("$warsha" "$command" --help)"; done
has "version names the protocol" "warsha.v1" "$("$warsha" version)"
has "verify says what cannot be read" "cannot be read" "$("$warsha" verify "$folder/none.zip" 2>&1 || true)"

port=$((20000 + RANDOM % 11000))
start() {
  WARSHA_ORGANISER_TOKEN=secret "$warsha" serve --address 127.0.0.1 --port $port --metrics-port $((port + 1)) --data-dir "$folder/data" --public-url "http://127.0.0.1:$port" --log-format json 2>> "$folder/log" &
  server=$!
  for _ in $(seq 100); do curl -fsS "http://127.0.0.1:$port/healthz" >/dev/null 2>&1 && break; sleep 0.1; done
}
start
has "logs are JSON lines on request" '"level":"info"' "$(cat "$folder/log")"
same "a crash would leave no memory behind" "0 0" "$(awk '/Max core file size/ { print $5, $6 }' "/proc/$server/limits")"
has "a taken port is said plainly" "is taken by another program" "$("$warsha" serve --address 127.0.0.1 --port $port --data-dir "$folder/other" 2>&1 || true)"
has "a used data folder is said plainly" "already uses the data folder" "$("$warsha" serve --address 127.0.0.1 --port $((port + 5)) --data-dir "$folder/data" 2>&1 || true)"
created=$("$warsha" room create --server "http://127.0.0.1:$port" --token secret)
code=$(printf '%s\n' "$created" | sed -n 's/^code *//p')
has "room create prints the facilitator's link" "/f/$code#" "$created"
has "a wrong token is refused with what to do" "organiser token is missing or wrong" "$("$warsha" room list --server "http://127.0.0.1:$port" --token wrong 2>&1 || true)"
has "room list shows the room" "$code" "$("$warsha" room list --server "http://127.0.0.1:$port" --token secret)"
"$warsha" crowd "$code" --people 3 --seconds 3 --server "http://127.0.0.1:$port" > "$folder/crowd"
has "crowd closes with percentiles" "p99" "$(cat "$folder/crowd")"
sleep 1.5
has "room list counts who joined" "3 people" "$("$warsha" room list --server "http://127.0.0.1:$port" --token secret)"
has "metrics are on their own port" "warsha_" "$(curl -fsS "http://127.0.0.1:$((port + 1))/metrics")"
same "and not on the public one" 404 "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/metrics")"
has "room close says where the bundle is" "bundle.zip" "$("$warsha" room close "$code" --server "http://127.0.0.1:$port" --token secret)"
kill -TERM $server
wait $server && status=0 || status=$?
same "a stop is clean" 0 "$status"
server=

# A backup of a running server, restored elsewhere; a new organiser token; erasing and deleting.
start
created=$("$warsha" room create --server "http://127.0.0.1:$port" --token secret)
kept=$(printf '%s\n' "$created" | sed -n 's/^code *//p')
has "backup of a running server says that it is whole" "The backup is whole" "$("$warsha" backup "$folder/one.backup" --data-dir "$folder/data")"
same "nobody else may read a backup" 600 "$(stat -c %a "$folder/one.backup")"
same "nor the data folder" 700 "$(stat -c %a "$folder/data")"
same "nor anything in it" "" "$(find "$folder/data" -type f -perm /077)"
has "restore never writes over rooms" "holds rooms already" "$("$warsha" restore "$folder/one.backup" --data-dir "$folder/data" 2>&1 || true)"
head -c 1000 "$folder/one.backup" > "$folder/half.backup"
has "half a backup is refused" "cut off or damaged" "$("$warsha" restore "$folder/half.backup" --data-dir "$folder/half" 2>&1 || true)"
same "and nothing is made of it" "no" "$([ -e "$folder/half/journal.sqlite" ] && echo yes || echo no)"
has "restore says what it did" "2 rooms" "$("$warsha" restore "$folder/one.backup" --data-dir "$folder/restored")"
has "a token from the environment is not changed behind its back" "WARSHA_ORGANISER_TOKEN" "$("$warsha" organiser new --data-dir "$folder/data" 2>&1 || true)"
has "a closed room's words are erased" "are erased" "$("$warsha" room erase "$code" --server "http://127.0.0.1:$port" --token secret)"
has "a closed room is deleted" "is deleted" "$("$warsha" room delete "$code" --server "http://127.0.0.1:$port" --token secret)"
has "and is gone" "No room has this code" "$("$warsha" room delete "$code" --server "http://127.0.0.1:$port" --token secret 2>&1 || true)"
has "the log says so" "is deleted" "$(cat "$folder/log")"
same "and never the token, a link's secret or an address" "" "$(grep -E "secret|#[A-Za-z0-9_-]{22}\\.|peer|X-Forwarded" "$folder/log" || true)"
kill -TERM $server
wait $server || true
mv "$folder/data" "$folder/before" && mv "$folder/restored" "$folder/data"
start
has "the restored server has the room under its code" "$kept" "$("$warsha" room list --server "http://127.0.0.1:$port" --token secret)"
same "and the deleted one, which the backup still had" 1 "$("$warsha" room list --server "http://127.0.0.1:$port" --token secret | grep -c "^$code")"
kill -TERM $server
wait $server || true
# Without the variable the token is the file's: a new one holds at once.
"$warsha" serve --address 127.0.0.1 --port $port --metrics-port $((port + 1)) --data-dir "$folder/data" --public-url "http://127.0.0.1:$port" > "$folder/out" 2>> "$folder/log" &
server=$!
for _ in $(seq 100); do curl -fsS "http://127.0.0.1:$port/healthz" >/dev/null 2>&1 && break; sleep 0.1; done
token=$("$warsha" organiser new --data-dir "$folder/data" | tail -1 | tr -d ' ')
has "a new organiser token holds at once" "$kept" "$("$warsha" room list --server "http://127.0.0.1:$port" --token "$token")"
has "the data folder holds its hash, not the token" "no" "$(grep -rqF "$token" "$folder/data" && echo yes || echo no)"
kill -TERM $server
wait $server || true
server=
rm -rf "$folder/data" && mv "$folder/before" "$folder/data"

# TLS of its own: a certificate that `openssl` made, asked by curl; renewed on SIGHUP. Plain HTTP is for this machine alone.
certificate() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" -addext subjectAltName=IP:127.0.0.1 -keyout "$folder/key" -out "$folder/cert" 2>/dev/null; }
certificate first
WARSHA_ORGANISER_TOKEN=secret "$warsha" serve --address 127.0.0.1 --port $port --metrics-port $((port + 1)) --tls-port $((port + 2)) --tls-certificate "$folder/cert" --tls-key "$folder/key" --data-dir "$folder/tls" 2>> "$folder/log" &
server=$!
for _ in $(seq 100); do curl -fsS "http://127.0.0.1:$port/healthz" >/dev/null 2>&1 && break; sleep 0.1; done
https() { curl -fsS --cacert "$folder/cert" "https://127.0.0.1:$((port + 2))$1"; }
has "https is spoken" '"ok":true' "$(https /healthz)"
cp "$folder/cert" "$folder/old"
certificate second
kill -HUP $server
sleep 0.5
has "a renewed certificate is taken on SIGHUP" '"ok":true' "$(https /healthz)"
has "and the old one is gone" "no" "$(curl -fsS --cacert "$folder/old" "https://127.0.0.1:$((port + 2))/healthz" >/dev/null 2>&1 && echo yes || echo no)"
has "tools of this machine go on over loopback" "/f/" "$("$warsha" room create --server "http://127.0.0.1:$port" --token secret)"
kill -TERM $server
wait $server || true
server=

# Without its key a live room would give every seat a second pseudonym, and a second vote: it is not served, and says so.
start
created=$("$warsha" room create --server "http://127.0.0.1:$port" --token secret)
code=$(printf '%s\n' "$created" | sed -n 's/^code *//p')
kill -TERM $server
wait $server || true
rm "$folder"/data/keys/*
start
has "a live room whose key is gone is not served" "NOT SERVED: its key is not here" "$("$warsha" room list --server "http://127.0.0.1:$port" --token secret | grep "^$code")"
kill -TERM $server
wait $server || true
server=
printf '%d passed, 0 failed\n' $passed
