import type { LogQuery } from '#libs/event-log';

/** Most types one selection names. */
export const MOST_TYPES = 200;

/** Which events of a workspace somebody wants; everything unless told. What every transport, consumer and webhook filters by. */
export interface EventSelection {
  /** Names of facts, e.g. `RequestSubmitted`; null: all. */
  readonly types: readonly string[] | null;
  /** A stream, e.g. `request-6f0e…`; null: all. */
  readonly subject: string | null;
}

/** The same as the kernel asks for it. */
export const queryOf = (
  workspaceId: string,
  { types, subject }: EventSelection,
): Omit<LogQuery, 'after' | 'limit'> => ({
  workspaceId,
  ...(types !== null && { types }),
  ...(subject !== null && { streamId: subject }),
});
