import { neededRight } from '#libs/api-kit';
import { isRight, type Right } from '#libs/people';
import { productSchema } from '#test/audit/product-schema';
import type { GraphQLSchema } from 'graphql';
import { request } from '../domain/index.js';
import * as late from '../domain/stages-delivery.spec-kit.js';
import * as stage from '../domain/stages.spec-kit.js';
import { plainId } from '../records/records.fixture.js';
import { requestsApi, type RequestsApi } from '../requests.fixture.js';
import { agreedCommands } from './commands-agreed.fixture.js';
import { besideCommands } from './commands-beside.fixture.js';
import { deliveredCommands } from './commands-delivered.fixture.js';
import { isRequestRight, mutationsOf, RightsBench, type Tried } from './rights.fixture.js';

const commands: readonly Tried[] = [...agreedCommands, ...deliveredCommands, ...besideCommands];

let api: RequestsApi;
let bench: RightsBench;
beforeAll(async () => {
  api = await requestsApi();
  bench = await RightsBench.open(api);
});
afterAll(() => api.close());

const rightOf = (mutation: string): Right => {
  const field = mutationsOf(api.schema).find(({ name }) => name === mutation);
  const right = field && neededRight(field);
  if (right === undefined || !isRight(right)) throw new Error(`${mutation} needs no right of the matrix.`);
  return right;
};

/** Commands that need a right of requests and are not tried. */
const untried = (schema: GraphQLSchema, tried: readonly Tried[]): string[] =>
  mutationsOf(schema)
    .filter((field) => isRequestRight(neededRight(field)))
    .map(({ name }) => name)
    .filter((name) => !tried.some(({ mutation }) => mutation === name));

describe('the matrix of rights, cell by cell', () => {
  it('leaves no command of the product out', async () => {
    const { schema } = await productSchema();
    expect(untried(schema, commands)).toEqual([]);
    expect(untried(schema, commands.slice(1))).toEqual(['createRequest']);
  });

  it.each(commands.map((tried) => [`${tried.mutation} ${tried.variant ?? ''}`.trim(), tried] as const))(
    '%s is for whom it says, and for nobody else',
    async (_, tried) => {
      expect(await bench.deviations(tried, rightOf(tried.mutation))).toEqual([]);
    },
  );

  it('would notice who gets more than they should, and who gets less', async () => {
    const concern = { severity: 'INFO', text: 'It is slow.' };
    const planted: Tried = { mutation: 'raiseConcern', at: stage.triaged, input: () => concern };
    expect(await bench.deviations(planted, 'request.approve')).toEqual([
      'ENGINEER, own: carried out, not FORBIDDEN',
      'ENGINEER, another: carried out, not FORBIDDEN',
      'RISK_REVIEWER, own: carried out, not FORBIDDEN',
      'RISK_REVIEWER, another: carried out, not FORBIDDEN',
      'refusals stored 4 facts',
      'MARKETING_LEAD, own: FORBIDDEN, not carried out',
      'MARKETING_LEAD, another: FORBIDDEN, not carried out',
    ]);
  });
});

describe('a deputy', () => {
  const hold = { reason: 'The campaign waits.', reviewDate: '2026-02-02' };

  it.each([
    { from: 'requester', role: 'MARKETING_MEMBER', mutation: 'submitRequest', at: stage.written },
    { from: 'manager', role: 'PRODUCT_MANAGER', mutation: 'holdRequest', at: stage.triaged, more: hold },
    { from: 'cmo', role: 'MARKETING_LEAD', mutation: 'approveRequest', at: stage.dated, more: { side: 'CONSUMER' } },
    { from: 'cto', role: 'ENGINEERING_LEAD', mutation: 'approveRequest', at: stage.dated, more: { side: 'PROVIDER' } },
    { from: 'engineer', role: 'ENGINEER', mutation: 'startWork', at: stage.approved },
    { from: 'cto', role: 'ENGINEERING_LEAD', mutation: 'launchRequest', at: late.tracked },
    { from: 'requester', role: 'MARKETING_MEMBER', mutation: 'closeRequest', at: late.waived },
  ] as const)(
    'of the $from ($role): $mutation, and the fact says for whom',
    async ({ role, mutation, at, ...rest }) => {
      const from = bench.cast[rest.from];
      const { workspaceId } = bench.cast;
      const deputy = await api.join(workspaceId, { role: 'FACILITATOR', teamId: null });
      const requestId = await bench.requestAt(at);
      const input = { requestId, ...('more' in rest && rest.more) };
      expect(await bench.attempt(mutation, deputy, input)).toBe('FORBIDDEN');
      await api.delegate(workspaceId, from, deputy, role);
      expect(await bench.attempt(mutation, deputy, input)).toBe('FORBIDDEN');
      expect(await bench.attempt(mutation, deputy, input, from)).toBe('carried out');
      const facts = await api.log.readStream({ workspaceId, streamId: `${request.type}-${plainId(requestId)}` });
      const meta = { actorId: deputy.personId, actorRole: role, onBehalfOf: from.personId };
      expect(facts.at(-1)?.meta).toMatchObject(meta);
    },
  );

  it('holds the role that was handed over and no other one of the same person', async () => {
    const { both, workspaceId } = bench.cast;
    const deputy = await api.join(workspaceId, { role: 'FACILITATOR', teamId: null });
    await api.delegate(workspaceId, both, deputy, 'MARKETING_LEAD');
    const requestId = await bench.requestAt(stage.dated);
    expect(await bench.attempt('approveRequest', deputy, { requestId, side: 'PROVIDER' }, both)).toBe('FORBIDDEN');
    expect(await bench.attempt('grantExpedite', deputy, { requestId }, both)).toBe('FORBIDDEN');
    expect(await bench.attempt('approveRequest', deputy, { requestId, side: 'CONSUMER' }, both)).toBe('carried out');
  });
});
