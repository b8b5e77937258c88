package planreader

import "strconv"

// Places tells, by number path ("IV.1.c"), where each numbered section stands:
// "4-1-3" is the third child of the first child of the fourth. Of sections with
// one path the first counts.
func Places(sections []Section) map[string]string {
	out := map[string]string{}
	placesIn(out, sections, "", "", "")
	return out
}

func placesIn(out map[string]string, sections []Section, place, at, parent string) {
	for i, s := range sections {
		here, path, number := strconv.Itoa(i+1), at, parent
		if place != "" {
			here = place + "-" + here
		}
		if s.Number != "" {
			path, number = numberPath(at, parent, s.Number), s.Number
			if _, there := out[path]; !there {
				out[path] = here
			}
		}
		placesIn(out, s.Children, here, path, number)
	}
}
