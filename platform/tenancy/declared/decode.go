package declared

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"

	"gopkg.in/yaml.v3"
)

// maxFile bounds a configuration file; the largest, a whole province, has about 20 kB.
const maxFile = 4 << 20

// Read reads one file into the struct that into points to. Faults are added to
// faults; the result is whole only when none was.
func Read(fsys fs.FS, file string, into any, faults *Faults) {
	f, err := fsys.Open(file)
	if err != nil {
		faults.Add(Place{file, 1}, "không đọc được tệp này", "this file cannot be read")
		return
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		faults.Add(Place{file, 1}, "không đọc được tệp này", "this file cannot be read")
	case len(data) > maxFile:
		faults.Add(Place{file, 1}, "tệp lớn hơn 4 MB", "the file is larger than 4 MB")
	default:
		Decode(file, data, into, faults)
	}
}

// Decode reads one YAML document strictly: unknown and duplicate keys, wrong
// types, missing required keys, anchors and custom tags are faults.
func Decode(file string, data []byte, into any, faults *Faults) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			faults.Add(Place{file, 1}, "tệp trống", "the file is empty")
			return
		}
		faults.Add(syntaxPlace(file, err), "không đúng cú pháp YAML", "is not valid YAML: "+err.Error())
		return
	}
	var more yaml.Node
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		faults.Add(Place{file, max(more.Line, 1)}, "tệp chỉ được có một tài liệu YAML", "the file must hold one YAML document")
		return
	}
	d := decoder{file: file, faults: faults}
	d.value(doc.Content[0], reflect.ValueOf(into).Elem())
}

// DecodeRaw reads a value that Decode left as it was.
func DecodeRaw(raw Raw, into any, faults *Faults) {
	d := decoder{file: raw.at.File, faults: faults}
	d.value(raw.node, reflect.ValueOf(into).Elem())
}

var (
	yamlLine = regexp.MustCompile(`line (\d+)`)
	// yaml.v3 counts lines from 1 in what its scanner finds, from 0 in what its
	// parser finds; these are the parser's words.
	yamlParser = regexp.MustCompile(`expected (<|node content|'-' indicator|key$|',')|undefined tag handle|duplicate %|incompatible YAML`)
)

func syntaxPlace(file string, err error) Place {
	line := 1
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		if yamlParser.MatchString(err.Error()) {
			line++
		}
	}
	return Place{file, max(line, 1)}
}

// Entry, embedded in a struct, remembers where the struct and its keys stand.
type Entry struct {
	at   Place
	keys map[string]Place
}

// Place is where the entry begins.
func (e Entry) Place() Place { return e.at }

// At is where the value of a key stands, or the entry itself when it has no such key.
func (e Entry) At(key string) Place {
	if p, ok := e.keys[key]; ok {
		return p
	}
	return e.at
}

// Raw is a value that another type will read: see DecodeRaw.
type Raw struct {
	node *yaml.Node
	at   Place
}

// Place is where the value stands.
func (r Raw) Place() Place { return r.at }

// RawMap is a mapping whose values are read one by one.
type RawMap struct {
	Entry
	Keys   []string // in the order of the file
	Values map[string]Raw
}
