import { GlobalId } from '#libs/api-kit';
import { InputType } from '@nestjs/graphql';
import { riskKeyFormat } from '../ids.js';

/** What names a risk of a review. */
@InputType({ isAbstract: true })
export abstract class RiskInput {
  @GlobalId('Risk', { format: riskKeyFormat, description: 'Which risk.' })
  riskId: string;
}
