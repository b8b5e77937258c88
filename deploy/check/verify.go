package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// patience is how long documents may take: a task of a killed worker runs again
// when its lease has ended.
const patience = 5 * time.Minute

// verify proves what the head of this program promises.
func (l *load) verify(ctx context.Context) error {
	if err := l.plansStand(ctx); err != nil {
		return err
	}
	if err := l.registers(); err != nil {
		return err
	}
	began := time.Now()
	made, err := l.documents(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("all %d documents were there %.0f s after the last issue, each with the noted SHA-256\n", made, time.Since(began).Seconds())
	out, err := l.s.vuon(ctx, "audit", "verify")
	if err != nil {
		return err
	}
	fmt.Printf("vuon audit verify:\n%s", out)
	return nil
}

func (l *load) get(ctx context.Context, tenant, path string, into any) error {
	return l.call(ctx, request{method: "GET", path: "/api/tenants/" + tenant + path, token: l.tokens["clerk@"+tenant]}, into)
}

// plansStand compares each acknowledged issue with what the survivors say.
func (l *load) plansStand(ctx context.Context) error {
	for _, i := range l.issued {
		var plan struct {
			State  string
			Number int
		}
		if err := l.get(ctx, i.tenant, fmt.Sprintf("/plans/%d", i.year), &plan); err != nil {
			return err
		}
		if plan.State != "issued" || plan.Number != i.number {
			return fmt.Errorf("%s %d was acknowledged as number %d and is %s with number %d", i.tenant, i.year, i.number, plan.State, plan.Number)
		}
	}
	if want := l.plans * len(districts()); len(l.issued) != want {
		return fmt.Errorf("%d issues were acknowledged, want %d", len(l.issued), want)
	}
	fmt.Printf("all %d acknowledged issues stand with their numbers\n", len(l.issued))
	return nil
}

// registers looks for gaps and for numbers given out twice.
func (l *load) registers() error {
	for _, tenant := range districts() {
		var numbers []int
		for _, i := range l.issued {
			if i.tenant == tenant {
				numbers = append(numbers, i.number)
			}
		}
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != numbers[0]+i {
				return fmt.Errorf("register of %s: %v", tenant, numbers)
			}
		}
	}
	fmt.Println("the registers of all tenants have no gap and no number twice")
	return nil
}

// documents waits until each plan has its PDF and DOCX, and reads every one.
func (l *load) documents(ctx context.Context) (made int, err error) {
	deadline := time.Now().Add(patience)
	for _, i := range l.issued {
		for {
			n, err := l.documentsOf(ctx, i)
			if err != nil {
				return made, err
			}
			if n == 2 {
				made += n
				break
			}
			if time.Now().After(deadline) {
				return made, fmt.Errorf("%s %d has %d of 2 documents after %s", i.tenant, i.year, n, patience)
			}
			time.Sleep(time.Second)
		}
	}
	return made, nil
}

func (l *load) documentsOf(ctx context.Context, i issue) (int, error) {
	var list struct {
		Items []struct{ Format, SHA256 string }
	}
	if err := l.get(ctx, i.tenant, fmt.Sprintf("/plans/%d/documents", i.year), &list); err != nil {
		return 0, err
	}
	if len(list.Items) < 2 {
		return len(list.Items), nil
	}
	for _, file := range list.Items {
		path := fmt.Sprintf("/api/tenants/%s/plans/%d/documents/%s", i.tenant, i.year, file.Format)
		body, err := l.try(ctx, l.s.webs[1], request{method: "GET", path: path, token: l.tokens["clerk@"+i.tenant]})
		if err != nil {
			return 0, err
		}
		if sum(body) != file.SHA256 {
			return 0, fmt.Errorf("%s: SHA-256 is %s, noted is %s", path, sum(body), file.SHA256)
		}
	}
	return len(list.Items), nil
}
