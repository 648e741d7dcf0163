#!/usr/bin/env bash
# The browser's verifier and radslag-verify, which share no code, judge the same records: whole ones, some 200 that were spoiled, and rounds of
# every kind and rule, which the browser's rules count and radslag-verify's count again.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
mutations=${1:-30}
rounds=${2:-60}

begin_town "$work/data"
make_pb "$work/own.pb" 40
must_start "$work/data"
begin_round own "$work/own.pb"
replay own "$work/own.pb" >"$work/replayed" 2>&1 || fact "$(tail -n 1 "$work/replayed")"
begin_round shares "$work/own.pb" --rule wieliczka-2023
replay shares "$work/own.pb" >"$work/replayed" 2>&1 || fact "$(tail -n 1 "$work/replayed")"
must 60 curl -fs --max-time 60 -o "$work/open.tar" "$url/log/bundle.tar"
office round close own
office round count own
office round close shares
office round count shares
must 60 curl -fs --max-time 60 -o "$work/counted.tar" "$url/log/bundle.tar"
stop_server

must 60 "$root/frontend/node_modules/.bin/esbuild" "$here/browser.mjs" --bundle --platform=node --format=esm --outfile="$work/browser.mjs" --log-level=warning
timeout --kill-after=5 900 node "$work/browser.mjs" "$bin/radslag-verify" "$work" "$mutations" "$rounds" "$work/open.tar" "$work/data/keys/town.vkey" "$work/counted.tar" "$work/data/keys/town.vkey" || bad=1
exit "$bad"
