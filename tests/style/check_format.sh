#!/usr/bin/env bash
# The layout is .clang-format's, by clang-format 14 (other versions differ in small things).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tool=$(type -P clang-format-14 || type -P clang-format || true)
if [[ ! $tool || $("$tool" --version) != *" 14."* ]]; then
  echo 'clang-format 14 is missing: apt-get install clang-format'
  exit 1
fi
mapfile -d '' -t files < <(find crypto ledger server tests -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0)
if ! "$tool" --dry-run -Werror "${files[@]}"; then
  echo "Put it right with: $(basename "$tool") -i FILE..."
  exit 1
fi
echo "${#files[@]} files are laid out as .clang-format says"
