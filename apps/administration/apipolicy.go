package administration

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"vuon/platform/audit"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

type cellBody struct {
	Role       string `json:"role"`
	Allowed    bool   `json:"allowed"`
	Standard   bool   `json:"standard" doc:"What the product has without the tenant's changes."`
	Overridden bool   `json:"overridden"`
}

type actionBody struct {
	Action string     `json:"action" example:"planning.approve"`
	Title  i18n.Text  `json:"title"`
	Roles  []cellBody `json:"roles" nullable:"false"`
}

type decideInput struct {
	TenantInput
	Role   string `path:"role" maxLength:"50"`
	Action string `path:"action" maxLength:"100"`
	Body   struct {
		Decision Decision `json:"decision" enum:"allow,deny,standard"`
	}
}

type actionOutput struct{ Body actionBody }

func (s *Service) roleAPI() []web.APIRoute {
	const roles = "/api/tenants/{tenant}/roles"
	return []web.APIRoute{
		web.Operation(http.MethodGet, roles, ActionRoles, "Which role may do what", func(ctx context.Context, in *TenantInput) (*web.Listed[actionBody], error) {
			m, err := s.RoleMatrix(ctx, in.Tenant)
			items := make([]actionBody, 0, len(m.Rows))
			for _, row := range m.Rows {
				items = append(items, actionOf(m, row))
			}
			return listed(items, "", err)
		}),
		web.Operation(http.MethodPut, roles+"/{role}/actions/{action}", ActionRoles, "Allow a role an action here, deny it, or let the standard hold", func(ctx context.Context, in *decideInput) (*actionOutput, error) {
			if err := s.Decide(ctx, in.Tenant, in.Role, in.Action, in.Body.Decision); err != nil {
				return nil, err
			}
			m, row, err := s.ActionRow(ctx, in.Tenant, in.Action)
			if err != nil {
				return nil, err
			}
			return &actionOutput{actionOf(m, row)}, nil
		}),
	}
}

func actionOf(m policy.Matrix, row policy.MatrixRow) actionBody {
	b := actionBody{Action: row.Action.Name, Title: row.Action.Title}
	for i, c := range row.Cells {
		b.Roles = append(b.Roles, cellBody{m.Roles[i].ID, c.Allowed, c.Standard, c.Overridden})
	}
	return b
}

// settingBody is a setting as the API gives it.
type settingBody struct {
	Key       string     `json:"key" example:"plan.deadlines"`
	Title     i18n.Text  `json:"title"`
	Value     any        `json:"value" doc:"What holds; null when nothing is set."`
	File      any        `json:"file" doc:"What the deployment's files say."`
	Drift     bool       `json:"drift" doc:"The screen says something else than the files."`
	ChangedBy string     `json:"changed_by"`
	ChangedAt *time.Time `json:"changed_at"`
}

func settingOf(x tenancy.SettingState) settingBody {
	return settingBody{Key: x.Key, Title: x.Title, Value: anyJSON(x.Value()), File: anyJSON(x.File), Drift: x.Drift(), ChangedBy: x.ChangedBy, ChangedAt: x.ChangedAt}
}

func anyJSON(raw json.RawMessage) (v any) {
	_ = json.Unmarshal(raw, &v) // stored as JSON; nothing is null
	return v
}

// SettingInput names a setting.
type SettingInput struct {
	TenantInput
	Key string `path:"key" maxLength:"100"`
}

type setInput struct {
	SettingInput
	Body struct {
		Value any `json:"value"`
	}
}

type settingOutput struct{ Body settingBody }

func settingAnswer(x tenancy.SettingState, err error) (*settingOutput, error) {
	if err != nil {
		return nil, err
	}
	return &settingOutput{settingOf(x)}, nil
}

func (s *Service) configurationAPI() []web.APIRoute {
	const all, one = "/api/tenants/{tenant}/configuration", "/api/tenants/{tenant}/configuration/{key}"
	return []web.APIRoute{
		web.Operation(http.MethodGet, all, ActionConfiguration, "Every setting with its drift", func(ctx context.Context, in *TenantInput) (*web.Listed[settingBody], error) {
			states, err := s.SettingList(ctx, in.Tenant)
			items := make([]settingBody, 0, len(states))
			for _, x := range states {
				items = append(items, settingOf(x))
			}
			return listed(items, "", err)
		}),
		web.Operation(http.MethodGet, one, ActionConfiguration, "A setting", func(ctx context.Context, in *SettingInput) (*settingOutput, error) {
			return settingAnswer(s.Setting(ctx, in.Tenant, in.Key))
		}),
		web.Operation(http.MethodPut, one, ActionConfiguration, "Set a setting", func(ctx context.Context, in *setInput) (*settingOutput, error) {
			return settingAnswer(s.ChangeSetting(ctx, in.Tenant, in.Key, "", in.Body.Value))
		}),
		web.Operation(http.MethodDelete, one, ActionConfiguration, "Let the value of the files hold again", func(ctx context.Context, in *SettingInput) (*settingOutput, error) {
			return settingAnswer(s.ResetSetting(ctx, in.Tenant, in.Key))
		}).Answers(http.StatusOK),
	}
}

// auditEntry is an entry of the audit as the API gives it.
type auditEntry struct {
	Seq      int64     `json:"seq"`
	At       time.Time `json:"at"`
	Account  string    `json:"account"`
	Actor    string    `json:"actor"`
	Action   string    `json:"action"`
	Object   string    `json:"object"`
	ObjectID string    `json:"object_id"`
	Before   any       `json:"before"`
	After    any       `json:"after"`
	Reason   string    `json:"reason"`
	PrevHash string    `json:"prev_hash"`
	Hash     string    `json:"hash"`
}

func entriesOf(rows []audit.Row) []auditEntry {
	items := make([]auditEntry, 0, len(rows))
	for _, r := range rows {
		items = append(items, auditEntry{r.Seq, r.At, r.AccountID, r.Actor, r.Action, r.Object, r.ObjectID,
			anyJSON(json.RawMessage(r.Before)), anyJSON(json.RawMessage(r.After)), r.Reason, r.PrevHash, r.Hash})
	}
	return items
}
