package administration

import (
	"cmp"
	"net/http"
	"slices"

	"vuon/apps/administration/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// tourSteps is how many steps the tour shows: what somebody can take in at once.
const tourSteps = 6

func (s *Service) tourRoutes() []web.Route {
	return []web.Route{{Method: http.MethodPost, Path: "/t/:tenant/tour", Access: web.SignedIn, Handle: ours(s.setTour)}}
}

func tourKey(r *web.Request) string { return "tour " + r.Tenant().ID }

// tour is what is new to the actor here, by what they may do; nil once they have
// put it away.
func (s *Service) tour(r *web.Request) (*views.Tour, error) {
	seen, err := s.Identity.Seen(r.Context(), r.Actor().Account, tourKey(r))
	if err != nil {
		return nil, err
	}
	m := &views.Tour{Action: base(r, "/tour"), Seen: seen}
	if seen {
		return m, nil
	}
	steps := slices.DeleteFunc(s.TourSteps(), func(t web.TourStep) bool {
		return t.Action != "" && !r.Can(t.Action) || t.Without != "" && r.Can(t.Without)
	})
	slices.SortStableFunc(steps, func(a, b web.TourStep) int { return cmp.Compare(a.Order, b.Order) })
	for _, t := range steps[:min(len(steps), tourSteps)] {
		m.Steps = append(m.Steps, views.TourRow{Title: t.Title.In(r.Lang()), Text: t.Text.In(r.Lang()), Icon: t.Icon,
			Href: base(r, t.Path), Help: helpPath + "/" + t.Help})
	}
	return m, nil
}

// setTour puts the tour away, or shows it again.
func (s *Service) setTour(r *web.Request) error {
	if err := s.Identity.SetSeen(r.Context(), r.Actor().Account, tourKey(r), r.Form("seen") == "yes"); err != nil {
		return err
	}
	return r.Redirect(base(r, ""))
}

// tourOfAdministration is this module's part of the tour.
func tourOfAdministration() []web.TourStep {
	return []web.TourStep{
		{Title: i18n.T("Thêm người của đơn vị", "Add your people"), Text: i18n.T("Mời từng người, giao vai trò và phạm vi phụ trách.", "Invite each person, give roles and scope."),
			Icon: "users", Path: "/members", Action: ActionMembers, Help: "administrator#members", Order: 10},
		{Title: i18n.T("Xem lại cấu hình", "Look over the configuration"), Text: i18n.T("Dự án thực hiện, thời hạn, thể thức văn bản, nơi nhận.", "Projects, deadlines, form of documents, recipients."),
			Icon: "settings", Path: "/configuration", Action: ActionConfiguration, Help: "administrator#configuration", Order: 20},
		{Title: i18n.T("Kiểm tra quyền", "Check who may do what"), Text: i18n.T("Vai trò nào được làm gì; chỉnh cho hợp đơn vị mình.", "Which role may do what; adjust it to your unit."),
			Icon: "shield-lock", Path: "/roles", Action: ActionRoles, Help: "administrator#roles", Order: 30},
		{Title: i18n.T("Tra nhật ký", "Look into the audit"), Text: i18n.T("Ai đã làm gì, lúc nào, trước và sau ra sao.", "Who did what and when, before and after."),
			Icon: "history", Path: "/audit", Action: ActionMembers, Help: "administrator#audit", Order: 40},
		{Title: i18n.T("Lập địa bàn mới", "Make a tenant"), Text: i18n.T("Chép thiết lập và quyền từ địa bàn mẫu, mời quản trị viên đầu tiên.", "Settings and rights from a model, and an invited administrator."),
			Icon: "building-community", Path: "/tenants/new", Action: ActionCreateTenant, Help: "supervisor#tenants", Order: 50},
	}
}
