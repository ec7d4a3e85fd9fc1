/** Expressions that choose by the kind of an event's type. */
import type { ExpressionSpecification } from "maplibre-gl";
import { type Kind, kindOf } from "../model/kinds.ts";
import type { Theme } from "../data/store.ts";

/** The types and sub-types of ACLED's codebook; others get the group's fallback. */
export const TYPES = [
  "Government regains territory", "Non-state actor overtakes territory", "Armed clash", "Excessive force against protesters",
  "Protest with intervention", "Peaceful protest", "Violent demonstration", "Mob violence", "Chemical weapon", "Air/drone strike",
  "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade", "Sexual violence", "Attack",
  "Abduction/forced disappearance", "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
  "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
  "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments",
];

export const byKind = (pick: (k: Kind) => string): ExpressionSpecification =>
  ["match", ["coalesce", ["get", "type"], ""], ...TYPES.flatMap((t) => [t, pick(kindOf(t))]), pick(kindOf(""))] as unknown as ExpressionSpecification;

export const kindColour = (theme: Theme): ExpressionSpecification => byKind((k) => k[theme]);
