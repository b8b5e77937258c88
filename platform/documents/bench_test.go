package documents

import (
	"io"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// fonts loads the four cuts into fpdf and does nothing with them: what no PDF of
// four cuts can be faster than with this library.
func fonts(b *testing.B) {
	b.Helper()
	fs, err := loadFaces()
	if err != nil {
		b.Fatal(err)
	}
	out := fpdf.New("P", "pt", "A4", "")
	for cut := range fs {
		out.AddUTF8FontFromBytes(fontFamily, cutName(cut), fs[cut].ttf)
	}
	if err := out.Error(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkFontsAlone(b *testing.B) {
	for b.Loop() {
		fonts(b)
	}
}

func BenchmarkPDF(b *testing.B) {
	d := seed(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := PDF(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDOCX(b *testing.B) {
	d := seed(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := DOCX(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	d := seed(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := HTML(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLayout is the setting and paginating alone, without writing.
func BenchmarkLayout(b *testing.B) {
	d := seed(b)
	fs, err := loadFaces()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		paginate(fs.items(fs.laidOut(d)), textHeight)
	}
}

// BenchmarkPDFOverFonts reports how many times the bare loading of the fonts a
// PDF of ten pages takes, measured turn by turn so that a noisy machine cancels out.
func BenchmarkPDFOverFonts(b *testing.B) {
	d := seed(b)
	var pdf, bare time.Duration
	for b.Loop() {
		start := time.Now()
		if err := PDF(io.Discard, d); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		fonts(b)
		pdf, bare = pdf+middle.Sub(start), bare+time.Since(middle)
	}
	b.ReportMetric(float64(pdf)/float64(bare), "PDF/fonts")
}
