// Package ui is the design system: the shell around every page and the
// components that pages are made of. It knows no module and no web framework.
//
// Words: Shell and Page take i18n.Text, because whoever fills them has no view
// yet; components take plain strings that the view picks with i18n.Say. Data
// (a name, a plan's title) is a Text without English: i18n.T(name, "").
//
// Everything works without script. app.js upgrades what carries these attributes:
//
//	data-swap="id"      link or form: fetch (header X-Fragment: id) and replace #id, with history
//	data-live           form with data-swap: submit while typing
//	data-poll="2000"    element with an id: fetch itself every 2 s until data-done
//	                    (data-src: another address than the page's)
//	data-upload         form with a file: progress bar while sending
//	data-draft="key"    form: keep what was typed until it was saved, warn before leaving
//	data-open           link to a <dialog>: open it as a modal
//	data-print          button: print the page
package ui
