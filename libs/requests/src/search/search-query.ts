import { badUserInput, limitExceeded, rowsOf, sql, type Sql } from '#libs/api-kit';
import type { Pool } from 'pg';

/** Characters of what is looked for. */
export const MOST_CHARACTERS = 500;
/** Letters from which on the beginning of a word is looked for: shorter ones begin too many. */
const LEAST_PREFIX = 3;

/** Whether the last word may go on: it was not finished by a blank or a quotation mark, and stands in no quotation. */
const goesOn = (text: string): boolean =>
  new RegExp(`[\\p{L}\\p{N}]{${LEAST_PREFIX}}$`, 'u').test(text) && (text.match(/"/g) ?? []).length % 2 === 0;

/** Two words with a hyphen are written without it as well, so their parts are looked for. */
const apart = (text: string): string => text.replace(/(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])/gu, ' ');

/** A last word that is not excluded is taken for the beginning of a word. */
const parsed = (text: string): Sql => {
  const query = sql`websearch_to_tsquery('requests.words', ${apart(text)})`;
  if (!goesOn(text)) return query;
  return sql`CASE WHEN ${query}::text ~ '!''[^'']*''$' THEN ${query} ELSE regexp_replace(${query}::text, '''$', ''':*')::tsquery END`;
};

/**
 * What people type into a search box, as Postgres looks for it: words that all have to be there, `"a phrase"`, `or`, `-not`.
 * @returns the text form of a `tsquery`
 * @throws ApiError LIMIT for a text that is too long, BAD_USER_INPUT when no word is left that something could be found by
 */
export async function searchQuery(db: Pick<Pool, 'query'>, text: string): Promise<string> {
  if (Array.from(text).length > MOST_CHARACTERS)
    throw limitExceeded(`Look for at most ${MOST_CHARACTERS} characters.`, MOST_CHARACTERS);
  const [row] = await rowsOf<{ query: string; tree: string }>(
    db,
    sql`SELECT query::text, querytree(query) AS tree FROM (SELECT ${parsed(text)} AS query) AS given`,
  );
  // T: anything at all would do, as for words that must not be there.
  if (row === undefined || row.tree === '' || row.tree === 'T')
    throw badUserInput('Name a word to look for: marks and excluded words alone find nothing.');
  return row.query;
}
