#!/usr/bin/env bash
# Real elections of every kind of ballot, each imported, voted over HTTP, counted, and held against what its city made of it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# reimported FILE.pb DEFINITION [ARGUMENT...]: a result's file gives a round with the same projects, costs and envelope.
reimported() {
  "$bin/radslag" import-pb "$1" --out "$work/again" --currency PLN "${@:3}" &&
    diff <(grep -E '^(envelope|rule|choices-max|points-max|place-points|project|cost) ' "$2") \
      <(grep -E '^(envelope|rule|choices-max|points-max|place-points|project|cost) ' "$work/again/definition.txt")
  local code=$?
  rm -rf "$work/again"
  return "$code"
}

# counted_again FILE.pb [ARGUMENT...]: radslag allocate funds what the file says was selected.
counted_again() {
  diff <("$bin/radslag" allocate "$1" "${@:2}" --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0)).winners.sort().join("\n"))') \
    <(selected "$1" | sed -nE 's/^(.*) [0-9.]+ [123]$/\1/p' | sort)
}

# ballots NAME: as the file's META says.
ballots() { sed -nE 's/^num_votes;([0-9]+).*/\1/p' "$shared/data/pb/Poland_$1.pb" 2>/dev/null; }

# election ID NAME BALLOTS [ARGUMENT...]: the arguments are import-pb's.
election() {
  local id=$1 name=$2 file=$shared/data/pb/Poland_$2.pb begin=$SECONDS code=0 speed
  if [[ ! -e $file ]]; then
    skipped "the election $name" 'its file is not in data/pb'
    return
  fi
  begin_round "$id" "$file" "${@:4}"
  replay "$id" "$file" >"$work/replayed" 2>&1 || code=$?
  speed=$(tail -n 1 "$work/replayed")
  if ((code == 0)) && [[ $speed == "$3 ballots acknowledged"* ]]; then ok "$name: all ballots are cast over HTTP"; else not_ok "$name: all ballots are cast over HTTP" "exit code $code; $speed"; fi
  fact "$name: $speed"
  fact "$name: $(grep VmHWM "/proc/$pid/status" | tr -s '\t ' ' ')"

  must 120 "$bin/radslag" export --data "$work/data" --out "$work/open.tar" --quiet --replace
  expect "$name: no tally and no ballot on any page, in any file or export before closing" 0 'counts looked for' 300 \
    node "$here/elections.mjs" sealed "$url" "$id" "$file" "$work/open.tar" && fact "$name: $out"
  expect "$name: radslag-verify says that the urn is sealed" 0 'sealed until closing' 300 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$work/open.tar"

  office round close "$id"
  office round count "$id"
  expect "$name: the same search finds the tally once it is there" 1 'counts of votes' 300 node "$here/elections.mjs" sealed "$url" "$id" "$file" "$work/open.tar"
  expect "$name: the allocation is the file's own" 0 'funded' 60 node "$here/elections.mjs" compare "$url" "$id" "$file"
  must 60 curl -fsS --max-time 50 -o "$work/result.pb" "$url/rounds/$id/result.pb"
  expect "$name: its result is a Pabulib file that can be imported" 0 '' 60 reimported "$work/result.pb" "$work/$id/definition.txt" "${@:4}"
  expect "$name: its result's file says selected as the city does" 0 '' 60 diff <(selected "$file") <(selected "$work/result.pb")
  expect "$name: its result's file counted again gives the same" 0 '' 60 counted_again "$work/result.pb" "${@:4}"
  local recount="($id): $(group "$3") ballots by $(group "$3") voters of $(group "$3") on the roll were recounted"
  expect "$name: radslag-verify recounts it from the site" 0 "$recount" 300 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$url"
  must 120 "$bin/radslag" export --data "$work/data" --out "$work/closed.tar" --quiet --replace
  expect "$name: radslag-verify recounts it from an export" 0 "$recount" 300 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$work/closed.tar"
  fact "$name: $((SECONDS - begin)) s"
}

# group N: as the verifier writes numbers, 61,668.
group() { sed -E ':a; s/([0-9])([0-9]{3})(,|$)/\1,\2\3/; ta' <<<"$1"; }

selected() {
  node --input-type=module -e '
    import { readPb } from "'"$here"'/record.mjs";
    for (const p of readPb(process.argv[1]).projects) console.log(p.project_id, p.cost, p.selected);' "$1" | sort
}
export -f reimported counted_again selected
export work bin here

begin_town "$work/data"
must_start "$work/data"
election chomiczowka Warszawa_2026_Chomiczowka 920
election nad-nerem Lodz_2022_Nad_Nerem "$(ballots Lodz_2022_Nad_Nerem)"
election obluze Gdynia_2021_Obluze__small "$(ballots Gdynia_2021_Obluze__small)"
election grzegorzki Krakow_2022_Grzegorzki "$(ballots Krakow_2022_Grzegorzki)"
election dabrowka Katowice_2021_Dabrowka_Mala "$(ballots Katowice_2021_Dabrowka_Mala)"
election wieliczka Wieliczka_2023_Green_Budget 6586 --rule wieliczka-2023
election warszawa Warszawa_2026 61668
stop_server
if ((code == 0)); then ok 'the server stops cleanly'; else not_ok 'the server stops cleanly' "exit code $code"; fi
exit "$bad"
