import fc from 'fast-check';
import { CatalogueError, EventCatalogue, type EventDefinition, type VersionPins } from './catalogue.js';
import { fold, UnknownFacts } from './decide.js';
import { hall, hallModel } from './contract/hall.js';
import type { Recorded } from './event.js';

const moved: EventDefinition = {
  type: 'Moved',
  streamType: 'thing',
  version: 3,
  upcasts: {
    1: ({ to }: { to: string }) => ({ target: to }),
    2: ({ target }: { target: string }) => ({ target, by: null }),
  },
  downcasts: {
    2: ({ target }: { target: string }) => ({ to: target }),
    3: ({ target }: { target: string }) => ({ target }),
  },
};

const stored = (schemaVersion: number, data: object, type = 'Moved'): Recorded => ({
  type,
  data,
  schemaVersion,
  eventId: 'e',
  workspaceId: 'w',
  streamId: 'thing-1',
  version: 1,
  position: 7,
  recordedAt: '2026-01-05T08:00:00.000Z',
  meta: { commandId: 'c', correlationId: 'c', actorId: 'a', actorRole: 'r' },
});

const withoutDowncasts = ({ type, streamType, version, upcasts = {} }: EventDefinition): EventDefinition => ({
  type,
  streamType,
  version,
  upcasts,
});

