package households

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// Certificate says that a household was recognised as poor or near-poor (giấy chứng
// nhận hộ nghèo, hộ cận nghèo; Quyết định 24/2021/QĐ-TTg, Mẫu số 03). Its number
// runs on in the year and commune and is not given out twice.
type Certificate struct {
	Unit      string         `bun:"unit,pk" json:"unit"`
	Year      int            `bun:"year,pk" json:"year"` // in which it is issued
	Number    int            `bun:"number,pk" json:"number"`
	Round     string         `bun:"round" json:"round"`
	Household string         `bun:"household" json:"household"`
	Village   string         `bun:"village" json:"village"`
	Decision  string         `bun:"decision" json:"decision"`
	Class     classify.Class `bun:"class" json:"class"`
	Head      string         `bun:"head" json:"head"`
	IssuedOn  declared.Date  `bun:"issued_on,type:date" json:"issued_on"`
	RevokedOn declared.Date  `bun:"revoked_on,type:date" json:"revoked_on,omitempty"`
	RevokedBy string         `bun:"revoked_by,nullzero" json:"-"`
	Account   string         `bun:"account" json:"-"`

	Code  string `bun:"code,scanonly" json:"code"`
	Place string `bun:"place_name,scanonly" json:"place"` // the village's name
}

// Symbol is number and symbol: "12/GCN-HN" of a poor household, "13/GCN-HCN" of a
// near-poor one.
func (c Certificate) Symbol() string {
	return fmt.Sprintf("%02d/%s", c.Number, certificateSymbol(c.Class))
}

func certificateSymbol(class classify.Class) string {
	if class == classify.NearPoor {
		return "GCN-HCN"
	}
	return "GCN-HN"
}

// Print is a file of certificates that a job made.
type Print struct {
	Round   string    `bun:"round,pk" json:"round"`
	Unit    string    `bun:"unit,pk" json:"unit"`
	Village string    `bun:"village,pk" json:"village"` // nilVillage: all of the commune
	Key     string    `bun:"key" json:"-"`
	Name    string    `bun:"name" json:"name"`
	Size    int64     `bun:"size" json:"size"` // bytes
	SHA256  string    `bun:"sha256" json:"sha256"`
	Count   int       `bun:"count" json:"count"` // certificates
	Job     string    `bun:"job" json:"job"`
	MadeAt  time.Time `bun:"made_at" json:"made_at"`
}

// Certificates are those of a commune's review by number, revoked ones too, and the
// files that hold them.
func (s *Service) Certificates(ctx context.Context, tenant, round, code string) (list []Certificate, files []Print, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		if list, err = s.store.certificates(ctx, tx, w.Round.ID, w.Unit.ID, ""); err != nil {
			return err
		}
		files, err = s.store.prints(ctx, tx, w.Round.ID, w.Unit.ID)
		return err
	})
	return list, files, err
}

// CertificatesOf are those that a household ever had, the newest first.
func (s *Service) CertificatesOf(ctx context.Context, tenant, household string) (list []Certificate, err error) {
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		h, err := s.store.household(ctx, tx, household)
		if err != nil {
			return err
		}
		if err := s.allowed(ctx, ActionView, h.Unit); err != nil {
			return err
		}
		list, err = s.store.certificatesOf(ctx, tx, household)
		return err
	})
	return list, err
}

// Certify numbers certificates for all poor and near-poor households of a
// recognised review that have none, and asks for the files: one of the commune, and
// one a village. It returns the job. Called again it numbers only what is missing.
func (s *Service) Certify(ctx context.Context, tenant, round, code string) (job string, issued int, err error) {
	err = s.working(ctx, tenant, round, code, ActionCertify, []Stage{Recognised}, func(ctx context.Context, tx database.Tx, w *review) error {
		account, _ := who(ctx)
		if issued, err = s.store.certify(ctx, tx, w.Round.ID, w.Unit.ID, s.today(), account); err != nil {
			return err
		}
		if issued > 0 {
			if err := s.record(ctx, tx, ActionCertify, "review", w.id(), nil, map[string]any{"certificates": issued}, ""); err != nil {
				return err
			}
		}
		valid, err := s.store.certificates(ctx, tx, w.Round.ID, w.Unit.ID, "")
		if err != nil {
			return err
		}
		if len(valid) == 0 {
			return faultNoCertificates()
		}
		job, err = s.Jobs.Enqueue(ctx, tx, JobCertificates, certificateArgs{Round: w.Round.ID, Unit: w.Unit.Code})
		return err
	})
	return job, issued, err
}

// WriteCertificate prints the valid certificate of one household of a review as PDF
// (fault certificate_unknown).
func (s *Service) WriteCertificate(ctx context.Context, tenant, round, code, household string, out io.Writer) (name string, err error) {
	var d sheet
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err := s.store.certificates(ctx, tx, w.Round.ID, w.Unit.ID, household)
		if err != nil {
			return err
		}
		for _, c := range list {
			if c.RevokedOn != "" {
				continue
			}
			d, err = s.sheet(ctx, tx, w)
			if err != nil {
				return err
			}
			d.list = []Certificate{c}
			name = strings.ReplaceAll(c.Symbol(), "/", "-") + ".pdf"
			return d.fill(ctx, s, tx)
		}
		return faultNoCertificate()
	})
	if err != nil {
		return "", err
	}
	return name, d.write(out)
}

// OpenPrint opens a file of certificates; village "" is that of the commune.
func (s *Service) OpenPrint(ctx context.Context, tenant, round, code, village string) (body io.ReadCloser, p Print, err error) {
	if village == "" {
		village = nilVillage
	}
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		if err := s.allowed(ctx, ActionCertify, w.Unit.ID); err != nil {
			return err
		}
		files, err := s.store.prints(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil {
			return err
		}
		for _, f := range files {
			if f.Village == village {
				p = f
				return s.record(ctx, tx, ActionCertify, "review", w.id(), nil, map[string]any{"opened": f.Name, "sha256": f.SHA256}, "")
			}
		}
		return faultNoCertificate()
	})
	if err != nil {
		return nil, p, err
	}
	body, _, err = s.Storage.Open(ctx, tenant, p.Key)
	return body, p, err
}
