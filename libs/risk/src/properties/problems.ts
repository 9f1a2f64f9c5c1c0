import { Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('There is one with this name or id already.')
export class AlreadyRegisteredProblem extends Problem {
  @Field(() => String, { description: 'What is there, e.g. `property`.' })
  what: string;
}

@describe('Both leads let this request through the freeze already.')
export class FreezeAlreadyOverriddenProblem extends Problem {
  /** Not fields of these names: the ids inside. */
  freezeId: string;
  requestId: string;

  @Field(() => ID, { name: 'freezeId', description: 'Global id of the freeze.' })
  get freeze(): string {
    return toGlobalId('Freeze', this.freezeId);
  }

  @Field(() => ID, { name: 'requestId', description: 'Global id of the request.' })
  get request(): string {
    return toGlobalId('Request', this.requestId);
  }
}

registerProblem('ALREADY_REGISTERED', AlreadyRegisteredProblem);
registerProblem('FREEZE_ALREADY_OVERRIDDEN', FreezeAlreadyOverriddenProblem);
