/** Puts a quote back between its neighbours. */
import type { Quote } from "./types.ts";

/** The space that belongs between two pieces of a text that may have lost it where they were cut. */
export function gap(left: string, right: string): string {
  return /[\p{L}\p{N},.;:!?%)\]”’"»]$/u.test(left) && /^[\p{L}\p{N}(\["“‘«–—]/u.test(right) ? " " : "";
}

/** Whether words of the report lie before the context that is shown; start counts code points, null is unknown. */
export const cutBefore = (q: Quote): boolean => q.before !== "" && (q.start === null || q.start > [...q.before].length);

/** Whether the context seems to break off inside a sentence. */
export const cutAfter = (q: Quote): boolean => q.after !== "" && !/[.!?…]["”’»)]?\s*$/u.test(q.after);
