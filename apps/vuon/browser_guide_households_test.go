package main

import (
	"bytes"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
)

// householdPictures are the guides' pictures of households, as the whole
// demonstration has them.
func householdPictures(t *testing.T, captions captionsByName) {
	p, s := open(t, nil, folder(t, nil, "data"), "demo")
	desk, phone := openWindow(t, pictureWidth, pictureHeight), openWindow(t, phoneWidth, phoneHeight)
	desk.home, phone.home = s.url, s.url
	account := map[*window]string{}
	const at, here = "/t/" + presentOf, "/t/" + presentOf + "/reviews/" + presentRound + "/" + presentIn
	for _, p := range []struct {
		w *window
		picture
	}{
		{desk, picture{"registry", "labour@" + presentOf, at + "/households", nil}},
		{desk, picture{"household", "labour@" + presentOf, at + "/households?class=poor", click(`main table a[href*="/households/"]`, "")}},
		{desk, picture{"board", "labour@" + presentOf, at + "/reviews/2024", nil}},
		{desk, picture{"forms", "labour@" + presentOf, at + "/forms?year=2024", nil}},
		{desk, picture{"form-one", "labour@" + presentOf, at + "/forms/1?year=2024", nil}},
		{desk, picture{"eligibility", "labour@" + presentOf, at + "/eligibility", nil}},
		{desk, picture{"pictures", "labour@" + presentOf, at + "/pictures?year=2024", nil}},
		{desk, picture{"commune", "officer-" + presentIn + "@" + presentOf, here, nil}},
		{phone, picture{"entry", "reviewer-" + presentIn + "@" + presentOf, here + "/entries", click(".entry-lines a", "")}},
		{phone, picture{"offline", "reviewer-" + presentIn + "@" + presentOf, at + "/offline", takesAlong}},
		{desk, picture{"import", "labour@" + presentOf, at + "/households/import", sendsWorkbook}}, // the last: it waits for a job
	} {
		if account[p.w] != p.account {
			account[p.w] = p.account
			p.w.as(p.account)
		}
		p.w.open(p.path)
		if p.act != nil {
			p.act(p.w)
		}
		captions.hold(p.w, p.name)
	}
	p.interrupt(t)
}

// sendsWorkbook sends in a household that is right and one without a head, and
// waits for what would change.
func sendsWorkbook(w *window) {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), "so-ho-nam-da.xlsx")
	if err := os.WriteFile(path, twoHouseholds(w.t), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.do(chromedp.SetUploadFiles(`main form input[type=file]`, []string{path}), chromedp.SetValue("[name=year]", "2022"))
	click("main form button", "Gửi và kiểm tra")(w)
	eventually(w.t, func() bool {
		return eval[bool](w, `[...document.querySelectorAll("main button")].some(e => e.textContent.includes("Chỉ nhập các hộ đúng"))`)
	})
}

func twoHouseholds(t testing.TB) []byte {
	t.Helper()
	born := time.Date(1984, 3, 12, 0, 0, 0, 0, time.UTC)
	return workbookOf(t, []workbook.Household{
		{Code: "ND-91", Commune: presentIn, Village: "Thôn 3", Head: "Nguyễn Văn Minh Họa", Opening: classify.NotPoor, B1: 130, Deprived: classify.SetOf(1, 2, 8), Causes: classify.SetOf(2)},
		{Code: "ND-92", Commune: presentIn, Village: "Thôn 3", Head: "Trần Thị Ví Dụ", Opening: classify.NotPoor, B1: 150, Deprived: classify.SetOf(8)},
	}, []workbook.Member{
		{Household: "ND-91", Name: "Nguyễn Văn Minh Họa", Birth: born, Ethnic: "Kinh", Relation: "head"},
		{Household: "ND-92", Name: "Lê Văn Ví Dụ", Birth: born, Ethnic: "Kinh", Relation: "child"},
	})
}

func workbookOf(t testing.TB, households []workbook.Household, members []workbook.Member) []byte {
	t.Helper()
	var out bytes.Buffer
	err := workbook.Write(&out, workbook.Book{Households: rowsOf(households), Members: rowsOf(members), Population: rowsOf[workbook.Population](nil)})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func rowsOf[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for r := range slices.Values(rows) {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// takesAlong sets a code for the phone and takes the reviewer's villages along.
func takesAlong(w *window) {
	w.t.Helper()
	d := device{window: w}
	d.screen("make")
	d.submit("make", map[string]string{"code": unlockCode, "again": unlockCode})
	d.screen("take")
	d.until(`document.querySelectorAll("[data-places] input").length > 0`)
	eval[bool](w, `for (const i of document.querySelectorAll("[data-places] input")) i.checked = true; true`)
	d.submit("take", nil)
	d.screen("list")
	d.until(`document.querySelectorAll("[data-list] > li").length > 0`)
}
