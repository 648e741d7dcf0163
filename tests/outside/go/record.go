package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A logTree is a log whose checkpoint was opened, whose root was recomputed and whose tiles were held against it.
type logTree struct {
	name      string
	verifiers []note.Verifier // of all keys that it has had; the last one signs now
	tree      tlog.Tree
	entries   [][]byte
	hashes    storedHashes
}

func (log *logTree) now() note.Verifier { return log.verifiers[len(log.verifiers)-1] }

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

// A signedTree is a checkpoint that was opened.
type signedTree struct {
	tlog.Tree
	note *note.Note
}

// parseCheckpoint reads origin, size and root, whoever signed them.
func parseCheckpoint(text string) (origin string, tree tlog.Tree, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[3] != "" {
		return "", tlog.Tree{}, fmt.Errorf("not a checkpoint: %q", text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return "", tlog.Tree{}, fmt.Errorf("size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: root}, err
}

// openCheckpoint: signed by one of the log's keys under the checkpoint's own origin, and no known signature is bad.
func openCheckpoint(signed []byte, keys []note.Verifier, p *policy) (signedTree, error) {
	opened, err := note.Open(signed, note.VerifierList(append(p.verifiers(), keys...)...))
	if err != nil {
		return signedTree{}, err
	}
	origin, tree, err := parseCheckpoint(opened.Text)
	if err != nil {
		return signedTree{}, err
	}
	if strings.Count(opened.Text, "\n") != 3 {
		return signedTree{}, fmt.Errorf("a checkpoint with extension lines")
	}
	for _, signature := range opened.Sigs {
		for _, key := range keys {
			if signature.Name == origin && key.Name() == origin && key.KeyHash() == signature.Hash {
				return signedTree{tree, opened}, nil
			}
		}
	}
	return signedTree{}, fmt.Errorf("the log's own key did not sign the checkpoint of %q", origin)
}

// readEntries hashes the entries of so many bundles and recomputes all hashes of the tree.
func (log *logTree) readEntries(get source, size int64) error {
	for first := int64(0); first < size; first += bundleWidth {
		width := size - first
		if width > bundleWidth {
			width = bundleWidth
		}
		path := log.name + "tile/entries/" + indexPath(first/bundleWidth, int(width))
		packed, err := get(path)
		if err != nil {
			return err
		}
		entries, err := splitBundle(packed, width)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		log.entries = append(log.entries, entries...)
	}
	for i, entry := range log.entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, log.hashes)
		if err != nil {
			return err
		}
		log.hashes = append(log.hashes, hashes...)
	}
	return nil
}

// checkTiles holds every tile of the log's size against the hashes that the entries give.
func (log *logTree) checkTiles(get source) (int, error) {
	count := 0
	tiles := tlog.NewTiles(8, 0, log.tree.N)
	for i, tile := range tiles {
		if i+1 < len(tiles) && tiles[i+1].L == tile.L && tiles[i+1].N == tile.N {
			continue // NewTiles lists every width of a partial tile
		}
		path := fmt.Sprintf("%stile/%d/%s", log.name, tile.L, indexPath(tile.N, tile.W))
		served, err := get(path)
		if err != nil {
			return count, err
		}
		good, err := tlog.ReadTileData(tile, log.hashes)
		if err != nil {
			return count, err
		}
		if !bytes.Equal(served, good) {
			return count, fmt.Errorf("%s is not what the entries give", path)
		}
		count++
	}
	return count, nil
}

// A tileReader gives Go's tlog the served tiles by their C2SP paths.
type tileReader struct {
	get  source
	name string
}

func (r tileReader) Height() int                         { return 8 }
func (r tileReader) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		data, err := r.get(fmt.Sprintf("%stile/%d/%s", r.name, tile.L, indexPath(tile.N, tile.W)))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

// proveByTiles proves the newest entry from the tiles alone, as a client does that reads no other entry.
func (log *logTree) proveByTiles(get source) error {
	if log.tree.N == 0 {
		return nil
	}
	last := log.tree.N - 1
	proof, err := tlog.ProveRecord(log.tree.N, last, tlog.TileHashReader(log.tree, tileReader{get, log.name}))
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, log.tree.N, log.tree.Hash, last, tlog.RecordHash(log.entries[last]))
}

