package when

import (
	"time"

	"sitmap/internal/extract/words"
)

type spanKind uint8

const (
	spanBetween spanKind = iota
	spanFrom
)

var spanOpeners = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[spanKind]{Patterns: "between; між; между", Value: spanBetween},
	words.Row[spanKind]{Patterns: "from; з; із; зі; с; со; від; от; за період з; за период с", Value: spanFrom},
)

var sinceWords = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "since; ever since; starting|beginning on|in|from?; починаючи з|із|від; начиная с|со; з; із; зі; с; со; від; ще з|із; еще с|со", Value: true},
)

// part is a part of the day that stands beside a day.
type part uint8

const (
	partNone part = iota
	partOfDay
	partHour    // a time of day by the clock
	partNightOf // the night that follows the named day
	partNightTo // the night that ends on the named day
)

var partBefore = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[part]{Patterns: "early|late|earlier|later on?; before|at|around|after|by dawn|midnight|noon|midday|sunrise|sunset|dusk on?; just|shortly|soon before|after midnight|noon|dawn|midday on?; " +
		"the? morning|afternoon|evening of?; on the morning|afternoon|evening of; in the early? hours of; dawn|midnight|noon on; in the morning|afternoon|evening on; " +
		"рано|поздно утром|вечером в|во?; утром|вечером|днем в|во?; около|после полудня|полуночи в|во?; в полдень; к утру|вечеру|полудню; на рассвете в|во?; под утро; во второй половине дня; в первой половине дня; " +
		"рано|пізно вранці|ввечері|увечері у|в?; вранці|ввечері|увечері|вдень|удень|пополудні|зранку|опівдні|надвечір|зранку у|в?; на світанку у|в?; у|в другій|першій половині дня у|в?", Value: partOfDay},
	words.Row[part]{Patterns: "the? night of; on the night of", Value: partNightOf},
	words.Row[part]{Patterns: "в ночь на; ночью на; in|during? the night from|of _ to; в ночь с _ на; overnight into|to|on?; overnight from _ to; in the night to; the night before; " +
		"у|в ніч на|проти; вночі|уночі на|проти; ніч на|проти; у|в ніч з|із _ на", Value: partNightTo},
)

var partAfter = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[part]{Patterns: "morning|afternoon|evening|lunchtime; in the morning|afternoon|evening; at|around|before|after dawn|noon|midnight|midday|dusk; утром|вечером|днем; рано|поздно утром|вечером; вранці|ввечері|увечері|вдень|удень|пополудні|зранку; рано|пізно вранці|ввечері", Value: partOfDay},
	words.Row[part]{Patterns: "night; at night; overnight; ночью; вночі; уночі", Value: partNightOf},
)

var weekdays = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[time.Weekday]{Patterns: "monday|mondays; понеділок|понеділка|понеділку|понеділком; понедельник|понедельника|понедельнику|понедельником", Value: time.Monday},
	words.Row[time.Weekday]{Patterns: "tuesday|tuesdays; вівторок|вівторка|вівторку|вівторком; вторник|вторника|вторнику|вторником", Value: time.Tuesday},
	words.Row[time.Weekday]{Patterns: "wednesday|wednesdays; середа|середу|середи|середою; среду|среды|средой", Value: time.Wednesday},
	words.Row[time.Weekday]{Patterns: "thursday|thursdays; четвер|четверга|четвергу|четвергом; четверг", Value: time.Thursday},
	words.Row[time.Weekday]{Patterns: "friday|fridays; п'ятниця|п'ятницю|п'ятниці|п'ятницею; пятница|пятницу|пятницы|пятницей|пятнице", Value: time.Friday},
	words.Row[time.Weekday]{Patterns: "saturday|saturdays; субота|суботу|суботи|суботою; суббота|субботу|субботы|субботой|субботе", Value: time.Saturday},
	words.Row[time.Weekday]{Patterns: "sunday|sundays; неділя|неділю|неділі|неділею; воскресенье|воскресенья|воскресенью|воскресеньем", Value: time.Sunday},
)

