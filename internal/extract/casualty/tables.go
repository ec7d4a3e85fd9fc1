package casualty

import "sitmap/internal/extract/words"

// form says where the people of a loss stand.
type form uint8

const (
	formNoun    form = iota // after a number: "15 dead", "десятьох убитими"
	formSubject             // people before or after: "died", "погибли двое"
	formVerb                // people after: "killing 14"
	formEither              // English participles: "killed", "wounded"
	formTotal               // a sum that follows: "the death toll", "losses"
)

// loss is a word for what happened to people.
type loss struct {
	kind   Kind
	form   form
	one    bool // the word's form says that it is one person
	nobody bool // the word says that there was nobody: "unhurt"
	also   bool // "постраждалих немає": says nobody was killed either
	people bool // counts only with a word for people ("destroyed": also vehicles are)
	strict bool // counts only with a number of people ("captured": also villages are)
}

var losses = words.Compile( //nolint:gochecknoglobals // table, never written
	// killed
	lossRow(loss{kind: Killed, form: formEither}, "killed; shot dead; executed; slain; beheaded"),
	lossRow(loss{kind: Killed, form: formVerb}, "hacked; killing; kills; kill; claimed the? lives of; claiming the? lives of"),
	lossRow(loss{kind: Killed, form: formSubject}, "died; dies; perished; lost their lives; dead on the spot; lost his|her life; were|was|are|is still? dead"),
	lossRow(loss{kind: Killed, form: formNoun}, "dead; deaths; fatalities; bodies; corpses; lives lost; civilian deaths"),
	lossRow(loss{kind: Killed, form: formTotal}, "жертвами _? _? стали|стало; death toll; the? toll; the dead; deaths at; bodies of; killed put at"),
	lossRow(loss{kind: Killed, form: formSubject}, "загинули; загинуло; погибли; погибло; убиты; вбиті; вбито; убито; скончались; померли; погибают; загинуть"),
	lossRow(loss{kind: Killed, form: formSubject, one: true}, "загинув; загинула; погиб; погибла; убит; убита; вбита; вбитий; скончался; скончалась; помер; померла; умер; умерла"),
	lossRow(loss{kind: Killed, form: formVerb, people: true}, "lost; loses; losing; loss of"),
	lossRow(loss{kind: Killed, form: formVerb}, "загибель; гибель; смерть; death of; deaths of; потерю; втрату"),
	lossRow(loss{kind: Killed, form: formVerb}, "убил*; убив; вбив; вбила; вбили; унес* жизни; забрал* життя; унесл* жизни; умертвил*"),
	lossRow(loss{kind: Killed, form: formNoun}, "загиблих; загиблими; загиблі; загибл* осіб; вбитих; вбитими; убитих; убитими; погибших; погибшими; погибшие; убитых; убитыми; трупов; трупа; трупів; тел; тіл; смертей; жертв; жертвами"),
	lossRow(loss{kind: Killed, form: formNoun, one: true}, "погибший; погибшая; загиблий; загибла; убитый; вбитим; убитым; загиблим; погибшим"),
	lossRow(loss{kind: Killed, form: formSubject, people: true}, "уничтожено; уничтожены; уничтожили; знищено; знищили; знищені; ліквідовано; ліквідовані; ліквідували; ликвидированы; ликвидировано; ликвидировали; eliminated"),
	// wounded
	lossRow(loss{kind: Wounded, form: formEither, also: true}, "wounded; injured; hurt; maimed; hospitali*"),
	lossRow(loss{kind: Wounded, form: formVerb}, "wounding; injuring; hurting; wounds people"),
	lossRow(loss{kind: Wounded, form: formNoun, also: true}, "injuries; wounded people; injured people"),
	lossRow(loss{kind: Wounded, form: formSubject}, "suffered|sustained|received _? injuries|burns|concussions; suffered|sustained wounds"),
	lossRow(loss{kind: Wounded, form: formSubject}, "поранені; поранено; травмовано; травмовані; ранены; ранено; пострадали; пострадало; постраждали; постраждало; зазнали поранень|травм; поранень|травм|поранення зазнали|дістали|отримали; дістали|отримали|одержали|зазнали _? поранення|травми|поранень|опіки|опіків|контузії|контузій; получили _? _? ранения|травмы|ранение|ожоги|контузии; ранения|травмы получили; контужены; контужені; госпитализированы; госпіталізовані; травмированы"),
	lossRow(loss{kind: Wounded, form: formSubject, one: true}, "поранений; поранена; ранен; ранена; пострадал; пострадала; постраждав; постраждала; травмований; травмована; зазнав|зазнала поранень|поранення|травм; дістав|отримав|дістала|отримала _? _? поранення|поранень|травму|травми; получил|получила _? _? ранение|ранения|травму|травмы|баротравму|контузию|осколочные; ранение легкое|тяжелое; контужен; госпитализирован; госпитализирована; травмирован; травмирована"),
	lossRow(loss{kind: Wounded, form: formVerb}, "ранил; ранила; ранили; ранило; поранив; поранила; поранили; поранило"),
	lossRow(loss{kind: Wounded, form: formNoun, also: true}, "поранених; пораненими; постраждалих; постраждалими; травмованих; раненых; ранеными; раненые; пострадавших; пострадавшими; пострадавшие; травмированных; контуженных; контужених"),
	lossRow(loss{kind: Wounded, form: formNoun, one: true}, "пораненим; раненым; раненый; пострадавший; постраждалий; пораненого; раненого"),
	// missing
	lossRow(loss{kind: Missing, form: formEither, strict: true}, "missing; unaccounted for; disappeared; gone missing; went missing"),
	lossRow(loss{kind: Missing, form: formSubject}, "пропали без вести; зникли безвісти|безвести; пропали безвісти; без вести пропали; числятся пропавшими; вважаються зниклими безвісти?; считаются пропавшими; зникли; пропали; зниклими безвісти; пропавшими без вести; зниклих безвісти; пропавших без вести; зникл* без вісти"),
	lossRow(loss{kind: Missing, form: formSubject, one: true}, "зник безвісти; пропал без вести; зниклим безвісти; пропавшим без вести; зникла безвісти; пропала без вести; вважається зниклим|зниклою безвісти?; считается пропавшим|пропавшей"),
	// captured
	lossRow(loss{kind: Captured, form: formEither, strict: true}, "captured; taken|took|taking prisoner|prisoners|captive|captives|hostage; surrendered; taken into captivity; abducted; kidnapped; seized; hostages; prisoners; prisoners of war"),
	lossRow(loss{kind: Captured, form: formSubject, strict: true}, "здалися в|у полон; здались в|у полон; сдались|сдалось|сдалися в плен; в|у плен|полон сдались|здалися|попали|потрапили|взяты|взяли|взято; попали|взяли|взяты|взяты в плен; потрапили|взято|взяли в|у полон; захвачены в плен; узято в полон; взято в плен"),
	lossRow(loss{kind: Captured, form: formSubject, strict: true}, "похитил*; похищен*; похищены; викрав; викрала; викрали; викрадено; викрадені; взял* _? в заложники; взяли _? у|в заручники; склали зброю; сложили оружие; laid down their arms|weapons"),
	lossRow(loss{kind: Captured, form: formTotal, strict: true}, "в плен; в|у полон"),
	lossRow(loss{kind: Captured, form: formNoun, strict: true}, "hostage; captive; полонених; полоненими; пленных; пленными; военнопленных; військовополонених; заложников; заручників"),
	lossRow(loss{kind: Captured, form: formNoun, one: true, strict: true}, "полоненим; пленным; полонений; пленный"),
	// both
	lossRow(loss{kind: KilledOrWounded, form: formNoun, also: true}, "casualties; killed-or-wounded; двухсотых и трехсотых; killed and wounded; killed or wounded; dead and injured|wounded; dead or injured|wounded"),
	lossRow(loss{kind: KilledOrWounded, form: formTotal}, "losses; втрати; втратами; потери; потерями; потерях; losses over; втрат; потерь; casualty toll; втратив; втратили; втратила; потерял; потеряли; потеряла"),
	lossRow(loss{kind: KilledOrWounded, form: formSubject}, "убито и|или ранено; убиты и|или ранены; вбито і|й|та|або|чи поранено; загинули або|чи були? поранені|поранено"),
	// nobody
	lossRow(loss{kind: Wounded, nobody: true}, "unhurt; unharmed; uninjured; неушкоджен*; невредим*"),
)

