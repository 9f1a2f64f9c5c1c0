import { Text } from '#libs/api-kit';
import { InputType } from '@nestjs/graphql';

@InputType({ isAbstract: true })
export abstract class OfMetricInput {
  @Text({ description: 'The metric’s key, e.g. `M3`.' })
  key: string;
}
