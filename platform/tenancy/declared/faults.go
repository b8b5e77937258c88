package declared

import (
	"cmp"
	"fmt"
	"slices"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// Place is a line of a file, the first being 1.
type Place struct {
	File string
	Line int
}

// String is "file:line", as editors open it.
func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// Faults collects what is wrong in a set of files, so that one run names all of it.
type Faults struct {
	found []found
}

type found struct {
	at   Place
	text i18n.Text
}

// Add notes what is wrong at a place and what was expected there.
func (f *Faults) Add(at Place, vi, en string) {
	f.found = append(f.found, found{at, i18n.T(vi, en)})
}

// Addf is Add with the same arguments for both texts.
func (f *Faults) Addf(at Place, vi, en string, args ...any) {
	f.Add(at, fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...))
}

// Any reports whether something is wrong.
func (f *Faults) Any() bool { return len(f.found) > 0 }

// Err is nil when nothing is wrong, else the fault configuration_wrong: one
// field a fault, named by its place, in the order of files and lines.
func (f *Faults) Err() error {
	if !f.Any() {
		return nil
	}
	sorted := slices.Clone(f.found)
	slices.SortStableFunc(sorted, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.at.File, b.at.File), cmp.Compare(a.at.Line, b.at.Line))
	})
	err := fault.New(fault.Invalid, "configuration_wrong",
		fmt.Sprintf("Tệp cấu hình có %d chỗ sai nên chưa thay đổi gì. Hãy sửa các dòng được nêu rồi chạy lại.", len(sorted)),
		fmt.Sprintf("The configuration has %d faults, so nothing was changed. Correct the lines named and run it again.", len(sorted)))
	for _, x := range sorted {
		err.Fields = append(err.Fields, fault.Field{Name: x.at.String(), Message: x.text})
	}
	return err
}

// Expected is the error of a value that is not what it should be: its texts say
// what was expected. Types that read themselves from text return it.
type Expected i18n.Text

// Error is the English text.
func (e Expected) Error() string { return e.EN }

// Expect makes an Expected.
func Expect(vi, en string) error { return Expected(i18n.T(vi, en)) }

// OneOf reads a word that must be one of a few.
func OneOf[S ~string](into *S, got []byte, allowed ...S) error {
	if slices.Contains(allowed, S(got)) {
		*into = S(got)
		return nil
	}
	list := join(allowed)
	return Expect("phải là một trong: "+list, "must be one of: "+list)
}

func join[S ~string](words []S) string {
	list := ""
	for i, w := range words {
		if i > 0 {
			list += ", "
		}
		list += string(w)
	}
	return list
}
