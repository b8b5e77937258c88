package population

import (
	"math/rand/v2"
	"strings"
)

// people is a people (dân tộc): how its names are made and how its villages are called.
type people struct {
	code, name string
	village    string   // bon, buon; "" a thôn
	hardship   int      // how often its households are poor, beside the Kinh's 1
	families   []string // family or clan names
	men, women string   // what stands before the given name
	last       bool     // the clan stands behind the given name
	onlyGiven  bool     // no family name
}

// known are the peoples of the demonstration, spelt as the province's forms do.
var known = [...]people{
	{code: "01", name: "Kinh", hardship: 1, families: words(`Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Trịnh`), men: "Văn", women: "Thị"},
	{code: "02", name: "Tày", hardship: 2, families: words(`Hoàng Nông Lục Triệu Lương Bế Ma Chu`), men: "Văn", women: "Thị"},
	{code: "03", name: "Thái", hardship: 2, families: words(`Lò Cà Quàng Lường Vi Lô Hà`), men: "Văn", women: "Thị"},
	{code: "06", name: "Mường", hardship: 2, families: words(`Bùi Đinh Quách Hà Phạm`), men: "Văn", women: "Thị"},
	{code: "07", name: "Nùng", hardship: 2, families: words(`Nông Lương Hoàng Mông Lục Vi Phùng`), men: "Văn", women: "Thị"},
	{code: "08", name: "Mông", hardship: 4, families: words(`Giàng Vàng Sùng Thào Lý Má Hầu Cư`), men: "A", women: "Thị"},
	{code: "09", name: "Dao", hardship: 3, families: words(`Bàn Đặng Triệu Phùng Lý Chảo`), men: "Văn", women: "Thị"},
	{code: "12", name: "Ê Đê", village: "buon", hardship: 3, families: words(`Niê Byă Êban Ayun Kbuôr Mlô Knul`), men: "Y", women: "H'", last: true},
	{code: "20", name: "M'Nông", village: "bon", hardship: 4, men: "Điểu", women: "Thị", onlyGiven: true},
	{code: "28", name: "Mạ", village: "bon", hardship: 4, men: "K'", women: "Ka", onlyGiven: true},
}

// numbered is the place of a people among those known.
func numbered(code string) int {
	for i, k := range known {
		if k.code == code {
			return i
		}
	}
	panic("population: a people that is not known: " + code)
}

// Given names are things of nature, which nobody is called by all over a district.
var (
	menGiven   = words(`Sông Núi Rừng Biển Suối Thác Đồi Gió Nắng Thông Tùng Bách Trúc Tre Đá Đất Trời Sấm Bằng Lim Gụ Sến Dầu Cẩm Hạc Đại`)
	womenGiven = words(`Sương Mây Trăng Sao Mưa Hoa Lan Cúc Sen Đào Mận Mơ Lê Nhài Huệ Quế Cam Bưởi Lựu Liễu Rạng Nhạn Én Thảo Sim Mua`)
	middles    = words(`Xuân Hạ Thu Đông Sớm Chiều Vàng Xanh Tím Trắng Nam Bắc Tây Ban`)
)

func words(text string) []string { return strings.Fields(text) }

// namer gives the members of one household names that differ.
type namer struct {
	people people
	family string
	at     int
}

func newNamer(r *rand.Rand, k people) *namer {
	n := &namer{people: k, at: r.IntN(1 << 20)}
	if len(k.families) > 0 {
		n.family = k.families[r.IntN(len(k.families))]
	}
	return n
}

// name is the next name; own keeps the household's family name.
func (n *namer) name(female, own bool) string {
	n.at += 7
	k, given, before := n.people, menGiven[n.at%len(menGiven)], n.people.men
	if female {
		given, before = womenGiven[n.at%len(womenGiven)], k.women
	}
	given = middles[n.at/7*5%len(middles)] + " " + given
	if !strings.HasSuffix(before, "'") {
		before += " "
	}
	family := n.family
	if !own && len(k.families) > 0 {
		family = k.families[n.at%len(k.families)]
	}
	switch {
	case k.onlyGiven:
		return before + given
	case k.last:
		return before + given + " " + family
	}
	return family + " " + before + given
}
