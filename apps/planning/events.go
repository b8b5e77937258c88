package planning

import "time"

// PlanIssued is published in the transaction in which a plan got its number.
type PlanIssued struct {
	Tenant  string
	Year    int
	Version int
	Number  int
	Symbol  string
	Dated   time.Time
}
