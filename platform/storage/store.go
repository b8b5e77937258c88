package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"vuon/platform/clock"
	"vuon/platform/database"
)

const (
	defaultQuota  = 5 << 30 // bytes
	defaultBucket = "vuon"
	defaultRegion = "us-east-1"
	tries         = 3 // of a request: what is down should be told soon
)

// Options say where the objects lie. Endpoint is host:port (with Secure for TLS)
// or an http(s) address.
type Options struct {
	Endpoint, AccessKey, SecretKey string
	Bucket                         string // "" means vuon; made with versions and object lock if missing
	Region                         string // "" means us-east-1
	Secure                         bool
	PublicEndpoint                 string // under which browsers reach the same S3; "": files go through the application

	// Quota is how many bytes a tenant may keep (setting storage.quota); nil or 0 mean 5 GiB.
	Quota func(ctx context.Context, tenant string) (int64, error)
}

// Store is a deployment's files.
type Store struct {
	db     *database.DB
	clock  clock.Clock
	bucket string
	quota  func(ctx context.Context, tenant string) (int64, error)
	s3     *minio.Core
	public *minio.Client // nil: no presigned addresses
}

// New connects to the S3 server and makes the bucket if it is missing. It fails
// with storage_unavailable when the server does not answer, and with
// storage_without_lock when the bucket cannot lock objects.
func New(ctx context.Context, o Options, db *database.DB, clk clock.Clock) (*Store, error) {
	s := &Store{db: db, clock: clk, bucket: o.Bucket, quota: o.Quota}
	if s.bucket == "" {
		s.bucket = defaultBucket
	}
	client, err := connect(o, o.Endpoint)
	if err != nil {
		return nil, err
	}
	s.s3 = &minio.Core{Client: client}
	if o.PublicEndpoint != "" {
		if s.public, err = connect(o, o.PublicEndpoint); err != nil {
			return nil, err
		}
	}
	return s, s.ensureBucket(ctx, o.Region)
}

func connect(o Options, endpoint string) (*minio.Client, error) {
	secure := o.Secure
	if host, ok := strings.CutPrefix(endpoint, "https://"); ok {
		endpoint, secure = host, true
	} else if host, ok := strings.CutPrefix(endpoint, "http://"); ok {
		endpoint, secure = host, false
	}
	region := o.Region
	if region == "" {
		region = defaultRegion
	}
	client, err := minio.New(strings.TrimSuffix(endpoint, "/"), &minio.Options{
		Creds:  credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure: secure, Region: region, MaxRetries: tries, BucketLookup: minio.BucketLookupAuto,
	})
	if err != nil {
		return nil, fmt.Errorf("address of the S3 server: %w", err)
	}
	return client, nil
}

// ensureBucket lets several processes start at once: whoever comes second finds
// the bucket of the first.
func (s *Store) ensureBucket(ctx context.Context, region string) error {
	there, err := s.s3.BucketExists(ctx, s.bucket)
	if err != nil {
		return unavailable(err)
	}
	if !there {
		err := s.s3.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: region, ObjectLocking: true})
		if code := minio.ToErrorResponse(err).Code; err != nil && code != "BucketAlreadyOwnedByYou" && code != "BucketAlreadyExists" {
			return unavailable(err)
		}
	}
	lock, _, _, _, err := s.s3.GetObjectLockConfig(ctx, s.bucket)
	if err != nil && minio.ToErrorResponse(err).Code != "ObjectLockConfigurationNotFoundError" {
		return unavailable(err)
	}
	if lock != "Enabled" {
		return faultNoLock(s.bucket)
	}
	return nil
}

// Ping asks whether the S3 server answers (fault storage_unavailable).
func (s *Store) Ping(ctx context.Context) error {
	there, err := s.s3.BucketExists(ctx, s.bucket)
	if err == nil && !there {
		err = errors.New("the bucket is gone")
	}
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// limit is the tenant's quota in bytes.
func (s *Store) limit(ctx context.Context, tenant string) (int64, error) {
	if s.quota == nil {
		return defaultQuota, nil
	}
	n, err := s.quota(ctx, tenant)
	if err != nil {
		return 0, fmt.Errorf("quota of %s: %w", tenant, err)
	}
	if n <= 0 {
		n = defaultQuota
	}
	return n, nil
}

// Object is a file that is kept.
type Object struct {
	Tenant      string    `bun:"tenant_id,pk" json:"-"`
	Key         string    `bun:"key,pk" json:"key"`
	Version     string    `bun:"version" json:"-"`
	Name        string    `bun:"name" json:"name"` // as the user knows it, with extension
	Size        int64     `bun:"size" json:"size"` // bytes
	SHA256      string    `bun:"sha256" json:"sha256"`
	Type        string    `bun:"type" json:"type"` // as sniffed
	Private     bool      `bun:"private" json:"private"`
	LockedUntil time.Time `bun:"locked_until,nullzero" json:"locked_until,omitzero"`
	CreatedBy   string    `bun:"created_by" json:"created_by"`
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`
	DeletedAt   time.Time `bun:"deleted_at,nullzero" json:"-"`
}

// Locked reports whether nobody may change or delete the object yet.
func (o Object) Locked(now time.Time) bool { return o.LockedUntil.After(now) }

// path is the object's key in the bucket: the content's own, so that no two
// contents are ever written to one place.
func (o Object) path() string { return o.Tenant + "/" + o.Key + "/" + o.SHA256 }