describe('the catalogue of events', () => {
  const refused: [string, EventDefinition[], string][] = [
    ['a gap', [{ ...moved, upcasts: { 2: moved.upcasts![2]! } }], 'nothing lifts version 1 to 2'],
    ['no upcast at all', [{ type: 'Moved', streamType: 'thing', version: 2 }], 'nothing lifts version 1 to 2'],
    [
      'an upcast past the version written',
      [{ ...moved, version: 2, downcasts: { 2: moved.downcasts![2]! } }],
      'an upcast from 2 leads past version 2',
    ],
    ['an upcast from version 0', [{ ...moved, upcasts: { ...moved.upcasts, 0: (data) => data } }], 'an upcast from 0'],
    ['a step nothing lowers', [{ ...moved, downcasts: { 2: moved.downcasts![2]! } }], 'nothing lowers version 3 to 2'],
    ['no downcast at all', [withoutDowncasts(moved)], 'nothing lowers version 2 to 1'],
    ['a downcast of version 1', [{ ...moved, downcasts: { ...moved.downcasts, 1: (data) => data } }], 'from 1 is none'],
    [
      'a downcast of no version',
      [{ ...moved, downcasts: { ...moved.downcasts, 4: (data) => data } }],
      'from 4 is none',
    ],
    ['a version that is none', [{ type: 'Moved', streamType: 'thing', version: 0 }], 'version 0 is none'],
    ['half a version', [{ type: 'Moved', streamType: 'thing', version: 1.5 }], 'version 1.5 is none'],
    ['a type declared twice for a stream', [moved, moved], 'Moved is declared twice'],
    [
      'a shared type of two versions',
      [
        moved,
        {
          type: 'Moved',
          streamType: 'other',
          version: 2,
          upcasts: { 1: moved.upcasts![1]! },
          downcasts: { 2: moved.downcasts![2]! },
        },
      ],
      'Moved is declared twice',
    ],
    [
      'a shared type lifted in two ways',
      [moved, { ...moved, streamType: 'other', upcasts: { ...moved.upcasts } }],
      'twice',
    ],
    [
      'a shared type lowered in two ways',
      [moved, { ...moved, streamType: 'other', downcasts: { ...moved.downcasts } }],
      'twice',
    ],
  ];
  it.each(refused)('refuses %s', (_name, definitions, message) => {
    expect(() => new EventCatalogue(definitions)).toThrow(CatalogueError);
    expect(() => new EventCatalogue(definitions)).toThrow(message);
  });

  it('lifts every older version to the newest, step by step, and leaves all else as it was', () => {
    const catalogue = new EventCatalogue([moved]);
    const newest = { target: 'x', by: null };
    expect(catalogue.lift(stored(1, { to: 'x' }))).toEqual(stored(3, newest));
    expect(catalogue.lift(stored(2, { target: 'x' }))).toEqual(stored(3, newest));
    const event = stored(3, { target: 'x', by: 'me' });
    expect(catalogue.lift(event)).toBe(event);
  });

  /** What a reader of each version saw when it was the newest. */
  const golden = (to: string): Record<number, object> => ({
    1: { to },
    2: { target: to },
    3: { target: to, by: null },
  });

  it('gives a type in the version it is pinned to, whatever version was stored', () => {
    const catalogue = new EventCatalogue([moved]);
    const version = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(fc.string(), version, version, (to, was, pin) => {
        const event = stored(was, golden(to)[was]!);
        expect(catalogue.lift(event, { Moved: pin })).toEqual(stored(pin, golden(to)[pin]!));
        expect(catalogue.lift(catalogue.lift(event)!, { Moved: pin })).toEqual(stored(pin, golden(to)[pin]!));
      }),
    );
  });

  it('keeps what only an older version held for who is pinned to it', () => {
    const event = stored(1, { to: 'x', wind: 'north' });
    expect(new EventCatalogue([moved]).lift(event, { Moved: 1 })).toBe(event);
  });

  it('gives the newest where nothing is pinned, or a version it does not know', () => {
    const catalogue = new EventCatalogue([moved]);
    const event = stored(1, { to: 'x' });
    for (const pins of [{}, { Other: 1 }, { Moved: 9 }] as VersionPins[])
      expect(catalogue.lift(event, pins)).toEqual(stored(3, golden('x')[3]!));
    expect(catalogue.lift(stored(3, golden('x')[3]!), { Moved: 0 })).toEqual(stored(1, golden('x')[1]!));
    expect(catalogue.newest()).toEqual({ Moved: 3 });
  });

  it('gives a pinned reader no event of a newer program', () => {
    expect(new EventCatalogue([moved]).lift(stored(4, {}), { Moved: 1 })).toBeNull();
  });

  it('tells in which kind of stream an event stands, also where names begin alike', () => {
    const kinds = ['thing', 'thing-part', 'other'].map((streamType) => ({ ...moved, streamType }));
    const catalogue = new EventCatalogue([...kinds, { type: 'Made', streamType: 'thing', version: 1 }]);
    const of = (streamId: string, type = 'Moved') => catalogue.streamTypeOf({ type, streamId });
    expect([of('thing-1'), of('thing-part-1'), of('other-thing-1')]).toEqual(['thing', 'thing-part', 'other']);
    expect([of('thing-part-1', 'Made'), of('unknown-1'), of('thing-1', 'Unknown')]).toEqual(['thing', null, null]);
  });

  it('leaves events of a newer program alone', () => {
    const catalogue = new EventCatalogue([moved]);
    expect(catalogue.lift(stored(4, {}))).toBeNull();
    expect(catalogue.lift(stored(1, {}, 'NotYetKnown'))).toBeNull();
  });

  it('knows the version to write, and refuses a fact that is not declared or not for this stream', () => {
    const catalogue = new EventCatalogue([moved]);
    expect(catalogue.versionOf({ type: 'Moved', data: {} }, 'thing')).toBe(3);
    expect(() => catalogue.versionOf({ type: 'Moved', data: {} }, 'other')).toThrow('belongs to thing, not to other');
    expect(() => catalogue.versionOf({ type: 'Lost', data: {} }, 'thing')).toThrow(CatalogueError);
    expect(catalogue.types).toEqual([moved]);
  });

  it('knows a fact that two kinds of streams share for each of them', () => {
    const catalogue = new EventCatalogue([moved, { ...moved, streamType: 'other' }]);
    expect(catalogue.versionOf({ type: 'Moved', data: {} }, 'other')).toBe(3);
    expect([catalogue.schemaOf('thing'), catalogue.schemaOf('other')]).toEqual([['Moved 3'], ['Moved 3']]);
    expect(catalogue.lift(stored(1, { to: 'x' }))).toEqual(stored(3, { target: 'x', by: null }));
    expect(() => catalogue.versionOf({ type: 'Moved', data: {} }, 'third')).toThrow('not to third');
  });

  it('keeps a decision from being made without facts of a newer program', () => {
    const folding = { aggregate: hall, views: [], fingerprint: 'f' } as unknown as Parameters<typeof fold>[0];
    const loaded = { streamId: 'hall-1', version: 1, snapshot: null, events: [stored(1, {}, 'RoofOpened')] };
    expect(() => fold(folding, loaded, hallModel.catalogue)).toThrow(UnknownFacts);
  });
});
