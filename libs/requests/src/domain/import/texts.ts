import type { UserStory } from '../values.js';

const bullet = /^\s*(?:[-*•–]|\d{1,3}[.)])\s+(?:\[[ xX]?\]\s*)?(.+)$/u;
const criteriaHeading = /^\s*(?:#{1,6}\s*|h[1-6]\.\s*|\*{1,2})?(?:acceptance\s+)?criteria\s*:?\s*\*{0,2}\s*:?\s*$/iu;
const audienceLine = /^\s*(?:target\s+)?audience\s*:\s*(.+)$/iu;
const storyLine = /^\s*as an? (.+?),? i (?:want|would like) (?:to )?(.+?),? so that (.+?)\.?\s*$/iu;

const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);
const found = (pattern: RegExp, line: string): string | undefined => pattern.exec(line)?.[1]?.trim();
const bulletOf = (line: string): string | undefined => found(bullet, line);
const filled = (text: string): boolean => text.trim() !== '';

/** What a description written somewhere else tells, as far as it can be told. */
export interface ToldParts {
  /** All that is nothing of the rest. */
  readonly text: string;
  readonly criteria: readonly string[];
  readonly audience: string | null;
  readonly stories: readonly UserStory[];
}

/** What one line of a description is; null: a heading that says nothing by itself. */
type Line =
  | { readonly story: UserStory }
  | { readonly audience: string }
  | { readonly item: string }
  | { readonly text: string }
  | null;

function storyOf(line: string): UserStory | null {
  const [, role, want, benefit] = storyLine.exec(line) ?? [];
  return role && want && benefit ? { role, want, benefit } : null;
}

function lineOf(line: string, keepLists: boolean): Line {
  const story = storyOf(line);
  if (story) return { story };
  const audience = found(audienceLine, line);
  if (audience) return { audience };
  const item = keepLists ? undefined : bulletOf(line);
  if (item) return { item };
  return !keepLists && criteriaHeading.test(line) ? null : { text: line };
}

/**
 * Takes a description apart: list items become criteria (unless `keepLists`), `Audience: …` the audience, `As a …, I want …, so that …`
 * a user story; a heading over criteria goes. Markdown of Linear and markup of Jira alike.
 */
export function toldIn(description: string, keepLists: boolean): ToldParts {
  const lines = linesOf(description).flatMap((line) => lineOf(line, keepLists) ?? []);
  const text = lines
    .flatMap((line) => ('text' in line ? [line.text] : []))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const audiences = lines.flatMap((line) => ('audience' in line ? [line.audience] : []));
  return {
    text,
    criteria: lines.flatMap((line) => ('item' in line ? [line.item] : [])),
    audience: audiences.length === 0 ? null : audiences.join('; '),
    stories: lines.flatMap((line) => ('story' in line ? [line.story] : [])),
  };
}

/** The criteria of a column of their own: its list items, or its lines where it has no list. */
export function criteriaIn(text: string): string[] {
  const lines = linesOf(text).filter((line) => filled(line) && !criteriaHeading.test(line));
  const items = lines.flatMap((line) => bulletOf(line) ?? []);
  return items.length > 0 ? items : lines.map((line) => line.trim());
}

/** Names between commas or semicolons, each once. */
export const namesIn = (cells: readonly string[]): string[] => [
  ...new Set(
    cells
      .flatMap((cell) => cell.split(/[,;]/))
      .map((name) => name.trim())
      .filter(filled),
  ),
];

/** Takes back what an export put before a text that a spreadsheet would run as a formula. */
export const withoutGuard = (cell: string): string => (/^'[=+\-@\t\r\n']/.test(cell) ? cell.slice(1) : cell);
