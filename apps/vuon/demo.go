package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"vuon/platform/clock"
	"vuon/platform/fault"
)

func demoCommand() command {
	return command{name: "demo", summary: "everything embedded, with demonstration tenants, accounts and plans",
		flags: func(f *pflag.FlagSet) { f.String("password", "vuon-demo", "of every demonstration account") },
		run:   demo}
}

// demo runs a deployment of its own with the demonstration loaded. It may be
// stopped at any moment: the next start goes on with what is missing.
func demo(ctx context.Context, c *call) error {
	if !c.config.Embedded().All() {
		return usageError{"demo chạy với cơ sở dữ liệu, hàng đợi và kho tệp nhúng (demo runs embedded: unset VUON_DATABASE_URL, VUON_REDIS_URL, VUON_S3_ENDPOINT)"}
	}
	clk := &stagedClock{}
	d, err := openDeployment(ctx, c, clk)
	if err != nil {
		return err
	}
	if d.servers.Joined {
		err = fault.New(fault.Conflict, "data_in_use", "Thư mục dữ liệu "+c.config.Data+" đang được một tiến trình Vươn khác sử dụng.",
			"The data folder "+c.config.Data+" is in use by another Vươn process.")
		return errors.Join(err, d.close())
	}
	err = d.stage(ctx, c, clk)
	if err == nil {
		err = d.run(ctx, c, true, true)
	}
	return errors.Join(err, d.close())
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
	_, err := fmt.Fprintf(c.err, `
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
