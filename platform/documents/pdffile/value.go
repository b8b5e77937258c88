package pdffile

// Name is a name object, without its slash and with its escapes undone.
type Name string

// Text is a string object: bytes, in whatever encoding its place asks for.
type Text string

// Ref points to an indirect object.
type Ref struct{ Number, Generation int }

// Dict is a dictionary. Values are nil, bool, int64, float64, Text, Name, Ref,
// Array or Dict.
type Dict map[Name]any

// Array is an array of such values.
type Array []any

// Stream is a dictionary with the bytes that follow it, as they stand in the file.
type Stream struct {
	Dict Dict
	Raw  []byte
}
