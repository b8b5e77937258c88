package planreader

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode"
)

// listed is the list that a paragraph or style belongs to.
type listed struct {
	style  string
	num    string // numId; "" not stated, "0" none
	level  int
	leveld bool   // level is stated
	based  string // of a style
}

func (l *listed) read(c *cursor) error {
	return c.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "numId":
			l.num = attr(e, "val")
		case "ilvl":
			l.level, _ = strconv.Atoi(attr(e, "val"))
			l.leveld = true
		}
		return c.skip()
	})
}

// effective is the list of a paragraph, by itself or through its style.
func (d *docx) effective(l listed) listed {
	style := l.style
	for range 20 { // a chain of styles; longer ones are loops
		s, ok := d.styles[style]
		if l.num != "" || style == "" || !ok {
			break
		}
		l.num = s.num
		if !l.leveld {
			l.level = s.level
		}
		style = s.based
	}
	return l
}

// readStyles reads which styles belong to lists.
func (d *docx) readStyles() (map[string]listed, error) {
	styles := map[string]listed{}
	_, err := d.part("word/styles.xml", func(c *cursor) error {
		return c.each(func(e xml.StartElement) error {
			if e.Name.Local != "style" {
				return c.skip()
			}
			id, l := attr(e, "styleId"), listed{}
			err := c.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "basedOn":
					l.based = attr(e, "val")
				case "pPr":
					return c.each(func(e xml.StartElement) error {
						if e.Name.Local == "numPr" {
							return l.read(c)
						}
						return c.skip()
					})
				}
				return c.skip()
			})
			styles[id] = l
			return err
		})
	})
	return styles, err
}

// level is how one level of a list prints its number.
type level struct {
	start  int
	format string
	text   string // "%1.%2."
	legal  bool   // all numbers as digits
}

// numbering counts the lists of a document.
type numbering struct {
	abstract map[string]map[int]level
	nums     map[string]num
	counts   map[string][]int // by abstract list
	begun    map[string]bool  // lists whose own start is used up
}

type num struct {
	abstract string
	starts   map[int]int
}

func (d *docx) readNumbering() (*numbering, error) {
	n := &numbering{map[string]map[int]level{}, map[string]num{}, map[string][]int{}, map[string]bool{}}
	_, err := d.part("word/numbering.xml", func(c *cursor) error {
		return c.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "abstractNum":
				return n.readAbstract(c, attr(e, "abstractNumId"))
			case "num":
				return n.readNum(c, attr(e, "numId"))
			}
			return c.skip()
		})
	})
	return n, err
}

func (n *numbering) readAbstract(c *cursor, id string) error {
	levels := map[int]level{}
	n.abstract[id] = levels
	return c.each(func(e xml.StartElement) error {
		if e.Name.Local != "lvl" {
			return c.skip()
		}
		i, _ := strconv.Atoi(attr(e, "ilvl"))
		l := level{start: 1, format: "decimal"}
		err := c.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "start":
				l.start, _ = strconv.Atoi(attr(e, "val"))
			case "numFmt":
				l.format = attr(e, "val")
			case "lvlText":
				l.text = attr(e, "val")
			case "isLgl":
				l.legal = on(e)
			}
			return c.skip()
		})
		levels[i] = l
		return err
	})
}

func (n *numbering) readNum(c *cursor, id string) error {
	own := num{starts: map[int]int{}}
	err := c.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "abstractNumId":
			own.abstract = attr(e, "val")
		case "lvlOverride":
			i, _ := strconv.Atoi(attr(e, "ilvl"))
			return c.each(func(e xml.StartElement) error {
				if e.Name.Local == "startOverride" {
					own.starts[i], _ = strconv.Atoi(attr(e, "val"))
				}
				return c.skip()
			})
		}
		return c.skip()
	})
	n.nums[id] = own
	return err
}

// maxLevels is how many levels a list of Word has.
const maxLevels = 9

// next counts a paragraph of a list and returns the number that it prints.
func (n *numbering) next(l listed) string {
	own, ok := n.nums[l.num]
	levels := n.abstract[own.abstract]
	lv, has := levels[l.level]
	if !ok || !has || l.level < 0 || l.level >= maxLevels {
		return ""
	}
	counts := n.counts[own.abstract]
	if counts == nil {
		counts = make([]int, maxLevels)
	}
	n.counts[own.abstract] = counts
	if start, over := own.starts[l.level]; over && !n.begun[l.num+"/"+strconv.Itoa(l.level)] {
		n.begun[l.num+"/"+strconv.Itoa(l.level)] = true
		counts[l.level] = start
	} else if counts[l.level] == 0 {
		counts[l.level] = max(lv.start, 1)
	} else {
		counts[l.level]++
	}
	clear(counts[l.level+1:])
	return lv.print(counts, levels)
}

// print fills the counts into the level's pattern.
func (lv level) print(counts []int, levels map[int]level) string {
	if lv.format == "bullet" {
		return bulletSign(lv.text)
	}
	s := lv.text
	for i := range maxLevels {
		place := "%" + strconv.Itoa(i+1)
		if !strings.Contains(s, place) {
			continue
		}
		format := levels[i].format
		if lv.legal {
			format = "decimal"
		}
		s = strings.ReplaceAll(s, place, formatted(max(counts[i], 1), format))
	}
	return clean(s)
}

// bulletSign is a bullet as plain text has it; symbol fonts use private letters.
func bulletSign(s string) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) != 1 || unicode.Is(unicode.Co, r[0]) || unicode.IsLetter(r[0]) {
		return "•"
	}
	return string(r)
}

// formatted writes n in a format of Word.
func formatted(n int, format string) string {
	switch format {
	case "upperRoman":
		return toRoman(min(n, 89))
	case "lowerRoman":
		return strings.ToLower(toRoman(min(n, 89)))
	case "upperLetter":
		return strings.Repeat(string(rune('A'+(n-1)%26)), min((n-1)/26+1, 8))
	case "lowerLetter":
		return strings.Repeat(string(rune('a'+(n-1)%26)), min((n-1)/26+1, 8))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}
