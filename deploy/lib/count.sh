# How many tests passed, failed and were skipped, read from what each kind of test program prints.
# Every count_* takes the program's output (a file) and its exit code, and adds to these three:
passed=0 failed=0 skipped=0

# add P F S
add() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

# lines PATTERN FILE: how many lines match.
lines() { grep -cE "$1" "$2" || true; }

# add_checked P F S CODE: a program that ends with an error has failed at least once, whatever it printed; one that ran nothing too.
add_checked() {
  local p=$1 f=$2 s=$3 code=$4
  if ((f == 0 && (code != 0 || p + s == 0))); then f=1; fi
  add "$p" "$f" "$s"
}

# A script that prints "ok - name", "not ok - name" and "skipped - name: why".
count_script() {
  add_checked "$(lines '^ok - ' "$1")" "$(lines '^not ok - ' "$1")" "$(lines '^skipped - ' "$1")" "$2"
}

# One command that is one test.
count_command() {
  if (($1 == 0)); then add 1 0 0; else add 0 1 0; fi
}

# Catch2 2's console reporter. A test case that cannot run here prints a line starting with "SKIPPED:" and returns.
count_catch() {
  local p=0 f=0 s summary
  summary=$(grep -aE '^(All tests passed \(|test cases: )' "$1" | tail -n 1 || true)
  case $summary in
    All*) p=$(sed -E 's/.* in ([0-9]+) test cases?.*/\1/' <<<"$summary") ;;
    test*)
      p=$(sed -nE 's/.*[| ] ([0-9]+) passed.*/\1/p' <<<"$summary")
      f=$(sed -nE 's/.*[| ] ([0-9]+) failed( \||$).*/\1/p' <<<"$summary")
      ;;
  esac
  p=${p:-0} f=${f:-0}
  s=$(lines '^SKIPPED:' "$1")
  if ((s > p)); then s=$p; fi
  add_checked $((p - s)) "$f" "$s" "$2"
}

# node --test, spec or TAP reporter, one summary or several.
count_node() {
  add_checked "$(node_sum "$1" pass)" $(($(node_sum "$1" fail) + $(node_sum "$1" cancelled))) "$(($(node_sum "$1" skipped) + $(node_sum "$1" todo)))" "$2"
}

node_sum() {
  sed -nE "s/^(ℹ|#) $2 ([0-9]+)\$/\2/p" "$1" | awk '{ n += $1 } END { print n + 0 }'
}

# ctest's last lines: "100% tests passed, 0 tests failed out of 4".
count_ctest() {
  local total f
  read -r f total < <(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)$/\1 \2/p' "$1" | tail -n 1) || true
  f=${f:-0} total=${total:-0}
  add_checked $((total - f)) "$f" 0 "$2"
}

# failures FILE...: the lines of those outputs that name what failed, for the end of a long run.
failures() {
  local log
  for log in "$@"; do
    grep -aHE '^(not ok - |ended with code |✖ |[0-9]+% tests passed, [1-9]|.*: FAILED:?$|.*\*\*\*(Failed|Timeout)|==[0-9]+==ERROR: |.* runtime error: )' "$log" | sed -E 's|^.*/([^/:]+\.log):|\1: |' || true
  done
}
