#!/usr/bin/env bash
# The whole of Rådslag seen from outside: real programs, real HTTP, tools and readers that share no code with it.
# RADSLAG_BIN_DIR: where the programs are (default build/release/bin); RADSLAG_SHARED: where data/pb is (default ../shared).
# Names of scripts as arguments run only those. Prints "ok - name", "not ok - name" and "skipped - name: why"; exits 1 if any failed.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scripts=("$@")
if ((${#scripts[@]} == 0)); then scripts=(go tiles publish witness witnessed audit office recover bad_input people faults crash elections interop secret browser hammer paper); fi
result=0
for name in "${scripts[@]}"; do
  start=$SECONDS code=0
  timeout --kill-after=15 900 bash "$here/$name.sh" </dev/null || code=$?
  if ((code == 124 || code == 137)); then echo "not ok - $name.sh: not done after 15 minutes"; fi
  if ((code != 0)); then result=1; fi
  echo "# $name.sh: $((SECONDS - start)) s"
done
exit "$result"
