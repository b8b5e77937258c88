package views

import (
	"context"
	"fmt"
	"strings"

	"vuon/platform/documents"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/i18n"
)

func signerName(ctx context.Context, s signature.Signature) string {
	switch {
	case s.Kind == "timestamp":
		return i18n.Say(ctx, "Dấu thời gian của văn bản", "Time stamp of the document")
	case s.Signer.Name != "":
		return s.Signer.Name
	}
	return i18n.Say(ctx, "Không rõ người ký", "Unknown signer")
}

func claimedTime(ctx context.Context, s signature.Signature) string {
	if s.Claimed.IsZero() {
		return i18n.Say(ctx, "không ghi", "not said")
	}
	return i18n.DateTime(s.Claimed)
}

func intactWords(ctx context.Context, s signature.Signature) string {
	switch {
	case s.Kind == "timestamp":
		return i18n.Say(ctx, "chưa kiểm tra", "not checked")
	case s.Genuine && s.Intact:
		return i18n.Say(ctx, "còn nguyên vẹn", "intact")
	}
	return i18n.Say(ctx, "không xác nhận được", "cannot be confirmed")
}

// laterWords tell what came after the signature.
func laterWords(ctx context.Context, s signature.Signature) string {
	if s.Whole {
		return i18n.Say(ctx, "không có gì được thêm vào tệp", "nothing was added to the file")
	}
	if s.Covers == 0 {
		return i18n.Say(ctx, "không xác định được", "cannot be told")
	}
	var list []string
	for _, c := range s.Later {
		list = append(list, fieldWords(i18n.From(ctx)).Replace(c.What.In(i18n.From(ctx))))
	}
	if len(list) == 0 {
		return i18n.Say(ctx, "không có thay đổi nào thấy được", "nothing that shows was changed")
	}
	return strings.Join(list, "; ")
}

// fieldWords name the fields of documents made here.
func fieldWords(lang i18n.Lang) *strings.Replacer {
	if lang == i18n.English {
		return strings.NewReplacer("field "+documents.FieldNumber, "number", "field "+documents.FieldDay, "day", "field "+documents.FieldMonth, "month")
	}
	return strings.NewReplacer("ô «"+documents.FieldNumber+"»", "số văn bản", "ô «"+documents.FieldDay+"»", "ngày", "ô «"+documents.FieldMonth+"»", "tháng")
}

func certificateWords(ctx context.Context, s signature.Signature) string {
	return i18n.Say(ctx, "số ", "no. ") + s.Signer.Serial + i18n.Say(ctx, ", hiệu lực ", ", valid ") +
		i18n.Date(s.Signer.From) + " – " + i18n.Date(s.Signer.Until)
}

func trustWords(ctx context.Context, s signature.Signature) string {
	switch s.Trust {
	case signature.Trusted:
		return i18n.Say(ctx, s.Signer.Issuer+", được tin cậy", s.Signer.Issuer+", trusted")
	case signature.NotTrusted:
		return i18n.Say(ctx, s.Signer.Issuer+", không được tin cậy", s.Signer.Issuer+", not trusted")
	}
	if s.Signer.Issuer == "" {
		return i18n.Say(ctx, "chưa kiểm tra", "not checked")
	}
	return i18n.Say(ctx, s.Signer.Issuer+", chưa kiểm tra độ tin cậy", s.Signer.Issuer+", trust not checked")
}

// numbered is the number and symbol as printed.
func numbered(p register.Published) string { return fmt.Sprintf("%02d/%s", p.Number, p.Symbol) }
