package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const password = "mat-khau-thu-nghiem-2026"

func districts() []string {
	return []string{"gia-nghia", "cu-jut", "dak-glong", "dak-mil", "dak-rlap", "dak-song", "krong-no", "tuy-duc"}
}

// process is a running server.
type process struct {
	name string
	cmd  *exec.Cmd
	end  syscall.Signal // that stops it cleanly
	done chan struct{}
}

// stack is the production stack.
type stack struct {
	dir, binary string
	env         []string // settings of the binary
	processes   []*process
	webs        []string // base addresses
	web, work   []*process
}

// spawn starts a process in a group of its own, so that a Ctrl-C of the terminal
// does not stop the parts in any order.
func (s *stack) spawn(name string, cmd *exec.Cmd, end syscall.Signal) (*process, error) {
	log, err := os.Create(filepath.Join(s.dir, name+".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	p := &process{name, cmd, end, make(chan struct{})}
	go func() { _ = cmd.Wait(); close(p.done) }()
	s.processes = append(s.processes, p)
	return p, nil
}

// stop stops everything, last started first, each by its own process id.
func (s *stack) stop() {
	for i := len(s.processes) - 1; i >= 0; i-- {
		p := s.processes[i]
		_ = p.cmd.Process.Signal(p.end)
		select {
		case <-p.done:
		case <-time.After(30 * time.Second):
			_ = p.cmd.Process.Kill()
			<-p.done
		}
	}
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// vuon runs one command of the binary and returns what it printed as its result.
func (s *stack) vuon(ctx context.Context, args ...string) ([]byte, error) {
	var out, messages bytes.Buffer
	cmd := exec.CommandContext(ctx, s.binary, args...)
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = s.environ(), s.dir, &out, &messages
	err := cmd.Run()
	return out.Bytes(), wrap(err, "vuon %s: %s", strings.Join(args, " "), messages.Bytes())
}

func (s *stack) environ() []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir}, s.env...)
}

// prepare does what the operator's guide says: key, schema, tenants.
func (s *stack) prepare(ctx context.Context) error {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	s.env = append(s.env, "VUON_SECRET_KEY="+base64.StdEncoding.EncodeToString(key))
	for _, args := range [][]string{{"migrate", "up"}, {"tenants", "apply"}} {
		if _, err := s.vuon(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

func (s *stack) startProcesses(ctx context.Context) error {
	for i := range 2 {
		port := freePort()
		web := exec.Command(s.binary, "serve", "--addr", "127.0.0.1:"+port)
		work := exec.Command(s.binary, "work")
		for name, cmd := range map[string]*exec.Cmd{"web": web, "work": work} {
			cmd.Env, cmd.Dir = s.environ(), s.dir
			p, err := s.spawn(fmt.Sprintf("%s-%d", name, i+1), cmd, syscall.SIGTERM)
			if err != nil {
				return err
			}
			if name == "web" {
				s.web = append(s.web, p)
			} else {
				s.work = append(s.work, p)
			}
		}
		if err := listening(ctx, port); err != nil {
			return err
		}
		s.webs = append(s.webs, "http://127.0.0.1:"+port)
	}
	return nil
}

// person makes an account with the command line, and sets its password with the
// one-time link, as a person would.
func (s *stack) person(ctx context.Context, username, tenant, role string) error {
	out, err := s.vuon(ctx, "users", "add", "--username", username, "--tenant", tenant, "--role", role, "--json")
	if err != nil {
		return err
	}
	var made struct{ Link string }
	if err := json.Unmarshal(out, &made); err != nil {
		return err
	}
	link, err := url.Parse(made.Link)
	if err != nil {
		return err
	}
	form := url.Values{"password": {password}, "again": {password}}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(s.webs[0]+link.Path, form)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("set the password of %s: %s", username, answer.Status)
	}
	return nil
}
