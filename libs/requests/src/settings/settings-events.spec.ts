import { compareInlineView, type Fact, type Recorded } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import { describeGoldenFixtures, type Samples } from '#test/kit/golden';
import {
  filterShelf,
  type FilterShelfEvent,
  requestSettings,
  savedFilter,
  type SavedFilterEvent,
  type SettingsEvent,
} from '../domain/index.js';
import { requestsModel, settingsEvents } from '../events.js';
import { requestsApi, type RequestsApi } from '../requests.fixture.js';
import { savedFilterRow, settingsRow } from './settings-rows.js';

const [labelId, fieldId, templateId, savedFilterId, ownerId] = [
  '4d5e6f70-8a9b-5c0d-9e1f-2a3b4c5d6e07',
  '8b9c0d1e-2f3a-5b4c-9d5e-6f7a8b9c0d08',
  '9c0d1e2f-3a4b-5c5d-8e6f-7a8b9c0d1e09',
  'ad1e2f3a-4b5c-5d6e-9f7a-8b9c0d1e2f0a',
  '7d2e4f60-1b2c-5d3e-9f40-5a6b7c8d9e03',
];
const label = { labelId, name: 'Black Friday', colour: '#1a7f37' };
const field = {
  fieldId,
  name: 'Country',
  description: 'Where it runs',
  format: { kind: 'CHOICE', options: [{ id: 'O1', label: 'Germany', archived: false }] },
  requestTypes: ['LANDING_PAGE'],
  requiredAt: 'SUBMIT',
} as const;
const template = {
  templateId,
  requestType: 'LANDING_PAGE',
  name: 'Campaign page',
  titlePrefix: 'Landing page:',
  brief: { criteria: [{ text: 'The page loads', measure: null }], assetsNotNeeded: { reason: 'Uses the page kit' } },
  labels: [labelId],
  customFields: [{ fieldId, value: 'O1' }],
} as const;
const filter = { name: 'Ours', shared: true, filter: { held: { eq: true } }, order: [{ title: 'ASC' }] };

const settingsSamples: Samples<SettingsEvent> = {
  LabelDefined: label,
  LabelChanged: { ...label, name: 'Cyber Week' },
  LabelArchived: { labelId },
  LabelRestored: { labelId },
  CustomFieldDefined: field,
  CustomFieldChanged: { ...field, requiredAt: 'NONE' },
  CustomFieldArchived: { fieldId },
  TemplateDefined: template,
  TemplateChanged: { ...template, titlePrefix: null },
  TemplateArchived: { templateId },
};
const filterSamples: Samples<SavedFilterEvent> = {
  FilterSaved: { ...filter, ownerId },
  SavedFilterChanged: { ...filter, shared: false },
  SavedFilterDeleted: { ownerId },
};
const shelfSamples: Samples<FilterShelfEvent> = {
  FilterShelved: { savedFilterId },
  FilterUnshelved: { savedFilterId },
};

const recorded = <E extends Fact>(streamId: string, fact: Fact, version: number) =>
  ({ ...fact, streamId, version, recordedAt: `2026-01-05T08:30:00.00${version % 10}Z` }) as unknown as Recorded<E>;

/** The row after the samples up to this one. */
function folded({ type }: Fact): object {
  if (Object.hasOwn(shelfSamples, type))
    return filterShelf.evolve(
      filterShelf.initial,
      recorded<FilterShelfEvent>('', { type, data: { savedFilterId } }, 1),
    );
  const ofFilter = Object.hasOwn(filterSamples, type);
  const samples = Object.entries<object>(ofFilter ? filterSamples : settingsSamples);
  const upTo = samples.slice(0, samples.findIndex(([name]) => name === type) + 1);
  let row: object | null = null;
  for (const [index, [name, data]] of upTo.entries()) {
    const fact = { type: name, data };
    row = ofFilter
      ? savedFilterRow.evolve(row as never, recorded(`${savedFilter.type}-${savedFilterId}`, fact, index + 1))
      : settingsRow.evolve(row as never, recorded(requestSettings.type, fact, index + 1));
  }
  return row!;
}

describeGoldenFixtures({
  events: settingsEvents,
  folder: new URL('./golden/', import.meta.url),
  samples: { ...settingsSamples, ...filterSamples, ...shelfSamples },
  check: folded,
});

describe('the rows', () => {
  it('say what the facts say', () => {
    expect(folded({ type: 'TemplateArchived', data: {} })).toEqual({
      labels: [{ id: labelId, name: 'Cyber Week', colour: '#1a7f37', archived: false }],
      custom_fields: [{ ...field, fieldId: undefined, id: fieldId, requiredAt: 'NONE', archived: true }],
      templates: [{ ...template, templateId: undefined, id: templateId, titlePrefix: null, archived: true }],
      updated_at: '2026-01-05T08:30:00.000Z',
    });
    expect(folded({ type: 'SavedFilterChanged', data: {} })).toMatchObject({
      shared: false,
      deleted: false,
      owner_id: ownerId,
    });
    expect(folded({ type: 'SavedFilterDeleted', data: {} })).toMatchObject({
      saved_filter_id: savedFilterId,
      name: 'Ours',
      deleted: true,
      saved_at: '2026-01-05T08:30:00.001Z',
    });
  });
});

describe('rows in the database', () => {
  let api: RequestsApi;
  beforeAll(async () => {
    api = await requestsApi();
  });
  afterAll(() => api.close());

  it('are what the stored facts fold to', async () => {
    const { workspaceId } = await api.cast();
    const streams = [
      [requestSettings, workspaceId, settingsSamples],
      [savedFilter, savedFilterId, filterSamples],
    ] as const;
    for (const [aggregate, id, samples] of streams) {
      for (const [type, data] of Object.entries<object>(samples)) {
        const command = operatorCommand({ workspaceId, operation: 'happened', input: {} });
        const stream = {
          aggregate: aggregate as (typeof requestsModel.aggregates)[number],
          id,
          expect: 'latest' as const,
        };
        await api.log.decideOne(command, stream, () => [{ type, data }]);
      }
    }
    const views = requestsModel.views.filter(({ table }) => [settingsRow.table, savedFilterRow.table].includes(table));
    expect(views).toHaveLength(2);
    for (const view of views)
      expect(await compareInlineView(api.owner, api.log.model, view)).toEqual({
        rows: 1,
        differing: 0,
        differences: [],
      });
  });
});
