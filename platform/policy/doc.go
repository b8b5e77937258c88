// Package policy decides who may do what. Modules declare actions and which
// standard roles hold them; a tenant adds to that or narrows it; Casbin decides
// from these rules and nothing else does.
//
// Casbin's cost grows with the rules that it scans, so it is asked once for
// every role and action of a tenant, and the answers are kept as bits for that
// version of the tenant's policy. Tests prove the bits equal to Casbin.
//
// Tables: policy_overrides (of a tenant), policy_versions (global: every process
// looks there for tenants whose policy has changed).
package policy
