import type { Fact } from '#libs/event-log';
import type { MetricFacts, OwnDefinition, RegisterEvent } from './domain/index.js';

const windowWords = ({ from, until }: { readonly from: string; readonly until: string }): string =>
  `${from} to ${until}`;

const defined = ({ name, unit, definitionVersion: version }: OwnDefinition): string =>
  `“${name}”, in ${unit}, version ${version}`;

type Facts = MetricFacts & { readonly [T in RegisterEvent['type']]: RegisterEvent['data'] };

/** Figures may be minutes of work, which not everybody sees: sentences name none. */
const SENTENCES: { readonly [T in keyof Facts]: (data: Facts[T]) => string } = {
  OwnMetricAdded: ({ key }) => `${key} was added.`,
  MetricDefined: (data) => `It was defined: ${defined(data)}.`,
  MetricDefinitionChanged: (data) =>
    `Its definition was changed: ${defined(data)}. Values of before stay under theirs.`,
  MetricBaselineSet: ({ window, n, source, definitionVersion }) =>
    `A baseline was ${source === 'COMPUTED' ? 'computed' : 'imported'}: ${windowWords(window)}, n = ${n}, version ${definitionVersion}.`,
  MetricTargetSet: ({ by, definitionVersion }) =>
    `A target was set, to be reached by ${by}, version ${definitionVersion}.`,
  ObservationImported: ({ window, n, source }) => `“${source}” observed ${windowWords(window)}, n = ${n}.`,
  MetricRetired: ({ reason }) => `It was retired: “${reason}”.`,
};

/** What happened, in a sentence to show to a person. */
export const summaryOf = ({ type, data }: Fact): string =>
  Object.hasOwn(SENTENCES, type) ? SENTENCES[type as keyof Facts](data as never) : `${type}.`;
