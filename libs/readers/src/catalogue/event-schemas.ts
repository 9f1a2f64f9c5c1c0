import { readFileSync } from 'node:fs';

/** JSON schemas (draft-07) of one type's data, by schema version. */
type SchemasOfType = Readonly<Record<string, object>>;

let read: ReadonlyMap<string, SchemasOfType> | null = null;

/** The committed schemas of every fact the program knows, by type; written by `npm run events`, read once. */
export function eventSchemas(): ReadonlyMap<string, SchemasOfType> {
  const text = (): string => readFileSync(new URL('./event-schemas.json', import.meta.url), 'utf8');
  read ??= new Map(Object.entries(JSON.parse(text()) as Record<string, SchemasOfType>));
  return read;
}
