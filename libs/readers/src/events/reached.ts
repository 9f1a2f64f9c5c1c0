import type { EpochPosition } from '#libs/api-kit';
import type { Horizon, Position } from '#libs/event-log';

/** Milliseconds to wait for appends that may still belong before a position. */
const LONGEST_WAIT = 5_000;

/**
 * A position that a page may begin after: of the log as it stands, and nothing comes before it any more.
 * @throws InvalidPosition, PositionNotReached
 */
export async function reachedPosition(
  horizon: Pick<Horizon, 'check' | 'waitUntilSafe'>,
  asked: EpochPosition,
): Promise<Position> {
  await horizon.check(asked);
  await horizon.waitUntilSafe(asked.position, { timeoutMs: LONGEST_WAIT });
  return asked.position;
}
