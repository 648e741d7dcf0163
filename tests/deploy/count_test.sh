#!/usr/bin/env bash
# Feeds deploy/lib/count.sh the output of each kind of test program and compares the three counts.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../deploy/lib/count.sh"

output=$(mktemp --suffix=.log)
trap 'rm -f "$output"' EXIT
bad=0

# expect NAME "P F S" COUNTER CODE <<output
expect() {
  cat >"$output"
  passed=0 failed=0 skipped=0
  "$3" "$output" "$4"
  if [[ "$passed $failed $skipped" == "$2" ]]; then
    echo "ok - $1"
  else
    echo "not ok - $1: expected $2, counted $passed $failed $skipped"
    bad=1
  fi
}

expect 'Catch2, all passed' '12 0 0' count_catch 0 <<<'All tests passed (345 assertions in 12 test cases)'
expect 'Catch2, one case' '1 0 0' count_catch 0 <<<'All tests passed (1 assertion in 1 test case)'
expect 'Catch2, mixed' '10 2 0' count_catch 2 <<<'test cases: 12 | 10 passed | 2 failed
assertions: 90 | 80 passed | 10 failed'
expect 'Catch2, only failures' '0 3 0' count_catch 3 <<<'test cases: 3 | 3 failed
assertions: 3 | 3 failed'
expect 'Catch2, failures as expected are passes of the program' '11 0 0' count_catch 0 <<<'test cases: 12 | 11 passed | 1 failed as expected'
expect 'Catch2, padded columns' '2 1 0' count_catch 1 <<<'test cases:  3 |  2 passed |  1 failed'
expect 'Catch2, skipped cases are not passed ones' '3 0 2' count_catch 0 <<<'SKIPPED: ../shared/data/pb is not there
SKIPPED: ../shared/vectors is not there
All tests passed (40 assertions in 5 test cases)'
expect 'Catch2, a crash before the summary' '0 1 0' count_catch 139 <<<'AddressSanitizer: heap-use-after-free'
expect 'Catch2, all passed and then a leak' '5 1 0' count_catch 23 <<<'All tests passed (40 assertions in 5 test cases)'
expect 'Catch2, nothing ran' '0 1 0' count_catch 0 <<<'No tests ran'
expect 'node, spec reporter' '14 1 2' count_node 1 <<<'ℹ tests 17
ℹ pass 14
ℹ fail 1
ℹ cancelled 0
ℹ skipped 2
ℹ todo 0'
expect 'node, TAP reporter, twice' '5 0 0' count_node 0 <<<'# pass 3
# fail 0
# pass 2
# fail 0'
expect 'node, could not start' '0 1 0' count_node 1 <<<'Error: Cannot find module'
expect 'script' '2 1 1' count_script 1 <<<'ok - first
not ok - second: why
ok - third
skipped - fourth: no browser'
expect 'script, silent death' '1 1 0' count_script 1 <<<'ok - first'
expect 'script, nothing printed' '0 1 0' count_script 0 <<<''
expect 'script, everything skipped' '0 0 1' count_script 0 <<<'skipped - all: no browser'
expect 'ctest, all passed' '4 0 0' count_ctest 0 <<<'100% tests passed, 0 tests failed out of 4'
expect 'ctest, one failed' '3 1 0' count_ctest 8 <<<'75% tests passed, 1 tests failed out of 4'
expect 'ctest, none found' '0 1 0' count_ctest 0 <<<'No tests were found!!!'

# What failed is named at the end of a long run.
printf '%s\n' 'ok - first' 'not ok - second: why' 'All tests passed' 'ended with code 139' >"$output"
if [[ $(failures "$output" | sed 's/^[^ ]* //') == 'not ok - second: why
ended with code 139' ]]; then echo 'ok - failures are named'; else echo 'not ok - failures are named'; bad=1; fi
exit "$bad"
