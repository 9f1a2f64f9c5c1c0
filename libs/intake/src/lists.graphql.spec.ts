import { type Cast, IntakeApi, type Member, TODAY } from './intake.fixture.js';

let api: IntakeApi;
let cast: Cast;
beforeAll(async () => {
  api = await IntakeApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

/** Statements the service sends while it answers, those that find out who calls among them. */
const statementsOf = async (document: string, who: Member): Promise<number> => {
  const { pool } = api;
  const query = pool.query.bind(pool);
  let count = 0;
  const counted = (...args: Parameters<typeof query>) => {
    count += 1;
    return query(...args);
  };
  Object.defineProperty(pool, 'query', { value: counted, configurable: true });
  try {
    await api.ask(document, who);
  } finally {
    Reflect.deleteProperty(pool, 'query');
  }
  return count;
};

const LISTS = {
  ideas: '{ ideas { nodes { id capturedBy { id } originTeam { id } request { id owner { id } } } } }',
  roadblocks: '{ roadblocks { nodes { id owner { id } raisedBy { id } affectedRequests { id } } } }',
  captures: '{ captures { nodes { id capturedBy { id } request { id } idea { id capturedBy { id } } } } }',
  myInterruptions: '{ myInterruptions { nodes { id fromTeam { id } request { id } } } }',
  favours: '{ favours { nodes { weekStart team { id } } } }',
};

/** One more of everything, by other people than before. */
const oneMore = async (who: Member, messageId: string): Promise<void> => {
  const { marketing: consumerTeamId, engineering } = cast;
  const { idea } = await api.done(cast.cmo, 'captureIdea', { title: 'Idea', text: 'Text.' });
  const shape = { problem: 'p', benefit: 'b', roughMinutes: 1, touches: [] };
  await api.done(cast.cto, 'shapeIdea', { ideaId: idea!.id, ...shape });
  const { request } = await api.done(who, 'convertIdea', { ideaId: idea!.id, type: 'OTHER', consumerTeamId });
  const roadblock = { title: 'Freeze', affectedRequestIds: [request!.id], until: TODAY, ownerId: who.id };
  await api.done(who, 'raiseRoadblock', roadblock);
  const link = 'https://chat.example/1';
  await api.done(who, 'captureFromChat', { channel: 'C1', messageId, link, text: 'An idea.', as: { idea: {} } });
  const draft = { requestDraft: { type: 'OTHER', consumerTeamId } };
  await api.done(who, 'captureFromChat', { channel: 'C2', messageId, link, text: 'A draft.', as: draft });
  const tap = { kind: 'FAVOUR', minutes: 5, topic: 'A banner', fromTeamId: consumerTeamId, occurredOn: TODAY };
  const { interruption } = await api.done(cast.cto, 'logInterruption', tap);
  const converted = { interruptionId: interruption!.id, type: 'OTHER', consumerTeamId };
  await api.done(cast.cto, 'convertInterruptionToRequest', converted);
  await api.done(who, 'logInterruption', { ...tap, fromTeamId: engineering });
};

describe('a list', () => {
  it('takes as many statements for many as for one, with all that hangs on its rows', async () => {
    // Work beside the answer shares the pool: it can add to one count, not to each of three.
    const fewest = async (document: string) => {
      const counts: number[] = [];
      for (let time = 0; time < 3; time += 1) counts.push(await statementsOf(document, cast.cto));
      return Math.min(...counts);
    };
    const measure = async () => {
      const counts: [string, number][] = [];
      for (const [name, document] of Object.entries(LISTS)) counts.push([name, await fewest(document)]);
      return Object.fromEntries(counts);
    };
    await oneMore(cast.cmo, '1');
    const few = await measure();
    for (const [index, who] of [cast.manager, cast.engineer, cast.cto].entries()) await oneMore(who, `more-${index}`);
    expect(await measure()).toEqual(few);
    expect(Math.max(...Object.values(few))).toBeLessThanOrEqual(8);
    expect(Math.min(...Object.values(few))).toBeGreaterThan(1);
  });
});
