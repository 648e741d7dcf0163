#!/usr/bin/env bash
# What hangs on the notice board and what residents print: read back by a scanner that is not ours, and checked.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! command -v zbarimg >/dev/null; then
  skipped 'paper' 'zbarimg (zbar-tools) is not installed'
  exit 0
fi

# scan ADDRESS: the codes of a page, as files $work/codes/0.txt …; their number is in $codes.
scan() {
  local picture
  rm -rf "$work/codes"
  mkdir -p "$work/codes"
  must 30 curl -fsS -m 20 -o "$work/page.html" "$url$1"
  codes=$(node "$here/qr_picture.mjs" "$work/page.html" "$work/codes")
  for picture in "$work"/codes/*.pgm; do
    zbarimg -q --raw --oneshot -Sdisable -Sqrcode.enable -Sbinary "$picture" >"${picture%.pgm}.txt" 2>/dev/null
  done
}

begin_town "$work/data"
must_start "$work/data"
make_pb "$work/own.pb" 40
begin_round own "$work/own.pb"
vkey=$work/data/keys/town.vkey

scan /rounds/own/notice/opening
must 30 curl -fsS -m 20 -o "$work/heads.txt" "$url/rounds/own/notice/opening/heads.txt"
cat "$work"/codes/0.txt <(echo) "$work"/codes/1.txt <(echo) >"$work/scanned.txt"
if [[ $codes == 2 ]] && cmp -s "$work/scanned.txt" "$work/heads.txt"; then ok 'the sheet’s codes are its heads, byte for byte'; else not_ok 'the sheet’s codes are its heads, byte for byte' "$codes codes; $(head -c 300 "$work/scanned.txt")"; fi

replay own "$work/own.pb" >"$work/replayed" 2>&1
office round close own
expect 'the record has not been rewritten since the sheet' 0 'holds' 120 "$bin/radslag-verify" "$url" --key "$vkey" --seen "$work/scanned.txt"
scan /rounds/own/notice/closing
if [[ $codes == 2 ]]; then ok 'a sheet at closing'; else not_ok 'a sheet at closing' "$codes codes"; fi

# A head that was never signed for this record is no paper of it.
sed '2s/.*/7/' "$work/scanned.txt" >"$work/forged.txt"
code=0
run 120 "$bin/radslag-verify" "$url" --key "$vkey" --seen "$work/forged.txt" || code=$?
if ((code != 0)); then ok 'a head with another size is not taken for one of the record’s'; else not_ok 'a head with another size is not taken for one of the record’s' "${out:0:300}"; fi

for place in 'town 0' 'rounds/own 5'; do
  read -r log index <<<"$place"
  scan "/record/receipt-sheet?log=$log&index=$index"
  must 30 curl -fsS -m 20 -o "$work/file.tlog-proof" "$url/record/receipt?log=$log&index=$index"
  key=$(curl -fs -m 20 "$url/record/receipt-sheet.json?log=$log&index=$index" | jq -r .vkey)
  echo "$key" >"$work/log.vkey"
  cp "$work/codes/0.txt" "$work/paper.tlog-proof" 2>/dev/null
  if cmp -s "$work/paper.tlog-proof" "$work/file.tlog-proof"; then ok "the receipt of $log $index from its code"; else not_ok "the receipt of $log $index from its code" "$codes codes, $(head -c 200 "$work/paper.tlog-proof")"; fi
  expect "radslag-verify receipt, $log $index" 0 '' 30 "$bin/radslag-verify" receipt "$work/paper.tlog-proof" --key "$work/log.vkey"
  expect "openssl alone, $log $index" 0 '' 30 sh docs/audit/verify-receipt.sh "$work/paper.tlog-proof" "$work/log.vkey"
done
exit "$bad"
