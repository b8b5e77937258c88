// Package main holds the dependencies of the first build until their users exist.
package main
