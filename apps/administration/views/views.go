// Package views draws the pages of accounts and administration. It is given
// everything that it shows.
package views

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// SignInForm is the form of signing in, also when it was refused.
type SignInForm struct {
	Username, Next string
	Passkey        *Passkey // nil where browsers make none
	Issuers        []Issuer
	Err            error
}

// Passkey is a conversation with an authenticator.
type Passkey struct {
	Action, Kind    string // Kind: "create" or "get"
	Options, Ticket string
	Step, Next      string
}

// Issuer is an office's own sign-in.
type Issuer struct{ Name, Href string }

// LinkedIssuer is one of them beside one's own account.
type LinkedIssuer struct {
	Name, LinkHref, UnlinkHref string
	Linked                     bool
}

// SecondStep asks whoever gave the right password for more.
type SecondStep struct {
	Ticket, Next string
	TOTP         bool
	Passkey      *Passkey
	Err          error
}

// PasswordForm sets a password by a link.
type PasswordForm struct {
	Action, Username string
	Length           int
	Err              error
}

// Account is one's own account.
type Account struct {
	Username, Name string
	Places         []Place
	Sessions       []Session
	Tokens         []Token
	Fresh          string // the secret of a token that was made just now
	TokenName      string // as typed into a refused form
	TokenUntil     string
	TokenRoles     []ui.Option
	Factors        Factors
	Invitations    []InvitationRow
	Issuers        []LinkedIssuer
	Length         int   // of a new password, in characters, at least
	Err            error // a refused change of the password, or a refused token
}

// Factors are the second factors of an account.
type Factors struct {
	Must, Proved bool
	TOTP         bool
	Setup        *Setup
	Passkeys     []Key
	Passkey      *Passkey
	NoPasskeys   bool // the address takes none
	Left         int  // recovery codes
	Codes        []string
	Err          error
}

// Any tells that there is one.
func (f Factors) Any() bool { return f.TOTP || len(f.Passkeys) > 0 }

// Setup is a secret that an authenticator application is to learn.
type Setup struct{ Secret, QR string }

// Key is a passkey.
type Key struct{ Name, Note, RemoveHref string }

// Token is a key with which a program uses the API in one's name.
type Token struct {
	Name, Note, RevokeHref string
}

// Session is a browser that is signed in.
type Session struct {
	ID, Since, Seen, Address, Agent, EndHref string
	Here                                     bool
}

// Place is a tenant that one belongs to.
type Place struct {
	Name, Role, Href string
	Closed           bool
}

// WorkRow is something that waits.
type WorkRow struct {
	Title, Kind, Href, Since, Due string
	Late, Soon                    bool
}

// Work is what waits for the actor.
type Work struct {
	Rows     []WorkRow
	JobsHref string
	Jobs     []ui.JobView // one's own that run or failed lately
	Tour     *Tour        // what is new to whoever signs in for the first time
}

func (w Work) count(is func(WorkRow) bool) (n int) {
	for _, r := range w.Rows {
		if is(r) {
			n++
		}
	}
	return n
}

// Jobs is a part of the list of jobs.
type Jobs struct {
	Base  string
	Rows  []ui.JobView
	Pager ui.Pager
}

// Job is one job with all that is known of it.
type Job struct {
	Row   ui.JobView
	Facts []Line
}

// Line is a name with what stands under it.
type Line struct {
	Name   string
	Values []string
}

// MemberRow is a member in the list.
type MemberRow struct {
	Name, Username, Href, Seen string
	Roles                      []string
	Scopes                     []string // of the roles that are bounded
	Disabled, Waiting          bool     // Waiting: no password yet
}

// Members is a part of the list of members.
type Members struct {
	Base, Query string
	Tabs        []ui.Tab
	Rows        []MemberRow
	Pager       ui.Pager
}

// RoleChoice is a role that a member may hold, with its scope.
type RoleChoice struct {
	ID, Title, Level          string
	Held                      bool
	Units, Projects           []ui.Option
	UnitsError, ProjectsError string
}

func (c RoleChoice) open() bool {
	return c.Held || c.UnitsError != "" || c.ProjectsError != ""
}

// NewMember is the form of somebody who joins.
type NewMember struct {
	Action, Back          string
	Now                   bool // make the account at once
	Username, Name, Email string
	Choices               []RoleChoice
	Err                   error
}

// Invitations wait for an answer.
type Invitations struct {
	Tabs []ui.Tab
	Rows []InvitationRow
	Link *Secret // just made, shown once
}

// InvitationRow is one of them, for administrators and for who is invited.
type InvitationRow struct {
	Title, Note, State string
	Late               bool
	ResendHref         string
	WithdrawHref       string
	AcceptHref         string
	DeclineHref        string
}

// Invitation is what the holder of its link sees.
type Invitation struct {
	Tenant, By, Until string
	Roles             []string
	Username, Name    string // Username "": free to choose
	Me                string // who is signed in, or ""
	Action            string // address of the link
	SignIn            string
	Length            int
	Err               error
}

// Secret is what is shown once: the link by which a password is set.
type Secret struct {
	Link, Expires, Username, Back string
}

