// go run check.go FOLDER VKEY [OLDER-CHECKPOINT]: one log, from its folder, with Go's note and tlog: is its checkpoint signed with this key,
// do its entries give the signed root, are its tiles theirs, and did it begin with the older checkpoint?
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// path is that of a tile of so many hashes or entries: x001/x234/067, with .p/W where it is not full.
func path(kind string, n, width int64) string {
	number := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		number = fmt.Sprintf("x%03d/", n%1000) + number
	}
	if width < 256 {
		number += fmt.Sprintf(".p/%d", width)
	}
	return os.Args[1] + "/tile/" + kind + "/" + number
}

func open(file string, verifier note.Verifier) tlog.Tree {
	signed := must(note.Open(must(os.ReadFile(file)), note.VerifierList(verifier)))
	var origin, root string
	var size int64
	must(fmt.Sscanf(signed.Text, "%s\n%d\n%s\n", &origin, &size, &root))
	if origin != verifier.Name() {
		log.Fatal(file, " is of ", origin)
	}
	return tlog.Tree{N: size, Hash: must(tlog.ParseHash(root))}
}

func main() {
	verifier := must(note.NewVerifier(os.Args[2]))
	tree := open(os.Args[1]+"/checkpoint", verifier)
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, i := range indexes {
			found = append(found, hashes[i])
		}
		return found, nil
	})
	for index := int64(0); index < tree.N; {
		width := tree.N - index
		if width > 256 {
			width = 256
		}
		data := must(os.ReadFile(path("entries", index/256, width)))
		for ; len(data) > 0; index++ {
			length := binary.BigEndian.Uint16(data)
			hashes = append(hashes, must(tlog.StoredHashes(index, data[2:2+length], reader))...)
			data = data[2+length:]
		}
	}
	if must(tlog.TreeHash(tree.N, reader)) != tree.Hash {
		log.Fatal("these are not the entries that were signed")
	}
	widest := map[string]tlog.Tile{} // NewTiles lists a partial tile in every width that it had
	for _, tile := range tlog.NewTiles(8, 0, tree.N) {
		widest[fmt.Sprint(tile.L, tile.N)] = tile
	}
	for _, tile := range widest {
		file := path(fmt.Sprint(tile.L), tile.N, int64(tile.W))
		if !bytes.Equal(must(os.ReadFile(file)), must(tlog.ReadTileData(tile, reader))) {
			log.Fatal(file, " is not what the entries give")
		}
	}
	fmt.Println(verifier.Name(), "holds:", tree.N, "entries,", len(widest), "tiles, root", tree.Hash)
	if len(os.Args) > 3 {
		old := open(os.Args[3], verifier)
		if old.N > 0 && must(tlog.TreeHash(old.N, reader)) != old.Hash {
			log.Fatal("it was rewritten since it had ", old.N, " entries")
		}
		fmt.Println("it began with the", old.N, "entries of", os.Args[3])
	}
}
