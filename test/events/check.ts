import { isDeepStrictEqual } from 'node:util';
import type { JSONSchema7, JSONSchema7Definition } from 'json-schema';
import type { EventSchemas } from './schemas.js';

/**
 * What readers of the events would trip over, compared with what was committed: within one schema version a fact may say more (an optional
 * property, another word of an enumeration) and nothing else may change; whatever else is new is a new version, which is lifted to and
 * lowered from.
 */
export const breaks = (committed: EventSchemas, schemas: EventSchemas): string[] =>
  Object.entries(committed).flatMap(([type, versions]) =>
    Object.entries(versions).flatMap(([version, schema]) => {
      const now = schemas[type]?.[version];
      if (now === undefined) return [`Breaks readers: ${type} version ${version} is gone.`];
      return differences(schema, now, 'data').map(
        (what) => `Breaks readers of ${type} version ${version}: ${what}; give it version ${Number(version) + 1}.`,
      );
    }),
  );

function differences(old: JSONSchema7Definition, now: JSONSchema7Definition, path: string): string[] {
  if (typeof old === 'boolean' || typeof now === 'boolean') return old === now ? [] : [`${path} is another`];
  return [
    ...lostWords(old, now, path),
    ...differencesOfProperties(old, now, path),
    ...differencesOfItems(old, now, path),
    ...differencesOfChoices(old, now, path),
    ...differencesOfTheRest(old, now, path),
  ];
}

const lostWords = (old: JSONSchema7, now: JSONSchema7, path: string): string[] =>
  (old.enum ?? []).filter((word) => !now.enum?.includes(word)).map((word) => `${path} lost ${JSON.stringify(word)}`);

function differencesOfProperties(old: JSONSchema7, now: JSONSchema7, path: string): string[] {
  const [before, after] = [old.properties ?? {}, now.properties ?? {}];
  const [needed, need] = [old.required ?? [], now.required ?? []];
  return [
    ...Object.entries(before).flatMap(([name, schema]) =>
      after[name] === undefined ? [`${path}.${name} is gone`] : differences(schema, after[name], `${path}.${name}`),
    ),
    ...needed
      .filter((name) => after[name] !== undefined && !need.includes(name))
      .map((name) => `${path}.${name} may be left out now`),
    ...need
      .filter((name) => !needed.includes(name))
      .map((name) => `${path}.${name} is always there now, and was not in what is stored`),
  ];
}

const differencesOfItems = ({ items: old }: JSONSchema7, { items: now }: JSONSchema7, path: string): string[] => {
  if (old === undefined || now === undefined) return old === now ? [] : [`${path} is another list`];
  if (Array.isArray(old) || Array.isArray(now)) return isDeepStrictEqual(old, now) ? [] : [`${path} is another tuple`];
  return differences(old, now, `${path}[]`);
};

const differencesOfChoices = (
  { anyOf: old = [] }: JSONSchema7,
  { anyOf: now = [] }: JSONSchema7,
  path: string,
): string[] => {
  if (old.length !== now.length) return [`${path} has other choices`];
  return old.flatMap((choice, index) => differences(choice, now[index]!, path));
};

/** Whatever else a schema says of a value has to stay as it is, but for the words about it. */
const COMPARED = ['enum', 'properties', 'required', 'items', 'anyOf', 'description'];

const rest = (schema: JSONSchema7): object =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => !COMPARED.includes(keyword)));

const differencesOfTheRest = (old: JSONSchema7, now: JSONSchema7, path: string): string[] =>
  isDeepStrictEqual(rest(old), rest(now)) ? [] : [`${path} is of another form`];
