// Package archtest holds the rules of the architecture as functions over the
// source tree, and its test applies them to the whole repository: imports go one
// way, libraries stay behind the package that owns them, files and functions stay
// small, no package has state, every table belongs to the module it is named after.
package archtest