func lossRow(l loss, patterns string) words.Row[loss] {
	return words.Row[loss]{Patterns: patterns, Value: l}
}

type hedge uint8

const (
	hedgeNone hedge = iota
	hedgeLeast
	hedgeMore
	hedgeMost
	hedgeLess
	hedgeAbout
)

var hedges = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[hedge]{Patterns: "at least; no|not fewer|less than; a minimum of; minimum; щонайменше; не менше ніж?; не менше як; принаймні; не менее чем?; как минимум; минимум; по меньшей мере; по крайней мере; мінімум", Value: hedgeLeast},
	words.Row[hedge]{Patterns: "more than; over; upwards of; in excess of; well over; exceeding; понад; більше ніж|за|як?; більш ніж|як; более чем?; больше чем?; свыше", Value: hedgeMore},
	words.Row[hedge]{Patterns: "up to; as many as; no more than; at most; not more than; не більше ніж?; не более чем?; максимум; до; щонайбільше; не больше", Value: hedgeMost},
	words.Row[hedge]{Patterns: "fewer than; less than; under; менше ніж?; менее чем?; меньше чем?", Value: hedgeLess},
	words.Row[hedge]{Patterns: "some; about; around; roughly; approximately; nearly; almost; an? estimated; perhaps; circa; close to; близько; приблизно; майже; орієнтовно; десь; біля; около; примерно; порядка; почти; приблизительно; ориентировочно", Value: hedgeAbout},
)

