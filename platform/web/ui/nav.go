package ui

import (
	"context"

	"vuon/platform/i18n"
)

func shown(ctx context.Context, p Pager) string {
	if p.Total < 0 {
		return Integer(int64(p.Shown)) + i18n.Say(ctx, " dòng trên trang này", " rows on this page")
	}
	return Integer(int64(p.Shown)) + "/" + Integer(int64(p.Total)) + i18n.Say(ctx, " dòng", " rows")
}
