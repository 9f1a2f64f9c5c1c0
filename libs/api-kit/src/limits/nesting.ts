import { limitExceeded } from '../api-errors.js';

/** Deepest nesting of variables: several times what any input has, and far from what exhausts the stack. */
export const MAX_NESTING = 64;

/** LIMIT for variables nested deeper than that. Level by level: they may be deeper than a recursion can go. */
export function assertNesting(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_NESTING) throw limitExceeded(`Variables have at most ${MAX_NESTING} levels.`, MAX_NESTING);
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
}
