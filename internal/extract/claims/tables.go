package claims

import (
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

type side uint8

const (
	sideBefore  side = iota // English: the subject stands before, or after an inversion
	sideAfter               // "according to", "за словами"
	sideSlavic              // the subject stands after the verb, else before
	sidePronoun             // "по их словам": the claimant named before
	sideCount               // a verb that attributes only with a number after it
)

type verb struct {
	stance event.Stance
	side   side
}

var verbs = words.Compile( //nolint:gochecknoglobals // table, never written
	say(event.Asserts, sideBefore, "said; says; claimed; claims to|that; reported; reports that; announced; stated; told; wrote; writes; added; acknowledged; admitted; warned; estimated; estimates; believes; believe; declared; posted; insisted; explained; noted; published; alleged; described; commented; revealed; disclosed; maintained; tweeted; recalled; conceded; suggested; asserted; listed assaults|attacks|clashes"),
	say(event.Confirms, sideBefore, "confirmed; confirms; verified; corroborated"),
	say(event.Denies, sideBefore, "called the? report|reports|claim|claims|allegation|allegations|accusation|accusations|account _? false|fake|untrue|disinformation|misinformation|baseless|groundless|nonsense|misleading|fabricated|propaganda; denied; denies; disputed; disputes; dismissed; rejected; rejects; contradicted; refuted"),
	say(event.CannotVerify, sideBefore, "cannot|can't _? verify|confirm; could|can not _? verify|confirm; was|were unable to _? verify|confirm; has|have not _? verified|confirmed; couldn't _? verify|confirm"),
	say(event.CannotVerify, sideSlavic, "не може|можуть|змогла|змогли|зміг _? перевірити|підтвердити; не может|могут|смогла|смогли|смог _? проверить|подтвердить"),
	say(event.Asserts, sideCount, "counted; spoke of; put; puts; listed; lists; recorded; documented; registered"),
	say(event.Asserts, sidePronoun, "по|за их|его|ее|їх|його|її|їхніми|його|своими словам|словами|данным|даними|информации|інформацією|оценке|оцінкою"),
	say(event.Asserts, sideAfter, "according to; in the words of; за словами; за даними; за інформацією; за оцінкою|оцінками; за повідомленням; за твердженням; згідно з; з слів; зі слів; по словам; по данным; по информации; по оценке|оценкам; по сообщению|сообщениям; по утверждению; согласно; со слов; как сообщил*; как заявил*; як повідомил*; як заявил*; как пишет|пишут; за версією; по версии; з посиланням на; со ссылкой на"),
	say(event.Asserts, sideSlavic, "повідомив; повідомила; повідомили; повідомляє; повідомляють; повідомляє; повідомлено; заявив; заявила; заявили; заявляє; заявляють; сказав; сказала; сказали; каже; кажуть; розповів; розповіла; розповіли; розповідає; стверджує; стверджують; стверджував; визнав; визнала; визнали; додав; додала; додали; пише; пишуть; написав; написала; уточнив; уточнила; уточнили; зазначив; зазначила; зазначили; інформує; інформують; наголосив; оголосив; оголосили; зауважив; нарахували; зафіксували; відзвітував; доповів; розказав; розказала; уточнюють; зазначають; вважає; вважають; прогнозує; припускає"),
	say(event.Asserts, sideSlavic, "сообщил; сообщила; сообщили; сообщило; сообщает; сообщают; заявил; заявила; заявили; заявило; заявляет; заявляют; сказал; сказала; сказали; говорит; говорят; рассказал; рассказала; рассказали; утверждает; утверждают; утверждал; признал; признала; признали; добавил; добавила; добавили; пишет; пишут; написал; написала; уточнил; уточнила; уточнили; отметил; отметила; отметили; передает; передают; объявил; объявили; объявило; насчитал; насчитали; доложил; отчитался; отчиталось; отчитались; считает; считают; полагают; уверяет; уверяют; информирует; сообщалось"),
	say(event.Confirms, sideSlavic, "підтвердив; підтвердила; підтвердили; підтверджує; підтверджують; подтвердил; подтвердила; подтвердили; подтвердило; подтверждает; подтверждают"),
	say(event.Denies, sideSlavic, "заперечив; заперечила; заперечили; заперечує; заперечують; спростував; спростувала; спростували; спростовує; відкинув; відкинули; отрицает; отрицают; отрицал; опроверг; опровергла; опровергли; опровергло; опровергает; опровергают; отверг; отвергли"),
)

func say(s event.Stance, where side, patterns string) words.Row[verb] {
	return words.Row[verb]{Patterns: patterns, Value: verb{s, where}}
}

func isPronoun(w string) bool {
	switch w {
	case "it", "he", "she", "they", "who", "one", "він", "вона", "вони", "воно", "он", "она", "они", "оно", "их", "его", "ее", "їх", "його", "її":
		return true
	}
	return false
}

func isAdverb(w string) bool {
	switch w {
	case "later", "also", "earlier", "then", "only", "on", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "had", "have", "has", "itself", "himself", "themselves", "this", "week", "today", "yesterday",
		"теж", "також", "уже", "вже", "тоже", "также", "раніше", "ранее", "сьогодні", "сегодня", "вчора", "вчера":
		return true
	}
	return false
}

func isAux(w string) bool {
	switch w {
	case "had", "has", "have", "did", "does":
		return true
	}
	return false
}

// isFollower ends a Slavic subject after its verb.
func isFollower(w string) bool {
	switch w {
	case "что", "що", "о", "об", "про", "и", "і", "та", "а", "но", "але", "который", "которые", "який", "які", "в", "у", "на", "who", "that", "on", "in", "and", "as", "at", "late", "early", "with", "after", "interviewed", "за", "щодо", "як", "как", "під", "во", "по":
		return true
	}
	return false
}

// isPreposition begins a phrase that is no subject.
func isPreposition(w string) bool {
	switch w {
	case "in", "on", "at", "by", "for", "from", "of", "with", "near", "since", "during", "over", "after", "до", "на", "у", "в", "за", "по", "з", "із", "від", "о", "об", "про", "під", "при", "для", "с", "со", "из", "от", "к", "под", "после", "після", "через", "во", "около", "біля", "возле", "між", "между":
		return true
	}
	return false
}

// isTimeWord begins an expression of time.
func isTimeWord(w string) bool {
	for _, s := range []string{"минул", "прошл", "вчора", "сьогодн", "сегодн", "вчера", "останн", "последн", "today", "yesterday", "last", "уночі", "вночі", "ночью", "вранці", "утром", "вечером", "ввечері", "упродовж", "протягом"} {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}

// isWeekday reports a Slavic weekday: "заявило в четверг" says when, not who.
func isWeekday(w string) bool {
	for _, s := range []string{"понед", "поніділ", "вторник", "вівтор", "среду", "середу", "четвер", "пятниц", "п'ятниц", "суббот", "субот", "воскресен", "неділ"} {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}

// isMonth reports a month in the genitive, as in "20 декабря".
func isMonth(w string) bool {
	switch w {
	case "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
		"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня":
		return true
	}
	return false
}

// isReporting ends a subject at another speech verb.
func isReporting(w string) bool {
	switch w {
	case "said", "says", "told", "сообщил", "заявил", "повідомив", "заявив":
		return true
	}
	return false
}

// isOpener begins what is said, not who says it.
func isOpener(w string) bool {
	switch w {
	case "что", "що", "о", "об", "про", "that", "it", "there", "на", "он", "она", "они", "он́", "за", "не", "как", "як", "some", "the?", "at", "more", "no", "none", "свои", "своє", "ці", "эти", "этих", "цих", "це", "это", "дві", "двох", "потери", "втрати", "лише", "только", "тільки", "лишь", "жертви", "жертвы", "обвинения", "звинувачення", "причастность", "причетність", "інформацію", "информацию", "повідомлення", "загибель", "гибель", "потерю", "втрату", "ответственность", "відповідальність", "цю", "эту", "удар", "наступ", "до", "понад", "более", "факт", "тим", "тем":
		return true
	}
	return false
}

// institutions are heads of claimants that can be taken up by "it".
var institutions = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "army; military; ministry; defen* ministry; health ministry; interior ministry; general staff; forces; police; government; junta; command; brigade; intelligence service|agency?; agency; service; committee; network; observatory; united nations; channel; command; administration; office; staff; group; militia; movement; coalition; party", Value: true},
	words.Row[bool]{Patterns: "генштаб*; генеральн* штаб*; міністерств*; міноборони; минобороны; министерств*; військове відомство; военное ведомство; поліці*; полици*; командуванн*; командовани*; адміністраці*; администраци*; разведк*; розвідк*; ведомств*; відомств*; прокуратур*; служб*", Value: true},
)

// Nominative gives a claimant's words; of Slavic ones the first word is turned into the
// nominative where table or ending tell how.
func Nominative(d *words.Doc, first, last int) string {
	s := strings.TrimSpace(d.Span(first, last))
	if first >= last || d.Words[first].Low == "" || d.Words[first].Low[0] < 0x80 {
		return s
	}
	changed := false
	var b strings.Builder
	at := d.Words[first].Start
	for k := first; k < last && k < first+2; k++ {
		n, ok := nominative[d.Words[k].Low]
		if !ok {
			n, ok = plural(strings.ToLower(d.Span(k, k+1)))
		}
		if !ok && k+1 < last {
			n, ok = agreeing(d.Span(k, k+1), nominative[d.Words[k+1].Low])
		}
		if !ok {
			break
		}
		b.WriteString(d.Text[at:d.Words[k].Start])
		b.WriteString(n)
		at = d.Words[k].End
		changed = true
		if !adjectival(n) {
			break // what follows stands in the genitive for good: "речник бригади"
		}
	}
	if !changed {
		return s
	}
	b.WriteString(d.Text[at:d.Words[last-1].End])
	return b.String()
}

func adjectival(w string) bool {
	for _, e := range []string{"ий", "ый", "ні", "ные", "ские", "ські", "ная", "на", "ное", "ні", "цеві"} {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// agreeing turns an adjective in the locative or genitive into the nominative of the noun
// that it stands before: "окупаційній адміністрації" -> "окупаційна".
func agreeing(adj, noun string) (string, bool) {
	if noun == "" {
		return "", false
	}
	fem := strings.HasSuffix(noun, "а") || strings.HasSuffix(noun, "я")
	neuter := strings.HasSuffix(noun, "о") || strings.HasSuffix(noun, "е")
	for _, e := range []struct {
		ending, with string
		ok           bool
	}{
		{"ській", "ська", fem},
		{"ській", "ська", fem},
		{"ній", "на", fem},
		{"ої", "а", fem},
		{"ій", "а", fem},
		{"ской", "ская", fem},
		{"ной", "ная", fem},
		{"ському", "ське", neuter},
		{"ному", "не", neuter},
		{"ському", "ський", !fem && !neuter},
		{"ному", "ний", !fem && !neuter},
		{"ского", "ское", neuter},
		{"ском", "ское", neuter},
		{"ного", "ное", neuter},
		{"ном", "ное", neuter},
		{"ском", "ский", !fem && !neuter},
		{"ном", "ный", !fem && !neuter},
	} {
		if base, cut := strings.CutSuffix(adj, e.ending); cut && e.ok && len(base) > 4 {
			return base + e.with, true
		}
	}
	return "", false
}

// plural undoes the genitive plural of people: "сапёров" -> "сапёры".
func plural(w string) (string, bool) {
	if base, ok := strings.CutSuffix(w, "ов"); ok && len(base) > 6 {
		if strings.HasSuffix(base, "к") || strings.HasSuffix(base, "г") || strings.HasSuffix(base, "х") {
			return base + "и", true
		}
		return base + "ы", true
	}
	if base, ok := strings.CutSuffix(w, "ників"); ok {
		return base + "ники", true
	}
	if base, ok := strings.CutSuffix(w, "телей"); ok {
		return base + "тели", true
	}
	return "", false
}

// nominative lists case forms of the usual claimants.
var nominative = map[string]string{ //nolint:gochecknoglobals // table, never written
	"поліції": "поліція", "поліцією": "поліція", "речника": "речник", "речниці": "речниця", "голови": "голова", "очільника": "очільник", "прокуратурі": "прокуратура", "прокуратури": "прокуратура", "адміністрації": "адміністрація",
	"військових": "військові", "рятувальників": "рятувальники", "прикордонників": "прикордонники", "медиків": "медики", "розвідки": "розвідка", "розвідці": "розвідка", "міністерства": "міністерство", "міністерстві": "міністерство", "штабу": "штаб", "штабі": "штаб", "генштабу": "генштаб", "генштабі": "генштаб", "генштабе": "генштаб", "генштаба": "генштаб", "минобороне": "минобороны", "штабе": "штаб", "мид": "МИД", "оон": "ООН", "центрі": "центр", "центре": "центр", "управлінні": "управління", "управлении": "управление", "раді": "рада", "совете": "совет", "армии": "армия", "армії": "армія", "бригаде": "бригада", "командовании": "командование", "службе": "служба", "правительстве": "правительство", "уряді": "уряд",
	"генерального": "Генеральний", "генеральному": "Генеральний", "командування": "командування", "командуванні": "командування", "відомства": "відомство", "відомстві": "відомство", "служби": "служба", "службі": "служба", "місцевих": "місцеві", "жителів": "жителі", "мешканців": "мешканці", "волонтерів": "волонтери", "очевидців": "очевидці", "аналітиків": "аналітики", "бригади": "бригада", "бригаді": "бригада",
	"бійців": "бійці", "чиновника": "чиновник", "чиновників": "чиновники", "губернатора": "губернатор", "мера": "мер", "блогерів": "блогери", "правозахисників": "правозахисники", "лікарів": "лікарі", "партизанів": "партизани", "президента": "президент", "міністра": "міністр", "командира": "командир", "начальника": "начальник", "громаді": "громада", "громади": "громада", "сил": "сили", "силах": "сили", "угрупованні": "угруповання",
	"полиции": "полиция", "полицией": "полиция", "прокуратуре": "прокуратура", "прокуратуры": "прокуратура", "властей": "власти", "властях": "власти", "администрации": "администрация", "представителя": "представитель", "главы": "глава", "министерства": "министерство", "министерстве": "министерство", "ведомства": "ведомство", "ведомстве": "ведомство",
	"телеграм-канала": "телеграм-канал", "телеграм-каналов": "телеграм-каналы", "канала": "канал", "жителей": "жители", "медиков": "медики", "врачей": "врачи", "военных": "военные", "местных": "местные", "разведки": "разведка", "штаба": "штаб", "службы": "служба", "очевидцев": "очевидцы", "военкоров": "военкоры", "спасателей": "спасатели", "правозащитников": "правозащитники",
	"бойцов": "бойцы", "источника": "источник", "источников": "источники", "министра": "министр", "мэра": "мэр", "пресс-службы": "пресс-служба", "пресс-службе": "пресс-служба", "группировки": "группировка", "военблогера": "военблогер", "мчс": "МЧС", "правительства": "правительство", "военного": "военное", "російських": "російські", "українських": "українські", "украинских": "украинские", "российских": "российские", "двух": "два",
}
