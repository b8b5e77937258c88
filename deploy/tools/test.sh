#!/bin/sh
# Runs all tests. The wide suites need servers and programs that a newcomer's
# machine may lack: what is missing is named and its tests are left out. With
# VUON_WIDE=1 (the gate) nothing may be left out.
set -eu
strict=${VUON_WIDE:-}
missing=""

have() {
	for program in "$@"; do command -v "$program" >/dev/null 2>&1 && return; done
	return 1
}
left_out() { # what is missing, what is left out
	missing="$missing, $1"
	echo "left out: $2 (needs $1)"
}
have redis-server || left_out redis-server "jobs on a real Redis"
have chromium chromium-browser google-chrome || left_out chromium "the product in a browser"
have pdftotext || left_out poppler-utils "the words and pages of the PDF"
have soffice || left_out libreoffice-writer-nogui "the DOCX in an office suite"
[ -z "$missing" ] && export VUON_WIDE=1
[ -n "${VUON_TEST_S3_ENDPOINT:-}" ] || left_out VUON_TEST_S3_ENDPOINT "storage on an S3 server of its own"
missing=${missing#, }
if [ -n "$missing" ] && [ "$strict" = 1 ]; then
	echo "the wide suites must run here, and these are missing: $missing" >&2
	exit 1
fi

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# One line a package, and all that a package said when it failed.
{ code=0; go test -v -timeout 25m ${VUON_TEST_FLAGS:-} ./... 2>&1 || code=$?; echo "$code" >"$dir/status"; } | tee "$dir/log" | awk '
	/^(ok|\?) *\t/ { print; said = ""; fflush(); next }
	/^FAIL\t/ { printf "%s", said; print; said = ""; fflush(); next }
	/^ *(=== (RUN|PAUSE|CONT|NAME)|--- PASS)/ { next }
	{ said = said $0 "\n" }
	END { printf "%s", said }'
status=$(cat "$dir/status")
[ "$status" = 0 ] || exit "$status"

skipped=$(grep -E '^ *--- SKIP' "$dir/log" | grep -v TestRunsAsOrdinaryUser || true)
if [ "$strict" = 1 ] && [ -n "$skipped" ]; then
	printf 'the wide suites must run here, and these did not:\n%s\n' "$skipped" >&2
	exit 1
fi
echo "all tests passed${missing:+, without those that need: $missing}"
