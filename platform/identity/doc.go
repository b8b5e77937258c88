// Package identity knows who acts: accounts, in which tenants they hold which
// roles, how they sign in, their sessions and API tokens. What a role may do is
// the business of package policy.
//
// One account may belong to several tenants, so the tables are global; whatever
// is listed for a tenant is filtered by that tenant in the statement itself.
//
// Tables: identity_accounts, identity_memberships, identity_sessions,
// identity_tokens, identity_links, identity_attempts, identity_totp,
// identity_recovery_codes, identity_passkeys, identity_used,
// identity_invitations, identity_subjects.
package identity
