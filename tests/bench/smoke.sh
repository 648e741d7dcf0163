#!/usr/bin/env bash
# The measurements begin: each program runs on a handful of ballots, and ballots are cast over HTTP. No time is judged. Prints "ok - name" and "not ok - name".
set -euo pipefail
. "$(dirname "$0")/lib.sh"

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
prepare() { "$(dirname "$0")/synthetic_pb.sh" "$VOTERS" >"$PB" && import "$PB" && start_server "$TMP/town" --demo && open_round small; }
all_cast() { cast small | grep -q "^$VOTERS ballots acknowledged .* 0 refused, 0 without an answer"; }
filled() { stop_server && "$BIN/many_ballots" "$TMP/town" small 500 && start_server "$TMP/town"; }
counted() { curl -sf "$URL/rounds/small.json" | grep -q "\"ballots\":$((VOTERS + 500)),"; }

check "the bounds are measured" bounds
check "an invented election becomes an open round" prepare
check "its ballots are cast" all_cast
check "more are put in beside the server, which starts on them" filled
check "all are in the round's counter" counted
exit "$FAILED"
