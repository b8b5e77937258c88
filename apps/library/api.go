package library

import (
	"context"
	"net/http"

	"vuon/platform/web"
)

const apiLibrary = "/api/tenants/{tenant}/library"

type folderInput struct {
	Tenant string `path:"tenant"`
	Folder string `query:"folder" doc:"Id of a folder; empty: the top." format:"uuid"`
	web.ListInput
	Kind     string `query:"kind" enum:"pdf,word,excel,picture,other"`
	Archived bool   `query:"archived" doc:"What is archived instead of what is in use."`
}

type foldersInput struct {
	Tenant string `path:"tenant"`
	Folder string `query:"folder" doc:"Id of a folder; empty: the top." format:"uuid"`
	web.ListInput
}

type fileInput struct {
	Tenant  string `path:"tenant"`
	ID      string `path:"id" format:"uuid"`
	Version int    `query:"version" minimum:"0" doc:"0: the newest."`
}

type searchInput struct {
	Tenant string `path:"tenant"`
	Query  string `query:"q" maxLength:"200" required:"true" doc:"Words of name, description or text; diacritics are not needed."`
	Kind   string `query:"kind" enum:"pdf,word,excel,picture,other"`
	web.ListInput
}

type uploadInput struct {
	Tenant string `path:"tenant"`
	Folder string `query:"folder" required:"true" doc:"Id of the folder." format:"uuid"`
}

type fileOutput struct {
	Body struct {
		File
		Path      string    `json:"path"`
		Versions  []Version `json:"versions" nullable:"false"`
		Retention Retention `json:"retention"`
	}
}

type putOutput struct{ Body File }

// API are the module's operations.
func (s *Service) API() []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodGet, apiLibrary+"/folders", ActionView, "Folders directly in a folder of the library", s.apiFolders),
		web.Operation(http.MethodGet, apiLibrary+"/files", ActionView, "Files of a folder of the library", s.apiFiles),
		web.Operation(http.MethodGet, apiLibrary+"/files/{id}", ActionView, "A file of the library with its versions", s.apiFile),
		web.Operation(http.MethodGet, apiLibrary+"/search", ActionView, "Search the library", s.apiSearch),
		web.FileOperation(apiLibrary+"/files/{id}/content", ActionView, "The content of a file of the library", s.apiContent),
		web.Operation(http.MethodPost, apiLibrary+"/files", ActionWrite, "Add a file to a folder of the library", s.apiPut).Answers(http.StatusCreated).
			Uploads("file", plainMost).Within(finishTime).Describe("A name that the folder has already becomes the next version of that file."),
	}
}

func (s *Service) apiFolders(ctx context.Context, in *foldersInput) (*web.Listed[Folder], error) {
	l, err := s.Browse(ctx, in.Tenant, in.Folder, Filter{}, in.Page())
	if err != nil {
		return nil, err
	}
	return web.PartOf(l.Folders, in.Page(), func(f Folder) string { return f.ID })
}

func (s *Service) apiFiles(ctx context.Context, in *folderInput) (*web.Listed[File], error) {
	if _, err := fileCursor("", in.Page()); err != nil {
		return nil, err // also where the folder has no files of its own
	}
	l, err := s.Browse(ctx, in.Tenant, in.Folder, Filter{Kind: in.Kind, Archived: in.Archived}, in.Page())
	if err != nil {
		return nil, err
	}
	return web.ListOf(l.Files, l.Next), nil
}

func (s *Service) apiFile(ctx context.Context, in *fileInput) (*fileOutput, error) {
	d, err := s.File(ctx, in.Tenant, in.ID)
	out := &fileOutput{}
	out.Body.File, out.Body.Path, out.Body.Versions, out.Body.Retention = d.File, way(d.Above, d.Folder), d.Versions, d.Retention
	return out, err
}

func (s *Service) apiSearch(ctx context.Context, in *searchInput) (*web.Listed[Hit], error) {
	hits, _, err := s.Search(ctx, in.Tenant, in.Query, "", Filter{Kind: in.Kind})
	if err != nil {
		return nil, err
	}
	return web.PartOf(hits, in.Page(), func(h Hit) string { return h.ID })
}

func (s *Service) apiContent(ctx context.Context, in *fileInput) (*web.File, error) {
	body, v, err := s.Open(ctx, in.Tenant, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: v.Name, Type: harmless(v.Type), Size: v.Size, Body: body}, nil
}

func (s *Service) apiPut(ctx context.Context, in *uploadInput) (*putOutput, error) {
	up, err := web.Uploaded(ctx, "file")
	if err != nil {
		return nil, err
	}
	f, err := s.Put(ctx, in.Tenant, in.Folder, "", "", Upload{Name: up.Name, Size: up.Size, Body: up})
	return &putOutput{f}, err
}
