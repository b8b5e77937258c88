package population

// Flows are what becomes of a district's households in a year: how many go which
// way between the classes. How many rise above the standards is what remains.
type Flows struct {
	Poor, Near int // at the end of the year

	PoorToNear, PoorGone int // into the other class; moved away, died, went into another household
	NearToPoor, NearGone int

	RelapsedPoor, NewPoor, PoorArrived int // from newly escaped; from neither; moved here, split off
	RelapsedNear, NewNear, NearArrived int

	Households int // that live in the district, those above the standards too
}

// escaping is how many poor and near-poor households rise above the standards.
func (f Flows) escaping(poor, near int) (fromPoor, fromNear int) {
	fromPoor = poor - f.PoorToNear - f.PoorGone + f.NearToPoor + f.RelapsedPoor + f.NewPoor + f.PoorArrived - f.Poor
	fromNear = near - f.NearToPoor - f.NearGone + f.PoorToNear + f.RelapsedNear + f.NewNear + f.NearArrived - f.Near
	return fromPoor, fromNear
}

// Share is a people's part of a district's households, in thousandths.
type Share struct {
	Ethnic string // code: "20"
	Part   int
}

// Profile is the shape of a district's population.
type Profile struct {
	Poor, Near, Escaped int // at the beginning of the first year
	First               int // the first year
	Years               []Flows
	Peoples             []Share
}

// ProfileOf is the profile of a district of Đắk Nông by its code. Krông Nô at the
// end of both years, and Cư Jút and Đắk Glong in 2024, are as published; the others
// add up to the province's 8 838 poor households of 2023 and 5 423 of 2024.
func ProfileOf(code string) (Profile, bool) {
	// Columns of the years as in Flows: poor, near; to near, gone; to poor, gone;
	// poor relapsed, new, arrived; near relapsed, new, arrived; all households.
	p, there := map[string]Profile{
		"660": {Poor: 452, Near: 380, Escaped: 120, Peoples: peoples(760, 100, 50, 0, 25, 25, 10, 10, 5, 5), Years: []Flows{
			{295, 330, 70, 6, 8, 6, 4, 12, 3, 4, 22, 3, 19300},
			{157, 270, 52, 4, 5, 5, 3, 9, 2, 3, 16, 2, 19500}}},
		"661": {Poor: 2150, Near: 1330, Escaped: 420, Peoples: peoples(420, 150, 130, 0, 30, 30, 15, 190, 25, 10), Years: []Flows{
			{1369, 1480, 480, 25, 46, 24, 12, 52, 6, 14, 120, 8, 18600},
			{923, 1560, 374, 15, 39, 18, 0, 28, 4, 12, 96, 6, 18900}}},
		"662": {Poor: 470, Near: 290, Escaped: 140, Peoples: peoples(520, 35, 0, 75, 130, 140, 60, 20, 15, 5), Years: []Flows{
			{294, 276, 88, 6, 9, 5, 4, 18, 3, 3, 24, 3, 25150},
			{204, 305, 64, 0, 5, 3, 0, 14, 0, 0, 18, 0, 25300}}},
		"663": {Poor: 1200, Near: 1130, Escaped: 300, Peoples: peoples(720, 110, 10, 0, 50, 60, 15, 15, 10, 10), Years: []Flows{
			{790, 1050, 190, 12, 22, 14, 8, 26, 6, 10, 72, 6, 27250},
			{480, 900, 128, 9, 14, 12, 6, 20, 4, 8, 58, 5, 27400}}},
		"664": {Poor: 620, Near: 1720, Escaped: 260, Peoples: peoples(640, 115, 0, 75, 45, 50, 30, 25, 15, 5), Years: []Flows{
			{370, 1651, 150, 12, 14, 20, 6, 18, 4, 10, 60, 5, 18850},
			{189, 588, 118, 7, 9, 18, 5, 13, 3, 8, 31, 4, 19000}}},
		"665": {Poor: 2150, Near: 1260, Escaped: 460, Peoples: peoples(690, 140, 15, 0, 45, 50, 15, 25, 10, 10), Years: []Flows{
			{1450, 1200, 340, 18, 32, 18, 12, 44, 8, 12, 98, 7, 22500},
			{850, 1150, 262, 14, 24, 16, 9, 30, 5, 9, 70, 6, 22700}}},
		"666": {Poor: 1300, Near: 960, Escaped: 310, Peoples: peoples(740, 130, 40, 0, 25, 30, 10, 10, 10, 5), Years: []Flows{
			{870, 900, 205, 12, 20, 13, 8, 28, 5, 9, 66, 6, 24050},
			{520, 820, 142, 9, 15, 11, 6, 22, 4, 7, 52, 5, 24200}}},
		"667": {Poor: 5000, Near: 1500, Escaped: 640, Peoples: peoples(430, 290, 15, 0, 50, 55, 20, 115, 20, 5), Years: []Flows{
			{3400, 1700, 760, 40, 62, 26, 24, 82, 12, 18, 140, 9, 14900},
			{2100, 2000, 690, 32, 48, 24, 18, 60, 9, 14, 110, 8, 15150}}},
	}[code]
	p.First = 2023
	return p, there
}

// Sized is a population of so many listed households in one year, for measuring.
func Sized(year, households int) Profile {
	f := Flows{Poor: households * 40 / 100, Near: households * 35 / 100, Households: households * 5,
		PoorToNear: households * 8 / 100, NearToPoor: households / 100, NewPoor: households * 3 / 100, NewNear: households * 4 / 100}
	p := Profile{Poor: households * 50 / 100, Near: households * 33 / 100, First: year, Years: []Flows{f}, Peoples: peoples(640, 115, 0, 75, 45, 50, 30, 25, 15, 5)}
	p.Escaped = households - p.Poor - p.Near - f.NewPoor - f.NewNear
	return p
}

// peoples are the shares in the order in which the forms name the peoples.
func peoples(kinh, mnong, ma, ede, tay, nung, thai, mong, dao, other int) []Share {
	return []Share{{"01", kinh}, {"20", mnong}, {"28", ma}, {"12", ede}, {"02", tay}, {"07", nung}, {"03", thai}, {"08", mong}, {"09", dao}, {"06", other}}
}
