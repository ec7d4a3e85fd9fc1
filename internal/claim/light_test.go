package claim

import "testing"

// Poltava, 20 March 2025, local time UTC+2: sunrise about 5:47, noon 11:50, sunset 17:53.
func TestSun(t *testing.T) {
	const p = "49.5883, 34.5514"
	runCases(t, []checkCase{
		{name: "daylight", text: "The strike on Poltava in broad daylight.", at: p, when: "2025-03-20T12:00:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "daylight at night", text: "The strike on Poltava in broad daylight.", at: p, when: "2025-03-20T22:00:00+02:00", verdict: Inconsistent, rows: "sun=fail", reasons: "sun"},
		{name: "uk", text: "Удар по Полтаві серед білого дня.", at: p, when: "2025-03-20T22:00:00+02:00", verdict: Inconsistent, reasons: "sun"},
		{name: "ru", text: "Удар по Полтаве средь бела дня.", at: p, when: "2025-03-20T22:00:00+02:00", verdict: Inconsistent, reasons: "sun"},
		{name: "night", text: "The strike on Poltava after dark.", at: p, when: "2025-03-20T22:00:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "night at noon", text: "The strike on Poltava after dark.", at: p, when: "2025-03-20T12:00:00+02:00", verdict: Inconsistent, rows: "sun=fail"},
		{name: "night, uk", text: "Удар по Полтаві в темряві.", at: p, when: "2025-03-20T12:00:00+02:00", verdict: Inconsistent, reasons: "sun"},
		{name: "night, ru", text: "Удар по Полтаве в темноте.", at: p, when: "2025-03-20T22:00:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "dawn", text: "The strike on Poltava at dawn.", at: p, when: "2025-03-20T05:30:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "dawn in the evening", text: "The strike on Poltava at dawn.", at: p, when: "2025-03-20T18:00:00+02:00", verdict: Inconsistent, rows: "sun=fail"},
		{name: "dawn, uk", text: "Удар по Полтаві на світанку.", at: p, when: "2025-03-20T12:00:00+02:00", verdict: Inconsistent, reasons: "sun"},
		{name: "dusk", text: "The strike on Poltava at dusk.", at: p, when: "2025-03-20T18:05:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "dusk in the morning", text: "The strike on Poltava at dusk.", at: p, when: "2025-03-20T05:40:00+02:00", verdict: Inconsistent, rows: "sun=fail"},
		{name: "dusk, ru", text: "Удар по Полтаве на закате.", at: p, when: "2025-03-20T18:00:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "no time", text: "The strike on Poltava at dusk.", at: p, verdict: Consistent, rows: "!sun"},
	})
}

func TestShadows(t *testing.T) {
	const p = "49.5883, 34.5514"
	runCases(t, []checkCase{
		{name: "north at noon", text: "In the clip from Poltava the shadows point north.", at: p, when: "2025-03-20T11:50:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "south at noon", text: "In the clip from Poltava the shadows point south.", at: p, when: "2025-03-20T11:50:00+02:00", verdict: Inconsistent, rows: "sun=fail", reasons: "sun"},
		{name: "uk", text: "На відео з Полтави тіні падають на північ.", at: p, when: "2025-03-20T11:50:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "ru", text: "На видео из Полтавы тени падают на юг.", at: p, when: "2025-03-20T11:50:00+02:00", verdict: Inconsistent, rows: "sun=fail"},
		{name: "length", text: "In the clip from Poltava the shadows are 1.2 times as long as the men.", at: p, when: "2025-03-20T11:50:00+02:00", verdict: Consistent, rows: "sun=pass"},
		{name: "too long", text: "In the clip from Poltava the shadows are 6 times as long as the men.", at: p, when: "2025-03-20T11:50:00+02:00", verdict: Inconsistent, rows: "sun=fail"},
		{name: "at night", text: "In the clip from Poltava the shadows point north.", at: p, when: "2025-03-20T23:50:00+02:00", verdict: Inconsistent, rows: "sun=fail"},
	})
}

// The moon over Poltava was full on 14 March 2025 and new on 29 March.
func TestMoon(t *testing.T) {
	const p = "49.5883, 34.5514"
	runCases(t, []checkCase{
		{name: "full", text: "The strike on Poltava under a full moon.", at: p, when: "2025-03-14T00:00:00+02:00", verdict: Consistent, rows: "moon=pass"},
		{name: "new", text: "The strike on Poltava under a full moon.", at: p, when: "2025-03-29T23:00:00+02:00", verdict: Consistent, rows: "moon=warn !moon=pass"},
		{name: "moonlit, down", text: "The strike on moonlit Poltava.", at: p, when: "2025-03-14T12:00:00+02:00", rows: "moon=warn"},
		{name: "moonless", text: "The strike on Poltava in a moonless night.", at: p, when: "2025-03-29T23:00:00+02:00", rows: "moon=pass"},
		{name: "moonless at full moon", text: "The strike on Poltava in a moonless night.", at: p, when: "2025-03-14T00:00:00+02:00", verdict: Consistent, rows: "moon=warn"},
		{name: "uk", text: "Удар по Полтаві, повний місяць.", at: p, when: "2025-03-14T00:00:00+02:00", rows: "moon=pass"},
		{name: "ru", text: "Удар по Полтаве, полная луна.", at: p, when: "2025-03-29T23:00:00+02:00", rows: "moon=warn"},
	})
}

func TestHour(t *testing.T) {
	const p = "49.5883, 34.5514"
	runCases(t, []checkCase{
		{name: "morning", text: "The strike hit Poltava on Saturday morning.", at: p, when: "2025-03-22T09:00:00+02:00", verdict: Consistent, rows: "media_time=pass local_time=skipped"},
		{name: "morning by another zone", text: "The strike hit Poltava on Saturday morning.", at: p, when: "2025-03-22T02:00:00-05:00", verdict: Consistent, rows: "media_time=pass"},
		{name: "morning, just after", text: "The strike hit Poltava on Saturday morning.", at: p, when: "2025-03-22T13:30:00+02:00", verdict: Consistent, rows: "media_time=warn"},
		{name: "morning in the evening", text: "The strike hit Poltava on Saturday morning.", at: p, when: "2025-03-22T19:00:00+02:00", verdict: Inconsistent, rows: "media_time=fail", reasons: "media_time"},
		{name: "afternoon, uk", text: "Удар по Полтаві пополудні.", at: p, when: "2025-03-22T15:00:00+02:00", rows: "media_time=pass"},
		{name: "evening, uk", text: "Удар по Полтаві ввечері.", at: p, when: "2025-03-22T09:00:00+02:00", verdict: Inconsistent, reasons: "media_time"},
		{name: "evening, ru", text: "Удар по Полтаве вечером.", at: p, when: "2025-03-22T19:00:00+02:00", verdict: Consistent, rows: "media_time=pass"},
		{name: "night past midnight", text: "Удар по Полтаве ночью.", at: p, when: "2025-03-22T03:00:00+02:00", verdict: Consistent, rows: "media_time=pass"},
		{name: "night at noon", text: "Удар по Полтаве ночью.", at: p, when: "2025-03-22T12:00:00+02:00", verdict: Inconsistent, rows: "media_time=fail"},
		{name: "several parts", text: "The strike hit Poltava in the morning; fires burned until the evening.", at: p, when: "2025-03-22T19:00:00+02:00", rows: "!media_time=fail"},
		{name: "no time", text: "The strike hit Poltava on Saturday morning.", at: p, verdict: Consistent, rows: "!media_time !local_time"},
	})
}