// checkAgainst: the entries that were read give the signed root, and the tiles are theirs.
func (log *logTree) checkAgainst(get source, signed []byte, p *policy) error {
	opened, err := openCheckpoint(signed, []note.Verifier{log.now()}, p)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	log.tree = opened.Tree
	root, err := tlog.TreeHash(log.tree.N, log.hashes)
	if err != nil {
		return err
	}
	if root != log.tree.Hash {
		return fmt.Errorf("the entries give the root %s, the checkpoint signs %s", root, log.tree.Hash)
	}
	tiles, err := log.checkTiles(get)
	if err != nil {
		return err
	}
	if err := log.proveByTiles(get); err != nil {
		return err
	}
	fmt.Printf("holds: %s, %d entries, %d tiles, root %s\n", log.title(), log.tree.N, tiles, log.tree.Hash)
	return nil
}

// newestHour is when the last of so many entries came, 0 where entries say no hour.
func (log *logTree) newestHour(size int64) time.Time {
	if size > 0 {
		first := strings.SplitN(string(log.entries[size-1]), "\n", 2)[0]
		if hours, err := strconv.ParseInt(strings.TrimPrefix(first, "hour "), 10, 64); err == nil {
			return time.Unix(hours*3600, 0)
		}
	}
	return time.Unix(0, 0)
}

// checkWitnessed: the newest head with a quorum is one of this log's, under the policy.
func (log *logTree) checkWitnessed(get source, file string, p *policy) error {
	if p == nil || log.tree.N == 0 {
		return nil
	}
	signed, err := get(log.name + file)
	if err != nil {
		return err
	}
	head, err := openCheckpoint(signed, log.verifiers, p)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := log.begins(head.Tree); err != nil {
		return err
	}
	names, quorum, err := p.judge(head.note, log.newestHour(head.N))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if !quorum {
		return fmt.Errorf("%s: cosigned by %d witnesses (%s), no quorum", file, len(names), strings.Join(names, ", "))
	}
	fmt.Printf("witnessed: %s, %d of %d entries, by %s\n", log.title(), head.N, log.tree.N, strings.Join(names, ", "))
	return nil
}

func verifierOf(name string, hexKey string) (note.Verifier, error) {
	key, err := hex.DecodeString(hexKey)
	if err != nil {
		return nil, err
	}
	vkey, err := note.NewEd25519VerifierKey(name, key)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(vkey)
}

// checkSuccession: a new key is signed by the one before it, over the statement's lines before the signature. It gives the new verifier.
func checkSuccession(entry []byte, values map[string]string, origin string, soFar ed25519.PublicKey) (note.Verifier, error) {
	_, statement, _ := strings.Cut(string(entry), "\n") // after the hour
	lines, _, found := strings.Cut(statement, "\nsignature ")
	signature, err := hex.DecodeString(values["signature"])
	if err != nil || !found || !ed25519.Verify(soFar, []byte(lines+"\n"), signature) {
		return nil, errors.New("the new key is not signed with the key so far")
	}
	return verifierOf(origin, values["key"])
}

// A succession is what the town log says of one log's keys.
type succession struct {
	founding   string // origin of the first generation
	generation string
	key        ed25519.PublicKey
	verifiers  []note.Verifier
}

func (s *succession) take(entry []byte, values map[string]string) error {
	if generation := values["generation"]; generation != "" {
		s.generation = generation
	}
	origin := s.founding
	if s.generation != "" {
		origin += "/" + s.generation
	}
	verifier, err := checkSuccession(entry, values, origin, s.key)
	if err != nil {
		return err
	}
	s.key, _ = hex.DecodeString(values["key"])
	s.verifiers = append(s.verifiers, verifier)
	return nil
}

