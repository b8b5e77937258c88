package ui

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"vuon/platform/i18n"
)

// title is what the browser's tab says: page, unit, product.
func title(ctx context.Context, s Shell, p Page) string {
	parts := []string{say(ctx, p.Title), s.Tenant.Name, "Vươn"}
	return strings.Join(nonEmpty(parts), " · ")
}

func nonEmpty(in []string) []string {
	var out []string
	for _, s := range in {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func status(p Page) int {
	if p.Status == 0 {
		return http.StatusOK
	}
	return p.Status
}

func width(p Page) string {
	switch {
	case p.Wide:
		return "wide"
	case p.Narrow:
		return "narrow"
	}
	return ""
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

func yesNo(b bool) string { return strconv.FormatBool(b) }

func groupID(i int) string { return "nav-" + strconv.Itoa(i) }

func otherLang(ctx context.Context) string {
	return i18n.Say(ctx, string(i18n.English), string(i18n.Vietnamese))
}

// Initials are the first letters of the last two words of a name: "Lê Thị Hạnh"
// is TH, "Huyện Krông Nô" is KN.
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	out := ""
	for _, w := range words[max(0, len(words)-2):] {
		out += string(unicode.ToUpper([]rune(w)[0]))
	}
	return out
}

// attrs joins sets of attributes; later ones win.
func attrs(sets ...templ.Attributes) templ.Attributes {
	all := templ.Attributes{}
	for _, set := range sets {
		for k, v := range set {
			all[k] = v
		}
	}
	return all
}

// swap is the attribute that makes a link or form replace only #id, if any.
func swap(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"data-swap": id}
}
