// Checks a record with Go's golang.org/x/mod/sumdb/note and tlog, which know nothing of Rådslag: every checkpoint's signature, every
// log's root recomputed from its entries, its tiles, the keys that follow one another, the inclusion of receipts, that an older checkpoint
// is the beginning of the newest, and under a policy the witnesses' cosignatures.
//
//	verify -vkey FILE [-policy FILE] [-one] [-receipt FILE]... [-old FILE]... DIRECTORY|URL
//
// The place is where town/ and rounds/ lie (a site's /log/, an export, a bundle); with -one it is a single log of any origin. With
// -policy each log must have a head, and each receipt cosignatures, of the policy's quorum; without -vkey the policy's only log is meant.
//
// Exit codes: 0 all of it holds, 1 something does not (said on standard output), 2 wrong usage.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

type files []string

func (f *files) String() string     { return strings.Join(*f, " ") }
func (f *files) Set(s string) error { *f = append(*f, s); return nil }

type question struct {
	place, vkeyFile, policyFile string
	one                         bool
	receipts, olds              files
}

// keys reads the pinned key and the policy, if there is one.
func (q *question) keys() (vkey string, p *policy, err error) {
	if q.policyFile != "" {
		text, err := os.ReadFile(q.policyFile)
		if err != nil {
			return "", nil, err
		}
		if p, err = readPolicy(string(text)); err != nil {
			return "", nil, err
		}
	}
	if q.vkeyFile == "" {
		if p == nil || len(p.logs) != 1 {
			return "", nil, fmt.Errorf("the policy does not name one log: -vkey is needed")
		}
		return p.logs[0], p, nil
	}
	text, err := os.ReadFile(q.vkeyFile)
	return strings.TrimSpace(string(text)), p, err
}

func (q *question) check() error {
	vkey, p, err := q.keys()
	if err != nil {
		return err
	}
	read := readRecord
	if q.one {
		read = readOne
	}
	logs, err := read(openSource(q.place), vkey, p)
	if err != nil {
		return err
	}
	for _, kind := range []struct {
		files []string
		what  string
		check func([]*logTree, string, *policy) (string, error)
	}{{q.olds, "consistent", checkOld}, {q.receipts, "included", checkReceipt}} {
		for _, file := range kind.files {
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			said, err := kind.check(logs, string(text), p)
			if err != nil {
				return fmt.Errorf("%s: %w", filepath.Base(file), err)
			}
			fmt.Printf("%s: %s\n", kind.what, said)
		}
	}
	return nil
}

func main() {
	var q question
	flag.StringVar(&q.vkeyFile, "vkey", "", "file with the log's first public key")
	flag.StringVar(&q.policyFile, "policy", "", "file that says whose cosignatures are needed")
	flag.BoolVar(&q.one, "one", false, "the place is a single log")
	flag.Var(&q.receipts, "receipt", "a tlog-proof that must agree with the record")
	flag.Var(&q.olds, "old", "an older checkpoint that the record must go on from")
	flag.Parse()
	if q.vkeyFile == "" && q.policyFile == "" || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	q.place = flag.Arg(0)
	if err := q.check(); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}