type bounds struct{ min, max int } // max < 0: open

var vague = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bounds]{Patterns: "several; a few; кілька; декілька; кількох; декількох; кількома; кільком; несколько; нескольких; несколькими; нескольким", Value: bounds{3, 9}},
	words.Row[bounds]{Patterns: "a couple; a|the? married|elderly|young couple; couple; a pair; husband and wife; подружжя; подружня пара; пара; супруги; супругов; супружеская пара; семейная пара; чоловік і|та дружина; муж и жена", Value: bounds{2, 2}},
	words.Row[bounds]{Patterns: "dozens; dozens of; scores; scores of; tens of; десятки; десятків; десятков; десятками; кількадесят", Value: bounds{24, 99}},
	words.Row[bounds]{Patterns: "hundreds; hundreds of; сотні; сотень; сотни; сотнями; кількасот", Value: bounds{200, 999}},
	words.Row[bounds]{Patterns: "tens of thousands of?; десятки|десятків|десятков тысяч|тисяч", Value: bounds{20000, 99999}},
	words.Row[bounds]{Patterns: "hundreds of thousands of?; сотни|сотні|сотень тысяч|тисяч", Value: bounds{200000, 999999}},
	words.Row[bounds]{Patterns: "thousands of; тисячі; тысячи", Value: bounds{2000, 9999}},
	words.Row[bounds]{Patterns: "a dozen; dozen; дюжина; дюжину; дюжини", Value: bounds{12, 12}},
	words.Row[bounds]{Patterns: "half a dozen; half-a-dozen", Value: bounds{6, 6}},
	words.Row[bounds]{Patterns: "десяток; десятка; десятку", Value: bounds{10, 10}},
	words.Row[bounds]{Patterns: "two dozen; дві дюжини; две дюжины", Value: bounds{24, 24}},
	words.Row[bounds]{Patterns: "два десятки|десятка; двох|двух десятків|десятков", Value: bounds{20, 20}},
	words.Row[bounds]{Patterns: "three dozen", Value: bounds{36, 36}},
	words.Row[bounds]{Patterns: "три десятки|десятка; трьох|трех десятків|десятков", Value: bounds{30, 30}},
	words.Row[bounds]{Patterns: "пів десятка; полдесятка; півдесятка", Value: bounds{5, 5}},
	words.Row[bounds]{Patterns: "пів сотні; півсотні; полсотни; півсотню; полусотни; полусотня", Value: bounds{50, 50}},
	words.Row[bounds]{Patterns: "сотня; сотню; сотнею", Value: bounds{100, 100}},
	words.Row[bounds]{Patterns: "півтори сотні; полторы сотни; полутора сотен; півтори сотень", Value: bounds{150, 150}},
	words.Row[bounds]{Patterns: "півтора десятка; полтора десятка; полутора десятков", Value: bounds{15, 15}},
	words.Row[bounds]{Patterns: "півтори тисячі; полторы тысячи; полутора тысяч", Value: bounds{1500, 1500}},
)

