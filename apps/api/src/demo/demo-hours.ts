import type { Pool } from 'pg';
import { claimed } from './claimed.js';
import { DemoCaller } from './demo-caller.js';
import type { InnerVoice } from './inner-voice.js';

/** What was worked today: who, on which request, what, minutes. */
const WORKED = [
  ['D1', 'Frontend Engineer', 'Analytics event clean-up', 'BUILD', 240],
  ['D2', 'Backend Engineer', 'Analytics event clean-up', 'BUILD', 180],
  ['D3', 'Backend Engineer', 'Page of the autumn fair', 'BUGFIX', 90],
  ['D4', 'Frontend Engineer', 'Webinar reminder', 'QA', 60],
  ['D5', 'Frontend Engineer', null, 'SUPPORT', 45],
] as const;

const LAST = WORKED[WORKED.length - 1]![0];

const SEEN = `{ viewer { today } teams { nodes { id name } } requests(first: 50) { nodes { id title } }
  agreements(first: 1) { nodes { id } } timeEntries(first: 1, filter: { entryId: { eq: "${LAST}" } }) { totalCount } }`;

interface Seen {
  readonly viewer: { readonly today: string };
  readonly teams: { readonly nodes: readonly { readonly id: string; readonly name: string }[] };
  readonly requests: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
  readonly agreements: { readonly nodes: readonly { readonly id: string }[] };
  readonly timeEntries: { readonly totalCount: number };
}

/**
 * The hours of the demo workspace, told after its requests: Marketing and Engineering agree on 80 hours a month from the current one on, and
 * the first of them are worked. What was approved before has no minutes reserved; whatever is approved from now on reserves them. Told once,
 * by one process, whose telling may be cut short. Needs somebody who does the asynchronous work: months open by themselves.
 */
export const tellDemoHours = (pool: Pool, voice: InnerVoice): Promise<boolean | null> =>
  claimed(pool, 'twolane demo hours', async () => {
    const caller = new DemoCaller(voice);
    const seen = await caller.query<Seen>(SEEN);
    if (seen.timeEntries.totalCount > 0) return false;
    const agreementId = seen.agreements.nodes[0]?.id ?? (await drafted(caller, seen));
    await signed(caller, agreementId);
    await opened(caller, agreementId);
    await worked(caller, agreementId, seen);
    return true;
  });

async function drafted(caller: DemoCaller, { viewer, teams }: Seen): Promise<string> {
  const teamId = (name: string): string => teams.nodes.find((team) => team.name === name)!.id;
  const month = viewer.today.slice(0, 7);
  const input = {
    consumerTeamId: teamId('Marketing'),
    provider: { teamId: teamId('Engineering') },
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    validFrom: month,
    grant: { pool: { minutesPerMonth: 4800 } },
    overage: { mode: 'APPROVAL', factorPercent: 150 },
    rollover: { capped: { cap: { percent: 25 }, expiresAfterMonths: 1 } },
    thresholds: [75, 90, 100],
    graceWorkingDays: 3,
    rates: [{ perHour: { minorUnits: 9000, currency: 'EUR' }, effectiveFrom: `${month}-01` }],
  };
  const step = { input, key: 'agreement', fields: 'agreement { id }' };
  const { agreement } = await caller.give<Drafted>('Finance Controller', 'draftAgreement', step);
  return agreement.id;
}

interface Drafted {
  readonly agreement: { readonly id: string };
  readonly problems: [];
}

async function signed(caller: DemoCaller, agreementId: string): Promise<void> {
  for (const [title, side] of [
    ['CMO', 'CONSUMER'],
    ['CTO', 'PROVIDER'],
  ] as const)
    await caller.give(title, 'signAgreement', {
      input: { agreementId, side },
      key: `agreement/${side}`,
      fields: 'agreement { status }',
    });
}

/** Resolves when the current month is open: months are planned ahead, and opened on their day, by themselves. */
async function opened(caller: DemoCaller, agreementId: string): Promise<void> {
  const query = `{ agreement(id: "${agreementId}") { months(first: 12) { status } } }`;
  await caller.until<Months>(query, ({ agreement }) => agreement.months.some(({ status }) => status === 'OPEN'));
}

interface Months {
  readonly agreement: { readonly months: readonly { readonly status: string }[] };
}

async function worked(caller: DemoCaller, agreementId: string, { viewer, requests }: Seen): Promise<void> {
  for (const [entryId, by, title, activity, minutes] of WORKED) {
    const requestId = requests.nodes.find((request) => request.title === title)?.id;
    const input = { agreementId, entryId, requestId, activity, minutes, workedOn: viewer.today };
    await caller.give(by, 'recordTime', { input, key: entryId, fields: 'entry { id }' });
  }
}
