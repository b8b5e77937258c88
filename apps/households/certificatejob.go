package households

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/storage"
)

// JobCertificates prints the certificates of a commune's review.
const JobCertificates = "households.certificates"

// certificateArgs say whose certificates, never who stands on them.
type certificateArgs struct {
	Round string `json:"round"`
	Unit  string `json:"unit"` // code
}

func (s *Service) certificateKind() jobs.Kind {
	return jobs.Kind{Name: JobCertificates, Title: i18n.T("In giấy chứng nhận hộ nghèo, hộ cận nghèo", "Print certificates"),
		Timeout: 30 * time.Minute, MaxAttempts: 5, Run: s.runCertificates}
}

// sheet is what certificates of one commune have in common, and those to print.
type sheet struct {
	w         review
	address   string // below the village: "xã Nam Đà, huyện Krông Nô, tỉnh Đắk Nông"
	decisions map[string]Decision
	list      []Certificate
	members   map[string][]inhabitant
}

func (s *Service) sheet(ctx context.Context, tx database.Tx, w review) (d sheet, err error) {
	d = sheet{w: w, decisions: map[string]Decision{}, members: map[string][]inhabitant{}}
	decided, err := s.store.decisions(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return d, err
	}
	for _, x := range decided {
		x.Entries = nil
		d.decisions[x.ID] = x
	}
	names := []string{lowerFirst(w.Unit.Name)}
	for parent := w.Unit.Parent; parent != ""; {
		above, err := s.Tenants.Unit(ctx, parent)
		if err != nil {
			return d, err
		}
		names, parent = append(names, lowerFirst(above.Name)), above.Parent
	}
	d.address = strings.Join(names, ", ")
	return d, nil
}

// fill reads the members of the households to print.
func (d *sheet) fill(ctx context.Context, s *Service, tx database.Tx) error {
	ids := make([]string, 0, len(d.list))
	for _, c := range d.list {
		ids = append(ids, c.Household)
	}
	members, err := s.store.inhabitants(ctx, tx, ids)
	d.members = members
	return err
}

// all yields the certificates as documents.
func (d sheet) all(yield func(documents.Document, error) bool) {
	for _, c := range d.list {
		if !yield(d.document(c), nil) {
			return
		}
	}
}

func (d sheet) write(out io.Writer) error { return d.writeSet(out, d.all) }

func (d sheet) writeSet(out io.Writer, list iter.Seq2[documents.Document, error]) error {
	return documents.SetPDF(out, documents.Set{Title: "Giấy chứng nhận hộ nghèo, hộ cận nghèo - " + d.w.Unit.Name, Author: d.w.Unit.Committee(true),
		Dated: d.w.Commune.DecisionOn.Time()}, list)
}

