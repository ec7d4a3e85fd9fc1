package main

import (
	"testing"

	"sitmap/web"
)

// TestPostedEntries: an entry that the server found bad stays rejected under its own row, the others become reports.
func TestPostedEntries(t *testing.T) {
	it, err := item(3, web.ReportInput{Rejected: &web.Rejected{Field: "text", Reason: "no"}})
	if err != nil || it.Rejected == nil || it.Rejected.Row != 3 || it.Rejected.Field != "text" || it.Report.Text != "" {
		t.Errorf("got %+v, %v", it, err)
	}
	it, err = item(4, web.ReportInput{Text: "Shelling.", Published: "2024-12-16T22:00+02:00", Outlet: "O"})
	if err != nil || it.Rejected != nil || it.Row != 4 || it.Report.Text != "Shelling." || it.Report.Published.IsZero() || it.Report.Outlet != "O" {
		t.Errorf("got %+v, %v", it, err)
	}
}
