package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"vuon/apps/households"
	"vuon/apps/households/workbook"
	"vuon/platform/fault"
)

func householdsTemplateCommand() command {
	return command{name: "households template", summary: "the workbook in which households are sent in",
		flags: func(f *pflag.FlagSet) { f.String("out", "", "file to write") },
		run: func(_ context.Context, c *call) error {
			if err := c.require("out"); err != nil {
				return err
			}
			var file bytes.Buffer
			if err := workbook.Template(&file); err != nil {
				return err
			}
			return os.WriteFile(c.text("out"), file.Bytes(), 0o644)
		}}
}

func householdsImportCommand() command {
	return command{name: "households import", args: "FILE", summary: "take a workbook over into the registry and the year's review",
		flags: func(f *pflag.FlagSet) {
			f.String("tenant", "", "tenant")
			f.Int("year", 0, "year of the review")
			f.Bool("dry-run", false, "tell what would change, change nothing")
			f.Bool("accept-valid", false, "take the households in which nothing is wrong")
			f.Bool("json", false, "the report as JSON")
		},
		run: householdsImport}
}

func householdsImport(ctx context.Context, c *call) error {
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
	o := households.ImportOptions{Year: c.number("year"), DryRun: c.is("dry-run"), AcceptValid: c.is("accept-valid")}
	return with(ctx, c, func(d *deployment) error {
		if _, err := d.tenants.Tenant(ctx, c.text("tenant")); err != nil {
			return err
		}
		report, err := d.apps.households.Import(ctx, c.text("tenant"), file, info.Size(), o)
		if err != nil {
			return err
		}
		return tellImport(c, report, o)
	})
}

// tellImport reports what an import did. With faults it failed, unless the correct
// rows were to be taken.
func tellImport(c *call, r households.ImportReport, o households.ImportOptions) error {
	if c.is("json") {
		if err := c.json(r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(c.out, "households: %d new, %d changed, %d same; members: %d new, %d changed, %d same, %d ended; %d faults, %d warnings; applied: %t\n",
			r.Households.New, r.Households.Changed, r.Households.Same, r.Members.New, r.Members.Changed, r.Members.Same, r.Members.Ended,
			r.FaultCount, r.WarningCount, r.Applied)
		for _, list := range [][]workbook.Fault{r.Faults, r.Warnings} {
			for _, f := range list {
				fmt.Fprintf(c.err, "%s %d, %s %q: %s (%s)\n", f.Sheet, f.Row, f.Heading, f.Value, f.Expected, f.Code)
			}
		}
	}
	if r.FaultCount > 0 && !o.AcceptValid {
		return fault.New(fault.Invalid, "import_faults", fmt.Sprintf("Tệp có %d lỗi: không có gì được ghi. Sửa tệp, hoặc dùng --accept-valid để nhận các hộ đúng.", r.FaultCount),
			fmt.Sprintf("The workbook has %d faults: nothing was written. Mend it, or take the correct households with --accept-valid.", r.FaultCount))
	}
	return nil
}
