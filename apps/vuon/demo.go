package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"vuon/platform/clock"
)

func demoCommand() command {
	return command{name: "demo", summary: "everything embedded, with demonstration tenants, accounts and plans",
		flags: func(f *pflag.FlagSet) {
			f.String("password", "vuon-demo", "of every demonstration account")
			f.Bool("households", true, "made-up households and their reviews too")
		},
		run: demo}
}

// demo runs a deployment of its own with the demonstration loaded. It may be
// stopped at any moment: the next start goes on with what is missing.
func demo(ctx context.Context, c *call) error {
	if !c.config.Embedded().All() {
		return usageError{"demo chạy với cơ sở dữ liệu, hàng đợi và kho tệp nhúng (demo runs embedded: unset VUON_DATABASE_URL, VUON_REDIS_URL, VUON_S3_ENDPOINT)"}
	}
	clk := &stagedClock{}
	return withServers(ctx, c, clk, func(d *deployment) error {
		doors, err := openDoors(c.config)
		if err != nil {
			return err
		}
		if err := d.stage(ctx, c, clk); err != nil {
			doors.close()
			return err
		}
		return d.run(ctx, c, doors, true)
	})
}

// stage loads the demonstration, as far as it is not there.
func (d *deployment) stage(ctx context.Context, c *call, clk *stagedClock) error {
	if _, err := d.applyTenants(ctx); err != nil {
		return err
	}
	if err := d.stageAccounts(ctx, c.text("password")); err != nil {
		return err
	}
	if err := d.stagePlans(ctx, clk); err != nil {
		return err
	}
	if err := d.stageRecords(ctx, clk); err != nil {
		return err
	}
	if err := d.stageTasks(ctx, clk); err != nil {
		return err
	}
	if c.is("households") {
		if err := d.stageHouseholds(ctx, clk); err != nil {
			return err
		}
	}
	debug.FreeOSMemory() // hashing and reading plans needs memory that serving does not
	_, err := fmt.Fprintf(c.out, `
Tài khoản trình diễn, mật khẩu %q (demonstration accounts, one password):
  operator                      vận hành hệ thống
  supervisor@dak-nong           giám sát cấp tỉnh       department@dak-nong   Sở LĐ-TB&XH
  admin@krong-no   quản trị     chair@ · vicechair@krong-no   Chủ tịch, Phó Chủ tịch UBND
  labour@ · agriculture@ · finance@krong-no   các phòng      clerk@krong-no   văn thư
  front@krong-no   Mặt trận     officer-24697@krong-no   công chức xã Nam Đà, …
  các huyện khác (other districts): gia-nghia cu-jut dak-glong dak-mil dak-rlap dak-song tuy-duc

`, c.text("password"))
	return err
}

// stagedClock is the machine's clock, except while the demonstration's past is
// being made.
type stagedClock struct {
	mu sync.Mutex
	at time.Time // zero: now
}

// Now is the staged moment, else the present.
func (s *stagedClock) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at.IsZero() {
		return clock.System{}.Now()
	}
	return s.at
}

func (s *stagedClock) set(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = at.UTC()
}
