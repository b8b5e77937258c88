package planning

import "time"

// PlanIssued is published in the transaction in which a plan came into force.
type PlanIssued struct {
	Tenant  string
	Year    int
	Version int
	Number  int
	Symbol  string
	Dated   time.Time
}

// PlanReleased is published in the transaction in which an issued plan was sent
// out to its recipients.
type PlanReleased struct {
	Tenant  string
	Year    int
	Version int
	Number  int
	Symbol  string
	Dated   time.Time
	At      time.Time
}

// PlanTakenBack is published in the transaction in which the last step on a plan
// was taken back.
type PlanTakenBack struct {
	Tenant   string
	Year     int
	Version  int
	Step     Step  // that was taken back
	State    State // in which the version is again
	Number   int   // voided in the register; 0 when none was
	Restored int   // the version that is in force again; 0 when none is
	Reason   string
}

// PlanClosed is published in the transaction in which the plan of a year that is
// over was closed.
type PlanClosed struct {
	Tenant  string
	Year    int
	Version int
}
