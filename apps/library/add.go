package library

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/storage"
	"vuon/platform/web"
)

// MaxFile is how large a file of the library may be, in bytes.
const MaxFile = 250_000_000

// draft is what a new file is besides its name and content.
type draft struct {
	owner       Owner
	internal    bool
	description string
	of          string // the file of which it becomes the next version, under whatever name
}

// add keeps the content as a new file of the folder, or as the next version of
// the one that has its name there. The folder's row is locked meanwhile, so that
// two who send one name make two versions of one file.
func (s *Service) add(ctx context.Context, tx database.Tx, folder string, up Upload, d draft) (File, error) {
	name := web.SafeName(up.Name)
	if err := checkName(name); err != nil {
		return File{}, err
	}
	if err := s.store.lockFolder(ctx, tx, folder); err != nil {
		return File{}, err
	}
	f, err := s.predecessor(ctx, tx, folder, name, d)
	if err != nil {
		return File{}, err
	}
	account, actor := who(ctx)
	now := s.Clock.Now()
	v := Version{Version: f.Version + 1, Name: name, State: Waiting, CreatedAt: now, CreatedBy: account, Creator: actor}
	if f.ID == "" {
		f = File{ID: uuid.NewString(), Folder: folder, Description: d.description, Internal: d.internal,
			Object: d.owner.Object, ObjectID: d.owner.ObjectID, CreatedAt: now, CreatedBy: account, Creator: actor}
	}
	v.Key = fmt.Sprintf("library/%s/v%d", f.ID, v.Version)
	object, err := s.Storage.Put(ctx, database.Tenant(ctx), v.Key, up.Body, storage.PutOptions{Name: name, MaxBytes: MaxFile, Anything: true})
	if err != nil {
		return File{}, err
	}
	if object.SHA256 == f.SHA256 {
		return f, s.Storage.Delete(ctx, database.Tenant(ctx), v.Key)
	}
	v.Type, v.Size, v.SHA256 = object.Type, object.Size, object.SHA256
	return s.record(ctx, tx, f, v)
}

// predecessor is the file of which the content becomes the next version; the zero
// File when it is a new one.
func (s *Service) predecessor(ctx context.Context, tx database.Tx, folder, name string, d draft) (File, error) {
	if d.of != "" {
		return s.store.file(ctx, tx, d.of, true)
	}
	return s.store.named(ctx, tx, folder, name, d.owner)
}

// record writes the version's row and the file's, and asks for its text.
func (s *Service) record(ctx context.Context, tx database.Tx, f File, v Version) (File, error) {
	first := f.Version == 0
	f.Version, f.Name, f.Type, f.Size, f.SHA256, f.State, f.Key = v.Version, v.Name, v.Type, v.Size, v.SHA256, v.State, v.Key
	f.Thumb, f.UpdatedAt, f.Updater = "", v.CreatedAt, v.Creator
	if first {
		if err := s.store.insertFile(ctx, tx, f); err != nil {
			return File{}, err
		}
	} else if err := s.store.updateFile(ctx, tx, f); err != nil {
		return File{}, err
	}
	if err := s.store.insertVersion(ctx, tx, f.ID, v); err != nil {
		return File{}, err
	}
	_, err := s.Jobs.Enqueue(ctx, tx, JobRead, readArgs{File: f.ID, Version: v.Version})
	return f, err
}

// checkName refuses the names that computers run; what the bytes are is looked at
// when they are kept.
func checkName(name string) error {
	if slices.Contains(programNames(), strings.ToLower(path.Ext(name))) {
		return faultProgramName(name)
	}
	return nil
}

// programNames are the endings at which Windows, macOS or Linux run a file that is
// opened.
func programNames() []string {
	return []string{".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".hta",
		".msi", ".msp", ".msc", ".cpl", ".dll", ".sys", ".reg", ".inf", ".lnk", ".url", ".scf", ".chm", ".jar", ".apk", ".app", ".dmg",
		".sh", ".bash", ".command", ".run", ".deb", ".rpm", ".py", ".pl", ".rb", ".php", ".iso", ".img", ".vhd", ".xll", ".appref-ms"}
}
