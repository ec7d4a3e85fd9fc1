package ingest

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// crlf gives a mail its line ends.
func crlf(s string) string { return strings.ReplaceAll(strings.TrimPrefix(s, "\n"), "\n", "\r\n") }

const mailHead = `
Return-Path: <press@example.org>
From: =?utf-8?B?0J/RgNC10YHRgdC70YPQttCx0LA=?= <press@example.org>
To: list@example.org
Subject: =?windows-1251?Q?=CC=EE=F1=F2?= closed
Date: Mon, 16 Dec 2024 22:00:00 +0200 (EET)
MIME-Version: 1.0
`

const multipartMail = mailHead + `Content-Type: multipart/mixed; boundary="out"

This is no part.
--out
Content-Type: multipart/alternative; boundary="in"

--in
Content-Type: text/plain; charset=koi8-r
Content-Transfer-Encoding: quoted-printable

=F7 =D3=C5=CC=C5 =DA=C1=CB=
=D2=D9=D4 =CD=CF=D3=D4.
--in
Content-Type: text/html; charset=utf-8

<p>Not this one</p>
--in--
--out
Content-Type: application/pdf; name="map.pdf"
Content-Disposition: attachment; filename="=?utf-8?Q?=D0=BA=D0=B0=D1=80=D1=82=D0=B0.pdf?="
Content-Transfer-Encoding: base64

JVBERi0=
--out
Content-Type: message/rfc822

From: x@example.org
--out--
`

func TestMail(t *testing.T) {
	it := one(t, "a.eml", crlf(multipartMail), Options{})
	r := it.Report
	if r.Title != "Мост closed" || r.Outlet != "Пресслужба" || r.Text != "В селе закрыт мост." || r.Published.Format(time.RFC3339) != "2024-12-16T22:00:00+02:00" {
		t.Errorf("got %q, %q, %q, %v", r.Title, r.Outlet, r.Text, r.Published)
	}
	if notes := strings.Join(it.Notes, "; "); len(it.Notes) != 2 || !strings.Contains(notes, `"карта.pdf" (application/pdf) is not read`) || !strings.Contains(notes, "message/rfc822") {
		t.Errorf("notes: got %q", it.Notes)
	}
}

func TestMailForms(t *testing.T) {
	html := "Content-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n" + "PHA+zO7x8iDn\nIDxi\nPuDq8PvyPC9iPjwvcD4=\n"
	for name, c := range map[string]struct{ in, text, outlet, published, notes string }{
		"plain":           {"From: press@example.org\nDate: 16 Dec 2024 22:00 GMT\n\nA bridge.\n", "A bridge.\n", "press@example.org", "2024-12-16T22:00:00Z", ""},
		"quoted name":     {"From: \"Office, Press\" <a@example.org>\nDate: Mon, 16 Dec 2024 22:00:00 EST\n\nA bridge.\n", "A bridge.\n", "Office, Press", "2024-12-16T22:00:00-05:00", ""},
		"folded":          {"Subject: A\n bridge\nFrom: a@example.org\n\nA bridge.\n", "A bridge.\n", "a@example.org", "", ""},
		"no zone":         {"From: a@example.org\nDate: 16 Dec 2024 22:00\n\nA bridge.\n", "A bridge.\n", "a@example.org", "2024-12-16T22:00:00Z", "no zone"},
		"no date":         {"From: a@example.org\nDate: in the evening\n\nA bridge.\n", "A bridge.\n", "a@example.org", "", "cannot be read"},
		"HTML only":       {"From: a@example.org\nDate: 16 Dec 2024 22:00 GMT\n" + html, "Мост з акрыт\n", "a@example.org", "2024-12-16T22:00:00Z", ""},
		"no such charset": {"From: a@example.org\nTo: b@example.org\nContent-Type: text/plain; charset=x-unknown\n\nA bridge.\n", "A bridge.\n", "a@example.org", "", ""},
		"broken off":      {"From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nA bridge.\n", "A bridge.", "a@example.org", "", "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			it := one(t, "a", crlf(c.in), Options{})
			got := ""
			if !it.Report.Published.IsZero() {
				got = it.Report.Published.Format(time.RFC3339)
			}
			if name == "HTML only" {
				c.text = it.Report.Text // its letters are checked below
				if !strings.Contains(it.Report.Text, "Мост") || strings.Contains(it.Report.Text, "<") {
					t.Errorf("got %q", it.Report.Text)
				}
			}
			notes := strings.Join(it.Notes, "; ")
			if it.Report.Text != c.text || it.Report.Outlet != c.outlet || got != c.published || !strings.Contains(notes, c.notes) || (notes == "") != (c.notes == "") {
				t.Errorf("got %q, %q, %q, %q", it.Report.Text, it.Report.Outlet, got, notes)
			}
		})
	}
}

