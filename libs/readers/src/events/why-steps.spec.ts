import { registerTelling } from '#libs/api-kit';
import { EventCatalogue, type Recorded } from '#libs/event-log';
import { sentenceOf } from './sentence.js';
import { asTree, authorOf, sentenceOfStep, sentenceOfWhy, type Step } from './why-steps.js';

const catalogue = new EventCatalogue([
  {
    type: 'DoorPainted',
    streamType: 'door',
    version: 2,
    upcasts: { 1: ({ color }: { color: string }) => ({ colors: [color] }) },
    downcasts: { 2: ({ colors }: { colors: string[] }) => ({ color: colors[0] }) },
  },
]);
registerTelling({
  streamType: 'door',
  summaryOf: ({ data }) => `It is ${(data as { colors: string[] }).colors.join()}.`,
});

const meta = {
  commandId: 'c',
  correlationId: 'c',
  actorId: '5d7a6f0e-0c39-5d3b-9a51-6c3e0d9b7f42',
  actorRole: 'ENGINEER',
};
const event = (part: Partial<Recorded> = {}): Recorded => ({
  type: 'DoorPainted',
  data: { color: 'red' },
  schemaVersion: 1,
  eventId: 'e',
  workspaceId: 'w',
  streamId: 'door-1',
  version: 1,
  position: 1,
  recordedAt: '2026-01-05T08:00:00.000Z',
  meta,
  ...part,
});
const timer = { firingId: 'f', process: 'painter', key: 'door-1', dueAt: '2026-01-05T08:00:00.000Z', causationId: 'e' };

describe('what a person is told of an event', () => {
  it('is its newest form in the words of its context, whichever version it is read in', () => {
    expect(sentenceOf(catalogue, event())).toBe('It is red.');
    expect(sentenceOf(catalogue, event({ schemaVersion: 2, data: { colors: ['red', 'blue'] } }))).toBe(
      'It is red,blue.',
    );
  });

  it('is nothing where its context says nothing', () => {
    expect(sentenceOf(catalogue, event({ streamId: 'gate-1' }))).toBeNull();
    expect(sentenceOf(catalogue, event({ type: 'DoorBurnt' }))).toBeNull();
    expect(sentenceOf(catalogue, event({ schemaVersion: 3 }))).toBeNull();
  });

  it('names the role it was done in, a deputy, or the process', () => {
    expect(authorOf(meta)).toBe('an engineer');
    expect(authorOf({ ...meta, actorRole: 'MARKETING_LEAD', onBehalfOf: 'p' })).toBe('a marketing lead as a deputy');
    expect(authorOf({ ...meta, actorId: 'process:painter' })).toBe('the process painter');
  });

  it('is a sentence for each step', () => {
    expect(sentenceOfStep(catalogue, { event: event() })).toBe('By an engineer: It is red.');
    expect(sentenceOfStep(catalogue, { event: event({ streamId: 'gate-1' }) })).toBe('By an engineer: Door painted.');
    expect(sentenceOfStep(catalogue, { timer })).toBe('A timer of painter was due at 2026-01-05T08:00:00.000Z.');
  });

  it('goes back to the first event of the chain, as far as it is known', () => {
    const steps: Step[] = [
      { id: 'f', causeId: 'e', depth: 1, of: { timer } },
      { id: 'e', causeId: null, depth: 2, of: { event: event() } },
    ];
    const late = event({ meta: { ...meta, actorId: 'process:painter' } });
    expect(sentenceOfWhy(steps, late, 'paintDoor')).toBe('It goes back to paintDoor by an engineer, over 2 steps.');
    expect(sentenceOfWhy(steps.slice(0, 1), late, null)).toBe(
      'It goes back to a command by the process painter, over 1 step.',
    );
    expect(sentenceOfWhy([], event(), 'paintDoor')).toBe('It was done by paintDoor, by an engineer.');
    expect(sentenceOfWhy([], event(), null)).toBe('It was done by an engineer.');
  });

  it('is drawn as a tree: each step before what came of it', () => {
    const step = (id: string, causeId: string): Step => ({ id, causeId, depth: 1, of: { timer } });
    const steps = [step('a', 'root'), step('b', 'root'), step('a1', 'a'), step('b1', 'b'), step('a11', 'a1')];
    expect(asTree(steps, 'root').map(({ id }) => id)).toEqual(['a', 'a1', 'a11', 'b', 'b1']);
  });
});
