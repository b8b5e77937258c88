package administration

import (
	"bytes"
	"io/fs"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// Guide is one of the guides: its file below docs/guide is Name + ".md".
type Guide struct {
	Name  string
	Title i18n.Text
	For   i18n.Text
}

// Guides are the guides in the order in which they are offered.
func Guides() []Guide {
	return []Guide{
		{"officer", i18n.T("Hướng dẫn cho cán bộ", "The officer's guide"),
			i18n.T("Phòng chuyên môn, lãnh đạo, văn thư, Mặt trận, xã: soạn thảo, góp ý, ký, phát hành, giao việc, tài liệu.",
				"Offices, leaders, clerk, Front, communes: drafting, opinions, signing, release, tasks, documents.")},
		{"administrator", i18n.T("Hướng dẫn cho người quản trị", "The administrator's guide"),
			i18n.T("Thành viên, vai trò, bảo mật, cấu hình của đơn vị, nhật ký.", "Members, roles, security, the unit's configuration, audit.")},
		{"supervisor", i18n.T("Hướng dẫn cho cấp tỉnh", "The supervisor's guide"),
			i18n.T("Hướng dẫn năm kế hoạch, theo dõi, so sánh, nhận xét, nhắc việc.", "Guidance for the year, status, comparison, remarks, reminders.")},
	}
}

// HelpSection is a part of a guide that a page can point to.
type HelpSection struct {
	Level     int
	ID, Title string
}

// guideText is a guide as HTML with its headings: those that carry an id "{#…}".
// Raw HTML in the text is left out, pictures come from helpPath.
func guideText(files fs.FS, name string) (html string, sections []HelpSection, err error) {
	source, err := fs.ReadFile(files, name+".md")
	if err != nil {
		return "", nil, fault.New(fault.NotFound, "guide_unknown", "Không có hướng dẫn này.", "There is no such guide.").Because(err)
	}
	md := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithHeadingAttribute()))
	doc := md.Parser().Parse(text.NewReader(source))
	err = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			n.Destination = []byte(helpPath + "/images/" + path.Base(string(n.Destination)))
		case *ast.Link:
			if to := string(n.Destination); strings.HasSuffix(strings.SplitN(to, "#", 2)[0], ".md") {
				n.Destination = []byte(helpPath + "/" + strings.Replace(to, ".md", "", 1))
			}
		case *ast.Heading:
			if id, ok := n.AttributeString("id"); ok {
				raw, _ := id.([]byte)
				sections = append(sections, HelpSection{n.Level, string(raw), plainText(n, source)})
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	err = md.Renderer().Render(&out, source, doc)
	return out.String(), sections, err
}

// plainText is the text below a node.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok {
			b.Write(t.Segment.Value(source))
			continue
		}
		b.WriteString(plainText(child, source))
	}
	return b.String()
}
