/** Groups the ACLED event types and sub-event types, each with a shape as well as a colour, so that no one needs to see colours. */

export type Shape = "diamond" | "triangle" | "hexagon" | "square" | "pentagon" | "circle";

export interface Kind { key: string; label: string; shape: Shape; light: string; dark: string }

export const KINDS: readonly Kind[] = [
  { key: "battle", label: "Fighting", shape: "diamond", light: "#b0281d", dark: "#ff7d6b" },
  { key: "remote", label: "Shelling, air and drone strikes, explosives", shape: "triangle", light: "#a34a00", dark: "#ffa94d" },
  { key: "civilians", label: "Violence against civilians", shape: "hexagon", light: "#7a2a8c", dark: "#d69bf0" },
  { key: "territory", label: "Territory and other developments", shape: "square", light: "#1d5a9e", dark: "#7db8ff" },
  { key: "protest", label: "Protests and riots", shape: "pentagon", light: "#2c6e3f", dark: "#79d296" },
  { key: "other", label: "Other or unknown", shape: "circle", light: "#525c68", dark: "#b5c0cc" },
];

const OTHER = KINDS[KINDS.length - 1] as Kind;

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/shelling|missile|artillery|strike|grenade|explosi|remote violence|suicide bomb|chemical/i, "remote"],
  [/territory|base established|agreement|arrest|looting|change to group|non-violent|disrupted|developments/i, "territory"],
  [/clash|battle|fighting/i, "battle"],
  [/protest|demonstration|riot|mob/i, "protest"],
  [/attack|abduction|disappearance|sexual|civilian/i, "civilians"],
];

/** The group of a type; the last group for a type nobody knows. */
export function kindOf(type: string): Kind {
  const hit = WORDS.find(([re]) => re.test(type));
  return KINDS.find((k) => k.key === hit?.[1]) ?? OTHER;
}

export const STATUSES = ["verified", "unverified", "disputed", "none"] as const;
export type Status = (typeof STATUSES)[number];

/** A status of the contract; anything else counts as "none". */
export function statusOf(s: string): Status {
  return STATUSES.find((x) => x === s) ?? "none";
}

/** What the status means, for a reader. */
export function statusText(s: Status): string {
  switch (s) {
    case "verified": return "Verified, says the report";
    case "unverified": return "Not verified, says the report";
    case "disputed": return "Disputed in the report";
    default: return "The report says nothing of a check";
  }
}

/** One or two words for the list and the filter. */
export function statusShort(s: Status): string {
  return s === "none" ? "no word on checks" : s;
}

/** The path of a shape in a 24 × 24 box, centred on 12, 12. */
export function shapePath(shape: Shape): string {
  switch (shape) {
    case "diamond": return "M12 2.5 21.5 12 12 21.5 2.5 12Z";
    case "triangle": return "M12 3 21.5 20H2.5Z";
    case "hexagon": return "M7 3.5H17L22 12 17 20.5H7L2 12Z";
    case "square": return "M4 4H20V20H4Z";
    case "pentagon": return "M12 2.5 21.5 9.6 17.9 20.8H6.1L2.5 9.6Z";
    default: return "M12 3A9 9 0 1 1 11.99 3Z";
  }
}
