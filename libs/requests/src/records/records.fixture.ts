import { splitGlobalId } from '#libs/api-kit';
import type { RequestsApi } from '../requests.fixture.js';
import { commandIn } from '../consumers.fixture.js';
import { request, type RequestEvent, type RequestFacts } from '../domain/index.js';
import { recordItems } from './record-items.projection.js';

/** The plain uuid inside a global id. */
export const plainId = (globalId: string): string => splitGlobalId(globalId)!.id;

/** Facts that happened to a request, whoever decided them. */
export const happened = async (
  { log }: RequestsApi,
  { workspaceId, requestId }: { workspaceId: string; requestId: string },
  facts: readonly RequestEvent[],
): Promise<void> => {
  const stream = { aggregate: request, id: plainId(requestId), expect: 'latest' as const };
  await log.decideOne(commandIn(workspaceId), stream, () => facts);
};

const launch: RequestFacts['RequestLaunched'] = {
  launchedAt: '2026-01-05T08:00:00.000Z',
  localDate: '2026-01-05',
  properties: [],
  gateSnapshot: [],
};

/** From an approved request to one that is live. */
export const wentLive: readonly RequestEvent[] = [
  { type: 'WorkStarted', data: { by: 'p' } },
  { type: 'RequestDelivered', data: { by: 'p', notes: 'x', buildRef: null } },
  { type: 'RequestAccepted', data: { by: 'p', releasedMinutes: [] } },
  { type: 'RequestLaunched', data: launch },
];

/** Lists of records as they stand once everything about these requests was read. */
export const readByLists = async (
  { log, owner }: RequestsApi,
  workspaceId: string,
  requestIds: readonly string[],
): Promise<void> => {
  for (const requestId of requestIds) {
    const events = await log.readStream({ workspaceId, streamId: `${request.type}-${plainId(requestId)}` });
    const followed = events.filter(({ type }) => recordItems.types.includes(type));
    await recordItems.apply(followed, owner);
  }
};
