import type { RuleContext } from '../context.js';
import { withdrawRequest } from '../lifecycle.js';
import { people } from '../given.spec-kit.js';
import type { Request } from '../state.js';
import * as stage from '../stages.spec-kit.js';
import type { DefineFieldInput } from './field-rules.js';
import type { GivenValue } from './field-values.js';
import {
  type GivenField,
  labelRequest,
  type LabelRequestInput,
  requireCustomFields,
  setCustomFields,
} from './on-requests.js';
import { noSettings, type SettingsScenario, withField, withLabels } from './settings.spec-kit.js';

const labelling =
  ({ state }: SettingsScenario) =>
  (request: Request, input: LabelRequestInput, ctx: RuleContext) =>
    labelRequest(request, state, input, ctx);

const filling =
  ({ state }: SettingsScenario) =>
  (request: Request, values: readonly GivenField[], ctx: RuleContext) =>
    setCustomFields(request, state, { values }, ctx);

describe('labels of a request', () => {
  const settings = withLabels(25);
  const label = labelling(settings);
  const ids = (count: number) => Array.from({ length: count }, (_, n) => `l-${n + 1}`);
  const labelled = stage.drafted.when(label, { add: ['l-1', 'l-2', 'l-1'] }, people.engineer);

  it('are put on and taken off, each once', () => {
    expect(labelled.facts).toEqual([{ type: 'LabelsChanged', data: { added: ['l-1', 'l-2'], removed: [] } }]);
    const swapped = labelled.when(label, { add: ['l-2', 'l-3'], remove: ['l-1', 'l-9'] }, people.engineer);
    expect(swapped.facts).toEqual([{ type: 'LabelsChanged', data: { added: ['l-3'], removed: ['l-1'] } }]);
    expect(swapped.state).toMatchObject({ labels: ['l-2', 'l-3'] });
  });

  it('leave no fact when nothing changes', () => {
    for (const input of [{ add: ['l-1'] }, { remove: ['l-7'] }, {}])
      expect(labelled.when(label, input, people.engineer).facts).toEqual([]);
  });

  it('are put on requests of every status', () => {
    const ended = stage.drafted.when(withdrawRequest, { reason: 'NO_LONGER_NEEDED' }, people.requester);
    expect(ended.when(label, { add: ['l-1'] }, people.engineer).facts).toHaveLength(1);
  });

  it('that are archived stay and can be taken off', () => {
    const later = labelling(settings.when('archiveLabel', { labelId: 'l-1' }));
    expect(labelled.when(later, { remove: ['l-1'] }, people.engineer).facts).toHaveLength(1);
  });

  it('NOT_FOUND: one that is not there, or is archived; a request that is not there', () => {
    const archived = labelling(settings.when('archiveLabel', { labelId: 'l-3' }));
    const refusalOf = (input: LabelRequestInput, rule = label) => labelled.when(rule, input, people.engineer).refusal;
    expect(refusalOf({ add: ['l-3', 'l-99'] })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'add', '1'] });
    expect(refusalOf({ add: ['l-3'] }, archived)).toMatchObject({ code: 'NOT_FOUND', details: { what: 'label' } });
    expect(refusalOf({ remove: ['l-99'] })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'remove', '0'] });
    const nobody = () => labelRequest({ status: 'unknown' }, settings.state, {}, {} as RuleContext);
    expect(nobody).toThrow('No such request.');
  });

  it('LIMIT_REACHED: more than 20; taking some off at once makes room', () => {
    const full = stage.drafted.when(label, { add: ids(20) }, people.engineer);
    expect(full.facts).toHaveLength(1);
    expect(full.when(label, { add: ['l-21'] }, people.engineer).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 20 },
      path: ['input', 'add'],
    });
    expect(full.when(label, { add: ['l-21'], remove: ['l-1'] }, people.engineer).facts).toHaveLength(1);
    const many = Array.from({ length: 101 }, () => 'l-1');
    expect(full.when(label, { add: many }, people.engineer).refusal).toMatchObject({ details: { max: 100 } });
  });

  it('VALIDATION_FAILED: one in both lists', () => {
    expect(labelled.when(label, { add: ['l-1'], remove: ['l-1'] }, people.engineer).refusal.code).toBe(
      'VALIDATION_FAILED',
    );
  });

  it('FORBIDDEN: on a request that is not one’s own, for whoever may only label their own', () => {
    expect(labelled.when(label, { add: ['l-3'] }, people.stranger).refusal.code).toBe('FORBIDDEN');
  });
});

