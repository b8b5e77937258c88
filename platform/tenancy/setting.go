package tenancy

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

// The keys of the settings.
const (
	PlanProjects          = "plan.projects"           // []string: codes of the catalogue's projects that the tenant carries out
	PlanDeadlines         = "plan.deadlines"          // Deadlines
	PlanWorkflow          = "plan.workflow"           // Workflow: the steps of a plan; StandardWorkflow when not set
	ReportDeadlines       = "report.deadlines"        // HalfYearly
	DocumentHeading       = "document.heading"        // Heading
	DocumentSigning       = "document.signing"        // Signing
	DocumentCertificates  = "document.certificates"   // Certificates: who signs and seals with which certificate
	DocumentRecipients    = "document.recipients"     // []string: nơi nhận, the archive note last
	PolicyOverrides       = "policy.overrides"        // []PolicyOverride: what roles may do here beside the standard
	RegisterKinds         = "register.kinds"          // []string: types of documents that take a number from the register
	RegisterFirst         = "register.first"          // map[string]int: by type, the first number to give out, where some went out on paper
	JobsConcurrent        = "jobs.concurrent"         // int: how many of the tenant's jobs run at once; 0: the standard
	StorageQuota          = "storage.quota"           // int64: bytes that the tenant may keep; 0: the standard
	UsersQuota            = "users.quota"             // int: how many accounts may be members; 0: as many as come
	SecondFactor          = "security.second_factor"  // []string: roles whose holders must have a second factor
	PasswordRule          = "security.password"       // Password
	SessionRule           = "security.sessions"       // Sessions
	PublicPlans           = "public.plans"            // bool: released plans are shown to the public
	LibraryRetention      = "library.retention"       // []RetentionRule: how long documents of the library are kept; StandardRetention when not set
	MapTiles              = "map.tiles"               // []string: rows of the tile map, from the north: tenants apart by blanks, "." where none lies
	HouseholdsOnsite      = "households.onsite"       // []string: peoples that are at home here (tại chỗ), as the catalogue names or spells them
	HouseholdsFormPeoples = "households.form_peoples" // []EthnicCode: the peoples that form 9 names; a district's is its province's unless it has its own: FormPeoples
	HouseholdsReview      = "households.review"       // HouseholdReview
	DataNotice            = "data.notice"             // string: what everybody must know of the tenant's data, on every page and below its forms
)

// Heading is the heading block of the tenant's documents (NĐ 30/2020, Phụ lục I, ô 1-4).
type Heading struct {
	Superior string `yaml:"superior" json:"superior"`             // cơ quan chủ quản; a people's committee prints none
	Issuer   string `yaml:"issuer" want:"required" json:"issuer"` // lines apart by \n
	Place    string `yaml:"place" want:"required" json:"place"`
	Symbol   string `yaml:"symbol" want:"required" json:"symbol"` // after the number: "KH-UBND"
}

// Signing is who signs by default: the lines of the capacity and the name.
type Signing struct {
	Capacity []string `yaml:"capacity" want:"required" json:"capacity"`
	Name     string   `yaml:"name" json:"name"`
}

// Certificates are those with which documents are signed and sealed here. A
// leader without a line signs with any certificate in the name that the document
// bears, the agency with any in its own name.
type Certificates struct {
	Leaders []HeldCertificate `yaml:"leaders" json:"leaders"`
	Seal    []HeldCertificate `yaml:"seal" json:"seal"`
}

// HeldCertificate is a line "Nguyễn Văn An = 54010A…": the holder as documents
// name them, and serial number or SHA-256 fingerprint of the certificate in
// hexadecimal.
type HeldCertificate string

var heldForm = regexp.MustCompile(`^\S.*=\s*(?:[0-9A-Fa-f]{2}[:\s]?)*[0-9A-Fa-f]{1,2}\s*$`)

// UnmarshalText takes holder = hexadecimal.
func (h *HeldCertificate) UnmarshalText(b []byte) error {
	if !heldForm.Match(b) {
		return declared.Expect("phải viết: họ tên hoặc cơ quan = số sê-ri hoặc dấu vân tay SHA-256 của chứng thư", "must be written: holder = serial number or SHA-256 fingerprint of the certificate")
	}
	*h = HeldCertificate(b)
	return nil
}

// Holder is the name before the sign.
func (h HeldCertificate) Holder() string {
	name, _, _ := strings.Cut(string(h), "=")
	return strings.TrimSpace(name)
}

