package claims

import "sitmap/internal/extract/words"

// CheckKind says what a report tells about checking.
type CheckKind uint8

// The kinds of checks.
const (
	CannotVerify CheckKind = iota // nobody could check it
	Verified                      // geolocated, or confirmed by a third party
	Disputed                      // another party contradicts it
	Unclear                       // who holds the place is not known
)

// Check is one statement about checking.
type Check struct {
	Kind        CheckKind
	Sent        int
	First, Last int  // words, half open
	All         bool // speaks of everything said before: "none of these figures"
	Other       bool // turns down something else than the event: "denying a report in …"
}

// Checks gives the statements about checking from left to right.
func Checks(d *words.Doc) []Check {
	var out []Check
	for s, st := range d.Sents {
		for _, h := range checkWords.Find(d, st.First, st.Last) {
			c := Check{Kind: h.Value, Sent: s, First: h.First, Last: h.Last}
			c.All = c.Kind == CannotVerify && speaksOfAll(d, max(st.First, h.First-7), min(st.Last, h.Last+4))
			if c.Kind == Disputed {
				c.Other = accuses(d, st.First, h.First) || d.Is(h.First, "denying") && d.Is(h.Last, "a", "any", "an")
			}
			if c.Kind == Verified && negated(d, st.First, h.First) {
				c.Kind = CannotVerify
			}
			out = append(out, c)
		}
	}
	return out
}

func speaksOfAll(d *words.Doc, first, last int) bool {
	for k := first; k < last; k++ {
		if d.Is(k, "these", "figures", "claims", "reports", "ці", "цих", "эти", "этих", "данные", "дані", "сведения", "statements", "accounts", "tolls", "відомості", "всі", "все") {
			return true
		}
	}
	return false
}

func accuses(d *words.Doc, first, at int) bool {
	for k := first; k < at; k++ {
		if d.HasStem(k, "accus", "обвин", "звинува") && !d.HasStem(k, "accusation", "обвинени", "звинувачен") {
			return true
		}
	}
	return false
}

func negated(d *words.Doc, first, at int) bool {
	for k := max(first, at-5); k < at; k++ {
		if d.Is(k, "not", "cannot", "never", "no", "nobody", "не", "ні", "нельзя", "неможливо", "without", "could", "yet") && !d.Is(k, "yet") {
			return true
		}
	}
	return false
}

var checkWords = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[CheckKind]{Patterns: "not|never be|been _? verified|confirmed|checked; could|can not be _? verified|confirmed|checked|corroborated; cannot|can't _? verify|confirm|check; could|can|did not _? verify|confirm|check|corroborate; not good enough to verify; unable to _? verify|confirm|check; not _? verified|confirmed|corroborated; no _? confirmation; " +
		"able to _? check|verify|confirm; impossible to verify|confirm|check; unverified; unconfirmed; could be _? checked|verified|confirmed; has|have been _? checked; difficult to verify; without _? confirmation|verification; not possible to _? verify|confirm|check", Value: CannotVerify},
	words.Row[CheckKind]{Patterns: "перевірити _? _? _? _? неможливо|важко; неможливо _? перевірити|підтвердити; не вдалося _? перевірити|підтвердити; не підтверджено|підтверджена|підтверджені; незалежного підтвердження; підтверджен* _? _? немає; немає підтверджен*; не можна перевірити; непідтверджен*; не перевірен*; поки не підтвер*; не підтвердил*; не підтвердив; перевірити _? _? не вдалося; не могли перевірити; не може перевірити|підтвердити", Value: CannotVerify},
	words.Row[CheckKind]{Patterns: "проверить _? _? _? _? _? нельзя|невозможно|сложно; невозможно _? проверить|подтвердить; не удалось _? проверить|подтвердить; не подтверждено|подтверждена|подтверждены|подтверждается; независимого подтверждения; подтвержден* _? _? нет; нет подтвержден*; нельзя проверить; неподтвержден*; не проверен*; не подтвердил*; проверить _? _? не удалось; не может проверить|подтвердить; не могли проверить", Value: CannotVerify},
	words.Row[CheckKind]{Patterns: "geolocated; geo-located; independently verified|confirmed; verified by; confirmed by satellite|footage|video|open-source; satellite images|imagery confirm|confirms|show|shows; геолоковане; геолокован*; геолокац* підтвердж*; геолоцирован*; геолокация подтвер*; підтверджено геолокац*; подтверждено геолокац*; незалежно підтверджен*; независимо подтвержден*; подтверждается геолокац*", Value: Verified},
	words.Row[CheckKind]{Patterns: "denied; denies; deny; denying; disputed; disputes; dismissed; rejected the|that; rejects; refuted; contradicted; called the|it|them|this? _? _? false|fake|untrue|lies|fabricated|propaganda|disinformation|misinformation|baseless|groundless|nonsense|misleading; hit|struck|targeted|attacked only; only hit|struck|targeted|attacked; отрица*; опроверг*; отверг*; заперечу*; заперечи*; спростува*; спростову*; відкинув; відкинули; відкидає; назвал* фейк*; назвал* ложью; назва* _? брехнею|фейком|неправдою|дезінформацією|вигадкою|ложью|дезинформацией|вбросом|выдумкой", Value: Disputed},
	words.Row[CheckKind]{Patterns: "unclear which|who; not clear which|who; unclear whether; неясно|невідомо|незрозуміло ,? хто|чий|чиї|чия; непонятно|неясно|неизвестно|неизвестным ,? кто|чей|чьи|чья; неясно|невідомо|незрозуміло ,? під чиїм; непонятно|неясно|неизвестно|неизвестным ,? под чьим", Value: Unclear},
)
