package households

import (
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

// State is whether a household is in the registry still.
type State string

// The states of a household.
const (
	StateHere   State = "here"
	StateLeft   State = "left"   // chuyển đi khỏi đơn vị
	StateMerged State = "merged" // nhập vào hộ khác
	StateDied   State = "died"   // không còn ai
)

// Title is the state in words.
func (s State) Title() i18n.Text {
	switch s {
	case StateHere:
		return i18n.T("Đang ở địa bàn", "Here")
	case StateLeft:
		return i18n.T("Đã chuyển đi", "Left")
	case StateMerged:
		return i18n.T("Đã nhập vào hộ khác", "Merged into another")
	}
	return i18n.T("Không còn ai", "Nobody is left")
}

// Household is a household as it is today, or as it was on a day when it was asked
// for that day.
type Household struct {
	TenantID   string         `bun:"tenant_id,pk"`
	ID         string         `bun:"id,pk"`
	Code       string         `bun:"code"`    // mã hộ
	Unit       string         `bun:"unit"`    // the commune's key
	Village    string         `bun:"village"` // id
	Head       string         `bun:"head"`
	HeadBirth  int            `bun:"head_birth"` // year, 0: not known
	Folded     string         `bun:"folded"`
	Persons    int            `bun:"persons"`
	Class      classify.Class `bun:"class"`
	EscapedOn  declared.Date  `bun:"escaped_on,type:date"`
	B1         *int           `bun:"b1"` // of the latest review
	Deprived   classify.Set   `bun:"deprived"`
	Causes     classify.Set   `bun:"causes"`
	Merit      bool           `bun:"merit"`
	NoLabour   bool           `bun:"no_labour"`
	FemaleHead bool           `bun:"female_head"`
	Minority   bool           `bun:"minority"` // of the head; sensitive
	Onsite     bool           `bun:"onsite"`   // of the head; sensitive
	ReviewedOn declared.Date  `bun:"reviewed_on,type:date"`
	State      State          `bun:"state"`
	EndedOn    declared.Date  `bun:"ended_on,type:date"`
	Into       string         `bun:"into_id,nullzero"`
	Revision   int            `bun:"revision"`
	CreatedAt  time.Time      `bun:"created_at"`
	UpdatedAt  time.Time      `bun:"updated_at"`
}

// B2 is the score of the deprivations by the points that the standards of today
// give: ten an indicator (Thông tư 07/2021/TT-BLĐTBXH).
func (h Household) B2() int { return 10 * h.Deprived.Len() }

// Spell is what was so of a household from a day on, to the day on which it was no
// longer so; the present one has no end. One that ends on the day of its beginning
// was put right on that day and holds on none.
type Spell struct {
	TenantID  string         `bun:"tenant_id,pk"`
	Household string         `bun:"household,pk"`
	Seq       int            `bun:"seq,pk"`
	From      declared.Date  `bun:"valid_from,type:date"`
	To        declared.Date  `bun:"valid_to,type:date"`
	Unit      string         `bun:"unit"`
	Village   string         `bun:"village"`
	Head      string         `bun:"head"`
	Class     classify.Class `bun:"class"`
	Merit     bool           `bun:"merit"`
	NoLabour  bool           `bun:"no_labour"`
	State     State          `bun:"state"`
	Cause     string         `bun:"cause"`    // of the change
	Decision  string         `bun:"decision"` // that made it so: number and date
}

// The causes of spells.
const (
	CauseNew       = "households.new"
	CauseImport    = "households.import"
	CauseEdit      = "households.edit"
	CauseCorrect   = "households.put-right"
	CauseHead      = "households.head"
	CauseMove      = "households.move"
	CauseSplit     = "households.split"
	CauseMerge     = "households.merge"
	CauseLeave     = "households.leave"
	CauseReturn    = "households.return"
	CauseDeath     = "households.death"
	CauseVillage   = "households.village"
	CauseRecognise = "households.recognise"
)

// CauseTitle is the cause of a spell in words.
func CauseTitle(cause string) i18n.Text {
	switch cause {
	case CauseNew:
		return i18n.T("Ghi vào sổ hộ", "Entered in the registry")
	case CauseImport:
		return i18n.T("Nhập từ tệp Excel", "Imported from a workbook")
	case CauseEdit:
		return i18n.T("Thay đổi thông tin hộ", "Data changed")
	case CauseCorrect:
		return i18n.T("Sửa thông tin ghi sai", "Wrong data put right")
	case CauseHead:
		return i18n.T("Đổi chủ hộ", "Change of head")
	case CauseMove:
		return i18n.T("Chuyển nơi ở trong đơn vị", "Moved within the unit")
	case CauseSplit:
		return i18n.T("Tách hộ", "Split off")
	case CauseMerge:
		return i18n.T("Nhập hộ", "Merged")
	case CauseLeave:
		return i18n.T("Chuyển đi", "Left")
	case CauseReturn:
		return i18n.T("Trở lại", "Came back")
	case CauseDeath:
		return i18n.T("Có người mất", "A death")
	case CauseVillage:
		return i18n.T("Thôn nhập hoặc đổi tên", "The village merged or changed its name")
	case CauseRecognise:
		return i18n.T("Quyết định công nhận", "Recognised by decision")
	case ActionCorrect:
		return i18n.T("Quyết định điều chỉnh", "Corrected by decision")
	}
	return i18n.T("Thay đổi trong sổ hộ", "Changed")
}

// spell is what the household is from a day on.
func (h Household) spell(from declared.Date, cause, decision string) Spell {
	return Spell{TenantID: h.TenantID, Household: h.ID, From: from, Unit: h.Unit, Village: h.Village, Head: h.Head, Class: h.Class,
		Merit: h.Merit, NoLabour: h.NoLabour, State: h.State, Cause: cause, Decision: decision}
}

// same reports whether two spells say the same of the household.
func (p Spell) same(q Spell) bool {
	return p.Unit == q.Unit && p.Village == q.Village && p.Head == q.Head && p.Class == q.Class && p.Merit == q.Merit &&
		p.NoLabour == q.NoLabour && p.State == q.State
}

// holds reports whether a row from a day to a day says how it was on the day.
func holds(from, to, day declared.Date) bool { return from <= day && (to == "" || day < to) }
