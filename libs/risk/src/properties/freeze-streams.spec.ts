import { randomUUID } from 'node:crypto';
import { type AppendOutcome, type AppendRequest, EventLog, OtherStreams, PostgresLogStore } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import { type Freeze, freezesNotedOn, freezesOn, peak, property } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';
import { fromGlobalId } from '#libs/api-kit';
import { freezeStreamsFor } from './freeze-streams.js';

/** Something else is faster than the next append. */
class Overtaken extends PostgresLogStore {
  next: (() => Promise<unknown>) | null = null;

  override async append(request: AppendRequest): Promise<AppendOutcome> {
    const { next } = this;
    this.next = null;
    await next?.();
    return super.append(request);
  }
}

let api: RiskApi;
let bench: RiskBench;
beforeAll(async () => {
  api = await RiskApi.start();
});
beforeEach(async () => {
  bench = await RiskBench.open(api);
});
afterAll(async () => {
  await api?.close();
});

type Shown = { readonly id: string };
const DAY = '2026-01-06';
const days = { from: '2026-01-05', to: '2026-01-09', reason: 'Winter sale' };
const register = async (name: string): Promise<string> => {
  const input = { name, url: 'https://www.example', isPublic: true };
  return ((await api.done(bench.cast.cmo, 'registerProperty', input)).property as Shown).id;
};
const declare = async (propertyId: string): Promise<string> =>
  ((await api.done(bench.cast.cto, 'declareFreeze', { propertyIds: [propertyId], ...days })).freeze as Shown).id;

const ids = (names: readonly string[]) => names.map(propertyIdOf);
/** How many freezes keep request `r-1` from being launched, as the launch would read them. */
const guarding = (others: OtherStreams, names: readonly string[]): number => {
  const freezes: Record<string, Freeze> = freezeStreamsFor(others, ids(names), DAY);
  return freezesOn(freezes, { requestId, properties: ids(names), day: DAY }).length;
};
let requestId = 'r-1';

type Look = (others: OtherStreams, names: readonly string[]) => number;

/** A decision that stores how many freezes it saw; `meanwhile` happens between the first decision and its append. */
async function decide(names: readonly string[], meanwhile: (() => Promise<unknown>) | null, look: Look = guarding) {
  const store = new Overtaken(api.pool);
  const log = new EventLog(store, api.log.model);
  store.next = meanwhile;
  const { workspaceId } = bench.cast;
  const id = randomUUID();
  const command = operatorCommand({ workspaceId, operation: 'launch', input: { id } });
  const seen: number[] = [];
  const { position } = await OtherStreams.naming((named, othersOf) => {
    const it = { aggregate: peak, id, expect: 'new' as const };
    return log.decide(command, { ...named, it }, (states) => {
      const expectedPeakRpm = look(othersOf(states), names);
      seen.push(expectedPeakRpm);
      const data = { propertyId: id, from: DAY, to: DAY, expectedPeakRpm, testedCapacityRpm: null, title: 'Saw' };
      return { it: [{ type: 'PeakDeclared' as const, data }] };
    });
  });
  await log.settle();
  return { seen, stored: seen.at(-1), position: position! };
}

describe('a decision about a day', () => {
  it('sees the freezes of its properties that hold on that day', async () => {
    const www = await register('www');
    await declare(await register('blog'));
    await declare(www);
    expect((await decide(['WWW', 'nobody’s'], null)).stored).toBe(1);
    expect((await decide(['www', 'blog'], null)).stored).toBe(2);
    expect((await decide(['nobody’s'], null)).stored).toBe(0);
  });

  it('is made anew when a freeze is declared at the same moment', async () => {
    const www = await register('www');
    expect(await decide(['www'], () => declare(www))).toMatchObject({ seen: [0, 1], stored: 1 });
  });

  it('is made anew when its property is registered and frozen at the same moment', async () => {
    expect(await decide(['www'], async () => declare(await register('www')))).toMatchObject({ stored: 1 });
  });

  it('is made anew when a freeze ends at the same moment', async () => {
    const freezeId = await declare(await register('www'));
    const end = () => api.done(bench.cast.cto, 'endFreeze', { freezeId, reason: 'A mistake' });
    expect(await decide(['www'], end)).toMatchObject({ seen: [1, 0], stored: 0 });
  });

  it('is made anew when both leads let it through at the same moment', async () => {
    const freezeId = await declare(await register('www'));
    const asked = await bench.request();
    requestId = fromGlobalId(asked, 'Request');
    const yes = { freezeId, requestId: asked, reason: 'It cannot wait' };
    await api.done(bench.cast.cmo, 'overrideFreeze', { ...yes, side: 'CONSUMER' });
    const second = () => api.done(bench.cast.cto, 'overrideFreeze', { ...yes, side: 'PROVIDER' });
    expect(await decide(['www'], second)).toMatchObject({ seen: [1, 0], stored: 0 });
  });

  it('would miss it if it only read the property', async () => {
    const www = await register('www');
    const reading: Look = (others, names) =>
      ids(names).flatMap((id) => freezesNotedOn(others.read(property, id, { guards: false }), DAY)).length;
    expect(await decide(['www'], () => declare(www), reading)).toMatchObject({ seen: [0], stored: 0 });
  });

  it('saw a freeze exactly when it was stored after it, whoever was faster', async () => {
    for (let round = 0; round < 6; round += 1) {
      const name = `shop-${round}`;
      const propertyId = await register(name);
      const [decided, declared] = await Promise.all([
        decide([name], null),
        api.done(bench.cast.cto, 'declareFreeze', { propertyIds: [propertyId], ...days }),
      ]);
      const key = fromGlobalId((declared.freeze as Shown).id, 'Freeze');
      const [fact] = await api.log.readStream({ workspaceId: bench.cast.workspaceId, streamId: `freeze-${key}` });
      expect(decided.stored).toBe(decided.position > fact!.position ? 1 : 0);
    }
  });
});
