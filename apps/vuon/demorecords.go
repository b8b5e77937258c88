package main

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"vuon/apps/records"
	"vuon/platform/database"
	"vuon/platform/documents"
)

// demoLetter is a document that an office of the demonstration sends.
type demoLetter struct {
	tenant, by, clerk string
	at                time.Time
	kind, abstract    string
	text              []string
	recipients        string // lines apart by ";"
	received          []string
}

// demoLetters are invented, as an office's post is in the plan's year.
func demoLetters() []demoLetter {
	return []demoLetter{
		{"krong-no", "labour", "clerk", demoDay(2, 20), "GM", "Dự hội nghị triển khai Kế hoạch giảm nghèo bền vững năm 2024",
			[]string{"Ủy ban nhân dân huyện kính mời các đồng chí dự hội nghị triển khai Kế hoạch thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền vững năm 2024.",
				"Thời gian: 08 giờ 00, ngày 27 tháng 02 năm 2024. Địa điểm: Hội trường Ủy ban nhân dân huyện."},
			"CT, các PCT UBND huyện;Các phòng, ban, ngành huyện;Các tổ chức chính trị - xã hội huyện;UBND các xã, thị trấn;Lưu: VT, LĐTBXH", []string{"agriculture", "finance", "front", "officer-24697", "officer-24700"}},
		{"dak-nong", "department", "department", demoDay(3, 11), "CV", "V/v báo cáo tiến độ giải ngân vốn Chương trình mục tiêu quốc gia giảm nghèo bền vững quý I năm 2024",
			[]string{"Để tổng hợp báo cáo Ủy ban nhân dân tỉnh, đề nghị Ủy ban nhân dân các huyện, thành phố báo cáo tiến độ giải ngân vốn quý I năm 2024, gửi trước ngày 25 tháng 3 năm 2024."},
			"UBND các huyện, thành phố;Lưu: VT", nil},
		{"krong-no", "labour", "clerk", demoDay(3, 18), "TB", "Kết quả kiểm tra việc rà soát hộ nghèo, hộ cận nghèo tại các xã",
			[]string{"Qua kiểm tra, các xã đã rà soát đúng quy trình; đề nghị bổ sung biên bản họp dân còn thiếu chữ ký trước ngày 29 tháng 3 năm 2024."},
			"UBND xã Nam Đà;UBND xã Đắk Drô;UBND huyện Cư Jút;Lưu: VT, LĐTBXH", []string{"officer-24700"}},
	}
}

// demoArrival is a document that came on paper.
type demoArrival struct {
	at                       time.Time
	sender, number, abstract string
	to, remark               string
	result                   string // how the office dealt with it, "" not yet
}

func demoArrivals() []demoArrival {
	return []demoArrival{
		{demoDay(1, 15), "HĐND huyện Krông Nô", "193/NQ-HĐND", "Nghị quyết giao mục tiêu, nhiệm vụ và phân bổ kế hoạch vốn đầu tư phát triển năm 2024", "office:finance", "Giao Phòng TC-KH tham mưu phân bổ.", "Đã tham mưu phân bổ theo nghị quyết."},
		{demoDay(3, 5), "Ngân hàng Chính sách xã hội huyện", "42/NHCS-KH", "Công văn đề nghị cung cấp danh sách hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo có nhu cầu vay vốn", "office:labour", "Phòng LĐ-TB&XH phối hợp các xã tổng hợp, trả lời.", ""},
		{demoDay(3, 19), "Sở Nông nghiệp và Phát triển nông thôn", "388/SNN-PTNT", "Công văn hướng dẫn xây dựng dự án phát triển sản xuất cộng đồng", "", "", ""},
	}
}

