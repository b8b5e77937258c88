package main

import (
	"os"
	"regexp"
	"strconv"
	"testing"
)

// From the process's start to "ready", on an empty folder and on one that was
// stopped in good order, and the memory that the process then holds (PostgreSQL's
// own is not in it).
func BenchmarkStart(b *testing.B) {
	binary(b)
	b.Run("empty folder", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			data := folder(b, nil, "data")
			b.StartTimer()
			p, _ := open(b, nil, data, "demo")
			b.StopTimer()
			b.ReportMetric(resident(b, p, "VmRSS"), "MB-resident")
			b.ReportMetric(resident(b, p, "VmHWM"), "MB-peak")
			p.interrupt(b)
			b.StartTimer()
		}
	})
	b.Run("existing folder", func(b *testing.B) {
		data := folder(b, nil, "data")
		p, _ := open(b, nil, data, "demo")
		p.interrupt(b)
		for b.Loop() {
			p, _ := open(b, nil, data, "demo")
			b.StopTimer()
			b.ReportMetric(resident(b, p, "VmRSS"), "MB-resident")
			p.interrupt(b)
			b.StartTimer()
		}
	})
}

func resident(t testing.TB, p *process, line string) float64 {
	t.Helper()
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0 // only Linux tells
	}
	kB, err := strconv.Atoi(string(regexp.MustCompile(line + `:\s+(\d+) kB`).FindSubmatch(raw)[1]))
	if err != nil {
		t.Fatal(err)
	}
	return float64(kB) / 1024
}
