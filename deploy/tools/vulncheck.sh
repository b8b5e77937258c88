#!/bin/sh
# Looks for known vulnerabilities with the database in the folder VULNDB (a copy
# of vuln.go.dev, or the archive of one). In CI it must be there.
set -eu
db="${VULNDB:-}"
if [ -z "$db" ] || [ ! -e "$db" ]; then
	echo "vulnerabilities not checked: VULNDB names no database" >&2
	[ "${CI:-}" != true ] || exit 1
	exit 0
fi
if [ -f "$db" ]; then
	unpacked=$(mktemp -d)
	trap 'rm -rf "$unpacked"' EXIT
	tar -xJf "$db" -C "$unpacked"
	db=$(dirname "$(find "$unpacked" -type d -name ID -o -type d -name index | head -n 1)")
fi
go tool -modfile=deploy/tools/go.mod govulncheck -db "file://$db" ./...
