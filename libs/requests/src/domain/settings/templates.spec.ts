import type { RuleContext } from '../context.js';
import { nothing, people } from '../given.spec-kit.js';
import { creation, wholeBrief } from '../stages.spec-kit.js';
import type { Request } from '../state.js';
import { createWithSettings, type NewRequestInput } from './new-request.js';
import { noSettings, type SettingsScenario, withField, withLabels } from './settings.spec-kit.js';
import type { DefineTemplateInput } from './template-rules.js';

const base = withField(
  { fieldId: 'budget', kind: 'NUMBER', min: 0 },
  withField(
    { fieldId: 'country', kind: 'CHOICE', options: [{ label: 'Germany' }, { label: 'France' }] },
    withLabels(21),
  ),
);
const input: DefineTemplateInput = {
  templateId: 't-1',
  requestType: 'LANDING_PAGE',
  name: 'Campaign page',
  titlePrefix: 'Landing page:',
  brief: wholeBrief,
  labels: ['l-1', 'l-2'],
  customFields: [
    { fieldId: 'budget', value: { number: 100 } },
    { fieldId: 'country', value: { choice: 'O1' } },
  ],
};
const defined = base.when('defineTemplate', input);
const define = (change: Partial<DefineTemplateInput>) => base.when('defineTemplate', { ...input, ...change });

const creating =
  ({ state }: SettingsScenario) =>
  (request: Request, asked: Omit<NewRequestInput, 'creation'>, ctx: RuleContext) =>
    createWithSettings(request, state, { creation, ...asked }, ctx);
const create = (settings: SettingsScenario, asked: Omit<NewRequestInput, 'creation'> = { templateId: 't-1' }) =>
  nothing.when(creating(settings), asked, people.requester);

describe('a template', () => {
  it('is kept without what is empty and without ids of criteria', () => {
    const [fact] = defined.facts;
    expect(fact).toMatchObject({
      type: 'TemplateDefined',
      data: {
        titlePrefix: 'Landing page:',
        labels: ['l-1', 'l-2'],
        customFields: [
          { fieldId: 'budget', value: 100 },
          { fieldId: 'country', value: 'O1' },
        ],
      },
    });
    const { brief } = (fact as unknown as { data: { brief: { criteria: readonly object[] } } }).data;
    expect(brief.criteria).toEqual([
      { text: 'The page loads within 2 seconds', measure: null },
      { text: 'The form shows the offer that was clicked', measure: null },
    ]);
    expect(Object.keys(brief)).not.toContain('assets');
  });

  it('changes part by part; no fact when nothing changes', () => {
    const less = defined.when('changeTemplate', { templateId: 't-1', titlePrefix: null, brief: null, labels: [] });
    expect(less.state.templates[0]).toMatchObject({
      name: 'Campaign page',
      titlePrefix: null,
      brief: {},
      labels: [],
      customFields: [{ fieldId: 'budget', value: 100 }, {}],
    });
    expect(
      defined.when('changeTemplate', { templateId: 't-1', brief: wholeBrief, name: 'Campaign page' }).facts,
    ).toEqual([]);
  });

  it('is archived once', () => {
    const archived = defined.when('archiveTemplate', { templateId: 't-1' });
    expect(archived.facts).toEqual([{ type: 'TemplateArchived', data: { templateId: 't-1' } }]);
    expect(archived.when('archiveTemplate', { templateId: 't-1' }).facts).toEqual([]);
  });

  it('NAME_TAKEN: the name of another in use', () => {
    expect(defined.when('defineTemplate', { ...input, templateId: 't-2', name: 'campaign page' }).refusal.code).toBe(
      'NAME_TAKEN',
    );
  });

  it('NOT_FOUND: itself, a label or a field', () => {
    expect(defined.when('archiveTemplate', { templateId: 't-9' }).refusal.code).toBe('NOT_FOUND');
    expect(defined.when('changeTemplate', { templateId: 't-9' }).refusal.path).toEqual(['input', 'templateId']);
    expect(define({ labels: ['l-1', 'l-99'] }).refusal.path).toEqual(['input', 'labels', '1']);
    expect(define({ customFields: [{ fieldId: 'x', value: { text: 'y' } }] }).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'customFields', '0', 'fieldId'],
    });
  });

  it('CUSTOM_FIELD_INVALID: a value that does not fit, or none', () => {
    for (const value of [{ number: -1 }, null])
      expect(define({ customFields: [{ fieldId: 'budget', value }] }).refusal).toMatchObject({
        code: 'CUSTOM_FIELD_INVALID',
        details: { fieldId: 'budget', expected: 'number, at least 0' },
      });
  });

  it('is checked like any brief: PII_NOT_ALLOWED, BRIEF_STORY_INCOMPLETE, VALIDATION_FAILED for an id of a criterion', () => {
    const codeOf = (brief: DefineTemplateInput['brief']) => define({ brief }).refusal.code;
    expect(codeOf({ assetsNotNeeded: { reason: 'ask mara@example.com' } })).toBe('PII_NOT_ALLOWED');
    expect(codeOf({ userStories: [{ role: 'x', want: '', benefit: 'y' }] })).toBe('BRIEF_STORY_INCOMPLETE');
    expect(codeOf({ criteria: [{ id: 'C1', text: 'It loads' }] })).toBe('VALIDATION_FAILED');
    expect(define({ titlePrefix: 'mara@example.com' }).refusal.code).toBe('PII_NOT_ALLOWED');
  });

  it('LIMIT_REACHED: 100 templates, 20 labels, 10,000 characters of a brief', () => {
    const full = Array.from({ length: 100 }, (_, n) => n).reduce(
      (now, n) => now.when('defineTemplate', { templateId: `t-${n}`, requestType: 'BUG', name: `Template ${n}` }),
      noSettings,
    );
    expect(full.when('defineTemplate', { ...input, labels: [], customFields: [] }).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { what: 'templates', max: 100 },
    });
    expect(define({ labels: Array.from({ length: 21 }, (_, n) => `l-${n + 1}`) }).refusal.code).toBe('LIMIT_REACHED');
    const text = 'x'.repeat(3400);
    expect(define({ brief: { criteria: [{ text }, { text }, { text }] } }).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 10_000 },
    });
  });
});

