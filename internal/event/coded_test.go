package event

import "testing"

func TestACLEDType(t *testing.T) {
	for sub, want := range map[string]string{
		"Armed clash": "Battles", "Air/drone strike": "Explosions/Remote violence", "Attack": "Violence against civilians", "Peaceful protest": "Protests",
		"Mob violence": "Riots", "Arrests": "Strategic developments", "Quarrel": "", "": "",
	} {
		if got := ACLEDType(sub); got != want {
			t.Errorf("%q: got %q, want %q", sub, got, want)
		}
	}
}

func TestViolence(t *testing.T) {
	n := func(v int) *int { return &v }
	dead := Casualties{Killed: &Count{Min: n(3), Max: n(3)}}
	for _, c := range []struct {
		name  string
		typ   string
		kinds []string
		lost  Casualties
		want  Violence
	}{
		{"army and rebels", "Armed clash", []string{KindState, KindRebel}, dead, StateBased},
		{"two states", "Armed clash", []string{KindState, KindExternal}, dead, StateBased},
		{"two groups", "Armed clash", []string{KindRebel, KindMilitia}, dead, NonState},
		{"gang and civilians", "Attack", []string{KindMilitia, KindCivilians}, dead, OneSided},
		{"army and civilians", "Air/drone strike", []string{KindState, KindCivilians}, dead, OneSided},
		{"an attack by one side", "Attack", []string{KindRebel}, dead, OneSided},
		{"one side of a clash", "Armed clash", []string{KindRebel}, dead, 0},
		{"nobody named", "Attack", nil, dead, 0},
		{"unknown men", "Attack", []string{KindUnknown, KindCivilians}, dead, 0},
		{"nobody dead", "Armed clash", []string{KindState, KindRebel}, Casualties{Killed: &Count{Min: n(0), Max: n(0)}}, 0},
		{"nothing said", "Armed clash", []string{KindState, KindRebel}, Casualties{}, 0},
		{"up to three", "Armed clash", []string{KindState, KindRebel}, Casualties{Killed: &Count{Max: n(3)}}, StateBased},
	} {
		e := Event{Type: c.typ, Casualties: c.lost}
		for _, k := range c.kinds {
			e.Actors = append(e.Actors, Actor{Kind: k})
		}
		if got := e.Violence(); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}
