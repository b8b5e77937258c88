package documents

import (
	"archive/zip"
	"fmt"
	"io"

	"github.com/beevik/etree"
)

// DOCX writes the document as Office Open XML (ISO/IEC 29500) with named styles
// in Times New Roman, real headings and a page number field, so that officers
// can go on with it in their office suite. The same document gives the same bytes.
func DOCX(w io.Writer, d Document) error {
	fs, err := loadFaces()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, part := range docxParts(fs, d) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("documents: DOCX: %w", err)
		}
		doc := etree.NewDocument()
		doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8" standalone="yes"`)
		doc.SetRoot(part.root)
		if _, err := doc.WriteTo(f); err != nil {
			return fmt.Errorf("documents: DOCX: %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("documents: DOCX: %w", err)
	}
	return nil
}

// docxPart is one file of the package.
type docxPart struct {
	name string
	root *etree.Element
}

// docxParts are the files of the package; the list of types comes first, as
// readers that stream expect.
func docxParts(fs *faces, d Document) []docxPart {
	return []docxPart{
		{"[Content_Types].xml", contentTypes()},
		{"_rels/.rels", relationships([][2]string{
			{officeRels + "/officeDocument", "word/document.xml"},
			{"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"},
		})},
		{"docProps/core.xml", coreProperties(d)},
		{"word/document.xml", docxBody(fs, d)},
		{"word/_rels/document.xml.rels", relationships([][2]string{
			{officeRels + "/styles", "styles.xml"},
			{officeRels + "/settings", "settings.xml"},
			{officeRels + "/header", "header1.xml"},
			{officeRels + "/header", "header2.xml"},
		})},
		{"word/styles.xml", docxStyles()},
		{"word/settings.xml", docxSettings()},
		{"word/header1.xml", docxHeader(true)},
		{"word/header2.xml", docxHeader(false)},
	}
}

const (
	officeRels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordML     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	wordType   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// el makes an element with attributes given as name, value, name, value.
func el(tag string, attrs ...string) *etree.Element {
	e := etree.NewElement(tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		e.CreateAttr(attrs[i], attrs[i+1])
	}
	return e
}

// in puts children into e and returns e.
func in(e *etree.Element, children ...*etree.Element) *etree.Element {
	for _, c := range children {
		if c != nil {
			e.AddChild(c)
		}
	}
	return e
}

// textEl is an element with text.
func textEl(tag, text string, attrs ...string) *etree.Element {
	e := el(tag, attrs...)
	e.SetText(text)
	return e
}

func contentTypes() *etree.Element {
	types := in(el("Types", "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types"),
		el("Default", "Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml"),
		el("Default", "Extension", "xml", "ContentType", "application/xml"),
		el("Override", "PartName", "/docProps/core.xml", "ContentType", "application/vnd.openxmlformats-package.core-properties+xml"),
	)
	for _, p := range [][2]string{{"document", "document.main"}, {"styles", "styles"}, {"settings", "settings"}, {"header1", "header"}, {"header2", "header"}} {
		in(types, el("Override", "PartName", "/word/"+p[0]+".xml", "ContentType", wordType+p[1]+"+xml"))
	}
	return types
}

// relationships lists type and target; their ids are rId1, rId2 …
func relationships(list [][2]string) *etree.Element {
	rels := el("Relationships", "xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")
	for i, r := range list {
		in(rels, el("Relationship", "Id", fmt.Sprintf("rId%d", i+1), "Type", r[0], "Target", r[1]))
	}
	return rels
}

func coreProperties(d Document) *etree.Element {
	when := d.stamp().Format("2006-01-02T15:04:05Z")
	return in(el("cp:coreProperties",
		"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/", "xmlns:dcterms", "http://purl.org/dc/terms/",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
		textEl("dc:title", d.title()), textEl("dc:creator", d.author()), textEl("dc:language", language),
		textEl("cp:lastModifiedBy", d.author()),
		textEl("dcterms:created", when, "xsi:type", "dcterms:W3CDTF"),
		textEl("dcterms:modified", when, "xsi:type", "dcterms:W3CDTF"))
}

// docxSettings asks Word for its present layout rules, not those of 2007.
func docxSettings() *etree.Element {
	return in(el("w:settings", "xmlns:w", wordML),
		el("w:defaultTabStop", "w:val", "720"),
		in(el("w:compat"), el("w:compatSetting", "w:name", "compatibilityMode", "w:uri", "http://schemas.microsoft.com/office/word", "w:val", "15")),
		el("w:themeFontLang", "w:val", language))
}

// docxHeader carries the page number; that of page 1 is empty (mục I.6).
func docxHeader(numbered bool) *etree.Element {
	p := in(el("w:p"), in(el("w:pPr"), val("w:pStyle", decree().page.id)))
	if numbered {
		in(p, in(el("w:fldSimple", "w:instr", " PAGE "), in(el("w:r"), textEl("w:t", "2"))))
	}
	return in(el("w:hdr", "xmlns:w", wordML), p)
}
