import type { Fact } from '#libs/event-log';
import type { SettingsFacts, WorkloadFacts } from '../domain/index.js';

type Told = SettingsFacts & WorkloadFacts;
type Sentences = { readonly [T in keyof Told]: (data: Told[T]) => string };

const limitOf = ({ limit, hard }: WorkloadFacts['WipLimitSet']): string =>
  limit === null
    ? 'The team takes as much as comes'
    : `The team works on ${limit} requests at a time${hard ? ', and on no more' : ' unless somebody insists'}`;

const SENTENCES: Sentences = {
  LabelDefined: ({ name }) => `The label “${name}” was made`,
  LabelChanged: ({ name }) => `A label is “${name}” now`,
  LabelArchived: () => 'A label is not offered any more',
  LabelRestored: () => 'A label is offered again',
  CustomFieldDefined: ({ name }) => `The field “${name}” was made`,
  CustomFieldChanged: ({ name }) => `The field “${name}” is another now`,
  CustomFieldArchived: () => 'A field is not asked for any more',
  TemplateDefined: ({ name }) => `The template “${name}” was made`,
  TemplateChanged: ({ name }) => `The template “${name}” is another now`,
  TemplateArchived: () => 'A template is not offered any more',
  WipLimitSet: limitOf,
  WorkTaken: () => 'It took on a request',
  WorkLeft: ({ why }) => `A request left its hands: ${why.toLowerCase().replaceAll('_', ' ')}`,
};

/** What happened to the forms of a workspace or the work of a team, in one sentence that a person understands. */
export const settingsSummaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof Sentences] as (data: object) => string)(data)}.`;
