// Command task runs the tasks of the Taskfile.yml above the working directory. It
// is Task (https://taskfile.dev) used as a library, so that nobody has to install
// it: see docs/adr/0010-task-runner.md. Unlike Task's own command it passes
// SIGTERM on to what runs, so that stopping it never leaves a process behind.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/go-task/task/v3"
	"github.com/go-task/task/v3/args"
	taskerrors "github.com/go-task/task/v3/errors"
	"github.com/go-task/task/v3/taskfile/ast"
	"mvdan.cc/sh/v3/syntax"
)

func main() {
	// The end of the context interrupts the running command and waits for it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:])
	if err == nil {
		return
	}
	interrupted := ctx.Err() != nil
	stop()
	if interrupted {
		os.Exit(130)
	}
	fmt.Fprintln(os.Stderr, err)
	if failed, ok := errors.AsType[*taskerrors.TaskRunError](err); ok {
		os.Exit(failed.TaskExitCode())
	}
	os.Exit(1)
}

// run runs the tasks that are named before "--" (none, or --list: lists them);
// what follows "--" is CLI_ARGS.
func run(ctx context.Context, words []string) error {
	var rest []string
	if i := slices.Index(words, "--"); i >= 0 {
		words, rest = words[:i], words[i+1:]
	}
	e := task.Executor{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Color: isTerminal(os.Stdout)}
	if err := e.Setup(); err != nil {
		return err
	}
	if len(words) == 0 || words[0] == "--list" {
		_, err := e.ListTasks(task.NewListOptions(true, false, false, true))
		return err
	}
	quoted, err := quote(rest)
	if err != nil {
		return err
	}
	calls, globals := args.Parse(words...)
	globals.Set("CLI_ARGS", ast.Var{Value: quoted})
	e.Taskfile.Vars.Merge(globals, nil)
	return e.Run(ctx, calls...)
}

func quote(words []string) (string, error) {
	quoted := make([]string, len(words))
	for i, word := range words {
		var err error
		if quoted[i], err = syntax.Quote(word, syntax.LangBash); err != nil {
			return "", err
		}
	}
	return strings.Join(quoted, " "), nil
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
