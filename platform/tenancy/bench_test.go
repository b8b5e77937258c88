package tenancy_test

import (
	"context"
	"testing"
)

// BenchmarkApplyAgain is what every start of the demonstration pays.
func BenchmarkApplyAgain(b *testing.B) {
	r, _ := applied(b)
	for b.Loop() {
		if _, err := r.Apply(context.Background(), shipped()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTenant(b *testing.B) {
	r, _ := applied(b)
	for b.Loop() {
		if _, err := r.Tenant(context.Background(), "krong-no"); err != nil {
			b.Fatal(err)
		}
	}
}