describe('a request that begins with a template', () => {
  it('has its prefix, brief, labels and values by facts of one decision', () => {
    const created = create(defined);
    expect(created.types.filter((type) => !type.startsWith('Touch'))).toEqual([
      'RequestDrafted',
      'BriefRevised',
      'LabelsChanged',
      'CustomFieldsSet',
    ]);
    expect(created.state).toMatchObject({
      title: 'Landing page: Spring landing page',
      revision: 1,
      completeness: 100,
      labels: ['l-1', 'l-2'],
      customFields: [
        { fieldId: 'budget', value: 100 },
        { fieldId: 'country', value: 'O1' },
      ],
    });
  });

  it('takes the caller’s values before those of the template', () => {
    const own = [{ fieldId: 'budget', value: { number: 7 } }];
    expect(create(defined, { templateId: 't-1', customFields: own }).state).toMatchObject({
      customFields: [
        { fieldId: 'country', value: 'O1' },
        { fieldId: 'budget', value: 7 },
      ],
    });
    expect(create(defined, { customFields: own }).types).toEqual(['RequestDrafted', 'CustomFieldsSet']);
  });

  it('goes without what is out of use or does not fit any more', () => {
    const later = defined
      .when('archiveLabel', { labelId: 'l-1' })
      .when('changeCustomField', { fieldId: 'budget', max: 50 })
      .when('changeCustomField', { fieldId: 'country', options: [{ id: 'O1', label: 'Germany', archived: true }] });
    expect(create(later).state).toMatchObject({ labels: ['l-2'], customFields: [] });
    const gone = defined.when('archiveCustomField', { fieldId: 'budget' });
    expect(create(gone).state).toMatchObject({ customFields: [{ fieldId: 'country' }] });
    const elsewhere = defined.when('changeCustomField', { fieldId: 'budget', requestTypes: ['BUG'] });
    expect(create(elsewhere).state).toMatchObject({ customFields: [{ fieldId: 'country' }] });
  });

  it('NOT_FOUND: a template that is not there or archived; VALIDATION_FAILED: one of another type', () => {
    expect(create(defined, { templateId: 't-9' }).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'templateId'],
    });
    expect(create(defined.when('archiveTemplate', { templateId: 't-1' })).refusal.code).toBe('NOT_FOUND');
    const other = base.when('defineTemplate', { ...input, requestType: 'BUG' });
    expect(create(other).refusal).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'templateId'] });
  });

  it('CUSTOM_FIELD_INVALID: a value of the caller’s, and where', () => {
    const own = [{ fieldId: 'budget', value: { number: -7 } }];
    expect(create(defined, { templateId: 't-1', customFields: own }).refusal).toMatchObject({
      code: 'CUSTOM_FIELD_INVALID',
      path: ['input', 'customFields', '0', 'value'],
    });
  });

  it('VALIDATION_FAILED: a title that is too long with its prefix', () => {
    const long = { ...creation, title: 'x'.repeat(195) };
    const rule = (request: Request, _input: object, ctx: RuleContext) =>
      createWithSettings(request, defined.state, { creation: long, templateId: 't-1' }, ctx);
    expect(nothing.when(rule, {}, people.requester).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'title'],
    });
  });
});
