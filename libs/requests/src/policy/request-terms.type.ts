import { Field, Int, ObjectType } from '@nestjs/graphql';
import {
  type BriefSection,
  requestTypes,
  type RequestTerms,
  type RequestType,
  vagueWordLimits,
} from '../domain/index.js';
import { BriefSectionEnum, RequestTypeEnum } from '../types/enums.js';

@ObjectType({ description: 'What the brief of one type of request must hold.' })
export class RequiredSections {
  @Field(() => RequestTypeEnum, { description: 'The type.' })
  type: RequestType;

  @Field(() => [BriefSectionEnum], { description: 'The sections, in the order of the brief.' })
  sections: readonly BriefSection[];
}

@ObjectType({ description: 'Quotas and service levels of requests, and what a brief must hold.' })
export class RequestsPolicy {
  @Field(() => Int, { description: 'Urgent requests a month for each team that asks, e.g. `2` (P21).' })
  expediteQuota: number;

  @Field(() => Int, {
    description:
      'Working minutes until the first response to a request, e.g. `480` for one day; fixed when it is submitted.',
  })
  firstResponseMinutes: number;

  @Field(() => Int, { description: 'Working minutes until a question is answered, e.g. `480`; fixed in the same way.' })
  answerMinutes: number;

  @Field(() => Int, { description: 'Percent of a service level after which it is said to be due, e.g. `75`.' })
  slaWarningPercent: number;

  @Field(() => Int, {
    description: 'From this size in minutes on an engineer must be co-author before the estimate, e.g. `2400` (P9).',
  })
  earlyInvolvementMinutes: number;

  @Field(() => Int, {
    description: 'Days of silence between the sides after which a request is nudged, e.g. `10` (P65).',
  })
  stalledAfterDays: number;

  @Field(() => [RequiredSections], { description: `For each of the ${requestTypes.length} types of request.` })
  requiredSections: readonly RequiredSections[];

  @Field(() => [String], {
    description: `Words that promise nothing, e.g. \`asap\`, which a brief is warned of; at most ${vagueWordLimits.words}.`,
  })
  vagueWords: readonly string[];
}

export const toRequestsPolicy = ({ slaTargets, requiredSections, ...terms }: RequestTerms): RequestsPolicy =>
  Object.assign(new RequestsPolicy(), {
    ...terms,
    ...slaTargets,
    requiredSections: requestTypes.map((type) => ({ type, sections: requiredSections[type] })),
  });
