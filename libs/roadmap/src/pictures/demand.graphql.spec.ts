import { randomUUID } from 'node:crypto';
import { fromGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from '#libs/requests';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

let number = 0;

/** So many requests of a team, submitted at one instant; each takes so many minutes, where anybody has said so. */
async function submitted(at: string, count: number, { team = cast.marketing, minutes = 0 } = {}): Promise<void> {
  await api.setClock(cast.workspaceId, at);
  for (let index = 0; index < count; index += 1) {
    const source = { kind: 'FORM', ref: null } as const;
    const drafted = { number: (number += 1), title: 'Landing page', type: 'LANDING_PAGE' } as const;
    const asker = { consumerTeamId: fromGlobalId(team, 'Team'), requesterId: cast.marketer.personId };
    const targets = { firstResponseMinutes: 480, answerMinutes: 480 };
    const lines = [{ kind: 'BACKEND', minutes }] as const;
    const sizes = { optimistic: minutes, likely: minutes, pessimistic: minutes, lines, confidence: 'MEDIUM' } as const;
    const said = { assumptions: [], durationForecastDays: 10, validUntil: '2026-12-31' };
    const triage = { priorityClass: 'NORMAL', roughMinutes: minutes } as const;
    const by = { preparedBy: cast.backend.personId, countersignedBy: cast.frontend.personId };
    const facts: RequestEvent[] = [
      { type: 'RequestDrafted', data: { ...drafted, ...asker, source } },
      { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets: targets } },
      ...(minutes > 0
        ? [
            {
              type: 'RequestTriaged' as const,
              data: { ...triage, providerTeamId: fromGlobalId(cast.engineering, 'Team') },
            },
            { type: 'EstimateSubmitted' as const, data: { estimateId: 'E1', ...sizes, ...said, ...by } },
          ]
        : []),
    ];
    await api.happened(cast.workspaceId, { aggregate: request, id: randomUUID() }, facts);
  }
}

const DEMAND = `query ($months: Int! = 3, $teamId: ID) { demandForecast(months: $months, teamId: $teamId) {
  type meanAbsoluteError months { month requests minutes method } backtest { month forecast actual } } }`;
const ask = (variables: object = {}, who = cast.cmo) => api.ask<unknown[]>(DEMAND, who, variables);

it('tells what to expect by the months of the workspace, and how wrong it would have been', async () => {
  await submitted('2026-01-12T08:00:00.000Z', 2, { minutes: 300 });
  // Already March in Berlin.
  await submitted('2026-02-28T23:30:00.000Z', 4, { minutes: 600 });
  await submitted('2026-03-20T08:00:00.000Z', 1, { team: cast.sales });
  await submitted('2026-04-02T08:00:00.000Z', 9);
  const recent = { requests: 2.3, minutes: 1150, method: 'RECENT_MONTHS' };
  await expect(ask({ months: 2 })).resolves.toEqual([
    {
      type: 'LANDING_PAGE',
      // (2 + 0 + 5) / 3 of (2 × 300 + 4 × 600) / 6 minutes each.
      months: [
        { month: '2026-04', ...recent },
        { month: '2026-05', ...recent },
      ],
      backtest: [
        { month: '2026-02', forecast: 2, actual: 0 },
        { month: '2026-03', forecast: 1, actual: 5 },
      ],
      meanAbsoluteError: 3,
    },
  ]);
  await expect(ask({ months: 1, teamId: cast.sales })).resolves.toMatchObject([
    { months: [{ month: '2026-04', requests: 1, minutes: null }], backtest: [] },
  ]);
  await expect(ask({ teamId: cast.engineering })).resolves.toMatchObject([
    { months: [{ requests: 2, minutes: 1000 }, {}, {}] },
  ]);
  await expect(ask({ teamId: cast.agencyTeam })).resolves.toEqual([]);
  await expect(ask({}, (await api.cast()).cmo)).resolves.toEqual([]);
});

it('is refused to whoever sees their own requests only, and for more than six months', async () => {
  const codeOf = async (variables: object, who = cast.cmo) =>
    (await api.run(DEMAND, who, variables)).errors?.[0]?.extensions?.['code'];
  await expect(codeOf({}, cast.agencyDesigner)).resolves.toBe('FORBIDDEN');
  await expect(codeOf({ months: 7 })).resolves.toBe('VALIDATION_FAILED');
  await expect(codeOf({ teamId: cast.cmo.id })).resolves.toBe('NOT_FOUND');
});
