#!/bin/sh
# Runs every fuzz target for FUZZTIME (a minute unless told otherwise).
set -eu
grep -rl --include='*_test.go' '^func Fuzz' apps platform | xargs -n1 dirname | sort -u | while read -r dir; do
	grep -ho '^func Fuzz[A-Za-z0-9_]*' "$dir"/*_test.go | sed 's/^func //' | sort -u | while read -r target; do
		echo "== $dir $target"
		go test "./$dir" -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-1m}" -fuzzminimizetime 10x
	done
done
