// SPDX-License-Identifier: Apache-2.0

// check_log VKEY FOLDER [TRUST.TLOG-PROOF]: is the public log in FOLDER what its checkpoint says, in the eyes
// of Go's packages? Checks the signature, each tile and entry, an inclusion proof of each entry made from the
// tiles, consistency from each smaller size, and the proof that lies beside the trust file.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func openCheckpoint(text []byte, verifier note.Verifier) (*checkpoint, error) {
	n, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		return nil, errors.New("not the text of a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return nil, err
	}
	root, err := tlog.ParseHash(lines[2])
	return &checkpoint{lines[0], size, root}, err
}

// Tiles as files. Go's names begin with the tile's height, which C2SP's leave out.
type folder string

func (f folder) Height() int { return height }

func (f folder) path(t tlog.Tile) string {
	name := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
	return filepath.Join(string(f), strings.Replace(name, "tile/data/", "tile/entries/", 1))
}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(f.path(t))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (f folder) entries(size int64) ([][]byte, error) {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		data, err := os.ReadFile(f.path(tlog.Tile{H: height, L: -1, N: n, W: int(width)}))
		if err != nil {
			return nil, err
		}
		for i := int64(0); i < width; i++ {
			if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
				return nil, errors.New("an entry bundle ends too early")
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:end])
			data = data[end:]
		}
		if len(data) > 0 {
			return nil, errors.New("an entry bundle has more than its entries")
		}
	}
	return all, nil
}

// Go's reader verifies each tile against the root as it reads it.
func checkTree(f folder, c *checkpoint, entries [][]byte) error {
	reader := tlog.TileHashReader(tlog.Tree{N: c.size, Hash: c.root}, f)
	for i, entry := range entries {
		leaf := tlog.RecordHash(entry)
		proof, err := tlog.ProveRecord(c.size, int64(i), reader)
		if err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
		if err := tlog.CheckRecord(proof, c.size, c.root, int64(i), leaf); err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
	}
	for old := int64(1); old <= c.size; old++ {
		root, err := tlog.TreeHash(old, reader)
		if err != nil {
			return fmt.Errorf("size %d: %v", old, err)
		}
		proof, err := tlog.ProveTree(c.size, old, reader)
		if err != nil {
			return fmt.Errorf("size %d: %v", old, err)
		}
		if err := tlog.CheckTree(proof, c.size, c.root, old, root); err != nil {
			return fmt.Errorf("size %d: %v", old, err)
		}
	}
	return nil
}

func checkProof(path string, verifier note.Verifier, entries [][]byte) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(hash) != tlog.HashSize {
			return errors.New("a line of the proof is no hash")
		}
		var h tlog.Hash
		copy(h[:], hash)
		proof = append(proof, h)
	}
	c, err := openCheckpoint([]byte(rest), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, c.size, c.root, index, tlog.RecordHash(entries[index]))
}

func check(vkey, path string, proofs []string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(path, "checkpoint"))
	if err != nil {
		return err
	}
	c, err := openCheckpoint(text, verifier)
	if err != nil {
		return fmt.Errorf("checkpoint: %v", err)
	}
	entries, err := folder(path).entries(c.size)
	if err != nil {
		return err
	}
	if err := checkTree(folder(path), c, entries); err != nil {
		return err
	}
	for _, proof := range proofs {
		if err := checkProof(proof, verifier, entries); err != nil {
			return fmt.Errorf("%s: %v", proof, err)
		}
	}
	fmt.Printf("%d entries\n", c.size)
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "check_log VKEY FOLDER [TRUST.TLOG-PROOF]")
		os.Exit(2)
	}
	if err := check(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
