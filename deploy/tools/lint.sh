#!/bin/sh
# Formatting, vet, generated code without difference, linters, vulnerabilities.
set -eu
step() { printf '== %s\n' "$1"; }

step gofmt
unformatted=$(gofmt -l apps platform tenants deploy)
[ -z "$unformatted" ] || { printf 'not formatted:\n%s\n' "$unformatted" >&2; exit 1; }

step "templ generate"
before=$(find apps platform -name '*_templ.go' -exec cksum {} + | sort)
sh deploy/tools/generate.sh
after=$(find apps platform -name '*_templ.go' -exec cksum {} + | sort)
[ "$before" = "$after" ] || { echo "generated code differs from its templ files: run task generate and commit" >&2; exit 1; }

step "go vet"
go vet ./...

step golangci-lint
go tool -modfile=deploy/lint/go.mod golangci-lint run ./...

step govulncheck
sh deploy/tools/vulncheck.sh
