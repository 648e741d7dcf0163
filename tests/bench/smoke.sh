#!/usr/bin/env bash
# The measurements begin: each program runs on a handful of ballots and signatures, and these are cast and handed in over HTTP. No time is judged. Prints "ok - name" and "not ok - name".
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/initiatives.sh"

# check WHAT COMMAND...
check() {
  local what=$1
  shift
  if "$@" >"$TMP/check.log" 2>&1; then
    echo "ok - $what"
  else
    echo "not ok - $what"
    sed 's/^/  /' "$TMP/check.log"
    FAILED=1
  fi
}
FAILED=0
VOTERS=40
PB=$TMP/invented.pb

bounds() { mkdir -p "$TMP/bound" && "$BIN/casting_bound" "$TMP/bound" 300 2 | grep -q 'durable_per_second=[1-9]' && "$BIN/checking_bound" 2 300 340 300 160 300 480; }
signing_bound() { rm -rf "$TMP/bound" && mkdir "$TMP/bound" && "$BIN/signing_bound" "$TMP/bound" 300 2 1500 | grep -q 'durable_per_second=[1-9]'; }
prepare() { "$(dirname "$0")/synthetic_pb.sh" "$VOTERS" >"$PB" && import "$PB" && start_server "$TMP/town" --demo && open_round small; }
all_cast() { cast small | grep -q "^$VOTERS ballots acknowledged .* 0 refused, 0 without an answer"; }
filled() { stop_server && "$BIN/many_ballots" "$TMP/town" small 500 && start_server "$TMP/town"; }
counted() { curl -sf "$URL/rounds/small.json" | grep -q "\"ballots\":$((VOTERS + 500)),"; }
prepare_signatures() { stop_server && "$BIN/many_signatures" "$TMP/town" benches 30 20 "$TMP/carriers" && start_server "$TMP/town"; }
all_handed_in() { "$BIN/post_forms" localhost "$PORT" /attested attested "$TMP/carriers" 4 | grep -q '^20 taken, 0 not'; }
# Thirty, twenty, and whoever raised it.
all_counted() { curl -sf "$URL/initiatives.csv" | grep '^benches' | grep -q '[;,]51[;,]'; }
verified() { "$BIN/radslag" export --data "$TMP/town" --out "$TMP/signed.tar" && "$BIN/radslag-verify" --quiet "$TMP/signed.tar"; }
sign_ins() {
  local code=0
  make_registrar 20 200 && start_registrar || return 1
  "$BIN/post_forms" localhost "$REGISTRAR_PORT" /sign-in/code code "$TMP/codes" 4 || code=$?
  kill "$REGISTRAR"
  wait "$REGISTRAR" || true
  REGISTRAR=
  return "$code"
}

check "the bounds are measured" bounds
check "the bound of signing is measured" signing_bound
check "an invented election becomes an open round" prepare
check "its ballots are cast" all_cast
check "more are put in beside the server, which starts on them" filled
check "all are in the round's counter" counted
check "an open initiative gets signatures, and others ready to be handed in" prepare_signatures
check "these are handed in" all_handed_in
check "all of them count" all_counted
check "the record with them verifies" verified
check "residents sign in by code" sign_ins
exit "$FAILED"
