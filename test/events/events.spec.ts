import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { JSONSchema7 } from 'json-schema';
import { breaks } from './check.js';
import { type EventSchemas, schemasOf } from './schemas.js';

const schemas = JSON.parse(readFileSync('libs/readers/src/catalogue/event-schemas.json', 'utf8')) as EventSchemas;

/** Every version of every fact as it was stored once. */
const stored = readdirSync('libs').flatMap((lib) => {
  const folder = join('libs', lib, 'src/golden');
  const names = readdirSync(join('libs', lib, 'src')).includes('golden') ? readdirSync(folder) : [];
  return names.flatMap((name) => {
    const [, type, version] = /^(\w+)\.v(\d+)\.json$/.exec(name) ?? [];
    return type
      ? [{ type, version: version!, data: JSON.parse(readFileSync(join(folder, name), 'utf8')) as object }]
      : [];
  });
});

describe('the JSON schemas of stored facts', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });

  it('are there for every version that was ever stored, and every golden fact is as its schema says', () => {
    const wrong = stored.flatMap(({ type, version, data }) => {
      const schema = schemas[type]?.[version];
      if (!schema) return [`${type} ${version} has no schema`];
      return ajv.validate(schema, data) ? [] : [`${type} ${version}: ${ajv.errorsText()}`];
    });
    expect(wrong).toEqual([]);
    expect(stored.length).toBeGreaterThan(200);
  });

  it('refuse a fact that lacks what it always had', () => {
    const { data } = stored.find(({ type }) => type === 'RequestDrafted')!;
    const { title: _title, ...rest } = data as { title: string };
    expect(ajv.validate(schemas.RequestDrafted!['1']!, rest)).toBe(false);
  });
});

describe('a changed schema', () => {
  const old: JSONSchema7 = {
    type: 'object',
    properties: {
      kind: { type: 'string', enum: ['A', 'B'] },
      parts: {
        type: 'array',
        items: { type: 'object', properties: { minutes: { type: 'number' } }, required: ['minutes'] },
      },
    },
    required: ['kind', 'parts'],
  };
  const changed = (change: (schema: typeof old) => void): string[] => {
    const now = structuredClone(old);
    change(now);
    return breaks({ Made: { 1: old } }, { Made: { 1: now } });
  };
  const part = (schema: typeof old): JSONSchema7 => (schema.properties!.parts as JSONSchema7).items as JSONSchema7;

  it('may say more: an optional property, another word, other descriptions', () => {
    expect(changed((it) => (it.properties!.note = { type: 'string' }))).toEqual([]);
    expect(changed((it) => (it.properties!.kind as JSONSchema7).enum!.push('C'))).toEqual([]);
    expect(changed((it) => (it.description = 'What was made.'))).toEqual([]);
  });

  it.each<[string, (schema: typeof old) => void]>([
    ['data.kind is gone', (it) => delete it.properties!.kind],
    ['data.kind may be left out now', (it) => (it.required = ['parts'])],
    ['data.note is always there now', (it) => ((it.properties!.note = { type: 'string' }), it.required!.push('note'))],
    ['data.kind lost "B"', (it) => ((it.properties!.kind as JSONSchema7).enum = ['A'])],
    ['data.parts[].minutes is of another form', (it) => (part(it).properties!.minutes = { type: 'string' })],
    ['data.parts is another list', (it) => delete (it.properties!.parts as JSONSchema7).items],
  ])('breaks readers: %s', (what, change) => {
    expect(changed(change)).toEqual([expect.stringContaining(what)]);
  });

  it('is a new version, beside which the old one stays', () => {
    const declared = [{ type: 'Made', streamType: 'thing', version: 2 }];
    const both = schemasOf(declared, new Map([['Made', { type: 'object' }]]), { Made: { 1: old } });
    expect(both).toEqual({ Made: { 1: old, 2: { type: 'object' } } });
    expect(breaks({ Made: { 1: old } }, both)).toEqual([]);
    expect(breaks({ Made: { 1: old } }, { Made: { 2: old } })).toEqual(['Breaks readers: Made version 1 is gone.']);
  });

  it('needs every declared type, and no other', () => {
    expect(() => schemasOf([{ type: 'Made', streamType: 'thing', version: 1 }], new Map(), {})).toThrow(
      'Made is not part',
    );
    expect(() => schemasOf([], new Map([['Made', {}]]), {})).toThrow('Made is not declared');
  });
});