// Member is one member.
type Member struct {
	Base              string // "/t/krong-no/members/…"
	Tag               string
	Facts             []Line
	Held              []HeldRole
	Choices           []RoleChoice
	Me                bool
	Disabled, Waiting bool
	Secret            *Secret
	Err               error
	Factors           bool        // has a second factor
	Work              []WorkRow   // that is open
	Heirs             []ui.Option // who may take it over
}

// HeldRole is a role that a member holds.
type HeldRole struct {
	ID, Title, Scope string
}

// RoleHead is a column of the matrix.
type RoleHead struct {
	ID, Title string
}

// MatrixGroup is the actions of one module.
type MatrixGroup struct {
	Name, Title string // of the module
	Rows        []MatrixRow
}

// MatrixRow is an action.
type MatrixRow struct {
	Title, Name, Href string
	Cells             []Cell
}

// Cell is whether a role may do an action.
type Cell struct {
	Role, Title                   string
	Allowed, Standard, Overridden bool
}

// state is the cell in words: for screen readers and for phones.
func (c Cell) state(ctx context.Context) string {
	switch {
	case c.Overridden && c.Allowed:
		return i18n.Say(ctx, "Được, do địa bàn cho phép", "Yes, allowed by the tenant")
	case c.Overridden:
		return i18n.Say(ctx, "Không, do địa bàn thu quyền", "No, denied by the tenant")
	case c.Allowed:
		return i18n.Say(ctx, "Được, theo mặc định", "Yes, by the standard")
	}
	return i18n.Say(ctx, "Không, theo mặc định", "No, by the standard")
}

// Matrix is the tenant's policy.
type Matrix struct {
	Heads   []RoleHead
	Groups  []MatrixGroup
	Changed int // cells that differ from the standard
}

// Action is one action: who may do it, and why.
type Action struct {
	Href, Name string
	Who        string // in words
	Cells      []Cell
	People     []Place // who holds such a role
	More       int     // people left out
	Err        error
}

// Setting is a setting of the tenant.
type Setting struct {
	Key, Title, Href string
	Value            []Line // in effect
	File             []Line // of the files, where it differs
	Drift            bool
	Fixed            bool   // a limit of the operator
	Elsewhere        bool   // changed on the page at Href, which also shows what holds
	Changed          string // who and when
	Fields           []SettingField
	Tag              string
	Err              error
}

// FieldKind is how a part of a setting is entered.
type FieldKind string

// The kinds.
const (
	OneLine FieldKind = "line"
	Text    FieldKind = "text"  // its line breaks count
	Lines   FieldKind = "lines" // a list, an item a line
	Day     FieldKind = "day"   // day/month of each year
	Pairs   FieldKind = "pairs" // "KH = 12", a pair a line
	Number  FieldKind = "number"
	Numbers FieldKind = "numbers" // apart by commas
	Choice  FieldKind = "choice"  // one of Choices
	YesNo   FieldKind = "yesno"   // "true" or "false"
)

// SettingField is a part of a setting to be entered.
type SettingField struct {
	Name, Title, Hint, Value string
	Kind                     FieldKind
	Required                 bool
	Choices                  []ui.Option
}

// EntryRow is an entry of the audit.
type EntryRow struct {
	Href, PrevHash                                                               string
	Seq, When, Actor, ActorHref, Title, Action, Object, ObjectHref, Reason, Hash string
	Changes                                                                      []Change
}

// Change is one thing that differs between before and after.
type Change struct {
	Name, Before, After string
}

// Entries is a part of the audit.
type Entries struct {
	Base                            string
	Action, Object, ObjectID, Actor string
	From, To, Text                  string
	Actions, Objects                []ui.Option
	Rows                            []EntryRow
	Pager                           ui.Pager
	Checked, Holds                  bool
	Proof                           string // what the check found
}

// FileRow is a kept file.
type FileRow struct {
	Name, Href, Key, Size, SHA256, When, LockedUntil string
	Private                                          bool
}

// Files is a part of what is kept.
type Files struct {
	Base, Prefix string
	Tabs         []ui.Tab
	Prefixes     []ui.Option
	Rows         []FileRow
	Pager        ui.Pager
	Used, Quota  int64
	Space        string
}

func number(n int) string { return strconv.Itoa(n) }

func lateStat(ctx context.Context, m Work) ui.Stat {
	late := m.count(func(r WorkRow) bool { return r.Late })
	s := ui.Stat{Label: i18n.Say(ctx, "Đã trễ hạn", "Late"), Value: strconv.Itoa(late), Unit: i18n.Say(ctx, "việc", "items"), Icon: "clock"}
	if late > 0 {
		s.Tone, s.Note = ui.Bad, i18n.Say(ctx, "Xếp trên cùng bên dưới", "Listed first below")
	}
	return s
}

func yes(ctx context.Context, b bool) string {
	if b {
		return i18n.Say(ctx, "Được", "Yes")
	}
	return i18n.Say(ctx, "Không", "No")
}

// about names a button that stands in many rows.
func about(ctx context.Context, vi, en, title string) templ.Attributes {
	return templ.Attributes{"aria-label": i18n.Say(ctx, vi, en) + title}
}

// short is the beginning of a hash, enough to tell two apart by eye.
func short(hash string) string { return hash[:min(len(hash), 12)] }

// lineCount is how high a text area is for a list.
func lineCount(s string) int { return min(max(strings.Count(s, "\n")+2, 3), 16) }
