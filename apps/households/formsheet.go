package households

import (
	"bytes"
	"context"
	"io"
	"strings"

	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/documents/form"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
)

// The formats of a form as a file.
const (
	FormatXLSX = "xlsx"
	FormatPDF  = "pdf"
)

// mediaTypeOf is the type of a file of that format; "" for a format that is none.
func mediaTypeOf(format string) string {
	switch format {
	case FormatXLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case FormatPDF:
		return "application/pdf"
	}
	return ""
}

// WriteForm writes a form as a file (xlsx, pdf). The lists 14 and 15 name persons
// with their ethnicity: they ask for households.reveal and a reason, which the audit
// keeps. Faults: those of Form, form_format, reason_missing.
func (s *Service) WriteForm(ctx context.Context, tenant string, f FormOf, format, reason string, w io.Writer) error {
	if mediaTypeOf(format) == "" {
		return faultFormFormat(format)
	}
	if forms.ListedClass(f.Number) != "" {
		return s.writeList(ctx, tenant, f, format, reason, w)
	}
	table, err := s.Form(ctx, tenant, f)
	if err != nil {
		return err
	}
	sheet := table.Form(forms.Print{})
	if sheet.Notes, err = s.notes(ctx, tenant, sheet.Notes); err != nil {
		return err
	}
	return printForm(w, format, sheet)
}

// notes are the lines below a form, with what everybody must know of the tenant's
// data.
func (s *Service) notes(ctx context.Context, tenant string, own []string) ([]string, error) {
	var notice string
	if err := s.Tenants.Setting(ctx, tenant, tenancy.DataNotice, &notice); err != nil || notice == "" {
		return own, err
	}
	return append(own, notice), nil
}

func printForm(w io.Writer, format string, f form.Form) error {
	if format == FormatPDF {
		return form.PDF(w, f)
	}
	return form.XLSX(w, f)
}

// writeList writes the official list, with what the screen masks.
func (s *Service) writeList(ctx context.Context, tenant string, f FormOf, format, reason string, w io.Writer) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Invalid, "reason_missing", "Hãy ghi lý do lấy danh sách có thông tin nhạy cảm.", "Say why you need the list with sensitive data.").
			At("reason", "Hãy ghi lý do.", "Say why.")
	}
	return s.reads(ctx, tenant, ActionReveal, func(ctx context.Context, tx database.Tx) error {
		list, err := s.listing(ctx, tx, tenant, f, ActionReveal)
		if err != nil {
			return err
		}
		after := map[string]any{"form": f.Number, "year": f.Year, "unit": f.Unit, "format": format}
		if err := s.record(ctx, tx, ActionReveal, "form", formName(f), nil, after, reason); err != nil {
			return err
		}
		sheet := list.form(ctx, tx, false)
		if sheet.Notes, err = s.notes(ctx, tenant, sheet.Notes); err != nil {
			return err
		}
		return printForm(w, format, sheet)
	})
}

// fileOf is a form as a file in memory; a list of a district is a few MB.
func (s *Service) fileOf(ctx context.Context, tenant string, f FormOf, format, reason string) (*bytes.Reader, error) {
	var file bytes.Buffer
	err := s.WriteForm(ctx, tenant, f, format, reason, &file)
	return bytes.NewReader(file.Bytes()), err
}

func faultFormFormat(format string) *fault.Error {
	return fault.New(fault.NotFound, "form_format", "Không có định dạng “"+format+"”. Hãy chọn xlsx hoặc pdf.", "There is no format “"+format+"”. Choose xlsx or pdf.")
}
