#!/bin/sh
# sh verify-receipt.sh RECEIPT VKEY [ENTRY]: does this entry stand in the log of this key? With openssl 3 and nothing of ours.
# ENTRY: only for a receipt that does not carry its entry. Exit code 0: it does.
set -eu; t=$(mktemp -d); trap 'rm -rf "$t"' EXIT; export LC_ALL=C
no() { echo "NO: $1"; exit 1; }; bytes() { printf %s "$1" | openssl base64 -d -A; }; sha256() { openssl dgst -sha256 -binary >"$t/new" && mv "$t/new" "$t/hash"; }
vkey=$(cat "$2"); name=${vkey%%+*}; rest=${vkey#*+}; id=${rest%%+*}; key=${rest#*+}     # name+id+base64 of 0x01 and the key
[ "$(sed -n 1p "$1")" = c2sp.org/tlog-proof@v1 ] || no 'not a receipt'
sed '1,/^$/d' "$1" >"$t/note"; sed '/^$/,$d' "$t/note" >"$t/text"                        # the checkpoint, and what of it is signed
[ "$(sed -n 1p "$t/text")" = "$name" ] && [ "$(wc -l <"$t/text")" -eq 3 ] || no 'the checkpoint is of another log'
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; bytes "$key" | tail -c 32; } >"$t/key"  # as DER, RFC 8410
while read -r _ n sig; do bytes "$sig" >"$t/line"; tail -c +5 "$t/line" >"$t/sig"        # 4 bytes of key id, then the signature
  if [ "$n" = "$name" ] && [ "$(od -An -tx1 -N4 "$t/line" | tr -d ' \n')" = "$id" ]; then signed=yes
    openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$t/key" -in "$t/text" -sigfile "$t/sig" >/dev/null || no 'a signature is bad'
  fi; done <"$t/note"
[ "${signed-}" ] || no 'this key did not sign it'
if [ $# -gt 2 ]; then cat "$3" >"$t/entry"; else sed -n '2s/^extra //p' "$1" | openssl base64 -d -A >"$t/entry"; fi
at=$(sed -n 's/^index //p;/^$/q' "$1"); size=$(sed -n 2p "$t/text")
case $at/$size in *[!0-9/]* | /* | */ | 0?*/* | */0*) no 'index or size is no number' ;; esac; [ "$at" -lt "$size" ] || no 'the log is not so long'
{ printf '\000'; cat "$t/entry"; } | sha256; sed '1,/^index /d;/^$/,$d' "$1" >"$t/path"; f=$at s=$((size - 1))  # RFC 9162, 2.1.3.2
while read -r p; do [ "$s" -gt 0 ] || no 'the path is too long'
  if [ $((f % 2)) = 1 ] || [ "$f" = "$s" ]; then { printf '\001'; bytes "$p"; cat "$t/hash"; } | sha256
    while [ $((f % 2)) = 0 ] && [ "$f" != 0 ]; do f=$((f / 2)) s=$((s / 2)); done
  else { printf '\001'; cat "$t/hash"; bytes "$p"; } | sha256; fi; f=$((f / 2)) s=$((s / 2)); done <"$t/path"
[ "$s" = 0 ] && [ "$(openssl base64 -A <"$t/hash")" = "$(sed -n 3p "$t/text")" ] || no 'the entry does not lead to the signed root'
echo "YES: entry $at of $size in $name:"; cat "$t/entry"
