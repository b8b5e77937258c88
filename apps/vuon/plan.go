package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

func planImportCommand() command {
	return command{name: "plan import", args: "FILE", summary: "read a plan (.txt, .docx) into a new structured draft",
		flags: func(f *pflag.FlagSet) {
			f.String("tenant", "", "tenant")
			f.Int("year", 0, "year of the plan")
			f.Bool("dry-run", false, "read and report, keep nothing")
			f.Bool("json", false, "the plan as JSON")
		},
		run: planImport}
}

func planImport(ctx context.Context, c *call) error {
	if err := c.require("tenant", "year"); err != nil {
		return err
	}
	if len(c.args) != 1 {
		return usageError{"cần đúng một tệp (exactly one FILE is needed)"}
	}
	file, err := os.Open(c.args[0])
	if err != nil {
		return fault.New(fault.NotFound, "file_unreadable", "Không mở được tệp "+c.args[0]+".", "The file "+c.args[0]+" cannot be opened.").Because(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	up := planning.Upload{Name: filepath.Base(c.args[0]), Size: info.Size(), Body: file}
	return with(ctx, c, func(d *deployment) error {
		if _, err := d.tenants.Tenant(ctx, c.text("tenant")); err != nil {
			return err
		}
		plan, err := d.importPlan(ctx, c, up)
		if err != nil {
			return err
		}
		if c.is("json") {
			return c.json(plan)
		}
		fmt.Fprintf(c.out, "%s: %d sections, %d legal bases, %d targets, %d projects, %d warnings\n", plan.Header.Title,
			len(plan.Sections), len(plan.LegalBases), len(plan.Targets), len(plan.Projects), len(plan.Warnings))
		for _, w := range plan.Warnings {
			fmt.Fprintf(c.err, "%s %s: %s\n", w.At, w.Code, w.Message)
		}
		return nil
	})
}

func (d *deployment) importPlan(ctx context.Context, c *call, up planning.Upload) (planreader.Plan, error) {
	if c.is("dry-run") {
		return d.apps.planning.Preview(ctx, c.text("tenant"), c.number("year"), up)
	}
	v, err := d.apps.planning.Import(ctx, c.text("tenant"), c.number("year"), up)
	return v.Plan, err
}

func planRenderCommand() command {
	return command{name: "plan render", summary: "the official document: the issued version, else the draft",
		flags: func(f *pflag.FlagSet) {
			f.String("tenant", "", "tenant")
			f.Int("year", 0, "year of the plan")
			f.String("format", "", "docx, pdf or html")
			f.String("out", "", "file to write")
		},
		run: planRender}
}

func planRender(ctx context.Context, c *call) error {
	if err := c.require("tenant", "year", "format", "out"); err != nil {
		return err
	}
	switch c.text("format") {
	case "docx", "pdf", "html":
	default:
		return usageError{"--format là docx, pdf hoặc html (docx, pdf or html)"}
	}
	out, err := filepath.Abs(c.text("out")) // before the embedded storage changes the working directory
	if err != nil {
		return err
	}
	return with(ctx, c, func(d *deployment) error {
		if _, err := d.tenants.Tenant(ctx, c.text("tenant")); err != nil {
			return err
		}
		var file bytes.Buffer
		if err := d.apps.planning.Write(ctx, c.text("tenant"), c.number("year"), c.text("format"), &file); err != nil {
			return err
		}
		return os.WriteFile(out, file.Bytes(), 0o644)
	})
}
