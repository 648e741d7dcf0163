# Two programs that are of no use without each other. Sourced by deploy/run.

# run_both FIRST SECOND: two functions that each become a program (exec). Whichever ends first, by itself or since Ctrl-C or TERM came, ends the
# other too; both have ended when this returns. Its code is that of the first, or of the second where that ended first by itself.
run_both() {
  local first='' second='' ended='' code=0 first_code=0 second_code=0 asked=0
  trap 'asked=1; both_stop' INT TERM HUP
  "$1" &
  first=$!
  "$2" &
  second=$!
  if ((asked)); then both_stop; fi
  wait -n -p ended "$first" "$second" || code=$?  # a signal ends this too, and leaves "ended" without a value
  both_stop
  if [[ ${ended:-} == "$first" ]]; then first_code=$code; else both_wait "$first" || first_code=$?; fi
  if [[ ${ended:-} == "$second" ]]; then second_code=$code; else both_wait "$second" || second_code=$?; fi
  trap - INT TERM HUP
  if [[ ${ended:-} == "$second" ]] && ((second_code)); then return "$second_code"; fi
  return "$first_code"
}

both_stop() {
  # shellcheck disable=SC2086 # one of them may not have begun
  kill -TERM $first $second 2>/dev/null || true
}

# both_wait PID: its exit code, however many signals come meanwhile.
both_wait() {
  local code
  while :; do
    asked=0 code=0
    wait "$1" || code=$?
    if ! ((asked)); then return "$code"; fi
  done
}
