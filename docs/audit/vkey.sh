#!/bin/sh
# sh vkey.sh NAME KEY: the verifier key (C2SP signed-note, type 0x01) of a log of that name, from its key in 64 hex digits.
set -eu
typed() { printf '\001'; printf %s "$1" | fold -w 2 | while read -r byte || [ "$byte" ]; do printf "\\$(printf %03o "0x$byte")"; done; }
id=$({ printf '%s\n' "$1"; typed "$2"; } | openssl dgst -sha256 -r | cut -c 1-8)
echo "$1+$id+$(typed "$2" | openssl base64 -A)"
