import { ValidationFailed } from '#libs/event-log';
import { definitionOf, effectivePins, isSame, requireName } from './definition.js';

const newest = { Opened: 1, Painted: 3 };
const later = { Opened: 2, Painted: 4, Closed: 2 };

describe('what a consumer reads', () => {
  it('is pinned to what is newest when it is registered, unless it names versions', () => {
    expect(definitionOf({}, newest)).toEqual({ selection: { types: null, subject: null }, pins: newest });
    const asked = { types: ['Painted'], subject: 'door-1', versions: [{ type: 'Painted', version: 2 }] };
    const selection = { types: ['Painted'], subject: 'door-1' };
    expect(definitionOf(asked, newest)).toEqual({ selection, pins: { Painted: 2 } });
  });

  it('stays what it was when newer versions come, and new facts come in their first', () => {
    const definition = definitionOf({}, newest);
    expect(effectivePins(definition, later)).toEqual({ Opened: 1, Painted: 3, Closed: 1 });
    expect(effectivePins(definitionOf({ types: ['Opened'] }, newest), later)).toEqual({ Opened: 1 });
  });

  it('is the same as what is asked again, also by a newer program', () => {
    const all = definitionOf({}, newest);
    expect(isSame(all, {}, later)).toBe(true);
    expect(isSame(all, { versions: [{ type: 'Painted', version: 3 }] }, later)).toBe(true);
    expect(isSame(all, { versions: [{ type: 'Painted', version: 4 }] }, later)).toBe(false);
    expect(isSame(all, { types: ['Opened', 'Painted'] }, later)).toBe(false);
    expect(isSame(all, { subject: 'door-1' }, later)).toBe(false);
    const two = definitionOf({ types: ['Opened', 'Painted'] }, newest);
    expect(isSame(two, { types: ['Painted', 'Opened', 'Painted'] }, later)).toBe(true);
  });

  it.each([
    ['a fact nobody knows', { types: ['Burnt'] }, 'Burnt'],
    ['no fact', { types: [] }, 'names no type'],
    ['a version there is not', { versions: [{ type: 'Painted', version: 4 }] }, '1 to 3'],
    [
      'a version of what it does not read',
      { types: ['Opened'], versions: [{ type: 'Painted', version: 1 }] },
      'Painted',
    ],
  ])('is not %s', (_what, asked, message) => {
    expect(() => definitionOf(asked, newest)).toThrow(ValidationFailed);
    expect(() => definitionOf(asked, newest)).toThrow(message);
  });

  it.each(['nightly', 'n', '2.hours_a-day', 'a'.repeat(100)])('may be called %s', (name) => {
    expect(() => requireName(name)).not.toThrow();
  });

  it.each(['', 'Nightly', '-a', 'a-', 'a b', 'ä', 'a'.repeat(101), 'a/b'])('may not be called "%s"', (name) => {
    expect(() => requireName(name)).toThrow(ValidationFailed);
  });
});