// people lists words for persons; stems with "*".
var people = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "people; person; persons; schoolgirl*; schoolboy*; schoolchildren; schoolteacher*; men; man; women; woman; child; children; boy; boys; girl; girls; infant*; baby; babies; civilian*; resident*; villager*; soldier*; troop; troops; serviceman; servicemen; fighter*; militant*; rebel*; insurgent*; " +
		"attacker*; assailant*; gunman; gunmen; mercenar*; officer*; official*; policeman; policemen; police; guard; guards; border guard*; recruit*; conscript*; passenger*; driver*; worker*; employee*; rescuer*; medic; medics; doctor*; nurse*; paramedic*; journalist*; reporter*; teacher*; student*; pupil*; " +
		"protester*; demonstrator*; worshipper*; farmer*; herder*; fisherm*; pilgrim*; migrant*; refugee*; relative*; member*; monk*; priest*; tourist*; guide*; miner; miners; pensioner*; teenager*; youth*; hostage*; prisoner*; captive*; combatant*; peacekeeper*; volunteer*; firefighter*; engineer*; pilot*; sailor*; marine; marines; paratrooper*; commander*; victim*; others; patient*; merchant*; trader*; vendor*; shopper*; mourner*; jihadist*; terrorist*; guerrilla*; adult*; elder*; peasant*; bystander*; passer-by; passers-by; infantr*; personnel; crew; couple", Value: true},
	words.Row[bool]{Patterns: "люд*; осіб; особи; особу; особа; чоловік*; жінк*; жінок; дит*; дітей; хлопц*; хлопч*; дівч*; немовл*; цивільн*; мешкан*; жител*; житель*; селян*; військов*; солдат*; боєць; бійц*; бійців; воїн*; вояк*; захисник*; окупант*; загарбник*; нападник*; штурмовик*; найман*; прикордонник*; поліцейськ*; поліціянт*; рятувальник*; медик*; лікар*; водій; воді*; пасажир*; працівник*; робітник*; співробітник*; журналіст*; учн*; пенсіонер*; підліт*; вчител*; росіян*; українц*; протестувальник*; демонстрант*; офіцер*; диверсант*; командир*; розвідник*; санітар*; сапер*; медсестр*; немовля; волонтер*; тракторист*; пожежник*; правоохоронц*; пацієнт*; рибалк*; рибалок; студент*; фермер*; біженц*; священник*; туріст*; турист*; моряк*; матрос*; заручник*; полонен*", Value: true},
	words.Row[bool]{Patterns: "человек*; людей; люди; людям; мужчин*; женщин*; ребен*; детей; дети; детям; мальчик*; девочк*; девуш*; младен*; мирн*; гражданск*; жител*; прохож*; военн*; военнослужащ*; солдат*; боец; бойц*; боевик*; воен; штурмовик*; наемник*; пограничник*; полицейск*; спасател*; медик*; врач*; водител*; пассажир*; работник*; рабоч*; сотрудник*; журналист*; учени*; пенсионер*; подрост*; учител*; протестующ*; демонстрант*; офицер*; диверсант*; командир*; разведчик*; сапер*; танкист*; муж; жен*; супруг*; механизатор*; волонтер*; тракторист*; пожарн*; украинц*; россиян*; солдата; гостей; чиновник*; начальник*; жительниц*; сын*; доч*; мать; отец; брат*; сестр*; пациент*; крестьян*; рыбак*; студент*; фермер*; беженц*; священник*; турист*; моряк*; матрос*; заложник*; пастух*; школьник*; девушк*; старик*", Value: true},
)

