package tasks

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// working are the roles of assignments that are work of their own. Who
// coordinates, and through whom reports go, is told with the lead's task.
func working() map[string]string {
	return map[string]string{"lead": "Chủ trì thực hiện", "guide": "Hướng dẫn thực hiện",
		"synthesise": "Tổng hợp, báo cáo kết quả", "advise": "Tham mưu thực hiện"}
}

// roleTask is the role of what an office is charged with outside one project.
const roleTask = "task"

// fromPlan lists the tasks that a plan gives, each with the origin by which it is
// known again in a later version: project, role, function and name of the office.
func fromPlan(p *planreader.Plan, year int, reports tenancy.HalfYearly) []Task {
	c := collector{year: year, reports: reports, seen: map[string]int{}}
	c.projects(p.Projects)
	for _, t := range p.Tasks {
		c.add(Task{Role: roleTask, At: t.At, Title: begin(t.Text), Text: t.Text, Owner: Owner{Function: t.Function, Name: t.Unit}})
	}
	return c.tasks
}

type collector struct {
	year    int
	reports tenancy.HalfYearly
	seen    map[string]int
	tasks   []Task
}

func (c *collector) projects(list []planreader.Project) {
	for _, p := range list {
		for _, a := range p.Assignments {
			verb, ours := working()[a.Role]
			if !ours {
				continue
			}
			c.add(Task{Project: p.Code, Role: a.Role, At: p.At, Title: verb + " " + projectName(p), Text: a.Text,
				Deliverable: deliverable(p, a), Owner: Owner{Function: a.Function, Name: a.Unit}})
		}
		c.projects(p.SubProjects)
	}
}

func (c *collector) add(t Task) {
	key := strings.Join([]string{t.Project, t.Role, t.Owner.Function, text.Fold(t.Owner.Name)}, "|")
	if c.seen[key]++; c.seen[key] > 1 {
		key += "#" + strconv.Itoa(c.seen[key])
	}
	t.Origin, t.Year, t.State, t.Due = key, c.year, Open, c.due(t.Role)
	c.tasks = append(c.tasks, t)
}

// due is the day of the yearly report for whoever puts it together, else the end
// of the plan's year: the text gives no day. The office can set another.
func (c *collector) due(role string) *time.Time {
	if role == "synthesise" && c.reports.Year != "" {
		return new(c.reports.Year.In(c.year))
	}
	return new(tenancy.DayOfYear("12-31").In(c.year))
}

// code is a project's code: DA3, DA3.1.
var code = regexp.MustCompile(`^DA(\d+)(?:\.(\d+))?$`)

// projectName is the project as officers say it: "Dự án 2 (Đa dạng hóa …)".
func projectName(p planreader.Project) string {
	name := cmp.Or(p.Title, p.Code)
	if short := ShortProject(p.Code); short != p.Code {
		return short + ": " + name
	}
	return name
}

// ShortProject is a project's code in words: "DA3.1" is "Tiểu dự án 1 - Dự án 3".
func ShortProject(s string) string {
	m := code.FindStringSubmatch(s)
	switch {
	case m == nil:
		return s
	case m[2] == "":
		return "Dự án " + m[1]
	default:
		return fmt.Sprintf("Tiểu dự án %s - Dự án %s", m[2], m[1])
	}
}

// deliverable is what the assignment asks to be delivered, as far as the plan
// tells: the lead reports through whom the text names.
func deliverable(p planreader.Project, a planreader.Assignment) string {
	switch a.Role {
	case "lead":
		for _, via := range p.Assignments {
			if via.Role == "report_via" && via.Text == a.Text {
				return "Kết quả thực hiện; báo cáo qua " + via.Unit
			}
		}
		return "Kết quả thực hiện theo nội dung của kế hoạch"
	case "guide":
		return "Văn bản hướng dẫn; đôn đốc các đơn vị thực hiện"
	case "synthesise":
		return "Báo cáo tổng hợp kết quả thực hiện"
	default:
		return "Văn bản tham mưu"
	}
}

// begin is the beginning of a sentence, for a title.
func begin(s string) string {
	words := strings.Fields(s)
	if len(words) <= 16 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:16], " ") + "…"
}

// parts are the tasks of single communes below one that is given to several: each
// that the words name, or all of them ("UBND các xã, thị trấn").
func parts(t Task, communes []tenancy.Unit) (out []Task) {
	if t.Owner.Function != "commune" {
		return nil
	}
	for _, u := range named(t.Owner.Name, communes) {
		part := t
		part.Origin += "/" + u.Code
		part.Owner = Owner{Function: "commune", Unit: u.Code, Name: u.Committee(false)}
		out = append(out, part)
	}
	return out
}

// named are the communes that words name; all of them when they name none.
func named(words string, communes []tenancy.Unit) (out []tenancy.Unit) {
	fold := " " + strings.NewReplacer(",", " ", ";", " ", ".", " ").Replace(text.Fold(words)) + " "
	for _, u := range communes {
		if strings.Contains(fold, " "+text.Fold(u.ShortName())+" ") {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		return communes
	}
	return out
}

// differences are the fields in which a later version of the plan changes a task.
func differences(before, after Task) (out []Difference) {
	for _, f := range []Difference{
		{"title", before.Title, after.Title}, {"text", before.Text, after.Text}, {"at", before.At, after.At},
		{"owner", before.Owner.Name, after.Owner.Name},
	} {
		if f.Before != f.After {
			out = append(out, f)
		}
	}
	return out
}
