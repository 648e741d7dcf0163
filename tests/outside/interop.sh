#!/usr/bin/env bash
# Ballots of the server's code, the page's code and belenios-tool, each judged by the others: all groups, all kinds of question.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_voting_cli
timeout --kill-after=5 600 node "$here/interop.mjs" "$bin/voting_cli" "$page_cli" "$work" "$root/tests/data/belenios" || bad=1
exit "$bad"
