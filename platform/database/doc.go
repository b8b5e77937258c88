// Package database is the only door to PostgreSQL. Every transaction runs for
// exactly one tenant, for no tenant (global tables only), or for a province
// that reads its own tenants, and each of these logs in as a role of its own:
// Row-Level Security, forced, is the wall behind the code (docs/adr).
package database
