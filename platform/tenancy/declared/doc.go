// Package declared reads configuration files strictly and compares what they
// declare with what the database holds. A file that is wrong is refused whole:
// every fault is named with its file, its line and what was expected there.
package declared
