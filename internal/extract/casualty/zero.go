package casualty

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

// singular lists people in the singular, as object or subject.
var singular = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "a|an|one|the|his|her man|woman|child|boy|girl|civilian|soldier|officer|driver|worker|journalist|farmer|policeman|medic|villager|resident|pensioner|teenager|rescuer|guard|person|nurse|doctor|teacher|fighter|priest|monk|medic|paramedic|baby|infant|passer-by|passenger|pilot|commander; a _ man|woman|child|boy|girl|civilian|soldier|officer|driver|worker|journalist|resident|pensioner; year-old", Value: true},
	words.Row[bool]{Patterns: "людину; особу; чоловіка; чоловік; жінку; жінка; дитину; дитина; хлопця; хлопець; хлопчик*; дівчинк*; дівчин*; боєць; бійця; солдат; солдата; військового; військовий; водія; водій; мешканця; мешканку; мешканець; мешканка; жителя; жительку; жителька; цивільного; цивільний; пенсіонерк*; пенсіонера; пенсіонер; працівник; працівника; прикордонник; прикордонника; рятувальник; рятувальника; медик; медика; санітарка; санітарку; поліцейський; поліцейського; тракторист; тракториста; підліток; підлітка; другого; другу; волонтер; волонтера; річну; річного; річний; річна", Value: true},
	words.Row[bool]{Patterns: "человека; человек; мужчина; мужчину; женщина; женщину; ребенок; ребенка; мальчик; мальчика; девочка; девочку; девушка; девушку; боец; бойца; солдат; солдата; военный; военного; военнослужащий; военнослужащего; водитель; водителя; житель; жителя; жительница; жительницу; гражданский; пенсионер; пенсионера; пенсионерка; пенсионерку; сотрудник; сотрудника; пограничник; спасатель; медик; медика; полицейский; полицейского; подросток; подростка; механизатор; механизатора; тракторист; волонтер; прохожий; прохожего; летняя; летнюю; летний; летнего", Value: true},
)

// others lists single people that are counted with a number: "her husband and two children".
var others = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "husband; wife; mother; father; son; daughter; brother; sister; driver; man; woman; boy; girl; child; officer; teacher; doctor; nurse; guard; pilot; " +
		"врач; лікар; медсестра; медик; пациент; пацієнт; солдат; полицейский; поліцейський; учитель; вчитель; фермер; журналист; журналіст; рабочий; охранник; охоронець; священник; підліток; подросток; чоловік; дружина; мати; батько; син; донька; брат; сестра; водій; жінка; дитина; хлопчик; дівчинка; муж; жена; мать; отец; сын; дочь; водитель; женщина; мужчина; ребенок; мальчик; девочка", Value: true},
)

// nobodyWords are whole statements that nobody was hurt. The value says whether they
// cover the wounded as well as the dead.
var nobodyWords = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "no casualties; without casualties; no injuries; nobody|no-one was hurt|injured|harmed; no one was|is hurt|injured|harmed; no reports of casualties|injuries; no one hurt|injured; nobody hurt|injured; no _ casualties; no victims; casualties were avoided; caused no casualties; none of them was hurt", Value: true},
	words.Row[bool]{Patterns: "nobody|no-one was killed; no one was killed; no deaths; no fatalities; no one died; nobody died; without loss of life", Value: false},
	words.Row[bool]{Patterns: "без постраждалих; без потерпілих; потерпілих _? немає|нема|не було; ніхто не постраждав; жодн* людин* не постраждал*; люди не постраждали; не постраждав ніхто; не постраждало; ніхто з _ не постраждав; постраждалих _? немає|нема|не було; обійшлося без постраждалих; без травмованих; не травмован*; втрат немає; обійшлось без постраждалих; постраждалих не зафіксовано|виявлено; не постраждали", Value: true},
	words.Row[bool]{Patterns: "без пострадавших; никто не пострадал; люди не пострадали; пострадавших _? нет|не было; обошлось без пострадавших; не пострадал никто; пострадавших не зафиксировано|оказалось; не пострадали; не пострадало; нет пострадавших; никто из _ не пострадал; потерь нет", Value: true},
	words.Row[bool]{Patterns: "без жертв; жертв немає|нема|нет|не было|не було; ніхто не загинув; никто не погиб; загиблих|погибших немає|нет; без потерь", Value: false},
	words.Row[bool]{Patterns: "жив; жива; живий; остался жив; залишився живий; выжил; вижив; выжила; вижила", Value: false},
)

