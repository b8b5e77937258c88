package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"vuon/apps/administration"
	"vuon/apps/catalogue"
	"vuon/platform/audit"
	"vuon/platform/clock"
	"vuon/platform/config"
	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/embedded"
	"vuon/platform/events"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/module"
	"vuon/platform/notify"
	"vuon/platform/personal"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/telemetry"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/tenants"
)

// parts are the platform's services, of which the modules are made. The zero
// parts make modules that can be read (their actions, their schema) and not run.
type parts struct {
	log      *slog.Logger
	clock    clock.Clock
	db       *database.DB
	audit    *audit.Log
	identity *identity.Service
	tenants  *tenancy.Registry
	policy   *policy.Engine
	jobs     *jobs.Queue
	storage  *storage.Store
	register *register.Register
	events   *events.Bus
	notify   *notify.Service
	personal *personal.Keys

	authorities *signature.Authorities // whose signatures on documents are trusted; nil: not checked
}

// deployment is a running product: its servers, its services, its modules.
type deployment struct {
	parts
	apps    apps
	config  config.Config
	secret  []byte
	servers *embedded.Servers
	metrics *telemetry.Metrics
	files   fs.FS // tenants/
}

// sources are all schemas, those of tenants first: policies refer to them.
func sources() []database.Source {
	list := []database.Source{tenancy.Source(), identity.Source(), audit.Source(), policy.Source(), jobs.Source(),
		storage.Source(), register.Source(), web.Source(), notify.Source()}
	for _, m := range newApps(parts{}).modules() {
		if m.Migrations != nil {
			list = append(list, database.Source{Module: m.Name, FS: m.Migrations})
		}
	}
	return list
}

// globalTables are the tables that belong to no tenant, for the catalogue's lint.
func globalTables() []string {
	list := slices.Concat(tenancy.GlobalTables(), identity.GlobalTables(), policy.GlobalTables(), notify.GlobalTables(), register.GlobalTables())
	for _, m := range newApps(parts{}).modules() {
		list = append(list, m.GlobalTables...)
	}
	return list
}

// start starts or joins what is embedded and says how to reach the database.
func start(ctx context.Context, c *call) (*deployment, database.Options, error) {
	d := &deployment{config: c.config, secret: c.config.SecretKey, files: tenants.FS()}
	d.log = c.log
	if e := c.config.Embedded(); e.Any() {
		servers, err := embedded.Start(ctx, embedded.Options{Data: c.config.Data, NoDatabase: !e.Database, NoRedis: !e.Redis, NoS3: !e.S3,
			PostgresBin: c.config.PostgresBin, Log: c.log})
		if err != nil {
			return nil, database.Options{}, err
		}
		d.servers = servers
		if d.secret == nil {
			d.secret = servers.SecretKey
		}
	}
	o := database.Options{URL: c.config.DatabaseURL, Secret: d.secret}
	if o.URL == "" {
		o.URL = d.servers.DatabaseURL
	}
	return d, o, nil
}

// openDeployment starts what is embedded, brings its schema up, and makes the
// services. On the operator's database the schema must be up already.
func openDeployment(ctx context.Context, c *call, clk clock.Clock) (d *deployment, err error) {
	d, o, err := start(ctx, c)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.close())
		}
	}()
	if c.config.DatabaseURL == "" {
		if !d.servers.Joined {
			err = database.Migrate(ctx, o, sources())
		}
	} else {
		err = requireSchema(ctx, o)
	}
	if err != nil {
		return d, err
	}
	if d.db, err = database.Open(ctx, o); err != nil {
		return d, err
	}
	return d, d.build(ctx, clk)
}

// requireSchema refuses to run on a schema that is older than the binary: on
// their own servers operators choose when to migrate.
func requireSchema(ctx context.Context, o database.Options) error {
	states, err := database.Status(ctx, o, sources())
	if err != nil {
		return err
	}
	for _, s := range states {
		if s.Version < s.Latest {
			return fault.New(fault.Unavailable, "schema_older",
				"Cơ sở dữ liệu chưa được nâng cấp ("+s.Module+"). Hãy chạy: vuon migrate up",
				"The database has not been migrated ("+s.Module+"). Run: vuon migrate up")
		}
	}
	return nil
}

// build makes the services on an open database.
func (d *deployment) build(ctx context.Context, clk clock.Clock) (err error) {
	d.clock, d.metrics = clk, telemetry.NewMetrics(version())
	if d.authorities, err = signature.LoadAuthorities(d.config.SigningRoots); err != nil {
		return err
	}
	d.audit, d.personal = audit.New(d.db, clk), personal.New(d.secret)
	d.tenants = tenancy.New(d.db, clk, tenancy.ChangedBy(actorName), tenancy.CheckWith(catalogue.References))
	declared := newApps(parts{}).modules()
	var actions []policy.Action
	var hands []policy.Incompatible
	for _, m := range declared {
		actions, hands = append(actions, m.Actions...), append(hands, m.Incompatible...)
	}
	if err := module.Check(declared); err != nil {
		return err
	}
	if d.policy, err = policy.New(d.db, d.place, d.audit, actions, hands); err != nil {
		return err
	}
	issuers, err := identity.LoadIssuers(d.config.OIDC)
	if err != nil {
		return fault.New(fault.Invalid, "oidc_wrong", "Tệp VUON_OIDC không dùng được: "+err.Error(), "The file of VUON_OIDC cannot be used: "+err.Error())
	}
	d.identity = identity.New(d.db, clk, d.recordIdentity, identity.Options{CheckRole: d.policy.CheckRole, Secret: d.secret,
		Issuers: issuers, Rules: d.accountRules, Admit: func(ctx context.Context, tenant string) error {
			return administration.AdmitMember(ctx, d.tenants, d.identity, tenant)
		}})
	if d.jobs, err = jobs.New(d.db, d.jobOptions(), clk, d.log); err != nil {
		return err
	}
	if d.storage, err = storage.New(ctx, d.storageOptions(), d.db, clk); err != nil {
		return err
	}
	d.register = register.New(d.db, clk)
	d.events = events.NewBus()
	d.notify = notify.New(d.noticeOptions())
	d.apps = newApps(d.parts)
	for _, m := range d.apps.modules() {
		d.events.Subscribe(m.Subscriptions...)
		for _, kind := range m.Jobs {
			if err := d.jobs.Register(d.measured(kind)); err != nil {
				return err
			}
		}
	}
	for _, kind := range d.notify.Kinds() {
		if err := d.jobs.Register(d.measured(kind)); err != nil {
			return err
		}
	}
	return nil
}

