/** How the map shows events: as marks, as heat, or counted in squares; and the steps that counts are coloured in. */

export type Show = "points" | "heat" | "grid";

export const SHOWS: readonly { value: Show; label: string }[] = [
  { value: "points", label: "Points" },
  { value: "heat", label: "Heat" },
  { value: "grid", label: "Grid" },
];

/** Reads the page's address; marks when it says nothing or nonsense. */
export function showFromQuery(query: string): Show {
  const said = new URLSearchParams(query).get("show");
  return SHOWS.find((s) => s.value === said)?.value ?? "points";
}

/** From how many event places a square has the step's colour: each step is about ten times the one before. */
export const STEPS: readonly { from: number; label: string }[] = [
  { from: 1, label: "1" },
  { from: 2, label: "2 to 9" },
  { from: 10, label: "10 to 99" },
  { from: 100, label: "100 to 999" },
  { from: 1000, label: "1,000 and more" },
];

/** The zoom from which marks of events stand on the map: on the heat from where tiles hold every event, on the grid where squares are streets. */
export const MARKS_FROM: Readonly<Record<Show, number>> = { points: 0, heat: 9, grid: 11 };
