package planreader

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// FuzzText: any text is read without panic, keeps its words, gives JSON without null
// lists, and gives the same meaning again.
func FuzzText(f *testing.F) {
	cat := catalogue(f)
	for _, d := range districts {
		s := planFile(f, d)
		for i := 0; i < len(s); i += 3000 {
			f.Add(strings.ToValidUTF8(s[i:min(len(s), i+3000)], ""))
		}
	}
	for _, name := range []string{"ky-son-2024", "dakrong-2023", "van-ho-2022", "kbang-2022", "tra-cu-2023"} {
		b, err := os.ReadFile("testdata/elsewhere/" + name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b[:min(len(b), 4000)]))
	}
	f.Add("I. A\n1. B\na) c\n1. d\na) e\nNơi nhận:\n- x; CHỦ TỊCH\n")
	f.Fuzz(func(t *testing.T, s string) {
		src, err := ReadText(strings.NewReader(s), 1<<16)
		if err != nil {
			return
		}
		p := Parse(src, cat)
		var in []string
		for _, q := range src.Paragraphs {
			in = append(in, q.full())
		}
		if got, want := letterStream(strings.Join(p.Words(), "")), letterStream(strings.Join(in, "")); got != want {
			t.Fatalf("words\n got %q\nwant %q", got, want)
		}
		first, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		Extract(&p, cat)
		again, _ := json.Marshal(p)
		if !bytes.Equal(first, again) {
			t.Fatalf("Extract is not stable:\n%s\n%s", first, again)
		}
		var back Plan
		if err := json.Unmarshal(first, &back); err != nil {
			t.Fatal(err)
		}
		if third, _ := json.Marshal(back); !bytes.Equal(first, third) {
			t.Fatalf("JSON is not read as written")
		}
	})
}

// FuzzFile: any bytes give a plan or a fault, never a panic.
func FuzzFile(f *testing.F) {
	cat := catalogue(f)
	f.Add([]byte("%PDF"))
	f.Add(docxFile(f, map[string]string{"word/document.xml": wordPlan(), "word/numbering.xml": numberingPart, "word/styles.xml": stylesPart}))
	f.Fuzz(func(t *testing.T, b []byte) {
		src, err := Read("tep", bytes.NewReader(b), int64(len(b)))
		if err == nil {
			Parse(src, cat)
		}
	})
}

// FuzzDocumentXML: any XML of a document is read or refused.
func FuzzDocumentXML(f *testing.F) {
	cat := catalogue(f)
	f.Add(wordPlan())
	f.Add(wordBody(table(row(par("a")), row(table(row(par("b")))))))
	f.Fuzz(func(t *testing.T, xml string) {
		b := docxFile(t, map[string]string{"word/document.xml": xml, "word/numbering.xml": numberingPart, "word/styles.xml": stylesPart})
		if src, err := ReadDOCX(readerOf(b)); err == nil {
			Parse(src, cat)
		}
	})
}
