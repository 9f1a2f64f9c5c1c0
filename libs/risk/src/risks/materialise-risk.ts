import {
  Caller,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { NotFound, type OtherStreams } from '#libs/event-log';
import { request } from '#libs/requests';
import { freeText } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { materialiseRisk, type Occurrence } from '../domain/index.js';
import { riskKeyOf } from '../ids.js';
import { bugKeyText } from './bug-key.js';
import { RiskCommands, RiskPayload } from './risk-payload.js';
import { RiskInput } from './risk.input.js';

@InputType({ description: 'A bug of a request.' })
export class RequestBugInput {
  @GlobalId('Request', { description: 'The request.' })
  requestId: string;

  @InnerId({ description: 'The bug inside of it, e.g. `B1`.' })
  bugId: string;
}

@InputType({ isOneOf: true, description: 'What showed that a risk became fact.' })
export class OccurrenceInput {
  @Nested(() => RequestBugInput, { nullable: true, description: 'A bug that was reported of a request.' })
  bug?: RequestBugInput | null;

  @Text({
    nullable: true,
    description: 'An incident, as it is called where it is kept; at most 200 characters, e.g. `INC-42`.',
  })
  incident?: string | null;
}

@InputType({ description: 'A risk became fact.' })
export class MaterialiseRiskInput extends RiskInput {
  @Nested(() => OccurrenceInput, { description: 'What shows it.' })
  occurrence: OccurrenceInput;

  @Text({ nullable: true, description: 'What is to be learned from it; at most 4,000 characters.' })
  note?: string | null;
}

export class MaterialiseRisk extends ReviewCommand<MaterialiseRiskInput> {}

const path = ['input', 'occurrence'];

/** @throws NotFound for a bug nobody reported */
function bugOf(bug: RequestBugInput, others: OtherStreams): Occurrence {
  const known = others.read(request, bug.requestId, { guards: false });
  const isThere = known.status !== 'unknown' && known.bugs.some(({ bugId }) => bugId === bug.bugId);
  if (!isThere) throw new NotFound('bug of this request', [...path, 'bug']);
  return { kind: 'BUG', id: bugKeyText(bug) };
}

function occurrenceOf({ bug, incident }: OccurrenceInput, others: OtherStreams): Occurrence {
  if (bug) return bugOf(bug, others);
  return { kind: 'INCIDENT', id: freeText(incident ?? '', { path: [...path, 'incident'], max: 200 }) };
}

@CommandHandler(MaterialiseRisk)
export class MaterialiseRiskHandler implements ICommandHandler<MaterialiseRisk> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: MaterialiseRisk): Promise<ReviewChange> {
    const key = riskKeyOf(command.input.riskId);
    const { occurrence, note = null } = command.input;
    return this.decisions.change(command, key, (review, _context, { others }) =>
      materialiseRisk(review, { riskId: key.riskId, occurrence: occurrenceOf(occurrence, others), note }),
    );
  }
}

@Resolver()
export class MaterialiseRiskMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Says that a bug or an incident shows that a risk became fact, whatever was decided about it. NOT_FOUND for a bug nobody reported; ' +
      'ALREADY_MATERIALISED; PII_NOT_ALLOWED; LIMIT_REACHED beyond 100 of one risk.',
  })
  @Needs('risk.materialise')
  materialiseRisk(
    @InputArg() input: MaterialiseRiskInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new MaterialiseRisk(input, expectedVersion(expect), caller));
  }
}
