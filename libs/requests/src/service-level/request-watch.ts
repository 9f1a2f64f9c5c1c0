import type { Instant, ProcessConsumer, ProcessTools } from '#libs/event-log';
import { request, type Request, type RequestEvent, type RequestEventType, type RuleContext } from '../domain/index.js';
import { decideByProcess } from '../process-decisions.js';

/** What a watch looks at and says. `Around` is what it needs to know beside the request, e.g. working calendars. */
export interface Watch<Around> {
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly about: string;
  /** The facts that can change what comes next. */
  readonly types: readonly RequestEventType[];
  readonly around: (workspaceId: string, requestId: string) => Promise<Around & { readonly timeZone: string }>;
  readonly report: (state: Request, around: Around, context: RuleContext) => RequestEvent[];
  /** When to look again; null for never, as things are. */
  readonly next: (state: Request, around: Around, context: RuleContext) => Instant | null;
}

/**
 * A process that looks at a request whenever something changed on it, and again at the instant at which something will have to be
 * said. One timer a request: its key is the stream.
 */
export function requestWatch<Around>(watch: Watch<Around>): ProcessConsumer {
  const look = async (workspaceId: string, streamId: string, tools: ProcessTools): Promise<void> => {
    const requestId = streamId.slice(request.type.length + 1);
    const around = await watch.around(workspaceId, requestId);
    const target = { requestId, by: watch.name, timeZone: around.timeZone };
    let next: Instant | null = null;
    const decide = (operation: string, say: typeof watch.report) =>
      decideByProcess({ ...target, log: tools.log, command: tools.command(operation) }, (state, context) => {
        next = watch.next(state, around, context);
        return say(state, around, context);
      });
    // A repeated command does not run its rule again: then one that says nothing finds out what comes next.
    const { replayed } = await decide('report', watch.report);
    if (replayed) await decide('look', () => []);
    if (next === null) tools.cancel(streamId);
    else tools.schedule(streamId, next);
  };

  return {
    kind: 'process',
    name: watch.name,
    about: watch.about,
    types: watch.types,
    react: ({ workspaceId, streamId }, tools) => look(workspaceId, streamId, tools),
    fire: ({ workspaceId, key }, tools) => look(workspaceId, key, tools),
  };
}
