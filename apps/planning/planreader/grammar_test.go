package planreader

import (
	"slices"
	"strings"
	"testing"
)

func TestAssignmentSentences(t *testing.T) {
	r := projectReader{warnings: &warnings{}}
	for sentence, want := range map[string][]string{
		"Giao cho Phòng Y tế chủ trì, phối hợp với Trạm Y tế các xã, Hội Phụ nữ huyện triển khai.":                      {"lead Phòng Y tế", "coordinate Trạm Y tế các xã", "coordinate Hội Phụ nữ huyện"},
		"Cơ quan chủ trì: Sở Tài chính; cơ quan phối hợp: Sở Y tế, UBND các huyện, thành phố.":                          {"lead Sở Tài chính", "coordinate Sở Y tế", "coordinate UBND các huyện, thành phố"},
		"Phòng Kinh tế là đầu mối tổng hợp, báo cáo UBND thành phố.":                                                    {"synthesise Phòng Kinh tế"},
		"Phòng Kinh tế chủ trì hướng dẫn UBND các phường lập dự án.":                                                    {"guide Phòng Kinh tế"},
		"Phòng Kinh tế chủ trì tổ chức thực hiện; hướng dẫn, kiểm tra các phường.":                                      {"lead Phòng Kinh tế", "guide Phòng Kinh tế"},
		"Các đơn vị được phân công chủ trì thực hiện nghiêm túc theo hướng dẫn.":                                        nil,
		"UBND các xã báo cáo kết quả về UBND huyện thông qua Phòng Dân tộc, Phòng Nông nghiệp và Phát triển nông thôn.": {"report_via Phòng Dân tộc", "report_via Phòng Nông nghiệp và Phát triển nông thôn"},
		"UBND các xã chủ trì thực hiện, gửi báo cáo về Phòng Dân tộc để tổng hợp.":                                      {"lead UBND các xã", "synthesise Phòng Dân tộc"},
		"Phòng Dân tộc phối hợp với Phòng Y tế tham mưu UBND huyện ban hành văn bản.":                                   {"advise Phòng Dân tộc", "coordinate Phòng Y tế"},
		"Trung tâm Dịch vụ việc làm phối hợp với Huyện đoàn tổ chức phiên giao dịch.":                                   {"coordinate Trung tâm Dịch vụ việc làm", "coordinate Huyện đoàn"},
		"Phòng giao dịch Ngân hàng Chính sách xã hội chủ trì cho vay vốn.":                                              {"lead Phòng giao dịch Ngân hàng Chính sách xã hội"},
		"Ban Quản lý dự án làm chủ đầu tư, phối hợp với UBND các xã thực hiện.":                                         {"lead Ban Quản lý dự án", "coordinate UBND các xã"},
		"Trong quá trình thực hiện cần bảo đảm công khai, minh bạch.":                                                   nil,
	} {
		var got []string
		for _, d := range r.rolesIn(sentence) {
			got = append(got, d.role+" "+d.unit)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", sentence, got, want)
		}
	}
}

func TestTargetSentences(t *testing.T) {
	for sentence, want := range map[string]Target{
		"Giảm tỷ lệ hộ nghèo từ 6,71% xuống còn 5,2%":                        {Indicator: "poor_rate", Direction: "reach", Amount: 5.2, Unit: "percent", Population: "all"},
		"Tỷ lệ giải ngân đạt ít nhất 95% kế hoạch":                           {Indicator: "disbursement_rate", Direction: "reach", Amount: 95, AtLeast: true, Unit: "percent", Population: "all"},
		"Tỷ lệ hộ cận nghèo giảm 1,2 điểm phần trăm":                         {Indicator: "near_poor_rate", Direction: "decrease", Amount: 1.2, Unit: "percentage_point", Population: "all"},
		"Tạo việc làm cho trên 1.500 lao động là người dân tộc thiểu số":     {Indicator: "job_placements", Direction: "reach", Amount: 1500, AtLeast: true, Unit: "count", Population: "ethnic_minority"},
		"Tỷ lệ hộ nghèo đồng bào dân tộc thiểu số tại chỗ giảm tối thiểu 3%": {Indicator: "poor_rate", Direction: "decrease", Amount: 3, AtLeast: true, Unit: "percentage_point", Population: "onsite_minority"},
		"Nâng tỷ lệ lao động qua đào tạo lên 55%":                            {Indicator: "other", Direction: "reach", Amount: 55, Unit: "percent", Population: "all"},
	} {
		got, ok := readTarget(sentence, true)
		got.Text, got.From = "", nil
		if !ok || got != want {
			t.Errorf("%s\n got %+v\nwant %+v", sentence, got, want)
		}
	}
	if got, ok := readTarget("Thực hiện công tác giảm nghèo cho 36 hộ", false); ok {
		t.Errorf("no target: %+v", got)
	}
}

