import { LocalDate } from '#libs/api-kit';
import { BandEnum } from '#libs/requests';
import type { Band, Side } from '#libs/vocabulary';
import { Field, ObjectType } from '@nestjs/graphql';
import { SideEnum } from './enums.js';
import { RiskSignatureType } from './rating.type.js';

@ObjectType({ isAbstract: true })
abstract class AcceptanceTermsType {
  @Field(() => BandEnum, { description: 'How serious the risk was; a worse one is not accepted by it.' })
  band: Band;

  @Field(() => LocalDate, { description: 'The last day it holds.' })
  expiresOn: string;

  @Field(() => String, { description: 'Why the risk is lived with.' })
  justification: string;

  @Field(() => String, { nullable: true, description: 'What is done instead of reducing it; null: nothing.' })
  control: string | null;
}

@ObjectType('RiskAcceptance', { description: 'Somebody answers for living with a risk, until a day.' })
export class RiskAcceptanceType extends AcceptanceTermsType {
  @Field(() => [RiskSignatureType], {
    description: 'Who accepted it: nobody where it was automatic, one lead, or for a HIGH risk both.',
  })
  by: RiskSignatureType[];

  @Field(() => Boolean, { description: 'True for a LOW risk whose treatment is to accept it.' })
  automatic: boolean;
}

@ObjectType('RiskAcceptanceOffer', {
  description: 'What one lead would accept a HIGH risk on; it counts once the other lead says the same.',
})
export class RiskAcceptanceOfferType extends AcceptanceTermsType {
  @Field(() => SideEnum, { description: 'The side that said yes; the other one is waited for.' })
  side: Side;

  @Field(() => RiskSignatureType, { description: 'Who said yes.' })
  by: RiskSignatureType;
}

@ObjectType('RiskAcknowledgement', { description: 'The requesting side knows what may happen to it.' })
export class RiskAcknowledgementType {
  @Field(() => BandEnum, { description: 'How serious the risk was then; for a worse one it has to be said again.' })
  band: Band;

  @Field(() => RiskSignatureType, { description: 'Who said so.' })
  by: RiskSignatureType;

  @Field(() => Boolean, { description: 'Whether it is enough for the risk as it is now.' })
  isEnough: boolean;
}
