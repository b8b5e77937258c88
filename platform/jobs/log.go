package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// quiet hands Asynq's messages to the product's log. They are for those who run
// the conveyor: what matters about a job stands in its row.
type quiet struct{ log *slog.Logger }

var _ asynq.Logger = quiet{}

func (q quiet) Debug(...any)   {}
func (q quiet) Info(...any)    {}
func (q quiet) Warn(a ...any)  { q.log.Debug("queue: " + fmt.Sprint(a...)) }
func (q quiet) Error(a ...any) { q.log.Warn("queue: " + fmt.Sprint(a...)) }
func (q quiet) Fatal(a ...any) { q.log.Error("queue: " + fmt.Sprint(a...)) }

// hush keeps go-redis, whose logger is the process's, from writing each lost
// connection to standard error: the relay tells it once.
var hush = sync.OnceFunc(func() { redis.SetLogger(silent{}) }) //nolint:gochecknoglobals // as global as what it sets

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}
