package tenancy_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"vuon/platform/fault"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// catalogue stands for the national catalogue.
func catalogue() tenancy.Resolver {
	set := func(codes string) map[string]bool {
		m := map[string]bool{}
		for _, c := range strings.Fields(codes) {
			m[c] = true
		}
		return m
	}
	return func(_ fs.FS, _ *declared.Faults) tenancy.References {
		return tenancy.References{
			Projects:  set("DA1.1 DA2 DA3.1 DA3.2 DA4.1 DA4.2 DA4.3 DA5 DA6.1 DA6.2 DA7.1 DA7.2"),
			Peoples:   set("12 20 28 06 03 02 07 08 09"),
			Functions: set("labour agriculture finance education health culture construction commune front other"),
		}
	}
}

const (
	province = "dak-nong/province.yaml"
	krongNo  = "dak-nong/krong-no/tenant.yaml"
)

func TestWrongFilesAreRefusedAtTheirLine(t *testing.T) {
	for name, c := range map[string]struct {
		file, old, new string
		want           []string // what stands on the line, then what is said of it, …
	}{
		"unknown key":        {krongNo, "  kind: district", "  kindd: district", []string{"  id: krong-no", "the required key “kind” is missing", "kindd:", "no key “kindd” is known here"}},
		"duplicate key":      {krongNo, "  name: Huyện Krông Nô", "  name: Huyện Krông Nô\n  name: Huyện Krông Pắc", []string{"Pắc", "the key “name” already stands in line 5"}},
		"wrong type":         {krongNo, "[DA2, DA3.1,", "[2, DA3.1,", []string{"[2, DA3.1", "must be text"}},
		"a list, not a word": {krongNo, "covers: [{unit: 67-664}]", "covers: 67-664", []string{"covers:", "must be a list"}},
		"unknown project":    {krongNo, "DA2, DA3.1", "DA2, DA9.1", []string{"DA9.1", "the national catalogue has no project “DA9.1”"}},
		"unknown people":     {province, `["12", "28",`, `["12", "77",`, []string{"form_peoples", "the national catalogue has no ethnic group “77”"}},
		"people by name":     {province, `["12", "28",`, `[Mnông,`, []string{"form_peoples", "“Mnông” must be the two digits"}},
		"unknown function":   {krongNo, "function: labour,", "function: labor,", []string{"labor,", "there is no function “labor”"}},
		"unknown unit":       {krongNo, "unit: 67-664\n", "unit: 67-669\n", []string{"67-669", "there is no unit “67-669”"}},
		"unknown setting":    {krongNo, "plan.deadlines", "plan.deadline", []string{"plan.projects", "the setting “plan.deadlines” is missing", "plan.deadline:", "there is no setting “plan.deadline”"}},
		"missing setting":    {krongNo, "    register.kinds: [KH, QĐ, BC, TTr, TB, CV, GM]\n", "", []string{"plan.projects", "the setting “register.kinds” is missing"}},
		"bad abbreviation":   {krongNo, "[KH, QĐ,", "[kế hoạch, QĐ,", []string{"[kế hoạch", "“kế hoạch” must be the abbreviation"}},
		"number as text":     {krongNo, "register.kinds:", "register.first: {KH: mười}\n    register.kinds:", []string{"register.first", "must be a whole number"}},
		"bad day of year":    {krongNo, `"01-25"`, `"25-01"`, []string{"25-01", "“25-01” must be written month-day"}},
		"folder and id":      {krongNo, "id: krong-no", "id: krongno", []string{"id: krongno", "the id “krongno” must be the name of its folder"}},
		"id with diacritics": {krongNo, "id: krong-no", "id: Krông Nô", []string{"id: Krông Nô", "“Krông Nô” must be lower-case letters"}},
		"reserved id":        {krongNo, "id: krong-no", "id: platform", []string{"id: platform", "“platform” is a reserved name"}},
		"office twice":       {krongNo, "{id: agriculture, ", "{id: labour, ", []string{"{id: labour, function: agri", "the office “labour” is declared in this file already"}},
		"not its own commune": {krongNo, "covers: [{unit: 67-664}]", "covers: [{unit: 67-664}, {unit: 67-663-24679}]",
			[]string{"covers:", "Xã Đắk Sắk is covered by “dak-mil” at the same time"}},
		"covers too long": {krongNo, "{unit: 67-664}", "{unit: 67-664-24692, valid_to: 2026-01-01}", []string{"covers:", "goes beyond the period of Xã Nam Xuân"}},
		"no syntax":       {krongNo, "  name: Huyện Krông Nô", "  name: [Huyện Krông Nô", []string{"[Huyện Krông Nô", "is not valid YAML"}},
		"anchor":          {krongNo, "  name: Huyện Krông Nô", "  name: &n Huyện Krông Nô", []string{"&n", "anchors and aliases are not allowed"}},
		"two documents":   {krongNo, "tenant:\n", "tenant: {}\n---\ntenant:\n", []string{"---", "the file must hold one YAML document"}},

		"short code": {province, `code: "24611", kind: ward, name: Phường Nghĩa Đức`, `code: "2461", kind: ward, name: Phường Nghĩa Đức`,
			[]string{`"2461"`, "the code “2461” must have exactly 5 digits", "- {to: 68-24611", "there is no unit “67-660-24611”"}},
		"code unquoted": {province, `code: "24612"`, `code: 24612`,
			[]string{"code: 24612", "must be a string; put a number in double quotes", "- {to: 68-24611", "there is no unit “67-660-24612”"}},
		"bad date":       {province, "valid_to: 2025-06-30", "valid_to: 2025-06-31", []string{"06-31", "“2025-06-31” must be a real day"}},
		"backward dates": {province, "valid_to: 2025-06-30", "valid_to: 2019-06-30", []string{"2019-06-30", "valid_to 2019-06-30 is before valid_from 2020-01-01"}},
		"same code twice": {province, `code: "24612", kind: ward, name: Phường Nghĩa Thành`, `code: "24611", kind: ward, name: Phường Nghĩa Thành`,
			[]string{"name: Phường Nghĩa Thành", "the unit key “67-660-24611” is taken at " + province, "- {to: 68-24611", "there is no unit “67-660-24612”"}},
		"overlapping intervals": {province, `{code: "24694", kind: commune, name: Xã Buôn Choah}`,
			`{code: "24694", kind: commune, name: Xã Buôn Choah}` + "\n" + `          - {code: "24694", id: 67-664-24694-b, kind: commune, name: Xã Buôn Choáh, valid_from: 2025-01-01}`,
			[]string{"24694-b", "the code “24694” is taken by Xã Buôn Choah"}},
		"name and kind differ": {province, "kind: ward, name: Phường Nghĩa Đức", "kind: commune, name: Phường Nghĩa Đức", []string{"Phường Nghĩa Đức", "the name must begin with “Xã”"}},
		"unknown kind":         {province, "kind: ward, name: Phường Nghĩa Đức", "kind: quarter, name: Phường Nghĩa Đức", []string{"quarter", "“quarter” must be one of: district, city"}},
		"outside its parent":   {province, "name: Phường Nghĩa Đức}", "name: Phường Nghĩa Đức, valid_from: 2019-01-01}", []string{"2019-01-01", "the period goes beyond that of the unit above"}},
		"successor that begins later": {province, "valid_from: 2025-07-01\n", "valid_from: 2025-07-02\n",
			[]string{`- {to: "68"`, "Tỉnh Lâm Đồng is valid from 2025-07-02"}},
		"rename of two":      {province, "kind: rename, from: [67-661-24620]", "kind: rename, from: [67-661-24620, 67-661-24616]", []string{"kind: rename,", "kind rename has exactly one predecessor"}},
		"split that is none": {province, "kind: move, from: [67-661-24616]", "kind: split, from: [67-661-24616]", []string{"kind: split,", "Xã Quảng Sơn has one successor"}},
	} {
		t.Run(name, func(t *testing.T) {
			files := edited(t, c.file, c.old, c.new)
			config, err := tenancy.Load(files, catalogue())
			if config == nil || fault.CodeOf(err) != "configuration_wrong" {
				t.Fatalf("taken: %v", err)
			}
			fields := fault.From(err).Fields
			for i := 0; i < len(c.want); i += 2 {
				if i/2 >= len(fields) {
					t.Fatalf("only %d faults, want %q", len(fields), c.want[i+1])
				}
				f := fields[i/2]
				want := fmt.Sprintf("%s:%d %s", c.file, lineOf(files[c.file].Data, c.want[i]), c.want[i+1])
				if got := f.Name + " " + f.Message.EN; !strings.HasPrefix(got, want) {
					t.Errorf("fault %d\n got %s\nwant %s", i/2+1, got, want)
				}
				if f.Message.VI == "" || f.Message.VI == f.Message.EN {
					t.Errorf("no Vietnamese text: %+v", f)
				}
			}
		})
	}
}

