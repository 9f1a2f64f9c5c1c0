import { requireKnown, type RuleContext } from '../context.js';
import { createRequest, reviseBrief } from '../drafting.js';
import type { RequestEvent } from '../facts.js';
import { stateAfter } from '../foreseen.js';
import { labelRequest } from '../settings/on-requests.js';
import type { RequestSettings } from '../settings/settings.js';
import type { Request } from '../state.js';
import type { ImportPart } from './columns.js';
import type { ImportedRow } from './mapping.js';
import { AlreadyImported } from './refusals.js';

export interface ImportRequestInput {
  readonly row: ImportedRow;
  /** From the workspace's counter. */
  readonly number: number;
  readonly consumerTeamId: string;
}

/** Ids of the labels in use that have these names, whatever their case; names nobody defined are left out. */
export function labelsNamed({ labels }: Pick<RequestSettings, 'labels'>, names: readonly string[]) {
  const ids = new Map(labels.filter(({ archived }) => !archived).map(({ id, name }) => [name.toLowerCase(), id]));
  return {
    ids: [...new Set(names.flatMap((name) => ids.get(name.toLowerCase()) ?? []))],
    unknown: names.filter((name) => !ids.has(name.toLowerCase())),
  };
}

/**
 * A request out of a row of a file, as a draft with its brief and labels, by the rules of the single commands.
 * @throws AlreadyImported when the row's request is there; what createRequest, reviseBrief and labelRequest refuse
 */
export function importRequest(
  request: Request,
  settings: RequestSettings,
  { row, number, consumerTeamId }: ImportRequestInput,
  ctx: RuleContext,
): RequestEvent[] {
  if (request.status !== 'unknown') throw new AlreadyImported();
  const { title, type, ref, brief } = row;
  const creation = { number, title, type, consumerTeamId, source: { kind: 'API', ref } } as const;
  const facts: RequestEvent[] = createRequest(request, creation, ctx);
  const also = (rule: (state: Request) => readonly RequestEvent[]): void => {
    facts.push(...rule(requireKnown(stateAfter(request, facts, ctx.now))));
  };
  if (Object.keys(brief).length > 0) also((state) => reviseBrief(state, { brief }, ctx));
  const add = labelsNamed(settings, row.labels).ids;
  if (add.length > 0) also((state) => labelRequest(state, settings, { add }, ctx));
  return facts;
}

const PARTS: Readonly<Record<string, ImportPart>> = {
  title: 'title',
  source: 'key',
  add: 'labels',
  'brief.criteria': 'criteria',
  'brief.userStories': 'want',
  'brief.assetsNotNeeded': 'assetsNotNeeded',
  'brief.trackingNotNeeded': 'trackingNotNeeded',
  'brief.context': 'description',
  'brief.context.audience': 'audience',
};

/** The part of a row that a refusal of {@link importRequest} is about, by the path it names; null: the whole row. */
export function importPartAt(path: readonly string[] | undefined): ImportPart | null {
  const [, ...inside] = path ?? [];
  for (let length = inside.length; length > 0; length -= 1) {
    const part = PARTS[inside.slice(0, length).join('.')];
    if (part !== undefined) return part;
  }
  return null;
}
