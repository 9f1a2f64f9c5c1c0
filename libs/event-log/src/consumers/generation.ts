import type { EventCatalogue } from '../catalogue.js';
import { codeFingerprint, generationOf } from '../fingerprint.js';
import type { ConsumerDefinition, ProjectionConsumer } from './definition.js';

/** A projection whose rows can be built anew beside the live ones. */
export type Rebuildable = ProjectionConsumer & Required<Pick<ProjectionConsumer, 'tables' | 'source'>>;

export const isRebuildable = (definition: ConsumerDefinition): definition is Rebuildable =>
  definition.kind === 'projection' && definition.tables !== undefined && definition.source !== undefined;

/** Names the code of a projection's rows, with the versions of the events it reads; null where it does not tell its tables. */
export function generationOfConsumer(definition: ConsumerDefinition, catalogue: EventCatalogue): string | null {
  if (!isRebuildable(definition)) return null;
  const schema = catalogue.types
    .filter(({ type }) => definition.types.includes(type))
    .map(({ type, version }) => `${type} ${version}`)
    .sort();
  return generationOf(codeFingerprint(definition.source, schema));
}
