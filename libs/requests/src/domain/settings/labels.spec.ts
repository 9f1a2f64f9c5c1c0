import { noSettings, withLabels } from './settings.spec-kit.js';

const sale = { labelId: 'l-1', name: 'Black Friday', colour: '#1A7F37' };
const defined = noSettings.when('defineLabel', sale);

describe('a label', () => {
  it('is defined by a name and a colour, which is kept in small letters', () => {
    expect(defined.facts).toEqual([{ type: 'LabelDefined', data: { ...sale, colour: '#1a7f37' } }]);
    expect(defined.state).toMatchObject({ version: 1, labels: [{ id: 'l-1', name: 'Black Friday', archived: false }] });
  });

  it('changes, and keeps what is left out; no fact when nothing changes', () => {
    const renamed = defined.when('changeLabel', { labelId: 'l-1', name: 'Cyber Week' });
    expect(renamed.facts).toEqual([
      { type: 'LabelChanged', data: { labelId: 'l-1', name: 'Cyber Week', colour: '#1a7f37' } },
    ]);
    expect(renamed.when('changeLabel', { labelId: 'l-1', name: 'Cyber Week', colour: '#1A7F37' }).facts).toEqual([]);
    // Its own name is not taken by itself.
    expect(defined.when('changeLabel', { labelId: 'l-1', name: 'BLACK FRIDAY' }).facts).toHaveLength(1);
  });

  it('is archived and restored once each', () => {
    const archived = defined.when('archiveLabel', { labelId: 'l-1' });
    expect(archived.facts).toEqual([{ type: 'LabelArchived', data: { labelId: 'l-1' } }]);
    expect(archived.when('archiveLabel', { labelId: 'l-1' }).facts).toEqual([]);
    const restored = archived.when('restoreLabel', { labelId: 'l-1' });
    expect(restored.facts).toEqual([{ type: 'LabelRestored', data: { labelId: 'l-1' } }]);
    expect(restored.when('restoreLabel', { labelId: 'l-1' }).facts).toEqual([]);
  });

  it.each([
    ['the name of another', { name: ' black  friday' }],
    ['the name of another in capitals', { name: 'BLACK FRIDAY' }],
  ])('NAME_TAKEN: %s', (_what, change) => {
    expect(defined.when('defineLabel', { ...sale, labelId: 'l-2', ...change }).refusal).toMatchObject({
      code: 'NAME_TAKEN',
      category: 'CONFLICT',
      path: ['input', 'name'],
    });
  });

  it('NAME_TAKEN: one that is archived gives its name away, and comes back only with a free one', () => {
    const taken = defined
      .when('archiveLabel', { labelId: 'l-1' })
      .when('defineLabel', { ...sale, labelId: 'l-2' })
      .when('restoreLabel', { labelId: 'l-1' });
    expect(taken.refusal).toMatchObject({ code: 'NAME_TAKEN', details: { name: 'Black Friday' } });
    const other = { labelId: 'l-3', name: 'Other', colour: '#000000' };
    expect(
      defined.when('defineLabel', other).when('changeLabel', { labelId: 'l-3', name: 'Black Friday' }).refusal.code,
    ).toBe('NAME_TAKEN');
  });

  it.each(['1a7f37', '#1a7f3', '#1a7f37ff', 'green', ''])('VALIDATION_FAILED: the colour %p', (colour) => {
    expect(noSettings.when('defineLabel', { ...sale, colour }).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'colour'],
    });
  });

  it('VALIDATION_FAILED and PII_NOT_ALLOWED: a name that is empty, long or of a person', () => {
    const codeOf = (name: string) => noSettings.when('defineLabel', { ...sale, name }).refusal.code;
    expect([' ', 'x'.repeat(101), 'ask mara@example.com'].map(codeOf)).toEqual([
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'PII_NOT_ALLOWED',
    ]);
  });

  it('NOT_FOUND: one that is not there; to be changed, also one that is archived', () => {
    const missing = { code: 'NOT_FOUND', details: { what: 'label' }, path: ['input', 'labelId'] };
    const nobody = { labelId: 'l-9' };
    for (const name of ['changeLabel', 'archiveLabel', 'restoreLabel'] as const)
      expect(defined.when(name, nobody).refusal).toMatchObject(missing);
    const archived = defined.when('archiveLabel', { labelId: 'l-1' });
    expect(archived.when('changeLabel', { labelId: 'l-1', name: 'Other' }).refusal).toMatchObject(missing);
  });

  it('LIMIT_REACHED: 200 in use, and no restoring past them', () => {
    const full = withLabels(200);
    const one = { labelId: 'l-201', name: 'One more', colour: '#000000' };
    expect(full.when('defineLabel', one).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { what: 'labels', max: 200 },
    });
    const swapped = full.when('archiveLabel', { labelId: 'l-1' }).when('defineLabel', one);
    expect(swapped.facts).toHaveLength(1);
    expect(swapped.when('restoreLabel', { labelId: 'l-1' }).refusal.code).toBe('LIMIT_REACHED');
  });

  it('LIMIT_REACHED: 1,000 ever, archived ones counted', () => {
    let all = noSettings;
    for (let n = 1; n <= 1000; n += 1) {
      const labelId = `l-${n}`;
      all = all.when('defineLabel', { ...sale, labelId }).when('archiveLabel', { labelId });
    }
    expect(all.facts).toHaveLength(1);
    expect(all.when('defineLabel', { ...sale, labelId: 'more' }).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 1000 },
    });
  });
});
