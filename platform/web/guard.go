package web

import (
	"strings"

	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/policy"
)

var (
	// errNotFound is the one answer for what is not there and for what the
	// caller may not know: an unknown path, an unknown tenant, a foreign tenant.
	errNotFound = fault.New(fault.NotFound, "not_found",
		"Không có nội dung này, hoặc bạn không có quyền xem. Hãy kiểm tra lại địa chỉ.",
		"There is nothing here, or you may not see it. Check the address.")
	errSignedOut = fault.New(fault.Unauthenticated, "sign_in_required",
		"Phiên làm việc đã hết hoặc bạn chưa đăng nhập. Hãy đăng nhập rồi thực hiện lại.",
		"You are not signed in, or your session has ended. Sign in and try again.")
	errEnrol = fault.New(fault.Forbidden, "second_factor_required",
		"Vai trò của bạn phải có bước xác thực thứ hai. Hãy thiết lập ở trang “Tài khoản của tôi” trước khi làm việc khác.",
		"Your role needs a second factor. Set one up on the page \"My account\" before anything else.")
	errClosed = fault.New(fault.Conflict, "tenant_closed",
		"Địa bàn này đã đóng: chỉ xem được, không thay đổi được. Hãy làm việc ở đơn vị kế thừa.",
		"This tenant is closed: it can be read, not changed. Work in its successor.")
)

// authorise lets the request through to the handler, or says why not. It goes by
// the matched route alone, never by the text of the path.
func (r *Request) authorise() error {
	if err := r.bounded(); err != nil {
		return err
	}
	if err := r.findTenant(); err != nil {
		return err
	}
	if err := r.identify(); err != nil {
		return err
	}
	switch {
	case r.route.Access == Public:
		return nil
	case !r.signedIn && r.ended != nil:
		return r.ended
	case !r.signedIn:
		return errSignedOut
	case r.actor.Enrol && !strings.HasPrefix(r.route.Path, SecondFactorPath) && r.route.Path != "/sign-out":
		return errEnrol
	case r.route.Tenant && (r.place.ID == "" || r.stranger):
		return errNotFound
	}
	if err := r.permit(); err != nil {
		return r.concealed(err)
	}
	r.tenant = r.place
	if r.tenant.Closed && !r.reads() {
		return errClosed
	}
	return nil
}

// permit asks policy, where the route names an action.
func (r *Request) permit() error {
	switch {
	case r.route.Access == ByAction:
		return r.server.Policy.Authorise(r.ctx, r.route.Action)
	case r.route.Tenant && r.actor.Tenant == identity.Platform:
		return errNotFound // to operate the platform is not to belong to its tenants
	}
	return nil
}

// findTenant looks up the tenant of the path. One that does not exist is no
// error yet: who has not signed in is told the same about every tenant.
func (r *Request) findTenant() error {
	if !r.route.Tenant {
		return nil
	}
	tenant, err := r.server.Tenant(r.ctx, r.c.Params("tenant"))
	if err != nil && fault.From(err).Kind == fault.NotFound {
		return nil
	}
	r.place = tenant
	r.use(policy.At(r.ctx, tenant.ID))
	return err
}

// concealed makes every "not found" of the gate the same, so that a foreign
// tenant cannot be told from one that does not exist. Who is merely not allowed
// may see where they are.
func (r *Request) concealed(err error) error {
	if fault.From(err).Kind == fault.NotFound {
		return errNotFound.Because(err)
	}
	r.tenant = r.place
	return err
}
