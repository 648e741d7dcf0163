// Checks a record with Go's golang.org/x/mod/sumdb/note and tlog, which know nothing of Rådslag: every checkpoint's signature, every
// log's root recomputed from its entries, the inclusion of receipts, and that an older checkpoint is the beginning of the newest.
//
//	verify -vkey FILE [-receipt FILE]... [-old FILE]... DIRECTORY|URL
//
// Exit codes: 0 all of it holds, 1 something does not (said on standard output), 2 wrong usage.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const bundleWidth = 256

// A logTree is a log whose checkpoint was opened and whose root was recomputed.
type logTree struct {
	name     string
	verifier note.Verifier
	tree     tlog.Tree
	entries  [][]byte
	hashes   storedHashes
}

type storedHashes []tlog.Hash

func (s storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, fmt.Errorf("no stored hash %d", index)
		}
		out[i] = s[index]
	}
	return out, nil
}

// A source gives the file at a path below /log/.
type source func(path string) ([]byte, error)

func openSource(place string) source {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		client := &http.Client{Timeout: 60 * time.Second}
		return func(path string) ([]byte, error) {
			answer, err := client.Get(strings.TrimRight(place, "/") + "/log/" + path)
			if err != nil {
				return nil, err
			}
			defer answer.Body.Close()
			if answer.StatusCode != 200 {
				return nil, fmt.Errorf("%s: status %d", path, answer.StatusCode)
			}
			return io.ReadAll(io.LimitReader(answer.Body, 64<<20))
		}
	}
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(place, filepath.FromSlash(path))) }
}

func bundlePath(n, width int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if width < bundleWidth {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}

// openCheckpoint verifies the signature and reads origin, size and root.
func openCheckpoint(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, fmt.Errorf("size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func splitBundle(bytes []byte, width int64) ([][]byte, error) {
	var entries [][]byte
	for len(bytes) >= 2 {
		length := int(binary.BigEndian.Uint16(bytes))
		if len(bytes) < 2+length {
			break
		}
		entries = append(entries, bytes[2:2+length])
		bytes = bytes[2+length:]
	}
	if len(bytes) != 0 || int64(len(entries)) != width {
		return nil, fmt.Errorf("%d entries and %d bytes left over where %d entries belong", len(entries), len(bytes), width)
	}
	return entries, nil
}

func readLog(get source, name string, verifier note.Verifier) (*logTree, error) {
	signed, err := get(name + "/checkpoint")
	if err != nil {
		return nil, err
	}
	log := &logTree{name: name, verifier: verifier}
	if log.tree, err = openCheckpoint(signed, verifier); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	for first := int64(0); first < log.tree.N; first += bundleWidth {
		width := log.tree.N - first
		if width > bundleWidth {
			width = bundleWidth
		}
		path := name + "/tile/entries/" + bundlePath(first/bundleWidth, width)
		bytes, err := get(path)
		if err != nil {
			return nil, err
		}
		entries, err := splitBundle(bytes, width)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		log.entries = append(log.entries, entries...)
	}
	for i, entry := range log.entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, log.hashes)
		if err != nil {
			return nil, err
		}
		log.hashes = append(log.hashes, hashes...)
	}
	root, err := tlog.TreeHash(log.tree.N, log.hashes)
	if err != nil {
		return nil, err
	}
	if root != log.tree.Hash {
		return nil, fmt.Errorf("the entries give the root %s, the checkpoint signs %s", root, log.tree.Hash)
	}
	return log, nil
}

// fields reads "key value" lines; kind is the statement's first line.
func fields(entry []byte) (kind string, values map[string]string) {
	lines := strings.Split(string(entry), "\n")
	values = map[string]string{}
	for _, line := range lines {
		if space := strings.IndexByte(line, ' '); space > 0 {
			values[line[:space]] = line[space+1:]
		}
	}
	if len(lines) > 1 {
		kind = lines[1]
	}
	return kind, values
}

// readRecord reads the town log, then each round log with the key that its round-begun entry names.
func readRecord(get source, town note.Verifier) ([]*logTree, error) {
	log, err := readLog(get, "town", town)
	if err != nil {
		return nil, fmt.Errorf("town: %w", err)
	}
	logs := []*logTree{log}
	rounds := map[string]*logTree{}
	for i, entry := range log.entries {
		kind, values := fields(entry)
		switch kind {
		case "radslag/v1/round-begun":
			key, err := hex.DecodeString(values["key"])
			if err != nil {
				return nil, fmt.Errorf("town, entry %d: %w", i, err)
			}
			vkey, err := note.NewEd25519VerifierKey(values["log"], key)
			if err != nil {
				return nil, fmt.Errorf("town, entry %d: %w", i, err)
			}
			verifier, err := note.NewVerifier(vkey)
			if err != nil {
				return nil, fmt.Errorf("town, entry %d: %w", i, err)
			}
			if _, err := get("rounds/" + values["round"] + "/checkpoint"); err != nil {
				fmt.Printf("without entries: rounds/%s\n", values["round"])
				continue
			}
			round, err := readLog(get, "rounds/"+values["round"], verifier)
			if err != nil {
				return nil, fmt.Errorf("rounds/%s: %w", values["round"], err)
			}
			rounds[values["round"]] = round
			logs = append(logs, round)
		case "radslag/v1/round-ended":
			round := rounds[values["round"]]
			if round == nil || values["size"] != fmt.Sprint(round.tree.N) || values["root"] != hex.EncodeToString(round.tree.Hash[:]) {
				return nil, fmt.Errorf("town, entry %d: round %s did not end as its log does", i, values["round"])
			}
		}
	}
	return logs, nil
}

