package embedded

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const keyBytes = 32

// keptSecret reads the secret in the file, or makes it (mode 0600) the first time.
func keptSecret(path string, fresh func() string) (string, error) {
	b, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return string(b), err
	}
	secret := fresh()
	return secret, writeWhole(path, []byte(secret))
}

// writeWhole replaces a file by one that is there whole or not at all.
func writeWhole(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// secretKey is the deployment's key: 32 random bytes in base64, made with the
// data folder. It is never made anew for data that exists: role passwords and
// encrypted fields would no longer fit.
func secretKey(data string) ([]byte, error) {
	path := filepath.Join(data, "secret.key")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(data, "postgres", "data")); err == nil {
			return nil, faultSecretLost(path)
		}
	}
	text, err := keptSecret(path, func() string {
		key := make([]byte, keyBytes)
		rand.Read(key) // never fails
		return base64.StdEncoding.EncodeToString(key)
	})
	if err != nil {
		return nil, faultFolder(data, err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != keyBytes {
		return nil, faultSecretLost(path)
	}
	return key, nil
}
