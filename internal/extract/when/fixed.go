package when

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

type fixedKind uint8

const (
	fixOffset       fixedKind = iota // from a to b days from publication
	fixAgo                           // # units ago, a days each
	fixAboutAgo                      // a to b days ago, about
	fixPast                          // the past # units, a days each
	fixNight                         // the night to the publication day
	fixEvening                       // last evening if published before it
	fixWeekend                       // the last weekend
	fixThisWeek                      // Monday to publication
	fixEarlierWeek                   // Monday to the day before
	fixLastWeek                      // Monday to Sunday before
	fixWeekPart                      // days a to b (0 = Monday) of the last such days
	fixLastWeekPart                  // the same in the week before
	fixThisMonth
	fixEarlierMonth
	fixLastMonth
	fixThisYear
	fixLastYear
	fixSame    // the day named before
	fixEarlier // the day before that
	fixSeries  // for an #th day running: begun # - 1 days ago
)

type phrase struct {
	kind   fixedKind
	a, b   int
	prec   event.TimePrecision
	weak   bool
	period bool // what a bulletin covers
}

const (
	day   = event.PrecisionDay
	week  = event.PrecisionWeek
	month = event.PrecisionMonth
)

var fixed = words.Compile( //nolint:gochecknoglobals // table, never written
	row(phrase{kind: fixOffset, prec: day}, "today; earlier today; earlier in the day; this morning|afternoon|evening; "+
		"сьогодні; сегодня; сегодня утром|днем|вечером; сьогодні вранці|зранку|вдень|ввечері|увечері; цього ранку; этим утром; к вечеру"),
	row(phrase{kind: fixOffset, prec: day, period: true}, "so far today; since midnight; since dawn; since the early? morning; из|з|із початку доби; від початку доби; с начала суток|дня; з|із|від початку дня; упродовж|протягом дня; в течение дня; за день; весь день; станом на вечір|ранок; на вечір; until|by # p|a; до першої|другої|третьої|четвертої|п'ятої|шостої|сьомої|восьмої пополудні|вечора"),
	row(phrase{kind: fixOffset, a: -1, b: -1, prec: day}, "yesterday; вчора; учора; вчера; yesterday morning|afternoon|evening; вчора|учора вранці|вдень|ввечері|увечері; вчера утром|днем|вечером; вчорашн* дня?; напередодні; накануне; the day before; минулого дня"),
	row(phrase{kind: fixOffset, a: -2, b: -2, prec: day}, "the day before yesterday; позавчора; позавчера"),
	row(phrase{kind: fixOffset, a: -1, b: 0, prec: day, period: true}, "past|last|previous|preceding 24 hours; over|in|within|during 24 hours; 24 hours; past|last|previous day; "+
		"in its|a|the? morning update|report|bulletin|summary; морнинг; за|протягом|упродовж минулу|минулої|останню|останньої|попередню|попередньої|цю? добу|доби; минулої|попередньої|останньої доби; за минувшие|прошедшие|последние|прошлые|истекшие? сутки; в течение минувших|прошедших|последних|прошлых? суток; за|протягом|упродовж 24 години|годин; за 24 часа; минулу добу; минувшие|прошедшие|прошлые сутки; минувших|прошлых суток; добу; сутки"),
	row(phrase{kind: fixNight, a: -1, b: 0, prec: event.PrecisionNight}, "overnight; last night; during|through|throughout|into the night; until|past|after|to midnight; until dawn; late last night; all night; in the night; for a|the _ night running|straight?; _ night running|straight; "+
		"вночі; уночі; цієї|минулої ночі; протягом|упродовж ночі; за ніч; всю ніч; у|в ніч; ночью; минувшей|прошлой|этой ночью; за ночь; всю ночь; в течение ночи; в ночь; ночью"),
	row(phrase{kind: fixEvening, prec: event.PrecisionPartOfDay, weak: true}, "вечером; ввечері; увечері; поздно вечером; пізно ввечері|увечері; in the evening; надвечір; последним вечером"),
	row(phrase{kind: fixOffset, prec: event.PrecisionPartOfDay, weak: true}, "утром; рано утром; вранці; рано вранці; зранку; на світанку; на рассвете; под утро; опівдні; в полдень; к полудню; around|at noon|midday; at|before dawn; in the morning; пополудні; вдень; днем; now; currently; right now; теперь; сейчас; зараз; наразі; нині; ныне; to this day"),
	row(phrase{kind: fixWeekend, prec: event.PrecisionWeekend}, "at|over|during|on|this|last the|this|last|past? weekend; this|last weekend; the past? weekend; weekend's; на|за|протягом|упродовж цих|минулих|ці|минулі? вихідних|вихідні; цих|минулих вихідних; на|за|в прошлых|минувших|прошедшие|минувшие|этих? выходных|выходные; в минувшие|прошлые выходные; минулих|цих вікенд*; суботу і|та|й неділю; субботу и воскресенье"),
	row(phrase{kind: fixThisWeek, prec: week}, "this week; цього тижня; на этой неделе; на цьому тижні; поточного тижня"),
	row(phrase{kind: fixEarlierWeek, prec: week}, "earlier this week; раніше цього тижня; ранее на этой неделе; в начале этой недели; на початку цього тижня"),
	row(phrase{kind: fixLastWeek, prec: week}, "last week; the previous week; минулого тижня; на минулому тижні; на прошлой|минувшей неделе; попереднього тижня; торік тижня; позаминулого тижня"),
	row(phrase{kind: fixLastWeekPart, a: 0, b: 2, prec: week}, "early last week; at? the beginning|start of last week; на початку минулого тижня; в начале прошлой недели"),
	row(phrase{kind: fixLastWeekPart, a: 1, b: 3, prec: week}, "in? the middle of last week; mid last week; у|в середині минулого тижня; в середине прошлой недели; midway through last week"),
	row(phrase{kind: fixLastWeekPart, a: 3, b: 6, prec: week}, "late last week; at? the end of last week; наприкінці минулого тижня; в конце прошлой недели; у кінці минулого тижня"),
	row(phrase{kind: fixWeekPart, a: 0, b: 2, prec: week}, "early this week; at? the beginning|start of the|this week; на початку тижня; в начале недели"),
	row(phrase{kind: fixWeekPart, a: 1, b: 3, prec: week}, "in? the middle of the|this week; midweek; mid-week; у|в середині тижня; в середине недели; посеред тижня"),
	row(phrase{kind: fixWeekPart, a: 3, b: 6, prec: week}, "late this week; at? the end of the|this week; наприкінці тижня; в конце недели"),
	row(phrase{kind: fixPast, a: 7, prec: week, period: true}, "over|in|within|during|for the past|last|previous week; the past week; упродовж|протягом|за минулого|минулий|останній|останнього|цей? тижня|тиждень; за прошедшую|минувшую|последнюю|прошлую? неделю; в течение прошлой|последней|минувшей? недели"),
	row(phrase{kind: fixPast, a: 30, b: 0, prec: month}, "over|in|within|during|for the past|last|previous month; the past month; упродовж|протягом|за останній|останнього|минулий місяць|місяця; за последний|прошедший|минувший месяц; в течение последнего месяца"),
	row(phrase{kind: fixPast, a: 5, b: 0, prec: week}, "in|over|during the? recent|last|past|latest few? days; останніми|останні|останніх днями|дні|днів; за останні дні; в|за последние|последних дни|днях; на днях; днями; last few days"),
	row(phrase{kind: fixPast, a: 1, b: 0, prec: week}, "past|last|previous # days; за последние|прошедшие|минувшие? # дня|дней|суток; в течение последних? # дней|суток; за останні|минулі? # дні|днів|діб|доби; протягом|упродовж останніх|минулих? # днів|діб"),
	row(phrase{kind: fixOffset, a: -2, prec: day}, "past|last|previous 48 hours; за 48 часов; за 48 годин; за последние 48 часов; за останні 48 годин"),
	row(phrase{kind: fixOffset, a: -3, prec: day}, "past|last|previous 72 hours; за 72 часа; за 72 години"),
	row(phrase{kind: fixOffset, a: -21, prec: month}, "in|over|during? recent weeks; останніми тижнями; в|за последние недели"),
	row(phrase{kind: fixPast, a: 7, b: 0, prec: month}, "past|last|previous # weeks; за последние # недели|недель; за останні # тижні|тижнів"),
	row(phrase{kind: fixAgo, a: 1, b: 0, prec: day}, "# day|days ago|earlier|before; # день|дня|дней назад; # день|дні|днів|доби тому; # дня|дней тому"),
	row(phrase{kind: fixAboutAgo, a: 7, b: 7, prec: week}, "a week ago; # weeks ago; неделю назад; тиждень тому; # недели|недель назад; # тижні|тижнів тому"),
	row(phrase{kind: fixAboutAgo, a: 10, b: 7, prec: week}, "a? little|slightly|just over a week ago; more than a week ago; чуть больше|более недели назад; трохи більше тижня тому; более|больше недели назад; понад тиждень тому"),
	row(phrase{kind: fixAboutAgo, a: 31, b: 29, prec: month}, "a month ago; месяц назад; місяць тому"),
	row(phrase{kind: fixThisMonth, prec: month}, "this month; цього місяця; в этом месяце; у цьому місяці; с начала месяца; з|від початку місяця"),
	row(phrase{kind: fixEarlierMonth, prec: month}, "earlier this month; earlier in the month; раніше цього місяця; на початку місяця; на початку цього місяця; ранее в этом месяце; в начале месяца; в начале этого месяца"),
	row(phrase{kind: fixLastMonth, prec: month}, "last month; the previous month; минулого місяця; у|в минулому місяці; в прошлом месяце; в минувшем месяце"),
	row(phrase{kind: fixThisYear, prec: event.PrecisionYear}, "this year; earlier this year; цього року; у|в цьому році; в этом году; с начала года; з|від початку року"),
	row(phrase{kind: fixLastYear, prec: event.PrecisionYear}, "last year; торік; минулого року; у минулому році; в прошлом году"),
	row(phrase{kind: fixSame, prec: day}, "the|that same day; on the same day; that day; the same evening|morning|night; того ж|самого дня; того дня; в тот же день; тем же утром|вечером; того ж вечора|ранку; in the same 24 hours"),
	row(phrase{kind: fixEarlier, a: -1, b: -1, prec: day}, "a day earlier; one day earlier; the previous day; a day before; днем ранее|раньше; днем раніше; на день раніше; за день до этого|того; за день до цього|того"),
	row(phrase{kind: fixEarlier, a: 1, b: 1, prec: day}, "the next|following day; a day later; наступного дня; на следующий день; днем позже; днем пізніше"),
	row(phrase{kind: fixSeries, a: 1, b: 0, prec: day}, "for a second|third|fourth|fifth day; другий|третій|четвертий день поспіль; второй|третий|четвертый день подряд; вторые|третьи сутки; другу|третю добу"),
)

