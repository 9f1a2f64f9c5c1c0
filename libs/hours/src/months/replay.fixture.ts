import { fromGlobalId } from '#libs/api-kit';
import type { Fact } from '#libs/event-log';
import { v5 as uuidV5 } from 'uuid';
import { activeAgreement } from '../agreements.fixture.js';
import {
  allotment,
  type AllotmentEvent,
  allotmentId,
  timeEntry,
  type TimeEntryEvent,
  timeEntryId,
} from '../domain/index.js';
import type { ToldFacts } from '../domain/given.spec-kit.js';
import type { Cast, HoursApi } from '../hours.fixture.js';

const NAMES = uuidV5('replayed names', uuidV5.URL);
/** How specs of the domain name agreements, requests and people. */
const NAME = /^(AG-1|REQ-\d+|[rp]-[a-z0-9]+)$/;

/** The uuid that stands in the log for a name of a domain spec, e.g. that of `REQ-1`. */
export const idOf = (name: string): string => uuidV5(name, NAMES);

/** Facts of a domain spec with uuids for names, as the log and its rows want them. */
export const withIds = <E extends Fact>(facts: readonly E[], agreementId: string): E[] =>
  JSON.parse(JSON.stringify(facts), (_key, value: unknown) => {
    if (typeof value !== 'string' || !NAME.test(value)) return value;
    return value === 'AG-1' ? agreementId : idOf(value);
  }) as E[];

/** An agreement whose months and entries happened on a desk of the domain's specs. */
export interface Replayed {
  /** Global id of the agreement, and its own. */
  readonly id: string;
  readonly agreementId: string;
  readonly cast: Cast;
}

/** An agreement both sides signed in a workspace whose clock stands on 2025-12-15. */
export async function signedAgreement(api: HoursApi): Promise<Replayed> {
  const cast = await api.cast('2025-12-15');
  const id = await activeAgreement(api, cast);
  return { id, agreementId: fromGlobalId(id, 'Agreement'), cast };
}

/** Writes what a desk told into the log: every day at 08:00 UTC of the workspace's clock, decision by decision. */
export async function replay(
  api: HoursApi,
  { agreementId, cast }: Replayed,
  told: readonly ToldFacts[],
): Promise<void> {
  const { workspaceId } = cast;
  let today = '';
  for (const one of told) {
    if (one.day !== today) await api.setClock(workspaceId, `${one.day}T08:00:00.000Z`);
    today = one.day;
    if (one.facts.length === 0) continue;
    if ('period' in one)
      await api.happened(
        workspaceId,
        { aggregate: allotment, id: allotmentId(agreementId, one.period) },
        withIds<AllotmentEvent>(one.facts, agreementId),
      );
    else
      await api.happened(
        workspaceId,
        { aggregate: timeEntry, id: timeEntryId(agreementId, one.entryId) },
        withIds<TimeEntryEvent>(one.facts, agreementId),
      );
  }
  await api.readable();
}
