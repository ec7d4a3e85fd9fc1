package trigger

import "sitmap/internal/extract/words"

type value struct {
	kind Kind
	typ  string
}

func row(k Kind, typ, patterns string) words.Row[value] {
	return words.Row[value]{Patterns: patterns, Value: value{k, typ}}
}

var table = words.Compile( //nolint:gochecknoglobals // table, never written
	// battles
	row(Act, ArmedClash, "clash; clashes; clashed; clashing; fighting; fought; fights; battle; battles; battled; battling; firefight*; gunfight*; gun battle*; skirmish*; exchange of fire; exchanged fire; traded|trading fire; gunfire; shots were|was heard; opened fire; stormed; storming; assault; assaults; assaulted; assaulting; offensive; counterattack*; counter-attack*; counteroffensive; "+
		"repel; repelled; repulsed; beaten back; pushed back; driven back; fought off; beat off; tried|trying|attempted to advance|break; advance; advanced; advances; advancing; pressed towards; pushed towards; ambush; ambushed; ambushes; incursion*; infiltrat*; contested; hand-to-hand; changed hands; besieged; siege; encircl*; cut off; been stopped; stopped short; holding the; hand-to-hand; attempted breakthrough; breakthrough; crossed at; crossing of; improved its|their positions; attack|attacks|attacked positions|troops|forces|soldiers; moving in|towards; retreat*; withdrew; withdrawn"),
	row(Act, ArmedClash, "бій; бої; боїв; боями; боях; боєм; бою; боєзіткнен*; зіткнен*; штурм; штурму; штурми; штурмів; штурмом; штурмують; штурмував; штурмували; штурмові; перестрілк*; прорив*; прорват*; прорвати*; атакували позиці*; атакує; атакують; атаки; атак; наступ; наступу; наступа*; відбит*; відбив; відбили; відбито; відбивають; контратак*; засідк*; розвідк* боєм; просува*; просунул*; просунувся; контрнаступ*; оточен*; кинув у бій; точаться; вдерли*; вклинил*; спален* _? колон*; знищен* _? колон*; тримають оборону; вийшли до; вийшов до; ворожа ДРГ; дрг"),
	row(Act, ArmedClash, "бой; бои; боев; боями; боях; боем; бою; боестолкновен*; столкновен*; штурм; штурма; штурмы; штурмов; штурмом; штурмуют; штурмовал*; перестрелк*; прорыв*; прорвал*; атаковали позици*; наступлен*; наступа*; отбит*; отбил; отбили; отбиты; отражен*; отразил*; контратак*; засад*; разведк* боем; продвига*; продвинул*; продвижен*; контрнаступ*; окружен*; вышла к; вышли к; вышел к; колонна двигалась; вклинил*; сгорел* _? танк*; ведет бой; ведут бой; дрг"),
	// territory
	row(Act, Regains, "retook; retaken; retake; recaptured; recapture; recapturing; regained; regain; regaining; liberated; liberate; liberation; liberating; took back; taken back; pushed _? _? out of; pushed _? forces|troops out; drove|driven out; ukrainian flag; hoisted; recovered control; flag in"),
	row(Act, Regains, "звільн*; визвол*; деокупова*; відвоюв*; повернул* контроль; вибили з; вибито з; встановил* контроль; зачистил*; зачистк*; зачищен*"),
	row(Act, Regains, "освобо*; отвоева*; вернул* контроль; выбили из; выбиты из; зачистил*; зачищен*; зачистк*; взяли под контроль; взят под контроль; взята под контроль; под контроль; взятии; взятие; взят; взята; взято; взяты; овладел*; занял*; заняла; заняты; занято"),
	row(Act, Overtakes, "seized; seize; seizing; seizure; captured; capture of; capturing; overran; overrun; took control; taken control; taking control; took over; taken over; in control of; control of; controlled; controls; under _? control; occupied the; occupying; fell to; fallen to; had fallen; has fallen; fall of; conquered; entered the? town|village|city; hold|holding|held the? town|village; to hold; claimed to hold; have taken; has taken; had taken; taken more; took the? town|village"),
	row(Act, Overtakes, "захопи*; захоплен*; окупува*; зайня*; під контролем; під контроль; контролю*; взяли під; втрачен*; впав; просунулися в; увійшли в|до"),
	row(Act, Overtakes, "захват*; захвачен*; оккупировал*; оккупировали; под контролем; контролиру*; пал; вошли в; вошла в; потерян*; утрачен*"),
	// remote violence
	row(Act, Shelling, "shelling; shelled; shell; shells; shellfire; bombardment; bombarded; bombarding; artillery fire|strike*|attack*|barrage*; rocket fire|attack*|strike*|barrage*; missile attack*|strike*|barrage*; mortar fire|attack*|round*|bomb*; came under fire; under fire; mortar*; rockets struck|hit|landed|fell; cross-border fire; explosions were|was heard; explosion*; blast; blasts; strike on; strikes on; strike; strikes; fire on; fired on; fired at; firing at; cluster munition*; volley*"),
	row(Act, Shelling, "обстріл*; обстріля*; обстрілю*; артобстріл*; ракетн* удар*; ракетн* атак*; вибух; вибухи; вибухів; вибухом; удар; удари; ударів; ударом; ударила; ударили; вдарив; вдарила; вдарили; влучан*; прильот*; приліт; артудар*; під вогнем; під обстріл*; поцілил*; поцілив"),
	row(Act, Shelling, "обстрел*; обстреля*; артобстрел*; ракетн* удар*; ракетн* атак*; взрыв; взрывы; взрывов; взрывом; удар; удары; ударов; ударом; под удары; под огнем; прилет*; артудар*; попадани*; под обстрел*; обстрелива*"),
	row(Act, AirStrike, "airstrike*; air strike*; air raid*; drone strike*; drone attack*; air attack*; aerial attack*|strike*|bombing*|bombardment; bombing raid*; from the air; barrel bomb*; dropped bombs|explosives|a; bombed; bombing; uav strike*|attack*; raid on; struck positions from the air"),
	row(Act, AirStrike, "авіаудар*; авіаційн* удар*; авіанальот*; удар* дрон*|кабами|каб|авіабомб*|безпілотник*|бпла|шахед*; авіація вдарила|завдала; атак* дрон*|безпілотник*|бпла; скид* вибухівк*; скинув вибухів*|гранат*; скинули вибухів*; уламки; уламків; уламками; дрон вдарив|атакував|влучив; атакував дрон*; авіабомб*; бомбардува*"),
	row(Act, AirStrike, "авиаудар*; авиационн* удар*; авианалет*; удар* дрон*|беспилотник*|бпла|фаб; атак* дрон*|беспилотник*|бпла; сброс*; обломки; обломков; обломками; дрон ударил|атаковал|попал|врезался; бомбардиров*; бомбил*; разбомбил*"),
	row(Act, IED, "landmine*; land mine*; ied; ieds; car bomb*; roadside bomb*; improvised explosive; explosive device*; booby trap*; booby-trap*; bomb exploded|went; mine exploded|blast|explosion; drove over a mine; hit a mine; stepped on a mine; unexploded; blown up; blew up; detonated; a mine"),
	row(Act, IED, "підірва*; підрив*; вибухнул* _? міна|вибухівка|автомобіль; вибухов* прист*; на міні; на мінах; міна; саморобн* вибухів*; замінован*; боєприпас; вибухонебезпечн*"),
	row(Act, IED, "подорва*; подрыв*; взорва* автомобил*; взрывн* устройств*; на мине; на минах; фугас*; заложил* бомб*; взорвался автомобиль; взорвал*; заминирован*; самодельн* бомб*"),
	row(Act, SuicideBomb, "suicide bomb*; suicide attack*; смертник*; смертниц*; терорист-смертник*; террорист-смертник*"),
	row(Act, Grenade, "grenade; grenades; hand grenade*; гранатою; гранату; граната; гранатой"),
	row(Act, Chemical, "chemical weapon*|attack*; chlorine; sarin; хлор*; хімічн* збро*; химическ* оруж*"),
	row(Act, Disrupted, "defused; defuse; disarmed; intercepted; air defence|defense shot; shot down; downed; brought down; знешкоди*; знешкоджен*; обезвреди*; обезврежен*; перехопл*; перехвач*; перехватил*"),
	row(Down, Disrupted, "збит*; збив; збили; збито; збила; збиття; сбит*; сбил*; сбили; сбито; shooting down; shoot down; збито|сбито; пво; ппо; air defences|defenses; air defence|defense systems"),
	row(Weapon, AirStrike, "drone; drones; uav; uavs; quadcopter*; fpv; warplane*; aircraft; jet; jets; fighter jet*; helicopter*; guided bomb*; glide bomb*; bomb; bombs; lancet*; shahed*; дрон; дрона; дроном; дрони; дронів; дронами; дрони; дроны; дронов; дрону; безпілотник*; бпла; шахед*; каб; каби; кабами; кабів; двома кабами; авіаці*; літак*; ланцет*; вертол*; беспилотник*; авиаци*; самолет*; вертолет*; фаб; фабы; ракетоносц*; квадрокоптер*; геран*"),
	row(Weapon, Shelling, "missile; missiles; rocket; rockets; artillery; projectile*; munition*; ballistic; cruise missile*; iskander*; himars; grad; ракет*; снаряд*; міномет*; артилер*; артиллер*; миномет*; боеприпас*; боєприпас*; птур; рсзв; рсзо; градами; градом; іскандер*; искандер*"),
	row(Verb, "", "hit; hits; hitting; struck; strikes; striking; attack; attacks; attacked; attacking; fell; fallen; falls; crashed; landed; slammed; targeted; targeting; exploded; explode; destroyed; destroying; damaged; damaging; burned; burning; burnt; appeared over; suffered most; worst hit; hardest hit; fired; firing; used; launched; launching; pounded; wounded; injured; killed; killing; died; set on fire; caught fire; ablaze; collapsed; raid; raids"),
	row(Verb, "", "влучи*; влучання; вдари*; атакова*; атакува*; атака; атаку; впав; впала; впали; упав; упала; упали; упало; пошкодж*; зруйнов*; знищен*; знищи*; загорі*; пожеж*; спален*; ударив; вибухнув; вибухнула; розірва*; завда*; постражд*; потерпіл*; потерпа*; з'яви*; горить; горіл*; палав; загинув; загинула; загинули; загинуло; поранен*; вбит*; убит*"),
	row(Verb, "", "попал*; попадан*; ударил*; атаковал*; атакован*; атака; атаку; атаке; упал*; упали; врезал*; повред*; поврежд*; разруш*; уничтож*; загор*; появил*; кружил*; пожар*; сгорел*; нанес*; пострада*; прилетел*; разорва*; горит; горел*; погиб*; ранен*; убит*"),
	// people
	row(Act, Attack, "massacre*; massacred; executed; execution; executions; summary execution*; raided; raiding; looted; looting; lynched; beheaded; slaughter*; rampage; gunned down; shot dead; stabbed; torched; burned down; opened fire on civilians|villagers|people|crowd; horsemen came; burned villages; attack on civilians|villagers|worshippers|passengers|a convoy|convoy; ambush of a convoy; shooting; mass shooting; attacked the? village|villages|villagers|convoy|market|camp; "+
		"розстріля*; розстріл; стратил*; страту; катува*; пограбува*; різанин*; напад; нападу; напали на; напав на; расстрел*; казнил*; казнь; пытал*; разграб*; мародер*; резн*; напал*; нападен*; убийств*; вбивств*"),
	row(Gang, Attack, "gunmen; gunman; gang; gangs; bandits; armed men; horsemen; assailants; unidentified attackers; militiamen; озброєні; боевики; боевик*; бойовик*; банд*; вооруженные люди; неизвестные"),
	row(Act, Abduction, "abduct*; kidnap*; kidnapped; forcibly disappeared; taken hostage; hostage-taking; викра*; викрад*; похит*; похищ*; взяли в заложники; взято в заручники"),
	row(Act, Protest, "protest; protests; protested; protesting; protesters; rally; rallies; rallied; demonstration; demonstrations; demonstrated; marched; sit-in; picket*; протест*; мітинг*; митинг*; демонстрац*; пікет*; пикет*"),
	row(Act, Intervention, "water cannon; tear gas; riot police; rubber bullets; baton*; dispersed; dispersing; crackdown; водомет*; сльозогін*; слезоточ*; розігна*; разогна*; розгін; разгон*; спецназ разог*"),
	row(Act, Violent, "riot; riots; rioted; rioters; rioting; заворушен*; беспоряд*; погром*"),
	row(Act, Mob, "mob; lynch mob; самосуд*"),
	row(Act, Arrests, "arrested; arrests; arresting; detained; detention; detentions; rounded up; затрим*; заарештов*; арештов*; задержа*; задержан*; арестова*"),
	row(Act, Looting, "property destruction; arson; підпал*; поджог*; подожгли; підпалили"),
	// no events
	row(Mourn, "", "funeral*; buried; burial; mourned; mourners; mourning; commemorat*; memorial; tribute; laid to rest; поховал*; похован*; похорон*; вшанува*; прощал*; прощан*; попрощал*; похорони*; похоронил*; простил* с|со; простились; проводили в последний; почтил*; пам'ят*; памят*; панихид*; панахид*"),
	row(Planned, "", "training; trained; to train; exercise; exercises; drill; drills; exhibition; museum; conference; forum; fund-raiser*; fundraiser*; auction; ships; shipping; contractor; navchan*; навчан*; тренуван*; учени*; учения; учений; тренировк*; выставк*; виставк*; музе*; ярмарк*; концерт*; shipped; plan to; plans to; threatened to; vowed to; could attack|strike; might attack; fears of; feared; погрож*; угрож*; планує; планирует; готує*; готовит*"),
)
