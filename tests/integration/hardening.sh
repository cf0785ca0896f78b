#!/usr/bin/env bash
# What the compiler and the linker have to put into the program we ship. Usage: hardening.sh WARSHA
set -euo pipefail
warsha=$1
passed=0
has() { # has "sentence" part text
  case "$3" in *"$2"*) passed=$((passed + 1)) ;; *) printf 'FAILED: %s\n  "%s" is not there\n' "$1" "$2"; exit 1 ;; esac
}
header=$(readelf -hW "$warsha") segments=$(readelf -lW "$warsha") dynamic=$(readelf -dW "$warsha") symbols=$(nm -D "$warsha")
has "it may be loaded anywhere" "DYN (Position-Independent Executable file)" "$header"
has "its relocations are read-only" "GNU_RELRO" "$segments"
has "and bound at the start" "BIND_NOW" "$dynamic"
has "its stack runs no code" "RW " "$(printf '%s\n' "$segments" | grep GNU_STACK)"
has "an overrun of the stack is noticed" "__stack_chk_fail" "$symbols"
has "an overrun of a buffer is noticed where its size is known" "_chk@" "$(printf '%s\n' "$symbols" | grep -v __stack_chk_fail)"
printf '%d passed, 0 failed\n' $passed
