import type { DefineFieldInput } from './field-rules.js';
import { noSettings, withField } from './settings.spec-kit.js';

const options = [{ label: 'Germany' }, { label: 'France' }];
const country = withField({ fieldId: 'f-1', name: 'Country', kind: 'CHOICE', options });
const change = (input: object) => country.when('changeCustomField', { fieldId: 'f-1', ...input });
const O1 = { id: 'O1', label: 'Germany', archived: false };
const O2 = { id: 'O2', label: 'France', archived: false };

describe('a custom field', () => {
  it('is defined with what is left out filled in', () => {
    expect(country.facts).toEqual([
      {
        type: 'CustomFieldDefined',
        data: {
          fieldId: 'f-1',
          name: 'Country',
          description: null,
          format: { kind: 'CHOICE', options: [O1, O2] },
          requestTypes: [],
          requiredAt: 'NONE',
        },
      },
    ]);
    const formatOf = (input: Partial<DefineFieldInput>) =>
      withField({ fieldId: 'f-2', ...input }, noSettings).state.customFields[0]?.format;
    expect(formatOf({ kind: 'TEXT' })).toEqual({ kind: 'TEXT', maxLength: 4000 });
    expect(formatOf({ kind: 'NUMBER', min: 1 })).toEqual({ kind: 'NUMBER', min: 1, max: null, integer: false });
    expect(formatOf({ kind: 'DATE' })).toEqual({ kind: 'DATE' });
  });

  it('changes part by part; no fact when nothing changes', () => {
    const changed = change({
      requiredAt: 'SUBMIT',
      requestTypes: ['BUG', 'AB_TEST', 'BUG'],
      description: 'Where it runs',
    });
    expect(changed.facts[0]?.data).toMatchObject({
      name: 'Country',
      requiredAt: 'SUBMIT',
      requestTypes: ['AB_TEST', 'BUG'],
      description: 'Where it runs',
    });
    expect(changed.when('changeCustomField', { fieldId: 'f-1', requestTypes: ['BUG', 'AB_TEST'] }).facts).toEqual([]);
    const cleared = changed.when('changeCustomField', { fieldId: 'f-1', description: null });
    expect(cleared.state.customFields[0]?.description).toBeNull();
    expect(change({}).facts).toEqual([]);
  });

  it('takes a bound away with null and keeps it when it is left out', () => {
    const bounded = withField({ fieldId: 'f-1', kind: 'NUMBER', min: 1, max: 9 });
    const after = bounded.when('changeCustomField', { fieldId: 'f-1', min: null, integer: true });
    expect(after.state.customFields[0]?.format).toEqual({ kind: 'NUMBER', min: null, max: 9, integer: true });
  });

  it('adds, renames, sorts and archives options; none is ever removed and no id is given twice', () => {
    const after = change({ options: [{ label: 'Italy' }, { id: 'O2', label: 'La France', archived: true }] });
    expect(after.state.customFields[0]?.format).toEqual({
      kind: 'CHOICE',
      options: [{ id: 'O3', label: 'Italy', archived: false }, { id: 'O2', label: 'La France', archived: true }, O1],
    });
    expect(
      after.when('changeCustomField', { fieldId: 'f-1', options: [{ label: 'Spain' }] }).state.customFields[0],
    ).toMatchObject({
      format: { options: [{ id: 'O4' }, { id: 'O3' }, { id: 'O2' }, { id: 'O1' }] },
    });
  });

  it('is archived once', () => {
    const archived = country.when('archiveCustomField', { fieldId: 'f-1' });
    expect(archived.facts).toEqual([{ type: 'CustomFieldArchived', data: { fieldId: 'f-1' } }]);
    expect(archived.when('archiveCustomField', { fieldId: 'f-1' }).facts).toEqual([]);
  });

  it('NAME_TAKEN: the name of another in use', () => {
    const two = withField({ fieldId: 'f-2', name: 'Budget' }, country);
    expect(withField({ fieldId: 'f-3', name: 'COUNTRY' }, country).refusal.code).toBe('NAME_TAKEN');
    expect(two.when('changeCustomField', { fieldId: 'f-2', name: 'Country' }).refusal.code).toBe('NAME_TAKEN');
  });

  it('NOT_FOUND: a field that is not there or archived, and an option that is not there', () => {
    expect(country.when('archiveCustomField', { fieldId: 'f-9' }).refusal.code).toBe('NOT_FOUND');
    const archived = country.when('archiveCustomField', { fieldId: 'f-1' });
    expect(archived.when('changeCustomField', { fieldId: 'f-1', name: 'Other' }).refusal.code).toBe('NOT_FOUND');
    expect(change({ options: [{ id: 'O7', label: 'Spain' }] }).refusal).toMatchObject({
      code: 'NOT_FOUND',
      details: { what: 'option' },
      path: ['input', 'options', '0', 'id'],
    });
  });

  const wrong: readonly [string, Partial<DefineFieldInput>, string][] = [
    ['a length of a number', { kind: 'NUMBER', maxLength: 3 }, 'maxLength'],
    ['options of a text', { kind: 'TEXT', options }, 'options'],
    ['a bound of a date', { kind: 'DATE', min: 1 }, 'min'],
    ['no characters', { kind: 'TEXT', maxLength: 0 }, 'maxLength'],
    ['half a character', { kind: 'TEXT', maxLength: 1.5 }, 'maxLength'],
    ['too many characters', { kind: 'TEXT', maxLength: 4001 }, 'maxLength'],
    ['bounds the wrong way round', { kind: 'NUMBER', min: 2, max: 1 }, 'min'],
    ['a bound without end', { kind: 'NUMBER', max: Infinity }, 'min'],
    ['a choice of nothing', { kind: 'CHOICE' }, 'options'],
    ['a choice of what is archived', { kind: 'CHOICES', options: [{ label: 'x', archived: true }] }, 'options'],
    ['one label twice', { kind: 'CHOICES', options: [{ label: 'x' }, { label: 'X' }] }, 'options'],
  ];
  it.each(wrong)('VALIDATION_FAILED: %s', (_what, input, field) => {
    expect(withField({ fieldId: 'f-1', ...input }).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', field],
    });
  });

  it('VALIDATION_FAILED: an option named twice', () => {
    const twice = [O1, { ...O1, label: 'Other' }];
    expect(change({ options: twice }).refusal).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'options'] });
  });

  it('PII_NOT_ALLOWED: an address in a name, a description or an option', () => {
    const at = 'mara@example.com';
    const given = [{ name: at }, { description: at }, { kind: 'CHOICE' as const, options: [{ label: at }] }];
    expect(given.map((input) => withField({ fieldId: 'f-1', ...input }).refusal.code)).toEqual(
      given.map(() => 'PII_NOT_ALLOWED'),
    );
  });

  it('LIMIT_REACHED: 100 fields, 100 options', () => {
    const full = Array.from({ length: 100 }, (_, n) => n).reduce(
      (now, n) => withField({ fieldId: `f-${n}` }, now),
      noSettings,
    );
    expect(withField({ fieldId: 'more' }, full).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { what: 'custom fields', max: 100 },
    });
    const many = Array.from({ length: 99 }, (_, n) => ({ label: `Option ${n}` }));
    expect(change({ options: many }).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 100 } });
  });
});