// things lists what is counted and is no person.
var things = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "vehicle*; car; cars; truck*; lorr*; bus; buses; tank; tanks; armo* vehicle*|car*|personnel; gun; guns; howitzer*; mortar*; drone*; uav*; missile*; rocket*; shell; shells; bomb*; munition*; warhead*; aircraft; plane*; jet; jets; helicopter*; boat*; ship*; vessel*; house*; home; homes; building*; flat; flats; apartment*; block; blocks; school; schools; hospital*; shop*; store*; village*; hamlet*; settlement*; town; towns; cit*; district*; region*; place*; position*; " +
		"kilomet*; km; mile*; met*; metre*; yard*; hectare*; acre*; day; days; hour*; minute*; week*; month*; year; years; time; times; o'clock; percent*; dollar*; euro*; attack*; assault*; strike*; clash*; battle*; raid*; round*; explosion*; blast*; incident*; violation*; attempt*; sortie*; wave*; front*; side; sides; brigade*; battalion*; regiment*; unit; units; compan*; group*; column*; families; famil*; horsem; livestock; cow; cows; cattle; sheep; goat*; animal*; horse*; tonne*; ton; tons; degree*; bag*; claim*; language*; countr*; nation*; system*; launcher*; station*; bridge*; road*; call*; report*; name; names; location*; site; sites; direction*; sector*; target*; facilit*; household*; displaced; storey*; mine; mines; grenade*; landmine*; crater*; pieces", Value: true},
	words.Row[bool]{Patterns: "автомоб*; авто; автівк*; машин*; вантажів*; автобус*; танк; танки; танків; танка; танками; бронемашин*; ббм; бмп; бтр; гармат*; гаубиц*; міномет*; дрон*; бпла; безпілотник*; ракет*; снаряд*; бомб*; каб; кабами; кабів; літак*; гелікоптер*; вертол*; катер*; будин*; хат*; квартир*; школ*; лікарн*; сел; села; сіл; селищ*; населен* пункт*; місто; міст; позиці*; кілометр*; км; метр*; дн; дні; днів; день; доб*; годин*; хвилин*; тижн*; місяц*; рок*; раз*; разів; відсот*; атак*; штурм*; удар*; обстріл*; бій; бої; боїв; боєзіткнен*; зіткнен*; вибух*; спроб*; рейд*; хвил*; бригад*; батальйон*; підрозділ*; родин*; сім'*; корів; коров*; тварин*; тонн*; одиниц*; техніки; мін; міни; громад*; район*; област*; об'єкт*; поверх*; пунктів; напрямк*; осель; домогосподарств*; господарств*; броньован*; шахед*; сторон*; цілей; цілі", Value: true},
	words.Row[bool]{Patterns: "автомобил*; машин*; грузовик*; автобус*; танков; танк; танка; танки; бронемашин*; орудий; орудия; гаубиц*; миномет*; дрон*; бпла; беспилотник*; ракет*; снаряд*; бомб*; самолет*; вертолет*; катер*; дом; дома; домов; дому; здани*; квартир*; школ*; больниц*; сел; села; деревн*; деревень; поселк*; хутор*; населенн* пункт*; город*; позици*; километр*; метр*; дней; дня; день; суток; час*; минут*; недел*; месяц*; год; года; лет; раз; процент*; атак*; штурм*; удар*; обстрел*; бой; боя; боев; столкновен*; взрыв*; попыт*; рейд*; волн*; бригад*; батальон*; подразделен*; семей; семь*; коров; животн*; тонн*; единиц*; техники; мин; мины; район*; област*; объект*; этаж*; направлен*; сторон*; целей; цели; хозяйств*; мост*; брэдли; домовладен*", Value: true},
)
