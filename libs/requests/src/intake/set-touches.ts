import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { confirmTouchSuggestion, dismissTouchSuggestion, setTouches, type TouchKind } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { TouchEnum } from '../types/enums.js';

@InputType({ description: 'Something the request touches, and why.' })
export class TouchInput {
  @Choice(TouchEnum, { description: 'What it touches.' })
  touch: TouchKind;

  @Text({ description: 'Why you think so; at most 4,000 characters.' })
  why: string;

  @Whole({ nullable: true, description: 'Expected requests a minute, e.g. `3000`; with PUBLIC_PEAK, and only there.' })
  expectedPeakRpm?: number | null;
}

@InputType({ description: 'Something the request does not touch after all.' })
export class TouchRemovalInput {
  @Choice(TouchEnum, { description: 'What it does not touch.' })
  touch: TouchKind;

  @Text({ description: 'Why not; at most 4,000 characters.' })
  why: string;
}

@InputType({ description: 'What a request touches, and what not. Each touch is named once.' })
export class SetTouchesInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Nested(() => TouchInput, { each: true, nullable: true, description: 'Touches to set or to change.' })
  add?: TouchInput[] | null;

  @Nested(() => TouchRemovalInput, { each: true, nullable: true, description: 'Touches to take away.' })
  remove?: TouchRemovalInput[] | null;
}

@InputType({ description: 'The suggestion is right.' })
export class ConfirmTouchSuggestionInput extends TouchInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

@InputType({ description: 'The suggestion is wrong.' })
export class DismissTouchSuggestionInput extends TouchRemovalInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

export class SetTouches extends RequestCommand<SetTouchesInput> {}
export class ConfirmTouchSuggestion extends RequestCommand<ConfirmTouchSuggestionInput> {}
export class DismissTouchSuggestion extends RequestCommand<DismissTouchSuggestionInput> {}

@CommandHandler(SetTouches)
export class SetTouchesHandler extends RuleHandler<SetTouchesInput> {
  protected readonly rule = setTouches;
}

@CommandHandler(ConfirmTouchSuggestion)
export class ConfirmTouchSuggestionHandler extends RuleHandler<ConfirmTouchSuggestionInput> {
  protected readonly rule = confirmTouchSuggestion;
}

@CommandHandler(DismissTouchSuggestion)
export class DismissTouchSuggestionHandler extends RuleHandler<DismissTouchSuggestionInput> {
  protected readonly rule = dismissTouchSuggestion;
}

@Resolver()
export class TouchMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Says what a request touches; the work that does not meet the eye is flagged by it. TOUCH_LOCKED when the requester changes ' +
      'what an engineer or a risk reviewer set; REASON_REQUIRED without a why; PII_NOT_ALLOWED.',
  })
  @Needs('request.setTouches')
  async setTouches(
    @InputArg() input: SetTouchesInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new SetTouches(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Agrees with a touch that words of the brief suggest. NOT_FOUND when it is not suggested; REASON_REQUIRED without a why; ' +
      'PII_NOT_ALLOWED.',
  })
  @Needs('request.setTouches')
  async confirmTouchSuggestion(
    @InputArg() input: ConfirmTouchSuggestionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ConfirmTouchSuggestion(input, expectedVersion(expect), caller));
  }

  @Mutation(() => RequestPayload, {
    description:
      'Says that the words mislead; the same words do not suggest it again. NOT_FOUND when it is not suggested; REASON_REQUIRED ' +
      'without a why; PII_NOT_ALLOWED.',
  })
  @Needs('request.setTouches')
  async dismissTouchSuggestion(
    @InputArg() input: DismissTouchSuggestionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new DismissTouchSuggestion(input, expectedVersion(expect), caller));
  }
}
