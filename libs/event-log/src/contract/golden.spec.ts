import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventDefinition } from '../catalogue.js';
import { type GoldenFixtures, problemsOf, strangers } from './golden.js';

const opened: EventDefinition = { type: 'Opened', streamType: 'door', version: 1 };
const painted: EventDefinition = {
  type: 'Painted',
  streamType: 'door',
  version: 3,
  upcasts: {
    1: ({ color }: { color: string }) => ({ colors: [color] }),
    2: ({ colors }: { colors: string[] }) => ({ colors, coats: 1 }),
  },
  downcasts: {
    2: ({ colors }: { colors: string[] }) => ({ color: colors[0] }),
    3: ({ colors }: { colors: string[] }) => ({ colors }),
  },
};

describe('golden fixtures', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    put('Opened.v1.json', { by: 'x' });
    put('Painted.v1.json', { color: 'red' });
    put('Painted.v2.json', { colors: ['red'] });
    put('Painted.v3.json', { colors: ['red'], coats: 1 });
    put('Painted.lifted.json', { colors: ['red'], coats: 1 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, data: object) => writeFileSync(join(folder, name), JSON.stringify(data));
  const remove = (name: string) => rmSync(join(folder, name));
  const fixtures = (part: Partial<GoldenFixtures> = {}): GoldenFixtures => ({
    events: [opened, painted],
    folder: pathToFileURL(`${folder}/`),
    samples: { Opened: { by: 'x' }, Painted: { colors: ['red'], coats: 1 } },
    ...part,
  });
  const problems = (part?: Partial<GoldenFixtures>) =>
    [opened, painted].flatMap((one) => problemsOf(fixtures(part), one));

  it('are in order when every version is there and lifted to the same', () => {
    expect(problems()).toEqual([]);
    expect(strangers(fixtures())).toEqual([]);
  });

  it.each(['Opened.v1.json', 'Painted.v1.json', 'Painted.v2.json', 'Painted.v3.json'])('are missed: %s', (name) => {
    remove(name);
    expect(problems()).toEqual([`${name} is missing.`]);
  });

  it('show an upcast that lifts to something else', () => {
    put('Painted.v2.json', { colors: ['red', 'blue'] });
    expect(problems()).toEqual(['Painted.v2.json is lifted to {"colors":["red","blue"],"coats":1}.']);
  });

  it('show a downcast that does not lead back to what the version held', () => {
    const skewed = { ...painted, downcasts: { ...painted.downcasts, 3: () => ({ colors: ['blue'] }) } };
    expect(problemsOf(fixtures({ events: [opened, skewed] }), skewed)).toEqual([
      'Painted.lifted.json is lowered to {"color":"blue"}, not to Painted.v1.json.',
      'Painted.lifted.json is lowered to {"colors":["blue"]}, not to Painted.v2.json.',
    ]);
  });

  it('show a fact that changed its form and kept its version, and one without a sample', () => {
    expect(problems({ samples: { Opened: { by: 'x', at: 1 } } })).toEqual([
      'The sample of Opened is not Opened.v1.json: does the fact need version 2?',
      'There is no sample of Painted.',
    ]);
  });

  it('show a lifted fact that a reducer cannot use', () => {
    const check = ({ type }: { type: string }) => {
      if (type === 'Opened') throw new Error('no hinge');
    };
    expect(problems({ check })).toEqual(['Opened.v1.json, lifted, is of no use: Error: no hinge']);
  });

  it('show what belongs to nobody', () => {
    put('Closed.v1.json', {});
    put('Opened.v2.json', {});
    expect(strangers(fixtures()).sort()).toEqual(['Closed.v1.json', 'Opened.v2.json']);
  });

  it('are made on demand, those of the newest version alone, and never over what is there', () => {
    const before = readFileSync(join(folder, 'Painted.v1.json'), 'utf8');
    for (const name of ['Opened.v1.json', 'Painted.v2.json', 'Painted.v3.json', 'Painted.lifted.json']) remove(name);
    expect([opened, painted].flatMap((one) => problemsOf(fixtures(), one, true))).toEqual([
      'Painted.v2.json is missing.',
    ]);
    expect(readdirSync(folder).sort()).toEqual([
      'Opened.v1.json',
      'Painted.lifted.json',
      'Painted.v1.json',
      'Painted.v3.json',
    ]);
    expect(readFileSync(join(folder, 'Painted.v1.json'), 'utf8')).toBe(before);
    expect(JSON.parse(readFileSync(join(folder, 'Painted.lifted.json'), 'utf8'))).toEqual({
      colors: ['red'],
      coats: 1,
    });
  });
});
