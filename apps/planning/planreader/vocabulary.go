package planreader

import "regexp"

// The words that carry meaning, in one place. Everything else in the package is
// grammar: which of them stands where. All are compared in lower case with the
// tone marks in one place (lower).

// words are phrases in the form in which they are compared.
func words(phrases ...string) []string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = lower(p)
	}
	return out
}

// documentTypes are the types of official documents, with the abbreviations that
// stand in their numbers.
var documentTypes = typeNames(
	"Kế hoạch", "KH",
	"Quyết định", "QĐ",
	"Nghị quyết", "NQ",
	"Nghị quyết liên tịch", "NQLT",
	"Nghị định", "NĐ",
	"Thông tư", "TT",
	"Thông tư liên tịch", "TTLT",
	"Chỉ thị", "CT",
	"Công văn", "CV",
	"Tờ trình", "TTr",
	"Thông báo", "TB",
	"Hướng dẫn", "HD",
	"Kết luận", "KL",
	"Chương trình", "CTr",
	"Chương trình hành động", "CTHĐ",
	"Báo cáo", "BC",
	"Đề án", "ĐA",
	"Phương án", "PA",
	"Công điện", "CĐ",
	"Văn bản", "",
	"Quy định", "QyĐ",
	"Quy chế", "QC",
	"Pháp lệnh", "PL",
	"Luật", "",
	"Bộ luật", "",
	"Văn bản hợp nhất", "VBHN",
	"Biên bản", "BB",
	"Hiến pháp", "",
)

// typeName is a type of document, its name as it is compared, and its abbreviation.
type typeName struct{ name, low, short string }

func typeNames(pairs ...string) []typeName {
	var out []typeName
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, typeName{pairs[i], lower(pairs[i]), pairs[i+1]})
	}
	return out
}

// planTypes are the types that a plan's own heading may carry.
var planTypes = []string{"Kế hoạch", "Phương án", "Chương trình", "Đề án", "Quyết định", "Hướng dẫn"}

// Where a document's issuer ends and its title begins.
var titleOpeners = []string{
	"phê duyệt", "hướng dẫn", "quy định", "về việc", "về", "ban hành", "sửa đổi", "bổ sung", "giao", "phân bổ",
	"triển khai", "thông qua", "v/v", "điều chỉnh", "công nhận", "thành lập", "thực hiện", "tổ chức thực hiện", "đề nghị",
	"thay thế", "bãi bỏ", "công bố", "kèm theo", "phân công", "đẩy mạnh", "tăng cường", "quyết định", "trình", "vè",
}

// Words before a document that make it part of another's title, not one more.
var governors = []string{
	"của", "theo", "tại", "kèm theo", "thực hiện", "hướng dẫn", "sửa đổi", "bổ sung", "thay thế", "triển khai",
	"bãi bỏ", "đính chính", "quy định tại", "ban hành kèm theo", "khoản", "điều", "điểm", "phê duyệt", "căn cứ",
}

var (
	preambleOpeners = words("căn cứ", "thực hiện", "theo đề nghị", "xét đề nghị", "theo", "tiếp theo", "trên cơ sở", "để", "xét")
	// basisOpeners may open a paragraph of the bases; the others only before a document.
	basisOpeners = words("căn cứ", "theo đề nghị", "xét đề nghị")
	locatives    = words("tại")
	// proposals name who asks before the document that asks.
	proposals     = words("theo đề nghị", "xét đề nghị")
	openingVerbs  = words("ban hành", "xây dựng", "triển khai", "đề ra", "lập", "hướng dẫn")
	issuerOpeners = words("uỷ ban nhân dân", "ubnd", "hội đồng nhân dân", "ban chỉ đạo")
	// officeOpeners begin the name of an office below the line of the body above it.
	officeOpeners = words("phòng", "sở", "ban", "trung tâm", "văn phòng", "chi cục", "hội", "liên đoàn")
	// authorityOpeners begin the line "UỶ BAN NHÂN DÂN HUYỆN …" below the abstract of a decision.
	authorityOpeners = words("uỷ ban nhân dân", "hội đồng nhân dân", "chủ tịch uỷ ban nhân dân")
	addressOpeners   = words("kính gửi")
	closingOpeners   = words("trên đây là", "trên đây", "căn cứ kế hoạch này", "căn cứ nội dung kế hoạch này", "yêu cầu các",
		"yêu cầu thủ trưởng", "kế hoạch này", "đề nghị các", "trong quá trình thực hiện", "trong quá trình triển khai thực hiện",
		"trong quá trình tổ chức thực hiện", "quá trình thực hiện", "quá trình triển khai", "giao phòng", "nhận được kế hoạch này", "quyết định này")
	// askingWords make a sentence of the issuer one that closes the plan.
	askingWords      = words("yêu cầu", "đề nghị", "giao", "đề cao")
	recipientOpeners = words("nơi nhận")
	annexOpeners     = words("phụ lục", "biểu số", "biểu mẫu", "phụ biểu", "biểu 01", "biểu 1")
	capacityOpeners  = words("tm.", "kt.", "tl.", "tuq.", "q.", "chủ tịch", "phó chủ tịch", "trưởng", "phó trưởng", "giám đốc",
		"phó giám đốc", "chánh", "phó chánh", "uỷ ban nhân dân", "hội đồng nhân dân", "quyền chủ tịch", "bộ trưởng", "thứ trưởng")
	// Printed in every heading, part of no issuer.
	mottoes = words("cộng hoà xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "độc lập – tự do – hạnh phúc",
		"độc lập-tự do-hạnh phúc", "đảng cộng sản việt nam")
	draftMarks = words("dự thảo", "hoả tốc", "khẩn", "thượng khẩn")
	// Words of an issuer's name that are written small when the rest is set in capitals.
	smallInNames = words("ủy ban nhân dân", "huyện", "thành phố", "thị xã", "tỉnh", "xã", "phường", "thị trấn", "quận",
		"hội đồng nhân dân", "ban chỉ đạo")
)

