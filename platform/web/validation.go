package web

import (
	"errors"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// keepError takes what huma refused itself into our own hands, so that all
// errors of the API have one form.
func keepError(c huma.Context, _ string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if r := From(c.Context()); ok && r.failed == nil {
		r.failed = refusedInput(model)
	}
	return v, nil
}

// refusedInput is the fault for parameters or a body that do not fit the description.
func refusedInput(m *huma.ErrorModel) error {
	switch {
	case len(m.Errors) == 0 && m.Status == 400:
		return errNoBody
	case len(m.Errors) == 0 || m.Status >= 500:
		return errors.New("web: huma: " + m.Detail)
	}
	f := *errInput
	for _, d := range m.Errors {
		f.Fields = append(f.Fields, fieldOf(d))
	}
	return &f
}

func fieldOf(d *huma.ErrorDetail) fault.Field {
	for prefix, message := range map[string]i18n.Text{
		notThere:  i18n.T("Trường này không có trong mô tả API.", "There is no such field."),
		wrongType: i18n.T("Giá trị không đúng kiểu.", "The value has the wrong type."),
	} {
		if name, ok := strings.CutPrefix(d.Message, prefix); ok {
			return fault.Field{Name: name, Message: message}
		}
	}
	name := d.Location
	for _, place := range []string{"body.", "body", "path.", "query.", "header."} {
		name = strings.TrimPrefix(name, place)
	}
	if m := missing.FindStringSubmatch(d.Message); m != nil {
		name = strings.TrimPrefix(name+"."+m[1], ".")
	}
	return fault.Field{Name: name, Message: i18n.T(inVietnamese(d.Message), d.Message)}
}

var missing = regexp.MustCompile(`^expected required property (.+) to be present$`)

// phrase is one of huma's messages and how we say it.
type phrase struct {
	pattern *regexp.Regexp
	vi      string
}

var phrases = []phrase{
	{missing, "Thiếu trường bắt buộc này."},
	{regexp.MustCompile(`^required .* parameter is missing$`), "Thiếu tham số bắt buộc này."},
	{regexp.MustCompile(`^unexpected property$`), "Trường này không có trong mô tả API."},
	{regexp.MustCompile(`^unknown query parameter$`), "Tham số này không có trong mô tả API."},
	{regexp.MustCompile(`^expected string$`), "Giá trị phải là một chuỗi ký tự."},
	{regexp.MustCompile(`^expected integer$`), "Giá trị phải là số nguyên."},
	{regexp.MustCompile(`^expected number$`), "Giá trị phải là số."},
	{regexp.MustCompile(`^expected boolean$`), "Giá trị phải là true hoặc false."},
	{regexp.MustCompile(`^expected array$`), "Giá trị phải là một danh sách."},
	{regexp.MustCompile(`^expected object$`), "Giá trị phải là một đối tượng JSON."},
	{regexp.MustCompile(`^expected number >= (.+)$`), "Giá trị phải từ $1 trở lên."},
	{regexp.MustCompile(`^expected number > (.+)$`), "Giá trị phải lớn hơn $1."},
	{regexp.MustCompile(`^expected number <= (.+)$`), "Giá trị phải từ $1 trở xuống."},
	{regexp.MustCompile(`^expected number < (.+)$`), "Giá trị phải nhỏ hơn $1."},
	{regexp.MustCompile(`^expected length >= (.+)$`), "Cần ít nhất $1 ký tự."},
	{regexp.MustCompile(`^expected length <= (.+)$`), "Không được quá $1 ký tự."},
	{regexp.MustCompile(`^expected array length >= (.+)$`), "Cần ít nhất $1 phần tử."},
	{regexp.MustCompile(`^expected array length <= (.+)$`), "Không được quá $1 phần tử."},
	{regexp.MustCompile(`^expected value to be one of "(.+)"$`), "Giá trị phải là một trong: $1."},
	{regexp.MustCompile(`^expected string to match pattern (.+)$`), "Giá trị phải theo mẫu $1."},
	{regexp.MustCompile(`^expected string to be RFC 3339 .*$`), "Ngày, giờ phải theo dạng ISO 8601 (2024-02-05)."},
	{regexp.MustCompile(`^expected string to be RFC 4122 uuid.*$`), "Giá trị phải là một mã UUID."},
	{regexp.MustCompile(`^expected array items to be unique$`), "Các phần tử không được trùng nhau."},
	{regexp.MustCompile(`^invalid integer$`), "Giá trị phải là số nguyên."},
}

func inVietnamese(message string) string {
	for _, p := range phrases {
		if p.pattern.MatchString(message) {
			return p.pattern.ReplaceAllString(message, p.vi)
		}
	}
	return "Giá trị không hợp lệ: " + message
}

var (
	errInput = fault.New(fault.Invalid, "invalid_input", "Dữ liệu gửi lên chưa hợp lệ. Hãy sửa những trường nêu dưới đây.",
		"What was sent is not valid. Correct the fields named below.")
	errNoBody = fault.New(fault.Malformed, "body_missing", "Thiếu nội dung JSON. Hãy gửi lại kèm nội dung.",
		"The JSON body is missing. Send it.")
)
