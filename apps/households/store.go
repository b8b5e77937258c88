package households

// store is all of the module's SQL. Each call runs in the caller's transaction.
type store struct{}