// readRecord reads the town log, then each round log, following the keys from the pinned one on.
func readRecord(get source, vkey string, p *policy) ([]*logTree, error) {
	pinned, key, err := pinnedKey(vkey)
	if err != nil {
		return nil, err
	}
	town := &logTree{name: "town/"}
	signed, err := town.fetch(get)
	if err != nil {
		return nil, fmt.Errorf("town: %w", err)
	}
	keys := map[string]*succession{"town": {founding: pinned.Name(), key: key, verifiers: []note.Verifier{pinned}}}
	var rounds []string
	for i, entry := range town.entries {
		var err error
		switch kind, values := fields(entry); kind {
		case "radslag/v1/round-begun":
			name := "rounds/" + values["round"]
			s := &succession{founding: values["log"]}
			if s.key, err = hex.DecodeString(values["key"]); err == nil {
				var verifier note.Verifier
				verifier, err = verifierOf(s.founding, values["key"])
				s.verifiers = []note.Verifier{verifier}
			}
			keys[name] = s
			rounds = append(rounds, name)
		case "radslag/v1/log-key":
			err = keys["town"].take(entry, values)
		case "radslag/v1/log-recovered":
			s := keys[values["log"]]
			if s == nil {
				err = fmt.Errorf("no log %q", values["log"])
			} else {
				err = s.take(entry, values)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("town, entry %d: %w", i, err)
		}
	}
	town.verifiers = keys["town"].verifiers
	if err := town.judge(get, signed, p); err != nil {
		return nil, fmt.Errorf("town: %w", err)
	}
	logs := []*logTree{town}
	for _, name := range rounds {
		round := &logTree{name: name + "/", verifiers: keys[name].verifiers}
		signed, err := round.fetch(get)
		if errors.Is(err, errAbsent) && signed == nil {
			fmt.Printf("without entries: %s\n", name)
			continue
		}
		if err == nil {
			err = round.judge(get, signed, p)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		logs = append(logs, round)
	}
	return logs, checkEnds(town, logs)
}

// checkEnds: each round that ended did so as its log does.
func checkEnds(town *logTree, logs []*logTree) error {
	for i, entry := range town.entries {
		kind, values := fields(entry)
		if kind != "radslag/v1/round-ended" {
			continue
		}
		ended := false
		for _, log := range logs {
			ended = ended || log.name == "rounds/"+values["round"]+"/" && values["size"] == fmt.Sprint(log.tree.N) &&
				values["root"] == hex.EncodeToString(log.tree.Hash[:])
		}
		if !ended {
			return fmt.Errorf("town, entry %d: round %s did not end as its log does", i, values["round"])
		}
	}
	return nil
}

// fetch reads a log's entries up to its checkpoint's size, before anybody knows whose signature it must have.
func (log *logTree) fetch(get source) (signed []byte, err error) {
	if signed, err = get(log.name + "checkpoint"); err != nil {
		return nil, err
	}
	_, tree, err := parseCheckpoint(strings.SplitAfter(string(signed), "\n\n")[0])
	if err != nil {
		return signed, fmt.Errorf("checkpoint: %w", err)
	}
	return signed, log.readEntries(get, tree.N)
}

func (log *logTree) judge(get source, signed []byte, p *policy) error {
	if err := log.checkAgainst(get, signed, p); err != nil {
		return err
	}
	return log.checkWitnessed(get, "witnessed", p)
}

func pinnedKey(vkey string) (note.Verifier, ed25519.PublicKey, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, nil, err
	}
	typed, err := base64Of(strings.SplitN(vkey, "+", 3)[2])
	if err != nil {
		return nil, nil, err
	}
	return verifier, typed[1:], nil
}

// readOne reads a single log that is no part of a record, from its own folder.
func readOne(get source, vkey string, p *policy) ([]*logTree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	log := &logTree{verifiers: []note.Verifier{verifier}}
	signed, err := log.fetch(get)
	if err != nil {
		return nil, err
	}
	if err := log.checkAgainst(get, signed, p); err != nil {
		return nil, err
	}
	return []*logTree{log}, log.checkWitnessed(get, "checkpoint", p)
}
