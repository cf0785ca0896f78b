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
for command in serve room crowd play verify health; do has "$command --help shows an example" "Example:" "$("$warsha" "$command" --help)"; done
has "version names the protocol" "warsha.v1" "$("$warsha" version)"
has "verify says what cannot be read" "cannot be read" "$("$warsha" verify "$folder/none.zip" 2>&1 || true)"

port=$((20000 + RANDOM % 20000))
start() {
  WARSHA_ORGANISER_TOKEN=secret "$warsha" serve --address 127.0.0.1 --port $port --metrics-port $((port + 1)) --data-dir "$folder/data" --public-url "http://127.0.0.1:$port" --log-format json 2>> "$folder/log" &
  server=$!
  for _ in $(seq 100); do curl -fsS "http://127.0.0.1:$port/healthz" >/dev/null 2>&1 && break; sleep 0.1; done
}
start
has "logs are JSON lines on request" '"level":"info"' "$(cat "$folder/log")"
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