// zeros finds statements that there were none.
func (r *reader) zeros() []Found {
	var out []Found
	add := func(k Kind, first, last int) {
		zero := 0
		out = append(out, Found{Kind: k, Count: event.Count{Min: &zero, Max: &zero, Text: r.d.Span(first, last)}, First: first, Last: last, Head: first, Zero: true})
	}
	for _, h := range nobodyWords.Find(r.d, r.first, r.last) {
		add(Killed, h.First, h.Last)
		if h.Value {
			add(Wounded, h.First, h.Last)
		}
	}
	whole := len(out)
	for i := range r.heads {
		h := &r.heads[i]
		for _, z := range out[:whole] {
			h.done = h.done || h.First < z.Last && z.First < h.Last
		}
		if h.done {
			continue
		}
		if h.Value.nobody {
			add(h.Value.kind, h.First, h.Last)
			continue
		}
		if !r.negated(h) {
			continue
		}
		h.done = true
		r.addNegated(h, add)
	}
	return out
}

// addNegated adds the zeros of one negated head: "погибших и раненых нет".
func (r *reader) addNegated(h *head, add func(Kind, int, int)) {
	switch {
	case h.joint || h.Value.kind == KilledOrWounded:
		add(Killed, h.First, h.Last)
		add(Wounded, h.First, h.Last)
	case h.Value.kind == Wounded && r.hurt(h):
		add(Killed, h.First, h.Last)
		add(Wounded, h.First, h.Last)
	default:
		add(h.Value.kind, h.First, h.Last)
	}
}

// hurt tells words for anyone harmed from words for the wounded only.
func (r *reader) hurt(h *head) bool {
	return r.d.HasStem(h.First, "hurt", "injur", "casualt", "постражд", "пострада")
}

// negated reports that the head stands under "no", "without", "нет", "немає".
func (r *reader) negated(h *head) bool {
	for k := h.First - 1; k >= max(r.first, h.First-5); k-- {
		if r.d.IsMark(k) {
			break
		}
		if r.d.Is(k, "immediate", "word", "information", "confirmation") {
			return false // "no immediate reports" is not "none"
		}
		if r.d.Is(k, "no", "without", "nobody", "no-one", "none", "без") {
			return !r.numberBetween(k, h.First)
		}
		if r.d.Is(k, "нема", "немає", "нет", "не") && k >= h.First-2 {
			return !r.numberBetween(k, h.First)
		}
	}
	for k := h.Last; k < min(r.last, h.Last+6); k++ {
		if r.d.Is(k, "немає", "нема", "нет") || r.d.Is(k, "не") && r.d.HasStem(k+1, "було", "было", "зафіксован", "зафиксирован", "виявлен", "сообща", "повідомл") {
			return true
		}
		if r.d.Is(k, ",", ";", ".", ":") {
			return false
		}
		if _, n := losses.At(r.d, k); n > 0 && !r.d.Is(k-1, "і", "й", "та", "и", "або", "или", "чи") {
			return false
		}
	}
	return false
}

func (r *reader) numberBetween(from, to int) bool {
	for k := from; k < to; k++ {
		if _, n := r.d.Number(k); n > 0 {
			return true
		}
	}
	return false
}

var sides = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[Side]{Patterns: "our; ours; own; defenders; наш*; своїх; свої; своих; свои; захисник*; захисників; украинских военн*; українських військов*", Value: SideOwn},
	words.Row[Side]{Patterns: "enemy; enemies; attackers; assailants; opponent*; ворог*; ворож*; противник*; окупант*; загарбник*; нападник*; штурмовик*; враг*; вражеск*; боевик*; rebels; militants; insurgents", Value: SideEnemy},
	words.Row[Side]{Patterns: "civilian*; residents; people; passengers; children; цивільн*; мирн*; мешкан*; осіб; людей; жител*; гражданск*; человек; детей; дітей", Value: SideCivilian},
)

// side looks for words that say whose people they are, in the words of the count and
// back to the start of their clause.
func (r *reader) side(first, last int) Side {
	for _, h := range sides.Find(r.d, first, min(r.last, last+1)) {
		return h.Value
	}
	for k := first - 1; k >= max(r.first, first-6); k-- {
		if r.d.IsMark(k) && !isQuote(r.d.Low(k)) {
			break
		}
		if v, n := sides.At(r.d, k); n > 0 && v != SideCivilian {
			return v
		}
	}
	return SideUnknown
}
