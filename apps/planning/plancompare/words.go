package plancompare

// edit is a run of equal (0), removed (-1) or added (+1) things: of the old list from
// a to b where it is not added, else of the new one.
type edit struct{ op, from, to int }

// maxDistance bounds how hard a difference is looked for: texts further apart are
// shown as one taken away and one written.
const maxDistance = 2000

// diff finds the shortest way from a to b (Myers, An O(ND) Difference Algorithm, 1986).
func diff[T comparable](a, b []T) []edit {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []edit
	if head > 0 {
		out = append(out, edit{0, 0, head})
	}
	for _, e := range middle(a[head:len(a)-tail], b[head:len(b)-tail]) {
		out = append(out, edit{e.op, e.from + head, e.to + head})
	}
	if tail > 0 {
		out = append(out, edit{0, len(a) - tail, len(a)})
	}
	return out
}

func middle[T comparable](a, b []T) []edit {
	switch {
	case len(a) == 0 && len(b) == 0:
		return nil
	case len(a) == 0:
		return []edit{{1, 0, len(b)}}
	case len(b) == 0:
		return []edit{{-1, 0, len(a)}}
	}
	trace, found := search(a, b)
	if !found {
		return []edit{{-1, 0, len(a)}, {1, 0, len(b)}}
	}
	return runs(trace, len(a), len(b))
}

// search walks forward and keeps the furthest points of every distance.
func search[T comparable](a, b []T) (trace [][]int, found bool) {
	limit := min(len(a)+len(b), maxDistance)
	v := make([]int, 2*limit+3)
	at := func(k int) int { return k + limit + 1 }
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int{}, v[at(-d-1):at(d+1)+1]...))
		for k := -d; k <= d; k += 2 {
			x := v[at(k-1)] + 1
			if k == -d || k != d && v[at(k-1)] < v[at(k+1)] {
				x = v[at(k+1)]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			v[at(k)] = x
			if x >= len(a) && x-k >= len(b) {
				return trace, true
			}
		}
	}
	return nil, false
}

// runs walks back along the trace and joins its steps to runs, removals first.
func runs(trace [][]int, x, y int) []edit {
	ops := make([]edit, 0, len(trace)*2)
	for d := len(trace) - 1; d >= 0; d-- {
		at := func(k int) int { return trace[d][k+d+1] }
		k := x - y
		before := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			before = k + 1
		}
		fromX := 0
		if d > 0 {
			fromX = at(before)
		}
		fromY := fromX - before
		if d == 0 {
			fromX, fromY = 0, 0
		}
		for x > fromX && y > fromY {
			x, y = x-1, y-1
			ops = append(ops, edit{0, x, x + 1})
		}
		switch {
		case d == 0:
		case x == fromX:
			y--
			ops = append(ops, edit{1, y, y + 1})
		default:
			x--
			ops = append(ops, edit{-1, x, x + 1})
		}
	}
	return joined(ops)
}

// joined puts single steps, given from the end, together.
func joined(ops []edit) []edit {
	var out []edit
	var gone, come edit
	flush := func() {
		if gone.to > gone.from {
			out = append(out, gone)
		}
		if come.to > come.from {
			out = append(out, come)
		}
		gone, come = edit{}, edit{}
	}
	grow := func(e *edit, by edit) {
		if e.to == e.from {
			*e = by
		} else {
			e.to = by.to
		}
	}
	for i := len(ops) - 1; i >= 0; i-- {
		switch e := ops[i]; {
		case e.op < 0:
			grow(&gone, e)
		case e.op > 0:
			grow(&come, e)
		default:
			flush()
			if n := len(out); n > 0 && out[n-1].op == 0 {
				out[n-1].to = e.to
			} else {
				out = append(out, e)
			}
		}
	}
	flush()
	return out
}