var months = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[time.Month]{Patterns: "january|jan; січень|січня|січні; январь|января|январе|январю", Value: time.January},
	words.Row[time.Month]{Patterns: "february|feb; лютого|лютому; февраль|февраля|феврале", Value: time.February},
	words.Row[time.Month]{Patterns: "march|mar; березень|березня|березні; март|марта|марте", Value: time.March},
	words.Row[time.Month]{Patterns: "april|apr; квітень|квітня|квітні; апрель|апреля|апреле", Value: time.April},
	words.Row[time.Month]{Patterns: "may; травень|травня|травні; май|мая|мае", Value: time.May},
	words.Row[time.Month]{Patterns: "june|jun; червень|червня|червні; июнь|июня|июне", Value: time.June},
	words.Row[time.Month]{Patterns: "july|jul; липень|липня|липні; июль|июля|июле", Value: time.July},
	words.Row[time.Month]{Patterns: "august|aug; серпень|серпня|серпні; август|августа|августе", Value: time.August},
	words.Row[time.Month]{Patterns: "september|sept|sep; вересень|вересня|вересні; сентябрь|сентября|сентябре", Value: time.September},
	words.Row[time.Month]{Patterns: "october|oct; жовтень|жовтня|жовтні; октябрь|октября|октябре", Value: time.October},
	words.Row[time.Month]{Patterns: "november|nov; листопад|листопада|листопаді; ноябрь|ноября|ноябре", Value: time.November},
	words.Row[time.Month]{Patterns: "december|dec; грудень|грудня|грудні; декабрь|декабря|декабре", Value: time.December},
)

// englishMonths serves "mid-August".
var englishMonths = map[string]time.Month{ //nolint:gochecknoglobals // table, never written
	"jan": time.January, "feb": time.February, "mar": time.March, "apr": time.April, "may": time.May, "jun": time.June,
	"jul": time.July, "aug": time.August, "sep": time.September, "oct": time.October, "nov": time.November, "dec": time.December,
}

type monthPart uint8

const (
	monthWhole monthPart = iota
	monthEarly
	monthMid
	monthLate
	monthFirstHalf
	monthSecondHalf
	monthWeek1
	monthWeek2
	monthWeek3
	monthWeek4
)

// days gives the first and last day of the part in a month of n days.
func (m monthPart) days(n int) (from, to int) {
	switch m {
	case monthEarly:
		return 1, 10
	case monthMid:
		return 11, 20
	case monthLate:
		return 21, n
	case monthFirstHalf:
		return 1, 15
	case monthSecondHalf:
		return 16, n
	case monthWeek1:
		return 1, 7
	case monthWeek2:
		return 8, 14
	case monthWeek3:
		return 15, 21
	case monthWeek4:
		return n - 6, n
	}
	return 1, n
}

var monthParts = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[monthPart]{Patterns: "early in?; beginning|start of; the? first days of; the? first ten days of; першій декаді; первой декаде; на? початку; в? начале; начала; перших числах; первых числах", Value: monthEarly},
	words.Row[monthPart]{Patterns: "mid; middle of; в|у? середині|середине; середины|середини", Value: monthMid},
	words.Row[monthPart]{Patterns: "late; end of; the? last days of; наприкінці|кінці|кінця; в? конце; конца; останніх числах; последних числах", Value: monthLate},
	words.Row[monthPart]{Patterns: "first week of; першому тижні; перший тиждень; первой неделе; первую неделю", Value: monthWeek1},
	words.Row[monthPart]{Patterns: "second week of; другому тижні; второй неделе", Value: monthWeek2},
	words.Row[monthPart]{Patterns: "third week of; третьому тижні; третьей неделе", Value: monthWeek3},
	words.Row[monthPart]{Patterns: "last|final week of; останньому тижні; последней неделе", Value: monthWeek4},
	words.Row[monthPart]{Patterns: "first half of; першій половині; первой половине; перша|першу половину; первую половину", Value: monthFirstHalf},
	words.Row[monthPart]{Patterns: "second half of; другій половині; второй половине; другу половину; вторую половину", Value: monthSecondHalf},
)
