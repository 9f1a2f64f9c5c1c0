import { randomUUID } from 'node:crypto';
import { hall, type Hall, type HallEvent, hallLog } from './contract/hall.js';
import { commandOf } from './contract/harness.js';
import type { DecisionStream } from './decide.js';
import { MemoryLogStore } from './memory/memory-store.js';
import { OtherStreams } from './other-streams.js';
import type { AppendOutcome, AppendRequest } from './store.js';

const taken: HallEvent = { type: 'SeatTaken', data: { by: 'somebody' } };
type HallStream = DecisionStream<unknown, HallEvent>;
const stream = (id: string, guards?: false): HallStream => ({
  aggregate: hall,
  id,
  expect: 'latest',
  ...(guards === false && { guards }),
});

/** Somebody else is faster than the next append. */
class Overtaken extends MemoryLogStore {
  next: (() => Promise<unknown>) | null = null;

  override async append(request: AppendRequest): Promise<AppendOutcome> {
    const { next } = this;
    this.next = null;
    await next?.();
    return super.append(request);
  }
}

interface Circumstances {
  readonly known?: readonly HallStream[];
  /** The hall in which somebody takes a seat between the decision and its append. */
  readonly meanwhile?: string;
}

/** Decides on the hall `own`; what the rule does with other halls is the test's. */
function scene() {
  const store = new Overtaken();
  const log = hallLog(store);
  const workspaceId = randomUUID();
  let rounds = 0;
  const take = (id: string) => log.decideOne(commandOf(workspaceId), stream(id), () => [taken]);
  const decide = (rule: (others: OtherStreams) => void, { known = [], meanwhile }: Circumstances = {}) => {
    if (meanwhile !== undefined) store.next = () => take(meanwhile);
    return OtherStreams.naming((named, othersOf) => {
      rounds += 1;
      const streams = { ...(named as Record<string, HallStream>), own: stream('own') };
      return log.decide<Record<string, HallStream>>(commandOf(workspaceId), streams, (states) => {
        const others = othersOf(states);
        rule(others);
        return { ...(others.facts as Record<string, readonly HallEvent[]>), own: [taken] };
      });
    }, known);
  };
  const seats = async (id: string) => (await log.readStream({ workspaceId, streamId: `hall-${id}` })).length;
  return { decide, take, seats, rounds: () => rounds };
}

describe('streams a rule comes upon', () => {
  it('are read as they stand, one round for each of them', async () => {
    const { decide, take, rounds } = scene();
    await take('a');
    const seen: Hall[] = [];
    await decide((others) => seen.push(others.read(hall, 'a'), others.read(hall, 'b')));
    expect(seen.slice(-2).map((one) => one.taken)).toEqual([1, 0]);
    expect(rounds()).toBe(3);
  });

  it('cost one round together when they are foreseen, and none when the caller knew them', async () => {
    const many = scene();
    await many.decide((others) => {
      others.foresee([stream('a'), stream('b'), stream('c', false)]);
      others.read(hall, 'a');
      others.read(hall, 'b');
      others.read(hall, 'c', { guards: false });
    });
    expect(many.rounds()).toBe(2);
    const known = scene();
    await known.decide((others) => void others.read(hall, 'a'), { known: [stream('a')] });
    expect(known.rounds()).toBe(1);
  });

  it('guard the decision: it is taken again when one of them changed', async () => {
    const { decide } = scene();
    const seen: number[] = [];
    await decide((others) => void seen.push(others.read(hall, 'a').taken), { meanwhile: 'a' });
    expect(seen.at(-1)).toBe(1);
  });

  it('that are only read do not: it stands as it was taken', async () => {
    const { decide, seats } = scene();
    const seen: number[] = [];
    const rule = (others: OtherStreams) => void seen.push(others.read(hall, 'a', { guards: false }).taken);
    await decide(rule, { meanwhile: 'a' });
    expect(seen).toEqual([0]);
    expect(await seats('a')).toBe(1);
  });

  it('guard after all once the rule reads one of them guarding, or adds facts to it', async () => {
    for (const more of [
      (others: OtherStreams) => void others.read(hall, 'a'),
      (others: OtherStreams) => others.append(hall, 'a', [taken]),
    ]) {
      const { decide } = scene();
      const seen: number[] = [];
      const rule = (others: OtherStreams) => {
        const { taken: seats } = others.read(hall, 'a', { guards: false });
        more(others);
        seen.push(seats);
      };
      await decide(rule, { meanwhile: 'a' });
      expect(seen.at(-1)).toBe(1);
    }
  });

  it('stay as the caller named them', async () => {
    const { decide } = scene();
    const seen: number[] = [];
    await decide((others) => void seen.push(others.read(hall, 'a').taken), {
      known: [stream('a', false)],
      meanwhile: 'a',
    });
    expect(seen).toEqual([0]);
  });

  it('get their facts in the same append', async () => {
    const { decide, seats } = scene();
    await decide((others) => {
      others.append(hall, 'a', [taken]);
      others.append(hall, 'a', [taken]);
    });
    expect([await seats('own'), await seats('a')]).toEqual([1, 2]);
  });
});
