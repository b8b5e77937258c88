package config

import (
	"maps"
	"slices"
	"strings"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// problems are the settings that cannot be accepted; all are reported at once.
type problems []fault.Field

func (p *problems) add(name string, why i18n.Text) {
	*p = append(*p, fault.Field{Name: name, Message: why})
}

// wrong reports a value, masked, and what was expected instead.
func (p *problems) wrong(s setting, v string) {
	p.add(prefix+s.name, i18n.T("là “"+s.mask(v)+"”, cần "+s.expected.VI, "is “"+s.mask(v)+"”, expected "+s.expected.EN))
}

// unknown reports variables that no setting has, with the nearest name: a
// misspelt setting must not be silently without effect.
func (p *problems) unknown(env map[string]string, table []setting) {
	for _, name := range slices.Sorted(maps.Keys(env)) {
		known := slices.ContainsFunc(table, func(s setting) bool { return name == prefix+s.name || name == prefix+s.name+suffix })
		if !known {
			near := nearest(name, table)
			p.add(name, i18n.T("không phải là một thiết lập; có phải là "+near+"?", "is not a setting; did you mean "+near+"?"))
		}
	}
}

// together reports settings that are right alone but not with each other.
func (p *problems) together(c Config) {
	if c.DatabaseURL != "" && c.SecretKey == nil && !p.has(prefix+"SECRET_KEY") {
		p.add(prefix+"SECRET_KEY", i18n.T("còn thiếu: bắt buộc khi đặt VUON_DATABASE_URL; tạo bằng: openssl rand -base64 32",
			"is missing: required with VUON_DATABASE_URL; make one with: openssl rand -base64 32"))
	}
	mail := map[string]string{"MAIL_FROM": c.MailFrom, "PUBLIC_URL": c.PublicURL}
	for _, name := range slices.Sorted(maps.Keys(mail)) {
		if c.SMTPURL != "" && mail[name] == "" && !p.has(prefix+name) {
			p.add(prefix+name, i18n.T("còn thiếu: bắt buộc khi đặt VUON_SMTP_URL", "is missing: required with VUON_SMTP_URL"))
		}
	}
	given := map[string]string{"S3_ACCESS_KEY": c.S3.AccessKey, "S3_SECRET_KEY": c.S3.SecretKey, "S3_BUCKET": c.S3.Bucket}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if c.S3.Endpoint != "" && given[name] == "" && !p.has(prefix+name) {
			p.add(prefix+name, i18n.T("còn thiếu: bắt buộc khi đặt VUON_S3_ENDPOINT", "is missing: required with VUON_S3_ENDPOINT"))
		}
	}
	given["S3_PUBLIC_ENDPOINT"] = c.S3.PublicEndpoint
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if c.S3.Endpoint == "" && given[name] != "" && !p.has(prefix+"S3_ENDPOINT") {
			p.add(prefix+name, i18n.T("không có tác dụng khi chưa đặt VUON_S3_ENDPOINT", "has no effect without VUON_S3_ENDPOINT"))
		}
	}
}

func (p *problems) has(name string) bool {
	return slices.ContainsFunc(*p, func(f fault.Field) bool { return f.Name == name })
}

// fault is nil when there is no problem.
func (p *problems) fault() error {
	if len(*p) == 0 {
		return nil
	}
	vi, en := []string{"Thiết lập chưa đúng, chương trình không khởi động:"}, []string{"The settings are wrong, nothing was started:"}
	for _, f := range *p {
		vi = append(vi, f.Name+" "+f.Message.VI)
		en = append(en, f.Name+" "+f.Message.EN)
	}
	return fault.New(fault.Invalid, "settings_wrong", strings.Join(vi, "\n  "), strings.Join(en, "\n  "))
}

// nearest is the setting's name that takes the fewest changes to reach.
func nearest(name string, table []setting) string {
	best, least := "", len(name)+1
	for _, s := range table {
		for _, candidate := range []string{prefix + s.name, prefix + s.name + suffix} {
			if d := distance(name, candidate); d < least {
				best, least = candidate, d
			}
		}
	}
	return best
}

// distance counts the letters to insert, delete or replace (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
