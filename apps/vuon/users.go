package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"vuon/platform/identity"
	"vuon/platform/web"
)

func usersAddCommand() command {
	return command{name: "users add", summary: "make an account; prints a one-time link to set its password",
		flags: func(f *pflag.FlagSet) {
			f.String("username", "", "what it signs in with")
			f.String("name", "", "the person's name")
			f.String("tenant", "", "tenant, or platform")
			f.String("role", "", "role in the tenant, or operator")
			f.Bool("json", false, "as JSON")
		},
		run: usersAdd}
}

func usersAdd(ctx context.Context, c *call) error {
	if err := c.require("username", "role"); err != nil {
		return err
	}
	tenant := c.text("tenant")
	if tenant == "" && c.text("role") == "operator" {
		tenant = identity.Platform
	}
	if tenant == "" {
		return c.require("tenant")
	}
	return with(ctx, c, func(d *deployment) error {
		if tenant != identity.Platform {
			if _, err := d.tenants.Tenant(ctx, tenant); err != nil {
				return err
			}
		}
		account, err := d.identity.AddAccount(ctx, identity.NewAccount{Username: c.text("username"), Name: c.text("name"),
			Memberships: []identity.Membership{{Tenant: tenant, Grant: identity.Grant{Role: c.text("role")}}}})
		if err != nil {
			return err
		}
		link, err := d.identity.PasswordLink(ctx, tenant, account.ID)
		if err != nil {
			return err
		}
		address := d.webAddress() + "/password/" + link.Secret
		if c.is("json") {
			return c.json(map[string]any{"username": account.Username, "link": address, "expires": link.Expires})
		}
		_, err = fmt.Fprintln(c.out, address)
		return err
	})
}

// webAddress is where browsers find the deployment: the running process's, else
// what the settings say.
func (d *deployment) webAddress() string {
	if d.servers != nil && d.servers.Web != "" {
		return d.servers.Web
	}
	return web.Address(d.config.Addr)
}
