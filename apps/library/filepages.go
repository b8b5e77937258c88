package library

import (
	"context"
	"fmt"
	"strconv"

	"vuon/apps/library/extract"
	"vuon/apps/library/views"
	"vuon/platform/i18n"
	"vuon/platform/storage"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// shownMost is how large a document may be that is shown as text, in bytes.
const shownMost = 20 << 20

// What a page shows of a document.
const shownBlocks, shownRows = 800, 200

func (s *Service) filePage(r *web.Request) error { return s.filePageWith(r, "") }

// filePageWith also shows the address of a link that was made just now.
func (s *Service) filePageWith(r *web.Request, fresh string) error {
	d, err := s.File(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	m, err := s.fileModel(r, d)
	if err != nil {
		return err
	}
	m.Fresh = fresh
	p := head(r, d.File.Name, append(d.Above, d.Folder))
	p.Actions = views.FileActions(m)
	p.Wide = true
	return r.Page(p, views.FilePage(m))
}

func (s *Service) fileModel(r *web.Request, d Details) (m views.File, err error) {
	ctx, f := r.Context(), d.File
	here := base(r) + "/files/" + f.ID
	m = views.File{Base: base(r), Here: here, Row: fileRow(r, f), SHA256: f.SHA256, Created: i18n.DateTime(f.CreatedAt) + " · " + f.Creator,
		FolderHref: folderHref(r, d.Folder.ID), FolderName: d.Folder.Name, Folder: d.Folder.ID, Kept: kept(ctx, d.Retention), Over: d.Retention.Over(s.Clock.Now()),
		Held: f.Held, Class: f.Class, Write: d.Write, Share: r.Can(ActionShare), Manage: r.Can(ActionManage), Attached: f.Object != "",
		Archived: !f.ArchivedAt.IsZero() || !d.Folder.ArchivedAt.IsZero(), Parts: MaxPart, Most: MaxFile, MostText: inBytes(MaxFile), Hours: hourOptions(ctx)}
	m.Row.Description = f.Description
	m.ShareRefused = (f.Internal || d.Folder.Internal) && !m.Manage
	m.Row.Internal = f.Internal || d.Folder.Internal
	for _, v := range d.Versions {
		m.Versions = append(m.Versions, views.VersionRow{Number: v.Version, Name: v.Name, Size: inBytes(v.Size), When: i18n.DateTime(v.CreatedAt), By: v.Creator,
			SHA256: v.SHA256, Href: here + "/download?version=" + strconv.Itoa(v.Version), Newest: v.Version == f.Version})
	}
	if m.Preview, err = s.preview(r, f, here); err != nil {
		return m, err
	}
	if m.Write {
		if m.Places, err = s.placeOptions(ctx, r.Tenant().ID, ""); err != nil {
			return m, err
		}
	}
	if m.Manage {
		if m.Classes, err = s.classOptions(ctx, r.Tenant().ID); err != nil {
			return m, err
		}
	}
	if m.Share {
		m.Links, err = s.linkRows(r, f.ID)
	}
	return m, err
}

func kept(ctx context.Context, r Retention) string {
	if r.Until.IsZero() {
		return r.Name + " · " + i18n.Say(ctx, "vĩnh viễn", "for good")
	}
	return fmt.Sprintf("%s · %s · %s %s", r.Name, years(ctx, r.Years), i18n.Say(ctx, "đến", "until"), i18n.Date(r.Until.AddDate(0, 0, -1)))
}

// preview decides how a file's content is shown: by the browser only what was
// read and found to hold nothing that runs, of a kind on the list.
func (s *Service) preview(r *web.Request, f File, here string) (p views.Preview, err error) {
	ctx := r.Context()
	source := here + "/show?version=" + strconv.Itoa(f.Version)
	switch {
	case f.State == Waiting:
		p.Why = i18n.Say(ctx, "Tệp đang được kiểm tra và đọc nội dung. Hãy mở lại trang sau ít giây.", "The file is being checked and read. Open the page again in some seconds.")
	case f.State == Unreadable:
		p.Why = i18n.Say(ctx, "Tệp hỏng, có mật khẩu hoặc không an toàn để mở tại đây.", "The file is damaged, protected, or not safe to be opened here.")
	case f.Active:
		p.Why = i18n.Say(ctx, "Loại tệp này, hoặc nội dung kèm theo nó (mã lệnh, tệp nhúng), không được mở trong trình duyệt.", "This kind of file, or what it carries (scripts, embedded files), is not opened in the browser.")
	case f.Type == storage.TypePDF:
		return views.Preview{Kind: "pdf", Source: source}, nil
	case showable(f.Type):
		return views.Preview{Kind: "picture", Source: source}, nil
	case f.State == Read && f.Size <= shownMost:
		return s.documentPreview(r, f)
	default:
		p.Why = i18n.Say(ctx, "Tệp quá lớn hoặc không có nội dung chữ để hiển thị.", "The file is too large, or has no text to be shown.")
	}
	return p, nil
}

func showable(kind string) bool {
	return kind == storage.TypePDF || kind == storage.TypeJPEG || kind == storage.TypePNG || kind == storage.TypeWebP
}

// documentPreview reads a document once more, as blocks that the page draws
// itself: nothing of it is markup.
func (s *Service) documentPreview(r *web.Request, f File) (p views.Preview, err error) {
	content, err := s.local(r.Context(), r.Tenant().ID, f.Key)
	if err != nil {
		return p, err
	}
	defer content.Close()
	d, err := extract.Read(f.Type, content, f.Size)
	if err != nil {
		return p, err
	}
	p = views.Preview{Kind: "document", Cut: d.Cut}
	for i, b := range d.Blocks {
		if i == shownBlocks {
			p.Cut = true
			break
		}
		if len(b.Rows) > shownRows {
			b.Rows, p.Cut = b.Rows[:shownRows], true
		}
		p.Blocks = append(p.Blocks, views.Block(b))
	}
	return p, nil
}

// download sends a version as an attachment, whatever it is.
func (s *Service) download(r *web.Request) error {
	version, _ := strconv.Atoi(r.Query("version"))
	body, v, err := s.Open(r.Context(), r.Tenant().ID, r.Param("id"), version)
	if err != nil {
		return err
	}
	return r.Download(v.Name, harmless(v.Type), v.Size, body)
}

// harmless is the type that a download says: none that a browser would draw in
// our name.
func harmless(kind string) string {
	switch kind {
	case storage.TypePDF, storage.TypeDOCX, storage.TypeXLSX, storage.TypePNG, storage.TypeJPEG:
		return kind
	}
	return "application/octet-stream"
}

// show sends a version to be drawn by the browser, where it was read and holds
// nothing that runs; else as an attachment.
func (s *Service) show(r *web.Request) error {
	version, _ := strconv.Atoi(r.Query("version"))
	body, v, err := s.Open(r.Context(), r.Tenant().ID, r.Param("id"), version)
	if err != nil {
		return err
	}
	if v.Active || v.State == Waiting || v.State == Unreadable || !showable(v.Type) {
		return r.Download(v.Name, harmless(v.Type), v.Size, body)
	}
	return r.Inline(v.Name, v.Type, v.Size, body)
}

// small sends the small picture of a version.
func (s *Service) small(r *web.Request) error {
	version, _ := strconv.Atoi(r.Query("version"))
	body, size, err := s.OpenSmall(r.Context(), r.Tenant().ID, r.Param("id"), version)
	if err != nil {
		return err
	}
	return r.Inline("small.jpg", storage.TypeJPEG, size, body)
}

func (s *Service) editFile(r *web.Request, id string) (i18n.Text, error) {
	return i18n.T("Đã lưu.", "Saved."), s.EditFile(r.Context(), r.Tenant().ID, id, r.Form("name"), r.Form("description"), r.Form("internal") != "")
}

func (s *Service) moveFile(r *web.Request, id string) (i18n.Text, error) {
	return i18n.T("Đã chuyển tài liệu.", "The document was moved."), s.MoveFile(r.Context(), r.Tenant().ID, id, r.Form("to"))
}

func (s *Service) classifyFile(r *web.Request, id string) (i18n.Text, error) {
	return i18n.T("Đã lưu thời hạn bảo quản.", "The retention was saved."), s.ClassifyFile(r.Context(), r.Tenant().ID, id, r.Form("class"))
}

func (s *Service) holdFile(r *web.Request, id string) (i18n.Text, error) {
	return i18n.T("Đã lưu.", "Saved."), s.Hold(r.Context(), r.Tenant().ID, id, r.Form("reason"))
}

func (s *Service) destroyFile(r *web.Request) error {
	id := r.Param("id")
	if err := s.Destroy(r.Context(), r.Tenant().ID, id, r.Form("reason")); err != nil {
		return told(r, base(r)+"/files/"+id, err)
	}
	return r.RedirectNotice(base(r), ui.Notice{Tone: ui.Good, Text: i18n.T("Đã tiêu hủy tài liệu; nhật ký giữ tên, SHA-256 và căn cứ.", "The document was destroyed; the audit keeps its name, SHA-256 and reason.")})
}
