// Package supervision is the province over all its tenants: where each
// district's plan stands, since when, and whether it is late; and the plans
// themselves, to be read.
//
// Terms: giám sát (supervision), trễ hạn (late). What a supervisor reads stands
// in the audit of the district that it was read of; nothing here writes into a
// district. It owns no tables.
package supervision
