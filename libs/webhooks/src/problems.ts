import { Problem, registerProblem } from '#libs/api-kit';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { UrlRule } from './domain/index.js';

export const UrlRuleEnum: { readonly [Rule in UrlRule]: Rule } = {
  NO_ADDRESS: 'NO_ADDRESS',
  NOT_HTTPS: 'NOT_HTTPS',
  USER_INFO: 'USER_INFO',
  NOT_PUBLIC: 'NOT_PUBLIC',
};

registerEnumType(UrlRuleEnum, {
  name: 'WebhookUrlRule',
  description: 'Why an address is not taken.',
  valuesMap: {
    NO_ADDRESS: { description: 'It is no web address.' },
    NOT_HTTPS: { description: 'It is not https.' },
    USER_INFO: { description: 'A user name or a password stands in it.' },
    NOT_PUBLIC: { description: 'It is an address that is not public, or a name that means one.' },
  },
});

@ObjectType({ implements: () => Problem, description: 'Deliveries do not go to this address.' })
export class WebhookUrlRefusedProblem extends Problem {
  @Field(() => UrlRuleEnum, { description: 'Why.' })
  rule: UrlRule;
}

@ObjectType({ implements: () => Problem, description: 'There is no such type of events, or no such version of it.' })
export class UnknownEventTypeProblem extends Problem {
  @Field(() => String, { name: 'eventType', description: 'What was asked for, e.g. `RequestSung`.' })
  type: string;

  @Field(() => Int, {
    nullable: true,
    name: 'newestVersion',
    description: 'The newest version there is; null for no such type.',
  })
  newest: number | null;
}

registerProblem('WEBHOOK_URL_REFUSED', WebhookUrlRefusedProblem);
registerProblem('UNKNOWN_EVENT_TYPE', UnknownEventTypeProblem);
