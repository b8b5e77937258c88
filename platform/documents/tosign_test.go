package documents

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"vuon/platform/documents/pdffile"
)

// toSign is the seed's plan as a PDF to sign.
func toSign(t testing.TB) []byte {
	t.Helper()
	return render(t, func(b *bytes.Buffer) error { return PDFToSign(b, seed(t)) })
}

func TestToSignHasEveryFieldOnceAndSaysTheSame(t *testing.T) {
	data := toSign(t)
	file, err := pdffile.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	view := file.Newest()
	root, _ := view.Root()
	form, _ := view.Dict(root["AcroForm"])
	fields, _ := view.Array(form["Fields"])
	var names []string
	for _, f := range fields {
		d, err := view.Dict(f)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := d["T"].(pdffile.Text)
		names = append(names, string(name))
	}
	if got := strings.Join(names, " "); got != "SoVanBan Ngay Thang ChuKyNguoiKy ChuKyCoQuan" {
		t.Errorf("fields %s", got)
	}
	if !bytes.Equal(data, toSign(t)) {
		t.Error("the same document gave other bytes")
	}
	sameWords(t, pdfWords(t, data, "-raw"), seed(t).Words())
}

// The numbered file begins with the file there was, and reads as the document
// that is printed with its number.
func TestNumberFillsWithoutTouchingWhatThereIs(t *testing.T) {
	data := toSign(t)
	numbered, err := Number(data, 7, Date{2024, 2, 5})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(numbered, data) {
		t.Error("bytes that may be signed were changed")
	}
	// pdftotext reads the text around a gap as one word, and the digits before it.
	text := strings.Join(pdfWords(t, numbered), " ")
	for _, want := range []string{"07 Số: /KH-UBND 05 02 Krông Nô, ngày tháng năm 2024"} {
		if !strings.Contains(text, want) {
			t.Errorf("not in the file: %s\n%.300s", want, text)
		}
	}
	if _, err := Number(numbered, 8, Date{2024, 2, 6}); !errors.Is(err, ErrNoFields) {
		t.Errorf("numbered twice: %v", err)
	}
	if _, err := Number(pdfOf(t, seed(t)), 8, Date{2024, 2, 6}); !errors.Is(err, ErrNoFields) {
		t.Errorf("numbered without fields: %v", err)
	}
}

func TestNumberedFilesAreSound(t *testing.T) {
	for _, number := range []int{1, 12, 345, 6789} {
		numbered, err := Number(toSign(t), number, Date{2024, 11, 25})
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(tool(t, "pdftoppm", "poppler-utils"), "-r", "40", "-l", "1", "-png", file(t, "d.pdf", numbered), t.TempDir()+"/p").CombinedOutput()
		if err != nil || len(out) > 0 { // it complains of what it had to repair
			t.Errorf("pdftoppm: %v %s", err, out)
		}
	}
}