// compounds are names with a dash inside: a line that begins with the dash and the
// second half continues the name. Small letters, tones as lower puts them.
var compounds = []compound{
	{"lao động", "thương binh"},
	{"tài chính", "kế hoạch"},
	{"kế hoạch", "tài chính"},
	{"kinh tế", "xã hội"},
	{"kinh tế", "hạ tầng"},
	{"chính trị", "xã hội"},
	{"văn hoá", "thông tin"},
	{"văn hoá", "xã hội"},
	{"độc lập", "tự do"},
	{"tự do", "hạnh phúc"},
	{"kinh tế", "kỹ thuật"},
	{"giáo dục nghề nghiệp", "giáo dục thường xuyên"},
	{"dân số", "kế hoạch hoá"},
	{"địa chính", "xây dựng"},
	{"việc làm", "an toàn lao động"},
	{"văn phòng", "thống kê"},
	{"khoa học", "công nghệ"},
	{"nông", "lâm"},
	{"lâm", "ngư"},
}

type compound struct{ left, right string }

// The fields of a project, by the words that begin their labels.
const (
	objectiveField     = "objective"
	beneficiariesField = "beneficiaries"
	contentsField      = "contents"
	assignmentsField   = "assignments"
	fundingField       = "funding"
	otherField         = "other"
)

var fieldLabels = []struct {
	field   string
	phrases []string
}{
	{objectiveField, words("mục tiêu", "mục đích")},
	{beneficiariesField, words("đối tượng", "đối tượng thụ hưởng", "đối tượng áp dụng", "đối tượng và phạm vi", "phạm vi, đối tượng", "đối tượng, phạm vi")},
	{contentsField, words("nội dung", "các nội dung", "nhiệm vụ", "hoạt động", "các hoạt động", "nội dung và nhiệm vụ", "giải pháp", "nhiệm vụ, giải pháp")},
	{assignmentsField, words("phân công", "tổ chức thực hiện", "cơ quan thực hiện", "cơ quan chủ trì", "đơn vị chủ trì", "đơn vị thực hiện",
		"trách nhiệm", "cơ quan phối hợp", "đơn vị phối hợp", "chủ trì", "cơ quan hướng dẫn", "cơ quan tổng hợp", "đơn vị đầu mối", "cơ quan đầu mối",
		"đơn vị hướng dẫn", "đơn vị tổng hợp", "tổ chức triển khai")},
	{fundingField, words("kinh phí", "nguồn vốn", "vốn", "nhu cầu vốn", "nguồn kinh phí", "dự kiến kinh phí", "tổng kinh phí", "tổng vốn")},
	{otherField, words("phạm vi", "địa bàn", "thời gian", "tiến độ", "chỉ tiêu", "kết quả", "dự kiến kết quả", "sản phẩm")},
}

// The roles of an assignment.
const (
	leadRole       = "lead"
	coordinateRole = "coordinate"
	guideRole      = "guide"
	reportRole     = "report_via"
	synthesiseRole = "synthesise"
	adviseRole     = "advise"
)

