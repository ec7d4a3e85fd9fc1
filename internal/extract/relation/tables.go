package relation

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

type preposition struct {
	kind event.RelationKind
	use  Use
}

var prepositions = words.Compile( //nolint:gochecknoglobals // table, never written
	prep(event.At, UsePlace, "in; at; inside; within; across; over; on; through; into the centre of; in the cent*|middle of; positions at|in; control of; hold|holds|holding; throughout; upon; "+
		"у; в; во; на; по; за; над; всередині; у|в центрі; в центре; у|в межах; в пределах; у|в самому; на території; на территории; у|в населеному пункті; в населенном пункте; через"),
	prep(event.Near, UsePlace, "near; close to; opposite; upstream|downstream of|from; above; below; across the river from; within sight of; at the gates of; on the way|road to; in|off the coast of; off the? _? coast of; around; outside; just|right outside; off; beside; by; next to; not far from; in|from the vicinity of; in|from the area of; the area of|around; area around; on|at|along? the? approach|approaches to; approaches to; short of; adjacent to; districts|district of; "+
		"in|from the? villages|hamlets|fields|countryside|areas around|near; alongside; on the road to; "+
		"біля; коло; навпроти; напроти; обабіч; у|в напрямках від; неподалік від?; за кілька кілометрів від; поблизу; неподалік від?; поруч із|з; поряд із|з; під; довкола; навколо; в|у районі|районах; на підступах до; підступи до; у|в околицях; недалеко від; близько до; попід; поза; впритул до; "+
		"возле; около; близ; напротив; у берегов; у побережья; вблизи; вблизи от; неподалеку от; недалеко от; рядом с|со; под; вокруг; в районе|районах; на подступах к; в окрестностях; у сел*|деревн*|хутор*|поселк*; к; ко; подступы к; вплотную к; за околиц*"),
	prep(event.Outskirts, UsePlace, "outskirts of; on|in|at|to|reached the _? outskirts|edge|edges|suburb|suburbs|fringe|fringes of; the _? edge|outskirts of; suburbs of; _ part|parts|side|flank|half of; "+
		"на? _? околиц*; околиц*; в|у передмісті; в|у північній|південній|східній|західній частині; на північній|південній|східній|західній околиці|околицях; "+
		"на|у|до? _? окраин*; окраин*; в пригород*; в северной|южной|восточной|западной части; на северной|южной|восточной|западной окраине"),
	prep(event.Between, UsePlace, "between; між; поміж; между; linking; connecting; links; joining; з'єднує; соединяющ*"),
	prep(event.Bank, UsePlace, "on|along|from|across? the? _? bank|banks|shore|shores|riverbank of the?; _ bank of the?; the other bank|side of the? river?; на|вздовж|уздовж? _ березі|берега|берег; на|вдоль? _ берегу|берега|берег; на|по той|другий|другой бік|берег|сторону; на берегах; левобережь*; правобережь*; лівобереж*; правобереж*; лівобережжі; правобережжі; на левобережье; на правобережье"),
	prep(event.Inside, UsePlace, "deep inside|into|in|within; far inside; in the depths of; вглубь; вглиб; углубь; углиб; в глубине; в|у глибині; глибоко в|у|всередині; глубоко в|внутри"),
	prep(event.Direction, UseToward, "towards; toward; in the direction of; in direction of; в направлении; в сторону; по направлению к; у|в напрямку; у|в напрямі; в|у бік; убік"),
	prep(event.At, UseOrigin, "from; out of; away from; from the direction of; з; із; зі; від; зі сторони; з боку; из; от; со стороны; с; со"),
	prep(event.At, UseDestination, "to; into; before; bound for; for; against; up to; до; проти; для; против; via; onto; with; than; about; like; as"),
	prep(event.At, UseOwner, "of; toward the capital of"),
)

func prep(k event.RelationKind, u Use, patterns string) words.Row[preposition] {
	return words.Row[preposition]{Patterns: patterns, Value: preposition{k, u}}
}

var classWords = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "village|villages|town|towns|city|cities|hamlet|hamlets|settlement|settlements|district|districts|region|regions|province|state|oblast|area|areas|port|municipality|community|capital|suburb|suburbs|neighbo*|road|track|railway|station|bridge|junction|stronghold|base|camp|market|positions|position|city|port of?; mosque; port city of; temple city of; frontier town of; county|governorate|department of?", Value: true},
	words.Row[bool]{Patterns: "сел*; сіл; селищ*; смт .?; місто; міста; місті; містом; місту; містечк*; хутір; хутор*; громад*; район*; області; область; обл .?; м .; с .; пункт*; населен*; станиц*; станці*; мікрорайон*; передмістя; дорог*; дорозі; трас*; траса; шлях*; міст; переправ*", Value: true},
	words.Row[bool]{Patterns: "село; села; селе; селу; селом; сел; селам; селах; деревн*; деревень; поселк*; поселок; хутор*; город*; городе; г .; с .; д .; пос .; п .; пгт .?; станиц*; станци*; район*; област*; обл .?; населенн* пункт*; населенн*; пункт*; микрорайон*; трасс*; дорог*; улус*; округ*; мост*", Value: true},
)

var sectors = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "direction; axis; sector; front; frontline; напрям*; направлен*; фронт; фронту; фронте; ділянц*; участк*", Value: true},
)
