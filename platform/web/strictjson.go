package web

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"

	"vuon/platform/fault"
)

const maxDepth = 64

// strictJSON returns the one JSON value that b holds, with its texts composed
// (NFC). It refuses repeated keys, bytes that are no UTF-8, NUL, anything after
// the value and nesting without end. What is wrong is named by its path.
func strictJSON(b []byte) ([]byte, error) {
	var out bytes.Buffer
	in, enc := jsontext.NewDecoder(bytes.NewReader(b)), jsontext.NewEncoder(&out)
	for done := false; !done; {
		token, err := in.ReadToken()
		if err != nil {
			return nil, syntaxFault(in, err)
		}
		if token.Kind() == '"' {
			if strings.ContainsRune(token.String(), 0) {
				return nil, errJSON.At(fieldPath(in.StackPointer()), "Có ký tự NUL.", "Holds a NUL character.")
			}
			token = jsontext.String(norm.NFC.String(token.String()))
		}
		if in.StackDepth() > maxDepth {
			return nil, errJSON.At(fieldPath(in.StackPointer()), "Lồng nhau quá sâu.", "Nested too deeply.")
		}
		if err := enc.WriteToken(token); err != nil {
			return nil, syntaxFault(in, err)
		}
		done = in.StackDepth() == 0
	}
	if _, err := in.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errJSON.At("", "Thừa nội dung sau giá trị JSON.", "There is something after the JSON value.")
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// syntaxFault says where and what, in words of ours.
func syntaxFault(in *jsontext.Decoder, err error) error {
	at := fieldPath(in.StackPointer())
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok && s.JSONPointer != "" {
		at = fieldPath(s.JSONPointer)
	}
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return errDuplicateKey.Because(err).At(at, "Khoá này được ghi hai lần.", "This key is given twice.")
	}
	where := strconv.FormatInt(in.InputOffset(), 10)
	return errJSON.Because(err).At(at, "Sai cú pháp JSON (byte "+where+").", "Not valid JSON (byte "+where+").")
}

// fieldPath writes a JSON pointer as people write paths: "/items/0/code" is "items[0].code".
func fieldPath(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		if n, err := strconv.Atoi(token); err == nil && n >= 0 {
			b.WriteString("[" + token + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(token)
	}
	return b.String()
}

// notThere begins the message of a member that the type does not have; huma
// hands on nothing of an error but its text.
const notThere = "unknown member: "

// named keeps the path of what could not be read into the Go type.
func named(err error) error {
	s, ok := errors.AsType[*json.SemanticError](err)
	switch {
	case !ok:
		return err
	case errors.Is(err, json.ErrUnknownName):
		return errors.New(notThere + fieldPath(s.JSONPointer))
	}
	return errors.New(wrongType + fieldPath(s.JSONPointer))
}

const wrongType = "wrong type: "

var (
	errJSON = fault.New(fault.Malformed, "bad_json", "Nội dung gửi lên không phải JSON hợp lệ. Hãy kiểm tra lại.",
		"What was sent is not valid JSON. Check it.")
	errDuplicateKey = fault.New(fault.Malformed, "duplicate_key", "Một khoá trong JSON được ghi hai lần. Hãy bỏ bớt một.",
		"A key of the JSON is given twice. Remove one of them.")
)
