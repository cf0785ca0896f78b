#!/usr/bin/env bash
# ./dev bench. Usage: run.sh BUILD_DIR                     the table: measure, goal, stretch, reached (bench.py; its options may follow)
#              run.sh BUILD_DIR --curves|--parts|--cluster    how cost grows; codec, journal, loading and a full room alone; three nodes against one
set -euo pipefail
build=$1
here=$(dirname "$0")
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
case "${2:-}" in
  --cluster) exec "$build/tests/bench/cluster_bench" ;;
  --curves) exec python3 "$here/curves.py" "$build" ;;
  --parts)
    for bench in codec_bench journal_bench load_bench; do
      printf '\n== %s\n' "$bench"
      "$build/tests/bench/$bench"
    done
    printf '\n== room_bench: 1,000 connections\n'
    exec "$build/tests/bench/room_bench" "$build/warsha" 1000 10
    ;;
  *) exec python3 "$here/bench.py" "$build" "${@:2}" ;;
esac
