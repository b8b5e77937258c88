package policy

import (
	"fmt"

	"vuon/platform/fault"
)

func signInRequired() error {
	return fault.New(fault.Unauthenticated, "sign_in_required", "Hãy đăng nhập để tiếp tục.", "Sign in to go on.")
}

// undeclared is a mistake in the program: no module declares the action.
func undeclared(action string) error {
	return fmt.Errorf("policy: no module declares the action %q", action)
}

func roleUnknown(role, kind string) error {
	return fault.New(fault.Invalid, "role_unknown", "Vai trò không dùng được ở địa bàn này.", "The role cannot be held in this tenant.").
		At("role", "Không có vai trò “"+role+"” ở cấp này.", fmt.Sprintf("There is no role %q in a tenant of kind %q.", role, kind))
}

func actionElsewhere(a Action) error {
	return fault.New(fault.Invalid, "action_not_here",
		"Việc “"+a.Title.VI+"” không thuộc cấp này nên không phân quyền tại đây được.",
		"“"+a.Title.EN+"” does not belong to this kind of tenant, so it cannot be shared out here.")
}

func lastHolder(a Action) error {
	return fault.New(fault.Conflict, "last_holder",
		"Đây là vai trò cuối cùng được “"+a.Title.VI+"”. Hãy giao việc này cho vai trò khác trước khi thu quyền.",
		"This is the last role that may do “"+a.Title.EN+"”. Give it to another role first.")
}

func tenantUnknown() error {
	return fault.New(fault.NotFound, "tenant_unknown",
		"Không tìm thấy địa bàn này, hoặc tài khoản của bạn không thuộc địa bàn này.",
		"There is no such tenant, or your account does not belong to it.")
}