// document is one certificate (Quyết định 24/2021/QĐ-TTg, Mẫu số 03).
func (d sheet) document(c Certificate) documents.Document {
	decision := d.decisions[c.Decision]
	committee := d.w.Unit.Committee(true)
	doc := documents.Document{Letterhead: letterhead(d.w.Unit, c.Number, certificateSymbol(c.Class), c.IssuedOn), Type: "GIẤY CHỨNG NHẬN",
		Abstract: inWords(c.Class),
		Preamble: []string{decree, "Căn cứ " + decision.Words() + " của Chủ tịch " + committee + "."},
		Body: []documents.Block{
			documents.Paragraph{Spans: []documents.Span{{Text: "CHỦ TỊCH " + strings.ToUpper(committee), Bold: true}}, Align: documents.Center},
			documents.Paragraph{Spans: []documents.Span{{Text: "CHỨNG NHẬN:", Bold: true}}, Align: documents.Center},
			documents.Paragraph{Spans: []documents.Span{{Text: "Hộ ông (bà): "}, {Text: strings.ToUpper(c.Head), Bold: true}}},
			documents.Text("Mã hộ: " + c.Code),
			documents.Text("Nơi ở: " + c.Place + ", " + d.address),
			documents.Paragraph{Spans: []documents.Span{{Text: "Là "}, {Text: strings.ToLower(inWords(c.Class)), Bold: true},
				{Text: " theo kết quả " + lowerFirst(d.w.Round.Title().VI) + "."}}},
			documents.Text("Các thành viên trong hộ:"),
		},
		Recipients: []documents.Recipient{{Text: "Hộ gia đình"}, {Text: "Lưu: VT"}},
		Signature:  documents.Signature{Capacity: strings.Split(decision.Capacity, "\n"), Name: decision.Signatory}}
	var rows [][]string
	for _, m := range d.members[c.Household] {
		sex := "Nam"
		if m.Female {
			sex = "Nữ"
		}
		rows = append(rows, []string{m.Name, strconv.Itoa(m.Year), sex, m.Relation.Title().VI})
	}
	if len(rows) > 0 {
		doc.Body = append(doc.Body, grid([]float64{1, 5, 2, 2, 3.5}, []string{"STT", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ"}, rows))
	}
	return doc
}

// runCertificates makes the file of the commune and one of each village, and stores
// them under keys that their content decides. Run again it makes the same files.
func (s *Service) runCertificates(ctx context.Context, run *jobs.Run) error {
	var args certificateArgs
	if err := run.Arguments(&args); err != nil {
		return err
	}
	d, villages, err := s.toPrint(ctx, run.Tenant, args)
	if err != nil {
		return err
	}
	all, done := d.list, 0
	var files []Print
	for _, v := range append([]string{nilVillage}, villages...) {
		d.list = ofVillage(all, v)
		file, err := s.print(ctx, run, d, v, &done, 2*len(all))
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	return s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) error {
		for _, f := range files {
			if err := s.store.addPrint(ctx, tx, f); err != nil {
				return err
			}
		}
		err := run.Finish(ctx, tx, map[string]any{"files": len(files), "certificates": len(all), "sha256": files[0].SHA256,
			"path": d.w.page(run.Tenant, "/certificates")})
		if err != nil {
			return err
		}
		return s.record(ctx, tx, ActionCertify, "review", d.w.id(), nil,
			map[string]any{"files": len(files), "certificates": len(all), "sha256": files[0].SHA256}, "")
	})
}

// toPrint reads what certificates say, and their villages in order.
func (s *Service) toPrint(ctx context.Context, tenant string, args certificateArgs) (d sheet, villages []string, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		w, err := s.readReview(ctx, tx, args.Round, args.Unit, false)
		if err != nil {
			return err
		}
		if d, err = s.sheet(ctx, tx, w); err != nil {
			return err
		}
		list, err := s.store.certificates(ctx, tx, w.Round.ID, w.Unit.ID, "")
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, c := range list {
			if c.RevokedOn != "" {
				continue
			}
			d.list = append(d.list, c)
			if !seen[c.Village] {
				seen[c.Village], villages = true, append(villages, c.Village)
			}
		}
		return nil
	})
	if err == nil && len(d.list) == 0 {
		err = faultNoCertificates()
	}
	return d, villages, err
}

func ofVillage(list []Certificate, village string) (out []Certificate) {
	for _, c := range list {
		if village == nilVillage || c.Village == village {
			out = append(out, c)
		}
	}
	return out
}

// batch is how many households' members are read at a time.
const batch = 200

// print makes and stores one file. Members are read in batches while it is laid
// out; done counts on over the files of the job, of twice the certificates.
func (s *Service) print(ctx context.Context, run *jobs.Run, d sheet, village string, done *int, total int) (Print, error) {
	var file bytes.Buffer
	list := d.list
	err := d.writeSet(&file, func(yield func(documents.Document, error) bool) {
		for start := 0; start < len(list); start += batch {
			part := d
			part.list = list[start:min(start+batch, len(list))]
			err := s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) error { return part.fill(ctx, s, tx) })
			for _, c := range part.list {
				if err == nil {
					*done++
					err = run.Progress(ctx, *done, total, i18n.T("Đang in giấy chứng nhận", "Printing certificates"))
				}
				if err != nil {
					yield(documents.Document{}, err)
					return
				}
				if !yield(part.document(c), nil) {
					return
				}
			}
		}
	})
	if err != nil {
		return Print{}, err
	}
	name := fmt.Sprintf("giay-chung-nhan-%s-%s.pdf", d.w.Round.ID, d.w.Unit.Code)
	key := fmt.Sprintf("reviews/%s/%s/certificates/%s/%s.pdf", d.w.Round.ID, d.w.Unit.Code, run.ID, village)
	object, err := s.Storage.Put(ctx, run.Tenant, key, &file, storage.PutOptions{Name: name, MaxBytes: 256 << 20, Types: []string{storage.TypePDF}, Private: true})
	return Print{Round: d.w.Round.ID, Unit: d.w.Unit.ID, Village: village, Key: key, Name: name, Size: object.Size, SHA256: object.SHA256,
		Count: len(list), Job: run.ID, MadeAt: s.now()}, err
}
