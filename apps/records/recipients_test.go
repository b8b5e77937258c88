package records

import (
	"testing"

	"vuon/platform/tenancy"
)

func directory() Directory {
	return Directory{
		Self:   tenancy.Tenant{ID: "krong-no", Kind: "district", Name: "Huyện Krông Nô"},
		Parent: tenancy.Tenant{ID: "dak-nong", Kind: "province", Name: "Tỉnh Đắk Nông"},
		Others: []tenancy.Tenant{{ID: "cu-jut", Name: "Huyện Cư Jút"}, {ID: "gia-nghia", Name: "Thành phố Gia Nghĩa"}, {ID: "cu", Name: "Huyện Cũ", Closed: true}},
		Offices: []tenancy.Office{
			{ID: "labour", Function: "labour", Name: "Phòng Lao động - Thương binh và Xã hội", ShortName: "Phòng LĐ-TB&XH"},
			{ID: "culture", Function: "culture", Name: "Phòng Văn hóa và Thông tin", ShortName: "Phòng VH&TT"},
			{ID: "secretariat", Function: "other", Name: "Văn phòng HĐND và UBND", ShortName: "VP HĐND&UBND"},
			{ID: "front", Function: "front", Name: "Ủy ban Mặt trận Tổ quốc Việt Nam huyện", ShortName: "UBMTTQ huyện"},
			{ID: "c1", Function: "commune", Name: "UBND xã Nam Đà", UnitCode: "24697"},
			{ID: "c2", Function: "commune", Name: "UBND thị trấn Đắk Mâm", UnitCode: "24688"},
		},
		Words: map[string][]string{"labour": {"LĐTBXH", "LĐ-TB&XH", "Lao động TBXH"}, "front": {"tổ chức chính trị - xã hội", "Hội Nông dân"}},
	}
}

func TestLinesOfTheRealPlanFindTheirRecipients(t *testing.T) {
	for line, want := range map[string][]string{
		"Sở LĐ-TB&XH":                          {"tenant:dak-nong Sở LĐ-TB&XH"},
		"- TT. Huyện ủy; (B/c)":                {" TT. Huyện ủy"},
		"TT. HĐND huyện":                       {" TT. HĐND huyện"},
		"CT, các PCT UBND huyện;":              {"role:chair Chủ tịch UBND", "role:vicechair Phó Chủ tịch UBND"},
		"Các phòng, ban, ngành huyện":          {"office:labour Phòng Lao động - Thương binh và Xã hội", " Phòng Văn hóa và Thông tin", " Văn phòng HĐND và UBND"},
		"Các tổ chức chính trị - xã hội huyện": {"office:front Ủy ban Mặt trận Tổ quốc Việt Nam huyện"},
		"UBND các xã, thị trấn":                {"unit:24697 UBND xã Nam Đà", "unit:24688 UBND thị trấn Đắk Mâm"},
		"UBND xã Nam Đà":                       {"unit:24697 UBND xã Nam Đà"},
		"VP HĐND&UBND huyện":                   {" Văn phòng HĐND và UBND"},
		"Phòng LĐTBXH huyện":                   {"office:labour Phòng Lao động - Thương binh và Xã hội"},
		"UBND các huyện, thành phố":            {"tenant:cu-jut UBND huyện Cư Jút", "tenant:gia-nghia UBND thành phố Gia Nghĩa"},
		"UBND huyện Cư Jút":                    {"tenant:cu-jut UBND huyện Cư Jút"},
		"UBND huyện Cũ":                        {" UBND huyện Cũ"},
		"UBND tỉnh (để b/c)":                   {"tenant:dak-nong UBND tỉnh"},
		"Sở Tài chính":                         {" Sở Tài chính"},
		"Trang thông tin điện tử huyện":        {" Trang thông tin điện tử huyện"},
		"Lưu: VT, LĐTBXH.":                     nil,
		" ; ":                                  nil,
	} {
		var got []string
		for _, target := range directory().Match(line) {
			got = append(got, target.Address+" "+target.Name)
		}
		if len(got) != len(want) {
			t.Errorf("%q means %q, want %q", line, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q means %q, want %q", line, got, want)
			}
		}
	}
}

func TestWhatSomebodySaidOfALineGoesFirst(t *testing.T) {
	d := directory()
	d.Meanings = map[string][]Target{keyOf("VP HĐND&UBND"): {{Address: "role:clerk", Name: "Văn thư"}}}
	d.Meanings[keyOf("Phòng Văn hóa và Thông tin")] = []Target{{Address: "account:1", Name: "Bà Lan"}}
	if got := d.Match("Các phòng, ban"); len(got) != 3 || got[1].Address != "account:1" {
		t.Errorf("of a group: %v", got)
	}
	if got := d.Match("- VP HĐND&UBND;"); len(got) != 1 || got[0].Address != "role:clerk" {
		t.Errorf("got %v", got)
	}
}

func FuzzMatchTakesAnyLine(f *testing.F) {
	for _, line := range []string{"Sở LĐ-TB&XH", "UBND các xã, thị trấn", "Lưu: VT", "(B/c)", "- ;"} {
		f.Add(line)
	}
	d := directory()
	f.Fuzz(func(t *testing.T, line string) {
		for _, target := range d.Match(line) {
			if target.Name == "" {
				t.Errorf("%q means somebody without a name", line)
			}
		}
	})
}
