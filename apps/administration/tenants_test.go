package administration_test

import (
	"os"
	"strings"
	"testing"

	"vuon/apps/administration"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
)

func TestATenantIsMadeOnTheScreen(t *testing.T) {
	s := newSite(t)
	s.must(s.Policy.Override(s.operator(), "krong-no", "labour", administration.ActionAudit, true))
	form := []string{"name", "Xã Nam Đà", "id", "nam-da", "kind", "commune", "parent", "dak-nong", "template", "krong-no", "units", "67-664-24697", "username", "nobody"}
	province := s.as("supervisor@dak-nong")
	province.get("/t/dak-nong/tenants/new").want(t, 200, "Xã Nam Đà", "Huyện Krông Nô")
	province.post("/t/dak-nong/tenants", form[2:]...).want(t, 422, "Ghi tên địa bàn")
	province.post("/t/dak-nong/tenants", append([]string{"units", "67-664-24688"}, append(form, "kind", "x")...)[2:]...).want(t, 200, "Đã lập Xã Nam Đà", "/invitation/")
	province.post("/t/dak-nong/tenants", form...).want(t, 409, "đã có")
	s.as("admin@krong-no").post("/t/krong-no/tenants", form...).want(t, 403)
	s.as("admin@krong-no").get("/platform/tenants").want(t, 404)

	nobody := s.as("nobody")
	invited, err := s.Identity.InvitedTo(t.Context(), identity.Actor{Username: "nobody"})
	s.must(err)
	nobody.post("/account/invitations/"+invited[0].ID+"/accept").moved(t, "/t/nam-da")
	nobody.get("/t/nam-da/members").want(t, 200, "nobody")
	nobody.get("/t/nam-da/audit").want(t, 200, "Lập địa bàn mới", "supervisor@dak-nong")
	nobody.get("/t/nam-da/why?action="+administration.ActionAudit).want(t, 200, "Phòng Lao động") // copied from the template
	nobody.get("/t/krong-no/members").want(t, 404)

	differences, err := s.Tenants.Apply(s.operator(), os.DirFS(shared.home+"/../../tenants"))
	if err != nil || len(differences) != 1 || !strings.Contains(differences[0].Line("vi"), "lập trên màn hình") {
		t.Errorf("%+v, %v", differences, err)
	}
	nobody.get("/t/nam-da/members").want(t, 200)
}

func TestTheOperatorSetsLimits(t *testing.T) {
	s := newSite(t)
	operator, admin := s.as("operator"), s.as("admin@krong-no")
	operator.get("/").want(t, 200, "Lập địa bàn mới")
	operator.get("/platform/tenants").want(t, 200, "Huyện Krông Nô", "/ không giới hạn", "5,00 GB")
	operator.post("/platform/tenants/krong-no", tenancy.StorageQuota, "2", tenancy.UsersQuota, "x", tenancy.JobsConcurrent, "0").want(t, 422, "số nguyên")
	operator.post("/platform/tenants/krong-no", tenancy.StorageQuota, "2", tenancy.UsersQuota, "40", tenancy.JobsConcurrent, "0").moved(t, "/platform/tenants")
	admin.get("/t/krong-no/configuration").want(t, 200, "7 / 40", "0,00 GB / 5,00 GB", "Do đơn vị vận hành đặt")
	admin.get("/t/krong-no/audit").want(t, 200, "Xem các địa bàn và đặt hạn mức", "operator")
	admin.get("/platform/tenants/krong-no").want(t, 404)
	admin.post("/platform/tenants/krong-no", tenancy.UsersQuota, "400").want(t, 404)
	operator.get("/platform/tenants/nowhere").want(t, 404)
}