// logOf finds the log that a checkpoint says it is of, and opens it.
func logOf(logs []*logTree, signed []byte) (*logTree, tlog.Tree, error) {
	origin := strings.SplitN(string(signed), "\n", 2)[0]
	for _, log := range logs {
		if log.verifier.Name() == origin {
			tree, err := openCheckpoint(signed, log.verifier)
			return log, tree, err
		}
	}
	return nil, tlog.Tree{}, fmt.Errorf("no log %q in the record", origin)
}

// checkOld: the newest log begins with what the older checkpoint signed.
func checkOld(logs []*logTree, signed []byte) (string, error) {
	log, old, err := logOf(logs, signed)
	if err != nil {
		return "", err
	}
	if old.N > log.tree.N {
		return "", fmt.Errorf("%s had %d entries and has %d", log.name, old.N, log.tree.N)
	}
	proof, err := tlog.ProveTree(log.tree.N, old.N, log.hashes)
	if err != nil {
		return "", err
	}
	if err := tlog.CheckTree(proof, log.tree.N, log.tree.Hash, old.N, old.Hash); err != nil {
		return "", fmt.Errorf("%s was rewritten since it had %d entries: %w", log.name, old.N, err)
	}
	return fmt.Sprintf("%s of %d entries is the beginning of %d", log.name, old.N, log.tree.N), nil
}

// checkReceipt: a tlog-proof proves its entry in a checkpoint that belongs to this record, at the place where the record has it.
func checkReceipt(logs []*logTree, text string) (string, error) {
	halves := strings.SplitN(text, "\n\n", 2)
	lines := strings.Split(halves[0], "\n")
	if len(halves) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return "", fmt.Errorf("not a tlog-proof")
	}
	entry, err := base64.StdEncoding.DecodeString(lines[1][len("extra "):])
	if err != nil {
		return "", err
	}
	index, err := strconv.ParseInt(lines[2][len("index "):], 10, 64)
	if err != nil {
		return "", err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return "", err
		}
		proof = append(proof, hash)
	}
	log, tree, err := logOf(logs, []byte(halves[1]))
	if err != nil {
		return "", err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return "", fmt.Errorf("entry %d of %s is not in the checkpoint of %d: %w", index, log.name, tree.N, err)
	}
	if _, err := checkOld(logs, []byte(halves[1])); err != nil {
		return "", err
	}
	if string(log.entries[index]) != string(entry) {
		return "", fmt.Errorf("the record has another entry %d in %s", index, log.name)
	}
	return fmt.Sprintf("entry %d of %s", index, log.name), nil
}

type files []string

func (f *files) String() string     { return strings.Join(*f, " ") }
func (f *files) Set(s string) error { *f = append(*f, s); return nil }

func check(place, vkeyFile string, receipts, olds []string) error {
	vkey, err := os.ReadFile(vkeyFile)
	if err != nil {
		return err
	}
	town, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return err
	}
	logs, err := readRecord(openSource(place), town)
	if err != nil {
		return err
	}
	for _, log := range logs {
		fmt.Printf("holds: %s, %d entries, root %s\n", log.name, log.tree.N, log.tree.Hash)
	}
	for _, kind := range []struct {
		files []string
		what  string
		check func([]*logTree, string) (string, error)
	}{
		{olds, "consistent", func(logs []*logTree, text string) (string, error) { return checkOld(logs, []byte(text)) }},
		{receipts, "included", checkReceipt},
	} {
		for _, file := range kind.files {
			bytes, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			said, err := kind.check(logs, string(bytes))
			if err != nil {
				return fmt.Errorf("%s: %w", filepath.Base(file), err)
			}
			fmt.Printf("%s: %s\n", kind.what, said)
		}
	}
	return nil
}

func main() {
	var receipts, olds files
	vkey := flag.String("vkey", "", "file with the town log's public key")
	flag.Var(&receipts, "receipt", "a tlog-proof that must agree with the record")
	flag.Var(&olds, "old", "an older checkpoint that the record must go on from")
	flag.Parse()
	if *vkey == "" || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := check(flag.Arg(0), *vkey, receipts, olds); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}
