package administration

import (
	"net/http"
	"slices"
	"strings"

	"vuon/apps/administration/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// peopleShown is how many holders of an action its page names.
const peopleShown = 20

func (s *Service) roleRoutes() []web.Route {
	const roles, action = "/t/:tenant/roles", "/t/:tenant/roles/:action"
	return []web.Route{
		{Method: http.MethodGet, Path: roles, Action: ActionRoles, Handle: s.matrixPage},
		{Method: http.MethodGet, Path: action, Action: ActionRoles, Handle: s.actionPage},
		{Method: http.MethodPost, Path: action, Action: ActionRoles, Handle: s.decide},
	}
}

func (s *Service) matrixPage(r *web.Request) error {
	matrix, err := s.RoleMatrix(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	m := views.Matrix{}
	for _, role := range matrix.Roles {
		m.Heads = append(m.Heads, views.RoleHead{ID: role.ID, Title: role.Title.In(r.Lang())})
	}
	at := base(r, "/roles")
	for _, row := range matrix.Rows {
		v := views.MatrixRow{Title: row.Action.Title.In(r.Lang()), Name: row.Action.Name, Href: at + "/" + row.Action.Name, Cells: cellsOf(r, matrix, row)}
		for _, c := range v.Cells {
			if c.Allowed != c.Standard {
				m.Changed++
			}
		}
		name, _, _ := strings.Cut(row.Action.Name, ".")
		if n := len(m.Groups); n == 0 || m.Groups[n-1].Name != name {
			m.Groups = append(m.Groups, views.MatrixGroup{Name: name, Title: moduleTitle(name).In(r.Lang())})
		}
		g := &m.Groups[len(m.Groups)-1]
		g.Rows = append(g.Rows, v)
	}
	head := ui.Page{Help: "administrator#roles", Title: i18n.T("Vai trò và quyền", "Roles and rights"), Active: at, Wide: true,
		Actions:  ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Vì sao được, vì sao không?", "Why, and why not?"), Icon: "help-circle", Href: base(r, "/why")}),
		Subtitle: i18n.T("Mỗi việc trên hệ thống do vai trò nào được làm ở địa bàn này.", "Which role may do what in this tenant.")}
	return r.Page(head, views.MatrixPage(m))
}

func cellsOf(r *web.Request, m policy.Matrix, row policy.MatrixRow) []views.Cell {
	cells := make([]views.Cell, 0, len(row.Cells))
	for i, c := range row.Cells {
		cells = append(cells, views.Cell{Role: m.Roles[i].ID, Title: m.Roles[i].Title.In(r.Lang()), Allowed: c.Allowed, Standard: c.Standard, Overridden: c.Overridden})
	}
	return cells
}

func (s *Service) actionPage(r *web.Request) error { return s.showAction(r, nil) }

func (s *Service) showAction(r *web.Request, refusal error) error {
	matrix, row, err := s.ActionRow(r.Context(), r.Tenant().ID, r.Param("action"))
	if err != nil {
		return err
	}
	roles := base(r, "/roles")
	who := s.Policy.Explain(r.Context(), r.Tenant().ID, row.Action.Name)
	m := views.Action{Href: roles + "/" + row.Action.Name, Name: row.Action.Name, Who: who.Text.In(r.Lang()), Cells: cellsOf(r, matrix, row), Err: refusal}
	if r.Can(ActionMembers) {
		if m.People, m.More, err = s.holders(r, who.Roles); err != nil {
			return err
		}
	}
	head := ui.Page{Help: "administrator#roles", Title: row.Action.Title, Active: roles, Crumbs: crumb("Vai trò và quyền", "Roles and rights", roles),
		Subtitle: i18n.T("Mã việc: "+row.Action.Name, "Action: "+row.Action.Name), Narrow: true}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, head, views.ActionPage(m))
}

// holders are the members who hold one of the roles, and how many are left out.
func (s *Service) holders(r *web.Request, roles []policy.Role) (people []views.Place, more int, err error) {
	if len(roles) == 0 {
		return nil, 0, nil
	}
	f := identity.MemberFilter{Active: true}
	for _, role := range roles {
		f.Roles = append(f.Roles, role.ID)
	}
	found, _, err := s.Identity.FindMembers(r.Context(), r.Tenant().ID, f, database.Page{Limit: peopleShown})
	if err != nil {
		return nil, 0, err
	}
	for _, m := range found {
		at := slices.IndexFunc(m.Roles, func(g identity.Grant) bool { return slices.Contains(f.Roles, g.Role) })
		people = append(people, views.Place{Name: m.Name, Role: m.Username + " · " + roleTitle(r, m.Roles[at].Role), Href: base(r, "/members/"+m.ID)})
	}
	all, err := s.Identity.CountFound(r.Context(), r.Tenant().ID, f)
	return people, all - len(people), err
}

func (s *Service) decide(r *web.Request) error {
	err := s.Decide(r.Context(), r.Tenant().ID, r.Form("role"), r.Param("action"), Decision(r.Form("decision")))
	if err != nil {
		if refused(err) {
			return s.showAction(r, err)
		}
		return err
	}
	done := map[Decision]i18n.Text{
		Allow:    i18n.T("Đã cho phép vai trò “"+roleTitle(r, r.Form("role"))+"”.", "The role may do it now."),
		Deny:     i18n.T("Đã thu quyền của vai trò “"+roleTitle(r, r.Form("role"))+"”.", "The role may not do it any more."),
		Standard: i18n.T("Vai trò “"+roleTitle(r, r.Form("role"))+"” theo mặc định của hệ thống.", "The standard holds for the role again."),
	}[Decision(r.Form("decision"))]
	return r.RedirectWith(base(r, "/roles/"+r.Param("action")), done)
}

// moduleTitle names a part of the product by the module of its actions.
func moduleTitle(name string) i18n.Text {
	switch name {
	case "administration":
		return i18n.T("Quản trị địa bàn", "Administration")
	case "catalogue":
		return i18n.T("Danh mục", "Catalogue")
	case "planning":
		return i18n.T("Kế hoạch năm", "Annual plans")
	case "records":
		return i18n.T("Văn thư", "Records")
	case "library":
		return i18n.T("Thư viện tài liệu", "Library")
	case "tasks":
		return i18n.T("Nhiệm vụ", "Tasks")
	case "supervision":
		return i18n.T("Giám sát của tỉnh", "Supervision by the province")
	case "households":
		return i18n.T("Hộ nghèo, hộ cận nghèo", "Households")
	case "budget":
		return i18n.T("Vốn và giải ngân", "Budget")
	case "delivery":
		return i18n.T("Thực hiện", "Delivery")
	case "reporting":
		return i18n.T("Báo cáo", "Reports")
	}
	return i18n.T(name, "")
}
