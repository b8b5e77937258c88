package web

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web/ui"
)

// failure is a fault with the status that it is answered with.
type failure struct {
	*fault.Error
	status int
}

// failureOf turns any error into one that may be shown.
func failureOf(err error) failure {
	if e, ok := errors.AsType[*fiber.Error](err); ok {
		return refused(e.Code)
	}
	f := fault.From(err)
	return failure{f, f.Kind.Status()}
}

// refused is what the layers below refuse before a handler sees it.
func refused(status int) failure {
	switch status {
	case fiber.StatusNotFound:
		return failure{errNotFound, status}
	case fiber.StatusMethodNotAllowed:
		return failure{fault.New(fault.Malformed, "method_not_allowed", "Địa chỉ này không nhận thao tác đó.",
			"This address does not take that method."), status}
	case fiber.StatusRequestTimeout:
		return failure{errSlow, status}
	case fiber.StatusRequestEntityTooLarge:
		return failure{errTooLarge(DefaultMaxBody), status}
	case fiber.StatusRequestHeaderFieldsTooLarge:
		return failure{fault.New(fault.Malformed, "head_too_large", "Phần đầu của yêu cầu quá dài. Hãy xoá cookie của trang này rồi thử lại.",
			"The head of the request is too long. Delete this site's cookies and try again."), status}
	}
	return failure{fault.New(fault.Malformed, "bad_request", "Yêu cầu không đúng khuôn dạng. Hãy tải lại trang rồi thử lại.",
		"The request cannot be understood. Reload the page and try again."), fiber.StatusBadRequest}
}

// fail answers with an error: a problem document on the API, a page elsewhere.
func (r *Request) fail(err error) {
	f := failureOf(err)
	switch {
	case f.Kind == fault.Internal && r.late():
		f = failureOf(errLate.Because(err))
	case f.Kind == fault.Internal && database.Away(err):
		f = failureOf(errNoDatabase.Because(err))
	}
	if f.status >= 500 {
		r.cause = err
	}
	r.refused = true
	r.grace()
	r.clearBody()
	if f.Kind == fault.Unauthenticated && r.isAPI() {
		r.c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
	}
	if at, ok := identity.RetryAt(err); ok {
		r.c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(at.Sub(r.server.Clock.Now()).Seconds())+1))
	}
	if err := r.show(f); err != nil {
		r.cause = errors.Join(r.cause, err)
		r.c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
		_ = r.c.Status(f.status).SendString(f.Message.In(r.Lang()) + "\n" + r.id)
	}
}

// show makes the answer. A page that panics must not take the process with it:
// what fasthttp refuses itself comes here without the pipeline around.
func (r *Request) show(f failure) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in an error page: %v", p)
		}
	}()
	ended := f.Kind == fault.Unauthenticated
	switch {
	case r.answersJSON():
		return r.problem(f)
	case ended && r.reads() && r.Fragment() == "":
		return r.Redirect(SignInPath + "?next=" + queryEscape(r.Path()))
	case f.Code == errEnrol.Code && r.reads() && r.Fragment() == "":
		return r.Redirect(SecondFactorPath)
	case ended || r.hasTyped():
		return r.PageStatus(f.status, ui.Page{Title: statusTitle(f.status), Narrow: true}, sendAgain(r.resendView(f)))
	}
	return r.PageStatus(f.status, ui.Page{Title: statusTitle(f.status), Narrow: true}, failurePage(r.failureView(f)))
}

// reads tells that the request changes nothing.
func (r *Request) reads() bool {
	return r.c.Method() == fiber.MethodGet || r.c.Method() == fiber.MethodHead
}

// clearBody drops what a handler may have written before it failed.
func (r *Request) clearBody() {
	r.streams = false
	r.c.Response().ResetBody()
	r.c.Response().Header.Del(fiber.HeaderContentDisposition)
	r.c.Response().Header.Del(fiber.HeaderETag)
	r.c.Set(fiber.HeaderCacheControl, "no-store")
}

// statusTitle is the heading of an error page and the title of a problem.
func statusTitle(status int) i18n.Text {
	switch status {
	case 400:
		return i18n.T("Yêu cầu không hợp lệ", "Bad request")
	case 401:
		return i18n.T("Cần đăng nhập", "Sign-in required")
	case 403:
		return i18n.T("Không có quyền thực hiện", "Not allowed")
	case 404:
		return i18n.T("Không tìm thấy", "Not found")
	case 405:
		return i18n.T("Thao tác không được nhận", "Method not allowed")
	case 408:
		return i18n.T("Quá thời gian chờ", "Request timed out")
	case 409:
		return i18n.T("Trạng thái hiện tại không cho phép", "Conflict with the present state")
	case 413:
		return i18n.T("Nội dung quá lớn", "Too large")
	case 415:
		return i18n.T("Định dạng không được nhận", "Unsupported format")
	case 422:
		return i18n.T("Dữ liệu chưa hợp lệ", "Invalid data")
	case 429:
		return i18n.T("Quá nhiều yêu cầu", "Too many requests")
	case 431:
		return i18n.T("Yêu cầu quá dài", "Request head too large")
	case 503:
		return i18n.T("Hệ thống tạm thời chưa phục vụ được", "Temporarily unavailable")
	}
	return i18n.T("Hệ thống gặp lỗi", "Something went wrong")
}

var errNoDatabase = fault.New(fault.Unavailable, "database_unavailable",
	"Cơ sở dữ liệu tạm thời không trả lời. Chưa có gì bị mất; vui lòng thử lại sau ít phút.",
	"The database does not answer at the moment. Nothing is lost; please try again in a few minutes.")