// stageRecords lets the demonstration's offices send and register documents, each
// as themselves and on their day; what is there already stays.
func (d *deployment) stageRecords(ctx context.Context, clk *stagedClock) error {
	defer clk.set(time.Time{})
	for _, l := range demoLetters() {
		clk.set(l.at)
		if err := d.stageLetter(ctx, l); err != nil {
			return err
		}
	}
	clerk, err := d.as(ctx, "clerk@krong-no")
	if err != nil {
		return err
	}
	there, _, err := d.apps.records.Arrivals(clerk, "krong-no", records.IncomingFilter{}, database.Page{Limit: 500})
	if err != nil {
		return err
	}
	for _, a := range demoArrivals() {
		clk.set(a.at)
		i := slices.IndexFunc(there, func(in records.Incoming) bool { return in.Number == a.number })
		var in records.Incoming
		if i >= 0 {
			in = there[i]
		} else if in, err = d.apps.records.Arrive(clerk, "krong-no", records.ArrivalForm{Sender: a.sender, Number: a.number, Dated: a.at.AddDate(0, 0, -2), Abstract: a.abstract}); err != nil {
			return err
		}
		if err := d.stageArrival(ctx, in, a); err != nil {
			return err
		}
	}
	return nil
}

// stageLetter takes a document from the draft to its recipients, from where it stands.
func (d *deployment) stageLetter(ctx context.Context, l demoLetter) error {
	by, err := d.as(ctx, l.by+"@"+l.tenant)
	if err != nil {
		return err
	}
	clerk, err := d.as(ctx, l.clerk+"@"+l.tenant)
	if err != nil {
		return err
	}
	r, err := d.letterThere(clerk, l)
	if err != nil {
		return err
	}
	if r.ID == "" {
		file, err := letterFile(l)
		if err != nil {
			return err
		}
		r, err = d.apps.records.Prepare(by, l.tenant, "", records.DraftForm{Kind: l.kind, Abstract: l.abstract, Signatory: "Nguyễn Xuân Danh", Recipients: strings.Split(l.recipients, ";")}, file)
		if err != nil {
			return err
		}
	}
	if r.State == records.Draft {
		if r, err = d.apps.records.Number(clerk, l.tenant, r.ID, time.Time{}); err != nil {
			return err
		}
	}
	if r.State == records.Numbered {
		if _, err = d.apps.records.Send(clerk, l.tenant, r.ID); err != nil {
			return err
		}
	}
	return d.stageReceipts(ctx, l)
}

// letterThere finds the document of an earlier start.
func (d *deployment) letterThere(ctx context.Context, l demoLetter) (records.Record, error) {
	drafts, err := d.apps.records.Drafts(ctx, l.tenant)
	if err != nil {
		return records.Record{}, err
	}
	book, err := d.apps.records.Book(ctx, l.tenant, records.BookFilter{Year: demoYear, Query: l.abstract})
	for _, e := range book {
		drafts = append(drafts, e.Record)
	}
	for _, r := range drafts {
		if r.Abstract == l.abstract {
			return r, err
		}
	}
	return records.Record{}, err
}

// stageReceipts lets some of the recipients confirm.
func (d *deployment) stageReceipts(ctx context.Context, l demoLetter) error {
	for _, name := range l.received {
		who, err := d.as(ctx, name+"@"+l.tenant)
		if err != nil {
			return err
		}
		inbox, err := d.apps.records.Inbox(who, l.tenant, records.InboxFilter{Query: l.abstract})
		if err != nil {
			return err
		}
		for _, letter := range inbox {
			if err := d.apps.records.Receive(who, l.tenant, letter.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// stageArrival hands a document on and lets its office deal with it.
func (d *deployment) stageArrival(ctx context.Context, in records.Incoming, a demoArrival) error {
	chair, err := d.as(ctx, "vicechair@krong-no")
	if err != nil {
		return err
	}
	if a.to != "" && in.State == records.Waiting {
		if in, err = d.apps.records.HandOn(chair, "krong-no", in.ID, records.Handing{To: []string{a.to}, Remark: a.remark}); err != nil {
			return err
		}
	}
	if a.result != "" && in.State != records.Handled {
		_, err = d.apps.records.Finish(chair, "krong-no", in.ID, a.result, "")
	}
	return err
}

// letterFile is the document as its office would have made it.
func letterFile(l demoLetter) (records.Upload, error) {
	var body []documents.Block
	for _, t := range l.text {
		body = append(body, documents.Text(t))
	}
	var file bytes.Buffer
	err := documents.PDF(&file, documents.Document{Letterhead: documents.Letterhead{Issuer: []string{"ỦY BAN NHÂN DÂN"}}, Abstract: l.abstract, Body: body})
	return records.Upload{Name: l.kind + ".pdf", Size: int64(file.Len()), Body: &file}, err
}
