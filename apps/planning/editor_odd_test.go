package planning

import (
	"bytes"
	"strings"
	"testing"

	"vuon/platform/documents"
)

// A plan of 500 pages opens: what comes with the page is bounded, the rest is
// fetched, and no part is missing.
func TestFiveHundredPagesOpen(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, big(400, 12))
	labour := by(t, "labour")
	d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024))
	list := pieces(&d.Version.Plan)
	parts, _, _, err := o.drawn(labour, d.Version, list, "")
	if err != nil {
		t.Fatal(err)
	}
	sent, later := 0, 0
	for _, p := range parts {
		sent += len(p.HTML)
		if p.HTML == "" && p.Lines > 0 {
			later++
		}
	}
	if sent > eagerHTML+20_000 || later == 0 || len(parts) != len(list) {
		t.Errorf("%d bytes come with the page, %d of %d parts later", sent, later, len(parts))
	}
	all, err := o.scriptPartsOf(labour, d.Version, list, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range all {
		if p.Text != list[i].Text || p.Text != "" && !strings.Contains(p.HTML, "Đoạn 12") && p.Kind == "section" {
			t.Errorf("%s was not drawn whole", p.ID)
		}
	}
}

// Every oddity of Unicode in a passage is kept and drawn in all three formats.
// NUL and lone surrogates are refused before, with their place (web.Script).
func TestUnicodeOdditiesAreKeptAndDrawn(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, atKrongNo))
	labour := by(t, "labour")
	d := must[Desk](t)(o.Desk(labour, atKrongNo, 2024))
	part := pieces(&d.Version.Plan)[4].Part
	for name, words := range map[string]string{
		"bidi controls":   "trái \u202ephải\u202c giữa \u2067ngược\u2069 hết",
		"combining marks": "Hô\u0323 nghe\u0300o", // composed when it is kept
		"many marks":      "z" + strings.Repeat("\u0301\u0323", 40) + " hết",
		"emoji":           "vườn 🌱 và 👩🏽‍🌾 hết",
		"astral":          "chữ 𠀋 và 𝔘 hết",
		"zero width":      "nối\u200d không\u200c rộng\u200b hết",
		"noncharacter":    "ký \ufdd0 tự \uffff hết",
		"private use":     "riêng \ue000 và \U000f0000 hết",
		"separators":      "dòng\u2028mới\u2029đoạn hết",
	} {
		part = must[Part](t)(o.Edit(labour, atKrongNo, 2024, part.Path, part.Tag, part.Title, words))
		again := must[Desk](t)(o.Desk(labour, atKrongNo, 2024))
		p, _ := pieceOf(pieces(&again.Version.Plan), part.Path)
		if p.Text != part.Text || !strings.Contains(p.Text, "h") {
			t.Errorf("%s: kept %q, read %q", name, part.Text, p.Text)
		}
		if same := must[Theirs](t)(o.Compare(labour, atKrongNo, 2024, part.Path, part.Title, words)); !same.Same {
			t.Errorf("%s: saving the same again would change it", name)
		}
		doc := must[documents.Document](t)(o.Document(labour, again.Version))
		for _, format := range []string{"html", "docx", "pdf"} {
			var out bytes.Buffer
			if err := print(doc, format, &out); err != nil || out.Len() == 0 {
				t.Errorf("%s as %s: %v", name, format, err)
			}
		}
	}
}
