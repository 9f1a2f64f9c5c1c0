import { InvalidState, NotFound, type Position, type ProcessTools } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { holdRequest, RequestOnHold } from '../domain/index.js';
import { decideByProcess } from '../process-decisions.js';

/** A hold that no person asked for. */
export interface ProcessHold {
  readonly requestId: string;
  /** The name of the process. */
  readonly by: string;
  /** Why it has to wait, in one sentence. */
  readonly reason: string;
  /** When to look at it again, given the day it is in the workspace. */
  readonly reviewDate: (today: LocalDate) => LocalDate;
  /** IANA zone of the workspace's days. */
  readonly timeZone: string;
}

/**
 * Lets a request rest, for a process that found out that work on it must stop. Null when nothing was held: it rests already, has
 * ended, or is gone, all of which is part of normal life.
 */
export async function holdByProcess(tools: ProcessTools, hold: ProcessHold): Promise<Position | null> {
  const { requestId, by, reason, reviewDate, timeZone } = hold;
  const { log } = tools;
  const target = { log, command: tools.command('holdRequest', requestId), requestId, by, timeZone };
  try {
    const { position } = await decideByProcess(target, (state, context) =>
      holdRequest(state, { reason, reviewDate: reviewDate(context.today) }, context),
    );
    return position;
  } catch (error) {
    if (error instanceof RequestOnHold || error instanceof InvalidState || error instanceof NotFound) return null;
    throw error;
  }
}
