package workbook

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
)

// Template writes the workbook that is to be filled in.
func Template(w io.Writer) error { return Write(w, Book{}) }

// Write writes a workbook that Open takes back, a row at a time. Text is marked as
// text, so that no spreadsheet runs what begins with =, +, - or @.
func Write(w io.Writer, b Book) error {
	z := zip.NewWriter(w)
	guide, lines := guideSheet, guideLines()
	if b.Masked {
		guide, lines = maskedSheet, maskedLines()
	}
	if err := writeFrame(z, append(sheetNames(), guide)); err != nil {
		return err
	}
	if err := writeSheet(z, 0, SheetHouseholds, b.Households, putHousehold); err != nil {
		return err
	}
	if err := writeSheet(z, 1, SheetMembers, b.Members, putMember); err != nil {
		return err
	}
	if err := writeSheet(z, 2, SheetPopulation, b.Population, putPopulation); err != nil {
		return err
	}
	if err := writeGuide(z, len(sheetNames()), lines); err != nil {
		return err
	}
	return z.Close()
}

// writeSheet writes a sheet of ours: its headings and a row for each of rows.
func writeSheet[T any](z *zip.Writer, n int, sheet string, rows iter.Seq2[T, error], put func(*sheetWriter, T)) error {
	s, err := newSheet(z, n, columns(sheet))
	if err != nil {
		return err
	}
	s.headings(1, Headings(sheet))
	if rows != nil {
		at := 1
		for row, err := range rows {
			if err != nil {
				return err
			}
			if at++; at > maxRow {
				return tooLarge()
			}
			s.begin(at)
			put(s, row)
			s.end()
		}
	}
	return s.finish(choices(sheet))
}

func putHousehold(s *sheetWriter, h Household) {
	s.text(hCode, h.Code)
	s.text(hCommune, h.Commune)
	s.text(hVillage, h.Village)
	s.text(hHead, h.Head)
	s.text(hOpening, says(openings(), string(h.Opening)))
	s.number(hB1, int64(h.B1))
	s.marks(hDeprived, classify.Indicators, h.Deprived)
	s.marks(hCauses, 8, h.Causes)
	s.mark(hMerit, h.Merit)
	s.mark(hNoLabour, h.NoLabour)
	s.mark(hAverage, h.Average)
	s.marks(hSupports, 6, h.Supports)
	s.day(hEscaped, h.Escaped)
	s.text(hMovement, says(movements(), string(h.Movement)))
}

func putMember(s *sheetWriter, m Member) {
	s.text(mHousehold, m.Household)
	s.text(mName, m.Name)
	switch _, like := yearAlone(strconv.FormatInt(serial(m.Birth), 10)); {
	case m.YearAlone:
		s.number(mBirth, int64(m.Birth.Year()))
	case like: // a number that would be taken for a year
		s.text(mBirth, dayWritten(m.Birth))
	default:
		s.day(mBirth, m.Birth)
	}
	sex := "male"
	if m.Female {
		sex = "female"
	}
	s.text(mSex, says(sexes(), sex))
	s.text(mEthnic, m.Ethnic)
	s.text(mRelation, says(relations(), m.Relation))
	s.text(mCitizen, m.Citizen)
	s.mark(mDisabled, m.Disabled)
	s.mark(mInsured, m.Insured)
	s.mark(mInSchool, m.InSchool)
	s.mark(mMalnourished, m.Malnourished)
}

func putPopulation(s *sheetWriter, p Population) {
	s.text(pCommune, p.Commune)
	s.text(pVillage, p.Village)
	for i, n := range p.Counts {
		s.number(pCounts+i, n)
	}
}

// choices are the words that a sheet offers for its cells, by column.
func choices(sheet string) map[int]string {
	list := func(words []word) string {
		var says []string
		for _, w := range words {
			says = append(says, w.says)
		}
		return strings.Join(says, ",")
	}
	switch sheet {
	case SheetHouseholds:
		return map[int]string{hOpening: list(openings()[:4]), hMovement: list(movements())}
	case SheetMembers:
		return map[int]string{mSex: list(sexes()), mRelation: list(relations()[:7])}
	}
	return nil
}

// writeFrame writes the parts that hold the sheets together.
func writeFrame(z *zip.Writer, sheets []string) error {
	var types, related, list strings.Builder
	for i, name := range sheets {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&related, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(nil, name), i+1, i+1)
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	for _, part := range []struct{ name, body string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + related.String() + fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`, len(sheets)+1)},
		{"xl/styles.xml", stylesXML},
	} {
		out, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, head+part.body); err != nil {
			return err
		}
	}
	return nil
}

// The styles of cells, by their places in stylesXML.
const (
	styleHead  = 1
	styleText  = 2
	styleRisky = 3 // text that a spreadsheet might take for a formula when it is edited
	styleDay   = 4
	styleFault = 5
	styleGuide = 6
)

const stylesXML = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>` +
	`<fonts count="3"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font><font><sz val="11"/><color rgb="FFB3261E"/><name val="Times New Roman"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE3EFEC"/></patternFill></fill></fills>` +
	`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/>` +
	`<xf numFmtId="49" fontId="1" fillId="2" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>` +
	`<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/><xf numFmtId="164" applyNumberFormat="1"/>` +
	`<xf numFmtId="49" fontId="2" applyNumberFormat="1" applyFont="1" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`

// newSheet begins the part of the n-th sheet.
func newSheet(z *zip.Writer, n int, list []column) (*sheetWriter, error) {
	out, err := z.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", n+1))
	if err != nil {
		return nil, err
	}
	s := &sheetWriter{out: bufio.NewWriterSize(out, bufferSize)}
	s.raw(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	if len(list) > 1 {
		s.raw(`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	}
	s.raw("<cols>")
	for i, c := range list {
		s.raw(fmt.Sprintf(`<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, c.width))
	}
	s.raw("</cols><sheetData>")
	return s, nil
}
