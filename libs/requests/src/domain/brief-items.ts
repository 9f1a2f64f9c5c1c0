import { freeText, plainText, requireRoom } from '#libs/vocabulary';
import { ValidationFailed } from '#libs/event-log';
import type {
  AssetInput,
  BriefContextInput,
  CriterionInput,
  MeasurementPlanInput,
  TrackingInput,
} from './brief-input.js';
import { criterionId, criterionNumber } from './criterion-id.js';
import type { RequestLimits } from './policy.js';
import { BriefStoryIncomplete, CriterionIdReused } from './refusals.js';
import type { RequestCore } from './state.js';
import type {
  Asset,
  BriefContext,
  Criterion,
  ExpectedImpact,
  Measure,
  MeasurementPlanItem,
  NotNeeded,
  TrackingItem,
  UserStory,
} from './values.js';

type Path = readonly string[];

/** What has a brief: a request, or a template that begins with an empty one. */
export type BriefHolder = Pick<RequestCore, 'brief' | 'criteriaIssued'>;

/** Reads the texts of one item, each at its place in the input. */
export class ItemReader {
  constructor(
    readonly limits: RequestLimits,
    readonly path: Path,
  ) {}

  at(...more: readonly string[]): ItemReader {
    return new ItemReader(this.limits, [...this.path, ...more]);
  }

  text(value: string, field: string, min = 1): string {
    return freeText(value, { path: [...this.path, field], max: this.limits.maxText, min });
  }

  name(value: string, field: string): string {
    return freeText(value, { path: [...this.path, field], max: this.limits.maxShortText });
  }

  id(value: string | null | undefined, field: string): string | null {
    return value == null ? null : plainText(value, { path: [...this.path, field], max: this.limits.maxShortText });
  }

  number(value: number, field: string): number {
    if (!Number.isFinite(value)) throw new ValidationFailed('This must be a number.', [...this.path, field]);
    return value;
  }

  url(value: string, field: string): string {
    const path = [...this.path, field];
    const url = plainText(value, { path, max: this.limits.maxUrlLength });
    if (!/^https?:\/\/\S+$/i.test(url) || !URL.canParse(url)) {
      throw new ValidationFailed('Give the whole address of a page, beginning with https://.', path);
    }
    return url;
  }
}

export function storyOf(story: UserStory, reader: ItemReader): UserStory {
  for (const part of ['role', 'want', 'benefit'] as const) {
    if (story[part].trim() === '') throw new BriefStoryIncomplete(part, reader.at(part).path);
  }
  return {
    role: reader.text(story.role, 'role'),
    want: reader.text(story.want, 'want'),
    benefit: reader.text(story.benefit, 'benefit'),
  };
}

function measureOf(measure: Measure, reader: ItemReader): Measure {
  return {
    metric: reader.name(measure.metric, 'metric'),
    operator: measure.operator,
    value: reader.number(measure.value, 'value'),
    unit: reader.name(measure.unit, 'unit'),
  };
}

/** Keeps known ids, gives new ones from the counter, refuses ids of criteria that are gone (R9). */
export function criteriaOf(items: readonly CriterionInput[], state: BriefHolder, reader: ItemReader): Criterion[] {
  let issued = state.criteriaIssued;
  const present = new Set(state.brief.criteria.map(({ id }) => id));
  return items.map((item, index) => {
    const at = reader.at(String(index));
    if (item.id != null && !present.delete(item.id)) throw unknownCriterion(item.id, state, at.at('id').path);
    return {
      id: item.id ?? criterionId((issued += 1)),
      text: at.text(item.text, 'text'),
      measure: item.measure ? measureOf(item.measure, at.at('measure')) : null,
    };
  });
}

function unknownCriterion(id: string, state: BriefHolder, path: Path): Error {
  if (state.brief.criteria.some((one) => one.id === id))
    return new ValidationFailed('This id stands here twice.', path);
  const number = criterionNumber(id);
  if (number > 0 && number <= state.criteriaIssued) return new CriterionIdReused(id, path);
  return new ValidationFailed('No criterion has this id; leave the id out to add a criterion.', path);
}

function impactOf(impact: ExpectedImpact, reader: ItemReader): ExpectedImpact {
  const { windowDays } = impact;
  if (!Number.isSafeInteger(windowDays) || windowDays < 1 || windowDays > reader.limits.maxDays) {
    throw new ValidationFailed(`The window is 1 to ${reader.limits.maxDays} days.`, reader.at('windowDays').path);
  }
  return {
    metric: reader.name(impact.metric, 'metric'),
    baseline: reader.number(impact.baseline, 'baseline'),
    target: reader.number(impact.target, 'target'),
    windowDays,
  };
}

/** A context may be half written in a draft: it counts as filled only when all three parts are there. */
export const contextOf = (context: BriefContextInput, reader: ItemReader): BriefContext => ({
  campaignGoal: reader.text(context.campaignGoal, 'campaignGoal', 0),
  audience: reader.text(context.audience, 'audience', 0),
  expectedImpact: context.expectedImpact ? impactOf(context.expectedImpact, reader.at('expectedImpact')) : null,
});

export const assetOf = (asset: AssetInput, reader: ItemReader): Asset => ({
  kind: asset.kind,
  url: reader.url(asset.url, 'url'),
  version: asset.version == null ? null : reader.name(asset.version, 'version'),
  approvedBy: reader.id(asset.approvedBy, 'approvedBy'),
});

export function trackingOf(item: TrackingInput, reader: ItemReader): TrackingItem {
  const parameters = item.parameters ?? [];
  const path = reader.at('parameters').path;
  requireRoom(parameters.length, reader.limits.maxParameters, { what: 'parameters of one event', path });
  return {
    event: reader.name(item.event, 'event'),
    parameters: parameters.map((one, index) => reader.at('parameters').name(one, String(index))),
    property: reader.name(item.property, 'property'),
    consentRequired: item.consentRequired,
    verifier: reader.id(item.verifier, 'verifier'),
  };
}

export function measurementOf(item: MeasurementPlanInput, reader: ItemReader): MeasurementPlanItem {
  const owner = reader.id(item.owner, 'owner');
  if (item.channel === 'OFFLINE' && owner === null) {
    throw new ValidationFailed(
      'Name who captures the figures: an offline channel does not count itself.',
      reader.at('owner').path,
    );
  }
  return { channel: item.channel, method: reader.text(item.method, 'method'), owner };
}

export const notNeededOf = (value: NotNeeded, reader: ItemReader): NotNeeded => ({
  reason: freeText(value.reason, { path: reader.path, max: reader.limits.maxText }),
});
