#!/usr/bin/env bash
# A town and its witnesses: announced in the record, asked by the counter, and what an old copy of the record then comes to.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

source "$here/witnesses_lib.sh"

witnessed_town "$work/data"

if curl -fs -m 20 -o /dev/null "$url/log/town/witnessed"; then not_ok 'nobody witnesses before somebody is announced' 'there is a witnessed head'; else ok 'nobody witnesses before somebody is announced'; fi
office witnesses announce --quorum 2 "${lines[@]}"
soon 'the town log is witnessed' covers town
curl -fs -m 20 "$url/log/policy" >"$work/policy"
if (($(grep -c '^witness ' "$work/policy") == 3)); then ok 'the policy names three'; else not_ok 'the policy names three' "$(<"$work/policy")"; fi

make_pb "$work/own.pb" 40
begin_round own "$work/own.pb"
soon 'a new round becomes known to its witnesses and is witnessed' covers rounds/own
stop_witness 2
replay own "$work/own.pb" >"$work/replayed" 2>&1
soon 'two of three suffice' covers rounds/own
expect 'the record holds' 0 'holds' 120 "$bin/radslag-verify" "$url" --key "$work/data/keys/town.vkey"

# Yesterday's copy, with its head store: only the witnesses remember.
stop_server
must 20 cp -a "$work/data" "$work/yesterday"
must_start "$work/data" --witnesses "$asked" --set "server.port=$port"
office dialogue later "$here/dialogue.txt" --status planned --begins 2026-01-01 --ends 2026-12-31
soon 'what came today is witnessed' covers town
stop_server
rm -rf "$work/data"
cp -a "$work/yesterday" "$work/data"
if start_server "$work/data" --witnesses "$asked" --set "server.port=$port"; then
  not_ok 'yesterday’s copy is refused at the start' 'it runs'
  stop_server
else
  ended "$pid" 10
  if ((code == 65)) && grep -q 'witness [abc]\.example' "$server_log"; then ok 'yesterday’s copy is refused at the start, by the witnesses’ word'; else not_ok 'yesterday’s copy is refused at the start' "exit code $code; $(tail -n 3 "$server_log")"; fi
fi
# Without its witnesses it starts, and says that they are silent; it is not cosigned when they are there again.
for n in 0 1; do stop_witness "$n"; done
must_start "$work/data" --witnesses "$asked" --set "server.port=$port"
if grep -q 'a.example' "$server_log"; then ok 'silent witnesses are named at the start'; else not_ok 'silent witnesses are named at the start' "$(tail -n 5 "$server_log")"; fi
for n in 0 1; do start_witness "$n"; done
office dialogue other "$here/dialogue.txt" --status planned --begins 2026-02-01 --ends 2026-12-31
before=$(size_of town checkpoint)
stop_server
if start_server "$work/data" --witnesses "$asked" --set "server.port=$port"; then
  not_ok 'a second history is refused at the next start' "it runs, with $before entries"
  stop_server
else
  ended "$pid" 10
  if ((code == 65)); then ok 'a second history is refused at the next start'; else not_ok 'a second history is refused at the next start' "exit code $code; $(tail -n 3 "$server_log")"; fi
fi
exit "$bad"
