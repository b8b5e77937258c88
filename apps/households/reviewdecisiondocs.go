package households

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/i18n"
)

// reportDocument asks the district for its opinion on the results.
func (s *Service) reportDocument(ctx context.Context, tx database.Tx, w review) (documents.Document, error) {
	progress, err := s.store.villageProgress(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	postings, err := s.store.postings(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	complaints, err := s.store.complaints(ctx, tx, w.Round.ID, w.Unit.ID, "")
	if err != nil {
		return documents.Document{}, err
	}
	tenant, err := s.Tenants.Tenant(ctx, database.Tenant(ctx))
	if err != nil {
		return documents.Document{}, err
	}
	d := documents.Document{Letterhead: letterhead(w.Unit, 0, "BC-UBND", w.Commune.SubmittedOn), Type: "BÁO CÁO",
		Abstract:   "Kết quả rà soát hộ nghèo, hộ cận nghèo\n" + w.Round.Title().VI,
		Addressees: []string{"Chủ tịch Ủy ban nhân dân " + lowerFirst(tenant.Name)}, Preamble: []string{strings.TrimSuffix(decree, ";") + "."}}
	sum, rows := VillageProgress{}, [][]string(nil)
	for _, v := range progress {
		rows = append(rows, []string{v.Name, strconv.Itoa(v.Entered), strconv.Itoa(v.Poor), strconv.Itoa(v.NearPoor), strconv.Itoa(v.Escapes)})
		sum.Entered, sum.Poor, sum.NearPoor, sum.Escapes = sum.Entered+v.Entered, sum.Poor+v.Poor, sum.NearPoor+v.NearPoor, sum.Escapes+v.Escapes
	}
	d.Body = append(d.Body, documents.Text(fmt.Sprintf("%s báo cáo kết quả rà soát: đã rà soát %d hộ ở %d thôn, bon, buôn, tổ dân phố; có %d hộ nghèo, %d hộ cận nghèo, %d hộ thoát nghèo.",
		w.Unit.Committee(true), sum.Entered, len(progress), sum.Poor, sum.NearPoor, sum.Escapes)))
	if len(rows) > 0 {
		d.Body = append(d.Body, grid([]float64{1, 4, 2, 2, 2, 2}, []string{"STT", "Thôn, bon, buôn", "Số hộ rà soát", "Hộ nghèo", "Hộ cận nghèo", "Thoát nghèo"}, rows))
	}
	for _, p := range postings {
		d.Body = append(d.Body, documents.Text(fmt.Sprintf("Niêm yết lần %d tại %s từ ngày %s đến hết ngày %s.", p.Seq, p.Places, i18n.Date(p.PostedOn.Time()), i18n.Date(p.Until.Time()))))
	}
	d.Body = append(d.Body, documents.Text(fmt.Sprintf("Số khiếu nại đã nhận và giải quyết: %d.", len(complaints))))
	d.Closing = []string{w.Unit.Committee(true) + " báo cáo, xin ý kiến để quyết định công nhận./."}
	d.Recipients = []documents.Recipient{{Text: "Như trên"}, {Text: "Phòng LĐ-TB&XH"}, {Text: "Lưu: VT"}}
	d.Signature = documents.Signature{Capacity: []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}}
	return d, nil
}

// lowerFirst writes the kind of a unit small: "huyện Krông Nô".
func lowerFirst(name string) string {
	kind, rest, _ := strings.Cut(name, " ")
	return strings.ToLower(kind) + " " + rest
}

func (s *Service) decisionDocument(ctx context.Context, tx database.Tx, w review, ref string) (documents.Document, error) {
	list, err := s.store.decisions(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return documents.Document{}, err
	}
	for _, d := range list {
		if ref == "" || d.ID == ref {
			return decisionOf(w, d, list[0]), nil
		}
	}
	return documents.Document{}, faultNoDocument()
}

// decisionOf lays out a decision with its lists as annexes.
func decisionOf(w review, d, first Decision) documents.Document {
	title := "Về việc công nhận kết quả rà soát hộ nghèo, hộ cận nghèo"
	if d.Kind == Corrects {
		title = "Về việc điều chỉnh kết quả rà soát hộ nghèo, hộ cận nghèo"
	}
	chair := "CHỦ TỊCH " + strings.ToUpper(w.Unit.Committee(true))
	doc := documents.Document{Letterhead: letterhead(w.Unit, d.Number, "QĐ-UBND", d.Dated), Type: "QUYẾT ĐỊNH", Abstract: title + "\n" + w.Round.Title().VI,
		Preamble:   []string{decree},
		Recipients: []documents.Recipient{{Text: "Như Điều 3"}, {Text: "UBND cấp trên", Note: "(B/c)"}, {Text: "Lưu: VT"}},
		Signature:  documents.Signature{Capacity: strings.Split(d.Capacity, "\n"), Name: d.Signatory}}
	if d.Kind == Corrects {
		doc.Preamble = append(doc.Preamble, "Căn cứ "+first.Words()+" của Chủ tịch "+w.Unit.Committee(true)+";")
	} else if w.Commune.OpinedOn != "" {
		doc.Preamble = append(doc.Preamble, "Căn cứ ý kiến của Chủ tịch Ủy ban nhân dân cấp huyện ngày "+i18n.Date(w.Commune.OpinedOn.Time())+";")
	}
	doc.Preamble = append(doc.Preamble, "Theo đề nghị của Ban Chỉ đạo rà soát hộ nghèo, hộ cận nghèo cấp xã.")
	doc.Body = []documents.Block{documents.Paragraph{Spans: []documents.Span{{Text: chair, Bold: true}}, Align: documents.Center},
		documents.Paragraph{Spans: []documents.Span{{Text: "QUYẾT ĐỊNH:", Bold: true}}, Align: documents.Center}}
	article := func(n int, text string) {
		doc.Body = append(doc.Body, documents.Paragraph{Spans: []documents.Span{{Text: fmt.Sprintf("Điều %d. ", n), Bold: true}, {Text: text}}})
	}
	if d.Kind == Corrects {
		article(1, fmt.Sprintf("Điều chỉnh kết quả rà soát của %d hộ (danh sách kèm theo). Lý do: %s", len(d.Entries), strings.TrimSuffix(d.Reason, ".")+"."))
		article(2, "Giấy chứng nhận đã cấp không còn phù hợp với kết quả điều chỉnh hết giá trị từ ngày ký Quyết định này.")
	} else {
		l := listsOf(d.Entries)
		article(1, fmt.Sprintf("Công nhận kết quả %s: %d hộ nghèo, %d hộ cận nghèo, %d hộ thoát nghèo, %d hộ thoát cận nghèo (danh sách kèm theo).",
			lowerFirst(w.Round.Title().VI), len(l[0].rows), len(l[1].rows), len(l[2].rows), len(l[3].rows)))
		article(2, "Hộ nghèo, hộ cận nghèo trong danh sách được cấp giấy chứng nhận và hưởng chính sách theo quy định.")
	}
	article(3, "Văn phòng Ủy ban nhân dân, các ngành, thôn, bon, buôn, tổ dân phố liên quan và các hộ có tên trong danh sách chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./.")
	doc.Annex = annex(d)
	return doc
}

// roll is one list of a decision.
type roll struct {
	title string
	rows  [][]string
}

// listsOf are the four lists of a recognition: poor, near-poor, escaped poor,
// escaped near-poor.
func listsOf(entries []Decided) [4]roll {
	out := [4]roll{{title: "DANH SÁCH HỘ NGHÈO"}, {title: "DANH SÁCH HỘ CẬN NGHÈO"}, {title: "DANH SÁCH HỘ THOÁT NGHÈO"}, {title: "DANH SÁCH HỘ THOÁT CẬN NGHÈO"}}
	put := func(i int, e Decided, last string) {
		out[i].rows = append(out[i].rows, []string{e.Code, e.Head, e.Village, strconv.Itoa(e.Persons), last})
	}
	kinds := map[classify.Kind]string{classify.New: "mới", classify.Relapsed: "tái", classify.Old: "cũ"}
	for _, e := range entries {
		switch e.Class {
		case classify.Poor:
			put(0, e, map[classify.Kind]string{classify.Relapsed: "Tái nghèo", classify.New: "Nghèo mới", classify.Old: "Nghèo cũ"}[e.Kind])
		case classify.NearPoor:
			put(1, e, "Cận nghèo "+kinds[e.Kind])
		}
		switch {
		case e.Opening == classify.Poor && e.Class != classify.Poor:
			put(2, e, "Thành "+strings.ToLower(inWords(e.Class)))
		case e.Opening == classify.NearPoor && e.Class == classify.NotPoor:
			put(3, e, "")
		}
	}
	return out
}

// annex are the lists of a decision, each from a page of its own on.
func annex(d Decision) (blocks []documents.Block) {
	centred := func(text string, italic bool) {
		blocks = append(blocks, documents.Paragraph{Spans: []documents.Span{{Text: text, Bold: !italic, Italic: italic}}, Align: documents.Center})
	}
	head := func(title string) {
		if len(blocks) > 0 {
			blocks = append(blocks, documents.PageBreak{})
		}
		centred(title, false)
		centred("(Kèm theo "+d.Words()+")", true)
	}
	if d.Kind == Corrects {
		head("DANH SÁCH HỘ ĐƯỢC ĐIỀU CHỈNH")
		var rows [][]string
		for _, e := range d.Entries {
			rows = append(rows, []string{e.Code, e.Head, e.Village, inWords(e.Before), inWords(e.Class)})
		}
		return append(blocks, grid([]float64{1, 2.6, 4, 3, 2.5, 2.5}, []string{"STT", "Mã hộ", "Chủ hộ", "Thôn, bon, buôn", "Đã công nhận", "Điều chỉnh thành"}, rows))
	}
	for _, l := range listsOf(d.Entries) {
		if len(l.rows) == 0 {
			continue
		}
		head(l.title)
		blocks = append(blocks, grid([]float64{1, 2.6, 4, 3, 1.4, 2.6}, []string{"STT", "Mã hộ", "Chủ hộ", "Thôn, bon, buôn", "Khẩu", "Ghi chú"}, l.rows))
	}
	return blocks
}

// answerDocument tells a household in writing why it is not reviewed, or not
// recognised as it asked (Quyết định 24/2021/QĐ-TTg, Điều 5).
func (s *Service) answerDocument(ctx context.Context, tx database.Tx, w review, ref string) (documents.Document, error) {
	q, err := s.store.request(ctx, tx, w.Round.ID, w.Unit.ID, ref)
	if err != nil {
		return documents.Document{}, err
	}
	if q.State != RequestRefused && q.State != RequestDenied {
		return documents.Document{}, faultNoDocument()
	}
	said := "không tiếp nhận rà soát"
	if q.State == RequestDenied {
		said = "đã rà soát và không công nhận theo đề nghị"
	}
	return documents.Document{Letterhead: letterhead(w.Unit, 0, "UBND", q.AnsweredOn), Abstract: "V/v trả lời giấy đề nghị rà soát",
		Addressees: []string{"Hộ ông (bà) " + q.Head},
		Body: []documents.Block{
			documents.Text(fmt.Sprintf("%s đã nhận giấy đề nghị (Mẫu số %s) của gia đình ngày %s.", w.Unit.Committee(true), w.Round.Kind.Form(), i18n.Date(q.FiledOn.Time()))),
			documents.Text("Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ, " + w.Unit.Committee(true) + " " + said + ". Lý do: " + q.Answer)},
		Closing:    []string{"Nếu không đồng ý, gia đình có quyền khiếu nại theo quy định của pháp luật./."},
		Recipients: []documents.Recipient{{Text: "Như trên"}, {Text: "Lưu: VT"}},
		Signature:  documents.Signature{Capacity: []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}, Name: w.Commune.Signatory}}, nil
}
