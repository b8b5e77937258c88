package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"vuon/platform/clock"
	"vuon/platform/documents"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
)

// workers is how many jobs one process works on at once.
const workers = 4

func serveCommand() command {
	return command{name: "serve", summary: "web and API (--with-jobs: and jobs, the default when embedded)",
		flags: func(f *pflag.FlagSet) { f.Bool("with-jobs", false, "work on jobs too") },
		run: func(ctx context.Context, c *call) error {
			return withServers(ctx, c, clock.System{}, func(d *deployment) error {
				doors, err := openDoors(c.config)
				if err != nil {
					return err
				}
				jobs := c.is("with-jobs") || !c.flags.Changed("with-jobs") && c.config.Embedded().Any()
				return d.run(ctx, c, doors, jobs)
			})
		}}
}

func workCommand() command {
	return command{name: "work", summary: "jobs",
		run: func(ctx context.Context, c *call) error {
			return withServers(ctx, c, clock.System{}, func(d *deployment) error { return d.run(ctx, c, nil, true) })
		}}
}

// withServers is with for what runs on: two of them cannot share one data folder.
func withServers(ctx context.Context, c *call, clk clock.Clock, fn func(*deployment) error) error {
	d, err := openDeployment(ctx, c, clk)
	if err != nil {
		return err
	}
	if d.servers != nil && d.servers.Joined {
		err = fault.New(fault.Conflict, "data_in_use", "Thư mục dữ liệu "+c.config.Data+" đang được một tiến trình Vươn khác sử dụng.",
			"The data folder "+c.config.Data+" is in use by another Vươn process.")
		return errors.Join(err, d.close())
	}
	return errors.Join(fn(d), d.close())
}

// run serves until the context ends or a part fails; then all parts end, and
// what is under way is finished. Without doors it only works on jobs.
func (d *deployment) run(ctx context.Context, c *call, doors *doors, work bool) error {
	defer doors.close()
	d.log.Info("starting", slog.Any("settings", d.config))
	if err := d.policy.Refresh(ctx); err != nil {
		return err
	}
	if err := d.reclaim(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	if doors != nil {
		server, err := web.New(d.webOptions())
		if err != nil {
			return err
		}
		group.Go(func() error { return server.Serve(ctx, doors.web) })
		if doors.metrics != nil {
			group.Go(func() error { return server.ServeMetrics(ctx, doors.metrics) })
		}
		group.Go(func() error { return d.tellReady(c, doors) })
	}
	group.Go(func() error { d.policy.Run(ctx); return nil })
	group.Go(func() error { return ended(ctx, d.jobs.RunRelay(ctx)) })
	group.Go(func() error { return d.observe(ctx) })
	if work {
		group.Go(func() error { return ended(ctx, d.jobs.RunWorkers(ctx, workers)) })
		group.Go(func() error { return d.maintain(ctx) })
	}
	if d.servers != nil {
		group.Go(func() error { return d.watchServers(ctx) })
	}
	err := group.Wait()
	d.log.Info("stopped")
	return err
}

// reclaim gives back what workers of an earlier process held, where no other
// process can have any: the private database and the queue inside this process.
func (d *deployment) reclaim(ctx context.Context) error {
	if e := d.config.Embedded(); e.Database && e.Redis {
		return d.jobs.Reclaim(ctx)
	}
	return nil
}

// ended takes the end of the context for what it is: no error.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// watchServers ends the process when an embedded server ends by itself.
func (d *deployment) watchServers(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-d.servers.Done():
		return fault.New(fault.Unavailable, "server_ended",
			"PostgreSQL bên trong đã dừng, nguyên nhân nằm trong nhật ký ở trên. Hãy kiểm tra dung lượng đĩa và bộ nhớ rồi khởi động lại; dữ liệu đã lưu vẫn còn nguyên.",
			"The private PostgreSQL has ended; the log above holds the cause. Check disk space and memory and start again; what was saved is safe.")
	}
}

func (d *deployment) tellReady(c *call, doors *doors) error {
	d.log.Info("serving", slog.String("address", doors.address))
	if d.servers != nil {
		if err := d.servers.AnnounceWeb(doors.address); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(c.out, "ready", doors.address)
	return err
}

// remark is what everybody must know of a tenant's data.
func (d *deployment) remark(ctx context.Context, tenant string) (text string, err error) {
	err = d.tenants.Setting(ctx, tenant, tenancy.DataNotice, &text)
	return text, err
}

func (d *deployment) webOptions() web.Options {
	o := web.Options{Identity: d.identity, Policy: d.policy, Tenant: d.tenants.Tenant, Database: d.db, Clock: d.clock, Log: d.log,
		Secret: d.secret, Version: version(), TrustedProxies: d.config.TrustedProxies, PublicURL: d.config.PublicURL, Metrics: d.metrics, Unread: d.notify.Unread, Remark: d.remark,
		PublicMetrics: d.config.MetricsAddr != "" && d.config.MetricsAddr == d.config.Addr,
		Styles:        map[string]string{"document.css": documents.CSS()},
		Groups: []web.NavGroup{
			{ID: "overview", Title: i18n.T("Tổng hợp", "Overview")},
			{ID: "work", Title: i18n.T("Nghiệp vụ", "Work")},
			{ID: "catalogue", Title: i18n.T("Danh mục", "Catalogue")},
			{ID: "admin", Title: i18n.T("Quản trị", "Administration")},
		},
		Checks: []web.Check{{Name: "database", Ping: d.db.Ping}, {Name: "queue", Ping: d.jobs.Ping}, {Name: "storage", Ping: d.storage.Ping}}}
	for _, m := range d.apps.modules() {
		o.Routes, o.API, o.Nav = slices.Concat(o.Routes, m.Routes), slices.Concat(o.API, m.API), slices.Concat(o.Nav, m.Nav)
		for _, a := range m.Actions {
			o.Actions = append(o.Actions, a.Name)
		}
	}
	return o
}
