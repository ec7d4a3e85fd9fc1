package gazetteer

import "slices"

// Entries copies every place out of the index, as [Encode] takes them: encoded
// again they give an index with the same answers. Names other than the main one
// come back as they are kept, folded. An entry takes about 200 bytes.
func (ix *Index) Entries() []Entry {
	out := make([]Entry, ix.n)
	for r := range out {
		out[r] = ix.entry(Ref(r))
	}
	c := cursor{}
	if ix.keys.numBlocks() == 0 {
		return out
	}
	c.seekBlock(&ix.keys, 0)
	for c.step() {
		name := ""
		for i := range c.numPost {
			r, kind := c.posting(i)
			if int(r) >= ix.n {
				continue
			}
			if name == "" {
				name = string(c.key())
			}
			out[r].Names = append(out[r].Names, Name{name, kind})
		}
	}
	for i := range out {
		out[i].Names = slices.Clip(out[i].Names)
	}
	return out
}

func (ix *Index) entry(r Ref) Entry {
	k := ix.kindOf(r)
	e := Entry{
		ID: ix.ID(r), Name: ix.Name(r), Point: ix.Point(r), Class: k.Class, Feature: k.Feature, Population: ix.Population(r),
		Approximate: k.Flags&flagApproximate != 0, Source: k.Source,
		Admin1Guess: k.Flags&flagAdmin1Guess != 0, Admin2Guess: k.Flags&flagAdmin2Guess != 0, Course: ix.Course(r),
	}
	if a := ix.areaOf(r); a != nil {
		e.Country, e.Admin1, e.Admin2 = a.country(), a.admin1(), a.admin2()
	}
	return e
}
