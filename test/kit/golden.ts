import { mkdirSync } from 'node:fs';
import { type GoldenFixtures, problemsOf, strangers } from '../../libs/event-log/src/contract/golden.js';

export type { Samples } from '../../libs/event-log/src/contract/golden.js';

/**
 * Specs that every stored version of every fact can still be read. With GOLDEN_WRITE=1 a missing fixture of the newest version is
 * made from its sample (and `<Type>.lifted.json` from the first version); older ones are history and are never made.
 */
export const describeGoldenFixtures = (fixtures: GoldenFixtures): void => {
  describe('stored facts', () => {
    const write = process.env.GOLDEN_WRITE === '1';
    if (write) mkdirSync(fixtures.folder, { recursive: true });
    it.each(fixtures.events.map((definition) => [definition.type, definition] as const))(
      '%s: all versions can be read',
      (_type, definition) => {
        expect(problemsOf(fixtures, definition, write)).toEqual([]);
      },
    );
    it('have no fixture of a type or version that nobody declares', () => expect(strangers(fixtures)).toEqual([]));
  });
};
