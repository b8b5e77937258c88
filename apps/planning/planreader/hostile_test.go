package planreader

import (
	"strings"
	"testing"
)

// TestHostileTextsEnd: texts built to be expensive are read to the end with all their
// words. Were the reader quadratic in them, the test would run into go test's limit.
func TestHostileTextsEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 2 MB a text")
	}
	cat := catalogue(t)
	const n = 8000
	for name, s := range map[string]string{
		"one project again and again": "1. Dự án 2: Đa dạng\na) Phân công: UBND các xã chủ trì.\n",
		"projects nobody knows":       "1. Dự án 99: Đa dạng\na) Mục tiêu: x\n",
		"one line of documents":       "số 90/QĐ-TTg ngày 01/01/2020 của ",
		"one line of units":           "UBND các xã chủ trì, phối hợp với ",
		"one line of issuers":         "ubnd ",
		"one line of money":           "vốn sự nghiệp 5 triệu đồng, ",
		"numbers that nest":           "1. A\na) B\nI. C\n1.1. D\n",
		"bases and none in turn":      "Căn cứ Quyết định số 90/QĐ-TTg;\nxyz abc:\n",
		"a table":                     "Dự án 2\tNgân sách trung ương\t5\n",
		"targets":                     "- Giảm 1% tỷ lệ hộ nghèo, từ 5% xuống 4%.\n",
		"sources":                     "ngân sách tỉnh, ngân sách huyện ",
		"open brackets":               "(((",
	} {
		s = "KẾ HOẠCH\nI. MỤC TIÊU, KINH PHÍ\n" + strings.Repeat(s, min(n, (maxText-100)/len(s)))
		src := readString(t, s)
		p := Parse(src, cat)
		checkWords(t, s, src, p)
		if t.Failed() {
			t.Fatalf("in %s", name)
		}
	}
}
