#!/bin/sh
# sh verify-cosignature.sh CHECKPOINT WITNESS-VKEY: did this witness cosign this checkpoint, and when? With openssl 3 and nothing of ours.
# CHECKPOINT may be a receipt: its checkpoint is meant. Exit code 0: it did. Whether the log signed it is another question.
set -eu; t=$(mktemp -d); trap 'rm -rf "$t"' EXIT; export LC_ALL=C
no() { echo "NO: $1"; exit 1; }; bytes() { printf %s "$1" | openssl base64 -d -A; }
vkey=$(cat "$2"); name=${vkey%%+*}; rest=${vkey#*+}; id=${rest%%+*}; key=${rest#*+}  # name+id+base64 of 0x04 and the key
if [ "$(sed -n 1p "$1")" = c2sp.org/tlog-proof@v1 ]; then sed '1,/^$/d' "$1"; else cat "$1"; fi >"$t/note"
sed '/^$/,$d' "$t/note" >"$t/text"; [ "$(wc -l <"$t/text")" -eq 3 ] || no 'not a checkpoint'
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; bytes "$key" | tail -c 32; } >"$t/key"  # as DER, RFC 8410
while read -r _ n sig; do bytes "$sig" >"$t/line"; tail -c +13 "$t/line" >"$t/sig"    # 4 bytes of key id, 8 of time, the signature
  if [ "$n" = "$name" ] && [ "$(od -An -tx1 -N4 "$t/line" | tr -d ' \n')" = "$id" ]; then
    time=$((0x$(od -An -tx1 -j4 -N8 "$t/line" | tr -d ' \n')))
    { printf 'cosignature/v1\ntime %s\n' "$time"; cat "$t/text"; } >"$t/message"
    openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$t/key" -in "$t/message" -sigfile "$t/sig" >/dev/null || no 'its signature is bad'
    echo "YES: $name had seen this at $time seconds since 1970:"; cat "$t/text"; exit 0
  fi; done <"$t/note"
no 'this witness did not sign it'
