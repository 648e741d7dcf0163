// The work of tiles_bench.cpp with golang.org/x/mod/sumdb/tlog: each entry's stored hashes, the root, and the bytes of all tiles.
//
//	tiles_bench ENTRIES BYTES
//
// Prints the seconds for hashes and root, the root, the bytes of the tiles, and the seconds with the tiles.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

type storedHashes []tlog.Hash

func (s storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = s[index]
	}
	return out, nil
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	if len(os.Args) != 3 {
		os.Exit(2)
	}
	entries, err := strconv.ParseInt(os.Args[1], 10, 64)
	must(err)
	size, err := strconv.Atoi(os.Args[2])
	must(err)
	entry := make([]byte, size)
	for i := range entry {
		entry[i] = 'x'
	}
	began := time.Now()
	hashes := make(storedHashes, 0, 2*entries)
	for i := int64(0); i < entries; i++ {
		binary.LittleEndian.PutUint64(entry, uint64(i))
		more, err := tlog.StoredHashes(i, entry, hashes)
		must(err)
		hashes = append(hashes, more...)
	}
	root, err := tlog.TreeHash(entries, hashes)
	must(err)
	took := time.Since(began)
	tileBytes := 0
	tiles := tlog.NewTiles(8, 0, entries)
	for i, tile := range tiles {
		if i+1 < len(tiles) && tiles[i+1].L == tile.L && tiles[i+1].N == tile.N {
			continue // NewTiles lists every width of a partial tile; an export has the widest
		}
		data, err := tlog.ReadTileData(tile, hashes)
		must(err)
		tileBytes += len(data)
	}
	fmt.Printf("%.3f %s %d %.3f\n", took.Seconds(), root, tileBytes, time.Since(began).Seconds())
}