const options = [{ label: 'Germany' }, { label: 'France' }, { label: 'Italy', archived: true }];
const defined: readonly (Partial<DefineFieldInput> & { fieldId: string })[] = [
  { fieldId: 'text', kind: 'TEXT', maxLength: 5 },
  { fieldId: 'number', kind: 'NUMBER', min: 1, max: 9 },
  { fieldId: 'whole', kind: 'NUMBER', integer: true },
  { fieldId: 'boolean', kind: 'BOOLEAN' },
  { fieldId: 'date', kind: 'DATE' },
  { fieldId: 'url', kind: 'URL' },
  { fieldId: 'choice', kind: 'CHOICE', options },
  { fieldId: 'choices', kind: 'CHOICES', options },
  { fieldId: 'bugs', kind: 'TEXT', requestTypes: ['BUG', 'OTHER'] },
];
const fields = defined.reduce((now, field) => withField(field, now), noSettings);
const fill = filling(fields);
const set = (values: readonly GivenField[], who: RuleContext['actor'] = people.requester) =>
  stage.drafted.when(fill, values, who);

describe('custom fields of a request', () => {
  const fitting: readonly [string, GivenValue, unknown][] = [
    ['text', { text: ' äöüß1 ' }, 'äöüß1'],
    ['text', { text: '🦉🦉🦉🦉🦉' }, '🦉🦉🦉🦉🦉'],
    ['number', { number: 1 }, 1],
    ['number', { number: 8.5 }, 8.5],
    ['whole', { number: -12 }, -12],
    ['boolean', { boolean: false }, false],
    ['date', { date: '2024-02-29' }, '2024-02-29'],
    ['url', { text: 'https://shop.example/a?b=c' }, 'https://shop.example/a?b=c'],
    ['choice', { choice: 'O2' }, 'O2'],
    ['choices', { choices: ['O2', 'O1', 'O2'] }, ['O1', 'O2']],
  ];
  it.each(fitting)('%s takes %j', (fieldId, value, kept) => {
    expect(set([{ fieldId, value }]).facts).toEqual([
      { type: 'CustomFieldsSet', data: { values: [{ fieldId, value: kept }], definitionVersion: 9 } },
    ]);
  });

  const unfitting: readonly [string, GivenValue, string][] = [
    ['text', { text: 'abcdef' }, 'text of 1 to 5 characters'],
    ['text', { text: '  ' }, 'text of 1 to 5 characters'],
    ['text', { number: 1 }, 'text of 1 to 5 characters'],
    ['text', { text: 'a', number: 1 }, 'text of 1 to 5 characters'],
    ['text', {}, 'text of 1 to 5 characters'],
    ['number', { number: 0.9 }, 'number, at least 1, at most 9'],
    ['number', { number: 9.1 }, 'number, at least 1, at most 9'],
    ['number', { number: NaN }, 'number, at least 1, at most 9'],
    ['whole', { number: 1.5 }, 'number, a whole one'],
    ['boolean', { text: 'true' }, 'boolean'],
    ['date', { date: '2026-02-29' }, 'date, a day of the calendar'],
    ['date', { text: '2026-02-28' }, 'date, a day of the calendar'],
    ['url', { text: 'shop.example' }, 'text that is the whole address of a page, of at most 2000 characters'],
    ['url', { text: 'javascript:alert(1)' }, 'text that is the whole address of a page, of at most 2000 characters'],
    ['choice', { choice: 'O3' }, 'choice, one of O1, O2'],
    ['choice', { choice: 'Germany' }, 'choice, one of O1, O2'],
    ['choices', { choices: [] }, 'choices, some of O1, O2'],
    ['choices', { choices: ['O1', 'O3'] }, 'choices, some of O1, O2'],
    ['bugs', { text: 'x' }, 'no value on a request that is not BUG, OTHER'],
  ];
  it.each(unfitting)('CUSTOM_FIELD_INVALID: %s does not take %j', (fieldId, value, expected) => {
    expect(set([{ fieldId, value }]).refusal).toMatchObject({
      code: 'CUSTOM_FIELD_INVALID',
      category: 'VALIDATION',
      details: { fieldId, expected },
    });
  });

  it('say where in the list the fault is', () => {
    const values = [
      { fieldId: 'whole', value: { number: 1 } },
      { fieldId: 'number', value: { number: 0 } },
    ];
    expect(set(values).refusal.path).toEqual(['input', 'values', '1', 'value']);
  });

  it('change one by one; null takes away; no fact when nothing changes', () => {
    const whole = { fieldId: 'whole', value: { number: 1 } };
    const filled = set([whole, { fieldId: 'choices', value: { choices: ['O1'] } }]);
    expect(filled.when(fill, [whole], people.requester).facts).toEqual([]);
    expect(filled.when(fill, [{ fieldId: 'date', value: null }], people.requester).facts).toEqual([]);
    const less = filled.when(fill, [{ ...whole, value: null }], people.requester);
    expect(less.facts[0]?.data).toMatchObject({ values: [{ fieldId: 'whole', value: null }] });
    expect(less.state).toMatchObject({ customFields: [{ fieldId: 'choices', value: ['O1'] }] });
  });

  it('NOT_FOUND: one that is not there or archived; what it holds can be taken away', () => {
    const archived = filling(fields.when('archiveCustomField', { fieldId: 'whole' }));
    const filled = set([{ fieldId: 'whole', value: { number: 1 } }]);
    expect(set([{ fieldId: 'none', value: null }]).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'values', '0', 'fieldId'],
    });
    const again = [{ fieldId: 'whole', value: { number: 2 } }];
    expect(filled.when(archived, again, people.requester).refusal.code).toBe('NOT_FOUND');
    expect(filled.when(archived, [{ fieldId: 'whole', value: null }], people.requester).facts).toHaveLength(1);
  });

  it('VALIDATION_FAILED: a field named twice', () => {
    const one = { fieldId: 'whole', value: { number: 1 } };
    expect(set([one, one]).refusal).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'values'] });
  });

  it('LIMIT_REACHED: more than 100 values in one command', () => {
    const many = Array.from({ length: 101 }, (_, n) => ({ fieldId: `f-${n}`, value: null }));
    expect(set(many).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 100 } });
  });

  it('PII_NOT_ALLOWED: an address in a text', () => {
    const long = filling(withField({ fieldId: 'long', kind: 'TEXT' }));
    const values = [{ fieldId: 'long', value: { text: 'Ask mara@example.com' } }];
    expect(stage.drafted.when(long, values, people.requester).refusal.code).toBe('PII_NOT_ALLOWED');
  });

  it('FORBIDDEN and INVALID_STATE: of somebody else, and of a request that has ended', () => {
    const values = [{ fieldId: 'whole', value: { number: 1 } }];
    expect(set(values, people.stranger).refusal.code).toBe('FORBIDDEN');
    const ended = stage.drafted.when(withdrawRequest, { reason: 'NO_LONGER_NEEDED' }, people.requester);
    expect(ended.when(fill, values, people.requester).refusal.code).toBe('INVALID_STATE');
  });
});

