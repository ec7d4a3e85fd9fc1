package claim

import "testing"

func TestDates(t *testing.T) {
	const p = "49.5883, 34.5514"
	runCases(t, []checkCase{
		{name: "weekday", text: "On Thursday, 20 March 2025, a missile hit Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", verdict: Consistent, rows: "weekday=pass"},
		{name: "other weekday", text: "On Friday, 20 March 2025, a missile hit Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", verdict: Inconsistent, rows: "weekday=fail", reasons: "weekday"},
		{name: "weekday, uk", text: "У понеділок, 20 березня 2025 року, ракета влучила в Полтаву.", at: p, pub: "2025-03-21T10:00:00+02:00", verdict: Inconsistent, reasons: "weekday"},
		{name: "weekday, ru", text: "В четверг, 20 марта 2025 года, ракета попала в Полтаву.", at: p, pub: "2025-03-21T10:00:00+02:00", verdict: Consistent, rows: "weekday=pass"},
		{name: "filmed after it was published", text: "A missile fell in Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", when: "2025-03-22T10:00:00+02:00", verdict: Inconsistent, rows: "future=fail", reasons: "future"},
		{name: "filmed before", text: "A missile fell in Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", when: "2025-03-21T08:00:00+02:00", verdict: Consistent, rows: "future=pass", reasons: "!future"},
		{name: "still to come", text: "A missile fell in Poltava.", at: p, when: "2031-03-22T10:00:00+02:00", verdict: Inconsistent, reasons: "future"},
		{name: "date after the publication", text: "On 25 March 2025 a missile hit Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", verdict: Inconsistent, reasons: "future"},
		{name: "announced", text: "The exercise in Poltava is planned for 25 March 2025.", at: p, pub: "2025-03-21T10:00:00+02:00", reasons: "!future"},
		{name: "filmed before it happened", text: "The strike of 20 March 2025 on Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", when: "2025-03-10T10:00:00+02:00", verdict: Inconsistent, rows: "before_event=fail", reasons: "before_event"},
		{name: "filmed the day before", text: "The strike of 20 March 2025 on Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", when: "2025-03-19T10:00:00+02:00", verdict: Ambiguous, rows: "before_event=warn"},
		{name: "filmed on the day", text: "The strike of 20 March 2025 on Poltava.", at: p, pub: "2025-03-21T10:00:00+02:00", when: "2025-03-20T10:00:00+02:00", verdict: Consistent, rows: "media_time=pass"},
		{name: "filmed later is possible", text: "The strike of 20 March 2025 on Poltava.", at: p, pub: "2025-03-29T10:00:00+02:00", when: "2025-03-25T10:00:00+02:00", verdict: Consistent, rows: "media_time=warn"},
	})
}
