package population

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// village is a thôn, bon, buôn or tổ dân phố.
type village struct {
	unit       int
	name       string
	households []int // in each year
	hardship   int   // how often its households are poor, 1 to 5
	whole      mix   // the peoples of all households
	poorly     mix   // of those that are listed
}

// mix is how many of a thousand households are of which people, by the order of
// the peoples known.
type mix [len(known)]int

func (x mix) draw(r *rand.Rand) uint8 {
	sum := 0
	for _, n := range x {
		sum += n
	}
	at, i := r.IntN(sum), 0
	for ; at >= x[i]; i++ {
		at -= x[i]
	}
	return uint8(i) //nolint:gosec // few peoples
}

// settle founds the villages of every commune.
func (p *Population) settle() {
	r := p.random(0)
	var district mix
	for _, s := range p.profile.Peoples {
		district[numbered(s.Ethnic)] = s.Part
	}
	for u, unit := range p.district.Units {
		taken := map[string]bool{}
		for i := range 6 + r.IntN(9) {
			main := district.draw(r)
			if unit.Urban && r.IntN(3) > 0 {
				main = 0
			}
			p.villages = append(p.villages, p.found(r, u, i, main, district, taken))
		}
	}
	weights := make([]int, len(p.villages))
	for i := range weights {
		weights[i] = 60 + r.IntN(100)
		if p.district.Units[p.villages[i].unit].Urban {
			weights[i] += 60
		}
	}
	for _, f := range p.profile.Years {
		for i, n := range portions(f.Households, weights) {
			p.villages[i].households = append(p.villages[i].households, n)
		}
	}
}

// found makes a village in which one people is the most numerous.
func (p *Population) found(r *rand.Rand, unit, position int, main uint8, district mix, taken map[string]bool) village {
	v := village{unit: unit, hardship: 1}
	for i, n := range district {
		v.whole[i] = n * (10 + r.IntN(20)) / 100 // a fifth of what the district has, more or less
		if i == int(main) {
			v.whole[i] += 700 + r.IntN(150)
		}
		v.poorly[i] = v.whole[i] * known[i].hardship
	}
	v.hardship = known[main].hardship
	v.name = villageName(r, p.district.Units[unit], position, known[main], taken)
	return v
}

// portions divides a total by weights, to the last one.
func portions(total int, weights []int) []int {
	sum, done, before := 0, 0, 0
	for _, w := range weights {
		sum += w
	}
	list := make([]int, len(weights))
	for i, w := range weights {
		before += w
		list[i] = total*before/sum - done
		done += list[i]
	}
	return list
}

// villageName is a name that no other village of the commune has.
func villageName(r *rand.Rand, u Unit, position int, main people, taken map[string]bool) string {
	name := "Thôn " + strconv.Itoa(position+1)
	switch {
	case u.Urban:
		name = "Tổ dân phố " + strconv.Itoa(position+1)
	case main.village != "" || r.IntN(3) > 0:
		kind, names := "Thôn", thonNames
		switch main.village {
		case "bon":
			kind, names = "Bon", bonNames
		case "buon":
			kind, names = "Buôn", buonNames
		}
		list := strings.Fields(names)
		name = kind + " " + strings.ReplaceAll(list[r.IntN(len(list))], "_", " ")
	}
	for taken[name] {
		name = "Thôn " + strconv.Itoa(position+1)
		if taken[name] {
			position++
		}
	}
	taken[name] = true
	return name
}

// Names of villages as there are in these parts.
const (
	thonNames = `Đồng_Tâm Đoàn_Kết Tân_Lập Tân_Tiến Tân_Bình Tân_Phú Xuân_Thành Xuân_Sơn Nam_Thanh Nam_Hòa Phú_Lợi Phú_Hòa Đông_Sơn Hòa_Bình
		Thanh_Sơn Quyết_Tiến Quyết_Thắng Thống_Nhất Hợp_Thành Hợp_Nhất Bình_Minh Bình_An Suối_Đá Đồi_Thông Cao_Sơn Hưng_Lộc Vĩnh_Sơn An_Bình`
	bonNames  = `Đắk_Sơn Đắk_Rung Đắk_Huýt Đắk_Prí Bu_Đắk Bu_Nơr Bu_Sóp Bu_Ndoh R'Bút R'Cập N'Jang N'Doh Ja_Ráh Yôk_Rling Choih Dru Pi_Nao Sa_Nar Ol_Bu Phung_Lu Sre_Ú B'Nâm Ting_Wel Jâng_Plei`
	buonNames = `Ea_Sur Ea_Tling Trum Nui Kruế Choah Krông Kdruh Tul K'Plang Dur Rcai Kmông Trấp Sah Drai`
)