func row(p phrase, patterns string) words.Row[phrase] {
	return words.Row[phrase]{Patterns: patterns, Value: p}
}

// resolve turns a fixed phrase of n words at i into a reading.
func (p *parser) resolve(f phrase, i, n int) reading {
	r := reading{weak: f.weak, period: f.period, Interval: event.Interval{Precision: f.prec, Basis: event.BasisRelative}}
	switch f.kind {
	case fixSame, fixEarlier:
		r.anaphor, r.shift = 1, f.a
		return r
	case fixLastYear, fixThisYear, fixThisMonth, fixEarlierMonth, fixLastMonth:
		if p.known() {
			p.resolveMonths(f.kind, &r)
		}
		return r
	}
	if p.known() {
		from, to := p.offsets(f, i, n)
		r.Start, r.End = p.pub.AddDays(from), p.pub.AddDays(to)
		if f.kind == fixOffset || f.kind == fixNight || f.kind == fixEvening { // "today": here or there
			r.Start, r.End = r.Start.AddDays(min(0, p.shift)), r.End.AddDays(max(0, p.shift))
		}
	}
	return r
}

func (p *parser) resolveMonths(kind fixedKind, r *reading) {
	first := event.Date{Year: p.pub.Year, Month: p.pub.Month, Day: 1}
	switch kind {
	case fixThisMonth:
		r.Start, r.End = first, p.pub
	case fixEarlierMonth:
		r.Start, r.End = first, p.pub.AddDays(-1)
		if r.End.Before(first) {
			r.End = first
		}
	case fixLastMonth:
		r.End = first.AddDays(-1)
		r.Start = event.Date{Year: r.End.Year, Month: r.End.Month, Day: 1}
	case fixThisYear:
		r.Start, r.End = event.Date{Year: p.pub.Year, Month: 1, Day: 1}, p.pub
	case fixLastYear:
		r.Start, r.End = event.Date{Year: p.pub.Year - 1, Month: 1, Day: 1}, event.Date{Year: p.pub.Year - 1, Month: 12, Day: 31}
	}
}