describe('CUSTOM_FIELD_REQUIRED', () => {
  const owed = [
    { fieldId: 'early', requiredAt: 'SUBMIT' as const },
    { fieldId: 'late', requiredAt: 'TRIAGE' as const },
    { fieldId: 'never', requiredAt: 'NONE' as const },
    { fieldId: 'other', requiredAt: 'SUBMIT' as const, requestTypes: ['BUG'] as const },
  ].reduce((now, field) => withField(field, now), noSettings);
  const missing = (request: Request, at: 'SUBMIT' | 'TRIAGE', settings = owed) => {
    try {
      requireCustomFields(request, settings.state, at);
      return [];
    } catch (error) {
      return (error as { details: { fieldIds: string[] } }).details.fieldIds;
    }
  };

  it('names what is owed by then, of this type, and empty', () => {
    expect(missing(stage.drafted.state, 'SUBMIT')).toEqual(['early']);
    expect(missing(stage.drafted.state, 'TRIAGE')).toEqual(['early', 'late']);
    const value = { text: 'x' };
    const filled = stage.drafted.when(filling(owed), [{ fieldId: 'early', value }], people.requester);
    expect(missing(filled.state, 'SUBMIT')).toEqual([]);
    expect(missing(filled.state, 'TRIAGE')).toEqual(['late']);
  });

  it('does not ask for what is archived', () => {
    expect(missing(stage.drafted.state, 'SUBMIT', owed.when('archiveCustomField', { fieldId: 'early' }))).toEqual([]);
  });

  it('is a refusal that says the names', () => {
    expect(() => requireCustomFields(stage.drafted.state, owed.state, 'TRIAGE')).toThrow('Field early, Field late');
  });
});