// lineOf is the first line, from 1, that holds a text.
func lineOf(data []byte, text string) int {
	before, _, _ := strings.Cut(string(data), text)
	return strings.Count(before, "\n") + 1
}

func TestEveryFaultIsNamedInOneRun(t *testing.T) {
	files := edited(t, krongNo, "kind: district", "kind: huyện", krongNo, "id: krong-no", "id: krongno",
		"dak-nong/cu-jut/tenant.yaml", `"01-31"`, `"1-31"`, province, `code: "24611", kind: ward`, `code: "246111", kind: ward`)
	_, err := tenancy.Load(files, nil)
	var places []string
	for _, f := range fault.From(err).Fields {
		file, line, _ := strings.Cut(f.Name, ":")
		n, _ := strconv.Atoi(line)
		places = append(places, strings.TrimSpace(strings.Split(string(files[file].Data), "\n")[n-1]))
	}
	want := []string{`plan.deadlines: {submit: "1-31", issue: "02-28"}`, "id: krongno", "kind: huyện", `- {code: "246111", kind: ward, name: Phường Nghĩa Đức}`,
		"- {to: 68-24611, kind: merge, from: [67-660-24619, 67-660-24612, 67-660-24611, 67-661-24622]}"}
	if !slices.Equal(places, want) {
		t.Errorf("got  %q\nwant %q", places, want)
	}
}

