package workbook

import (
	"fmt"
	"strings"
	"unicode"

	"vuon/platform/text"
)

// column is a column of a sheet of ours.
type column struct {
	heading string
	other   []string // headings that are met too
	needed  bool     // the sheet is not read without it
	width   float64  // in characters
}

// The columns of the sheet Hộ, by their places.
const (
	hCode = iota
	hCommune
	hVillage
	hHead
	hOpening
	hB1
	hDeprived                  // T1
	hCauses   = hDeprived + 12 // N1
	hMerit    = hCauses + 8
	hNoLabour = hMerit + 1
	hAverage  = hMerit + 2
	hSupports = hMerit + 3 // H1
	hEscaped  = hSupports + 6
	hMovement = hEscaped + 1
)

// The columns of the sheet Thành viên.
const (
	mHousehold = iota
	mName
	mBirth
	mSex
	mEthnic
	mRelation
	mCitizen
	mDisabled
	mInsured
	mInSchool
	mMalnourished
)

// The columns of the sheet Dân cư.
const (
	pCommune = iota
	pVillage
	pCounts // eight
)

func sheetNames() []string { return []string{SheetHouseholds, SheetMembers, SheetPopulation} }

// columns are those of a sheet, in the order in which they are written.
func columns(sheet string) []column {
	switch sheet {
	case SheetHouseholds:
		return householdColumns()
	case SheetMembers:
		return []column{
			{"Mã hộ", []string{"Mã hộ gia đình"}, true, 14},
			{"Họ tên", []string{"Họ và tên", "Họ tên thành viên"}, true, 26},
			{"Ngày sinh", []string{"Ngày, tháng, năm sinh", "Năm sinh"}, true, 12},
			{"Giới tính", []string{"Giới"}, true, 9},
			{"Dân tộc", nil, true, 11},
			{"Quan hệ với chủ hộ", []string{"Quan hệ"}, true, 14},
			{"CCCD", []string{"Số CCCD", "Số định danh", "Số định danh cá nhân", "Căn cước công dân", "Số căn cước"}, false, 15},
			{"Khuyết tật", nil, false, 10},
			{"Có BHYT", []string{"BHYT", "Thẻ BHYT"}, false, 10},
			{"Đang đi học", []string{"Đi học"}, false, 10},
			{"Suy dinh dưỡng", nil, false, 10},
		}
	}
	list := []column{{"Mã xã", nil, true, 9}, {"Thôn", villageWords(), false, 24}}
	for _, name := range []string{"Số hộ", "Nhân khẩu", "Hộ Kinh", "Hộ DTTS", "Hộ DT tại chỗ", "Khẩu Kinh", "Khẩu DTTS", "Khẩu DT tại chỗ"} {
		list = append(list, column{name, nil, true, 11})
	}
	return list
}

func villageWords() []string {
	return []string{"Thôn, bon, buôn", "Thôn, buôn", "Thôn, bon, buôn, tổ dân phố", "Thôn, tổ dân phố"}
}

func householdColumns() []column {
	list := []column{
		{"Mã hộ", []string{"Mã hộ gia đình"}, false, 14},
		{"Mã xã", nil, true, 9},
		{"Thôn", villageWords(), true, 24},
		{"Chủ hộ", []string{"Họ tên chủ hộ", "Họ và tên chủ hộ", "Tên chủ hộ"}, true, 26},
		{"Phân loại đầu kỳ", []string{"Phân loại hộ đầu kỳ"}, true, 16},
		{"B1", []string{"Điểm B1"}, true, 6},
	}
	for _, group := range []struct {
		letter string
		n      int
	}{{"T", 12}, {"N", 8}, {"", 0}, {"H", 6}} {
		for i := range group.n {
			list = append(list, column{fmt.Sprint(group.letter, i+1), nil, group.letter == "T", 5})
		}
		if group.letter == "" {
			list = append(list, column{"Có công", []string{"Hộ có công", "Người có công"}, false, 9},
				column{"Không khả năng lao động", []string{"Không có khả năng lao động"}, false, 12}, column{"Mức sống trung bình", nil, false, 11})
		}
	}
	return append(list, column{"Ngày công nhận thoát nghèo", []string{"Ngày thoát nghèo"}, false, 14}, column{"Biến động", nil, false, 12})
}

// key is the form in which names of sheets and headings are compared: letters and
// digits without case and diacritics.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}

// Headings are our headings of a sheet of ours, in their order, for a mapping to be
// made of.
func Headings(sheet string) []string {
	var list []string
	for _, c := range columns(sheet) {
		list = append(list, c.heading)
	}
	return list
}

// Sheets are our sheets, in their order.
func Sheets() []string { return sheetNames() }
