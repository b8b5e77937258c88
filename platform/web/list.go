package web

import "vuon/platform/database"

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
