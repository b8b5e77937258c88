package administration

import (
	"context"
	"net/http"
	"time"

	"vuon/platform/identity"
	"vuon/platform/web"
)

// memberBody is a member as the API gives it.
type memberBody struct {
	ID          string           `json:"id" format:"uuid"`
	Username    string           `json:"username"`
	Name        string           `json:"name"`
	Email       string           `json:"email"`
	Disabled    bool             `json:"disabled"`
	HasPassword bool             `json:"has_password"`
	SeenAt      *time.Time       `json:"seen_at" doc:"Last use of any session; null: never."`
	Roles       []identity.Grant `json:"roles" nullable:"false"`
}

func memberOf(m identity.Member) memberBody {
	b := memberBody{ID: m.ID, Username: m.Username, Name: m.Name, Email: m.Email, Disabled: m.Disabled, HasPassword: m.HasPassword, Roles: m.Roles}
	if !m.SeenAt.IsZero() {
		b.SeenAt = &m.SeenAt
	}
	return b
}

type membersInput struct {
	ListInput
	Query string `query:"q" maxLength:"100" doc:"Part of a name or username, without regard to diacritics."`
}

type addInput struct {
	TenantInput
	Body struct {
		Username string           `json:"username" minLength:"1" maxLength:"100"`
		Name     string           `json:"name,omitempty" maxLength:"100"`
		Email    string           `json:"email,omitempty" maxLength:"100"`
		Roles    []identity.Grant `json:"roles" minItems:"1" nullable:"false"`
	}
}

type addOutput struct {
	Body struct {
		memberBody
		Link    string     `json:"link,omitempty" doc:"Address under which the password is set, once. Given out only here."`
		Expires *time.Time `json:"link_expires,omitempty"`
	}
}

// MemberInput names a member.
type MemberInput struct {
	TenantInput
	ID string `path:"id" maxLength:"64"`
}

type rolesInput struct {
	MemberInput
	Body struct {
		Roles []identity.Grant `json:"roles" minItems:"1" nullable:"false"`
	}
}

type revokeInput struct {
	MemberInput
	Role string `path:"role" maxLength:"50"`
}

type memberOutput struct{ Body memberBody }

func (s *Service) memberAPI() []web.APIRoute {
	const all, one = "/api/tenants/{tenant}/members", "/api/tenants/{tenant}/members/{id}"
	return []web.APIRoute{
		web.Operation(http.MethodGet, all, ActionMembers, "Members of the tenant", s.apiMembers),
		web.Operation(http.MethodPost, all, ActionMembers, "Add a member with a new account; who has one is invited", s.apiAddMember).Answers(http.StatusCreated),
		web.Operation(http.MethodGet, one, ActionMembers, "A member", func(ctx context.Context, in *MemberInput) (*memberOutput, error) {
			return s.apiMember(ctx, in.Tenant, in.ID)
		}),
		web.Operation(http.MethodPut, one+"/roles", ActionMembers, "Replace a member's roles in one step", func(ctx context.Context, in *rolesInput) (*memberOutput, error) {
			if err := s.SetMemberRoles(ctx, in.Tenant, in.ID, "", in.Body.Roles); err != nil {
				return nil, err
			}
			return s.apiMember(ctx, in.Tenant, in.ID)
		}),
		web.Operation(http.MethodDelete, one+"/roles/{role}", ActionMembers, "Revoke a role; the last one ends the membership", func(ctx context.Context, in *revokeInput) (*struct{}, error) {
			return nil, s.RevokeRole(ctx, in.Tenant, in.ID, in.Role)
		}),
	}
}

func (s *Service) apiMembers(ctx context.Context, in *membersInput) (*web.Listed[memberBody], error) {
	list, next, err := s.MemberList(ctx, in.Tenant, in.Query, in.Page())
	items := make([]memberBody, 0, len(list))
	for _, m := range list {
		items = append(items, memberOf(m))
	}
	return listed(items, next, err)
}

func (s *Service) apiMember(ctx context.Context, tenant, id string) (*memberOutput, error) {
	m, err := s.Member(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	return &memberOutput{memberOf(m)}, nil
}

func (s *Service) apiAddMember(ctx context.Context, in *addInput) (*addOutput, error) {
	added, err := s.AddMember(ctx, in.Tenant, NewMember{Username: in.Body.Username, Name: in.Body.Name,
		Email: in.Body.Email, Grants: in.Body.Roles})
	if err != nil {
		return nil, err
	}
	m, err := s.Member(ctx, in.Tenant, added.Account.ID)
	if err != nil {
		return nil, err
	}
	out := &addOutput{}
	out.Body.memberBody = memberOf(m)
	if added.Link.Secret != "" {
		out.Body.Link = web.From(ctx).BaseURL() + "/password/" + added.Link.Secret
		out.Body.Expires = &added.Link.Expires
	}
	return out, nil
}
