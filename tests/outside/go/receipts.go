package main

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

func base64Of(text string) ([]byte, error) { return base64.StdEncoding.DecodeString(text) }

// title is how a log is called in what is said of it.
func (log *logTree) title() string {
	if log.name == "" {
		return log.now().Name()
	}
	return strings.TrimSuffix(log.name, "/")
}

// begins: the log began with what an older head says.
func (log *logTree) begins(old tlog.Tree) error {
	if old.N > log.tree.N {
		return fmt.Errorf("%s had %d entries and has %d", log.title(), old.N, log.tree.N)
	}
	if old.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(log.tree.N, old.N, log.hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, log.tree.N, log.tree.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("%s was rewritten since it had %d entries: %w", log.title(), old.N, err)
	}
	return nil
}

// logOf finds the log that a checkpoint says it is of, and opens it.
func logOf(logs []*logTree, signed []byte, p *policy) (*logTree, signedTree, error) {
	origin := strings.SplitN(string(signed), "\n", 2)[0]
	for _, log := range logs {
		for _, verifier := range log.verifiers {
			if verifier.Name() == origin {
				tree, err := openCheckpoint(signed, log.verifiers, p)
				return log, tree, err
			}
		}
	}
	return nil, signedTree{}, fmt.Errorf("no log %q in the record", origin)
}

// checkOld: the newest log begins with what the older checkpoint signed.
func checkOld(logs []*logTree, text string, p *policy) (string, error) {
	log, old, err := logOf(logs, []byte(text), p)
	if err != nil {
		return "", err
	}
	if err := log.begins(old.Tree); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s of %d entries is the beginning of %d", log.title(), old.N, log.tree.N), nil
}

// A proof is a C2SP tlog-proof.
type proof struct {
	extra      []byte
	hasExtra   bool
	index      int64
	path       tlog.RecordProof
	checkpoint string
}

func readProof(text string) (*proof, error) {
	head, checkpoint, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return nil, fmt.Errorf("not a tlog-proof")
	}
	lines = lines[1:]
	out := &proof{checkpoint: checkpoint}
	var err error
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		out.hasExtra = true
		if out.extra, err = base64Of(lines[0][len("extra "):]); err != nil {
			return nil, err
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return nil, fmt.Errorf("not a tlog-proof")
	}
	if out.index, err = strconv.ParseInt(lines[0][len("index "):], 10, 64); err != nil {
		return nil, err
	}
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		out.path = append(out.path, hash)
	}
	return out, nil
}

// checkReceipt: a tlog-proof proves its entry in a checkpoint that belongs to this record, at the place where the record has it. A receipt
// without extra data speaks of the entry that the record has there.
func checkReceipt(logs []*logTree, text string, p *policy) (string, error) {
	receipt, err := readProof(text)
	if err != nil {
		return "", err
	}
	log, tree, err := logOf(logs, []byte(receipt.checkpoint), p)
	if err != nil {
		return "", err
	}
	if receipt.index < 0 || receipt.index >= tree.N || receipt.index >= log.tree.N {
		return "", fmt.Errorf("%s has no entry %d", log.title(), receipt.index)
	}
	entry := log.entries[receipt.index]
	if receipt.hasExtra {
		entry = receipt.extra
	}
	if err := tlog.CheckRecord(receipt.path, tree.N, tree.Hash, receipt.index, tlog.RecordHash(entry)); err != nil {
		return "", fmt.Errorf("entry %d of %s is not in the checkpoint of %d: %w", receipt.index, log.title(), tree.N, err)
	}
	if err := log.begins(tree.Tree); err != nil {
		return "", err
	}
	if string(log.entries[receipt.index]) != string(entry) {
		return "", fmt.Errorf("the record has another entry %d in %s", receipt.index, log.title())
	}
	said := fmt.Sprintf("entry %d of %s", receipt.index, log.title())
	if p == nil {
		return said, nil
	}
	names, quorum, err := p.judge(tree.note, log.newestHour(tree.N))
	if err != nil {
		return "", err
	}
	if !quorum {
		return "", fmt.Errorf("%s: cosigned by %d witnesses (%s), no quorum", said, len(names), strings.Join(names, ", "))
	}
	return said + ", witnessed by " + strings.Join(names, ", "), nil
}
