package words

import (
	"strconv"
	"strings"

	"sitmap/internal/text"
)

// Num is a number as the text writes it.
type Num struct {
	Value  float64
	Word   bool // written in words
	People bool // a collective numeral that counts people only ("троє", "двое")
}

// maxNumber keeps products of long number words within what a count can be.
const maxNumber = 1e12

// Number reads the number that begins at word i, in figures ("12,000", "20 000", "12 тыс.")
// or in words ("twenty-three", "сорок два"), and its count of words; 0 when there is none.
func (d *Doc) Number(i int) (Num, int) {
	if i < 0 || i >= len(d.Words) {
		return Num{}, 0
	}
	switch d.Words[i].Kind {
	case text.Number:
		return d.figures(i)
	case text.Word:
		return d.numberWords(i)
	}
	return Num{}, 0
}

func (d *Doc) figures(i int) (Num, int) {
	v, ok := parseFigures(d.Words[i].Low)
	if !ok {
		return Num{}, 0
	}
	n := 1
	// 20 000: groups of three figures set apart by one blank
	for raw := d.Words[i].Low; len(raw) <= 3 && i+n < len(d.Words) && isGroup(d.Words[i+n]) && d.Words[i+n].Start == d.Words[i+n-1].End+1 && n < 4; n++ {
		w, _ := parseFigures(d.Words[i+n].Low)
		v = v*1000 + w
	}
	for i+n < len(d.Words) {
		m, ok := multiplier(d.Words[i+n].Low)
		if !ok || v*m > maxNumber {
			break
		}
		v *= m
		n++
		if i+n < len(d.Words) && d.Words[i+n].Low == "." && strings.HasPrefix(d.Words[i+n-1].Low, "т") && d.Words[i+n].Start == d.Words[i+n-1].End {
			n++
		}
	}
	return Num{Value: v}, n
}

func isGroup(w Word) bool {
	return w.Kind == text.Number && len(w.Low) == 3 && strings.Trim(w.Low, "0123456789") == ""
}

