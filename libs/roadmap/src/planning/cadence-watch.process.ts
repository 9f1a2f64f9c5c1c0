import { startOfDay } from '#libs/calendar';
import type { DueTimer, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { localDate, workspaceZone } from '#libs/people';
import { policyRecords } from '#libs/policies';
import type { LocalDate } from '#libs/vocabulary';
import type { Pool } from 'pg';
import {
  addDays,
  planningCadence,
  planningCadenceId,
  planningCadencePolicy,
  type PlanningHistory,
  planningLapses,
  sayCadenceLapsed,
} from '../domain/index.js';
import { cadenceVersions, planningHistory } from './cadence-source.js';

const NAME = 'planning-cadence-watch';
/** One timer for a workspace. */
const TIMER = 'planning';

interface PolicySet {
  readonly data: { readonly kind?: string };
}

/** What may move the day on which the cadence lapses: the first item, a session that was held, another policy. */
const isAboutPlanning = ({ type, data }: Recorded): boolean =>
  type !== 'PolicySet' || (data as PolicySet['data']).kind === planningCadencePolicy.kind;

/** The next day with whose first instant something lapses, or another version of the policy begins; null while both are over. */
function nextDay(history: PlanningHistory, today: LocalDate): LocalDate | null {
  const { dueOn } = planningCadence(history, today);
  const days = [
    ...Object.values(dueOn).map((day) => addDays(day, 1)),
    ...history.policies.map((one) => one.effectiveFrom),
  ];
  return days.filter((day) => day > today).sort()[0] ?? null;
}

/**
 * CadenceWatch of 2.5 for planning: says once for each day it was due that nobody planned together in time, at the first instant of the
 * next day in the workspace's zone, with nobody opening a page.
 */
export function planningCadenceWatch(pool: Pool): ProcessConsumer {
  const historyOf = async (workspaceId: string, timeZone: string): Promise<PlanningHistory | null> => {
    const [record] = await policyRecords(pool, workspaceId, [planningCadencePolicy.kind]);
    return planningHistory(pool, { workspaceId, timeZone }, cadenceVersions(record));
  };
  const look = async (workspaceId: string, tools: ProcessTools, cause: string): Promise<void> => {
    const timeZone = await workspaceZone(pool, workspaceId);
    const history = await historyOf(workspaceId, timeZone);
    if (!history) return;
    let today = '';
    const stream = { aggregate: planningLapses, id: planningCadenceId, expect: 'latest' as const };
    await tools.log.decideOne(tools.command('sayCadenceLapsed', cause), stream, (lapses, { now }) => {
      today = localDate(now, timeZone);
      return sayCadenceLapsed(lapses, history, { today });
    });
    const day = today === '' ? null : nextDay(history, today);
    if (day === null) tools.cancel(TIMER);
    else tools.schedule(TIMER, startOfDay(day, timeZone));
  };
  return {
    kind: 'process',
    name: NAME,
    about: 'CadenceWatch for planning: says once for each day it was due that nobody planned together in time.',
    types: ['ItemProposed', 'PlanningClosed', 'PolicySet'],
    react: (event, tools) =>
      isAboutPlanning(event) ? look(event.workspaceId, tools, event.eventId) : Promise.resolve(),
    fire: ({ workspaceId, dueAt }: DueTimer, tools) => look(workspaceId, tools, dueAt),
  };
}
