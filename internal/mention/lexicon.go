package mention

import "strings"

// wordClass is a set of things that a folded word may be beside a place's name.
type wordClass uint32

const (
	isLocPrep   wordClass = 1 << iota // in, at, near; в, під, біля
	isTitle                           // President, Gen., речник
	isSaying                          // said, claims; заявив
	isFirstName                       // John, Олена
	isOrg                             // University, Inc, Ministry, brigade
	isCalendar                        // Monday, March
	isConj                            // and, та
	isForces                          // forces, troops, army
	isTaking                          // seized, captured: what follows is a place or a thing
	isToward                          // toward, за: what follows may be a place without being where something happened
)

func classOf(w string) wordClass {
	if c, ok := wordClasses[w]; ok || len(w) < 12 || w[0] < 0xd0 {
		return c
	}
	for cut := 2; cut <= 6; cut += 2 { // Cyrillic titles in other cases; two bytes a letter
		if c := wordClasses[w[:len(w)-cut]]; c&isTitle != 0 {
			return isTitle
		}
	}
	return 0
}

//nolint:gochecknoglobals // table, never written
var wordClasses = makeWordClasses()

func makeWordClasses() map[string]wordClass {
	m := map[string]wordClass{}
	put := func(c wordClass, words string) {
		for _, w := range strings.Fields(words) {
			m[w] |= c
		}
	}
	put(isLocPrep, "in at near from to of outside around across through between into toward towards throughout within beyond via along inside above below west east north south off "+
		"в во у на под возле около близ из от до над между через за по к ко со близ рядом недалеко севернее южнее западнее восточнее "+
		"під біля коло поблизу неподалік із з від над між крізь повз навколо північніше південніше західніше східніше")
	put(isToward, "toward towards to за к до")
	put(isTitle, "mr mrs ms dr prof professor president minister premier gen general maj major col colonel lt lieutenant capt captain sgt sergeant sen senator rep gov governor mayor sheriff judge rev pope king queen prince "+
		"sir lord lady chief officer detective deputy coach director chairman spokesman spokeswoman spokesperson secretary ambassador commander attorney justice congressman councilman commissioner pastor bishop father sister brother uncle aunt "+
		"президент министр премьер генерал майор полковник капитан сержант губернатор мэр глава представитель командир врио адмирал депутат сенатор советник "+
		"міністр прем'єр премєр речник речниця очільник голова губернатор мер полковник майор капітан сержант командир радник санітарка боєць журналист журналіст позывной позивний прізвище фамилия")
	put(isSaying, "said says say told claimed claims reported reports announced denied denies confirmed accuses accused added warned called calls declared insists insisted believes vowed demanded agreed rejected wants estimates acknowledged signed urged "+
		"заявил заявила заявили сообщил сообщила сообщили утверждает утверждают отрицает подтвердил подтвердила подтвердили комментировал назвал назвала требует обвинил обвинила обвиняет "+
		"заявив заявила заявили повідомив повідомила повідомили стверджує стверджують заперечує підтвердив підтвердила підтвердили каже кажуть розповів назвав назвала вимагає звинуватив звинуватила")
	put(isForces, "forces troops army military soldiers government officials ministry intelligence police president parliament general leaders authorities side delegation "+
		"войска силы армия власти армии войск сил генштаб минобороны війська сили армія влада армії військ генштаб міноборони")
	put(isOrg, "university college school inc corp corporation company co ltd llc group bank church hospital association society institute foundation committee council commission department ministry agency bureau "+
		"brigade battalion regiment division command party union league club times post herald tribune news journal gazette star press daily weekly reporter independence airlines airways motors museum center centre centers series award act "+
		"channel network radio records studios band team tigers bears eagles lions hawks wildcats rangers bulldogs panthers giants cowboys cup bowl trophy systems "+
		"бригада бригады батальон батальона полк полка группировка правда газета бригада бригади батальйон батальйону полк угруповання телеграм канал правда")
	put(isTaking, "seize seized seizing capture captured capturing retake retook retaken regain regained take took taken hold holds held holding control controls controlled reach reached reaching enter entered entering leave left loot looted loots shell shelled shells shelling bomb bombed "+
		"hit struck strike attack attacked attacking storm stormed raid raided besiege besieged liberate liberated defend defended defending cross crossed recapture recaptured overrun evacuate evacuated burn burned "+
		"освободили освободила заняли заняла взяли взяла захватили захватила обстреляли обстрелял атаковали атаковал ударили покинули контролируют удерживают "+
		"захопили захопив зайняли звільнили обстріляли обстріляв атакували атакував вдарили вдарив залишили контролюють утримують взяли")
	put(isTitle, "ова ова глави очільника чиновник")
	put(isCalendar, "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "+
		"понедельник вторник среду среда четверг пятницу пятница субботу суббота воскресенье понеділок вівторок середу середа четвер пятницю п'ятниця пятниця суботу субота неділю неділя "+
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня")
	put(isConj, "and or und et y та і й и або или а")
	put(isFirstName, "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan "+
		"jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank raymond jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle noah ethan jeremy walter "+
		"christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene "+
		"mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley "+
		"anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline "+
		"martha gloria teresa ann sara madison frances kathryn janice jean abigail alice judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori barack hillary "+
		"bill bob jim mike tom steve dan tim chris matt dave ron ken rick greg jeff tony ben sam fred ted ed pat sue kate jane ellen bernard pierre jean francois ahmed mohammed muhammad mohamed ali hassan hussein omar ibrahim abdul yusuf mahmoud mustafa "+
		"vladimir volodymyr oleksandr alexander serhiy sergei sergey dmitry dmytro andriy andrei andrey yuriy yuri yury mykola nikolai viktor victor oleg oleh ivan petro pyotr pavel pavlo igor ihor maksym maxim olena elena olga olha natalia nataliya iryna irina tetiana tatyana svitlana svetlana kateryna ekaterina mikhail mykhailo "+
		"владимир александр сергей дмитрий андрей юрий николай виктор олег иван петр павел игорь максим елена ольга наталья ирина татьяна светлана екатерина михаил алексей евгений константин василий "+
		"володимир олександр сергій дмитро андрій юрій микола віктор іван петро павло ігор максим олена наталія ірина тетяна світлана катерина михайло олексій євген костянтин василь валерій віталій кирило руслан богдан тарас сергія юрія")
	return m
}