// parseFigures reads "12,000", "12 000" (with hard blanks), "4.5" and "4,5".
func parseFigures(s string) (float64, bool) {
	if strings.ContainsAny(s, ":") || len(s) > 24 {
		return 0, false
	}
	s = strings.NewReplacer("\u00a0", "", "\u202f", "").Replace(s)
	if k := strings.LastIndexByte(s, ','); k >= 0 {
		if len(s)-k-1 == 3 {
			s = strings.ReplaceAll(s, ",", "")
		} else if strings.Count(s, ",") == 1 {
			s = strings.Replace(s, ",", ".", 1)
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && v <= maxNumber
}

func multiplier(w string) (float64, bool) {
	switch w {
	case "hundred", "hundreds":
		return 100, true
	case "thousand", "тыс", "тис", "тысяча", "тысяч", "тысячи", "тысячам", "тисяча", "тисяч", "тисячі", "тисячам":
		return 1e3, true
	case "million", "млн", "миллион", "миллиона", "миллионов", "мільйон", "мільйона", "мільйонів":
		return 1e6, true
	case "billion", "млрд":
		return 1e9, true
	case "dozen":
		return 12, true
	}
	return 0, false
}

// numberWords adds up number words: tens and units, hundreds, thousands.
func (d *Doc) numberWords(i int) (Num, int) {
	total, part, n := 0.0, 0.0, 0
	people := false
	low := 1e9 // the smallest magnitude that may still follow
	for j := i; j < len(d.Words) && d.Words[j].Kind == text.Word; j++ {
		w := d.Words[j].Low
		if j > i && w == "and" && (part >= 100 || total > 0) {
			if _, _, ok := numberWord(d.Low(j + 1)); ok {
				continue
			}
			break
		}
		if m, ok := multiplier(w); ok && n > 0 && part*m <= maxNumber {
			if part == 0 {
				part = 1
			}
			if m == 100 || m == 12 {
				part *= m
				low = m
			} else {
				total, part, low = total+part*m, 0, m
			}
			n = j - i + 1
			continue
		}
		v, p, ok := numberWord(w)
		if !ok || v >= low || n > 0 && magnitude(part) <= v && part > 0 {
			break
		}
		if n > 0 && v == 0 {
			break
		}
		part += v
		people = people || p
		low = magnitude(v)
		n = j - i + 1
	}
	if n == 0 {
		return Num{}, 0
	}
	return Num{Value: total + part, Word: true, People: people}, n
}

// magnitude gives the size that a following number word must stay below: 20 may take 1..9, 5 nothing.
func magnitude(v float64) float64 {
	switch {
	case v >= 1000:
		return 1000
	case v >= 100:
		return 100
	case v >= 20 && int(v)%10 == 0:
		return 10
	}
	return 0
}

// numberWord gives the value of one number word, and whether it counts people only.
func numberWord(w string) (value float64, people, ok bool) {
	if v, ok := smallNumber[w]; ok {
		return float64(v), false, true
	}
	if v, ok := collective[w]; ok {
		return float64(v), true, true
	}
	if a, b, ok := strings.Cut(w, "-"); ok {
		tens, ok1 := smallNumber[a]
		unit, ok2 := smallNumber[b]
		if ok1 && ok2 && tens >= 20 && tens < 100 && unit > 0 && unit < 10 {
			return float64(tens + unit), false, true
		}
	}
	return 0, false, false
}

// smallNumber holds the number words up to 900 with their case forms.
var smallNumber = forms(map[int]string{ //nolint:gochecknoglobals // table, never written
	0: "zero нуль ноль", 1: "one один одна одне одно одного однієї одной одному одній одним одну одною", 2: "two два дві две двох двух двом двум двома двумя",
	3: "three три трьох трех трьом трем трьома тремя", 4: "four чотири четыре чотирьох четырех чотирьом четырем", 5: "five п'ять пять п'яти пяти п'ятьох п'ятьма",
	6: "six шість шесть шести шістьох", 7: "seven сім семь семи сімох", 8: "eight вісім восемь восьми вісьмох восьмох", 9: "nine дев'ять девять дев'яти девяти дев'ятьох",
	10: "ten десять десяти десятьох", 11: "eleven одинадцять одинадцяти одинадцятьох одиннадцать одиннадцати", 12: "twelve дванадцять дванадцяти дванадцятьох двенадцать двенадцати", 13: "thirteen тринадцять тринадцяти тринадцать тринадцати тринадцятьох",
	14: "fourteen чотирнадцять чотирнадцяти чотирнадцятьох четырнадцать четырнадцати", 15: "fifteen п'ятнадцять п'ятнадцяти п'ятнадцятьох пятнадцать пятнадцати", 16: "sixteen шістнадцять шістнадцяти шістнадцятьох шестнадцать шестнадцати",
	17: "seventeen сімнадцять сімнадцяти сімнадцятьох семнадцать семнадцати", 18: "eighteen вісімнадцять вісімнадцяти вісімнадцятьох восемнадцать восемнадцати", 19: "nineteen дев'ятнадцять дев'ятнадцяти девятнадцать девятнадцати",
	20: "twenty двадцять двадцяти двадцятьох двадцать двадцати", 30: "thirty тридцять тридцяти тридцятьох тридцать тридцати", 40: "forty сорок сорока", 50: "fifty п'ятдесят п'ятдесяти п'ятдесятьох пятьдесят пятидесяти",
	60: "sixty шістдесят шістдесяти шестьдесят шестидесяти", 70: "seventy сімдесят сімдесяти семьдесят семидесяти", 80: "eighty вісімдесят вісімдесяти восемьдесят восьмидесяти", 90: "ninety дев'яносто девяносто",
	100: "hundred сто ста", 200: "двісті двести двохсот двухсот", 300: "триста трьохсот трехсот", 400: "чотириста четыреста чотирьохсот четырехсот", 500: "п'ятсот пятьсот п'ятисот пятисот",
	600: "шістсот шестьсот шестисот", 700: "сімсот семьсот семисот", 800: "вісімсот восемьсот восьмисот", 900: "дев'ятсот девятьсот дев'ятисот девятисот",
	1000: "тисяча тысяча тысячу тисячу",
})

// collective holds the numerals that count people (and pairs).
var collective = forms(map[int]string{ //nolint:gochecknoglobals // table, never written
	2: "двоє двое двоих обидва обоє оба обе обоих обох", 3: "троє трое троих", 4: "четверо четверых", 5: "п'ятеро пятеро пятерых", 6: "шестеро шестерых", 7: "семеро семерых", 8: "восьмеро восьмерых",
	9: "дев'ятеро девятеро", 10: "десятеро десятерых",
})

func forms(table map[int]string) map[string]int {
	out := map[string]int{}
	for v, s := range table {
		for w := range strings.FieldsSeq(s) {
			out[w] = v
		}
	}
	return out
}