// measured counts a kind's jobs and the time that they take.
func (d *deployment) measured(kind jobs.Kind) jobs.Kind {
	run, tracer := kind.Run, telemetry.NewTracer(d.log, d.metrics)
	kind.Run = func(ctx context.Context, r *jobs.Run) error {
		started := time.Now()
		ctx, end := tracer.Root(telemetry.Annotate(ctx, telemetry.Scope{Tenant: r.Tenant, Job: r.ID}), "job", "")
		err := run(ctx, r)
		end(err)
		state := "done"
		if err != nil {
			state = "failed"
		}
		d.metrics.Job(kind.Name, state, time.Since(started))
		return err
	}
	return kind
}

func (d *deployment) place(ctx context.Context, id string) (policy.Place, error) {
	t, err := d.tenants.Tenant(ctx, id)
	return policy.Place{Kind: t.Kind, Parent: t.Parent}, err
}

func (d *deployment) recordIdentity(ctx context.Context, tx database.Tx, c identity.Change) error {
	return d.audit.Record(ctx, tx, audit.Entry{Action: c.Action, Object: c.Object, ObjectID: c.ObjectID, Before: c.Before, After: c.After})
}

// accountRules are a tenant's for its members' accounts. The operator's roles
// with a second factor hold for every tenant.
func (d *deployment) accountRules(ctx context.Context, tenant string) (identity.Rules, error) {
	if tenant == identity.Platform {
		return identity.Rules{SecondFactor: d.config.SecondFactor}, nil
	}
	rules, err := administration.AccountRules(ctx, d.tenants, tenant)
	rules.SecondFactor = append(rules.SecondFactor, d.config.SecondFactor...)
	return rules, err
}

func actorName(ctx context.Context) string {
	actor, _ := identity.From(ctx)
	return actor.Username
}

func (d *deployment) jobOptions() jobs.Options {
	o := jobs.Options{RedisURL: d.config.RedisURL, Quota: limit[int](d, tenancy.JobsConcurrent)}
	if o.RedisURL == "" {
		o.RedisURL = d.servers.RedisURL
	}
	return o
}

func (d *deployment) noticeOptions() notify.Options {
	o := notify.Options{DB: d.db, Clock: d.clock, Jobs: d.jobs, Identity: d.identity, TenantName: func(ctx context.Context, id string) (string, error) {
		t, err := d.tenants.Tenant(ctx, id)
		return t.Name, err
	}}
	if d.config.SMTPURL != "" {
		o.Mail = &notify.Mail{URL: d.config.SMTPURL, From: d.config.MailFrom, PublicURL: d.config.PublicURL}
	}
	return o
}

func (d *deployment) storageOptions() storage.Options {
	s := d.config.S3
	o := storage.Options{Endpoint: s.Endpoint, AccessKey: s.AccessKey, SecretKey: s.SecretKey, Bucket: s.Bucket, Region: s.Region,
		PublicEndpoint: s.PublicEndpoint}
	if s.Endpoint == "" {
		o = storage.Options{Endpoint: d.servers.S3Endpoint, AccessKey: d.servers.S3AccessKey, SecretKey: d.servers.S3SecretKey, Bucket: d.servers.S3Bucket}
	}
	o.Quota = limit[int64](d, tenancy.StorageQuota)
	return o
}

// limit asks for a tenant's limit; 0 where it has none of its own.
func limit[N int | int64](d *deployment, key string) func(context.Context, string) (N, error) {
	return func(ctx context.Context, tenant string) (n N, err error) {
		err = d.tenants.Setting(ctx, tenant, key, &n)
		return n, err
	}
}

// close ends everything, last started first.
func (d *deployment) close() error {
	var errs []error
	if d.jobs != nil {
		errs = append(errs, d.jobs.Close())
	}
	if d.db != nil {
		errs = append(errs, d.db.Close())
	}
	if d.servers != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		errs = append(errs, d.servers.Stop(ctx))
	}
	return errors.Join(errs...)
}

// with opens the deployment for as long as a command needs it.
func with(ctx context.Context, c *call, fn func(*deployment) error) error {
	d, err := openDeployment(ctx, c, clock.System{})
	if err != nil {
		return err
	}
	return errors.Join(fn(d), d.close())
}
