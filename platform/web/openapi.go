package web

import (
	"net/http"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

func newOpenAPI(version string) *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Vươn", Version: version,
			Description: "API of the platform for the National Target Programme on Sustainable Poverty Reduction. " +
				"Sign in with POST /api/session and send the token as `Authorization: Bearer`. " +
				"What the caller may not know exists answers 404; what it may see but not do, 403. " +
				"Errors are RFC 9457 problem documents whose `code` is stable. Amounts are whole đồng, dates ISO 8601. " +
				"Objects with unknown or repeated keys are refused.",
		},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"bearer": {Type: "http", Scheme: "bearer", Description: "A session's token (POST /api/session) or an API token."},
			},
		},
		Tags: []*huma.Tag{},
	}
}

// operation describes one route for huma and for the document.
func (a *api) operation(r APIRoute) huma.Operation {
	op := huma.Operation{
		Method: r.Method, Path: r.Path, OperationID: operationID(r), Summary: r.Summary,
		Description: r.describe(), Tags: []string{a.tag(r)}, DefaultStatus: r.success(),
		MaxBodyBytes: -1, BodyReadTimeout: readTimeout, // bounded by us already
		Responses: map[string]*huma.Response{},
	}
	statuses := []int{http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}
	if r.Access != Public {
		op.Security = []map[string][]string{{"bearer": {}}}
		statuses = append(statuses, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound)
	}
	for _, status := range statuses {
		op.Responses[strconv.Itoa(status)] = a.problem(http.StatusText(status))
	}
	if r.info().Tenant && r.Method == http.MethodPost {
		op.Parameters = append(op.Parameters, idempotencyParameter())
		op.Responses["409"] = a.problem("Conflict")
	}
	return op
}

// describe adds who may call the operation.
func (a APIRoute) describe() string {
	needs := "Open to everybody."
	switch {
	case a.Action != "":
		needs = "Needs the action `" + a.Action + "` in the tenant."
	case a.Access == SignedIn:
		needs = "Open to whoever has signed in."
	}
	return strings.TrimSpace(a.description + "\n\n" + needs)
}

// problem refers to the one schema of errors.
func (a *api) problem(description string) *huma.Response {
	schema := a.doc.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	return &huma.Response{Description: description, Content: map[string]*huma.MediaType{problemType: {Schema: schema}}}
}

// tag is the module that the action belongs to.
func (a *api) tag(r APIRoute) string {
	name, _, _ := strings.Cut(r.Action, ".")
	if name == "" {
		name = "session"
	}
	if !slices.ContainsFunc(a.doc.Tags, func(t *huma.Tag) bool { return t.Name == name }) {
		a.doc.Tags = append(a.doc.Tags, &huma.Tag{Name: name})
	}
	return name
}

// operationID is made of method and path: "post-tenants-plans-id-issue".
func operationID(r APIRoute) string {
	path := strings.NewReplacer("/api/tenants/{tenant}", "/tenants", "/api/", "/", "{", "", "}", "", ".", "-").Replace(r.Path)
	return strings.ToLower(r.Method) + strings.ReplaceAll(path, "/", "-")
}

func idempotencyParameter() *huma.Param {
	return &huma.Param{
		Name: idempotencyHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, MaxLength: new(maxKey)},
		Description: "Makes a repeated call answer as the first did (for 48 hours), without doing it twice.",
	}
}

// describeFile is done after huma has registered the operation: it would read
// the body of a form itself.
func (a *api) describeFile(r APIRoute) {
	if r.file != "" {
		a.doc.Paths[r.Path].Post.RequestBody = fileBody(r.file)
	}
}

func fileBody(field string) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type:       huma.TypeObject,
		Properties: map[string]*huma.Schema{field: {Type: huma.TypeString, Format: "binary"}},
		Required:   []string{field},
	}}}}
}

// schemaName names a type of the description by its package too: two modules may
// have a Project each. What has no package (a body written in place) keeps the
// name of the operation's type.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	pkg := path.Base(t.PkgPath())
	if _, of, is := strings.Cut(t.Name(), "["); is && pkg == "web" && strings.HasPrefix(of, "vuon/apps/") { // List[vuon/apps/planning.File]
		of, _, _ = strings.Cut(path.Base(of), ".")
		return strings.ToUpper(of[:1]) + of[1:] + name
	}
	if t.Name() == "" || pkg == "web" || !strings.HasPrefix(t.PkgPath(), "vuon/") {
		return name
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + name
}
