package documents

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"
)

func certificates(n int) func(yield func(Document, error) bool) {
	return func(yield func(Document, error) bool) {
		for i := range n {
			d := Document{Letterhead: Letterhead{Issuer: []string{"ỦY BAN NHÂN DÂN", "XÃ NAM ĐÀ"}, Number: i + 1, Symbol: "GCN-HN"},
				Type: "GIẤY CHỨNG NHẬN", Abstract: "Hộ nghèo", Body: []Block{Text(fmt.Sprintf("Hộ ông Nguyễn Văn Thứ %d.", i+1))}}
			if !yield(d, nil) {
				return
			}
		}
	}
}

func TestSetPutsEachDocumentOnAPageOfItsOwn(t *testing.T) {
	var once, again bytes.Buffer
	set := Set{Title: "Giấy chứng nhận", Author: "UBND xã Nam Đà", Dated: time.Date(2024, 12, 16, 0, 0, 0, 0, time.UTC)}
	if err := SetPDF(&once, set, certificates(30)); err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(once.Bytes(), []byte("/Type /Page\n")); got != 30 {
		t.Errorf("%d pages for 30 documents", got)
	}
	if err := SetPDF(&again, set, certificates(30)); err != nil || !bytes.Equal(once.Bytes(), again.Bytes()) {
		t.Errorf("the same documents give other bytes (%v)", err)
	}
}

func TestSetEndsWithTheErrorOfItsSequence(t *testing.T) {
	broken := errors.New("the database went away")
	err := SetPDF(&bytes.Buffer{}, Set{}, func(yield func(Document, error) bool) { yield(Document{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
