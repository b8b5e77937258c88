// Package embedded starts the servers that Vươn needs and the operator did not
// bring: a private PostgreSQL as a child process, and Redis and S3 inside this
// process. What talks to them is the same code as in production; only the
// addresses differ. All of it lies in one data folder, for one machine.
package embedded