// Matches reports whether the line means the certificate with this serial number
// and fingerprint, both in lower-case hexadecimal.
func (h HeldCertificate) Matches(serial, fingerprint string) bool {
	_, hex, _ := strings.Cut(string(h), "=")
	hex = strings.ToLower(strings.NewReplacer(":", "", " ", "", "\t", "").Replace(hex))
	bare := strings.TrimLeft(hex, "0")
	return bare != "" && (hex == fingerprint || bare == strings.TrimLeft(serial, "0"))
}

// Deadlines are the days of the plan's own year by which it is to be submitted and issued.
type Deadlines struct {
	Submit DayOfYear `yaml:"submit" want:"required" json:"submit"`
	Issue  DayOfYear `yaml:"issue" want:"required" json:"issue"`
}

// PolicyOverride gives a role an action that it does not hold by the standard
// policy, or takes one from it. Role and action are checked when it is applied.
type PolicyOverride struct {
	Role   string `yaml:"role" want:"required" json:"role"`
	Action string `yaml:"action" want:"required" json:"action"`
	Allow  bool   `yaml:"allow" json:"allow"`
}

// HalfYearly are the days by which the half-year and the annual report are due.
type HalfYearly struct {
	HalfYear DayOfYear `yaml:"half_year" want:"required" json:"half_year"`
	Year     DayOfYear `yaml:"year" want:"required" json:"year"`
}

// Password is what a tenant asks of passwords beside the standard.
type Password struct {
	Min int `yaml:"min" json:"min"` // characters; only more than the standard's 10 has an effect
}

// Sessions are how long a tenant lets sessions last; 0: the standard, which they
// may only shorten.
type Sessions struct {
	IdleMinutes   int `yaml:"idle_minutes" json:"idle_minutes"`
	AbsoluteHours int `yaml:"absolute_hours" json:"absolute_hours"`
}

// DayOfYear is a day that recurs, "02-15" (month-day).
type DayOfYear string

// UnmarshalText takes month-day, 29 February excepted.
func (d *DayOfYear) UnmarshalText(b []byte) error {
	if _, err := time.Parse("2006-01-02", "2023-"+string(b)); err != nil {
		return declared.Expect("phải viết tháng-ngày, ví dụ \"02-15\"", "must be written month-day, such as \"02-15\"")
	}
	*d = DayOfYear(b)
	return nil
}

// In is the day in a year, at its beginning in Vietnam.
func (d DayOfYear) In(year int) time.Time {
	t, err := time.ParseInLocation("01-02", string(d), i18n.Zone())
	if err != nil {
		return time.Time{}
	}
	return t.AddDate(year, 0, 0)
}

// abbreviation is a type of document as it stands in numbers: KH, QĐ, TTr.
type abbreviation string

var abbreviationForm = regexp.MustCompile(`^\p{Lu}\p{L}{0,4}$`)

// UnmarshalText takes an abbreviation of one to five letters.
func (a *abbreviation) UnmarshalText(b []byte) error {
	if !abbreviationForm.Match(b) {
		return declared.Expect("phải là chữ viết tắt tên loại văn bản, ví dụ KH, QĐ, TTr", "must be the abbreviation of a document type, such as KH, QĐ, TTr")
	}
	*a = abbreviation(b)
	return nil
}

// Definition is a setting that tenants may have.
type Definition struct {
	Key   string
	Title i18n.Text
	New   func() any // a pointer to the type of its value

	// Standard is the value that holds where neither files nor screen give one;
	// nil where nothing holds then.
	Standard any

	// Operators is a limit that a tenant must not raise for itself: the files
	// alone set it.
	Operators bool
}

// OperatorsOnly reports whether only the operator's files may set the key.
func OperatorsOnly(key string) bool {
	d, known := definition(key)
	return known && d.Operators
}