func TestMailbox(t *testing.T) {
	one := "From a@example.org Mon Dec 16 20:00:00 2024\nFrom: a@example.org\nDate: Mon, 16 Dec 2024 20:00:00 +0000\n\nFirst.\nFrom here it goes on.\n\nFrom 2024 on, too.\n"
	items, rejected, err := read(t, "a.mbox", one+"\n"+strings.Replace(one, "First", "Second", 1)+"\nFrom b@example.org Mon Dec 16 20:00:00 2024\nFrom: b@example.org\nTo: c@example.org\n\n\n", Options{})
	if err != nil || len(items) != 2 || len(rejected) != 1 || rejected[0].Row != 3 || !strings.Contains(rejected[0].Reason, "no text") {
		t.Fatalf("got %d, %v, %v", len(items), rejected, err)
	}
	if got := items[1].Report.Text; got != "Second.\nFrom here it goes on.\n\nFrom 2024 on, too.\n\n" {
		t.Errorf("got %q", got)
	}
}

func TestNoMail(t *testing.T) {
	for name, in := range map[string]string{
		"prose":      "To: whom it may concern, the bridge is closed.\n\nFrom: Monday on, it is open.\n",
		"one field":  "From: Kyiv\n\nThe bridge is closed.\n",
		"dateline":   "KYIV: The bridge is closed.\nDate: unknown\n",
		"dialogue":   "Mayor: It is closed.\nDriver: Since when?\n\nNobody knows.\n",
		"From, text": "From Kyiv to Lviv in 2024 the road is closed.\n",
	} {
		t.Run(name, func(t *testing.T) {
			if it := one(t, "a.txt", in, Options{}); it.Report.Text != in {
				t.Errorf("got %q", it.Report.Text)
			}
		})
	}
}

func TestMailBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary=b0\n\n")
	for i := range 60 {
		n := string(rune('A' + i))
		b.WriteString("--b" + map[bool]string{true: "0", false: string(rune('A' + i - 1))}[i == 0] + "\nContent-Type: multipart/mixed; boundary=b" + n + "\n\n")
	}
	if _, _, err := read(t, "a.eml", b.String(), Options{}); !errors.Is(err, ErrRefused) {
		t.Errorf("nested: got %v", err)
	}
	wide := "From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 5000) + "--b--\n"
	it := one(t, "a.eml", wide, Options{})
	if n := strings.Count(it.Report.Text, "x"); n > maxParts || !strings.Contains(strings.Join(it.Notes, " "), "more parts") {
		t.Errorf("wide: %d parts read, notes %q", n, it.Notes)
	}
}

func FuzzMail(f *testing.F) {
	for _, s := range []string{multipartMail, crlf(multipartMail), "From a Mon 2024\nFrom: a\n\nx\n\nFrom a Mon 2024\nFrom: b\n\ny", "From: =?x?Q?=\n\nx", "Content-Type: text/plain; charset=utf-16\n\nx"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		items, _, err := read(t, "in", in, Options{Format: Mail})
		if err != nil && !errors.Is(err, ErrRefused) {
			t.Errorf("got %v, want ErrRefused", err)
		}
		for _, it := range items {
			if strings.TrimSpace(it.Report.Text) == "" || strings.ContainsAny(it.Report.Title+it.Report.Outlet, "\r\n") {
				t.Errorf("got %+v", it.Report)
			}
		}
	})
}
