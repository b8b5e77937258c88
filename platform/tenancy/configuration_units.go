package tenancy

import (
	"strings"

	"vuon/platform/tenancy/declared"
)

func (l *loader) province(p *provinceEntry) {
	p.Period.Check(p.At("valid_to"), l.faults)
	id := string(p.ID)
	if id == "" {
		id = string(p.Code)
	}
	l.codeLength(p.Entry, p.Code, 2)
	l.unit(p.Entry, Unit{ID: id, Code: string(p.Code), Name: p.Name, Kind: Province, Period: p.Period})
	for i := range p.Districts {
		l.district(&p.Districts[i], id, p.Period)
	}
	for i := range p.Units {
		l.commune(&p.Units[i], id, p.Period)
	}
}

func (l *loader) district(d *districtEntry, parent string, outer declared.Period) {
	id := string(d.ID)
	if id == "" {
		id = parent + "-" + string(d.Code)
	}
	if k := UnitKind(d.Kind); k != "" && k != District && k != City && k != Town {
		l.faults.Add(d.At("kind"), "đơn vị cấp huyện phải có kind là district, city hoặc town", "a district-level unit must be of kind district, city or town")
	}
	l.codeLength(d.Entry, d.Code, 3)
	period := l.inside(d.Entry, d.span, outer)
	l.unit(d.Entry, Unit{ID: id, Code: string(d.Code), Name: d.Name, Kind: UnitKind(d.Kind), Parent: parent, Period: period})
	for i := range d.Units {
		l.commune(&d.Units[i], id, period)
	}
}

func (l *loader) commune(u *unitEntry, parent string, outer declared.Period) {
	id := string(u.ID)
	if id == "" {
		id = parent + "-" + string(u.Code)
	}
	if k := UnitKind(u.Kind); k == District || k == City || k == Town {
		l.faults.Add(u.At("kind"), "đơn vị cấp xã phải có kind là commune, ward, township hoặc special_zone", "a commune-level unit must be of kind commune, ward, township or special_zone")
	}
	l.codeLength(u.Entry, u.Code, 5)
	period := l.inside(u.Entry, u.span, outer)
	l.unit(u.Entry, Unit{ID: id, Code: string(u.Code), Name: u.Name, Kind: UnitKind(u.Kind), Parent: parent, Period: period})
}

func (l *loader) codeLength(e declared.Entry, c code, digits int) {
	if c != "" && len(c) != digits {
		l.faults.Addf(e.At("code"), "mã “%s” phải có đúng %d chữ số", "the code “%s” must have exactly %d digits", c, digits)
	}
}

func (l *loader) inside(e declared.Entry, s span, outer declared.Period) declared.Period {
	period := s.within(outer)
	period.Check(e.At("valid_to"), l.faults)
	if !period.Within(outer) {
		l.faults.Addf(e.At("valid_from"), "thời gian hiệu lực vượt ra ngoài của đơn vị cấp trên (%s – %s)",
			"the period goes beyond that of the unit above (%s – %s)", outer.ValidFrom, outer.ValidTo)
	}
	return period
}

func (l *loader) unit(e declared.Entry, u Unit) {
	if first, twice := l.places["u:"+u.ID]; twice {
		l.faults.Addf(e.At("code"), "khóa đơn vị “%s” đã dùng ở %s; hãy đặt khóa khác bằng id", "the unit key “%s” is taken at %s; give this unit another one with id", u.ID, first)
		return
	}
	if u.Name != "" && u.Kind != "" && !strings.HasPrefix(u.Name, u.Kind.word()+" ") {
		l.faults.Addf(e.At("name"), "tên phải bắt đầu bằng “%s” như kind đã ghi", "the name must begin with “%s”, as its kind says", u.Kind.word())
	}
	u.Folded = searchable(u.Name)
	l.places["u:"+u.ID] = e.Place()
	l.byID[u.ID] = u
	l.config.units = append(l.config.units, u)
}

// overlaps faults a code that means two units on one day.
func (l *loader) overlaps() {
	byCode := map[string][]Unit{}
	for _, u := range l.config.units {
		for _, other := range byCode[u.Code] {
			if u.Period.Overlaps(other.Period) {
				l.faults.Addf(l.places["u:"+u.ID], "mã “%s” đã dùng cho %s (%s) trong cùng thời gian",
					"the code “%s” is taken by %s (%s) at the same time", u.Code, other.Name, l.places["u:"+other.ID])
			}
		}
		byCode[u.Code] = append(byCode[u.Code], u)
	}
}

// known finds a unit that an entry points at, and faults it when there is none.
func (l *loader) known(at declared.Place, id unitID) (Unit, bool) {
	u, ok := l.byID[string(id)]
	if !ok && id != "" {
		l.faults.Addf(at, "không có đơn vị hành chính “%s”", "there is no unit “%s”", id)
	}
	return u, ok
}

func (l *loader) lineageOf(entries []lineageEntry) {
	successors := map[unitID]int{}
	for _, e := range entries {
		for _, s := range e.Successions {
			for _, from := range s.From {
				successors[from]++
			}
		}
	}
	for _, e := range entries {
		for _, s := range e.Successions {
			l.succession(e, s, successors)
		}
	}
}

func (l *loader) succession(e lineageEntry, s successionEntry, successors map[unitID]int) {
	to, ok := l.known(s.At("to"), s.To)
	if ok && to.ValidFrom != e.Effective {
		l.faults.Addf(s.At("to"), "%s có hiệu lực từ %s, không phải %s", "%s is valid from %s, not from %s", to.Name, to.ValidFrom, e.Effective)
	}
	kind := LineageKind(s.Kind)
	if (kind == Rename || kind == Move) && len(s.From) != 1 {
		l.faults.Addf(s.At("from"), "kind %s chỉ có đúng một đơn vị trước", "kind %s has exactly one predecessor", kind)
	}
	for _, id := range s.From {
		from, known := l.known(s.At("from"), id)
		if !ok || !known {
			continue
		}
		if from.ValidTo != e.Effective.Before() {
			l.faults.Addf(s.At("from"), "%s phải hết hiệu lực vào %s", "%s must end on %s", from.Name, e.Effective.Before())
		}
		if kind == Split && successors[id] < 2 {
			l.faults.Addf(s.At("kind"), "%s chỉ có một đơn vị kế tiếp nên không phải split", "%s has one successor, so this is no split", from.Name)
		}
		l.config.lineage = append(l.config.lineage, Lineage{
			ID: string(id) + ">" + string(s.To), From: string(id), To: string(s.To), Kind: kind, Effective: e.Effective, Decision: e.Decision,
		})
	}
}
