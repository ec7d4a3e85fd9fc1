package kml

import (
	"strings"

	"golang.org/x/net/html"
)

// Text takes the words out of the HTML that descriptions are, a line for each block.
// The address of a link follows its words in brackets. Text without tags stays as it is.
func Text(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	silent, href := "", ""
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return tidy(b.String())
		case html.TextToken:
			if silent == "" {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			raw, more := z.TagName()
			tag := string(raw)
			end := kind == html.EndTagToken
			switch tag {
			case "script", "style":
				silent = tag
				if end || kind == html.SelfClosingTagToken {
					silent = ""
				}
			case "br", "p", "div", "tr", "table", "li", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6":
				b.WriteByte('\n')
			case "td", "th":
				b.WriteByte(' ')
			case "a":
				if end && href != "" && !strings.HasSuffix(b.String(), href) {
					b.WriteString(" (" + href + ")")
				}
				href = ""
				for more && !end {
					var k, v []byte
					if k, v, more = z.TagAttr(); string(k) == "href" {
						href = string(v)
					}
				}
			}
		}
	}
}

// tidy joins blanks and drops empty lines.
func tidy(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