// Definitions lists every setting; a key outside this list is refused.
func Definitions() []Definition {
	return []Definition{
		{Key: PlanProjects, Title: i18n.T("Dự án, tiểu dự án thực hiện", "Projects carried out"), New: func() any { return new([]string) }},
		{Key: PlanDeadlines, Title: i18n.T("Hạn trình, hạn ban hành kế hoạch năm", "When the plan is to be submitted and issued"), New: func() any { return new(Deadlines) }},
		{Key: PlanWorkflow, Title: i18n.T("Quy trình kế hoạch năm", "Workflow of annual plans"), New: func() any { return new(Workflow) }, Standard: StandardWorkflow()},
		{Key: ReportDeadlines, Title: i18n.T("Hạn báo cáo 6 tháng và năm", "When reports are due"), New: func() any { return new(HalfYearly) }},
		{Key: DocumentHeading, Title: i18n.T("Thể thức đầu văn bản", "Heading of documents"), New: func() any { return new(Heading) }},
		{Key: DocumentSigning, Title: i18n.T("Quyền hạn, chức vụ, người ký", "Who signs"), New: func() any { return new(Signing) }},
		{Key: DocumentCertificates, Title: i18n.T("Chứng thư số ký và đóng dấu", "Certificates that sign and seal"), New: func() any { return new(Certificates) }},
		{Key: DocumentRecipients, Title: i18n.T("Nơi nhận", "Recipients"), New: func() any { return new([]string) }},
		{Key: PolicyOverrides, Title: i18n.T("Quyền của vai trò khác với mặc định", "What roles may do beside the standard"), New: func() any { return new([]PolicyOverride) }},
		{Key: RegisterKinds, Title: i18n.T("Loại văn bản lấy số từ sổ văn bản đi", "Document types with a register of numbers"), New: func() any { return new([]abbreviation) }},
		{Key: RegisterFirst, Title: i18n.T("Số đầu tiên cấp trên hệ thống, theo loại văn bản", "First number given out here, by document type"), New: func() any { return new(map[abbreviation]int) }},
		{Key: JobsConcurrent, Title: i18n.T("Số công việc nền chạy cùng lúc", "Background jobs at once"), New: func() any { return new(int) }, Operators: true},
		{Key: StorageQuota, Title: i18n.T("Dung lượng lưu trữ tệp", "Space for files"), New: func() any { return new(int64) }, Operators: true},
		{Key: UsersQuota, Title: i18n.T("Số tài khoản thành viên", "Number of members"), New: func() any { return new(int) }, Operators: true},
		{Key: SecondFactor, Title: i18n.T("Vai trò phải có bước xác thực thứ hai", "Roles that need a second factor"), New: func() any { return new([]string) }},
		{Key: PasswordRule, Title: i18n.T("Mật khẩu", "Passwords"), New: func() any { return new(Password) }},
		{Key: SessionRule, Title: i18n.T("Thời hạn phiên đăng nhập", "How long sessions last"), New: func() any { return new(Sessions) }},
		{Key: PublicPlans, Title: i18n.T("Trang công khai kế hoạch", "Public page of plans"), New: func() any { return new(bool) }},
		{Key: LibraryRetention, Title: i18n.T("Thời hạn bảo quản tài liệu trong thư viện", "How long documents of the library are kept"), New: func() any { return new([]RetentionRule) }},
		{Key: MapTiles, Title: i18n.T("Bản đồ ô các huyện", "Tile map of the districts"), New: func() any { return new([]string) }},
		{Key: HouseholdsOnsite, Title: i18n.T("Dân tộc thiểu số tại chỗ", "Peoples that are at home here"), New: func() any { return new([]string) }},
		{Key: HouseholdsFormPeoples, Title: i18n.T("Dân tộc nêu tên trong Biểu số 9", "Peoples named in form 9"), New: func() any { return new([]EthnicCode) }},
		{Key: HouseholdsReview, Title: i18n.T("Thời hạn rà soát hộ nghèo, hộ cận nghèo", "Deadlines of the household review"), New: func() any { return new(HouseholdReview) }, Standard: StandardHouseholdReview()},
		{Key: DataNotice, Title: i18n.T("Ghi chú về số liệu", "Notice about the data"), New: func() any { return new(string) }},
	}
}

// everyDistrict are the settings without which a district cannot work.
func everyDistrict() []string {
	return []string{PlanProjects, PlanDeadlines, DocumentHeading, DocumentSigning, DocumentRecipients, RegisterKinds}
}

func definition(key string) (Definition, bool) {
	for _, d := range Definitions() {
		if d.Key == key {
			return d, true
		}
	}
	return Definition{}, false
}

// Standard is the value of a setting that holds where neither files nor screen
// give one; nil where nothing does.
func Standard(key string) json.RawMessage {
	d, known := definition(key)
	if !known || d.Standard == nil {
		return nil
	}
	raw, _ := json.Marshal(d.Standard) // plain data of this package
	return raw
}

// SettingState is a setting with the value of the files and, where an
// administrator changed it, the value of the screen, which holds.
type SettingState struct {
	Key       string          `json:"key"`
	Title     i18n.Text       `json:"title"`
	File      json.RawMessage `json:"file,omitempty"`
	Screen    json.RawMessage `json:"screen,omitempty"`
	ChangedBy string          `json:"changed_by,omitempty"`
	ChangedAt *time.Time      `json:"changed_at,omitempty"`
}

// Value is the value that holds; nil when there is none.
func (s SettingState) Value() json.RawMessage {
	if s.Screen != nil {
		return s.Screen
	}
	return s.File
}

// Drift reports whether the screen says something else than the files.
func (s SettingState) Drift() bool {
	return s.Screen != nil && !declared.SameJSON(s.Screen, s.File)
}