// roleLabels are labels of the form "Cơ quan chủ trì: …" and headings of columns.
var roleLabels = []struct {
	role    string
	phrases []string
}{
	{leadRole, words("cơ quan chủ trì", "đơn vị chủ trì", "chủ trì", "cơ quan thực hiện", "đơn vị thực hiện", "chủ đầu tư", "đơn vị chủ trì thực hiện", "cơ quan, đơn vị chủ trì")},
	{coordinateRole, words("cơ quan phối hợp", "đơn vị phối hợp", "phối hợp", "đơn vị phối hợp thực hiện", "cơ quan, đơn vị phối hợp")},
	{guideRole, words("cơ quan hướng dẫn", "đơn vị hướng dẫn", "hướng dẫn", "hướng dẫn, kiểm tra")},
	{synthesiseRole, words("cơ quan tổng hợp", "đơn vị tổng hợp", "tổng hợp", "đơn vị đầu mối", "cơ quan đầu mối", "đầu mối tổng hợp", "tổng hợp báo cáo", "tổng hợp, báo cáo")},
	{reportRole, words("báo cáo qua", "đơn vị nhận báo cáo", "cơ quan nhận báo cáo")},
	{adviseRole, words("cơ quan tham mưu", "đơn vị tham mưu", "tham mưu")},
}

// The verbs of assignment sentences.
var (
	leadVerbs = words("chủ trì", "chịu trách nhiệm", "là đầu mối", "làm đầu mối", "là cơ quan chủ trì", "là đơn vị chủ trì", "là cơ quan đầu mối", "là đơn vị đầu mối", "là chủ đầu tư", "làm chủ đầu tư", "có trách nhiệm tổ chức", "trực tiếp tổ chức", "là cơ quan thực hiện", "là đơn vị thực hiện")
	// nominalVerbs begin a lead that stands for itself; "chủ trì" takes what follows with it.
	nominalVerbs    = words("là", "làm")
	coordinateVerbs = words("phối hợp với", "phối hợp cùng", "phối hợp", "cùng với")
	guideVerbs      = words("hướng dẫn")
	adviseVerbs     = words("tham mưu")
	synthesiseVerbs = words("tổng hợp báo cáo", "tổng hợp, báo cáo", "tổng hợp kết quả", "đầu mối tổng hợp", "tổng hợp chung", "tổng hợp")
	reportVerbs     = words("báo cáo", "gửi báo cáo")
	through         = words("thông qua", "qua")
	sending         = words("gửi")
	sentTo          = words("về", "gửi", "gửi về", "cho")
	purposes        = words("để", "để kịp thời", "nhằm")
	times           = words("trước ngày", "chậm nhất", "hằng tháng", "hằng quý", "định kỳ", "trước", "vào ngày")
	givers          = words("giao cho", "giao", "phân công", "đề nghị", "yêu cầu", "đối với")
	// Where the list of those who cooperate ends and what they do begins.
	actionVerbs = words("tổ chức", "thực hiện", "triển khai", "hướng dẫn", "tham mưu", "xây dựng", "kiểm tra", "báo cáo", "tổng hợp",
		"rà soát", "đề xuất", "thẩm định", "phê duyệt", "chủ trì", "lựa chọn", "lập", "giám sát", "đánh giá", "tuyên truyền", "đôn đốc",
		"theo dõi", "mở", "tiếp nhận", "bố trí", "hỗ trợ", "cung cấp", "khảo sát", "tư vấn", "huy động", "trong việc", "để", "nhằm", "theo", "vận động",
		"tập huấn", "cấp phát", "giao", "truyền thông", "quản lý", "thống nhất", "trình", "biên soạn", "tuyển chọn", "kết nối", "tuyển sinh", "quyết toán", "vận hành", "nghiệm thu", "hoàn thiện", "cân đối", "xác định", "bảo đảm", "đảm bảo", "khám", "cân đo", "tiến hành")
	// groupHeads begin a group of units that bears no name.
	groupHeads = words("các phòng", "các đơn vị", "các cơ quan", "các ban", "các sở", "các ngành", "các tổ chức", "các hội", "các địa phương",
		"các đoàn thể", "các xã", "các trường", "các doanh nghiệp", "các cơ sở")
	// doers do something themselves, without a verb of assignment.
	doers = words("tổ chức", "triển khai", "thực hiện", "trực tiếp")
	// Fillers between "chủ trì" and the action itself.
	fillers = words("thực hiện việc", "tổ chức", "thực hiện", "trong việc", "công tác", "việc", "có trách nhiệm", "để", "và")
	// After these "hướng dẫn", "chủ trì", "tổng hợp" are no act of the subject.
	passives = words("được phân công", "được giao", "được", "theo", "văn bản", "có", "của", "tài liệu", "sổ tay", "các", "thuộc", "đơn vị", "cơ quan", "sự")
	// A unit's name begins with one of these; capital tells a name from a noun.
	unitHeads = words("Phòng", "UBND", "Ủy ban nhân dân", "Sở", "Trung tâm", "Ủy ban Mặt trận", "Ủy ban MTTQ", "UBMTTQ", "UBMTTQVN", "MTTQVN", "UB MTTQ", "Mặt trận", "MTTQ", "Đồn", "Hội", "Huyện đoàn", "Thành đoàn",
		"Đoàn Thanh niên", "Ngân hàng", "Phòng giao dịch", "Chi cục", "Công an", "Ban Dân tộc", "Ban Quản lý", "Ban quản lý", "Kho bạc", "Văn phòng", "Trạm", "Hạt", "Liên đoàn", "Tỉnh đoàn",
		"Đài", "Bưu điện", "Trường", "Thanh tra", "Bộ", "Cơ quan", "Hợp tác xã")
	// unitNouns name a unit that bears no proper name; unitLinks and unitTails stand
	// around a name without being part of it.
	unitNouns = words("đơn vị", "cơ quan", "phòng", "ban", "uỷ ban", "chủ đầu tư", "chủ dự án", "thủ trưởng", "tổ chức")
	unitLinks = []string{"và ", "với ", "cùng ", "là ", "cùng với ", "giữa "}
	unitTails = []string{" và", " có trách nhiệm", " sẽ", " để"}
	plurals   = words("các", "những")
	// guided are groups that may stand behind "hướng dẫn", guidedThings what else may.
	guided       = words("các xã", "các địa phương", "các chủ dự án", "chủ dự án")
	guidedThings = words("kiểm tra", "đôn đốc", "giám sát", "việc", "triển khai", "lập", "nghiệp vụ", "hồ sơ", "thủ tục", "quy trình", "kỹ thuật", "chuyên môn")
	trainings    = words("tập huấn,", "tập huấn", "được") // before "hướng dẫn": a noun, not a deed
	workNouns    = words("việc", "công tác")
	hubWords     = words("đầu mối")
	hubDeeds     = words("tổng hợp", "báo cáo")
	// taskHeads begin a title among the tasks that names persons or a body without name.
	taskHeads = words("trưởng", "phó trưởng", "chủ tịch", "phó chủ tịch", "đồng chí", "bộ phận", "tổ công tác", "tổ giúp việc", "thành viên", "các thành viên",
		"cán bộ", "công chức", "ban", "thủ trưởng", "chánh văn phòng", "giám đốc", "các thôn", "các đồng chí", "người đứng đầu")
)

