#!/usr/bin/env bash
# Runs every fuzz target for a while, one after the other. Usage: run.sh BUILD SECONDS [TARGET…]
# What is learnt stays in BUILD/corpus; what breaks something lies in BUILD/found, and this ends with 1.
set -euo pipefail
build=$1 seconds=$2
shift 2
programs=$build/tests/fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(http_request websocket command entries saved_state bundle redis_reply)
mkdir -p "$build/found" "$build/logs"
"$programs/fuzz_seeds" "$build/corpus"
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=0} UBSAN_OPTIONS=print_stacktrace=1

broken=()
for target in "${targets[@]}"; do
  [ -x "$programs/fuzz_$target" ] || { echo "There is no fuzz target \"$target\"." >&2; exit 2; }
  length=16384
  [ "$target" = bundle ] || [ "$target" = saved_state ] && length=262144
  # A server that lives on grows from input to input; looking for leaks after each would take most of the time.
  leaks=1
  case $target in http_request | websocket | saved_state) leaks=0 ;; esac
  corpora=("$build/corpus/$target")
  [ -d "tests/fuzz/regressions/$target" ] && corpora+=("tests/fuzz/regressions/$target")
  log=$build/logs/$target.log
  "$programs/fuzz_$target" -max_total_time="$seconds" -timeout=20 -detect_leaks=$leaks -rss_limit_mb=2048 -max_len=$length -artifact_prefix="$build/found/$target-" -print_final_stats=1 "${corpora[@]}" > "$log" 2>&1 && status=0 || status=$?
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  printf '%-14s %10s executions, %s inputs in the corpus\n' "$target" "${executions:-?}" "$(ls "$build/corpus/$target" | wc -l)"
  [ "$status" = 0 ] || broken+=("$target")
done
[ ${#broken[@]} -gt 0 ] || exit 0
for target in "${broken[@]}"; do
  input=$(ls -t "$build/found/$target-"* 2>/dev/null | head -1)
  printf '\033[1;31m%s broke.\033[0m The input: %s. The report: %s\n' "$target" "${input:-none was kept}" "$build/logs/$target.log" >&2
done
echo "Once it is mended, keep the input in tests/fuzz/regressions/TARGET: ctest then runs it for ever." >&2
exit 1
