#!/usr/bin/env bash
# A release is checked as its readers would. Usage: release.sh WARSHA
set -euo pipefail
warsha=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
mkdir "$folder/web"
echo '<!doctype html>' > "$folder/web/index.html"
make() { deploy/release.sh "$warsha" "$folder/web" "$folder/key" "$1"; }
good() { (cd "$1" && openssl pkeyutl -verify -rawin -pubin -inkey "$folder/one/warsha-release.pub" -in SHA256SUMS -sigfile SHA256SUMS.sig && sha256sum --quiet -c SHA256SUMS) > /dev/null 2>&1; }

make "$folder/one" 2> "$folder/said" && bad 'it was signed without a key'
grep -q 'openssl genpkey' "$folder/said" || bad 'it does not say how a key is made'
openssl genpkey -algorithm ed25519 -out "$folder/key" 2> /dev/null
make "$folder/one" > "$folder/said"
good "$folder/one" || bad 'the signature or a checksum is wrong'
make "$folder/two" > /dev/null
cmp -s "$folder"/one/*.tar.gz "$folder"/two/*.tar.gz || bad 'the same input gave another archive'

tar -xzf "$folder"/one/*.tar.gz -C "$folder"
unpacked=$(echo "$folder"/warsha-*/)
[ "$("$unpacked/warsha" version)" = "$("$warsha" version)" ] || bad 'the unpacked program is not the one that was given'
for file in README.md LICENSE SECURITY.md web/index.html deploy/warsha.service; do [ -s "$unpacked/$file" ] || bad "$file is missing"; done

printf 'x' | dd of="$(echo "$folder"/two/*.tar.gz)" bs=1 seek=5000 conv=notrunc 2> /dev/null
good "$folder/two" && bad 'a changed archive passes'
openssl genpkey -algorithm ed25519 -out "$folder/key" 2> /dev/null
make "$folder/three" > /dev/null
good "$folder/three" && bad 'a release signed by somebody else passes'
echo 'releases are whole, signed, and the same each time'
