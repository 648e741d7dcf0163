# For the scripts that ask Go: builds go/*.go to $work/go-verify, with Debian's golang.org/x/mod and without the network.
# need_go NAME: ends the script, with NAME said to be skipped, where Go is not here.
need_go() {
  local gopath=/usr/share/gocode
  if ! command -v go >/dev/null || [[ ! -d $gopath/src/golang.org/x/mod/sumdb/tlog ]]; then
    skipped "$1" 'Debian packages golang-go and golang-golang-x-mod-dev are not here'
    exit 0
  fi
  export GO111MODULE=off GOPATH=$gopath GOPROXY=off GOFLAGS= GOCACHE=$work/go-cache
  must 300 go build -o "$work/go-verify" "$here"/go/*.go
}

# flip FILE PERCENT: one bit changed at that place of the file.
flip() {
  local at byte
  at=$((($(stat -c %s "$1") - 1) * $2 / 100))
  byte=$(tail -c +$((at + 1)) "$1" | head -c 1 | od -An -tu1)
  printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$1" bs=1 seek="$at" conv=notrunc status=none
}
