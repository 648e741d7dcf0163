package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// A cosigner verifies cosignature/v1 lines (type 0x04), which x/mod does not know: eight bytes of time, then an Ed25519 signature over
// the time and the note's text.
type cosigner struct {
	label string // what the policy calls it
	name  string
	hash  uint32
	key   ed25519.PublicKey
}

const cosignatureType = 4

func newCosigner(label, vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("vkey %q", vkey)
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return nil, err
	}
	if len(typed) != 1+ed25519.PublicKeySize || typed[0] != cosignatureType {
		return nil, fmt.Errorf("%s is not a key of type 0x04", parts[0])
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
	if binary.BigEndian.Uint32(sum[:]) != uint32(id) {
		return nil, fmt.Errorf("%s: not its key's id", parts[0])
	}
	return &cosigner{label, parts[0], uint32(id), typed[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func cosignedAt(signature note.Signature) (time.Time, error) {
	bytes, err := base64.StdEncoding.DecodeString(signature.Base64)
	if err != nil || len(bytes) < 12 {
		return time.Time{}, fmt.Errorf("signature %q", signature.Base64)
	}
	return time.Unix(int64(binary.BigEndian.Uint64(bytes[4:])), 0), nil
}

type group struct {
	threshold int
	members   []string
}

// A policy is a C2SP tlog-policy file.
type policy struct {
	logs      []string // vkeys
	witnesses []*cosigner
	groups    map[string]group
	quorum    string
}

func readPolicy(text string) (*policy, error) {
	p := &policy{groups: map[string]group{}}
	defined := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		bad := fmt.Errorf("policy, line %d: %q", i+1, line)
		switch {
		case words[0] == "log" && len(words) >= 2:
			p.logs = append(p.logs, words[1])
		case words[0] == "witness" && len(words) >= 3 && !defined[words[1]]:
			witness, err := newCosigner(words[1], words[2])
			if err != nil {
				return nil, fmt.Errorf("%v: %w", bad, err)
			}
			p.witnesses = append(p.witnesses, witness)
			defined[words[1]] = true
		case words[0] == "group" && len(words) >= 4 && !defined[words[1]]:
			threshold := map[string]int{"any": 1, "all": len(words) - 3}[words[2]]
			if threshold == 0 {
				threshold, _ = strconv.Atoi(words[2])
			}
			for _, member := range words[3:] {
				if !defined[member] {
					return nil, bad
				}
			}
			if threshold < 1 || threshold > len(words)-3 {
				return nil, bad
			}
			p.groups[words[1]] = group{threshold, words[3:]}
			defined[words[1]] = true
		case words[0] == "quorum" && len(words) == 2 && p.quorum == "" && (words[1] == "none" || defined[words[1]]):
			p.quorum = words[1]
		default:
			return nil, bad
		}
	}
	if p.quorum == "" {
		return nil, fmt.Errorf("policy: no quorum line")
	}
	return p, nil
}

func (p *policy) met(name string, cosigned map[string]bool) bool {
	g, isGroup := p.groups[name]
	if !isGroup {
		return name == "none" || cosigned[name]
	}
	count := 0
	for _, member := range g.members {
		if p.met(member, cosigned) {
			count++
		}
	}
	return count >= g.threshold
}

// judge says who cosigned, and whether they suffice. No time may lie in the future or before the newest entry.
func (p *policy) judge(opened *note.Note, newest time.Time) (names []string, quorum bool, err error) {
	const skew = 5 * time.Minute
	cosigned := map[string]bool{}
	for _, signature := range opened.Sigs {
		for _, witness := range p.witnesses {
			if witness.name != signature.Name || witness.hash != signature.Hash {
				continue
			}
			at, err := cosignedAt(signature)
			if err != nil {
				return nil, false, err
			}
			if at.After(time.Now().Add(skew)) {
				return nil, false, fmt.Errorf("%s cosigned in the future, at %s", witness.label, at.UTC())
			}
			if at.Before(newest.Add(-skew)) {
				return nil, false, fmt.Errorf("%s cosigned at %s, before the newest entry was there", witness.label, at.UTC())
			}
			cosigned[witness.label] = true
			names = append(names, witness.label)
		}
	}
	return names, p.met(p.quorum, cosigned), nil
}

func (p *policy) verifiers() []note.Verifier {
	var all []note.Verifier
	if p != nil {
		for _, witness := range p.witnesses {
			all = append(all, witness)
		}
	}
	return all
}
