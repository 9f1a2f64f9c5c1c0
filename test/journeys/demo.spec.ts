import { tellDemoHours } from '../../apps/api/src/demo/demo-hours.js';
import { tellDemoStory } from '../../apps/api/src/demo/demo-requests.js';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';

interface Told {
  readonly nodes: readonly {
    readonly title: string;
    readonly status: string;
    readonly held: object | null;
    readonly outcomeTargets: object[];
  }[];
}

describe('the demo workspace', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const requests = () =>
    api.answer<Told>(
      '{ requests(order: { number: ASC }) { nodes { title status held { reason } outcomeTargets { attainmentPercent } } } }',
      { as: 'CTO' },
    );
  const events = async (): Promise<number> => {
    const { rows } = await api.service.pool.query<{ events: number }>('select count(*) as events from log.event');
    return rows[0]!.events;
  };

  it('goes on with a story that was cut short, and tells it once', async () => {
    // The first two steps, as a start left them that was killed then.
    const team = '{ teams { nodes { id name } } }';
    const { nodes } = await api.answer<{ nodes: { id: string; name: string }[] }>(team, { as: 'CMO' });
    const consumerTeamId = nodes.find(({ name }) => name === 'Marketing')!.id;
    const variables = {
      input: { title: 'Spring landing page A/B test', type: 'AB_TEST', consumerTeamId },
      key: 'demo/Spring landing page A/B test/createRequest',
    };
    await api.done(
      'mutation ($input: CreateRequestInput!, $key: String) { createRequest(input: $input, idempotencyKey: $key) { problems { code } } }',
      { as: 'Web Content Manager', variables },
    );

    // A step that was taken on an earlier day had other dates.
    const yesterday = { teamId: consumerTeamId, holidays: [{ date: '2025-12-31', name: 'New Year’s Eve' }] };
    await api.done(
      `mutation ($input: AddHolidaysInput!, $key: String) {
        addHolidays(input: $input, expect: { latest: true }, idempotencyKey: $key) { problems { code } } }`,
      { as: 'CMO', variables: { input: yesterday, key: `demo/${consumerTeamId}/addHolidays` } },
    );

    await tellDemoStory(api.service, api.schema, api.demo);
    const told = await requests();
    expect(told.nodes).toMatchObject([
      { title: 'Spring landing page A/B test', status: 'APPROVED' },
      { title: 'Paid webinar payment form', status: 'ESTIMATED' },
      { title: 'Referral programme', status: 'TRIAGED' },
      { title: 'Personalised onboarding flow', status: 'SUBMITTED', held: null },
      { title: 'Double opt-in change in CRM', status: 'SUBMITTED', held: { reason: expect.any(String) as string } },
      { title: 'Analytics event clean-up', status: 'IN_PROGRESS' },
      { title: 'Webinar reminder', status: 'DELIVERED' },
      { title: 'Page of the autumn fair', status: 'LAUNCHED' },
      { title: 'Customer stories on the start page', status: 'CLOSED' },
      { title: 'Birthday e-mail', status: 'DRAFT' },
    ]);
    expect(told.nodes.flatMap(({ outcomeTargets }) => outcomeTargets)).toEqual([
      { attainmentPercent: 70 },
      { attainmentPercent: 146.7 },
    ]);
    const week = await api.answer<{ holidays: object[] }>(
      'query ($team: ID!) { workingCalendar(teamId: $team) { holidays { date } } }',
      { as: 'CTO', variables: { team: nodes.find(({ name }) => name === 'Engineering')!.id } },
    );
    expect(week.holidays).toHaveLength(8);
    const stored = await events();
    await tellDemoStory(api.service, api.schema, api.demo);
    expect(await events()).toBe(stored);
  });

  it('has an agreement that is signed and worked under, told once as well', async () => {
    const tell = (signal?: AbortSignal) =>
      tellDemoHours(api.service.pool, new InnerVoice(api.service, api.schema, api.demo, signal));
    await expect(tell(AbortSignal.abort(new Error('Cut short.')))).rejects.toThrow('Cut short.');
    expect(await tell()).toBe(true);
    const hours = await api.answer<{ nodes: object[] }>(
      `{ agreements { totalCount nodes { reference status
        months(first: 1) { status balance { grantedMinutes usedMinutes availableMinutes } } } } }`,
      { as: 'CMO' },
    );
    expect(hours).toEqual({
      totalCount: 1,
      nodes: [
        {
          reference: 'AG-1',
          status: 'ACTIVE',
          months: [{ status: 'OPEN', balance: { grantedMinutes: 4800, usedMinutes: 615, availableMinutes: 4185 } }],
        },
      ],
    });
    const stored = await events();
    expect(await tell()).toBe(false);
    expect(await events()).toBe(stored);
  });
});
