package planning

import "vuon/platform/web"

// consultationAPI is the consultation of offices in the JSON API.
func (s *Service) consultationAPI(string) []web.APIRoute { return nil }
