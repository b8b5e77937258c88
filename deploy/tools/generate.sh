#!/bin/sh
# Generates Go from the templ files, folder by folder: the generated code names
# its source relative to the folder, so that it is the same on every machine.
set -eu
find apps platform -name node_modules -prune -o -name '*.templ' -print | xargs -n1 dirname | sort -u | while read -r dir; do
	said=$(go tool -modfile=deploy/tools/go.mod templ generate -lazy=false -path "$dir" 2>&1) || {
		printf '%s\n' "$said" >&2
		exit 1
	}
done
