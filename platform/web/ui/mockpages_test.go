package ui_test

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"vuon/platform/web/ui"
)

// mockSignIn is a form like the real sign-in page's.
func mockSignIn() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		parts := []templ.Component{
			templ.Raw(`<form class="stack" action="/sign-in" method="post">`),
			ui.Text(ui.Field{Name: "username", Label: "Tên đăng nhập", Auto: "username", Value: "labour@krong-no"}),
			ui.Password(ui.Field{Name: "password", Label: "Mật khẩu", Auto: "current-password"}),
			ui.Button(ui.Btn{Label: "Đăng nhập", Kind: ui.Primary, Block: true}),
			templ.Raw(`</form>`),
		}
		return templ.Join(parts...).Render(ctx, w)
	})
}

func join(parts ...templ.Component) templ.Component { return templ.Join(parts...) }

// with renders c around its children.
func with(c templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}
