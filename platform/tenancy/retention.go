package tenancy

import (
	"strconv"
	"strings"
	"time"

	"vuon/platform/tenancy/declared"
)

// RetentionRule says how long documents of one class are kept, from a day on:
// "code | name | years | from", years "vĩnh viễn" for those that are never
// destroyed. The class without a code ("-") is that of all documents for which
// nothing else was said.
type RetentionRule string

// UnmarshalText takes a rule in its four parts.
func (r *RetentionRule) UnmarshalText(b []byte) error {
	*r = RetentionRule(b)
	if _, ok := r.Parts(); !ok {
		return declared.Expect("phải viết: mã | tên | số năm hoặc vĩnh viễn | từ ngày, ví dụ «- | Tài liệu chung | 10 | 2021-01-01»",
			"must be written code | name | years or vĩnh viễn | from, such as “- | Tài liệu chung | 10 | 2021-01-01”")
	}
	return nil
}

// RetentionParts is a rule taken apart.
type RetentionParts struct {
	Class string // "": of all for which nothing else was said
	Name  string
	Years int // 0: for good
	From  time.Time
}

// Parts takes the rule apart; false when it is not written so.
func (r RetentionRule) Parts() (p RetentionParts, ok bool) {
	parts := strings.Split(string(r), "|")
	if len(parts) != 4 {
		return p, false
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	from, err := time.Parse("2006-01-02", parts[3])
	p = RetentionParts{Class: parts[0], Name: parts[1], From: from}
	if p.Class == "-" {
		p.Class = ""
	}
	if parts[2] != "vĩnh viễn" {
		years, wrong := strconv.Atoi(parts[2])
		if wrong != nil || years < 1 || years > 100 {
			return p, false
		}
		p.Years = years
	}
	return p, err == nil && p.Name != "" && parts[0] != ""
}

// StandardRetention is what holds where a tenant has not said otherwise, after the
// periods that Thông tư 10/2022/TT-BNV sets for common files: plans and reports of
// the year for good, working papers and correspondence 10 years, reference copies 5.
func StandardRetention() []RetentionRule {
	return []RetentionRule{
		"- | Hồ sơ công việc | 10 | 2021-01-01",
		"tham-khao | Tài liệu tham khảo, bản sao | 5 | 2021-01-01",
		"tai-chinh | Chứng từ, tài liệu tài chính | 20 | 2021-01-01",
		"vinh-vien | Kế hoạch, báo cáo năm; hồ sơ có giá trị lâu dài | vĩnh viễn | 2021-01-01",
	}
}
