package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A passkey is made, signs in without a password, and is the second step after
// one, in a real browser with an authenticator of its own.
func TestBrowserPasskey(t *testing.T) {
	w := openWindow(t, deskWidth, deskHeight)
	at := strings.Replace(w.s.url, "127.0.0.1", "localhost", 1) // an address takes no passkeys
	w.call("WebAuthn.enable", nil)
	w.call("WebAuthn.addVirtualAuthenticator", map[string]any{"options": map[string]any{"protocol": "ctap2", "transport": "internal",
		"hasResidentKey": true, "hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true}})
	w.do(chromedp.Navigate(at+"/sign-in"), chromedp.SetValue("#f-username", "agriculture@dak-song"), chromedp.SetValue("#f-password", demoPassword), chromedp.Click("main form .primary"))
	w.until(`location.pathname.startsWith("/t/")`)
	w.do(chromedp.Navigate(at + "/account/second-factor"))
	w.until(`document.querySelector("form[data-passkey=create]")?.hidden === false`)
	w.check("second factor")
	w.do(chromedp.Click("form[data-passkey=create] button"))
	w.text("Mã dự phòng của bạn")

	w.call("Network.clearBrowserCookies", nil)
	w.do(chromedp.Navigate(at + "/sign-in"))
	w.until(`document.querySelector("form[data-passkey=get]")?.hidden === false`)
	w.check("sign in")
	w.do(chromedp.Click("form[data-passkey=get] button"))
	w.until(`location.pathname.startsWith("/t/")`)

	w.call("Network.clearBrowserCookies", nil)
	w.do(chromedp.Navigate(at+"/sign-in"), chromedp.SetValue("#f-username", "agriculture@dak-song"), chromedp.SetValue("#f-password", demoPassword), chromedp.Click("main form .primary"))
	w.text("Bước xác thực thứ hai")
	w.check("second step")
	w.do(chromedp.Click("form[data-passkey=get] button"))
	w.until(`location.pathname.startsWith("/t/")`)
	w.do(chromedp.Navigate(at + "/account/second-factor"))
	w.text("dùng lần cuối")
	w.do(chromedp.Click(`form[action$="/remove"] button`)) // the demonstration is left as it was
	w.text("Đã gỡ khóa truy cập")
}