func TestFilesNobodyReadsAreRefused(t *testing.T) {
	files := edited(t)
	files["dak-nong/krong-no/tennant.yaml"] = files[krongNo]
	if _, err := tenancy.Load(files, nil); fault.CodeOf(err) != "configuration_wrong" || fault.From(err).Fields[0].Name != "dak-nong/krong-no/tennant.yaml:1" {
		t.Errorf("a misspelt file name: %v", err)
	}
	if _, err := tenancy.Load(fstest.MapFS{}, nil); fault.CodeOf(err) != "configuration_wrong" {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestSlugTwiceInTwoProvinces(t *testing.T) {
	files := edited(t)
	files["dak-lak/province.yaml"] = &fstest.MapFile{Data: []byte("tenant: {id: dak-lak, kind: province, name: Tỉnh Đắk Lắk, unit: \"66\", covers: []}\n" +
		"provinces: [{code: \"66\", name: Tỉnh Đắk Lắk, valid_from: 2020-01-01}]\n")}
	files["dak-lak/krong-no/tenant.yaml"] = &fstest.MapFile{Data: []byte("tenant: {id: krong-no, kind: regional, name: Xã Krông Nô, unit: \"66\", covers: []}\n")}
	_, err := tenancy.Load(files, nil)
	if fields := fault.From(err).Fields; len(fields) != 1 || fields[0].Name != krongNo+":3" || !strings.Contains(fields[0].Message.EN, "is taken at") {
		t.Errorf("%v", err)
	}
}

// FuzzLoad holds any bytes in place of a file: they are refused or taken, at lines
// that exist, and never bring the reader down.
func FuzzLoad(f *testing.F) {
	for _, file := range []string{province, krongNo} {
		f.Add(file == province, edited(f)[file].Data)
	}
	f.Add(false, []byte("tenant: &a [*a]"))
	f.Add(true, []byte("tenant: {id: 1, <<: {}}\n---\n"))
	base := edited(f)
	f.Fuzz(func(t *testing.T, isProvince bool, data []byte) {
		name := krongNo
		files := fstest.MapFS{province: base[province], krongNo: base[krongNo]}
		if isProvince {
			name = province
		}
		files[name] = &fstest.MapFile{Data: data}
		_, err := tenancy.Load(files, nil)
		if err == nil {
			return
		}
		if fault.CodeOf(err) != "configuration_wrong" || len(fault.From(err).Fields) == 0 {
			t.Fatalf("%v", err)
		}
		for _, field := range fault.From(err).Fields {
			if strings.HasSuffix(field.Name, ":0") || !strings.Contains(field.Name, ".yaml:") {
				t.Fatalf("no place: %+v", field)
			}
		}
	})
}
