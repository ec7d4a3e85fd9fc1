package build

import (
	"strings"

	"sitmap/gazetteer"
)

// geonamesClass gives the class of a GeoNames feature class and code; false for
// what an index of places in reports has no use for.
func geonamesClass(class []byte, code string) (gazetteer.Class, bool) {
	if len(class) != 1 {
		return 0, false
	}
	switch class[0] {
	case 'A':
		return areaClass(code)
	case 'P':
		return classOf(code), true
	case 'H':
		switch code {
		case "SEA", "OCN", "GULF", "BAY", "BAYS", "STRT", "CHN", "SD", "FJD", "INLT":
			return gazetteer.ClassSea, true
		case "STM", "STMS", "LK", "LKS", "RSV", "CNL", "ESTY", "LGN", "STMI", "FLLS", "WAD":
			return gazetteer.ClassRiver, true
		}
	case 'L':
		switch code {
		case "RGN", "RGNE", "RGNL", "AREA", "CONT", "RES", "PRK", "OAS":
			return gazetteer.ClassRegion, true
		case "MILB", "NVB", "PRT", "INDS", "OILF", "MNA":
			return gazetteer.ClassFacility, true
		}
	case 'T':
		switch code {
		case "MT", "MTS", "PK", "PKS", "PASS", "HLL", "HLLS", "RDGE", "VLC", "PLAT":
			return gazetteer.ClassMountain, true
		case "ISL", "ISLS", "ISLET", "ATOL":
			return gazetteer.ClassIsland, true
		case "PEN", "CAPE", "DSRT", "PLN", "VAL", "SPIT":
			return gazetteer.ClassRegion, true
		}
	case 'S':
		switch code {
		case "AIRP", "AIRF", "AIRB", "AIRH", "MILB", "INSM", "FT", "RSTN", "PS", "PSN", "PSH", "DAM", "BDG", "CTRA", "FCL", "MFG", "HSP", "HSPD", "PRN", "CSTL", "CMPRF", "CMP", "CTRM", "NOV", "OILR", "PORT":
			return gazetteer.ClassFacility, true
		}
	}
	return 0, false
}

func areaClass(code string) (gazetteer.Class, bool) {
	switch {
	case strings.HasSuffix(code, "H"): // historical
		return 0, false
	case strings.HasPrefix(code, "PCL") || code == "TERR":
		return gazetteer.ClassCountry, true
	case code == "ADM1":
		return gazetteer.ClassAdmin1, true
	case code == "ADM2":
		return gazetteer.ClassAdmin2, true
	case strings.HasPrefix(code, "ADM") || code == "ZN" || code == "PRSH":
		return gazetteer.ClassRegion, true
	}
	return 0, false
}
