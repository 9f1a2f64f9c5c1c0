import { type Actor } from '#libs/vocabulary';
import { v5 as uuidV5 } from 'uuid';
import { people } from '../domain/given.spec-kit.js';
import { type ItemEvent, itemIdOf, roadmapItem, type RoadmapEvent } from '../domain/index.js';
import { playQuarter } from '../domain/quarter.spec-kit.js';
import type { Desk } from '../domain/desk.spec-kit.js';
import type { Cast, RoadmapApi } from '../roadmap.fixture.js';

const SPACE = '5f0f8a52-7c59-4b3d-9a54-5a0f3f9b2c17';

/** A uuid for a name of the kit in a workspace, the same every time. */
export const idOf = ({ workspaceId }: Pick<Cast, 'workspaceId'>, name: string): string =>
  uuidV5(`${workspaceId} ${name}`, SPACE);

/** Whatever the kit calls by a short name, wherever it stands: items, requests, people, teams, reviews. */
const NAMES = /"(RM-\d+|REQ-\d+|p-[a-z]+|t-[a-z]+|rr-[a-z0-9-]+|i\d|r\d)"/g;

export type Naming = (name: string) => string;

export const localised = (fact: ItemEvent, naming: Naming): ItemEvent =>
  JSON.parse(JSON.stringify(fact).replaceAll(NAMES, (_whole, name: string) => `"${naming(name)}"`)) as ItemEvent;

/** Facts that one command wrote: neighbours on one stream and day. */
export function commandsOf(log: readonly RoadmapEvent[]): RoadmapEvent[][] {
  const commands: RoadmapEvent[][] = [];
  for (const event of log) {
    const last = commands.at(-1);
    const [first] = last ?? [];
    if (last && first?.streamId === event.streamId && first.recordedAt === event.recordedAt) last.push(event);
    else commands.push([event]);
  }
  return commands;
}

/** Teams and leads of the kit are those of the cast. */
const namingOf = (cast: Cast, own: (globalId: string) => string): Naming => {
  const known: Readonly<Record<string, string>> = {
    't-marketing': own(cast.marketing),
    't-engineering': own(cast.engineering),
    [(people.cmo satisfies Actor).personId]: cast.cmo.personId,
    [people.cto.personId]: cast.cto.personId,
  };
  return (name) => known[name] ?? idOf(cast, name);
};

export interface PlayedQuarter {
  readonly cast: Cast;
  readonly desk: Desk;
  readonly sessionId: string;
}

/** Both leads look at the roadmap together, by mutations; the session's id. */
async function session(api: RoadmapApi, cast: Cast, date: string): Promise<string> {
  const { planningSession } = await api.done(cast.manager, 'schedulePlanning', { date, horizon: 'NOW' });
  const { id: sessionId } = planningSession as { id: string };
  await api.done(cast.facilitator, 'openPlanning', { sessionId });
  const attends = [
    [cast.cmo, 'CONSUMER'],
    [cast.cto, 'PROVIDER'],
  ] as const;
  for (const [who, side] of attends)
    await api.done(cast.facilitator, 'recordAttendance', { sessionId, personId: who.id, side });
  await api.done(cast.manager, 'closePlanning', { sessionId });
  return sessionId;
}

/** The roadmap of the demo quarter (5.7), stored at noon of its days, and the joint session of 01-08 after that day's facts. */
export async function storeQuarter(api: RoadmapApi, own: (globalId: string) => string): Promise<PlayedQuarter> {
  const cast = await api.cast('2026-01-05');
  const desk = playQuarter();
  const naming = namingOf(cast, own);
  let sessionId: string | null = null;
  for (const command of commandsOf(desk.log)) {
    const [{ recordedAt, streamId }] = command as [RoadmapEvent];
    if (sessionId === null && recordedAt > '2026-01-09') sessionId = await session(api, cast, '2026-01-08');
    await api.setClock(cast.workspaceId, recordedAt);
    const id = naming(itemIdOf(streamId)!);
    const facts = command.map((event) => localised({ type: event.type, data: event.data } as ItemEvent, naming));
    await api.happened(cast.workspaceId, { aggregate: roadmapItem, id }, facts);
  }
  await api.setClock(cast.workspaceId, '2026-03-27T08:00:00.000Z');
  await api.readable();
  return { cast, desk, sessionId: sessionId! };
}