// offsets gives the ends of a phrase in days from publication.
func (p *parser) offsets(f phrase, i, n int) (from, to int) {
	m := mondayIndex(p.pub)
	switch f.kind {
	case fixOffset, fixNight:
		return f.a, f.b
	case fixEvening:
		return -1, 0
	case fixAgo:
		k := p.numberIn(i, n) * f.a
		return -k, -k
	case fixAboutAgo:
		k := max(1, p.numberIn(i, n))
		if k > 1 {
			return -f.a*k - 3, -f.b*k + 3
		}
		if f.a == f.b {
			return -f.a - 1, -f.b + 1
		}
		return -f.a, -f.b
	case fixPast:
		return -f.a * max(1, p.numberIn(i, n)), 0
	case fixWeekend:
		if m == 6 { // Sunday
			return -1, 0
		}
		return -m - 2, -m - 1
	case fixThisWeek:
		return -m, 0
	case fixEarlierWeek:
		return -m, min(0, max(-1, -m))
	case fixLastWeek:
		return -m - 7, -m - 1
	case fixWeekPart:
		if m < f.a { // not yet come: the week before
			return -m - 7 + f.a, -m - 7 + f.b
		}
		return -m + f.a, -m + f.b
	case fixLastWeekPart:
		return -m - 7 + f.a, -m - 7 + f.b
	case fixSeries:
		return -p.ordinalIn(i, n) + 1, 0
	}
	return 0, 0
}

// numberIn gives the first number among n words at i, 0 when there is none.
func (p *parser) numberIn(i, n int) int {
	for j := i; j < i+n; j++ {
		if v, k := p.d.Number(j); k > 0 && v.Value < 400 {
			return int(v.Value)
		}
	}
	return 0
}

func (p *parser) ordinalIn(i, n int) int {
	for j := i; j < i+n; j++ {
		switch {
		case p.d.Is(j, "second") || p.d.HasStem(j, "друг", "втор"):
			return 2
		case p.d.Is(j, "third") || p.d.HasStem(j, "трет"):
			return 3
		case p.d.Is(j, "fourth") || p.d.HasStem(j, "четверт"):
			return 4
		case p.d.Is(j, "fifth"):
			return 5
		}
	}
	return 2
}
