package gazetteer

// String gives the word that JSON and the command line use for a class.
func (c Class) String() string {
	switch c {
	case ClassCountry:
		return "country"
	case ClassAdmin1:
		return "admin1"
	case ClassAdmin2:
		return "admin2"
	case ClassSettlement:
		return "settlement"
	case ClassNeighbourhood:
		return "neighbourhood"
	case ClassRegion:
		return "region"
	case ClassSea:
		return "sea"
	case ClassRiver:
		return "river"
	case ClassMountain:
		return "mountain"
	case ClassIsland:
		return "island"
	case ClassFacility:
		return "facility"
	}
	return "unknown"
}

// ParseClass is the inverse of [Class.String].
func ParseClass(s string) (Class, bool) {
	for c := ClassUnknown; c <= ClassFacility; c++ {
		if c.String() == s {
			return c, true
		}
	}
	return ClassUnknown, false
}

// String gives the word for a way to match.
func (m MatchKind) String() string {
	switch m {
	case MatchExact:
		return "exact"
	case MatchScript:
		return "other script"
	case MatchInflected:
		return "inflected"
	case MatchSkeleton:
		return "similar sound"
	case MatchPrefix:
		return "prefix"
	case MatchFuzzy:
		return "misspelt"
	}
	return "unknown"
}
