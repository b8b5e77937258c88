package web

import (
	"slices"

	"vuon/platform/database"
)

// ListInput is what every list of the API takes. Embed it in the input.
type ListInput struct {
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"How many items at most."`
	After string `query:"after" maxLength:"2000" doc:"Cursor: next of the page before."`
}

// Page is the part of the list that is asked for.
func (l ListInput) Page() database.Page { return database.Page{Limit: l.Limit, After: l.After} }

// List is what every list of the API answers.
type List[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next" doc:"Cursor of the next page; empty on the last."`
}

// Listed is the output of an operation that lists.
type Listed[T any] struct {
	Body List[T]
}

// ListOf makes the answer of a list.
func ListOf[T any](items []T, next string) *Listed[T] {
	if items == nil {
		items = []T{}
	}
	return &Listed[T]{Body: List[T]{Items: items, Next: next}}
}

// PartOf answers with a part of a list that is read whole because it is short by
// its nature: the steps of a plan, the districts of a province. Key tells its
// items apart.
func PartOf[T any](list []T, page database.Page, key func(T) string) (*Listed[T], error) {
	after, err := page.Key(1)
	if err != nil {
		return nil, err
	}
	if after != nil {
		last := slices.IndexFunc(list, func(item T) bool { return key(item) == after[0] })
		if last < 0 {
			return nil, database.BadCursor()
		}
		list = list[last+1:]
	}
	if len(list) <= page.Size() {
		return ListOf(list, ""), nil
	}
	list = list[:page.Size()]
	return ListOf(list, database.Cursor(key(list[len(list)-1]))), nil
}
