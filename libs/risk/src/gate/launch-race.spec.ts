import type { AppendRequest, DecisionStore, OtherStreams } from '#libs/event-log';
import { type Payload, RiskApi } from '../risk.fixture.js';
import { GateBench } from './gate.fixture.js';
import { RiskLaunchGate } from './launch-gate.js';

let api: RiskApi;
let gate: GateBench;
beforeAll(async () => {
  api = await RiskApi.start();
});
beforeEach(async () => {
  gate = await GateBench.open(api);
});
afterAll(() => api.close());

const codes = ({ problems }: Payload): string[] => problems.map(({ code }) => code);
const at = ({ position }: Payload): number =>
  Number(
    Buffer.from(position ?? '', 'base64url')
      .toString()
      .split(/\D+/)
      .at(-1),
  );
const properties = ['www.example'];
const ROUNDS = 6;

/** Lets something else happen between a launch's decision and its append, once. */
async function meanwhile(happens: () => Promise<unknown>, launch: () => Promise<Payload>): Promise<Payload> {
  const { store } = api.log as unknown as { store: DecisionStore };
  const append = store.append.bind(store);
  let left = 1;
  store.append = async (request: AppendRequest) => {
    if (request.command.operation === 'LaunchRequest' || request.command.operation === 'launchRequest') {
      left -= 1;
      if (left === 0) await happens();
    }
    return append(request);
  };
  try {
    return await launch();
  } finally {
    Reflect.deleteProperty(store, 'append');
    expect(left).toBeLessThanOrEqual(0);
  }
}

/** The gate as it would be if what it reads guarded nothing. */
async function unguarded<T>(work: () => Promise<T>): Promise<T> {
  const { prototype } = RiskLaunchGate;
  const check = Object.getOwnPropertyDescriptor(prototype, 'check')!.value as RiskLaunchGate['check'];
  const loose = (others: OtherStreams): OtherStreams =>
    ({
      read: (aggregate: never, id: string) => others.read(aggregate, id, { guards: false }),
      foresee: (streams: Parameters<OtherStreams['foresee']>[0]) =>
        others.foresee(streams.map((stream) => ({ ...stream, guards: false as const }))),
    }) as unknown as OtherStreams;
  prototype.check = function (others, candidate, day) {
    return check.call(this, loose(others), candidate, day);
  };
  try {
    return await work();
  } finally {
    prototype.check = check;
  }
}

describe('a launch and a freeze at the same moment', () => {
  it('never stands inside the freeze', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      gate = await GateBench.open(api);
      const propertyId = await gate.property();
      const requestId = await gate.request({ properties });
      const input = { propertyIds: [propertyId], from: '2026-01-05', to: '2026-01-06', reason: 'Winter sale' };
      const [launch, freeze] = await Promise.all([
        gate.launch(requestId),
        api.give(gate.cast.cto, 'declareFreeze', input),
      ]);
      expect(codes(freeze)).toEqual([]);
      if (launch.problems.length > 0) expect(codes(launch)).toEqual(['FREEZE_WINDOW']);
      else expect(at(launch)).toBeLessThan(at(freeze));
    }
  });

  const declared = async () => {
    const propertyId = await gate.property();
    const requestId = await gate.request({ properties });
    return { requestId, freeze: () => gate.freeze(propertyId) };
  };

  it('is decided anew when the freeze was faster', async () => {
    const { requestId, freeze } = await declared();
    expect(codes(await meanwhile(freeze, () => gate.launch(requestId)))).toEqual(['FREEZE_WINDOW']);
  });

  it('would be launched into it, if what the gate reads guarded nothing', async () => {
    const { requestId, freeze } = await declared();
    expect(codes(await unguarded(() => meanwhile(freeze, () => gate.launch(requestId))))).toEqual([]);
  });
});

describe('a launch and the end of an override at the same moment', () => {
  it('counts the second lead’s yes from the moment it is stored', async () => {
    const propertyId = await gate.property();
    const freezeId = await gate.freeze(propertyId);
    const requestId = await gate.request({ properties });
    const reason = 'The offer ends tonight.';
    await gate.done('cmo', 'overrideFreeze', { freezeId, requestId, side: 'CONSUMER', reason });
    const yes = { freezeId, requestId, side: 'PROVIDER', reason };
    const [launch, override] = await Promise.all([gate.launch(requestId), gate.done('cto', 'overrideFreeze', yes)]);
    if (launch.problems.length > 0) expect(codes(launch)).toEqual(['FREEZE_WINDOW']);
    else expect(at(override)).toBeLessThan(at(launch));
    expect(await gate.launched(requestId)).toEqual(launch.problems.length > 0 ? [] : ['INVALID_STATE']);
  });
});

describe('a launch and a review that is opened again at the same moment', () => {
  it('never stands on a decision that was taken back', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      gate = await GateBench.open(api);
      const requestId = await gate.cleared();
      const input = { reviewId: gate.bench.reviewOf(requestId), reason: 'Something new came up.' };
      const [launch, reopened] = await Promise.all([
        gate.launch(requestId),
        api.give(gate.cast.reviewer, 'reopenReview', input),
      ]);
      expect(codes(reopened)).toEqual([]);
      if (launch.problems.length > 0) expect(codes(launch)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
      else expect(at(launch)).toBeLessThan(at(reopened));
    }
  });

  it('is decided anew when the reviewer was faster', async () => {
    const requestId = await gate.cleared();
    const input = { reviewId: gate.bench.reviewOf(requestId), reason: 'Something new came up.' };
    const launch = await meanwhile(
      () => gate.done('reviewer', 'reopenReview', input),
      () => gate.launch(requestId),
    );
    expect(codes(launch)).toEqual(['LAUNCH_BLOCKED_BY_RISK']);
  });
});
