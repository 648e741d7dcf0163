package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const bundleWidth = 256

var errAbsent = errors.New("not there")

// A source gives the file at a path below the place where the record (or one log) lies.
type source func(path string) ([]byte, error)

func openSource(place string) source {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		client := &http.Client{Timeout: 60 * time.Second}
		return func(path string) ([]byte, error) {
			answer, err := client.Get(strings.TrimRight(place, "/") + "/" + path)
			if err != nil {
				return nil, err
			}
			defer answer.Body.Close()
			if answer.StatusCode == 404 {
				return nil, fmt.Errorf("%s: %w", path, errAbsent)
			}
			if answer.StatusCode != 200 {
				return nil, fmt.Errorf("%s: status %d", path, answer.StatusCode)
			}
			return io.ReadAll(io.LimitReader(answer.Body, 64<<20))
		}
	}
	return func(path string) ([]byte, error) {
		bytes, err := os.ReadFile(filepath.Join(place, filepath.FromSlash(path)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", path, errAbsent)
		}
		return bytes, err
	}
}

// indexPath is how C2SP writes a tile's number: 1234067 is x001/x234/067, with .p/W where it has W < 256 of its 256.
func indexPath(n int64, width int) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if width < bundleWidth {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
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
