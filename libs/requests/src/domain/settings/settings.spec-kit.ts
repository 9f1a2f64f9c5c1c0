import { type Recorded, Refusal } from '#libs/event-log';
import { defaultPolicy } from '../policy.js';
import type { DefineFieldInput } from './field-rules.js';
import { archiveCustomField, changeCustomField, defineCustomField } from './field-rules.js';
import { archiveLabel, changeLabel, defineLabel, restoreLabel } from './label-rules.js';
import { requestSettings, type RequestSettings, type SettingsEvent } from './settings.js';
import { archiveTemplate, changeTemplate, defineTemplate } from './template-rules.js';

const { limits } = defaultPolicy;

const rules = {
  defineLabel,
  changeLabel,
  archiveLabel,
  restoreLabel,
  defineCustomField,
  changeCustomField,
  archiveCustomField,
  defineTemplate: (settings: RequestSettings, input: Parameters<typeof defineTemplate>[1]) =>
    defineTemplate(settings, input, limits),
  changeTemplate: (settings: RequestSettings, input: Parameters<typeof changeTemplate>[1]) =>
    changeTemplate(settings, input, limits),
  archiveTemplate,
};

type Rules = typeof rules;
type Input<Name extends keyof Rules> = Parameters<Rules[Name]>[1];
type AnyRule = (settings: RequestSettings, input: object) => SettingsEvent[];

/** A fact as the log would store it. */
export const recordSetting = (fact: SettingsEvent, version: number): Recorded<SettingsEvent> => ({
  ...fact,
  // As it comes back from the log: keys in another order, nothing undefined.
  data: JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(fact.data).toReversed()))) as never,
  eventId: `e-${version}`,
  workspaceId: 'w-1',
  streamId: 'request-settings-w-1',
  version,
  position: version,
  recordedAt: '2026-01-05T08:00:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'k', actorId: 'p-cleo', actorRole: 'MARKETING_LEAD' },
});

/** Settings with their history; each `when` leads on. */
export class SettingsScenario {
  constructor(
    readonly state: RequestSettings = requestSettings.initial,
    private readonly outcome: { facts: SettingsEvent[] } | { refusal: Refusal } = { facts: [] },
  ) {}

  when<Name extends keyof Rules>(name: Name, input: Input<Name>): SettingsScenario {
    try {
      const facts = (rules[name] as AnyRule)(this.state, input);
      const state = facts.reduce(
        (now, fact) => requestSettings.evolve(now, recordSetting(fact, now.version + 1)),
        this.state,
      );
      return new SettingsScenario(state, { facts });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return new SettingsScenario(this.state, { refusal: error });
    }
  }

  get facts(): SettingsEvent[] {
    if ('refusal' in this.outcome) throw this.outcome.refusal;
    return this.outcome.facts;
  }

  get refusal(): Pick<Refusal, 'code' | 'category' | 'details' | 'path'> {
    if (!('refusal' in this.outcome)) throw new Error('It was not refused.');
    const { code, category, details, path } = this.outcome.refusal;
    return { code, category, details, path };
  }
}

export const noSettings = new SettingsScenario();

/** Labels `l-1` … with names `Label 1` … */
export const withLabels = (count: number, from = noSettings): SettingsScenario =>
  Array.from({ length: count }, (_, n) => n + 1).reduce(
    (now, n) => now.when('defineLabel', { labelId: `l-${n}`, name: `Label ${n}`, colour: '#1a7f37' }),
    from,
  );

export const withField = (
  field: Partial<DefineFieldInput> & { fieldId: string },
  from = noSettings,
): SettingsScenario => from.when('defineCustomField', { name: `Field ${field.fieldId}`, kind: 'TEXT', ...field });
