package embedded

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// keptSecret reads the secret in the file, or makes it (mode 0600) the first time.
func keptSecret(path string, make func() string) (string, error) {
	b, err := os.ReadFile(path)
	if err == nil && len(b) > 0 {
		return string(b), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	secret := make()
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