// The words of targets.
var (
	decreaseVerbs = words("giảm", "hạ")
	becomeVerbs   = words("đưa", "còn", "xuống còn")
	increaseVerbs = words("tăng", "nâng", "tăng thêm")
	reachVerbs    = words("đạt", "phấn đấu", "giải ngân", "xuống còn", "còn", "hoàn thành", "tạo việc làm", "giải quyết việc làm", "kết nối", "hỗ trợ", "đào tạo", "xây dựng", "bảo đảm", "đảm bảo",
		"giới thiệu", "tư vấn", "tổ chức", "xây mới", "sửa chữa", "cấp", "thu hút", "duy trì", "mở", "tạo việc làm mới", "đưa")
	// atLeastWords may stand anywhere before an amount, floorWords only right before it.
	atLeastWords      = words("ít nhất", "tối thiểu")
	floorWords        = words("trên", "không dưới", "không thấp hơn", "ít nhất", "tối thiểu", "từ")
	orMore            = words("trở lên")
	rangeStart        = words("từ")
	havingWords       = words("có")
	subsetOpeners     = words("có", "ít nhất")
	programmeName     = lower("giảm nghèo")
	householdNumbers  = words("số hộ")
	promises          = words("tỷ lệ hộ nghèo", "giải ngân") // targets also outside the parts on targets
	downTo            = words("xuống còn", "xuống", "còn", "còn dưới", "xuống dưới", "xuống còn dưới")
	upTo              = words("lên", "lên đến", "đến")
	goalSections      = words("mục tiêu", "chỉ tiêu", "mục đích", "chỉ tiêu cụ thể")
	situationSections = words("tình hình", "thực trạng", "kết quả đạt được", "đánh giá kết quả", "hạn chế", "kết quả thực hiện")
	onsiteWords       = words("dân tộc thiểu số tại chỗ", "đồng bào tại chỗ", "dtts tại chỗ", "dttstc", "dân tộc tại chỗ")
	minorityWords     = words("dân tộc thiểu số", "dtts", "đồng bào dân tộc")
	poorWords         = words("hộ nghèo", "tỷ lệ nghèo", "tỉ lệ nghèo", "nghèo đa chiều")
	nearPoorWords     = words("hộ cận nghèo", "cận nghèo")
	disburseWords     = words("giải ngân")
	jobWords          = words("việc làm", "xuất khẩu lao động", "đi làm việc")
	subsetWords       = words("trẻ em", "phụ nữ", "người khuyết tật", "thuộc hộ nghèo", "thuộc hộ", "người có công", "huyện nghèo", "miền núi", "vùng cao", "biên giới")
	rateWords         = words("tỷ lệ", "tỉ lệ")
	capitalNouns      = words("vốn", "nguồn vốn", "kinh phí")
)

