package jobs

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"vuon/platform/i18n"
)

const (
	defaultTimeout  = 10 * time.Minute
	maxTimeout      = 12 * time.Hour
	defaultAttempts = 5
)

// Kind is a sort of job that a module declares.
type Kind struct {
	Name        string        // module.verb: "planning.render"
	Title       i18n.Text     // what the list of jobs shows
	Timeout     time.Duration // of one attempt; 0 means 10 minutes, at most 12 hours
	MaxAttempts int           // 0 means 5

	// Run does the work. It may be called again for the same job after a crash:
	// make its effect in the transaction of Run.Finish, or make it repeatable.
	// It must end when ctx does. A *fault.Error that more attempts cannot mend
	// (invalid, not found, conflict …) ends the job; any other error is tried again.
	Run func(ctx context.Context, run *Run) error
}

var kindName = regexp.MustCompile(`^[a-z]+(\.[a-z][a-z0-9_-]*)+$`)

// check refuses what could not run, and fills in the defaults.
func (k Kind) check() (Kind, error) {
	if !kindName.MatchString(k.Name) {
		return k, fmt.Errorf("jobs: %q is no name of a kind (module.verb)", k.Name)
	}
	if k.Run == nil || k.Title.VI == "" || k.Timeout < 0 || k.Timeout > maxTimeout || k.MaxAttempts < 0 {
		return k, fmt.Errorf("jobs: kind %s needs a function, a title, a timeout up to %v", k.Name, maxTimeout)
	}
	if k.Timeout == 0 {
		k.Timeout = defaultTimeout
	}
	if k.MaxAttempts == 0 {
		k.MaxAttempts = defaultAttempts
	}
	return k, nil
}
