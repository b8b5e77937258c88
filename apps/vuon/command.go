package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/pflag"

	"vuon/platform/config"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/telemetry"
)

// The exit codes that scripts rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// command is one command of the binary.
type command struct {
	name    string // "plan import"
	args    string // "FILE"
	summary string
	flags   func(*pflag.FlagSet)
	run     func(ctx context.Context, c *call) error
}

func commands() []command {
	return []command{
		demoCommand(), serveCommand(), workCommand(),
		migrateUpCommand(), migrateStatusCommand(),
		usersAddCommand(),
		tenantsPlanCommand(), tenantsApplyCommand(),
		planImportCommand(), planRenderCommand(),
		householdsTemplateCommand(), householdsImportCommand(), formsRenderCommand(),
		auditVerifyCommand(),
	}
}

// call is a command as it was called.
type call struct {
	config config.Config
	flags  *pflag.FlagSet
	args   []string
	out    io.Writer // results
	err    io.Writer // messages
	log    *slog.Logger
}

func (c *call) text(flag string) string {
	s, _ := c.flags.GetString(flag)
	return s
}

func (c *call) number(flag string) int {
	n, _ := c.flags.GetInt(flag)
	return n
}

func (c *call) is(flag string) bool {
	b, _ := c.flags.GetBool(flag)
	return b
}

// json writes one JSON document as the command's result.
func (c *call) json(v any) error {
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// usageError is wrong use: exit code 2.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// require refuses the call when one of the flags was not given.
func (c *call) require(names ...string) error {
	for _, name := range names {
		if !c.flags.Changed(name) {
			return usageError{fmt.Sprintf("thiếu --%s (missing --%s)", name, name)}
		}
	}
	return nil
}

// run finds the command, reads the settings and runs it.
func run(ctx context.Context, args, environ []string, out, errOut io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		usage(errOut)
		return exitUsage
	}
	cmd, rest, found := find(args)
	if !found {
		fmt.Fprintf(errOut, "vuon: không có lệnh %q (no such command)\n\n", strings.Join(args, " "))
		usage(errOut)
		return exitUsage
	}
	err := cmd.call(ctx, rest, environ, out, errOut)
	switch use, wrong := errors.AsType[usageError](err); {
	case err == nil:
		return exitDone
	case wrong:
		fmt.Fprintf(errOut, "vuon %s: %s\n", cmd.name, use.message)
		return exitUsage
	}
	explain(errOut, cmd.name, err)
	if fault.CodeOf(err) == "settings_wrong" {
		return exitUsage
	}
	return exitFailed
}

// find takes the command of two words, else of one, from the arguments.
func find(args []string) (command, []string, bool) {
	for n := min(2, len(args)); n > 0; n-- {
		for _, c := range commands() {
			if c.name == strings.Join(args[:n], " ") {
				return c, args[n:], true
			}
		}
	}
	return command{}, nil, false
}

func (cmd command) call(ctx context.Context, args, environ []string, out, errOut io.Writer) error {
	cfg, rest, err := config.Load(args, environ)
	if err != nil {
		return err
	}
	flags := cmd.newFlags()
	if err := flags.Parse(rest); err != nil {
		return usageError{strings.TrimSpace(fmt.Sprintf("%v\nusage: vuon %s %s\n%s", err, cmd.name, cmd.args, flags.FlagUsages()))}
	}
	log := telemetry.NewLogger(errOut, cfg.LogLevel, cfg.LogFormat)
	// Who may run the binary with the deployment's secret acts as the operator.
	ctx = identity.With(ctx, identity.Operator())
	return cmd.run(ctx, &call{cfg, flags, flags.Args(), out, errOut, log})
}

func (cmd command) newFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet(cmd.name, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if cmd.flags != nil {
		cmd.flags(flags)
	}
	return flags
}

// explain writes an error for a person: the safe texts of a fault and what
// caused it, since the operator may know.
func explain(w io.Writer, name string, err error) {
	f, isFault := errors.AsType[*fault.Error](err)
	if !isFault {
		fmt.Fprintf(w, "vuon %s: %v\n", name, err)
		return
	}
	fmt.Fprintf(w, "vuon %s: %s\n  %s [%s]\n", name, f.Message.In(i18n.Vietnamese), f.Message.In(i18n.English), f.Code)
	for _, field := range f.Fields {
		fmt.Fprintf(w, "  %s: %s (%s)\n", field.Name, field.Message.VI, field.Message.EN)
	}
	if f.Err != nil {
		fmt.Fprintf(w, "  %v\n", f.Err)
	}
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Vươn: nền tảng giảm nghèo bền vững của tỉnh (poverty-reduction platform of a province)\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  vuon %-34s %s\n", strings.TrimSpace(c.name+" "+c.args), c.summary)
	}
	fmt.Fprintf(w, "\nSettings, as flags or environment:\n%s", config.Usage())
}