// The words of money.
var (
	fundingSections = words("kinh phí", "nguồn vốn", "vốn thực hiện", "nhu cầu vốn", "nguồn lực", "vốn và nguồn vốn", "kinh phí, nguồn vốn")
	capitalWords    = []struct {
		capital string
		phrases []string
	}{
		{"development", words("vốn đầu tư phát triển", "đầu tư phát triển", "vốn đầu tư công", "vốn đầu tư", "vốn đtpt", "đtpt")},
		{"recurrent", words("vốn sự nghiệp", "kinh phí sự nghiệp", "sự nghiệp", "chi thường xuyên", "vốn sn")},
	}
	sourceWords = []struct {
		source  string
		phrases []string
	}{
		{"central", words("ngân sách trung ương", "vốn trung ương", "ngân sách tw", "vốn tw", "ns tw", "nstw", "trung ương")},
		{"province", words("ngân sách tỉnh", "vốn tỉnh", "ngân sách cấp tỉnh", "ns tỉnh", "nst")},
		{"district", words("ngân sách huyện", "ngân sách cấp huyện", "ngân sách thành phố", "ngân sách thị xã", "vốn huyện", "ns huyện", "nsh")},
		{"commune", words("ngân sách xã", "ngân sách cấp xã", "ngân sách phường", "ns xã")},
		{"local", words("ngân sách địa phương", "nsđp", "ns địa phương", "vốn địa phương")},
		{"mobilised", words("vốn huy động", "huy động", "vốn xã hội hoá", "xã hội hoá", "nhân dân đóng góp", "đóng góp")},
		{"credit", words("vốn tín dụng", "tín dụng chính sách", "tín dụng")},
	}
	// matchingWords name a local source where nothing says whose.
	matchingWords = words("vốn đối ứng", "đối ứng", "đối ứng của địa phương")
	moneyNouns    = words("vốn", "kinh phí", "ngân sách")
	// totals are titles of rows and columns of sums.
	totals     = words("tổng", "tổng số", "tổng cộng", "cộng", "tổng kinh phí", "tổng vốn", "tổng nguồn vốn", "tổng nhu cầu", "tổng dự toán", "tổng mức")
	extensions = words("từ", "thuộc", "bằng", "do") // go on with a sum behind a comma: "…, từ nguồn vốn sự nghiệp"
	// contentSections begin titles of parts on the matter itself, also inside a part on tasks.
	contentSections = words("các dự án", "nội dung các dự án", "các nội dung", "nội dung thực hiện", "nội dung", "các chương trình")
	unitLabels      = words("đơn vị tính", "đvt", "đơn vị")
	moneyUnits      = words("tỷ đồng", "triệu đồng", "nghìn đồng", "ngàn đồng", "đồng")
	taskSections    = words("tổ chức thực hiện", "phân công nhiệm vụ", "trách nhiệm", "phân công trách nhiệm", "phân công thực hiện", "phân công tổ chức thực hiện")
	contactWords    = words("liên hệ", "đầu mối giải đáp", "giải đáp vướng mắc", "đầu mối hướng dẫn", "phản ánh")
	contactFillers  = words("với", "về", "trực tiếp", "tới", "đến", "các đơn vị sau", "các đơn vị sau đây", "các cơ quan sau")
	orders          = words("giao", "giao cho", "đề nghị", "yêu cầu", "phân công")
	projectPattern  = regexp.MustCompile(`^(?:nội dung )?(?:dự án|da)(?: số| thành phần)? ?(\d{1,2})(?:[^\d.]|\.?$|\.\D)`)
	subPattern      = regexp.MustCompile(`^(?:tiểu dự án|tda)(?: số)? ?(\d{1,2})(?:\.(\d{1,2}))?`)
	ofProject       = regexp.MustCompile(`^[\s,(–-]*(?:thuộc |của |, )?(?:dự án|da)(?: số)? ?(\d{1,2})\)?`)
)
