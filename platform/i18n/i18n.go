// Package i18n holds the two languages of the product, Vietnamese first, and
// how dates and numbers are written in them.
package i18n

import (
	"context"
	"time"
)

// Lang is a language that screens, messages and documents can be shown in.
type Lang string

// The languages. Vietnamese is the default wherever nothing else was asked for.
const (
	Vietnamese Lang = "vi"
	English    Lang = "en"
)

// Parse reads a language tag ("vi", "en-GB"); anything unknown is Vietnamese.
func Parse(tag string) Lang {
	if len(tag) >= 2 && tag[:2] == string(English) {
		return English
	}
	return Vietnamese
}

// Text is one message in both languages.
type Text struct {
	VI string `json:"vi" yaml:"vi"`
	EN string `json:"en" yaml:"en"`
}

// T makes a Text.
func T(vi, en string) Text { return Text{VI: vi, EN: en} }

// In returns the text in l, or the Vietnamese one where there is no English.
func (t Text) In(l Lang) string {
	if l == English && t.EN != "" {
		return t.EN
	}
	return t.VI
}

type langKey struct{}

// With returns a context in which pages and messages are in l.
func With(ctx context.Context, l Lang) context.Context {
	return context.WithValue(ctx, langKey{}, l)
}

// From returns the language of the context, Vietnamese when none was set.
func From(ctx context.Context) Lang {
	if l, ok := ctx.Value(langKey{}).(Lang); ok {
		return l
	}
	return Vietnamese
}

// Say picks between two literals by the language of the context: for views.
func Say(ctx context.Context, vi, en string) string { return T(vi, en).In(From(ctx)) }

// Zone is Asia/Ho_Chi_Minh, the zone in which times are shown. Vietnam has kept
// UTC+7 without summer time since 1975, so no time zone database is needed.
func Zone() *time.Location { return time.FixedZone("+07", 7*60*60) }

// Date writes a day as officers do: 05/02/2024.
func Date(t time.Time) string { return t.In(Zone()).Format("02/01/2006") }

// DateTime writes a moment to the minute: 14:05 05/02/2024.
func DateTime(t time.Time) string { return t.In(Zone()).Format("15:04 02/01/2006") }
