package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"vuon/apps/households"
	"vuon/apps/households/forms"
)

func formsRenderCommand() command {
	return command{name: "forms render", summary: "a form of the yearly review (biểu 1-15) of a district, a commune or a province",
		flags: func(f *pflag.FlagSet) {
			f.String("tenant", "", "tenant")
			f.String("unit", "", "code of a commune of the tenant")
			f.String("province", "", "province, instead of a tenant")
			f.Int("year", 0, "year of the review")
			f.Int("form", 0, "number of the form, 1 to 15")
			f.String("format", "", "xlsx, pdf or json")
			f.String("out", "", "file to write")
		},
		run: formsRender}
}

func formsRender(ctx context.Context, c *call) error {
	if err := checkForms(c); err != nil {
		return err
	}
	out, err := filepath.Abs(c.text("out")) // before the embedded storage changes the working directory
	if err != nil {
		return err
	}
	f := households.FormOf{Number: c.number("form"), Year: c.number("year"), Unit: c.text("unit")}
	return with(ctx, c, func(d *deployment) error {
		tenant := c.text("tenant") + c.text("province")
		if err := d.formsOf(ctx, c, tenant); err != nil {
			return err
		}
		var file bytes.Buffer
		if err := d.writeForm(ctx, c, tenant, f, &file); err != nil {
			return err
		}
		return os.WriteFile(out, file.Bytes(), 0o644)
	})
}

// checkForms refuses what no form is.
func checkForms(c *call) error {
	if err := c.require("year", "form", "format", "out"); err != nil {
		return err
	}
	list := forms.ListedClass(c.number("form")) != ""
	switch tenant, province := c.text("tenant") != "", c.text("province") != ""; {
	case tenant == province:
		return usageError{"cần --tenant hoặc --province (give --tenant or --province)"}
	case province && c.text("unit") != "":
		return usageError{"--unit đi với --tenant (--unit goes with --tenant)"}
	case c.number("form") < forms.First || c.number("form") > forms.Last:
		return usageError{"--form là 1 đến 15 (1 to 15)"}
	case list && province:
		return usageError{"biểu 14, 15 là danh sách người: chỉ có ở huyện, xã (forms 14 and 15 list persons: of a tenant only)"}
	}
	switch c.text("format") {
	case "xlsx", "pdf":
	case "json":
		if list {
			return usageError{"biểu 14, 15 là danh sách người: không có JSON (forms 14 and 15 list persons: no JSON)"}
		}
	default:
		return usageError{"--format là xlsx, pdf hoặc json (xlsx, pdf or json)"}
	}
	return nil
}

// formsOf refuses a tenant of the other kind.
func (d *deployment) formsOf(ctx context.Context, c *call, tenant string) error {
	t, err := d.tenants.Tenant(ctx, tenant)
	if err != nil {
		return err
	}
	if province := t.Kind == "province"; province != (c.text("province") != "") {
		return usageError{"--tenant là một huyện, --province là một tỉnh (--tenant is a district, --province a province)"}
	}
	return nil
}

func (d *deployment) writeForm(ctx context.Context, c *call, tenant string, f households.FormOf, file *bytes.Buffer) error {
	if c.text("format") != "json" {
		return d.apps.households.WriteForm(ctx, tenant, f, c.text("format"), "vuon forms render", file)
	}
	table, err := d.apps.households.Form(ctx, tenant, f)
	if err != nil {
		return err
	}
	e := json.NewEncoder(file)
	e.SetEscapeHTML(false)
	return e.Encode(table)
}
