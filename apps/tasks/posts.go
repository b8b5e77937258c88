package tasks

import (
	"fmt"
	"strconv"

	"vuon/apps/library"
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// done leads back to the task, or shows it again with what was wrong.
func (s *Service) done(r *web.Request, err error, vi, en string) error {
	if err != nil {
		if refused(err) {
			return s.showTask(r, typed{remark: r.Form("remark"), err: err})
		}
		return err
	}
	return r.RedirectWith(path(r.Tenant().ID, r.Param("id")), i18n.T(vi, en))
}

func (s *Service) postProgress(r *web.Request) error {
	n, err := strconv.Atoi(r.Form("progress"))
	if err != nil {
		return s.done(r, faultField("progress", "tiến độ là số từ 0 đến 100.", "progress is a number from 0 to 100."), "", "")
	}
	_, err = s.Advance(r.Context(), r.Tenant().ID, r.Param("id"), n, r.Form("remark"))
	return s.done(r, err, "Đã cập nhật tiến độ.", "Progress is saved.")
}

func (s *Service) postReport(r *web.Request) error {
	_, err := s.Report(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("remark"))
	return s.done(r, err, "Đã báo cáo hoàn thành; đang chờ xác nhận.", "Reported done; it waits for confirmation.")
}

func (s *Service) postConfirm(r *web.Request) error {
	_, err := s.Confirm(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("remark"))
	return s.done(r, err, "Đã xác nhận hoàn thành.", "Confirmed.")
}

func (s *Service) postSendBack(r *web.Request) error {
	_, err := s.SendBack(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("remark"))
	return s.done(r, err, "Đã trả lại để làm tiếp.", "Sent back.")
}

func (s *Service) postDelegate(r *web.Request) error {
	_, err := s.Delegate(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("account"), r.Form("remark"))
	return s.done(r, err, "Đã giao người thực hiện.", "Given to the person.")
}

func (s *Service) postWithdraw(r *web.Request) error {
	_, err := s.Withdraw(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("remark"))
	return s.done(r, err, "Đã thôi giao nhiệm vụ.", "The task is withdrawn.")
}

func (s *Service) postReopen(r *web.Request) error {
	_, err := s.Reopen(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("remark"))
	return s.done(r, err, "Đã giao lại nhiệm vụ.", "The task is given again.")
}

func (s *Service) postRemark(r *web.Request) error {
	return s.done(r, s.Say(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("remark")), "Đã gửi trao đổi.", "The remark is sent.")
}

// terms reads the form of what a task is given with.
func terms(r *web.Request) (t Terms, err error) {
	t = Terms{Title: r.Form("title"), Deliverable: r.Form("deliverable"), Owner: r.Form("owner")}
	t.Due, err = readDue(r.Form("due"))
	return t, err
}

func (s *Service) postEdit(r *web.Request) error {
	t, err := terms(r)
	if err == nil {
		revision, _ := strconv.Atoi(r.Form("revision"))
		_, err = s.Edit(r.Context(), r.Tenant().ID, r.Param("id"), revision, t, r.Form("remark"))
	}
	if err != nil && refused(err) {
		return s.showTask(r, typed{form: "edit", terms: t, due: r.Form("due"), remark: r.Form("remark"), err: err})
	}
	return s.done(r, err, "Đã lưu thay đổi.", "The change is saved.")
}

func (s *Service) postPart(r *web.Request) error {
	t, err := terms(r)
	if err == nil {
		_, err = s.SplitOff(r.Context(), r.Tenant().ID, r.Param("id"), t, r.Form("remark"))
	}
	if err != nil && refused(err) {
		return s.showTask(r, typed{form: "split", terms: t, due: r.Form("due"), remark: r.Form("remark"), err: err})
	}
	return s.done(r, err, "Đã chia thêm một phần việc.", "A part is split off.")
}

func (s *Service) giveTask(r *web.Request) error {
	t, err := terms(r)
	var made Task
	if err == nil {
		made, err = s.Give(r.Context(), r.Tenant().ID, s.formYear(r), t, r.Form("remark"))
	}
	if err != nil {
		if refused(err) {
			return s.showGive(r, typed{terms: t, due: r.Form("due"), remark: r.Form("remark"), err: err})
		}
		return err
	}
	return r.RedirectWith(path(r.Tenant().ID, made.ID), i18n.T("Đã giao việc.", "The task is given."))
}

func (s *Service) setDue(r *web.Request) error {
	due, err := readDue(r.Form("due"))
	ids := r.Forms("id")
	switch {
	case err != nil:
	case due == nil:
		err = faultField("due", "chưa ghi hạn.", "the day is missing.")
	case len(ids) == 0:
		err = faultField("id", "chưa chọn nhiệm vụ nào.", "no task is marked.")
	}
	if err != nil {
		return s.showList(r, err)
	}
	n, err := s.SetDue(r.Context(), r.Tenant().ID, ids, *due)
	if err != nil {
		return err
	}
	return r.RedirectWith(base(r), i18n.T(fmt.Sprintf("Đã đặt hạn cho %d nhiệm vụ.", n), fmt.Sprintf("%d tasks have a new day.", n)))
}

func (s *Service) attachFile(r *web.Request) error {
	up, err := r.Upload("file")
	if err == nil {
		_, err = s.Attach(r.Context(), r.Tenant().ID, r.Param("id"), library.Upload{Name: up.Name, Size: up.Size, Body: up})
	}
	return s.done(r, err, "Đã thêm minh chứng.", "The evidence is added.")
}

// downloadFile sends a piece of evidence to whoever may see the task.
func (s *Service) downloadFile(r *web.Request) error {
	d, err := s.Task(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	body, f, err := s.Library.OpenAttached(r.Context(), r.Tenant().ID, fileOwner(d.Task.ID), r.Param("file"))
	if err != nil {
		return err
	}
	return r.Download(f.Name, f.Type, f.Size, body)
}
