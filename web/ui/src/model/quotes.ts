/** Puts a quote back between its neighbours. */

/** The space that belongs between two pieces of a text that may have lost it where they were cut. */
export function gap(left: string, right: string): string {
  return /[\p{L}\p{N},.;:!?%)\]”’"»]$/u.test(left) && /^[\p{L}\p{N}(\["“‘«–—]/u.test(right) ? " " : "";
}
