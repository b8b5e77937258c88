package policy

import (
	"slices"

	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// Kinds of tenants, as far as roles differ between them; the platform itself,
// where operators stand, counts as one.
const (
	KindPlatform = identity.Platform
	KindProvince = "province"
	KindDistrict = "district"
	KindCommune  = "commune"
	KindRegional = "regional"
)

// Level is how high in the administration a role stands.
type Level string

// The levels, from the top.
const (
	LevelPlatform Level = "platform"
	LevelProvince Level = "province"
	LevelDistrict Level = "district"
	LevelCommune  Level = "commune"
)

// Role is a standard role. Titles name functions; what an office is called in a
// tenant comes from its configuration.
type Role struct {
	ID    string
	Title i18n.Text
	Level Level
	Kinds []string // of tenants in which it can be held
}

// HeldIn reports whether the role can be held in a tenant of this kind.
func (r Role) HeldIn(kind string) bool { return slices.Contains(r.Kinds, kind) }

// Roles are the standard roles, from the top of the administration to its base.
func Roles() []Role {
	platform, province := []string{KindPlatform}, []string{KindProvince}
	local := []string{KindDistrict, KindRegional, KindCommune}
	return []Role{
		{"operator", i18n.T("Vận hành hệ thống", "Platform operator"), LevelPlatform, platform},
		{"province-supervisor", i18n.T("Giám sát chương trình cấp tỉnh", "Province supervisor"), LevelProvince, province},
		{"province-department", i18n.T("Sở Lao động - Thương binh và Xã hội", "Provincial labour department"), LevelProvince, province},
		{"admin", i18n.T("Quản trị viên địa bàn", "Tenant administrator"), LevelDistrict, append(province, local...)},
		{"chair", i18n.T("Chủ tịch UBND huyện", "District chair"), LevelDistrict, local},
		{"vicechair", i18n.T("Phó Chủ tịch UBND huyện", "District vice-chair"), LevelDistrict, local},
		{"labour", i18n.T("Phòng Lao động - Thương binh và Xã hội", "Labour office"), LevelDistrict, local},
		{"agriculture", i18n.T("Phòng Nông nghiệp và Phát triển nông thôn", "Agriculture office"), LevelDistrict, local},
		{"finance", i18n.T("Phòng Tài chính - Kế hoạch", "Finance and planning office"), LevelDistrict, local},
		{"clerk", i18n.T("Văn thư", "Clerk"), LevelDistrict, local},
		{"front", i18n.T("Ủy ban Mặt trận Tổ quốc Việt Nam", "Fatherland Front observer"), LevelDistrict, local},
		{"commune-chair", i18n.T("Chủ tịch UBND xã", "Commune chair"), LevelCommune, local},
		{"commune-officer", i18n.T("Công chức phụ trách giảm nghèo xã", "Commune poverty officer"), LevelCommune, local},
		{"commune-accountant", i18n.T("Kế toán xã", "Commune accountant"), LevelCommune, local},
		{"reviewer", i18n.T("Rà soát viên thôn, buôn", "Hamlet reviewer"), LevelCommune, local},
	}
}

// RoleNamed finds a standard role by its id.
func RoleNamed(id string) (Role, bool) {
	roles := Roles()
	if i := slices.IndexFunc(roles, func(r Role) bool { return r.ID == id }); i >= 0 {
		return roles[i], true
	}
	return Role{}, false
}

// RolesFor lists the roles that can be held in a tenant of this kind.
func RolesFor(kind string) []Role {
	return slices.DeleteFunc(Roles(), func(r Role) bool { return !r.HeldIn(kind) })
}
