package embedded

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"
)

// say sends commands and returns the first line of each answer.
func say(t *testing.T, r *Redis, commands ...string) []string {
	t.Helper()
	u, err := url.Parse(r.URL())
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewScanner(conn)
	var answers []string
	for _, c := range commands {
		password, _ := u.User.Password()
		words := strings.Fields(strings.ReplaceAll(c, "PASSWORD", password))
		command := fmt.Sprintf("*%d\r\n", len(words))
		for _, w := range words {
			command += fmt.Sprintf("$%d\r\n%s\r\n", len(w), w)
		}
		if _, err := conn.Write([]byte(command)); err != nil {
			t.Fatal(err)
		}
		if !in.Scan() {
			t.Fatal(in.Err())
		}
		answers = append(answers, in.Text())
	}
	return answers
}

func TestRedisWantsItsPassword(t *testing.T) {
	r, err := StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Stop()
	got := say(t, r, "SET a 1", "AUTH guess", "AUTH PASSWORD", "SET a 1")
	if !strings.HasPrefix(got[0], "-NOAUTH") || !strings.HasPrefix(got[1], "-WRONGPASS") || got[2] != "+OK" || got[3] != "+OK" {
		t.Errorf("%q", got)
	}
}

func TestRedisAgesItsKeys(t *testing.T) {
	r, err := StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Stop()
	say(t, r, "AUTH PASSWORD", "SET lease 1 PX 60000")
	r.server.SetTime(time.Now().Add(59 * time.Second))
	if got := say(t, r, "AUTH PASSWORD", "EXISTS lease"); got[1] != ":1" {
		t.Errorf("gone too early: %q", got)
	}
	r.server.SetTime(time.Now().Add(61 * time.Second))
	if got := say(t, r, "AUTH PASSWORD", "EXISTS lease"); got[1] != ":0" {
		t.Errorf("still there: %q", got)
	}
}