func TestBases(t *testing.T) {
	for text, want := range map[string][]string{
		"Căn cứ Nghị định số 27/2022/NĐ-CP ngày 19/4/2022 và Nghị định số 38/2023/NĐ-CP ngày 24/6/2023 của Chính phủ;":                {"27/2022/NĐ-CP Chính phủ", "38/2023/NĐ-CP Chính phủ"},
		"Căn cứ Nghị định số 38/2023/NĐ-CP ngày 24/6/2023 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 27/2022/NĐ-CP;": {"38/2023/NĐ-CP Chính phủ"},
		"Thực hiện Công văn số 12 /SLĐTBXH- BTXH ngày 05/01/2024 của Sở Lao động - Thương binh và Xã hội về việc triển khai;":         {"12/SLĐTBXH-BTXH Sở Lao động - Thương binh và Xã hội"},
		"Căn cứ Luật Đầu tư công ngày 13/6/2019;": {" "},
		"Thực hiện Chỉ thị số 05-CT/TW ngày 23/6/2021 của Ban Bí thư Trung ương Đảng về tăng cường sự lãnh đạo của Đảng;": {"05-CT/TW Ban Bí thư Trung ương Đảng"},
		"Theo đề nghị của Trưởng phòng Lao động - Thương binh và Xã hội huyện.":                                           nil,
	} {
		var got []string
		for _, b := range basesOf(text) {
			got = append(got, string(b.Number)+" "+string(b.Issuer))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestOutlineOfOtherNumberings(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"roman against letters": {[]string{"A. MỘT", "I. Hai", "II. Ba", "B. BỐN", "I. Năm", "C. SÁU", "D. BẢY", "Đ. TÁM", "E. CHÍN", "G. MƯỜI", "H. MƯỜI MỘT", "I. MƯỜI HAI"},
			[]string{"A", "A.I", "A.II", "B", "B.I", "C", "D", "Đ", "E", "G", "H", "I"}},
		"points without đ":       {[]string{"1. Một", "a) Hai", "b) Ba", "c) Bốn", "d) Năm", "e) Sáu"}, []string{"1", "1.a", "1.b", "1.c", "1.d", "1.e"}},
		"points with đ":          {[]string{"1. Một", "a) Hai", "b) Ba", "c) Bốn", "d) Năm", "đ) Sáu", "e) Bảy"}, []string{"1", "1.a", "1.b", "1.c", "1.d", "1.đ", "1.e"}},
		"decimals":               {[]string{"1. Một", "1.1. Hai", "1.1.1. Ba", "1.2. Bốn", "2. Năm", "2.1 Sáu"}, []string{"1", "1.1", "1.1.1", "1.2", "2", "2.1"}},
		"articles":               {[]string{"Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Một", "1. Hai", "a) Ba", "Điều 2. Bốn", "Chương II", "Điều 3. Năm"}, []string{"Chương I", "Chương I.Điều 1", "Chương I.Điều 1.1", "Chương I.Điều 1.1.a", "Chương I.Điều 2", "Chương II", "Chương II.Điều 3"}},
		"amounts are no numbers": {[]string{"I. KINH PHÍ", "60.500 triệu đồng vốn sự nghiệp", "18/01/2022 của Thủ tướng", "1.5 tỷ đồng"}, []string{"I"}},
	} {
		var ps []Paragraph
		for _, l := range c.lines {
			ps = append(ps, Paragraph{Text: l})
		}
		var got []string
		for _, it := range flow(outline(ps)) {
			if it.head {
				got = append(got, it.at)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestBrokenLines: a break inside a number joins without a blank, at a dash of a name with one.
func TestBrokenLines(t *testing.T) {
	for _, c := range []struct{ prev, next, want string }{
		{"04/2022/TT-", "BNNPTNT ngày", "04/2022/TT-BNNPTNT ngày"},
		{"Bộ Lao động -", "Thương binh", "Bộ Lao động - Thương binh"},
		{"số 90/", "QĐ-TTg", "số 90/QĐ-TTg"},
		{"số 90/QĐ", "-TTg", "số 90/QĐ-TTg"},
		{"giai đoạn 2021-", "2025", "giai đoạn 2021-2025"},
		{"hộ nghèo", "dân tộc", "hộ nghèo dân tộc"},
	} {
		if got := glue(c.prev, c.next); got != c.want {
			t.Errorf("glue(%q, %q) = %q, want %q", c.prev, c.next, got, c.want)
		}
	}
}

// TestWarningsOfDates covers what the seed does not: a day that does not exist, and
// a date unlike the registry's.
func TestWarningsOfDates(t *testing.T) {
	cat := catalogue(t)
	p := Plan{Preamble: []string{"Căn cứ Thông tư số 55/2023/TT-BTC ngày 16/8/2023 của Bộ Tài chính;", "Căn cứ Quyết định số 90/QĐ-TTg ngày 31/02/2022;", "Căn cứ Quyết định số 77/QĐ-TTg ngày 01/3/2022."}}
	Extract(&p, cat)
	got := map[string]int{}
	for _, w := range p.Warnings {
		got[w.Code]++
		if w.Message == "" || w.MessageEN == "" {
			t.Errorf("%s lacks a text", w.Code)
		}
	}
	for _, code := range []string{WarnDateUnlike, WarnDateInvalid, WarnBasisUnknown, WarnNoSections, WarnHeadingMissing} {
		if got[code] != 1 {
			t.Errorf("%s: %d warnings, want 1", code, got[code])
		}
	}
}

// TestEditedPlan: the structure follows the text after an edit.
func TestEditedPlan(t *testing.T) {
	p := seed(t)
	cat := catalogue(t)
	p.Sections[0].Children[0].Text += "\n- Phấn đấu giảm ít nhất 1% tỷ lệ hộ cận nghèo."
	p.Sections[3].Children[3].Children[0].Text += "\nHội Liên hiệp Phụ nữ huyện phối hợp với Huyện đoàn tổ chức thực hiện."
	p.Signatory.Name = "Trần Văn Bình"
	Extract(&p, cat)
	if n := len(p.Targets); n != 4 || p.Targets[3].Indicator != "near_poor_rate" {
		t.Errorf("targets after the edit: %+v", p.Targets)
	}
	roles := byCode(p.Projects, "DA6.2").Assignments
	if last := roles[len(roles)-1]; last.Unit != "Huyện đoàn" || last.Role != coordinateRole {
		t.Errorf("assignments after the edit: %+v", roles)
	}
	words := p.Words()
	if tail := words[len(words)-3:]; !slices.Equal(tail, []string{"Trần", "Văn", "Bình"}) {
		t.Errorf("printed signatory %q", tail)
	}
}

// TestWhatIsNotUnderstoodIsMarked: it stays at its place and is named there.
func TestWhatIsNotUnderstoodIsMarked(t *testing.T) {
	lines := []string{"KẾ HOẠCH", "Giảm nghèo", "I. DỰ ÁN", "1. Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "Một đoạn văn lạ.",
		"a) Mục tiêu: Tạo sinh kế.", "b) Phân công", "- Mọi việc sẽ ổn.", "2. Dự án 12: Trồng rừng", "a) Mục tiêu: Phủ xanh.",
		"II. KHÁC", "1. Tiểu dự án 1: Không có dự án", "1. Lặp lại số"}
	p := Parse(readString(t, strings.Join(lines, "\n")), catalogue(t))
	var got []string
	for _, w := range p.Warnings {
		got = append(got, w.Code+" "+w.At)
	}
	want := []string{"unrecognised_text I.1", "project_unknown I.2", "project_without_parent II.1", "project_unknown II.1", "unrecognised_text I.1.b",
		"heading_incomplete ", "numbering_repeated II.1"}
	if !slices.Equal(got, want) {
		t.Errorf("warnings\n got %q\nwant %q", got, want)
	}
	if words := strings.Join(p.Words(), " "); words != strings.Join(lines, " ") {
		t.Errorf("words %q", words)
	}
}

// TestPlanWithoutListsInJSON: what a client leaves out is an empty list, not null.
func TestPlanWithoutListsInJSON(t *testing.T) {
	p := Plan{Sections: []Section{{Number: "I"}}}
	Extract(&p, Catalogue{})
	if s := indented(t, p); strings.Contains(s, `"children": null`) || strings.Contains(s, `"capacity": null`) || strings.Contains(s, `"preamble": null`) || strings.Contains(s, `"warnings": null`) {
		t.Error(s)
	}
}

// TestDelegatedAssignments: a table or a list by project, outside the projects.
func TestDelegatedAssignments(t *testing.T) {
	lines := []string{"KẾ HOẠCH", "I. NỘI DUNG", "1. Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "a) Mục tiêu: Tạo sinh kế.",
		"2. Dự án 4: Phát triển giáo dục nghề nghiệp, việc làm bền vững", "a) Mục tiêu: Tạo việc làm.",
		"II. PHÂN CÔNG THỰC HIỆN", "Dự án\tCơ quan chủ trì\tCơ quan phối hợp", "Dự án 2\tUBND các xã\tHội Nông dân huyện, Huyện đoàn",
		"- Dự án 4: Phòng Lao động - Thương binh và Xã hội chủ trì, phối hợp với Huyện đoàn thực hiện."}
	p := Parse(readString(t, strings.Join(lines, "\n")), catalogue(t))
	for code, want := range map[string][]string{
		"DA2": {"lead UBND các xã", "coordinate Hội Nông dân huyện", "coordinate Huyện đoàn"},
		"DA4": {"lead Phòng Lao động - Thương binh và Xã hội", "coordinate Huyện đoàn"},
	} {
		var got []string
		for _, a := range byCode(p.Projects, code).Assignments {
			got = append(got, a.Role+" "+a.Unit)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}
