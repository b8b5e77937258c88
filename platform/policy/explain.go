package policy

import (
	"context"
	"fmt"
	"strings"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// Explanation says who could do an action in a tenant.
type Explanation struct {
	Action Action
	Roles  []Role // that may do it there, from within the tenant or from above
	Text   i18n.Text
}

// Explain tells who could do the action in the tenant. An unknown action or
// tenant has nobody.
func (e *Engine) Explain(ctx context.Context, tenant, action string) Explanation {
	x := Explanation{}
	at, known := e.catalogue.actionAt[action]
	if !known {
		return x
	}
	x.Action = e.catalogue.actions[at]
	x.Roles = e.holders(ctx, tenant, at)
	if len(x.Roles) == 0 {
		x.Text = i18n.T("Hiện chưa có vai trò nào được giao việc này; hãy đề nghị quản trị viên phân quyền.",
			"No role holds this at present; ask your administrator.")
		return x
	}
	vi, en := make([]string, len(x.Roles)), make([]string, len(x.Roles))
	for i, r := range x.Roles {
		vi[i], en[i] = r.Title.VI, r.Title.EN
	}
	x.Text = i18n.T("Người thực hiện được: "+join(vi, " hoặc ")+".", "It can be done by: "+join(en, " or ")+".")
	return x
}

// holders are the roles that may do the action: in the tenant, in the one above
// it, and on the platform.
func (e *Engine) holders(ctx context.Context, id string, action int) (roles []Role) {
	there, err := e.tenant(ctx, id)
	if err != nil {
		return nil
	}
	add := func(t tenant, p plane) {
		for i, r := range e.catalogue.roles {
			if t.decisions.decide(p, action, []int{i}) {
				roles = append(roles, r)
			}
		}
	}
	add(there, own)
	for _, above := range []string{there.Parent, identity.Platform} {
		if above == "" || above == id {
			continue
		}
		if t, err := e.tenant(ctx, above); err == nil {
			add(t, below)
		}
	}
	return roles
}

func join(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + last + words[len(words)-1]
}

// titles are the names of the roles that the actor holds, in both languages.
func (e *Engine) titles(grants []identity.Grant) i18n.Text {
	var vi, en []string
	for _, g := range grants {
		if at, known := e.catalogue.roleAt[g.Role]; known {
			vi, en = append(vi, e.catalogue.roles[at].Title.VI), append(en, e.catalogue.roles[at].Title.EN)
		}
	}
	return i18n.T(strings.Join(vi, ", "), strings.Join(en, ", "))
}

// forbidden says why nothing that the actor holds allows the action.
func (e *Engine) forbidden(ctx context.Context, q question) error {
	a := e.catalogue.actions[q.action]
	who := e.Explain(ctx, q.tenant, a.Name)
	held := e.titles(q.actor.Roles)
	why := i18n.T(fmt.Sprintf("Vai trò của bạn (%s) không được giao việc “%s”.", held.VI, a.Title.VI),
		fmt.Sprintf("Your role (%s) may not do “%s”.", held.EN, a.Title.EN))
	switch {
	case held.VI == "":
		why = i18n.T(fmt.Sprintf("Bạn chưa có vai trò nào ở đây nên không thực hiện được “%s”.", a.Title.VI),
			fmt.Sprintf("You hold no role here, so you may not do “%s”.", a.Title.EN))
	case e.isDenied(q):
		why = i18n.T(fmt.Sprintf("Đơn vị đã thu quyền “%s” của một vai trò mà bạn giữ (%s).", a.Title.VI, held.VI),
			fmt.Sprintf("“%s” was withdrawn from a role that you hold (%s).", a.Title.EN, held.EN))
	case q.plane == below && !a.Across:
		why = i18n.T(fmt.Sprintf("Cấp trên theo dõi và nhận xét, không làm thay địa bàn việc “%s”.", a.Title.VI),
			fmt.Sprintf("A supervisor reads and remarks, and does not do “%s” for the tenant.", a.Title.EN))
	}
	return deny("forbidden", why, who.Text)
}

func (e *Engine) isDenied(q question) bool {
	for _, g := range q.actor.Roles {
		if role, known := e.catalogue.roleAt[g.Role]; known && q.decisions.deny[q.plane].has(q.decisions.at(role, q.action)) {
			return true
		}
	}
	return false
}

// outOfScope says which part of the tenant the actor's grants are limited to.
func (e *Engine) outOfScope(ctx context.Context, q question, grants []identity.Grant) error {
	a := e.catalogue.actions[q.action]
	var units, projects []string
	for _, g := range grants {
		units, projects = append(units, g.Scope.Units...), append(projects, g.Scope.Projects...)
	}
	var vi, en []string
	if len(units) > 0 {
		vi, en = append(vi, "xã mã "+strings.Join(units, ", ")), append(en, "communes "+strings.Join(units, ", "))
	}
	if len(projects) > 0 {
		vi, en = append(vi, "dự án "+strings.Join(projects, ", ")), append(en, "projects "+strings.Join(projects, ", "))
	}
	why := i18n.T(
		fmt.Sprintf("Bạn chỉ được “%s” trong phạm vi được giao (%s); hồ sơ này nằm ngoài phạm vi đó.", a.Title.VI, strings.Join(vi, "; ")),
		fmt.Sprintf("You may do “%s” only in the part assigned to you (%s); this lies outside of it.", a.Title.EN, strings.Join(en, "; ")))
	return deny("out_of_scope", why, e.Explain(ctx, q.tenant, a.Name).Text)
}

// incompatibleHands says what the actor did before that rules this out.
func (e *Engine) incompatibleHands(ctx context.Context, q question, done string, rule Incompatible) error {
	a, first := e.catalogue.actions[q.action], e.catalogue.actions[e.catalogue.actionAt[done]]
	why := i18n.T(
		fmt.Sprintf("Bạn đã “%s” hồ sơ này nên không được “%s”: hai việc phải do hai người khác nhau làm (%s).", first.Title.VI, a.Title.VI, rule.Title.VI),
		fmt.Sprintf("You did “%s” on this, so you may not do “%s”: two people have to do these (%s).", first.Title.EN, a.Title.EN, rule.Title.EN))
	return deny("incompatible_hands", why, e.Explain(ctx, q.tenant, a.Name).Text)
}

func deny(code string, why, who i18n.Text) error {
	return fault.New(fault.Forbidden, code, why.VI+" "+who.VI, why.EN+" "+who.EN)
}
