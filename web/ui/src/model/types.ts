/** The shapes of the server's answers as the page uses them. Unknown is null, never zero. Coordinates are lon, lat in degrees. */

export interface Count { min: number | null; max: number | null; text: string; approximate: boolean }

export interface Casualties {
  killed: Count | null; wounded: Count | null; missing: Count | null; captured: Count | null; killedOrWounded: Count | null;
}

/** One feature that spoke for or against a place; its contribution is value × weight. */
export interface Reason { feature: string; value: number; weight: number }

export interface Relation { kind: string; km: number | null; bearing: number | null; text: string }

export interface Alternative { id: string; name: string; country: string; admin1: string; lat: number; lon: number; p: number | null }

export interface Place {
  id: string; name: string; class: string; country: string; admin1: string; admin2: string;
  lat: number; lon: number; radius: number | null; p: number | null;
  relation: Relation | null; geoPrecision: number | null; wherePrec: number | null; surface: string;
  /** What was assumed about the place; "" when nothing was. */
  caution: string;
  /** Who else claims the ground, and by whose view the country was chosen; "" when nobody disputes it. */
  disputed: string; worldview: string;
  reasons: Reason[]; alternatives: Alternative[];
}

export interface Quote { before: string; quote: string; after: string; start: number | null; end: number | null }

export interface Claim { claimant: string; verb: string; stance: string; quote: string }

/** A side of an event: who acts, who is hurt, who is blamed; id and Wikidata item are "" when not known. */
export interface Actor { id: string; name: string; role: string; kind: string; wikidata: string }

export interface Source { report: string; outlet: string; title: string; url: string; published: string; retrieved: string }

export interface EventItem {
  id: string; type: string; eventType: string; violence: number | null;
  dateStart: string; dateEnd: string; timePrecision: string; dateBasis: string; dateText: string; dateEDTF: string; trigger: string;
  casualties: Casualties; actors: Actor[]; claims: Claim[];
  verification: string; control: string; review: string; method: string;
  groupEvents: number; independentSources: number;
  places: Place[]; quotes: Quote[]; source: Source;
}

export interface EventPage { events: EventItem[]; matched: number | null; next: string }

export type Bounds = { west: number; south: number; east: number; north: number };
