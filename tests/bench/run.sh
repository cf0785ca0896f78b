#!/usr/bin/env bash
# ./dev bench: every figure of the README, with the limits it stands beside. Usage: run.sh BUILD_DIR [--cluster]
set -euo pipefail
build=$1
if [ "${2:-}" = --cluster ]; then exec "$build/tests/bench/cluster_bench"; fi
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
for bench in codec_bench journal_bench load_bench; do
  printf '\n== %s\n' "$bench"
  "$build/tests/bench/$bench"
done
printf '\n== room_bench: 1,000 connections\n'
"$build/tests/bench/room_bench" "$build/warsha" 1000 10
