package web

import (
	"context"
	"net/http"
	"slices"

	"vuon/platform/identity"
	"vuon/platform/text"
)

type signInInput struct {
	Body struct {
		Username string `json:"username" minLength:"1" maxLength:"200" example:"labour@krong-no"`
		Password string `json:"password" minLength:"1" maxLength:"1000" example:"vuon-demo"`
		OTP      string `json:"otp,omitempty" maxLength:"20" doc:"One-time code, for accounts that ask for one."`
	}
}

// SessionAnswer is a session as the API gives it out.
type SessionAnswer struct {
	Token   string          `json:"token,omitempty" doc:"Goes into the Authorization header. Given out once."`
	User    SessionUser     `json:"user"`
	Tenants []SessionTenant `json:"tenants" nullable:"false"`
}

// SessionUser is who signed in.
type SessionUser struct {
	ID       string `json:"id" format:"uuid"`
	Username string `json:"username" example:"labour@krong-no"`
	Name     string `json:"name"`
}

// SessionTenant is a tenant with the roles that the user holds there.
type SessionTenant struct {
	Tenant string   `json:"tenant" example:"krong-no"`
	Roles  []string `json:"roles" nullable:"false" example:"[\"labour\"]"`
}

type sessionOutput struct{ Body SessionAnswer }

// sessionAPI is how programs sign in and out.
func (s *Server) sessionAPI() []APIRoute {
	return []APIRoute{
		Operation(http.MethodPost, "/api/session", "", "Sign in", s.signIn).Public().
			Describe("Attempts are counted by account and by address; too many answer 429 with Retry-After. An account with a second factor answers 401 otp_required: send the code along as otp."),
		Operation(http.MethodGet, "/api/session", "", "Who am I", s.whoAmI).SignedIn(),
		Operation(http.MethodDelete, "/api/session", "", "Sign out", s.signOut).SignedIn(),
	}
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*sessionOutput, error) {
	r := From(ctx)
	session, err := s.Identity.SignIn(ctx, identity.Credentials{
		Username: text.Line(in.Body.Username), Password: in.Body.Password, OTP: in.Body.OTP, Address: r.Address(), Agent: r.Agent(),
	})
	if err != nil {
		return nil, err
	}
	return s.sessionAnswer(ctx, session.Token, SessionUser{session.Account.ID, session.Account.Username, session.Account.Name})
}

func (s *Server) whoAmI(ctx context.Context, _ *struct{}) (*sessionOutput, error) {
	a := From(ctx).Actor()
	return s.sessionAnswer(ctx, "", SessionUser{a.Account, a.Username, a.Name})
}

func (s *Server) signOut(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, s.Identity.SignOut(ctx, From(ctx).Token())
}

func (s *Server) sessionAnswer(ctx context.Context, token string, user SessionUser) (*sessionOutput, error) {
	memberships, err := s.Identity.Memberships(ctx, user.ID)
	if err != nil {
		return nil, err
	}
	out := &sessionOutput{Body: SessionAnswer{Token: token, User: user, Tenants: []SessionTenant{}}}
	for _, m := range memberships {
		i := slices.IndexFunc(out.Body.Tenants, func(t SessionTenant) bool { return t.Tenant == m.Tenant })
		if i < 0 {
			i = len(out.Body.Tenants)
			out.Body.Tenants = append(out.Body.Tenants, SessionTenant{Tenant: m.Tenant})
		}
		out.Body.Tenants[i].Roles = append(out.Body.Tenants[i].Roles, m.Role)
	}
	return out, nil
}
