package config

import (
	"os"
	"strings"

	"github.com/spf13/pflag"

	"vuon/platform/i18n"
)

const (
	prefix = "VUON_"
	suffix = "_FILE"
	// Variables of this kind choose what tests run against.
	testPrefix = prefix + "TEST_"
)

// Load reads the settings out of flags and environment (as os.Environ gives it)
// and returns them with the arguments that are no settings. The error is a fault
// settings_wrong with one field for each wrong setting: its name, its value
// (masked where it is secret) and what was expected.
func Load(args, environ []string) (Config, []string, error) {
	table := settings()
	flags := flagSet(table)
	mine, rest := split(flags, args)
	var p problems
	if err := flags.Parse(mine); err != nil {
		p.add("--", i18n.T(err.Error(), err.Error()))
		return Config{}, nil, p.fault()
	}
	env := variables(environ)
	p.unknown(env, table)
	var c Config
	for _, s := range table {
		v, source, why := find(s, flags, env)
		if why != nil {
			p.add(prefix+s.name, *why)
			continue
		}
		if !s.take(&c, v) {
			p.wrong(s, v)
		}
		c.shown = append(c.shown, Shown{prefix + s.name, s.mask(v), source})
	}
	p.together(c)
	if err := p.fault(); err != nil {
		return Config{}, nil, err
	}
	return c, rest, nil
}

// Usage describes the flags, for --help.
func Usage() string { return flagSet(settings()).FlagUsages() }

// flagSet has --x and --x-file for every setting VUON_X.
func flagSet(table []setting) *pflag.FlagSet {
	flags := pflag.NewFlagSet("vuon", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.Usage = func() {}
	for _, s := range table {
		flags.String(flagName(s.name), s.fallback, s.usage+" ("+prefix+s.name+")")
		flags.String(flagName(s.name+suffix), "", "file that holds --"+flagName(s.name))
		_ = flags.MarkHidden(flagName(s.name + suffix)) // exists: defined in the line above
	}
	return flags
}

func flagName(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "-") }

// split takes the flags that are settings out of args and leaves the rest, which
// belongs to the command, in its order. Nothing is taken after "--".
func split(flags *pflag.FlagSet, args []string) (mine, rest []string) {
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return mine, append(rest, args[i:]...)
		}
		name, _, whole := strings.Cut(strings.TrimPrefix(args[i], "--"), "=")
		if !strings.HasPrefix(args[i], "--") || flags.Lookup(name) == nil {
			rest = append(rest, args[i])
			continue
		}
		mine = append(mine, args[i])
		if !whole && i+1 < len(args) {
			i++
			mine = append(mine, args[i])
		}
	}
	return mine, rest
}

// variables are the environment's VUON_ variables; an empty one counts as absent.
func variables(environ []string) map[string]string {
	env := map[string]string{}
	for _, line := range environ {
		if name, value, ok := strings.Cut(line, "="); ok && value != "" && strings.HasPrefix(name, prefix) && !strings.HasPrefix(name, testPrefix) {
			env[name] = value
		}
	}
	return env
}

// find returns a setting's value and where it came from, or why it has none.
func find(s setting, flags *pflag.FlagSet, env map[string]string) (value, source string, why *i18n.Text) {
	flag, file := flags.Lookup(flagName(s.name)), flags.Lookup(flagName(s.name+suffix))
	variable, variableFile := env[prefix+s.name], env[prefix+s.name+suffix]
	switch {
	case flag.Changed && file.Changed, !flag.Changed && !file.Changed && variable != "" && variableFile != "":
		return "", "", new(i18n.T("được đặt hai lần, trực tiếp và qua "+suffix+"; hãy bỏ một trong hai",
			"is given twice, itself and as "+suffix+"; remove one of the two"))
	case flag.Changed:
		return flag.Value.String(), "flag", nil
	case file.Changed:
		return fromFile(file.Value.String())
	case variable != "":
		return variable, "environment", nil
	case variableFile != "":
		return fromFile(variableFile)
	}
	return s.fallback, "default", nil
}

// fromFile reads a value without the line end that editors add.
func fromFile(path string) (value, source string, why *i18n.Text) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", "", new(i18n.T("không đọc được tệp "+path+": "+err.Error(), "the file "+path+" cannot be read: "+err.Error()))
	}
	return strings.TrimRight(string(b), "\r\n"), path, nil
}
