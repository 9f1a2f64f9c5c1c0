import fc from 'fast-check';
import { Refusal } from '#libs/event-log';
import { contextOf, people, record } from '../given.spec-kit.js';
import { request as aggregate } from '../evolve.js';
import type { RequestEvent, RequestFacts } from '../facts.js';
import { drafted } from '../stages.spec-kit.js';
import type { Request } from '../state.js';
import type { CustomFieldValue } from '../values-delivery.js';
import { type CustomField, fieldKinds } from './fields.js';
import { setCustomFields } from './on-requests.js';
import type { RequestSettings } from './settings.js';
import { noSettings, type SettingsScenario } from './settings.spec-kit.js';

const fieldId = fc.constantFrom('f-1', 'f-2', 'f-3');
const bound = fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined });
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('https://shop.example', 'http://', 'javascript:alert(1)', ' x ', '2026-02-30'),
);
const option = fc.record(
  { id: fc.constantFrom('O1', 'O2'), label: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), archived: fc.boolean() },
  { requiredKeys: ['label'] },
);
const bounds = {
  maxLength: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  min: bound,
  max: bound,
  integer: fc.option(fc.boolean(), { nil: undefined }),
  options: fc.option(fc.array(option, { maxLength: 4 }), { nil: undefined }),
  requestTypes: fc.option(fc.subarray(['LANDING_PAGE', 'BUG'] as const), { nil: undefined }),
};
const given = fc.oneof(
  fc.record({ text }),
  fc.record({ text: fc.constant('https://shop.example/a') }),
  fc.record({ number: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double()) }),
  fc.record({ boolean: fc.boolean() }),
  fc.record({ date: fc.constantFrom('2026-02-28', '2026-02-29', '2024-02-29', '') }),
  fc.record({ choice: fc.constantFrom('O1', 'O2', 'O3', 'a') }),
  fc.record({ choices: fc.array(fc.constantFrom('O1', 'O2', 'O3'), { maxLength: 3 }) }),
);

/** Only the bounds of its kind, so that most definitions are taken. */
const fitting = ({ kind, maxLength, min, max, integer, options, ...field }: Defining): Defining => ({
  kind,
  ...field,
  ...(kind === 'TEXT' && { maxLength }),
  ...(kind === 'NUMBER' && { min, max, integer }),
  ...(kind.startsWith('CHOICE') && { options: options ?? [{ label: 'a' }] }),
});

/** Options that are there do not begin with ids. */
const unnumbered = ({ options, ...field }: Defining): Defining => ({
  ...field,
  ...(options && { options: options.map(({ id: _id, ...option }) => option) }),
});

type Defining = Parameters<typeof noSettings.when<'defineCustomField'>>[1];
type Step =
  { readonly define: (settings: SettingsScenario) => SettingsScenario } | { readonly values: readonly object[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ fieldId, kind: fc.constantFrom(...fieldKinds), ...bounds }).map((field) => ({
    define: (settings: SettingsScenario) => {
      const known = settings.state.customFields.some(({ id }) => id === field.fieldId);
      const { kind, ...change } = fitting({ name: field.fieldId, ...field });
      return known
        ? settings.when('changeCustomField', change)
        : settings.when('defineCustomField', unnumbered({ kind, ...change }));
    },
  })),
  fieldId.map((id) => ({
    define: (settings: SettingsScenario) => settings.when('archiveCustomField', { fieldId: id }),
  })),
  fc
    .array(fc.record({ fieldId, value: fc.option(given) }), { minLength: 1, maxLength: 2 })
    .map((values) => ({ values })),
);

/** The definition said once more, without a look at how it is enforced. */
function satisfies(field: CustomField | undefined, value: CustomFieldValue): boolean {
  if (!field || field.archived) return false;
  if (field.requestTypes.length > 0 && !field.requestTypes.includes('LANDING_PAGE')) return false;
  const { format } = field;
  const open = 'options' in format ? format.options.filter(({ archived }) => !archived).map(({ id }) => id) : [];
  const checks: Readonly<Record<string, () => boolean>> = {
    TEXT: () =>
      typeof value === 'string' &&
      Array.from(value).length >= 1 &&
      'maxLength' in format &&
      Array.from(value).length <= format.maxLength,
    URL: () => typeof value === 'string' && ['http:', 'https:'].includes(new URL(value).protocol),
    NUMBER: () =>
      typeof value === 'number' &&
      'integer' in format &&
      value >= (format.min ?? -Infinity) &&
      value <= (format.max ?? Infinity) &&
      Number.isFinite(value) &&
      (!format.integer || value % 1 === 0),
    BOOLEAN: () => typeof value === 'boolean',
    DATE: () => typeof value === 'string' && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value),
    CHOICE: () => typeof value === 'string' && open.includes(value),
    CHOICES: () =>
      Array.isArray(value) &&
      value.length > 0 &&
      new Set(value).size === value.length &&
      (value as string[]).every((id) => open.includes(id)),
  };
  return checks[format.kind]!();
}

describe('whatever is defined and given', () => {
  it('a stored value satisfies its definition at the version it names', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 25 }), (steps) => {
        let settings = noSettings;
        let request: Request = drafted.state;
        const versions = new Map<number, RequestSettings>();
        const stored: RequestFacts['CustomFieldsSet'][] = [];
        for (const one of steps) {
          if ('define' in one) {
            settings = one.define(settings);
            versions.set(settings.state.version, settings.state);
            continue;
          }
          const facts = decided(request, settings.state, one.values);
          for (const fact of facts) {
            request = aggregate.evolve(request, record(fact, 2, people.requester));
            stored.push(fact.data as RequestFacts['CustomFieldsSet']);
          }
        }
        for (const { values, definitionVersion } of stored) {
          for (const { fieldId: id, value } of values.filter((entry) => entry.value !== null)) {
            const field = versions.get(definitionVersion)?.customFields.find((one) => one.id === id);
            expect(satisfies(field, value!)).toBe(true);
            kinds.add(field!.format.kind);
          }
        }
      }),
      // A seed, so that which kinds come up is no matter of luck.
      { numRuns: 3000, seed: 20260105 },
    );
    expect(kinds).toEqual(new Set(fieldKinds));
  });
});

function decided(request: Request, settings: RequestSettings, values: readonly object[]): RequestEvent[] {
  try {
    return setCustomFields(request, settings, { values: values as never }, contextOf(people.requester));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
