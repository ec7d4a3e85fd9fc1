package regions

// AreaClaim says in one sentence who else claims a first-order area (GeoNames
// code), where no outline of the claim is in the data; "" when nobody does that
// sitmap knows of. The four oblasts that Russia declared annexed on 2022-09-30 are
// Ukraine by UN General Assembly resolution ES-11/4 of 2022-10-12.
func AreaClaim(country, admin1 string) string {
	if country != "UA" {
		return ""
	}
	switch admin1 {
	case "05", "08", "14", "26": // Donetsk, Kherson, Luhansk, Zaporizhzhia
		return "Ukraine by UN General Assembly resolution ES-11/4; Russia has claimed this oblast since 2022 and holds parts of it."
	}
	return ""
}
