package identity

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// Issuer is an OpenID Connect provider that the operator trusts.
type Issuer struct {
	ID           string `yaml:"id"`     // in addresses: "dak-nong"
	Name         string `yaml:"name"`   // on the button
	URL          string `yaml:"issuer"` // as it stands in the provider's tokens
	ClientID     string `yaml:"client_id"`
	ClientSecret string `yaml:"-"`
	SecretFile   string `yaml:"client_secret_file"` // "": a public client
}

var issuerID = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// LoadIssuers reads the operator's file; "" has none. An unknown key, a missing
// value or an unreadable secret is an error that names it.
func LoadIssuers(path string) ([]Issuer, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var content struct {
		Issuers []Issuer `yaml:"issuers"`
	}
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	if err := decoder.Decode(&content); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	seen := map[string]bool{}
	for i, x := range content.Issuers {
		if !issuerID.MatchString(x.ID) || x.Name == "" || x.ClientID == "" || seen[x.ID] {
			return nil, fmt.Errorf("%s: issuer %d needs an id of its own (a-z, 0-9, -), a name and a client_id", path, i+1)
		}
		if !strings.HasPrefix(x.URL, "https://") && !strings.HasPrefix(x.URL, "http://localhost") && !strings.HasPrefix(x.URL, "http://127.0.0.1") {
			return nil, fmt.Errorf("%s: the issuer of %q must be an https address", path, x.ID)
		}
		seen[x.ID] = true
		if x.SecretFile == "" {
			continue
		}
		secret, err := os.ReadFile(x.SecretFile)
		if err != nil {
			return nil, err
		}
		content.Issuers[i].ClientSecret = strings.TrimSpace(string(secret))
	}
	return content.Issuers, nil
}
