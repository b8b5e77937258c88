package records_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"vuon/apps/records"
)

var update = flag.Bool("update", false, "write the golden files anew")

// filled is an office with a little of everything in its registers.
func filled(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	clerk := o.as("clerk@krong-no")
	o.sent("Tổ chức tập huấn nâng cao năng lực cho cán bộ làm công tác giảm nghèo các cấp năm 2024", "Sở LĐ-TB&XH", "CT, các PCT UBND huyện", "Các phòng, ban, ngành huyện",
		"UBND các xã, thị trấn", "Lưu: VT, LĐTBXH")
	wrong := o.sent("Rà soát đối tượng vay vốn", "UBND xã Nam Đà", "Lưu: VT")
	_, err := o.Withdraw(clerk, "krong-no", wrong.ID, "Ban hành nhầm đối tượng")
	o.must(err)
	invitation, err := o.Prepare(clerk, "krong-no", "", records.DraftForm{Kind: "GM", Abstract: "Dự họp Ban Chỉ đạo các chương trình mục tiêu quốc gia huyện", Signatory: "Nguyễn Xuân Danh", Copies: 15,
		Recipients: []string{"Thành viên Ban Chỉ đạo", "Lưu: VT"}})
	o.must(err)
	_, err = o.Number(clerk, "krong-no", invitation.ID, day(2))
	o.must(err)
	in, err := o.Arrive(clerk, "krong-no", records.ArrivalForm{Sender: "Sở Lao động - Thương binh và Xã hội tỉnh Đắk Nông", Number: "215/SLĐTBXH-BTXH", Dated: day(1), Deadline: day(20),
		Abstract: "Công văn về việc báo cáo tiến độ giải ngân vốn Chương trình mục tiêu quốc gia giảm nghèo bền vững quý I năm 2024"})
	o.must(err)
	_, err = o.HandOn(clerk, "krong-no", in.ID, records.Handing{To: []string{"office:labour", "office:finance"}, Remark: "Tham mưu báo cáo"})
	o.must(err)
	o.must(o.Receive(o.as("labour@krong-no"), "krong-no", o.inbox("labour@krong-no", true)[0].ID))
	_, err = o.Arrive(clerk, "krong-no", records.ArrivalForm{Sender: "UBND xã Nam Đà", Number: "12/BC-UBND", Dated: day(3), Abstract: "Báo cáo kết quả họp dân bình xét"})
	o.must(err)
	return o
}

// The golden files were looked at, page by page.
func TestTheBooksArePrintedInTheColumnsOfTheDecree(t *testing.T) {
	o := filled(t)
	for book, heads := range map[records.Register]string{
		records.OutgoingRegister: "Số, ký hiệu văn bản|Ngày tháng văn bản|Tên loại và trích yếu nội dung văn bản|Người ký|Nơi nhận văn bản|Đơn vị, người nhận bản lưu|Số lượng bản|Ghi chú",
		records.IncomingRegister: "Ngày đến|Số đến|Tác giả|Số, ký hiệu văn bản|Ngày tháng văn bản|Tên loại và trích yếu nội dung văn bản|Đơn vị hoặc người nhận|Ngày chuyển|Ký nhận|Ghi chú",
	} {
		var pdf, xlsx bytes.Buffer
		o.must(o.Print(o.as("clerk@krong-no"), "krong-no", book, 2024, "pdf", &pdf))
		golden := filepath.Join(shared.home, "testdata", string(book)+".pdf")
		if *update {
			o.must(os.WriteFile(golden, pdf.Bytes(), 0o644))
		}
		want, err := os.ReadFile(golden)
		o.must(err)
		if !bytes.Equal(pdf.Bytes(), want) {
			t.Errorf("%s differs; look at the change and run with -update if it is meant", golden)
		}
		o.must(o.Print(o.as("clerk@krong-no"), "krong-no", book, 2024, "xlsx", &xlsx))
		f, err := excelize.OpenReader(&xlsx)
		o.must(err)
		rows, err := f.GetRows("Sheet1")
		o.must(err)
		layout, err := f.GetPageLayout("Sheet1")
		o.must(err)
		props, err := f.GetSheetProps("Sheet1")
		o.must(err)
		panes, err := f.GetPanes("Sheet1")
		o.must(err)
		if layout.Orientation == nil || *layout.Orientation != "landscape" || layout.FitToWidth == nil || !*props.FitToPage || panes.YSplit != 3 {
			t.Errorf("%s is set up as %+v, to fit %t, its header frozen as %+v", book, layout, *props.FitToPage, panes)
		}
		if names := f.GetDefinedName(); len(names) != 1 || names[0].RefersTo != "'Sheet1'!$3:$3" {
			t.Errorf("%s repeats %+v on its pages", book, names)
		}
		o.must(f.Close())
		if len(rows) < 5 || strings.Join(rows[2], "|") != heads {
			t.Fatalf("%s: %q", book, rows)
		}
		if book == records.OutgoingRegister {
			void := rows[slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "02/TB-UBND" })]
			if void[7] != "Hủy số: Ban hành nhầm đối tượng" || void[4] != "UBND xã Nam Đà" || void[5] != "VT" {
				t.Errorf("%q", void)
			}
		}
	}
	o.want(o.Print(o.as("front@krong-no"), "krong-no", records.OutgoingRegister, 2024, "pdf", &bytes.Buffer{}), "forbidden")
}

func TestADateMayNotLeaveItsYearUnseen(t *testing.T) {
	o := newOffice(t)
	for _, dated := range []time.Time{day(6), day(5).AddDate(-2, 0, 0)} {
		r, err := o.Prepare(o.as("clerk@krong-no"), "krong-no", "", records.DraftForm{Kind: "QĐ", Abstract: "x", Recipients: []string{"Lưu: VT"}})
		o.must(err)
		_, err = o.Number(o.as("clerk@krong-no"), "krong-no", r.ID, dated)
		o.want(err, "bad_date")
	}
}
