#!/usr/bin/env bash
# A release that anybody can check: one archive, the bill of materials beside it, checksums of both, and their Ed25519 signature.
# Usage: release.sh BINARY WEB_DIST KEY FOLDER. The same input gives the same archive, byte for byte.
set -euo pipefail
binary=$1 web=$2 key=$3 folder=$4
root=$(cd "$(dirname "$0")/.." && pwd)
if [ ! -f "$key" ]; then
  printf 'There is no key in %s. Make one, and keep it where only you can read it:\n  openssl genpkey -algorithm ed25519 -out %s\n' "$key" "$key" >&2
  exit 2
fi
openssl pkey -in "$key" -noout -text 2>/dev/null | grep -q ED25519 || { printf '%s holds no Ed25519 key.\n' "$key" >&2; exit 2; }

version=$("$binary" version | sed -n '1s/^warsha //p')
name=warsha-$version-linux-$(uname -m)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mkdir -p "$made/$name/web" "$made/$name/deploy" "$folder"
install -m 755 "$binary" "$made/$name/warsha"
cp -r "$web/." "$made/$name/web"
rm -f "$made/$name/web/.built"
cp "$root"/{README.md,LICENSE,CHANGELOG.md,SECURITY.md,SECURITY.fr.md,SECURITY.ar.md} "$made/$name"
cp "$root"/deploy/{warsha.service,warsha.toml,redis.conf,redis-users.acl,haproxy.cfg,haproxy-tls.cfg,nginx.conf} "$made/$name/deploy"
"$root/deploy/sbom.py" "$binary" > "$folder/$name.spdx.json"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$made" -cf - "$name" | gzip -9n > "$folder/$name.tar.gz"

cd "$folder"
sha256sum "$name.tar.gz" "$name.spdx.json" > SHA256SUMS
openssl pkeyutl -sign -rawin -inkey "$key" -in SHA256SUMS -out SHA256SUMS.sig
openssl pkey -in "$key" -pubout -out warsha-release.pub
cat <<TEXT
$folder/$name.tar.gz
Publish it with $name.spdx.json, SHA256SUMS and SHA256SUMS.sig; the public key (warsha-release.pub) belongs where people already trust you. To check:
  openssl pkeyutl -verify -rawin -pubin -inkey warsha-release.pub -in SHA256SUMS -sigfile SHA256SUMS.sig && sha256sum -c SHA256SUMS
TEXT
