#!/usr/bin/env bash
# deploy/lib/both.sh: two programs that end together, whoever of them or of us ends first. Signals come when both have said that they can take
# them, so nothing here waits for a clock.
set -uo pipefail
lib=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/deploy/lib/both.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bad=0

# A program that says that it has begun, and ends with CODE when it gets TERM.
patient() { printf 'trap "exit %s" TERM; : >"$ready"; while :; do read -rt 60 <>"$never"; done' "$1"; }

# both FIRST SECOND [SIGNAL...]: the code of run_both; the signals are sent once both have begun.
both() {
  local first=$1 second=$2 pid code=0
  shift 2
  rm -f "$folder"/*
  mkfifo "$folder/never"
  FIRST=$first SECOND=$second FOLDER=$folder bash -c '
    source "$0"
    one() { ready=$FOLDER/one never=$FOLDER/never exec bash -c "$FIRST"; }
    two() { ready=$FOLDER/two never=$FOLDER/never exec bash -c "$SECOND"; }
    run_both one two' "$lib" 2>/dev/null &
  pid=$!
  if (($#)); then
    until [[ -e $folder/one && -e $folder/two ]] || ! kill -0 "$pid" 2>/dev/null; do read -rt 0.01 <>"$folder/never"; done
    for signal; do kill -"$signal" "$pid" 2>/dev/null; done
  fi
  wait "$pid" || code=$?
  return "$code"
}

# expect NAME CODE FIRST SECOND [SIGNAL...]
expect() {
  local name=$1 wanted=$2 code=0
  shift 2
  both "$@" || code=$?
  if ((code == wanted)); then echo "ok - $name"; else echo "not ok - $name: expected $wanted, got $code"; bad=1; fi
}

expect 'the first fails: its code, and the second is ended' 78 'exit 78' "$(patient 0)"
expect 'the second fails: its code, and the first is ended' 69 "$(patient 0)" 'exit 69'
expect 'the first is killed' 137 'kill -KILL $$' "$(patient 0)"
expect 'the first ends well' 0 'exit 0' "$(patient 0)"
expect 'TERM ends both' 0 "$(patient 0)" "$(patient 0)" TERM
expect 'TERM: the code is the first one’s' 74 "$(patient 74)" "$(patient 3)" TERM
expect 'two signals are one' 5 "$(patient 5)" "$(patient 0)" TERM HUP
exit "$bad"
